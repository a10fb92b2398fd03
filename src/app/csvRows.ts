import { parse } from 'csv-parse/sync';
import { unguarded } from '../core/formulas.ts';
import { didYouMean, nearest } from '../core/nearest.ts';
import { tidy, visibleInLine } from '../core/signs.ts';
import { figures } from '../core/typedNumbers.ts';

/** CSV files that people hand in: read as a spreadsheet saves them, every fault with its line. */

export interface CsvRow {
  /** In which the row ends, from 1. */
  line: number;
  cells: string[];
}

/** The first line by which a spreadsheet says what stands between columns. */
const SAID = /^\uFEFF?"?sep=(.)"?[,;\t]*(?:\r\n?|\n)/i;
const SEPARATORS = [',', ';', '\t'] as const;

/**
 * All rows, the one that names the columns among them; rows without a value are none. Cells are as they were before a
 * spreadsheet was kept from running them. @throws whatever keeps the text from being CSV
 */
export function csvRows(text: string): CsvRow[] {
  const said = SAID.exec(text);
  const rows = parse(text, {
    bom: true,
    delimiter: said?.[1] ?? separatorOf(text),
    from_line: said === null ? 1 : 2,
    skip_empty_lines: true,
    trim: true,
    relax_column_count: true,
    info: true,
  }) as unknown as { record: string[]; info: { lines: number } }[];
  return withoutEmptyColumns(
    rows
      .map(({ record, info }) => ({ line: info.lines, cells: record.map((cell) => unguarded(tidy(cell))) }))
      .filter(({ cells }) => cells.some((cell) => cell !== '')),
  );
}

/** What stands between the names of the columns most often, outside of quotes. */
function separatorOf(text: string): string {
  const head =
    text
      .replace(/^\s+/, '')
      .split(/\r?\n|\r/, 1)[0]
      ?.replaceAll(/"[^"]*"/g, '') ?? '';
  const counted = SEPARATORS.map((sign) => ({ sign, count: head.split(sign).length }));
  return counted.reduce((most, one) => (one.count > most.count ? one : most)).sign;
}

/** Without columns at the end that have neither a name nor a value in any row. */
function withoutEmptyColumns(rows: readonly CsvRow[]): CsvRow[] {
  const width = rows[0]?.cells.findLastIndex((name) => name !== '') ?? -1;
  const isEmpty = ({ cells }: CsvRow) => cells.slice(width + 1).every((cell) => cell === '');
  return rows.map((row) => (isEmpty(row) ? { ...row, cells: row.cells.slice(0, width + 1) } : row));
}

/** Names of columns are the same however they are written: `Cost Center`, `cost_center`, `costCenter`, `E-Mail`. */
const bare = (name: string): string =>
  figures(name)
    .toLowerCase()
    .replaceAll(/[\s_-]/gu, '');

/** Which columns a file may have. */
export interface Columns<Name extends string> {
  names: readonly Name[];
  needed: readonly Name[];
  /** Other names of columns that are taken in. */
  also?: Readonly<Record<string, Name>>;
  /** Of files that this product writes, and that say nothing that is taken in. */
  idle?: readonly string[];
}

/** Which column is which, null where it is idle; or what is wrong with the first line. */
export function columnsIn<Name extends string>(
  head: readonly string[],
  { names, needed, also = {}, idle = [] }: Columns<Name>,
): { columns: (Name | null)[] } | { fault: string } {
  const known = new Map<string, Name | null>([
    ...idle.map((name) => [bare(name), null] as const),
    ...Object.entries(also).map(([other, name]) => [bare(other), name] as const),
    ...names.map((name) => [bare(name), name] as const),
  ]);
  const unknown = head.find((name) => !known.has(bare(name)));
  if (unknown !== undefined)
    return {
      fault: `there is no column "${shown(unknown)}" here.${didYouMean(nearest(unknown, names))} Columns are ${names.join(', ')}; needed ${needed.length === 1 ? 'is' : 'are'} ${needed.join(', ')}`,
    };
  const columns = head.map((name) => known.get(bare(name)) ?? null);
  const twice = columns.find((name, i) => name !== null && columns.indexOf(name) !== i);
  if (twice) return { fault: `the column ${twice} stands there twice` };
  const missing = needed.filter((name) => !columns.includes(name));
  return missing.length === 0
    ? { columns }
    : {
        fault: `the column${missing.length === 1 ? '' : 's'} ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} needed; it has ${head.map(shown).join(', ') || 'nothing'}`,
      };
}

/** The cells of a row by their columns. */
export const cellsBy = <Name extends string>(
  { cells }: CsvRow,
  columns: readonly (Name | null)[],
): Partial<Record<Name, string>> =>
  Object.fromEntries(
    columns.flatMap((name, i) => (name === null ? [] : [[name, cells[i] ?? '']])),
  ) as Partial<Record<Name, string>>;

/** A value of a file in a message: short, and on one line. */
export const shown = (text: string): string => {
  const line = visibleInLine(text);
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
};

/** A row that has more or fewer cells than the first line. */
export const widthFault = ({ cells }: CsvRow, columns: number): string | null =>
  cells.length === columns
    ? null
    : `has ${cells.length} columns instead of ${columns}; put a value in quotes that holds what separates columns`;
