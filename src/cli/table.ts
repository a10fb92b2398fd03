import Table from 'cli-table3';
import { stringify } from 'csv-stringify/sync';
import { type ColumnKey, fileValueOf } from '../core/fileColumns.ts';
import { guarded } from '../core/formulas.ts';
import { visibleInLine } from '../core/signs.ts';
import { currentIo } from './io.ts';
import { colors, plainBlanks, sayAsIs } from './output.ts';

/** Rows for people and for spreadsheets. */

/** A table without lines; `right` names the columns with figures. */
export function printTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): void {
  const none = {
    top: '',
    'top-mid': '',
    'top-left': '',
    'top-right': '',
    bottom: '',
    'bottom-mid': '',
    'bottom-left': '',
    'bottom-right': '',
    left: '',
    'left-mid': '',
    mid: '',
    'mid-mid': '',
    right: '',
    'right-mid': '',
    middle: '  ',
  };
  const io = currentIo();
  const table = new Table({
    // Not by the table's own style: it asks the environment of this process whether there are colours.
    head: head.map((name) => (io.out.isTTY && io.colors ? colors.bold(name) : name)),
    chars: none,
    style: {
      head: [],
      border: [],
      'padding-left': 0,
      'padding-right': 0,
    },
    colAligns: head.map((_, column) => (right.includes(column) ? 'right' : 'left')),
  });
  for (const row of rows) table.push(row.map((cell) => visibleInLine(plainBlanks(cell))));
  sayAsIs(
    table
      .toString()
      .split('\n')
      .slice(head.some((name) => name !== '') ? 0 : 1)
      .map((line) => line.trimEnd())
      .join('\n'),
  );
}

/** CSV that no spreadsheet takes for a formula, in the columns and words of all files. */
export function printCsv(head: readonly ColumnKey[], rows: readonly (readonly string[])[]): void {
  const said = rows.map((row) => row.map((value, at) => fileValueOf(head[at] ?? '', value)));
  currentIo().out.write(stringify([head, ...said].map((row) => row.map(guarded))));
}
