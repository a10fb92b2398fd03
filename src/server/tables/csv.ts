import { stringify } from 'csv-stringify/sync';
import type { Context } from 'hono';
import { guarded } from '../../core/formulas.ts';
import type { TableData } from '../../ui/table.tsx';
import { setExported } from '../http/exports.ts';

type Rows = readonly (readonly string[])[];

/** Lines of CSV: no cell that a spreadsheet takes for a formula. */
const lines = (rows: Rows): string => stringify(rows.map((row) => row.map(guarded)));

/** A table as CSV: exact values, a byte order mark when asked. */
export function csv(c: Context, name: string, table: TableData): Response {
  const rows = rowsOf({ ...table, rows: [...table.rows, ...(table.foot ? [{ cells: table.foot }] : [])] });
  setExported(c, table.rows.length);
  return c.body(markOf(c) + lines([headOf(table), ...rows]), 200, headersOf(name));
}

/**
 * The same for a list that is too long to be held at once: its parts are read one after the other, as whoever asks takes
 * them.
 * @param count rows in all, for the audit log
 */
export function csvInParts(
  c: Context,
  name: string,
  count: number,
  parts: AsyncGenerator<TableData>,
): Response {
  setExported(c, count);
  const encoder = new TextEncoder();
  let first = true;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) return controller.close();
      const head = first ? markOf(c) + lines([headOf(value)]) : '';
      first = false;
      controller.enqueue(encoder.encode(head + lines(rowsOf(value))));
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
  return c.body(body, 200, headersOf(name));
}

const exported = ({ columns }: TableData) =>
  columns.map((column, i) => ({ column, i })).filter(({ column }) => !column.drawn);
const headOf = (table: TableData): string[] => exported(table).map(({ column }) => column.key);
const rowsOf = (table: TableData): Rows => {
  const shown = exported(table);
  return table.rows.map((row) => shown.map(({ i }) => row.cells[i]?.raw ?? row.cells[i]?.text ?? ''));
};
const markOf = (c: Context): string => (c.req.query('bom') === '1' ? '\uFEFF' : '');
const headersOf = (name: string) => ({
  'content-type': 'text/csv; charset=utf-8',
  'content-disposition': attachment(`${name}.csv`),
});

/** A file name in letters that every header can carry, and beside it the whole name (RFC 6266). */
function attachment(name: string): string {
  const plain = name.replaceAll(/[^a-z0-9.-]+/gi, '-').replaceAll(/^-+|-+(?=\.csv$)/g, '');
  const whole = encodeURIComponent(name.replaceAll(/[\p{Cc}/\\]+/gu, '-')).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain === '.csv' ? 'bedrock-ledger.csv' : plain}"; filename*=UTF-8''${whole}`;
}
export const wantsCsv = (c: Context): boolean => c.req.query('format') === 'csv';
/** Which table of a page the CSV is asked of; '' for its first. */
export const csvTable = (c: Context): string => c.req.query('table') ?? '';
