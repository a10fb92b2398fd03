import type { Context } from 'hono';
import { tidy } from '../../core/signs.ts';
import { type Cell, PAGE_SIZE, parameter, type Row, type TableData, type View } from '../../ui/table.tsx';
import { wantsCsv } from './csv.ts';

/** A table as the address asks for it: filtered, sorted, one page of it. Pinned rows stay at the end. */
export function arrange(
  c: Context,
  id: string,
  table: TableData,
  options: { size?: number; whole?: boolean } = {},
): { data: TableData; view: View } {
  if (table.total !== undefined) return shownPart(c, id, table, table.total, options.size ?? PAGE_SIZE);
  const asked = c.req.query(parameter(id, 'sort')) ?? '';
  const descending = asked.startsWith('-');
  const index = table.columns.findIndex((column) => !column.drawn && column.key === asked.replace(/^-/, ''));
  const filter = tidy(c.req.query(parameter(id, 'q')) ?? '').slice(0, 200);
  const free = table.rows.filter((row) => !row.pinned && matches(row, filter));
  // What belongs to the whole says nothing about a part of it.
  const pinned = filter === '' ? table.rows.filter((row) => row.pinned) : [];
  if (index >= 0) free.sort((a, b) => (descending ? -1 : 1) * order(a.cells[index], b.cells[index]));
  const size = options.whole ? Math.max(1, free.length) : (options.size ?? PAGE_SIZE);
  const pages = Math.max(1, Math.ceil(free.length / size));
  const page = pageAt(c, id, free.length, size);
  const last = page === pages;
  const { foot, ...rest } = table;
  return {
    data: {
      ...rest,
      rows: [...free.slice((page - 1) * size, page * size), ...(last ? pinned : [])],
      ...(foot && filter === '' ? { foot } : {}),
    },
    view: {
      id,
      sort: index < 0 ? null : asked.replace(/^-/, ''),
      descending,
      filter,
      page,
      size,
      total: free.length,
    },
  };
}

/** A table of which only the page that is shown was read. */
function shownPart(
  c: Context,
  id: string,
  { total: _, ...data }: TableData,
  total: number,
  size: number,
): { data: TableData; view: View } {
  const page = pageAt(c, id, total, size);
  return { data, view: { id, sort: null, descending: false, filter: '', page, size, total } };
}

/** A part of a list, once it is known how long the list is. */
export type Part = (total: number) => { limit: number; offset: number };

/**
 * Which rows of a table an address shows, where they are shown as they are read; null where all must be known, because
 * they are sorted, searched or exported.
 */
export function partOf(c: Context, id: string, size = PAGE_SIZE): Part | null {
  const asked = (name: 'sort' | 'q') => tidy(c.req.query(parameter(id, name)) ?? '') !== '';
  if (asked('sort') || asked('q') || wantsCsv(c)) return null;
  return (total) => ({ limit: size, offset: (pageAt(c, id, total, size) - 1) * size });
}

/** The page that an address asks for; the last one where there are fewer. */
const pageAt = (c: Context, id: string, total: number, size: number): number =>
  Math.min(Math.max(1, Math.ceil(total / size)), pageNumber(c.req.query(parameter(id, 'page'))));

/** Which page an address asks for: the first where it does not say, or says what is none. */
export const pageNumber = (text: string | undefined): number =>
  /^\d{1,6}$/.test(text ?? '') ? Math.max(1, Number(text)) : 1;

function matches(row: Row, filter: string): boolean {
  if (filter === '') return true;
  const words = filter.toLowerCase().split(/\s+/);
  const text = row.cells
    .map((cell) => `${cell.text} ${cell.raw ?? ''}`)
    .join(' ')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

/** To make one takes longer than to compare a hundred words with it. */
const COLLATOR = new Intl.Collator('en', { numeric: true });

/** Figures by size, words by the alphabet; what has no value comes first. */
function order(a: Cell | undefined, b: Cell | undefined): number {
  const [x, y] = [sortValue(a), sortValue(b)];
  if (typeof x === 'string' || typeof y === 'string') return COLLATOR.compare(String(x), String(y));
  return x < y ? -1 : x > y ? 1 : 0;
}
const sortValue = (cell: Cell | undefined): bigint | number | string => cell?.sort ?? cell?.text ?? '';
