import { UserError } from './output.ts';
import { fileName } from './textFile.ts';

/** CSV files that people name at a terminal: what is said of one that cannot be taken in. How they are read says `app/csvRows`. */

export { type Columns, type CsvRow, cellsBy, columnsIn, csvRows, shown, widthFault } from '../app/csvRows.ts';

export const notCsv = (file: string, error: unknown): UserError =>
  new UserError(
    `${fileName(file)} is no CSV file: ${error instanceof Error ? error.message : String(error)}`,
  );

export const nothingTaken = (file: string, faults: readonly string[]): UserError =>
  new UserError(
    `${fileName(file)}: nothing was taken in.\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
  );
