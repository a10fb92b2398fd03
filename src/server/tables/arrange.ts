import type { Context } from 'hono';
import { folded } from '../../core/find.ts';
import { tidy } from '../../core/signs.ts';
import type { Priced } from '../../core/types.ts';
import { messagesOf } from '../../ui/messages/index.ts';
import {
  type Cell,
  PAGE_SIZE,
  parameter,
  type Row,
  type SortValue,
  type StateOffered,
  type States,
  type TableData,
  type View,
} from '../../ui/table.tsx';
import { knownCell, tokensCell, UNPRICED_TOKENS, unpricedTokensCell } from './cells.ts';
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
  const { filter, state, all, matching, fitting, isPart } = narrow(c, id, table);
  const free = index < 0 ? fitting : inOrder(fitting, table.columns[index]?.key ?? '', index, descending);
  // What belongs to the whole says nothing about a part of it.
  const pinned = isPart ? [] : table.rows.filter((row) => row.pinned);
  const size = options.whole ? Math.max(1, free.length) : (options.size ?? PAGE_SIZE);
  const pages = Math.max(1, Math.ceil(free.length / size));
  const page = pageAt(c, id, free.length, size);
  const last = page === pages;
  const { foot, ...rest } = table;
  const left = isPart ? sumOf(c, table, free) : null;
  return {
    data: {
      ...rest,
      rows: [...free.slice((page - 1) * size, page * size), ...(last ? pinned : [])],
      ...footOf(foot, left),
    },
    view: {
      id,
      sort: index < 0 ? null : asked.replace(/^-/, ''),
      descending,
      filter,
      page,
      size,
      total: free.length,
      ...(state === '' ? {} : { state }),
      ...(table.states
        ? { states: offered(table.states, filter === '' && table.states.counts !== 'rows' ? null : matching) }
        : {}),
      ...(left === null ? {} : { left: { of: all.length, sum: left.sum } }),
    },
  };
}

/** Which rows are left of a table, without those that are pinned: of them `matching` fit the filter, `fitting` the state as well. */
function narrow(c: Context, id: string, { rows, states }: TableData) {
  const { filter, state } = narrowedBy(c, id, states);
  const all = rows.filter((row) => !row.pinned);
  const matching = filter === '' ? all : all.filter(matcher(filter));
  const byState = state !== '' && states?.isNarrowed !== true;
  const fitting = byState ? matching.filter((row) => row.state === state || row.also === state) : matching;
  return { filter, state, all, matching, fitting, isPart: filter !== '' || byState };
}

/** What an address narrows a table to; a state that it has not narrows it to nothing else. */
function narrowedBy(c: Context, id: string, states: States | undefined): { filter: string; state: string } {
  const asked = c.req.query(parameter(id, 'state')) ?? '';
  return {
    filter: tidy(c.req.query(parameter(id, 'q')) ?? '').slice(0, 200),
    state: states?.all.some(([one]) => one === asked) ? asked : '',
  };
}

/** The total of the whole, or that of what is left of it. */
function footOf(foot: TableData['foot'], left: Left | null): Pick<TableData, 'foot'> {
  if (foot === undefined || left === null) return foot ? { foot } : {};
  return left.foot === null ? {} : { foot: left.foot };
}

/** Those that occur, with how many rows there are of each. @param rows those that fit a filter; null where there is none */
function offered({ all, counts }: States, rows: readonly Row[] | null): StateOffered[] {
  const has = Map.groupBy(
    (rows ?? []).flatMap(({ state = '', also }) => (also === undefined ? [state] : [state, also])),
    (state) => state,
  );
  const countOf = (state: string): number | null | undefined => {
    const told = counts === 'rows' ? 0 : counts.get(state);
    return rows === null || told === null || told === undefined ? told : has.get(state)?.length;
  };
  return all.flatMap(([state, name]) => {
    const count = countOf(state);
    return count === undefined || count === 0 ? [] : [{ state, name, count }];
  });
}

/** What the rows that are left come to; null where no column makes a sum. */
interface Left {
  foot: Cell[] | null;
  sum: string | null;
}

/** What the rows that are left come to, in columns whose cells make a sum. */
function sumOf(c: Context, { columns }: Pick<TableData, 'columns'>, rows: readonly Row[]): Left {
  if (columns.every(({ adds }) => adds === undefined)) return { foot: null, sum: null };
  const { locale } = c.get('choice');
  const m = messagesOf(locale);
  const total = (index: number): bigint => {
    const key = columns[index]?.key ?? '';
    return rows.reduce((sum, row) => sum + BigInt(row.sortOf?.(key) ?? row.cells[index]?.sort ?? 0n), 0n);
  };
  const unpriced = columns.findIndex(({ key }) => key === UNPRICED_TOKENS.key);
  let sum: string | null = null;
  const foot = columns.map(({ adds }, i): Cell => {
    if (i === 0) return { text: m.narrowed.total, raw: 'total' };
    if (i === unpriced) return unpricedTokensCell({ unpricedTokens: total(i) });
    if (adds === 'tokens') return tokensCell(total(i), { locale });
    if (adds !== 'usd') return { text: '', raw: '' };
    const known = { amount: total(i) as Priced, unpricedTokens: unpriced === -1 ? 0n : total(unpriced) };
    const cell = knownCell(known, { m, locale });
    sum ??= cell.text;
    return cell;
  });
  return { foot, sum };
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
  const { state } = narrowedBy(c, id, data.states);
  const states = data.states ? { states: offered(data.states, null) } : {};
  const of = { ...states, ...(state === '' ? {} : { state }) };
  return { data, view: { id, sort: null, descending: false, filter: '', page, size, total, ...of } };
}

/** A part of a list, once it is known how long the list is. */
export type Part = (total: number) => { limit: number; offset: number };

/**
 * Which rows of a table an address shows, where they are shown as they are read; null where all must be known, because
 * they are sorted, searched or exported.
 */
export function partOf(
  c: Context,
  id: string,
  size = PAGE_SIZE,
  /** The state that is asked for narrows what is read. */
  isNarrowed = false,
): Part | null {
  const asked = (name: 'sort' | 'q' | 'state') => tidy(c.req.query(parameter(id, name)) ?? '') !== '';
  if (asked('sort') || asked('q') || (asked('state') && !isNarrowed) || wantsCsv(c)) return null;
  return (total) => ({ limit: size, offset: (pageAt(c, id, total, size) - 1) * size });
}

/** The page that an address asks for; the last one where there are fewer. */
const pageAt = (c: Context, id: string, total: number, size: number): number =>
  Math.min(Math.max(1, Math.ceil(total / size)), pageNumber(c.req.query(parameter(id, 'page'))));

/** Which page an address asks for: the first where it does not say, or says what is none. */
export const pageNumber = (text: string | undefined): number =>
  /^\d{1,6}$/.test(text ?? '') ? Math.max(1, Number(text)) : 1;

const textOf = ({ text, raw = '', beside = [] }: Cell): string =>
  [text, raw, ...beside.map((one) => one.text)].join(' ');

/** Whether a row holds all words of a filter, in whatever width, case or kana. */
function matcher(filter: string): (row: Row) => boolean {
  const words = folded(filter).split(/\s+/);
  return (row) => {
    const text = folded(row.names ?? row.cells.map(textOf).join(' '));
    return words.every((word) => text.includes(word));
  };
}

/** To make one takes longer than to compare a hundred words with it. */
const COLLATOR = new Intl.Collator('en', { numeric: true });

/** Rows by one of their columns: what each is ordered by is asked of it once. */
function inOrder(rows: readonly Row[], key: string, index: number, descending: boolean): Row[] {
  const each = rows.map((row) => ({ row, value: row.sortOf?.(key) ?? sortValue(row.cells[index]) }));
  each.sort((a, b) => (descending ? -1 : 1) * order(a.value, b.value));
  return each.map(({ row }) => row);
}

/** Figures by size, words by the alphabet; what has no value comes first. */
function order(x: SortValue, y: SortValue): number {
  if (typeof x === 'string' || typeof y === 'string') return COLLATOR.compare(String(x), String(y));
  return x < y ? -1 : x > y ? 1 : 0;
}
const sortValue = (cell: Cell | undefined): SortValue => cell?.sort ?? cell?.text ?? '';
