import type { Context } from 'hono';
import type { GroupSum, GroupSums } from '../../app/privacy/groups.ts';
import { href } from '../../core/href.ts';
import { monthRange } from '../../core/periods.ts';
import { seesOthers } from '../../core/privacy.ts';
import { month as showMonth } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { PlainPage } from '../../ui/plain.tsx';
import type { Cell, TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { frameOf } from '../http/frame.ts';
import { viewerOf } from '../http/visitor.ts';
import { cards } from '../tables/cards.tsx';
import { knownCell, UNPRICED_TOKENS, unpricedTokensCell } from '../tables/cells.ts';

/** Sums of groups of enough people, of one month that is over. */
export async function togetherPage(c: Context, deps: ServerDeps, known: GroupSums): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m, locale } = frame;
  const words = m.privacy.together;
  const isOnly = !seesOthers(viewerOf(c), deps.settings.privacy);
  const empty = known.by === null ? words.nothing : known.months.length === 0 ? words.noMonth : words.empty;
  const result = await cards(
    c,
    frame,
    { what: 'groups', range: known.month === '' ? null : monthRange(known.month) },
    [{ id: '', title: showMonth(known.month, locale), table: groupsTable(known, frame), empty }],
  );
  if (result.response) return result.response;
  return c.html(
    <PlainPage
      frame={frame}
      title={words.title}
      intro={
        <>
          {isOnly ? words.intro(known.least) : words.daysIntro} <a href={href`/privacy`}>{m.privacy.title}</a>
        </>
      }
    >
      {known.months.length > 0 && (
        <form class="inline" method="get" action={href`/together`}>
          <label>
            {words.month}
            <select name="month">
              {known.months.map((month) => (
                <option value={month} selected={month === known.month}>
                  {showMonth(month, locale)}
                </option>
              ))}
            </select>
          </label>
          <button type="submit">{words.open}</button>
        </form>
      )}
      {known.isPart && <p class="note">{words.part(known.least)}</p>}
      <div class="grid">{result.shown}</div>
    </PlainPage>,
  );
}

function groupsTable(known: GroupSums, frame: Frame): TableData {
  const { m } = frame;
  const words = m.privacy.together;
  const { total, unowned } = known;
  const rows = known.rows.map((row) => ({ cells: cellsOf(row, known.by, frame) }));
  const whole =
    unowned === null
      ? []
      : [
          {
            pinned: true,
            kind: 'unallocated' as const,
            cells: [
              { text: words.unowned, raw: '' },
              { text: '–', raw: '' },
              knownCell(unowned, frame),
              unpricedTokensCell(unowned),
            ],
          },
        ];
  return {
    caption: m.usd,
    columns: [
      {
        name: known.by === 'team' ? words.team : words.costCenter,
        key: 'group',
        csv: known.by === 'team' ? 'team_manager' : 'cost_center',
      },
      { name: words.people, key: 'people', number: true },
      { name: m.spent, key: 'amount_usd', csv: 'spent_usd', number: true },
      UNPRICED_TOKENS,
    ],
    rows: rows.length === 0 ? [] : [...rows, ...whole],
    ...(total !== null && {
      foot: [
        { text: m.total, raw: 'total' },
        { text: '' },
        knownCell(total, frame),
        unpricedTokensCell(total),
      ],
    }),
  };
}

function cellsOf(row: GroupSum, by: GroupSums['by'], frame: Frame): Cell[] {
  const words = frame.m.privacy.together;
  const name =
    row.group === null
      ? words.several(row.groups)
      : by === 'team'
        ? words.teamOf(row.people)
        : row.group || words.none;
  return [
    { text: name, raw: row.group ?? 'several' },
    { text: String(row.people), sort: row.people },
    knownCell(row, frame),
    unpricedTokensCell(row),
  ];
}
