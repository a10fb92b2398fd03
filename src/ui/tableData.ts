import type { Child } from 'hono/jsx';
import type { ColumnKey } from '../core/fileColumns.ts';

export type SortValue = bigint | number | string;

/** One table for pages and CSV alike: a cell has what is shown, what is exported and what it is sorted by. */
export interface Cell {
  text: string;
  /** Exact value for CSV; the text where left out. */
  raw?: string;
  /** What the column is ordered by; the text where left out. */
  sort?: SortValue;
  href?: string;
  title?: string;
  show?: Child;
  /** The address of whom it names: their name stands in its place, and it below, where the directory says one. */
  person?: string;
  /** Addresses that its text names: each gives way to the name that the directory says. */
  people?: readonly string[];
  /** Said below it on pages, in smaller letters. */
  beside?: readonly { text: string; title?: string }[];
  /** Stays on one line where there is room for it: a time, a place. */
  whole?: boolean;
  /** Columns that it takes the room of; the cells there are not shown. */
  span?: number;
}
export interface Column {
  name: string;
  /** Stable name in the address; in files too, in snake case (`core/fileColumns`). */
  key: string;
  /** Its name in files where that is another; null: in none. */
  csv?: ColumnKey | null;
  number?: boolean;
  /** Its cells make a sum: `usd` and `tokens` are told below what is left of a table that is narrowed. */
  adds?: 'usd' | 'tokens';
  /** What the name is short for. */
  title?: string;
  /** A drawing or a button: neither sorted nor exported. */
  drawn?: boolean;
  /** In CSV alone. */
  file?: boolean;
  /**
   * On a phone (`stack.tsx`): what a card is called by where that is not the first; the amount beside it where that is not the
   * first; a bar as wide as there is room for; what to do, or was done; a figure with a line of its own, as those beside it.
   */
  card?: 'head' | 'amount' | 'bar' | 'act' | 'whole';
  /** There: shown when somebody asks for all values. */
  detail?: boolean;
}
export interface Row {
  /** What it is of, where somebody asks which rows are shown. */
  key?: string;
  cells: readonly Cell[];
  /**
   * What it is found by in place of its cells, names of people among it: of ten thousand rows these are not made. Its cells
   * are sorted by those names then.
   */
  names?: string;
  /**
   * What its cell of a column is ordered and added up by, where that is known without making it: of ten thousand rows those
   * cells alone are made that are shown. Undefined: the cell says it.
   */
  sortOf?(key: string): SortValue | undefined;
  /** By which of the table's states it is shown. */
  state?: string;
  muted?: boolean;
  /** What it is in files, where it is not one of many alike. */
  kind?: 'unallocated' | 'others' | 'not usage';
  /** Stays below the others however they are sorted, filtered and paged. */
  pinned?: boolean;
}
/** A row whose cells are made when somebody looks at them: of ten thousand rows a page shows fifty. */
export function lazyRow(
  key: string,
  make: () => readonly Cell[],
  muted = false,
  more: Pick<Row, 'state'> = {},
): Row {
  let made: readonly Cell[] | null = null;
  return {
    ...more,
    key,
    muted,
    get cells() {
      made ??= make();
      return made;
    },
  };
}
export interface TableData {
  columns: readonly Column[];
  rows: readonly Row[];
  /** How many rows there are, where `rows` are only those of the page that is shown: they were read in its order. */
  total?: number;
  foot?: readonly Cell[];
  /** States that its rows are narrowed by. */
  states?: States;
  caption?: string;
  /** A figure for each two of a kind: on a phone it is moved aside below its first column, where any other is cards. */
  matrix?: boolean;
}

/** In their order, each with its name. */
export interface States {
  all: readonly (readonly [state: string, name: string])[];
  /**
   * How many rows have each: counted in the rows, or as far as it is known where not all were read; null: it is not known how
   * many. What no row has is not offered.
   */
  counts: 'rows' | ReadonlyMap<string, number | null>;
  /** Its rows are those of the state that is asked for already. */
  isNarrowed?: boolean;
}
/** States of which nobody knows how many rows there are. */
export const uncounted = (all: States['all']): States => ({
  all,
  counts: new Map(all.map(([state]) => [state, null])),
});
/** One of the states that a table can be narrowed to. */
export interface StateOffered {
  state: string;
  name: string;
  count: number | null;
}

/** How a table is looked at: from the address, so that it can be bookmarked. */
export interface View {
  /** Prefix of its parameters, for pages with several tables; '' for the first. */
  id: string;
  sort: string | null;
  descending: boolean;
  filter: string;
  page: number;
  size: number;
  /** Rows in all, after the filter. */
  total: number;
  /** '' for all. */
  state?: string;
  states?: readonly StateOffered[];
  /** What is left of how many, and what it comes to where that is known; where the table is narrowed. */
  left?: { of: number; sum: string | null };
}
export const PAGE_SIZE = 50;
export const parameter = (id: string, name: 'sort' | 'q' | 'page' | 'state'): string =>
  id === '' ? name : `${id}.${name}`;
