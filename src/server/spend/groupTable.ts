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
import { type Cell, type Column, lazyRow, type TableData } from '../../ui/table.tsx';
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
import { earlierUnowned, endsOf, onlyBefore, shares, spentColumn, unownedOf } from './groupColumns.ts';
import { kindCells, kindColumns, kindFoot } from './kinds.ts';
import { narrowed } from './narrowing.ts';

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
}

export function groupTable(
  facts: SpendFacts,
  one: GroupFacts,
  frame: Frame,
  names: Names,
  options: TableLook,
): TableData {
  const { rows, total } = one.answer;
  const deep = one.daily !== null;
  const budgeted = deep && facts.wholePeriod && budgetsSay(one.group, facts.filter);
  const lines: LinesOf = (more) => linesHref(facts.range, { ...options.linked, ...more });
  const unowned = unownedOf(one, frame, options.reasons);
  const before = onlyBefore(facts, one);
  const shown = spentColumn(rows, unowned, total);
  const share = shares([...rows, ...unowned], total.amount, frame);
  const ends = endsOf(facts, one, unowned, frame);
  const columns = columnsOf(facts, one, frame, { deep, budgeted, about: options.about });
  const isSpanned = columns[1]?.drawn === true;
  const isChargeBack = options.about === 'costCenters';
  const isWhy = saysWhy(facts, one, frame);
  const why = ({ keys: [key = ''] }: BriefSum) =>
    isWhy && key !== '' ? { href: changedHref(facts.range, { group: 'user', costCenter: key }) } : {};
  const fill = (cells: Readonly<Record<string, Cell>>): Cell[] =>
    columns.map((column) => cells[column.key] ?? { text: '', raw: '' });
  const table: TableData = {
    caption: frame.m.usd,
    columns,
    rows: [
      ...rows.map((row, i) =>
        lazyRow(row.keys[0] ?? '', () => {
          const standing = budgeted ? one.standingOf(row.keys[0] ?? '') : null;
          const cells = ownedCells(row, one, frame, names, standing, { shown: shown(i), lines, deep });
          return fill({
            ...cells,
            ...(standing === null ? {} : { forecast_usd: ends.of(i, row, standing) }),
            share_percent: share(i),
            ...(one.earlier ? { change_usd: { ...changeIn(facts, one, row, frame), ...why(row) } } : {}),
            ...(deep ? trendCell(facts, one, row, frame) : {}),
            ...(isChargeBack ? chargeBackCells(row, options.ownerOf, frame) : {}),
            ...(one.kinds !== null || one.group === 'tokenKind' ? kindCells(one, row, frame) : {}),
          });
        }),
      ),
      ...unowned.map((row, i) => {
        const href = lines({ reason: row.reasons });
        return {
          muted: true,
          pinned: true,
          kind: 'unallocated' as const,
          cells: fill({
            [one.group]: { text: row.text, raw: '', href, ...(isSpanned ? { span: 2 } : {}) },
            ...(isChargeBack ? { owner: mendCell(row.reasons, facts, frame) } : {}),
            amount_usd: { ...knownCell(row, frame, shown(rows.length + i)), href },
            share_percent: share(rows.length + i),
            tokens: tokensCell(row.tokens, frame),
            unpriced_tokens: unpricedTokensCell(row),
            unallocated_reason: { text: row.reasons.length === 1 ? (row.reasons[0] ?? '') : 'any' },
            ...(budgeted ? { forecast_usd: ends.of(rows.length + i, row, null) } : {}),
            ...(deep ? { change_usd: changeCell(row, earlierUnowned(facts, row.reasons), frame) } : {}),
          }),
        };
      }),
      ...othersRow(one, before, ends.others, frame).map((cells) => ({
        ...{ muted: true, pinned: true, kind: 'others' as const },
        cells: fill(cells),
      })),
    ],
    foot: fill({
      ...(budgeted && (isChargeBack || options.about === 'month') ? wholeBudgetCells(facts, frame) : {}),
      ...(isChargeBack
        ? { billed_percent: percentCell(pricedPart(facts.billed), pricedPart(total), frame) }
        : {}),
      ...(one.kinds ? kindFoot(one, frame) : {}),
      ...footCells(facts, one, frame, ends.total),
      amount_usd: { ...knownCell(total, frame), href: lines({}) },
      tokens: tokensCell(
        [...rows, ...unowned].reduce((all, row) => all + row.tokens, 0n),
        frame,
      ),
    }),
  };
  return narrowed(table, one, { budgeted, frame, names });
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
const footCells = (
  facts: SpendFacts,
  { group, answer: { total }, earlier }: GroupFacts,
  frame: Frame,
  forecast: Cell | null,
): Record<string, Cell> => ({
  [group]: { text: frame.m.total, raw: 'total' },
  share_percent: { text: total.amount === 0n ? '–' : percent(1n, 1n, frame.locale), raw: '100.0' },
  ...(forecast === null ? {} : { forecast_usd: forecast }),
  ...(earlier
    ? {
        change_usd: {
          ...changeCell(total, facts.earlier, frame),
          ...(saysWhy(facts, { group }, frame) ? { href: changedHref(facts.range, { group }) } : {}),
        },
      }
    : {}),
  unpriced_tokens: unpricedTokensCell(total),
});

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
