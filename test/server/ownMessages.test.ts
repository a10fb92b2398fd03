import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../src/ui/messages/en.ts';
import { EMAIL, openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { ask, post } from './setup.ts';

/** How people choose their reports, on the page of what they are told. */

let c: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  c = await openCompany();
});
afterAll(() => c.close());

const headersOf = (role: RoleName) => ({
  host: new URL(PUBLIC_URL).host,
  origin: PUBLIC_URL,
  cookie: c.cookies[role] ?? '',
});
const page = async (role: RoleName) => (await ask(c.url, '/me/messages', { headers: headersOf(role) })).text;
const send = (role: RoleName, path: string, fields: Record<string, string>) =>
  post(c.url, path, fields, { headers: headersOf(role) });
const chosen = async (role: RoleName) => (await c.store.preferences.get(EMAIL[role] ?? ''))?.reports;

it('offers reports to whoever has something to report on, and keeps what they choose', async () => {
  const offered = 'name="reports"';
  expect((await page('user')).includes(offered)).toBe(false);
  for (const role of ['manager', 'owner', 'finance'] as const)
    expect(await page(role), role).toContain(offered);
  await send('manager', '/me/messages', { reports: 'weekly' });
  expect(await chosen('manager')).toBe('weekly');
  expect(await page('manager')).toMatch(/<option value="weekly" selected/);
  const refused = await send('manager', '/me/messages', { reports: 'hourly' });
  expect([refused.status, await chosen('manager')]).toEqual([422, 'weekly']);
  expect(refused.text).toContain(en.invalid.notifyChoice(['daily', 'weekly', 'monthly', 'never']));
});

it('ends them where a link in a mail leads to, by one press and not before', async () => {
  await send('owner', '/me/messages', { reports: 'daily' });
  const { text } = await ask(c.url, '/me/messages?stop=reports', { headers: headersOf('owner') });
  expect(text).toContain(en.told.stop.button);
  expect(await chosen('owner')).toBe('daily');
  await send('owner', '/me/messages/stop', { topic: 'reports' });
  expect(await chosen('owner')).toBe('never');
});
