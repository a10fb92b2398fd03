import type { Reach } from '../../app/budgets/reach.ts';
import type { Names } from '../../app/names.ts';
import type { GroupFacts, SpendFacts } from '../../app/spend/known.ts';
import { budgetsSay } from '../../app/spend/parts.ts';
import { href } from '../../core/href.ts';
import { type Known, NOTHING_KNOWN, pricedPart } from '../../core/known.ts';
import { ZERO } from '../../core/money.ts';
import type { BriefSum } from '../../core/questions.ts';
import { percent } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell, Column, Row, TableData } from '../../ui/table.tsx';
import {
  knownCell,
  type LinkFilter,
  linesHref,
  moneyCell,
  percentCell,
  tokensCell,
  UNPRICED_TOKENS,
  unpricedTokensCell,
} from '../tables/cells.ts';
import { BESIDE_SPENT } from '../tables/standingCells.tsx';
import { billedColumn, chargeBackCells, mendCell } from './chargeBack.tsx';
import type { Face } from './faces.ts';
import {
  changeCell,
  changeIn,
  type LinesOf,
  ownedCells,
  trendCell,
  wholeBudgetCells,
} from './groupCells.tsx';
import {
  earlierUnowned,
  endsOf,
  onlyBefore,
  shares,
  spentColumn,
  type Unowned,
  unownedOf,
} from './groupColumns.ts';
import { kindCells, kindColumns, kindFoot } from './kinds.ts';
import { rowsFound, statesOf } from './narrowing.ts';
import { type RowOrder, sortValueOf } from './rowOrder.ts';

/** Spend by one dimension: its rows, what nobody owns where that has rows of its own, and the page's total below. */

export interface TableLook {
  /** What nobody owns gets a row per reason; else one row for all of it. */
  reasons: boolean;
  /** What the page is about, as addresses write it. */
  linked: LinkFilter;
  /** What the page is about, where that is many: their own columns come with it. */
  about: Face['about'];
  /** Of cost centers. */
  ownerOf: (costCenter: string) => Reach;
  /** Only these of its rows, in the order that they are in; null: all, to be searched, ordered or narrowed. */
  part: { limit: number; offset: number } | null;
}

/** What the cells of a table are made of. */
interface Drawn extends RowOrder {
  names: Names;
  look: TableLook;
  /** With each row's days and its change. */
  deep: boolean;
  lines: LinesOf;
  unowned: readonly Unowned[];
  /** How amounts are written: of rows, and after them of what nobody owns. */
  shown(at: number): string;
}
type Cells = Readonly<Record<string, Cell>>;

export function groupTable(
  facts: SpendFacts,
  one: GroupFacts,
  frame: Frame,
  names: Names,
  look: TableLook,
): TableData {
  const { rows, total } = one.answer;
  const deep = one.daily !== null;
  const budgeted = deep && facts.wholePeriod && budgetsSay(one.group, facts.filter);
  const unowned = unownedOf(one, frame, look.reasons);
  const ends = endsOf(facts, one, unowned, frame);
  const drawn: Drawn = {
    ...{ facts, one, frame, names, look, deep, budgeted, unowned, ends },
    lines: (more) => linesHref(facts.range, { ...look.linked, ...more }),
    shown: spentColumn(rows, unowned, total),
    share: shares([...rows, ...unowned], total.amount, frame),
  };
  const columns = columnsOf(facts, one, frame, { deep, budgeted, about: look.about });
  const isSpanned = columns[1]?.drawn === true;
  const fill = (cells: Cells): Cell[] => columns.map((column) => cells[column.key] ?? { text: '', raw: '' });
  const rowOf = rowsFound(one, { budgeted, frame, names });
  const pinned = (kind: 'unallocated' | 'others', make: () => Cells): Row => ({
    ...{ muted: true, pinned: true, kind },
    get cells() {
      return fill(make());
    },
  });
  const { offset, limit } = look.part ?? { offset: 0, limit: rows.length };
  const items = rows.slice(offset, offset + limit).map((row, i) =>
    rowOf(
      row.keys[0] ?? '',
      (column) => sortValueOf(drawn, row, offset + i, column),
      () => fill(itemCells(drawn, row, offset + i)),
    ),
  );
  const below = [
    ...unowned.map((row, i) => pinned('unallocated', () => unownedCells(drawn, row, i, isSpanned))),
    ...othersRow(one, onlyBefore(facts, one), ends.others, frame).map((cells) =>
      pinned('others', () => cells),
    ),
  ];
  return {
    caption: frame.m.usd,
    columns,
    ...(look.part === null ? {} : { total: rows.length }),
    // Below the last of them, where not all are here.
    rows: offset + limit < rows.length ? items : [...items, ...below],
    foot: fill(footCells(drawn)),
    ...(budgeted ? { states: statesOf(facts, one, frame) } : {}),
  };
}

/** @param at the place of the row among all */
function itemCells(drawn: Drawn, row: BriefSum, at: number): Cells {
  const { facts, one, frame, names, look, deep, budgeted, ends, lines } = drawn;
  const key = row.keys[0] ?? '';
  const standing = budgeted ? one.standingOf(key) : null;
  const why =
    saysWhy(facts, one, frame) && key !== ''
      ? { href: changedHref(facts.range, { group: 'user', costCenter: key }) }
      : {};
  return {
    ...ownedCells(row, one, frame, names, standing, { facts, shown: drawn.shown(at), lines, deep }),
    ...(standing === null ? {} : { forecast_usd: ends.of(at, row, standing) }),
    share_percent: drawn.share(at),
    ...(one.earlier ? { change_usd: { ...changeIn(facts, one, row, frame), ...why } } : {}),
    ...(deep ? trendCell(facts, one, row, frame) : {}),
    ...(look.about === 'costCenters' ? chargeBackCells(row, look.ownerOf, frame) : {}),
    ...(one.kinds !== null || one.group === 'tokenKind' ? kindCells(one, row, frame) : {}),
  };
}

/** @param i its place below the rows */
function unownedCells(drawn: Drawn, row: Unowned, i: number, isSpanned: boolean): Cells {
  const { facts, one, frame, look, deep, budgeted, ends, shown, share } = drawn;
  const href = drawn.lines({ reason: row.reasons });
  const at = one.answer.rows.length + i;
  return {
    [one.group]: { text: row.text, raw: '', href, ...(isSpanned ? { span: 2 } : {}) },
    ...(look.about === 'costCenters' ? { owner: mendCell(row.reasons, facts, frame) } : {}),
    amount_usd: { ...knownCell(row, frame, shown(at)), href },
    share_percent: share(at),
    tokens: tokensCell(row.tokens, frame),
    unpriced_tokens: unpricedTokensCell(row),
    unallocated_reason: { text: row.reasons.length === 1 ? (row.reasons[0] ?? '') : 'any' },
    ...(budgeted ? { forecast_usd: ends.of(at, row, null) } : {}),
    ...(deep ? { change_usd: changeCell(row, earlierUnowned(facts, row.reasons), frame) } : {}),
  };
}

/** Whoever has no row, where something is known of them: what they spent before, and what they are expected to spend. */
function othersRow(
  { group }: GroupFacts,
  before: Known | null,
  forecast: Cell | null,
  frame: Frame,
): Record<string, Cell>[] {
  if (before === null && forecast === null) return [];
  return [
    {
      [group]: { text: frame.m.others, raw: '' },
      amount_usd: moneyCell(ZERO),
      ...(before === null ? {} : { change_usd: changeCell(NOTHING_KNOWN, before, frame) }),
      ...(forecast === null ? {} : { forecast_usd: forecast }),
    },
  ];
}

/** What all rows come to. */
function footCells({ facts, one, frame, look, budgeted, unowned, ends, lines }: Drawn): Cells {
  const { rows, total } = one.answer;
  const isChargeBack = look.about === 'costCenters';
  const why = saysWhy(facts, one, frame) ? { href: changedHref(facts.range, { group: one.group }) } : {};
  return {
    ...(budgeted && (isChargeBack || look.about === 'month') ? wholeBudgetCells(facts, frame) : {}),
    ...(isChargeBack
      ? { billed_percent: percentCell(pricedPart(facts.billed), pricedPart(total), frame) }
      : {}),
    ...(one.kinds ? kindFoot(one, frame) : {}),
    [one.group]: { text: frame.m.total, raw: 'total' },
    share_percent: { text: total.amount === 0n ? '–' : percent(1n, 1n, frame.locale), raw: '100.0' },
    ...(ends.total === null ? {} : { forecast_usd: ends.total }),
    ...(one.earlier ? { change_usd: { ...changeCell(total, facts.earlier, frame), ...why } } : {}),
    unpriced_tokens: unpricedTokensCell(total),
    amount_usd: { ...knownCell(total, frame), href: lines({}) },
    tokens: tokensCell(
      [...rows, ...unowned].reduce((all, row) => all + row.tokens, 0n),
      frame,
    ),
  };
}

/** Whether it can be said who it was that spent more or less than before. */
const saysWhy = (
  { filter, earlier }: SpendFacts,
  { group }: Pick<GroupFacts, 'group'>,
  { nav }: Frame,
): boolean =>
  group === 'costCenter' &&
  earlier !== null &&
  Object.keys(filter).length === 0 &&
  nav.some(({ pages }) => pages.some(([, name]) => name === 'explore'));

/** Where it is said what changed since the period before. */
const changedHref = ({ start, endExclusive }: SpendFacts['range'], asked: Readonly<Record<string, string>>) =>
  href`/explore?${{ ...asked, compare: 'previous', start, endExclusive }}`;

/** `deep`: with each row's days and its change; `budgeted`: with where each stands against its budget. */
function columnsOf(
  facts: SpendFacts,
  one: GroupFacts,
  frame: Frame,
  { deep, budgeted, about }: { deep: boolean; budgeted: boolean; about: Face['about'] },
): Column[] {
  const { m } = frame;
  const change: Column = {
    name: m.change,
    key: 'change_usd',
    number: true,
    detail: true,
    // Of days before the ledger nothing is known: a page shows no column of dashes.
    ...(facts.earlier === null ? { file: true } : {}),
    ...(facts.running && facts.wholeMonth ? { title: m.changeInMonth } : {}),
  };
  const chargeBack = about === 'costCenters';
  const isDrawn = deep && !chargeBack && facts.coarse !== true;
  // Of a month's bill nobody asks for tokens: they are with the models.
  const beside = about === 'month' || chargeBack;
  const isPriced = one.kinds !== null || one.group === 'tokenKind';
  return [
    { name: m.name[one.group], key: one.group },
    ...(chargeBack ? [{ name: m.faces.centers.owner, key: 'owner' }] : []),
    ...(isDrawn ? [{ name: m.trend, key: 'trend', drawn: true }] : []),
    { name: m.spent, key: 'amount_usd', csv: 'spent_usd', number: true, adds: 'usd' },
    ...(chargeBack ? [billedColumn(frame)] : []),
    ...(budgeted ? budgetColumns(frame, facts.running && facts.wholeMonth) : []),
    { name: m.share, key: 'share_percent', number: true, detail: true },
    ...(one.earlier !== null ? [change] : []),
    {
      name: m.tokens,
      key: 'tokens',
      number: true,
      adds: 'tokens',
      // Where they are priced by the million, they are what one looks for beside that price.
      detail: !isPriced,
      ...(beside ? { file: true } : {}),
    },
    ...(isPriced ? kindColumns(one, frame) : []),
    ...(budgeted
      ? [
          { name: m.state, key: 'state', csv: 'budget_state' as const },
          { name: 'label', key: 'label', file: true },
          ...BESIDE_SPENT,
        ]
      : [{ name: m.state, key: 'label' }, UNPRICED_TOKENS]),
    { name: 'unallocated_reason', key: 'unallocated_reason', file: true },
  ];
}

const budgetColumns = ({ m }: Frame, running: boolean): Column[] => [
  { name: m.budget, key: 'budget_usd', number: true },
  { name: m.used, key: 'used_percent', number: true, card: 'bar' },
  ...(running ? [{ name: m.forecast, key: 'forecast_usd', number: true }] : []),
  { name: m.variance, key: 'variance_usd', number: true, detail: true },
  // A page says it below what is used.
  { name: 'left_usd', key: 'left_usd', number: true, file: true },
];
