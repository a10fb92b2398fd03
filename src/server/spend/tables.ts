import type { Context } from 'hono';
import { namesOf } from '../../app/names.ts';
import type { GroupFacts, Shown, SpendFacts } from '../../app/spend/known.ts';
import type { SpendReport } from '../../app/spend/report.ts';
import type { SpendGroup } from '../../core/questions.ts';
import type { Frame } from '../../ui/layout.tsx';
import { parameter } from '../../ui/table.tsx';
import { arrange, partOf } from '../tables/arrange.ts';
import { type LinkFilter, listOf, periodQuery } from '../tables/cells.ts';
import { wantsCsv } from '../tables/csv.ts';
import { goneWords } from '../tables/gone.ts';
import { arrangeNamed } from '../tables/named.ts';
import { type Face, has } from './faces.ts';
import { groupTable } from './groupTable.ts';
import { needsStanding } from './narrowing.ts';
import { goesByStanding } from './rowOrder.ts';

/** The tables of a page of spend: which rows they show, and what is read of those. */

export const MOST_ATTENTION = 8;
/** Rows of the tables after the first; their titles lead to all. */
const SECOND = 10;

/** The first table of a page has no name in addresses. */
const tableId = ({ tables }: Pick<Face, 'tables'>, group: SpendGroup): string =>
  group === tables[0] ? '' : group;

/** Which rows the page shows: of those it is read what happened day by day. A file has no drawings. */
export function shownOn(c: Context, frame: Frame, face: Face): Shown {
  const asksFor = (group: SpendGroup, what: 'q' | 'sort' | 'state') =>
    c.req.query(parameter(tableId(face, group), what));
  const isTable = (group: SpendGroup) => face.tables.includes(group);
  return {
    standing: (group) =>
      isTable(group) &&
      (wantsCsv(c) ||
        goesByStanding(asksFor(group, 'sort') ?? '') ||
        needsStanding(asksFor(group, 'state'), face.attention)),
    named: (group) =>
      isTable(group) && ((asksFor(group, 'q') ?? '') !== '' || /^-?user$/.test(asksFor(group, 'sort') ?? '')),
    compared: (group) => isTable(group) && (wantsCsv(c) || /change_usd$/.test(asksFor(group, 'sort') ?? '')),
    keys: (facts, one) => (wantsCsv(c) || !isTable(one.group) ? [] : keysShown(c, frame, face, facts, one)),
    attention: has(face, 'attention') ? MOST_ATTENTION : 0,
    counted: face.attention,
    meters: has(face, 'meters') && !wantsCsv(c),
    advice: has(face, 'advice') && !wantsCsv(c),
    whole: wantsCsv(c),
    kinds: face.about === 'models',
    owners: face.about === 'costCenters',
    byModel: has(face, 'daily') && !wantsCsv(c),
    findings: has(face, 'sure') && !wantsCsv(c),
  };
}

function keysShown(c: Context, frame: Frame, face: Face, facts: SpendFacts, one: GroupFacts): string[] {
  const id = tableId(face, one.group);
  const rows = id === '' ? face.size : SECOND;
  const part = partOf(c, id, rows)?.(one.answer.rows.length);
  if (part !== undefined)
    return one.answer.rows.slice(part.offset, part.offset + part.limit).map(({ keys }) => keys[0] ?? '');
  const table = groupTable(facts, one, frame, namesOf([], []), {
    ...{ reasons: false, linked: {}, about: face.about, part: null },
    ownerOf: () => ({ address: '', name: '' }),
  });
  const { data } = arrange(c, id, table, { size: rows });
  return data.rows.flatMap(({ key }) => key ?? []);
}

/** A table per dimension; whole where one of them is asked for as CSV. */
export async function tablesOf(
  c: Context,
  frame: Frame,
  { facts, names, ownerOf }: SpendReport,
  face: Face,
  linked: LinkFilter,
) {
  const whole = Object.keys(facts.filter).length === 0;
  const shown = facts.groups.filter(({ group }) => face.tables.includes(group));
  const tables = shown.map(async (one, i) => {
    const isFirst = i === 0;
    const size = isFirst ? face.size : SECOND;
    const count = one.answer.rows.length;
    const data = groupTable(facts, one, frame, names, {
      ...{ reasons: isFirst, linked, ownerOf },
      about: face.about,
      // Of a table of one page all is known that its rows say.
      part: count > size ? (partOf(c, tableId(face, one.group), size)?.(count) ?? null) : null,
    });
    const path = listOf(one.group);
    const gone = one.gone && goneWords(one.gone, frame);
    return {
      group: one.group,
      title: frame.m.by[one.group],
      gone,
      empty: gone ?? frame.m.empty,
      ...(await arrangeNamed(c, tableId(face, one.group), data, {
        whole: wantsCsv(c),
        size,
      })),
      width: one.daily || one.kinds ? ('' as const) : ('half' as const),
      href: path && shown.length > 1 && whole && one.group !== 'day' ? path + periodQuery(frame) : null,
    };
  });
  return Promise.all(tables);
}
