import { expect, it, onTestFinished } from 'vitest';
import { HOUR_MS } from '../../src/core/periods.ts';
import { NOW_MS } from '../store/setup.ts';
import { EMAIL, openCompany, PUBLIC_URL } from './roles.ts';
import { ask } from './setup.ts';

/** Whoever is refused again and again fills no table: the first are entered, the rest are counted. */

async function company() {
  const clock = { ms: NOW_MS, now: () => clock.ms };
  const opened = await openCompany({ clock });
  onTestFinished(() => opened.close());
  const entries = async (action: string) =>
    (await opened.store.audit.list({ action, limit: 1000 })).reverse();
  const host = new URL(PUBLIC_URL).host;
  return { ...opened, clock, entries, host };
}
const inParallel = async (count: number, work: (i: number) => Promise<unknown>) => {
  for (let from = 0; from < count; from += 25)
    await Promise.all(Array.from({ length: 25 }, (_, i) => work(from + i)));
};

/** How many are asked; `npm run soak` asks more. */
const MANY = Number(process.env.REFUSALS ?? 50);

it('callbacks of nobody, however many, are a handful of entries, and one says how many there were', async () => {
  const { url, host, entries, clock, store } = await company();
  const callback = (i: number) =>
    ask(url, `/sign-in/callback?state=${i}&error=${'x'.repeat(500)}`, {
      headers: { host, cookie: `__Host-ledger-sign-in=${'b'.repeat(43)}` },
    });
  await inParallel(MANY, callback);
  expect(await entries('session.refuse')).toHaveLength(3);
  clock.ms += HOUR_MS;
  await callback(MANY);
  const [, , , sum, next, ...more] = await entries('session.refuse');
  expect(sum).toMatchObject({
    actor: 'unknown',
    subject: 'sign-in',
    address: '127.0.0.0/24',
    after: { code: 'late', more: MANY - 3, since: new Date(NOW_MS).toISOString() },
  });
  expect([next?.after, more]).toEqual([{ code: 'late' }, []]);
  expect(await store.audit.count({})).toBeLessThan(60);
});

it('refusals of somebody who is known, however many, are some entries with their addresses, and a sum', async () => {
  const { url, host, entries, clock, store, cookies } = await company();
  const headers = { host, cookie: cookies.user };
  await inParallel(MANY, async (i) => {
    const { status } = await ask(url, i % 2 === 0 ? '/jobs' : `/users/nobody${i}`, { headers });
    expect(status).toBe(i % 2 === 0 ? 403 : 404);
  });
  expect(await entries('access.refuse')).toHaveLength(20);
  // Those of others are entered all the same.
  await ask(url, '/jobs', { headers: { host, cookie: cookies.manager } });
  expect((await entries('access.refuse')).at(-1)).toMatchObject({
    actor: EMAIL.manager,
    subject: 'GET /jobs',
  });
  clock.ms += HOUR_MS;
  expect(await store.audit.settleRefusals(new Date(clock.ms).toISOString())).toBe(1);
  expect((await entries('access.refuse')).at(-1)).toMatchObject({
    actor: EMAIL.user,
    subject: 'several',
    after: { more: MANY - 20 },
  });
});
