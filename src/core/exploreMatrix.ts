import type { Exploration } from './explore.ts';
import { type Known, NOTHING_KNOWN, sumKnown } from './known.ts';
import { compare } from './money.ts';
import type { Priced } from './types.ts';

/** The answer to a question of one or two dimensions as a table that adds up: of many rows and columns some are shown. Pure. */

/** What a row, a column or a cell comes to. */
export interface Sum extends Known {
  tokens: bigint;
}
export type Sums = ReadonlyMap<string, Sum>;
export const NO_SUM: Sum = { ...NOTHING_KNOWN, tokens: 0n };

/** What was read: of the cells those of the rows and columns that are shown. */
export interface MatrixParts {
  total: Sum;
  /** Of all rows, and the keys of those that are shown, in their order. */
  rows: Sums;
  shownRows: readonly string[];
  /** The same of columns; none where there is no second dimension. */
  columns: Sums;
  shownColumns: readonly string[];
  /** By row, then by column. */
  cells: ReadonlyMap<string, Sums>;
  /** What nobody owns, where it is apart from the keys of rows: by column. */
  unownedByColumn: Sums | null;
  /** The same where it is apart from the keys of columns: by row. */
  unownedByRow: Sums | null;
  /** The period before; null: it is not compared. */
  before: { total: Sum; rows: Sums } | null;
}

/** `rest`: all that is not shown by itself; `unowned`: what nobody owns. */
export interface Line {
  kind: 'key' | 'rest' | 'unowned';
  /** '' of what is no key, and of what has no value. */
  key: string;
  /** How many keys are in it. */
  count: number;
  sum: Sum;
}
export interface MatrixRow extends Line {
  /** Of the period before; null where it is not compared. */
  before: Sum | null;
  cells: readonly Sum[];
}
export interface Matrix {
  columns: readonly Line[];
  rows: readonly MatrixRow[];
  total: Sum;
  before: Sum | null;
}

export function addSums(all: Iterable<Sum>): Sum {
  let tokens = 0n;
  const known: Known[] = [];
  for (const one of all) {
    tokens += one.tokens;
    known.push(one);
  }
  return { ...sumKnown(known), tokens };
}
export const lessSums = (whole: Sum, parts: Iterable<Sum>): Sum => {
  const part = addSums(parts);
  return {
    amount: (whole.amount - part.amount) as Priced,
    unpricedTokens: whole.unpricedTokens - part.unpricedTokens,
    tokens: whole.tokens - part.tokens,
  };
};
/** What is asked of a sum: dollars (10⁻¹⁰) or tokens. */
export const measured = ({ measure }: Pick<Exploration, 'measure'>, { amount, tokens }: Sum): bigint =>
  measure === 'tokens' ? tokens : (amount as bigint);
export const isNoSum = ({ amount, unpricedTokens, tokens }: Sum): boolean =>
  amount === 0n && unpricedTokens === 0n && tokens === 0n;

/** Rows and columns make the total, exactly, and every cell is in one of each: what is not shown is the rest. */
export function matrixOf(parts: MatrixParts): Matrix {
  const { total, unownedByColumn, unownedByRow, before } = parts;
  const columns =
    parts.shownColumns.length === 0
      ? []
      : linesOf(total, parts.columns, parts.shownColumns, unownedByRow !== null);
  const all = keysOf(parts);
  const rows = linesOf(total, all, parts.shownRows, unownedByColumn !== null, before);
  const cellsOf = (row: Line) => columns.map((column) => cellOf(parts, row, column));
  const made = rows.map((row) => ({
    row,
    cells: row.kind === 'rest' ? [] : restIn(row, columns, cellsOf(row)),
  }));
  const rest = columns.map((column, i) =>
    lessSums(
      column.sum,
      made.flatMap(({ cells }) => cells[i] ?? []),
    ),
  );
  return {
    columns,
    rows: made.map(({ row, cells }) => ({
      ...row,
      before: beforeOf(parts, row),
      cells: row.kind === 'rest' ? rest : cells,
    })),
    total,
    before: before?.total ?? null,
  };
}

/** Lines that make the total: those shown, the rest of the keys, and what nobody owns where that is apart. */
function linesOf(
  total: Sum,
  all: Sums,
  shown: readonly string[],
  apart: boolean,
  before: MatrixParts['before'] = null,
): Line[] {
  const keys = new Set(shown);
  const lines = shown.map((key): Line => ({ kind: 'key', key, count: 1, sum: all.get(key) ?? NO_SUM }));
  const others = [...all].filter(([key]) => !keys.has(key)).map(([, sum]) => sum);
  if (others.length > 0) lines.push({ kind: 'rest', key: '', count: others.length, sum: addSums(others) });
  const unowned = apart ? lessSums(total, all.values()) : NO_SUM;
  const unownedBefore = apart && before !== null ? lessSums(before.total, before.rows.values()) : NO_SUM;
  if (!isNoSum(unowned) || !isNoSum(unownedBefore))
    lines.push({ kind: 'unowned', key: '', count: 0, sum: unowned });
  return lines;
}

/** What lies in a row and a column; of the rest nothing is read. */
function cellOf(parts: MatrixParts, row: Line, column: Line): Sum {
  const { unownedByColumn, unownedByRow, cells } = parts;
  if (row.kind === 'rest' || column.kind === 'rest') return NO_SUM;
  if (row.kind === 'unowned')
    return column.kind === 'unowned' ? row.sum : (unownedByColumn?.get(column.key) ?? NO_SUM);
  if (column.kind === 'unowned') return unownedByRow?.get(row.key) ?? NO_SUM;
  return cells.get(row.key)?.get(column.key) ?? NO_SUM;
}

/** The cells of a row, that of the rest being what is left of its sum. */
const restIn = (row: Line, columns: readonly Line[], cells: readonly Sum[]): Sum[] =>
  cells.map((cell, i) => (columns[i]?.kind === 'rest' ? lessSums(row.sum, cells) : cell));

/** What a row came to in the period before: of the rest and of what nobody owns it is what is left. */
function beforeOf({ before, shownRows }: MatrixParts, row: Line): Sum | null {
  if (before === null) return null;
  if (row.kind === 'key') return before.rows.get(row.key) ?? NO_SUM;
  if (row.kind === 'unowned') return lessSums(before.total, before.rows.values());
  const shown = new Set(shownRows);
  return addSums([...before.rows].filter(([key]) => !shown.has(key)).map(([, sum]) => sum));
}

/** All keys that have a row: what was spent before and no more has one as well, where it is compared. */
export function keysOf({ rows, before }: Pick<MatrixParts, 'rows' | 'before'>): Sums {
  if (before === null) return rows;
  const all = new Map(rows);
  for (const key of before.rows.keys()) if (!all.has(key)) all.set(key, NO_SUM);
  return all;
}

/** Which keys are shown: of days the last, in their order; of all else those of the most weight, the most first. */
export function mostOf(
  all: Sums,
  most: number,
  { inOrder, weight }: { inOrder: boolean; weight(key: string, sum: Sum): bigint },
): string[] {
  if (inOrder) return most === 0 ? [] : [...all.keys()].sort().slice(-most);
  return [...all]
    .map(([key, sum]) => ({ key, weight: weight(key, sum) }))
    .sort((a, b) => compare(b.weight, a.weight) || (a.key < b.key ? -1 : 1))
    .slice(0, most)
    .map(({ key }) => key);
}

/** The same with at most so many of its rows and columns by themselves, the first ones in one: of days that are in their order. */
export function foldEarlier(matrix: Matrix, most: { rows: number; columns: number }): Matrix {
  const columnsBefore = Math.max(0, keysIn(matrix.columns) - most.columns);
  const rowsBefore = Math.max(0, keysIn(matrix.rows) - most.rows);
  const inColumns = matrix.rows.map((row) => ({ ...row, cells: foldCells(row.cells, columnsBefore) }));
  return {
    ...matrix,
    columns: foldLines(matrix.columns, columnsBefore),
    rows: foldRows(inColumns, rowsBefore),
  };
}
const keysIn = (lines: readonly Line[]): number => lines.filter(({ kind }) => kind === 'key').length;
const foldCells = (cells: readonly Sum[], count: number): Sum[] =>
  count === 0 ? [...cells] : [addSums(cells.slice(0, count)), ...cells.slice(count)];
const foldedLine = (lines: readonly Line[]): Line => ({
  kind: 'rest',
  key: '',
  count: lines.length,
  sum: addSums(lines.map(({ sum }) => sum)),
});
const foldLines = (lines: readonly Line[], count: number): Line[] =>
  count === 0 ? [...lines] : [foldedLine(lines.slice(0, count)), ...lines.slice(count)];
function foldRows(rows: readonly MatrixRow[], count: number): MatrixRow[] {
  if (count === 0) return [...rows];
  const first = rows.slice(0, count);
  const cells = (first[0]?.cells ?? []).map((_, i) => addSums(first.flatMap((row) => row.cells[i] ?? [])));
  const before = first.every((one) => one.before !== null)
    ? addSums(first.flatMap((one) => one.before ?? []))
    : null;
  return [{ ...foldedLine(first), before, cells }, ...rows.slice(count)];
}
