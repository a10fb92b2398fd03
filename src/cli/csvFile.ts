import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { currentIo } from './io.ts';
import { UserError } from './output.ts';

/** CSV files that people hand in: read as a spreadsheet saves them, every fault with its line. */

export interface CsvRow {
  /** In which the row ends, from 1. */
  line: number;
  cells: string[];
}

/** What a file is called in a message; `-` is what comes through a pipe. */
export const fileName = (file: string): string => (file === '-' ? 'standard input' : file);

/** The text of a file, or with `-` of standard input. @throws UserError when it cannot be read or is not UTF-8 */
export async function textOf(
  file: string,
  mend = 'save it as "CSV UTF-8" and import it again',
): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = file === '-' ? await buffer(currentIo().stdin) : await readFile(file);
  } catch (error) {
    throw new UserError(
      `${fileName(file)} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`${fileName(file)} is not UTF-8: ${mend}`);
  }
}

/** All rows, the first line among them; blank lines are none. @throws whatever keeps the text from being CSV */
export function csvRows(text: string): CsvRow[] {
  const rows = parse(text, {
    bom: true,
    skip_empty_lines: true,
    trim: true,
    relax_column_count: true,
    info: true,
  }) as unknown as { record: string[]; info: { lines: number } }[];
  return rows.map(({ record, info }) => ({ line: info.lines, cells: record }));
}

export const notCsv = (file: string, error: unknown): UserError =>
  new UserError(
    `${fileName(file)} is no CSV file: ${error instanceof Error ? error.message : String(error)}`,
  );

/** Where the columns of the first line do not stand apart. */
export const separatorFault = (head: readonly string[]): string | null =>
  /;|\t/.test(head.join(','))
    ? 'the columns are not separated by commas. Save it as CSV (comma delimited), UTF-8'
    : null;

/** A row that has more or fewer cells than the first line. */
export const widthFault = ({ cells }: CsvRow, columns: number): string | null =>
  cells.length === columns
    ? null
    : `has ${cells.length} columns instead of ${columns}; put a value with a comma in quotes`;

export const nothingTaken = (file: string, faults: readonly string[]): UserError =>
  new UserError(
    `${fileName(file)}: nothing was taken in.\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
  );
