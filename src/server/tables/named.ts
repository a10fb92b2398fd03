import type { Context } from 'hono';
import { messagesOf } from '../../ui/messages/index.ts';
import { type Cell, parameter, type Row, type TableData, type View } from '../../ui/table.tsx';
import { arrange } from './arrange.ts';
import { wantsCsv } from './csv.ts';

/** Tables in which people are called by their names, their addresses below: of no more people than are shown. */

type Options = { size?: number; whole?: boolean };

/** As `arrange`, with names; all of a table are read where they decide which rows are shown and its rows do not say them. */
export async function arrangeNamed(
  c: Context,
  id: string,
  table: TableData,
  options: Options = {},
): Promise<{ data: TableData; view: View }> {
  if (namesDecide(c, id, table)) return arrange(c, id, await withNames(c, table), options);
  const { data, view } = arrange(c, id, table, options);
  return { data: await withNames(c, data), view };
}

/** Whether it is searched, or sorted by a column that holds people, and what people are called is not in its rows already. */
function namesDecide(c: Context, id: string, { columns, rows }: TableData): boolean {
  if (rows[0]?.names !== undefined) return false;
  if ((c.req.query(parameter(id, 'q')) ?? '') !== '') return true;
  const sort = (c.req.query(parameter(id, 'sort')) ?? '').replace(/^-/, '');
  const at = sort === '' ? -1 : columns.findIndex(({ key }) => key === sort);
  return at !== -1 && rows.some(({ cells }) => addressesIn(cells[at] ?? { text: '' }).length > 0);
}

/** A table whose people are called by their names. */
export async function withNames(c: Context, table: TableData): Promise<TableData> {
  const emails = new Set(table.rows.flatMap(({ cells }) => cells.flatMap(addressesIn)));
  const names = await c.get('namesOf')([...emails]);
  const shown = names.size === 0 ? table : { ...table, rows: table.rows.map((row) => namedRow(row, names)) };
  return wantsCsv(c) ? withUserName(shown, names) : shown;
}

const addressesIn = ({ person, people = [] }: Cell): readonly string[] =>
  person === undefined ? people : [person, ...people];

/** A file says who owns something by address, and beside it by name. */
function withUserName(table: TableData, names: ReadonlyMap<string, string>): TableData {
  const at = table.columns.findIndex(({ key }) => key === 'user');
  if (at === -1) return table;
  const add = (cells: readonly Cell[]): Cell[] =>
    cells.toSpliced(at + 1, 0, { text: names.get(cells[at]?.person ?? '') ?? '' });
  return {
    ...table,
    columns: table.columns.toSpliced(at + 1, 0, { name: 'user_name', key: 'user_name', file: true }),
    rows: table.rows.map((row) => ({ ...row, cells: add(row.cells) })),
    ...(table.foot ? { foot: add(table.foot) } : {}),
  };
}

/** Ordered by what it says then. */
const namedRow = ({ sortOf: _, ...row }: Row, names: ReadonlyMap<string, string>): Row => ({
  ...row,
  cells: row.cells.map((cell) => namedCell(cell, names)),
});

/** The name in place of the address, which stands below it; files and addresses of pages keep the address. */
function namedCell(cell: Cell, names: ReadonlyMap<string, string>): Cell {
  const { person, people, text, raw = text, beside = [] } = cell;
  if (people !== undefined) return { ...cell, raw, text: byNames(text, people, names) };
  const name = person === undefined ? undefined : names.get(person);
  if (person === undefined || name === undefined || !text.includes(person)) return cell;
  return {
    ...cell,
    text: text.replace(person, () => name),
    raw,
    sort: `${name} ${person}`,
    beside: [{ text: person }, ...beside],
  };
}

/** A text in which these addresses stand, each by its name: `ann@…` is not looked for within `joann@…`. */
export function byNames(text: string, people: readonly string[], names: ReadonlyMap<string, string>): string {
  const longest = people.filter((one) => one !== '').sort((a, b) => b.length - a.length);
  if (longest.length === 0) return text;
  const any = new RegExp(longest.map((one) => one.replaceAll(/[^\p{L}\p{N}]/gu, '\\$&')).join('|'), 'g');
  return text.replace(any, (one) => names.get(one) ?? one);
}

/** How an address is said in a sentence. */
export type Called = (email: string) => string;

/** How people are called in a sentence: by name with the address, by the address alone where there is none. */
export async function calledOf(c: Context, emails: readonly string[]): Promise<Called> {
  const names = await c.get('namesOf')(emails);
  const { aside } = messagesOf(c.get('choice').locale);
  return (email) => {
    const name = names.get(email);
    return name === undefined ? email : aside(name, email);
  };
}
