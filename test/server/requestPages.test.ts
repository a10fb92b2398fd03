import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { requestOf } from '../store/requestOf.ts';
import { at, NOW } from '../store/setup.ts';
import { EMAIL, openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { ask, escaped, post } from './setup.ts';

/** Requests on pages: what a mail leads to, what is said of answers that come too late, and deputies. */

const BASE = `${PUBLIC_URL}/ledger`;
const ONE = '/ledger/requests/one';

let c: Awaited<ReturnType<typeof openCompany>>;
let settings: (typeof c)['settings'];
beforeAll(async () => {
  const first = await openCompany();
  await first.close();
  const approval = { by: 'costCenterOwner', deadlineDays: 14, escalateDays: 3 } as const;
  settings = { ...first.settings, publicUrl: BASE, vending: { ...first.settings.vending, approval } };
});
beforeEach(async () => {
  c = await openCompany({ settings });
  await c.store.requests.ask(requestOf({ reason: 'to "try" <it>' }), { id: EMAIL.user }, NOW);
});
afterEach(() => c.close());

const headersOf = (role: RoleName) => ({
  host: new URL(PUBLIC_URL).host,
  origin: PUBLIC_URL,
  // Below a path a cookie is of that path.
  cookie: (c.cookies[role] ?? '').replace('__Host-ledger-session', '__Secure-ledger-session!ledger'),
});
const get = (role: RoleName, path: string) => ask(c.url, path, { headers: headersOf(role) });
const send = (role: RoleName, path: string, fields: Record<string, string> = {}) =>
  post(c.url, path, fields, { headers: headersOf(role) });
const state = async () => (await c.store.requests.get('one'))?.state;

it('whoever follows every link of the mail changes nothing, signed in or not; sign-in leads back below the path', async () => {
  const { headers } = await ask(c.url, ONE, { headers: { host: new URL(PUBLIC_URL).host } });
  expect(headers.location).toBe(`/ledger/sign-in?to=${encodeURIComponent(ONE)}`);
  const { version } = c.store;
  const before = await version.get();
  for (const path of ['', '/approve', '/decline', '/withdraw', '?done=approved'])
    for (const method of ['GET', 'GET', 'HEAD'])
      expect((await ask(c.url, ONE + path, { method, headers: headersOf('owner') })).status).toBe(
        path.startsWith('/') ? 404 : 200,
      );
  expect(await state()).toBe('waiting');
  expect((await version.get()).ledger).toBe(before.ledger);
  // A form of somebody else's page sends no session that counts.
  const elsewhere = { ...headersOf('owner'), origin: 'https://elsewhere.example.com' };
  expect((await post(c.url, `${ONE}/approve`, {}, { headers: elsewhere })).status).toBe(403);
  expect(await state()).toBe('waiting');
});

it('offers each what is theirs to do, and says whom else to ask', async () => {
  const owner = (await get('owner', ONE)).text;
  expect(owner).toContain(`formaction="${ONE}/decline"`);
  expect(owner).toContain('to &quot;try&quot; &lt;it&gt;');
  expect(owner).not.toContain('/withdraw');
  const own = (await get('user', ONE)).text;
  expect(own).not.toContain('/decline');
  expect(own).toContain(`href="${ONE}/withdraw"`);
  const sure = (await get('user', `${ONE}/withdraw`)).text;
  expect(sure).toContain(`method="post" action="${ONE}/withdraw"`);
  expect([await state(), sure.includes(escaped(en.approval.withdrawKeep))]).toEqual(['waiting', true]);
  expect(own).toContain(EMAIL.owner);
  expect(own).toContain(escaped(en.approval.own));
  expect((await get('manager', ONE)).text).not.toMatch(/\/(decline|withdraw)"/);
  // Where they look first, and on the list.
  expect((await get('owner', '/ledger/cost-centers/Mobile')).text).toContain(
    escaped(en.approval.forMeCount(1)),
  );
  expect((await get('owner', '/ledger/requests')).text).toContain(`href="${ONE}"`);
  expect((await get('user', '/ledger/me')).text).not.toContain(escaped(en.approval.forMeCount(1)));
  expect((await get('owner', '/ledger/requests')).text).toContain(escaped(en.approval.unmailed));
});

it('declining needs a reason, and keeps what was typed; the answer is said to whoever comes later', async () => {
  const long = 'x'.repeat(501);
  const refused = await send('owner', `${ONE}/decline`, { reason: long });
  expect([refused.status, await state()]).toEqual([422, 'waiting']);
  expect(refused.text).toContain(long);
  const none = await send('owner', `${ONE}/decline?lang=ja`, { reason: '  ' });
  expect([none.status, none.text.includes(escaped(ja.invalid.declineWhy))]).toEqual([422, true]);
  const { status, headers } = await send('owner', `${ONE}/decline`, { reason: 'too dear' });
  expect([status, headers.location]).toEqual([303, `${ONE}?done=declined`]);
  const late = await send('admin', `${ONE}/approve`, {});
  expect([late.status, await state()]).toEqual([409, 'declined']);
  expect(late.text).toContain(escaped(en.approval.already.declined(EMAIL.owner)));
  expect((await get('user', `${ONE}?lang=ja`)).text).toContain('too dear');
});

it('after the deadline, and once it was taken back, says so and offers nothing', async () => {
  await c.store.requests.ask(
    requestOf({ id: 'late', key: 'late', deadlineAt: at(-1), nextAt: at(-1) }),
    { id: EMAIL.user },
    NOW,
  );
  const late = '/ledger/requests/late';
  expect((await get('owner', late)).text).toContain(escaped(en.approval.headline.late));
  expect((await get('owner', late)).text).not.toContain('/decline');
  const answer = await send('owner', `${late}/approve`, {});
  expect([answer.status, answer.text.includes(escaped(en.approval.already.expired))]).toEqual([409, true]);
  await send('user', `${ONE}/withdraw`);
  expect((await get('user', `${ONE}/withdraw`)).headers.location).toBe(ONE);
  const taken = await send('owner', `${ONE}/approve`, {});
  expect([taken.status, taken.text.includes(escaped(en.approval.already.withdrawn))]).toEqual([409, true]);
});

it('a deputy is asked of whoever is asked of something', async () => {
  const asks = async (role: RoleName) => (await get(role, '/ledger/requests')).text.includes('name="deputy"');
  expect([await asks('user'), await asks('owner'), await asks('admin')]).toEqual([false, true, true]);
});

it('somebody names a deputy for a time, who may answer then, and takes them away again', async () => {
  const path = '/ledger/requests/deputies';
  const good = { deputy: EMAIL.manager, from: '2026-11-20', until: '2026-11-22' };
  const faults: readonly [Record<string, string>, string][] = [
    [{ deputy: 'nobody' }, en.invalid.email],
    [{ deputy: 'nobody@example.com' }, en.invalid.deputyUnknown],
    [{ deputy: EMAIL.owner }, en.invalid.deputySelf],
    [{ from: '20.11.2026' }, en.invalid.dayWritten],
    [{ until: '2026-02-30' }, en.invalid.dayWritten],
    [{ until: '2026-11-19' }, en.invalid.untilBefore],
    [{ from: '2026-11-01', until: '2026-11-19' }, en.invalid.untilPast],
    [{ until: '2028-11-19' }, en.invalid.untilLong(366)],
  ];
  for (const [wrong, words] of faults) {
    const refused = await send('owner', path, { ...good, ...wrong });
    expect([wrong, refused.status]).toEqual([wrong, 422]);
    expect(refused.text).toContain(escaped(words));
    for (const typed of Object.values({ ...good, ...wrong }))
      expect(refused.text).toContain(`value="${typed}"`);
  }
  expect(await c.store.deputies.list('2026-01-01')).toEqual([]);
  expect((await send('owner', path, good)).status).toBe(303);
  expect((await send('owner', path, good)).status).toBe(303);
  const [deputy, ...others] = await c.store.deputies.list('2026-01-01');
  expect([deputy?.endExclusive, others]).toEqual(['2026-11-23', []]);
  expect((await get('manager', ONE)).text).toContain(`formaction="${ONE}/decline"`);
  const remove = `${path}/${deputy?.id}/remove`;
  expect((await send('manager', remove)).status).toBe(403);
  expect((await send('owner', remove)).status).toBe(303);
  expect((await get('manager', ONE)).text).not.toContain('/decline');
});
