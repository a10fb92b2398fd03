import type { Explored } from '../../app/spend/explore.ts';
import type { BudgetCalendar } from '../../core/budgetPeriods.ts';
import {
  type Exploration,
  type ExploreDimension,
  type ExploreThing,
  isOfOwners,
  isTime,
  THINGS,
  timeRange,
} from '../../core/explore.ts';
import { addSums, type Line, type Matrix, type MatrixRow, type Sum } from '../../core/exploreMatrix.ts';
import { changeOf, type Known, pricedPart } from '../../core/known.ts';
import { formatExact, roundTo, sharesOf } from '../../core/money.ts';
import { monthOf } from '../../core/periods.ts';
import type { DayRange, Priced } from '../../core/types.ts';
import { signedUsd, usdMaking } from '../../core/usd.ts';
import { plainPercent, day as showDay, month as showMonth, tenths, tokens, whole } from '../../ui/format.ts';
import type { Frame, Period } from '../../ui/layout.tsx';
import type { Cell, Column, TableData } from '../../ui/table.tsx';
import {
  ANY,
  alone,
  keyCell,
  knownCell,
  type LinkFilter,
  linesHref,
  tokensCell,
  UNPRICED_TOKENS,
  unpricedTokensCell,
} from '../tables/cells.ts';
import { exploreHref, into } from './address.ts';

/** The answer as one table, for the page and its file alike: rows, their rest and what nobody owns make its foot. */

export interface Look {
  frame: Frame;
  period: Period;
  calendar: BudgetCalendar;
  /** Whether lines may be told of it: days are. */
  lines: boolean;
}

/** Cells of a table up to which each is a link: with more the page would be too large, and rows and columns lead on. */
const MOST_LINKED = 400;

/** What a row or column is called. */
export function lineText(
  line: Line,
  dimension: ExploreDimension,
  { names }: Explored,
  { frame }: Look,
): string {
  const { m, locale } = frame;
  if (line.kind === 'unowned') return m.unallocated;
  if (line.kind === 'rest')
    return isTime(dimension) ? m.explore.earlier(line.count) : m.explore.rest(line.count);
  if (dimension === 'month') return showMonth(monthOf(line.key), locale);
  if (isTime(dimension)) return showDay(line.key, locale);
  return keyCell(dimension, line.key, frame, names).text;
}
const rawOf = (line: Line): string =>
  line.kind === 'unowned' ? 'unallocated' : line.kind === 'rest' ? 'other' : line.key;

/** The rows and columns that are shown: of days the last ones, all before them in one. */
export function exploredTable(explored: Explored, look: Look): TableData {
  const { asked, matrix } = explored;
  const { m } = look.frame;
  if (matrix === null || matrix.rows.length === 0) return { columns: [], rows: [] };
  const split = asked.by !== null;
  const linked = matrix.rows.length * matrix.columns.length <= MOST_LINKED;
  const rows = matrix.rows;
  const shown = shownAmounts(
    rows.map(({ sum }) => sum),
    matrix.total,
  );
  const share = sharesOf(
    rows.map(({ sum }) => measured(asked, sum) as Priced),
    measured(asked, matrix.total) as Priced,
  );
  const byTokens = asked.measure === 'tokens';
  const columns: Column[] = [
    { name: m.explore.dimension[asked.group], key: asked.group },
    ...matrix.columns.map((column) => ({
      name: lineText(column, asked.by ?? 'day', explored, look),
      key: rawOf(column) || '(none)',
      number: true,
    })),
    ...(byTokens && split ? [] : [{ name: split ? m.total : m.spent, key: 'amount_usd', number: true }]),
    ...(split ? [] : [{ name: m.share, key: 'share_percent', number: true }]),
    ...(byTokens && split
      ? [{ name: m.total, key: 'tokens', number: true }]
      : [{ name: m.tokens, key: 'tokens', number: true, ...(split ? { file: true } : {}) }]),
    ...(matrix.before === null
      ? []
      : [
          { name: m.explore.before, key: 'before', number: true },
          { name: m.change, key: 'change', number: true },
        ]),
    UNPRICED_TOKENS,
  ];
  const cellsOf = (row: MatrixRow, i: number): Cell[] => {
    const amount = { ...knownCell(row.sum, look.frame, shown(i)), ...linesOf(explored, look, row, null) };
    const inRow = shownAmounts(row.cells, row.sum);
    return [
      headCell(row, explored, look),
      ...row.cells.map((sum, at) =>
        valueCell(
          asked,
          sum,
          look,
          inRow(at),
          linked ? linesOf(explored, look, row, matrix.columns[at] ?? null) : null,
        ),
      ),
      ...(byTokens && split ? [] : [amount]),
      ...(split ? [] : [shareCell(share[i] ?? 0n)]),
      tokensCell(row.sum.tokens),
      ...(matrix.before === null ? [] : beforeCells(asked, row.sum, row.before, look)),
      unpricedTokensCell(row.sum),
    ];
  };
  return {
    ...(byTokens ? {} : { caption: m.usd }),
    columns,
    rows: rows.map((row, i) => ({ cells: cellsOf(row, i), ...(row.kind === 'key' ? {} : { muted: true }) })),
    foot: [
      { text: m.total, raw: 'total' },
      ...footOf(matrix, asked, look),
      ...(byTokens && split
        ? []
        : [{ ...alone(knownCell(matrix.total, look.frame)), ...linesOf(explored, look, null, null) }]),
      ...(split ? [] : [shareCell(matrix.total.amount === 0n ? 0n : 1000n)]),
      tokensCell(matrix.total.tokens),
      ...(matrix.before === null ? [] : beforeCells(asked, matrix.total, matrix.before, look)),
      unpricedTokensCell(matrix.total),
    ],
  };
}

function footOf({ columns, total }: Matrix, asked: Exploration, look: Look): Cell[] {
  const shown = shownAmounts(
    columns.map(({ sum }) => sum),
    total,
  );
  return columns.map(({ sum }, i) => valueCell(asked, sum, look, shown(i), null));
}

export const measured = ({ measure }: Exploration, { amount, tokens }: Sum): bigint =>
  measure === 'tokens' ? tokens : (amount as bigint);

/** Amounts in cents that make their total as it is shown. */
const shownAmounts = (sums: readonly Sum[], total: Sum): ((at: number) => string) =>
  usdMaking(
    roundTo(pricedPart(total), 2),
    sums.map(({ amount }) => amount),
  );

function valueCell(
  { measure }: Exploration,
  sum: Sum,
  { frame }: Look,
  shown: string,
  link: { href?: string } | null,
): Cell {
  if (sum.amount === 0n && sum.tokens === 0n && sum.unpricedTokens === 0n) return { text: '–', raw: '0' };
  const cell = measure === 'tokens' ? tokensCell(sum.tokens) : alone(knownCell(sum, frame, shown));
  if (link !== null) return { ...cell, ...link };
  // A large table would be too large with what is on hover as well: the file has it.
  const { title: _, ...plain } = cell;
  return plain;
}

const shareCell = (share: bigint): Cell => {
  const text = tenths(share);
  return { text, raw: plainPercent(text), sort: share };
};

function beforeCells({ measure }: Exploration, now: Sum, before: Sum | null, { frame }: Look): Cell[] {
  const { m } = frame;
  const then = before ?? addSums([]);
  if (measure === 'tokens') {
    const change = now.tokens - then.tokens;
    const sign = change > 0n ? '+' : change < 0n ? '−' : '';
    return [
      tokensCell(then.tokens),
      {
        text: sign + tokens(change < 0n ? -change : change),
        raw: String(change),
        title: sign + whole(change < 0n ? -change : change),
      },
    ];
  }
  return [alone(knownCell(then, frame)), changeCell(changeOf(now, then), m)];
}

function changeCell(change: Known | null, m: Frame['m']): Cell {
  if (change === null) return { text: '–', raw: '' };
  const amount = pricedPart(change);
  const text = signedUsd(amount);
  return {
    text: change.unpricedTokens === 0n ? text : m.atLeast(text),
    raw: formatExact(amount),
    title: `$${formatExact(amount)}`,
  };
}

/** A row's name leads into it; a day's to what happened then. */
function headCell(row: MatrixRow, explored: Explored, look: Look): Cell {
  const { asked } = explored;
  const { group } = asked;
  const text = lineText(row, group, explored, look);
  const raw = rawOf(row);
  if (row.kind !== 'key') return { text, raw };
  if (isTime(group)) {
    const range = timeRange(group, row.key, explored.range, look.calendar);
    const next = { ...asked, group: asked.by ?? ('costCenter' as const), by: null };
    return { text, raw, href: exploreHref(next, { name: 'custom', ...range }) };
  }
  return { text, raw, href: exploreHref(into(asked, group, row.key), look.period) };
}

/** The lines that a figure consists of, where one address says it: each filter has one value there. */
export function linesOf(
  { asked, range }: Explored,
  { lines, calendar }: Look,
  row: Line | null,
  column: Line | null,
): { href?: string } {
  if (!lines) return {};
  const filter: Record<string, readonly string[]> = { ...asked.filter };
  let days: DayRange = range;
  for (const [line, dimension] of [
    [row, asked.group],
    [column, asked.by],
  ] as const) {
    if (line === null || dimension === null) continue;
    if (line.kind === 'rest') return {};
    if (line.kind === 'unowned') filter.reason = [...REASON];
    else if (isTime(dimension)) days = timeRange(dimension, line.key, days, calendar);
    else {
      filter[dimension] = [line.key];
      if (isOfOwners(dimension)) filter.reason ??= [''];
    }
  }
  if (THINGS.some((thing: ExploreThing) => (filter[thing]?.length ?? 1) !== 1)) return {};
  return { href: linesHref(days, filter as LinkFilter) };
}
/** More than one value is `any` in the address of lines. */
const REASON = [ANY, ANY];
