import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { money } from '../../src/core/money.ts';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { EMAIL, openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { ask, escaped, post } from './setup.ts';

/** Asking for more budget on pages, and answering it from the link of a letter. */

let c: Awaited<ReturnType<typeof openCompany>>;
let settings: (typeof c)['settings'];
beforeAll(async () => {
  const first = await openCompany();
  await first.close();
  const requests = {
    by: 'costCenterOwner',
    ceiling: money('50'),
    deadlineDays: 7,
    escalateDays: 2,
  } as const;
  settings = { ...first.settings, budgets: { ...first.settings.budgets, requests } };
});
beforeEach(async () => {
  c = await openCompany({ settings });
});
afterEach(() => c.close());

const headersOf = (role: RoleName) => ({
  host: new URL(PUBLIC_URL).host,
  origin: PUBLIC_URL,
  cookie: c.cookies[role] ?? '',
});
const get = (role: RoleName, path: string) => ask(c.url, path, { headers: headersOf(role) });
const send = (role: RoleName, path: string, fields: Record<string, string>) =>
  post(c.url, path, fields, { headers: headersOf(role) });
const GOOD = { budget: 'month', amount: '30', until: 'next', day: '', reason: 'to "try" <it>' };
const asked = async (): Promise<string> => {
  const { headers } = await send('user', '/budgets/ask', GOOD);
  return headers.location?.replace('?done=askedBudget', '') ?? '';
};
const amount = async () =>
  (await c.store.budgets.on('2026-11-20', settings.budgets.calendar, [{ kind: 'user', key: EMAIL.user }]))[0]
    ?.amount;

it('keeps what was typed beside what is wrong with it, and says what is left and who decides', async () => {
  const page = (await get('user', '/budgets/ask')).text;
  for (const part of ['$20.00', EMAIL.owner, en.asking.ceiling('$50.00')])
    expect(page).toContain(escaped(part));
  expect((await get('user', '/me')).text).toContain('href="/budgets/ask"');
  const faults: readonly [Record<string, string>, string][] = [
    [{ amount: '-3' }, ja.invalid.amountNegative],
    [{ amount: '0' }, ja.invalid.extraNothing],
    [{ reason: '' }, ja.invalid.askWhy],
    [{ until: 'day', day: '2026-02-30' }, ja.invalid.dayWritten],
    [{ until: 'day', day: '2031-01-01' }, ja.invalid.untilFar(366)],
  ];
  for (const [wrong, words] of faults) {
    const { status, text } = await send('user', '/budgets/ask?lang=ja', { ...GOOD, ...wrong });
    expect([wrong, status, text.includes(escaped(words))]).toEqual([wrong, 422, true]);
    const typed = { ...GOOD, ...wrong };
    expect(text).toContain(`value="${typed.amount}"`);
    expect(text).toContain(`>${escaped(typed.reason)}</textarea>`);
    expect(text).toMatch(new RegExp(`value="${typed.until}" selected`));
  }
  expect(await c.store.requests.count({ scope: 'all' })).toBe(0);
});

it('is asked once, stands where the owner looks first, and is not answered by following links', async () => {
  const one = await asked();
  expect(one).toMatch(/^\/requests\/[\w-]+$/);
  const again = await send('user', '/budgets/ask', { ...GOOD, amount: '31' });
  expect([again.status, again.text.includes(escaped(en.asking.openAlready))]).toEqual([409, true]);
  expect(again.text).toContain(`href="${one}"`);
  for (const path of ['/cost-centers/Mobile', '/requests'])
    expect((await get('owner', path)).text).toMatch(
      new RegExp(path === '/requests' ? `href="${one}"` : escaped(en.approval.forMeCount(1))),
    );
  const before = await c.store.version.get();
  for (const path of ['', '/approve', '/decline', '/withdraw'])
    for (const method of ['GET', 'HEAD'])
      await ask(c.url, one + path, { method, headers: headersOf('owner') });
  expect((await c.store.version.get()).ledger).toBe(before.ledger);
  const page = (await get('owner', one)).text;
  for (const part of [
    '$20.00',
    'to "try" <it>',
    en.asking.most('$50.00'),
    'value="30.00"',
    'value="2026-12-31"',
  ])
    expect(page).toContain(part.startsWith('value') ? part : escaped(part));
  // Finance may look, and is offered nothing.
  expect((await get('finance', one)).text).not.toContain(`${one}/decline`);
});

it('is changed and approved in one press within the ceiling, and told to whoever comes later', async () => {
  const one = await asked();
  const over = await send('owner', `${one}/approve`, { amount: '50.01', day: '2026-12-31', reason: 'fine' });
  expect([over.status, over.text.includes(escaped(en.invalid.overCeiling('$50.00')))]).toEqual([422, true]);
  expect(over.text).toContain('value="50.01"');
  expect([(await c.store.requests.get(one.slice(10)))?.state, await amount()]).toEqual([
    'waiting',
    money('20'),
  ]);
  const { status, headers } = await send('owner', `${one}/approve`, {
    amount: '25',
    day: '2026-11-30',
    reason: '',
  });
  expect([status, headers.location, await amount()]).toEqual([303, `${one}?done=granted`, money('45')]);
  const seen = (await get('user', `${one}?lang=ja`)).text;
  expect(seen).toContain(escaped(ja.asking.more('$25.00', ja.asking.each.month)));
  expect(seen).not.toContain('/decline');
  const late = await send('admin', `${one}/approve`, {});
  expect([late.status, await amount()]).toEqual([409, money('45')]);
  const csv = (await get('owner', '/requests?format=csv')).text.split(/\r?\n/);
  expect(csv[1]).toContain('budget,30,2026-12-31,25');
});

it('is not asked for where the setting says so', async () => {
  await c.close();
  const requests = { ...settings.budgets.requests, by: 'nobody' as const };
  c = await openCompany({ settings: { ...settings, budgets: { ...settings.budgets, requests } } });
  expect((await get('user', '/me')).text).not.toContain('/budgets/ask');
  expect((await get('user', '/budgets/ask')).status).toBe(404);
  expect((await send('user', '/budgets/ask', GOOD)).status).toBe(404);
});
