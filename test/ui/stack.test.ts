import { describe, expect, it } from 'vitest';
import { cardOf, placesOf } from '../../src/ui/stack.tsx';
import type { Column, TableData } from '../../src/ui/table.tsx';

/** How a row lies as a card on a phone. */

const COLUMNS: readonly Column[] = [
  { name: 'User', key: 'user' },
  { name: 'By day', key: 'trend', drawn: true },
  { name: 'Spent', key: 'amount_usd', number: true },
  { name: 'Budget', key: 'budget_usd', number: true },
  { name: 'Used', key: 'used_percent', number: true, card: 'bar' },
  { name: 'Forecast', key: 'forecast_usd', number: true },
  { name: 'Share', key: 'share_percent', number: true, detail: true },
  { name: 'State', key: 'state' },
];
const cells = (...texts: string[]) => texts.map((text) => ({ text }));
const table = (columns: readonly Column[], ...rows: string[][]): TableData => ({
  columns,
  rows: rows.map((texts) => ({ cells: cells(...texts) })),
});
const classesOf = (data: TableData, row = 0) =>
  cardOf(placesOf(data) ?? [], data.rows[row]?.cells ?? []).map((one) => one.class);

const ANN = ['ann', '', '$5.00', '$6.00', '83 %', '$7.00', '10 %', 'within'];

describe('a card', () => {
  it('has name, amount, state and bar, then figures side by side; what is a detail waits', () =>
    expect(classesOf(table(COLUMNS, ANN))).toEqual([
      ...['', 'no', 'amount', '', 'bar', 'right', 'right rest', 'state'],
    ]));

  it('leaves out what a row does not have, and the others move up', () => {
    const bare = ['bob', '', '$5.00', '–', '–', '$7.00', '10 %', ''];
    expect(classesOf(table(COLUMNS, ANN, bare), 1)).toEqual([
      ...['', 'no', 'amount', 'no', 'no', 'right', 'right rest', 'no'],
    ]);
  });

  it('says headings of values alone: not of whose it is, of the amount, the bar and the state', () =>
    expect(cardOf(placesOf(table(COLUMNS, ANN)) ?? [], cells(...ANN)).map((one) => one.heading)).toEqual([
      ...['', '', '', 'Budget', '', 'Forecast', 'Share', ''],
    ]));

  it('holds four values, the others when somebody asks; what can be done never waits', () => {
    const columns: Column[] = [
      { name: 'When', key: 'at' },
      { name: 'About', key: 'about', card: 'head' },
      ...['a', 'b', 'c', 'd'].map((key) => ({ name: key, key })),
      { name: 'Next', key: 'next', card: 'act' },
    ];
    expect(classesOf(table(columns, ['now', 'it', '1', '2', '3', '4', 'go']))).toEqual([
      ...['line', 'head', 'line', 'line', 'line', 'line rest', 'act'],
    ]);
  });

  it('shows one value or two, details as well: there is nothing to ask for', () => {
    const few = COLUMNS.filter(({ key }) => ['user', 'amount_usd', 'share_percent', 'state'].includes(key));
    expect(classesOf(table(few, ['ann', '$5.00', '10 %', 'final']))).toEqual([
      '',
      'amount',
      'right',
      'state',
    ]);
  });

  it('gives a figure that does not fit in half a line all of it', () => {
    const columns: Column[] = [
      ...COLUMNS.slice(0, 4),
      { name: 'Billed, not comparable', key: 'not_compared_usd', number: true },
    ];
    expect(classesOf(table(columns, ['ann', '', '$1.00', '$2.00', '$3.00'])).at(-1)).toBe('whole');
    const japanese = columns.map((one) => ({ ...one, name: '比較対象外の請求額' }));
    expect(classesOf(table(japanese, ['ann', '', '$1.00', '$2.00', '$3.00'])).at(-1)).toBe('whole');
  });
});

it('tables of three columns and those of two dimensions stay tables', () => {
  expect(placesOf(table(COLUMNS.slice(0, 3), ANN))).toBeNull();
  expect(placesOf({ ...table(COLUMNS, ANN), matrix: true })).toBeNull();
});
