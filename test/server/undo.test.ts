import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { NOW_MS } from '../store/setup.ts';
import { EMAIL, openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { type Answer, ask, post } from './setup.ts';

/** What was just done is offered to be undone, to whoever did it, by the form of its opposite. */

let now = NOW_MS;
let c: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  c = await openCompany({ clock: { now: () => now } });
});
beforeEach(() => {
  now += 60_000;
});
afterAll(async () => {
  await c.close();
  expect(c.faults).toEqual([]);
});

const { host } = new URL(PUBLIC_URL);
const headersOf = (role: RoleName) => ({ host, origin: PUBLIC_URL, cookie: c.cookies[role] ?? '' });
const get = (role: RoleName, path: string) => ask(c.url, path, { headers: headersOf(role) });
const send = (role: RoleName, path: string, fields: Record<string, string>) =>
  post(c.url, path, fields, { headers: headersOf(role) });
/** Sends it, and opens what it leads to. */
const done = async (role: RoleName, path: string, fields: Record<string, string>): Promise<Answer> =>
  get(role, (await send(role, path, fields)).headers.location ?? '');
const person = (email: string, rest = '') => `/people/${encodeURIComponent(email)}${rest}`;

/** The form of the toast: where it is sent, and what with it; null where there is none. */
function undoIn({ text }: Answer): { path: string; fields: Record<string, string> } | null {
  const toast = /<div class="message toast">(.*?)<\/div>/s.exec(text)?.[1] ?? '';
  const path = /<form method="post" action="([^"]*)"/.exec(toast)?.[1];
  if (path === undefined) return null;
  const fields = [...toast.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [
    name,
    value,
  ]);
  return { path, fields: Object.fromEntries(fields) };
}
async function undone(role: RoleName, page: Answer): Promise<Answer> {
  const undo = undoIn(page);
  expect(undo).not.toBeNull();
  return done(role, undo?.path ?? '', undo?.fields ?? {});
}
const newest = async () => (await c.store.audit.list({ limit: 1 }))[0];

it('a role that was given is taken away again, and given back', async () => {
  const grants = () => c.store.people.grants(['carl@example.com']);
  const fields = { role: 'costCenterOwner', costCenter: 'Mobile' };
  const given = await done('admin', person('carl@example.com', '/roles'), fields);
  expect(given.text).toContain('<p role="status">');
  expect(await grants()).toMatchObject([fields]);
  const taken = await undone('admin', given);
  expect([await grants(), (await newest())?.action]).toEqual([[], 'role.withdraw']);
  await undone('admin', taken);
  expect(await grants()).toMatchObject([fields]);
  expect(await newest()).toMatchObject({ action: 'role.grant', actor: EMAIL.admin });
});

it('nobody is led to undo what they never did, nor what they did long ago', async () => {
  const where = person('eve@example.com', '/roles');
  const page = (await send('admin', where, { role: 'finance' })).headers.location ?? '';
  expect(undoIn(await get('admin', page))).not.toBeNull();
  expect(undoIn(await get('admin', page.replace('granted', 'withdrawn')))).toBeNull();
  expect(undoIn(await get('admin', `${person(EMAIL.user)}?done=granted`))).toBeNull();
  expect(undoIn(await get('finance', page))).toBeNull();
  now += 599_000;
  expect(undoIn(await get('admin', page))).not.toBeNull();
  now += 1_000;
  expect(undoIn(await get('admin', page))).toBeNull();
});

it('from another site it is refused as every form is', async () => {
  const page = await done('admin', person('carl@example.com', '/roles'), { role: 'finance' });
  const { path = '', fields = {} } = undoIn(page) ?? {};
  const headers = { ...headersOf('admin'), origin: 'https://elsewhere.example' };
  expect((await post(c.url, path, fields, { headers })).status).toBe(403);
  expect((await send('user', path, fields)).status).toBe(404);
  expect(await c.store.people.grants(['carl@example.com'])).toHaveLength(2);
});

it('what was said by hand is as it was before', async () => {
  const where = person('eve@example.com');
  const name = async () => (await c.store.people.get('eve@example.com'))?.name;
  expect(undoIn(await done('admin', where, { name: 'Eva' }))?.fields.name).toBe('');
  const second = await done('admin', where, { name: 'Evita' });
  await undone('admin', second);
  expect(await name()).toBe('Eva');
});

it('another address is taken away, and comes back', async () => {
  const aliases = async () => (await c.store.people.aliases(EMAIL.user)).map(({ alias }) => alias);
  const joined = await done('admin', person(EMAIL.user, '/addresses'), { alias: 'ann.b@example.com' });
  const removed = await undone('admin', joined);
  expect(await aliases()).toEqual([]);
  await undone('admin', removed);
  expect(await aliases()).toEqual(['ann.b@example.com']);
});

it('what somebody wants to be told is chosen as before', async () => {
  const chosen = async () => {
    const {
      email: _,
      updatedAt: __,
      ...rest
    } = (await c.store.preferences.get(EMAIL.owner)) ?? {
      email: '',
      updatedAt: '',
    };
    return rest;
  };
  const first = { reports: 'weekly', 'wish.budgets': 'daily', quiet: 'own', from: '20:00', until: '07:00' };
  await send('owner', '/me/messages', { ...first, timeZone: 'Asia/Tokyo', weekends: 'yes' });
  const before = await chosen();
  expect(before).toMatchObject({ reports: 'weekly', quiet: { weekends: true } });
  // Said twice nothing is another, and there is nothing to undo.
  const again = await done('owner', '/me/messages', { ...first, timeZone: 'Asia/Tokyo', weekends: 'yes' });
  expect([again.text.includes('class="message toast"'), undoIn(again)]).toEqual([true, null]);
  await undone('owner', await done('owner', '/me/messages', { reports: 'daily' }));
  expect(await chosen()).toEqual(before);
  await undone('owner', await done('owner', '/me/messages/stop', { topic: 'budgets' }));
  expect(await chosen()).toEqual(before);
});

it('a deputy is taken away, and named again', async () => {
  const deputies = async () => (await c.store.deputies.list('2026-01-01')).map(({ deputy }) => deputy);
  const fields = { deputy: EMAIL.manager, from: '2026-11-20', until: '2026-11-22' };
  const set = await done('owner', '/requests/deputies', fields);
  // Said twice it is said once, and taking the second time back would take away the first.
  expect(undoIn(set)).not.toBeNull();
  now += 1;
  expect(undoIn(await done('owner', '/requests/deputies', fields))).toBeNull();
  const [held] = await c.store.deputies.list('2026-01-01');
  const removed = await done('owner', `/requests/deputies/${held?.id}/remove`, {});
  expect(await deputies()).toEqual([]);
  await undone('owner', removed);
  expect(await deputies()).toEqual([EMAIL.manager]);
  expect((await c.store.deputies.list('2026-01-01'))[0]?.endExclusive).toBe('2026-11-23');
});

it('many budgets are taken back by whoever set them, while that is possible, and not by the address', async () => {
  const draft = await send('admin', '/budgets/many', { rows: 'scope,key,amount\nuser,carl@example.com,30' });
  const plan = draft.headers.location ?? '';
  const applied = `${plan}?done=applied`;
  expect(undoIn(await get('admin', applied))).toBeNull();
  const page = await done('admin', plan, {});
  expect(undoIn(page)).toEqual({ path: `${plan}/undo`, fields: {} });
  now += 600_000;
  expect(undoIn(await get('admin', applied))).toBeNull();
  now -= 600_000;
  expect((await undone('admin', page)).text).toContain('<p role="status">');
  expect(undoIn(await get('admin', applied))).toBeNull();
});
