import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { arrange, partOf } from '../../src/server/tables/arrange.ts';
import type { TableData } from '../../src/ui/table.tsx';

/** A page of a table that was read in parts is the same as that page of the whole table. */

const ROWS = Array.from({ length: 120 }, (_, i) => ({ cells: [{ text: `row ${i}` }] }));
const table = (rows: TableData['rows']): TableData => ({ columns: [{ name: 'Name', key: 'name' }], rows });

/** What is shown at an address, read as a whole and in parts; null where it must be read as a whole. */
async function shownAt(query: string, of = ROWS) {
  let found: unknown;
  const app = new Hono().get('/', (c) => {
    const part = partOf(c, '');
    const { limit, offset } = part?.(of.length) ?? { limit: 0, offset: 0 };
    const rows = of.slice(offset, offset + limit);
    found = {
      whole: arrange(c, '', table(of)),
      part: part === null ? null : arrange(c, '', { ...table(rows), total: of.length }),
    };
    return c.text('');
  });
  await app.request(`http://localhost/${query}`);
  return found as { whole: ReturnType<typeof arrange>; part: ReturnType<typeof arrange> | null };
}

it.each([
  '',
  '?page=1',
  '?page=2',
  '?page=3',
  '?page=4',
  '?page=0',
  '?page=-1',
  '?page=x',
  '?q=%20',
  '?sort=',
])('at "%s"', async (query) => {
  for (const of of [ROWS, ROWS.slice(0, 50), []]) {
    const { whole, part } = await shownAt(query, of);
    expect(part).toEqual(whole);
  }
});

it.each(['?sort=name', '?q=7', '?format=csv'])(
  'what is sorted, searched or a file is read whole: %s',
  async (query) => {
    expect((await shownAt(query)).part).toBeNull();
  },
);
