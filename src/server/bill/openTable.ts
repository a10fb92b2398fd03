import { href } from '../../core/href.ts';
import { sum, ZERO } from '../../core/money.ts';
import type { DayRange } from '../../core/types.ts';
import { usdTogether } from '../../core/usd.ts';
import type { OpenKind, OpenThing, Verdict } from '../../core/verdict.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell, TableData } from '../../ui/table.tsx';
import { countCell, dayCell, linesHref, moneyCell, periodQuery } from '../tables/cells.ts';

/** What is open of a period, each with what it is worth, why, and what is to be done. */

const NOTHING: Cell = { text: '–', raw: '' };
const NONE: Cell = { text: '', raw: '' };

export function openTable(
  { things, worth }: Pick<Verdict, 'things' | 'worth'>,
  range: DayRange,
  frame: Frame,
): TableData {
  const { m } = frame;
  const shown = usdTogether(things.map(({ amount }) => amount ?? ZERO));
  const all = sum(things.map(({ amount }) => amount ?? ZERO));
  return {
    caption: m.usd,
    columns: [
      { name: m.verdict.what, key: 'kind', csv: 'finding_kind' },
      { name: m.verdict.worth, key: 'amount_usd', number: true },
      { name: m.findings.count, key: 'days', number: true },
      { name: m.findings.last, key: 'last', csv: 'last_day', number: true },
      { name: m.verdict.act, key: 'to_do', csv: null },
    ],
    rows: things.map((thing, i) => ({
      muted: thing.weight === 'news',
      cells: [
        {
          ...{
            text: thingName(thing.kind, frame),
            raw: thing.kind,
            beside: [{ text: m.verdict.why[thing.kind] }],
          },
          ...(isFound(thing.kind) ? { href: kindHref(thing.kind, frame) } : {}),
        },
        thing.amount === null ? NOTHING : moneyCell(thing.amount, shown(i)),
        thing.days === 0 ? NOTHING : countCell(thing.days),
        thing.last === null ? NOTHING : dayCell(thing.last, frame),
        actCell(thing, range, frame),
      ],
    })),
    ...(things.length > 1 && all === worth
      ? { foot: [{ text: m.total, raw: 'total' }, moneyCell(worth), NONE, NONE, NONE] }
      : {}),
  };
}

/** What is open, by its name. */
const thingName = (kind: OpenKind, { m }: Pick<Frame, 'm'>): string =>
  isFound(kind) ? m.findings.words[kind] : m.verdict.kinds[kind];

type Found = Exclude<OpenKind, 'unread' | 'differs'>;
const isFound = (kind: OpenKind): kind is Found => kind !== 'unread' && kind !== 'differs';
const kindHref = (kind: Found, frame: Frame): string =>
  href`/reconciliation/findings/${kind}` + periodQuery(frame);

function actCell({ kind }: OpenThing, range: DayRange, frame: Frame): Cell {
  const text = frame.m.verdict.todo[kind];
  return kind === 'tagsChanged' ? { text } : { text, href: mendHref(kind, range, frame) };
}

/** Where a thing is mended; all of its kind where no page mends it. */
function mendHref(kind: Exclude<OpenKind, 'tagsChanged'>, range: DayRange, frame: Frame): string {
  switch (kind) {
    case 'unread':
    case 'billMissing':
    case 'unknownProfile':
      return href`/jobs`;
    case 'heldBack':
      return `${href`/jobs`}#table-heldBack`;
    case 'differs':
    case 'unpricedModel':
      return href`/rates`;
    case 'billedNotSeen':
    case 'unknownUsageType':
      return linesHref(range, { reason: [kind] });
    case 'sharedProfileTag':
    case 'ownerCheck':
    case 'principalCheck':
    case 'seenNotBilled':
    case 'groupingTotals':
    case 'tagNotPlaced':
      return kindHref(kind, frame);
  }
}
