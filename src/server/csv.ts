import { stringify } from 'csv-stringify/sync';
import type { Context } from 'hono';
import type { TableData } from '../ui/table.tsx';

/** A table as CSV: exact values, no cell that a spreadsheet takes for a formula, a byte order mark when asked. */
export function csv(c: Context, name: string, table: TableData): Response {
  const exported = table.columns.map((column, i) => ({ column, i })).filter(({ column }) => !column.drawn);
  const rows = [...table.rows, ...(table.foot ? [{ cells: table.foot }] : [])].map((row) =>
    exported.map(({ i }) => row.cells[i]?.raw ?? row.cells[i]?.text ?? ''),
  );
  const text = stringify([exported.map(({ column }) => column.key), ...rows], {
    escape_formulas: true,
    // A negative amount is a figure, not a formula: it stays one.
    cast: {
      string: (value) => (/^-\d+(\.\d+)?$/.test(value) ? { value, escape_formulas: false } : value),
    },
  });
  return c.body((c.req.query('bom') === '1' ? '\uFEFF' : '') + text, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': attachment(`${name}.csv`),
  });
}

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
