import { stringify } from 'csv-stringify/sync';
import type { Context } from 'hono';
import { spendScope } from '../../core/access.ts';
import { type ColumnKey, fileKeyOf, fileValueOf } from '../../core/fileColumns.ts';
import { type FileOf, nameParts } from '../../core/fileNames.ts';
import { guarded } from '../../core/formulas.ts';
import { addDays } from '../../core/periods.ts';
import { tidy } from '../../core/signs.ts';
import { type Cell, parameter, type TableData } from '../../ui/table.tsx';
import { setExported } from '../http/exports.ts';
import { viewerOf } from '../http/visitor.ts';

type Rows = readonly (readonly string[])[];

/** Lines of CSV: no cell that a spreadsheet takes for a formula. */
const lines = (rows: Rows): string => stringify(rows.map((row) => row.map(guarded)));

/** A table as CSV: exact values, a byte order mark when asked. */
export function csv(c: Context, file: FileOf, table: TableData): Response {
  setExported(c, table.rows.length);
  return c.body(markOf(c) + lines([headOf(file, table), ...rowsOf(file, table)]), 200, headersOf(c, file));
}

/**
 * The same for a list that is too long to be held at once: its parts are read one after the other, as whoever asks takes
 * them.
 * @param count rows in all, for the audit log
 */
export function csvInParts(
  c: Context,
  file: FileOf,
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
      const head = first ? markOf(c) + lines([headOf(file, value)]) : '';
      first = false;
      controller.enqueue(encoder.encode(head + lines(rowsOf(file, value))));
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
  return c.body(body, 200, headersOf(c, file));
}

interface FileColumn {
  key: string;
  of(cells: readonly Cell[], rowType: string): string;
}

/** The columns of a table, and after them what all rows share, so that files can be put below each other. */
function columnsOf(file: FileOf, { columns }: TableData): FileColumn[] {
  const own = columns.flatMap((column, i): FileColumn[] => {
    if (column.drawn || column.csv === null) return [];
    const key = column.csv ?? fileKeyOf(column.key);
    return [{ key, of: (cells) => fileValueOf(key, cells[i]?.raw ?? cells[i]?.text ?? '') }];
  });
  const { of, range, state } = file;
  const always = (key: ColumnKey, value: string): FileColumn => ({ key, of: () => value });
  const shared: FileColumn[] = [
    ...(of ? [always(of.key, of.value)] : []),
    ...(state ? [always('state', state)] : []),
    ...(range
      ? [
          always('period_start', range.start),
          always('period_end', addDays(range.endExclusive, -1)),
          always('currency', 'USD'),
          { key: 'row_type', of: (_: readonly Cell[], rowType: string) => rowType },
        ]
      : []),
  ];
  return [...own, ...shared.filter(({ key }) => !own.some((one) => one.key === key))];
}
const headOf = (file: FileOf, table: TableData): string[] => columnsOf(file, table).map(({ key }) => key);

/** A total is told by its `row_type`: in its first column stands what may be called so. */
function rowsOf(file: FileOf, table: TableData): Rows {
  const columns = columnsOf(file, table);
  const rows = table.rows.map(({ cells, kind }) => columns.map(({ of }) => of(cells, kind ?? 'item')));
  if (!table.foot) return rows;
  const [{ raw, ...first } = { text: '' }, ...others] = table.foot;
  const foot = raw === 'total' ? [{ ...first, raw: '' }, ...others] : table.foot;
  return [...rows, columns.map(({ of }) => of(foot, 'total'))];
}
const markOf = (c: Context): string => (c.req.query('bom') === '1' ? '\uFEFF' : '');
const headersOf = (c: Context, file: FileOf) => ({
  'content-type': 'text/csv; charset=utf-8',
  'content-disposition': attachment(nameParts({ ...file, narrowed: narrowedIn(c), seenBy: seenBy(c, file) })),
});

/** What rows were narrowed to: two files of one page and period may hold different rows. */
const narrowedIn = (c: Context): string[] =>
  (['state', 'q'] as const).map((name) =>
    [...tidy(c.req.query(parameter(csvTable(c), name)) ?? '')].slice(0, MOST_SAID).join(''),
  );
/** Signs of what was searched for that the name of a file says at most. */
const MOST_SAID = 40;

/** Nobody where whoever asks sees everything, or it is of themselves alone. */
function seenBy(c: Context, { of }: FileOf): string {
  const viewer = viewerOf(c);
  return spendScope(viewer) === 'all' || of?.value === viewer.email ? '' : viewer.email;
}

/** A file name in letters that every header can carry, and beside it the whole name (RFC 6266). */
function attachment(parts: readonly string[]): string {
  const plain = parts.map((part) => part.replaceAll(/[^a-z0-9.-]+/gi, '-').replaceAll(/^-+|-+$/g, ''));
  const whole = parts.map((part) => part.replaceAll(/[\p{Cc}/\\"<>:|?*]+/gu, '-'));
  const encoded = encodeURIComponent(`${whole.join('_')}.csv`).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const ascii = plain.filter((part) => part !== '').join('_');
  return `attachment; filename="${ascii}.csv"; filename*=UTF-8''${encoded}`;
}
export const wantsCsv = (c: Context): boolean => c.req.query('format') === 'csv';
/** Which table of a page the CSV is asked of; '' for its first. */
export const csvTable = (c: Context): string => c.req.query('table') ?? '';
