import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { requestOf } from '../store/requestOf.ts';
import { NOW } from '../store/setup.ts';
import { openCompany } from './setup.ts';

/** Requests and deputies from the command line. */

let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany();
  const store = await openStore(company.db, { now: Date.parse(NOW) });
  const person = { name: null, costCenter: 'Mobile', manager: null, active: true, groups: null };
  const people = ['ann', 'olga', 'dan'].map((name) => ({ email: `${name}@example.com`, ...person }));
  await store.people.learn('file', people, { complete: false, actor: { id: 'local:test' }, now: NOW });
  const far = { deadlineAt: '2999-01-01T00:00:00.000Z' };
  for (const id of ['one', 'two'])
    await store.requests.ask(requestOf({ id, key: id, ...far }), { id: 'ann' }, NOW);
  store.close();
});
afterAll(() => company.close());

it('lists, declines with a reason, takes back, and says what was answered already', async () => {
  const list = await company.run(['profiles', 'requests', 'list', '--open', '--json']);
  const { requests } = JSON.parse(list.out);
  expect(
    requests.map((one: { id: string; waitsForYou: boolean }) => [one.id, one.waitsForYou]).sort(),
  ).toEqual([
    ['one', true],
    ['two', true],
  ]);
  expect((await company.run(['profiles', 'requests', 'decline', 'one'])).code).toBe(2);
  expect(await company.run(['profiles', 'requests', 'decline', 'one', '--reason', 'too dear'])).toMatchObject(
    {
      code: 0,
      out: 'Declined; ann@example.com is told.\n',
    },
  );
  const again = await company.run(['profiles', 'requests', 'approve', 'one']);
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining('was declined by local:') });
  expect((await company.run(['profiles', 'requests', 'withdraw', 'two'])).out).toContain('Taken back');
  expect((await company.run(['profiles', 'requests', 'list', '--open'])).out).toBe(
    'No request waits for an answer.\n',
  );
});

it('names deputies for a time, lists them, and takes them away', async () => {
  const set = (...more: string[]) =>
    company.run(['people', 'deputy', 'set', 'olga@example.com', 'dan@example.com', ...more]);
  const wrong = await set('--from', 'tomorrow', '--until', '2026-11-30');
  expect(wrong.err).toContain('from: "tomorrow": Write the day as YYYY-MM-DD.');
  const year = new Date().getUTCFullYear() + 1;
  expect((await set('--from', `${year}-01-01`, '--until', `${year}-01-31`)).out).toBe(
    `dan@example.com stands in for olga@example.com from ${year}-01-01 to ${year}-01-31 (UTC).\n`,
  );
  const [deputy] = JSON.parse((await company.run(['people', 'deputy', 'list', '--json'])).out).deputies;
  expect(deputy).toMatchObject({ email: 'olga@example.com', until: `${year}-01-31` });
  expect((await company.run(['people', 'deputy', 'remove', deputy.id])).code).toBe(0);
  expect((await company.run(['people', 'deputy', 'list'])).out).toContain('Nobody stands in');
});
