import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { requestOf } from '../store/requestOf.ts';
import { NOW, NOW_MS } from '../store/setup.ts';
import { openCompany } from './setup.ts';

/** Requests and deputies from the command line. */

let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany();
  const store = await openStore(company.db, { now: NOW_MS });
  const person = { name: null, costCenter: 'Mobile', manager: null, active: true, groups: null };
  const people = ['ann', 'olga', 'dan'].map((name) => ({ email: `${name}@example.com`, ...person }));
  await store.people.learn('file', people, { complete: false, actor: { id: 'local:test' }, now: NOW });
  for (const id of ['one', 'two']) await store.requests.ask(requestOf({ id, key: id }), { id: 'ann' }, NOW);
  store.close();
});
afterAll(() => company.close());
const run = (args: readonly string[]) => company.run(args, {}, { clock: { now: () => NOW_MS } });

it('lists, declines with a reason, takes back, and says what was answered already', async () => {
  const list = await run(['profiles', 'requests', 'list', '--open', '--json']);
  const { requests } = JSON.parse(list.out);
  expect(
    requests.map((one: { id: string; waitsForYou: boolean }) => [one.id, one.waitsForYou]).sort(),
  ).toEqual([
    ['one', true],
    ['two', true],
  ]);
  expect((await run(['profiles', 'requests', 'decline', 'one'])).code).toBe(2);
  expect(await run(['profiles', 'requests', 'decline', 'one', '--reason', 'too dear'])).toMatchObject({
    code: 0,
    out: 'Declined; ann@example.com is told.\n',
  });
  const again = await run(['profiles', 'requests', 'approve', 'one']);
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining('was declined by local:') });
  expect((await run(['profiles', 'requests', 'withdraw', 'two'])).out).toContain('Taken back');
  expect((await run(['profiles', 'requests', 'list', '--open'])).out).toBe(
    'No request waits for an answer.\n',
  );
});

it('names deputies for a time, lists them, and takes them away', async () => {
  const set = (...more: string[]) =>
    run(['people', 'deputy', 'set', 'olga@example.com', 'dan@example.com', ...more]);
  const wrong = await set('--from', 'tomorrow', '--until', '2026-11-30');
  expect(wrong.err).toContain('from: "tomorrow": Name a day, written as YYYY-MM-DD.');
  expect((await set('--from', '2026-12-01', '--until', '2026-12-31')).out).toBe(
    `dan@example.com stands in for olga@example.com from 2026-12-01 to 2026-12-31 (UTC).\n`,
  );
  const [deputy] = JSON.parse((await run(['people', 'deputy', 'list', '--json'])).out).deputies;
  expect(deputy).toMatchObject({ email: 'olga@example.com', until: '2026-12-31' });
  expect((await run(['people', 'deputy', 'remove', deputy.id])).code).toBe(0);
  expect((await run(['people', 'deputy', 'list'])).out).toContain('Nobody stands in');
});

it('asks for more of somebody\u2019s budget, lists it beside the others, and grants another amount', async () => {
  const ask = (...more: string[]) =>
    run(['budgets', 'ask', 'ann@example.com', ...more, '--reason', 'a migration']);
  expect(await ask('40')).toMatchObject({
    code: 2,
    err: expect.stringContaining('No budget holds for this person.'),
  });
  expect((await run(['budgets', 'set', 'userDefault', '100'])).code).toBe(0);
  expect((await ask('40', '--until', 'tomorrow')).err).toContain('period, next, day');
  const { request } = JSON.parse((await ask('40', '--until', '2026-12-15', '--json')).out);
  expect(request).toMatchObject({ kind: 'budget', user: 'ann@example.com', wanted: { until: '2026-12-16' } });
  const listed = async (...of: string[]) => (await run([...of, 'requests', 'list'])).out;
  expect(await listed()).toContain('$40.00 more, month');
  expect(await listed('profiles')).not.toContain('$40.00');
  expect((await run(['requests', 'approve', request.id, '--amount', '0'])).code).toBe(2);
  const granted = ['requests', 'approve', request.id, '--amount', '25', '--until', '2026-11-30'];
  expect((await run(granted)).out).toBe(
    'Granted to ann@example.com: $25.00 more, month, until 2026-11-30 (UTC). They are told.\n',
  );
  expect(await run(granted)).toMatchObject({
    code: 1,
    err: expect.stringContaining('was approved by local:'),
  });
  expect(await listed()).toContain('granted (local:');
});
