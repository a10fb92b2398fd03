import { stringify } from 'csv-stringify/sync';
import type { Context } from 'hono';
import type { TableData } from '../ui/table.tsx';

/** A table as CSV: exact values, no cell that a spreadsheet takes for a formula, a byte order mark when asked. */
export function csv(c: Context, name: string, table: TableData): Response {
  const rows = [...table.rows, ...(table.foot ? [{ cells: table.foot }] : [])].map((row) =>
    row.cells.map((cell) => cell.raw ?? cell.text),
  );
  const text = stringify([table.columns.map((column) => column.key), ...rows], { escape_formulas: true });
  return c.body((c.req.query('bom') === '1' ? '\uFEFF' : '') + text, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}.csv"`,
  });
}
export const wantsCsv = (c: Context): boolean => c.req.query('format') === 'csv';
