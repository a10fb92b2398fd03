import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../src/ui/messages/en.ts';
import { NOW, spendRow, usd } from '../store/setup.ts';
import { EMAIL, openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { ask, escaped, post } from './setup.ts';

/** One person, several spellings: what is spent under any of them is theirs, wherever somebody looks. */

const CAPITALS = 'Ann@example.com';
const NEW = 'ann.lee@example.org';
const BILLION = 10_000_000_000n;
const { host } = new URL(PUBLIC_URL);
let company: Awaited<ReturnType<typeof openCompany>>;

beforeAll(async () => {
  company = await openCompany();
  const { store, lease } = company;
  const row = spendRow({
    day: '2026-11-12',
    userEmail: CAPITALS,
    costCenter: 'Mobile',
    profileArn: null,
    amount: usd(2n * BILLION),
    billed: usd(2n * BILLION),
  });
  await store.spend.replaceDay(lease, row.day, [row], [], 'capitals');
});
afterAll(async () => {
  await company.close();
  expect(company.faults).toEqual([]);
});

const get = (role: RoleName, where: string) =>
  ask(company.url, where, { headers: { host, cookie: company.cookies[role] } });
const send = (where: string, fields: Readonly<Record<string, string>>, role: RoleName = 'admin') =>
  post(company.url, where, fields, { headers: { host, origin: PUBLIC_URL, cookie: company.cookies[role] } });
const api = async (role: RoleName, where: string) => {
  const headers = { host, authorization: `Bearer ${company.tokens[role]}` };
  return JSON.parse((await ask(company.url, `/api/v1${where}`, { headers })).text);
};
const path = (email: string, rest = '') => `/people/${encodeURIComponent(email)}${rest}`;

/** What Ann has spent, as everybody who may see it is told. */
async function seen(email: string) {
  const users = await get('finance', '/users?format=csv');
  const row = users.text.split('\n').find((line) => line.startsWith(`${email},`));
  const me = await api('user', '/me');
  return {
    csv: row?.split(',').find((cell) => /^\d+(\.\d+)?$/.test(cell)) ?? '',
    me: me.spent,
    left: me.left,
    who: me.email,
    page: /\$\d+\.\d\d/.exec((await get('user', '/me')).text)?.[0],
    manager: (await get('manager', `/users/${encodeURIComponent(email)}`)).status,
    profiles: (await get('user', '/profiles?format=csv')).text.includes('annprofile'),
  };
}

it('is suggested where it differs in case only, and one press says so', async () => {
  expect(await seen(EMAIL.user)).toMatchObject({ me: '9', left: '11', who: EMAIL.user, csv: '9' });
  const page = await get('admin', path(EMAIL.user));
  expect(page.text).toContain(escaped(en.people.addresses.suggestion(CAPITALS)));
  expect(page.text).toContain(en.people.addresses.accept);
  // Whose it is, is for whoever administers to say; nobody else sees the address before.
  for (const role of ['user', 'manager'] as const)
    expect((await get(role, path(EMAIL.user))).text).not.toContain(CAPITALS);
  expect((await send(path(EMAIL.user, '/addresses'), { alias: CAPITALS }, 'user')).status).toBe(403);

  const pressed = await send(path(EMAIL.user, '/addresses'), { alias: CAPITALS });
  expect([pressed.status, pressed.headers.location]).toEqual([303, path(EMAIL.user, '?done=joined')]);
  expect(await seen(EMAIL.user)).toMatchObject({
    me: '11',
    left: '9',
    csv: '11',
    page: '$11.00',
    manager: 200,
  });
  expect((await get('admin', '/people')).text).not.toContain(en.people.alikeIntro);
  const [entry] = await company.store.audit.list({ limit: 1, action: 'person.alias' });
  expect(entry).toMatchObject({ actor: EMAIL.admin, via: 'page', subject: `user:${EMAIL.user}` });
  // The address of AWS leads to the person as well.
  expect((await api('finance', `/people/${encodeURIComponent(CAPITALS)}`)).email).toBe(EMAIL.user);
});

it('two entries of the directory are one person only once that is confirmed', async () => {
  const fields = { alias: 'carl@example.com', reason: 'the same' };
  const asked = await send(path(EMAIL.user, '/addresses'), fields);
  expect([asked.status, asked.text.includes(en.people.addresses.mergeTitle)]).toEqual([200, true]);
  expect(await company.store.people.aliases('carl@example.com')).toEqual([]);
  expect(await company.store.people.get('carl@example.com')).toMatchObject({ email: 'carl@example.com' });
  for (const [alias, words] of [
    ['', en.invalid.addressMissing],
    ['carl', en.invalid.addressNotEmail],
    [EMAIL.user, en.invalid.addressOwn],
    [`${'x'.repeat(250)}@example.com`, en.invalid.addressLong],
  ] as const) {
    const refused = await send(path(EMAIL.user, '/addresses'), { alias });
    expect([refused.status, refused.text.includes(escaped(words))]).toEqual([422, true]);
  }
  const taken = await send(path('eve@example.com', '/addresses'), { alias: CAPITALS });
  expect(taken.text).toContain(escaped(en.invalid.addressTaken(EMAIL.user)));
});

it('a new address keeps everything, says what changes with it, and goes back', async () => {
  const before = await seen(EMAIL.user);
  const renamed = await send(path(EMAIL.user, '/rename'), { email: NEW, reason: 'marriage' });
  for (const step of en.people.addresses.steps(NEW, 'UserEmail', 'UserEmail'))
    expect(renamed.text).toContain(escaped(step));
  // The session and the token that were there before are theirs.
  expect(await seen(NEW)).toEqual({ ...before, who: NEW });
  const page = await get('admin', path(NEW));
  const { tagWarning } = en.people.addresses;
  expect(page.text).toContain(escaped(tagWarning(NEW, `${EMAIL.user} (1)`, 'UserEmail')));
  expect((await get('manager', `/teams/${encodeURIComponent(EMAIL.manager)}`)).text).toContain(NEW);
  const budgets = (await company.store.budgets.list()).map(({ scope }) => 'key' in scope && scope.key);
  expect([budgets.includes(NEW), budgets.includes(EMAIL.user)]).toEqual([true, false]);

  // Whoever gets the former address is shown nothing by it, and signs in as nobody new.
  const facts = {
    email: EMAIL.user,
    name: null,
    costCenter: null,
    manager: null,
    active: null,
    groups: null,
  };
  await company.store.people.learn('signIn', [facts], { complete: false, actor: { id: 'x' }, now: NOW });
  expect((await company.store.people.list()).map(({ email }) => email)).not.toContain(EMAIL.user);

  await send(path(NEW, '/rename'), { email: EMAIL.user });
  expect(await seen(EMAIL.user)).toEqual(before);
  await send(path(EMAIL.user, '/addresses/remove'), { alias: NEW });
  await send(path(EMAIL.user, '/addresses/remove'), { alias: CAPITALS });
  expect(await seen(EMAIL.user)).toMatchObject({ me: '9', csv: '9' });
});
