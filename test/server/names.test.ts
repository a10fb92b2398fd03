import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Money } from '../../src/core/types.ts';
import { unmistakable } from '../../src/server/explore/names.ts';
import { byNames } from '../../src/server/tables/named.ts';
import type { Store } from '../../src/store/types.ts';
import { NOW, spendRow } from '../store/setup.ts';
import { ACTOR, ask, openServer } from './setup.ts';

/** People in tables are called by their names, their addresses below; no more names are read than are shown. */

const DAY = '2026-11-12';
const MANY = Array.from({ length: 60 }, (_, i) => `many${String(i).padStart(2, '0')}@example.com`);
const PEOPLE = {
  'adams@example.com': 'Zoe Adams',
  'zhang@example.com': 'Ada Zhang',
  'same@example.com': null,
};
const EMAILS = [...Object.keys(PEOPLE), ...MANY];

let server: Awaited<ReturnType<typeof openServer>>;
const asked: (readonly string[])[] = [];
beforeAll(async () => {
  const amount = (i: number) => (BigInt(1000 - i) * 10_000_000_000n) as Money;
  server = await openServer(
    EMAILS.map((userEmail, i) =>
      spendRow({ day: DAY, userEmail, profileArn: null, amount: amount(i), billed: amount(i), tokens: 10n }),
    ),
  );
  const { people } = server.store;
  const facts = { costCenter: null, manager: null, active: true, groups: [] };
  await people.learn(
    'byHand',
    EMAILS.map((email) => ({
      ...facts,
      email,
      name: email in PEOPLE ? PEOPLE[email as keyof typeof PEOPLE] : `Person of ${email.slice(0, 6)}`,
    })),
    { complete: false, actor: ACTOR, now: NOW },
  );
  const reading = server.store.reading.bind(server.store);
  server.store.reading = (work) => reading((inside) => work(heard(inside)));
});
/** A ledger within a unit of reading, of which it is noted whose names it is asked for. */
const heard = (ledger: Store): Store =>
  new Proxy(ledger, {
    get: (of, name: keyof Store) => {
      if (name === 'reading')
        return (work: Parameters<Store['reading']>[0]) => of.reading((inside) => work(heard(inside)));
      if (name !== 'people') return of[name];
      const some = (emails: readonly string[]) => {
        asked.push(emails);
        return of.people.some(emails);
      };
      return { ...of.people, some };
    },
  });
afterAll(() => server?.close());

const get = async (path: string) => {
  asked.length = 0;
  const { status, text } = await ask(server.url, path);
  expect([path, status]).toEqual([path, 200]);
  return text;
};
/** What the first column of the first table says, row by row, without its markup. */
const firstColumn = (page: string): string[] =>
  [...page.slice(page.indexOf('id="table-main"')).matchAll(/<tr[^>]*><td class="key[^>]*>(.*?)<\/td>/g)]
    .map(([, cell = '']) => cell.replaceAll(/<small[^>]*>/g, ' | ').replaceAll(/<[^>]*>/g, ''))
    .filter((text) => text.includes('@'));
const USERS = '/users?period=thisMonth';

it('the name stands first, the address below it; alone where there is no name', async () => {
  const rows = firstColumn(await get(USERS));
  expect(rows.slice(0, 3)).toEqual([
    'Zoe Adams | adams@example.com',
    'Ada Zhang | zhang@example.com',
    'same@example.com',
  ]);
});

it.each(['&sort=-amount_usd', '&q=many', '&sort=-user'])(
  'names are read of no rows but those shown: %s',
  async (query) => {
    asked.length = 0;
    // Another address than before: an answer that is kept reads nothing.
    expect(firstColumn(await get(`${USERS}${query}`))).toHaveLength(40);
    expect(new Set(asked.flat()).size).toBe(40);
  },
);

it('people are sorted by their names, and found by name and by address', async () => {
  const sorted = firstColumn(await get(`${USERS}&sort=user`));
  expect(sorted[0]).toBe('Ada Zhang | zhang@example.com');
  const last = firstColumn(await get(`${USERS}&sort=-user`));
  expect(last.slice(0, 2)).toEqual(['Zoe Adams | adams@example.com', 'same@example.com']);
  for (const q of ['zoe', 'adams%40example'])
    expect(firstColumn(await get(`${USERS}&q=${q}`))).toEqual(['Zoe Adams | adams@example.com']);
});

it('a file says the address, and the name in a column of its own', async () => {
  const [head = '', first = ''] = (await get(`${USERS}&format=csv`)).split('\n');
  const cells = Object.fromEntries(head.split(',').map((name, i) => [name, first.split(',')[i]]));
  expect(cells).toMatchObject({ user: 'adams@example.com', user_name: 'Zoe Adams' });
});

it('a question put together on Explore calls people by their names: in rows, columns, filters and files', async () => {
  const rows = firstColumn(await get('/explore?group=user&period=thisMonth'));
  expect(rows.slice(0, 3)).toEqual([
    'Zoe Adams | adams@example.com',
    'Ada Zhang | zhang@example.com',
    'same@example.com',
  ]);
  const columns = await get('/explore?group=costCenter&by=user&user=adams%40example.com&period=thisMonth');
  expect(columns).toMatch(/<th[^>]*>Zoe Adams<\/th>/);
  expect(columns).toMatch(/<span>User<\/span> Zoe Adams/);
  for (const query of ['group=user', 'group=user&by=model', 'group=model&by=user']) {
    const file = await get(`/explore?${query}&user=adams%40example.com&period=thisMonth&format=csv`);
    const [head = '', first = ''] = file.split('\n');
    const cells = Object.fromEntries(head.split(',').map((name, i) => [name, first.split(',')[i]]));
    expect([query, cells.user, cells.user_name]).toEqual([query, 'adams@example.com', 'Zoe Adams']);
  }
});

it('two of one name are told apart by their addresses, where a name stands alone', () => {
  const names = new Map([
    ['a@example.com', 'Ann'],
    ['b@example.com', 'Ann'],
    ['c@example.com', 'Carl'],
  ]);
  expect([...unmistakable(names).keys()]).toEqual(['c@example.com']);
});

it('the page of a person is headed by the name and the address', async () => {
  const page = await get('/users/adams%40example.com');
  expect(page).toContain('<h1>Zoe Adams (adams@example.com)</h1>');
  expect(await get('/users/same%40example.com')).toContain('<h1>same@example.com</h1>');
});

it.each([
  ['ann@x.org, joann@x.org', 'Ann, joann@x.org'],
  ['joann@x.org, ann@x.org', 'joann@x.org, Ann'],
  ['sent: eve@x.org, ann@x.org', 'sent: $& of $1, Ann'],
  ['nobody', 'nobody'],
])('%s are called %s', (text, said) => {
  const names = new Map([
    ['ann@x.org', 'Ann'],
    ['eve@x.org', '$& of $1'],
  ]);
  expect(byNames(text, ['ann@x.org', 'joann@x.org', 'eve@x.org', ''], names)).toBe(said);
});
