/**
 * Cells of CSV that a spreadsheet would run. An apostrophe in front makes text of them; one more where there are some
 * already, so that every text comes back as it was.
 */

/** What spreadsheets take for the beginning of a formula, wide forms among them. */
const FORMULA = "'*[=+\\-@\\t\\r\\uFF1D\\uFF0B\\uFF0D\\uFF20]";
const RUNS = new RegExp(`^${FORMULA}`, 'u');
const GUARDED = new RegExp(`^'${FORMULA}`, 'u');
/** A negative figure is none, and stays a figure. */
const NEGATIVE = /^-\d+(\.\d+)?$/;

/** A cell as it is written into a file. */
export const guarded = (cell: string): string =>
  RUNS.test(cell) && !NEGATIVE.test(cell) ? `'${cell}` : cell;

/** A cell of a file as it was before it was guarded. */
export const unguarded = (cell: string): string => (GUARDED.test(cell) ? cell.slice(1) : cell);
