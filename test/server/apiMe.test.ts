import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { percentOf } from '../../src/app/json.ts';
import { money, percentReached } from '../../src/core/money.ts';
import { NOW, spendRow, usd } from '../store/setup.ts';
import { ACTOR, EMAIL, openCompany } from './roles.ts';
import { ask, openServer } from './setup.ts';

/** Where whoever asks stands, in one small answer: what the line in a prompt is made of. */

let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(async () => {
  await company.close();
  expect(company.faults).toEqual([]);
});
const me = async (role: keyof typeof EMAIL, query = '') => {
  const headers = { authorization: `Bearer ${company.tokens[role]}` };
  const { status, text } = await ask(company.url, `/api/v1/me${query}`, { headers });
  return { status, ...JSON.parse(text) };
};

it('says all that the line is made of, and nothing else', async () => {
  expect(await me('user')).toEqual({
    status: 200,
    currency: 'USD',
    email: EMAIL.user,
    name: 'ann',
    month: '2026-11',
    spent: '9',
    unpricedTokens: '0',
    lowerBound: false,
    cautious: '0',
    counted: '9',
    budget: '20',
    left: '11',
    percent: 45,
    daysLeft: 10,
    forecast: expect.stringMatching(/^\d+(\.\d+)?$/),
    forecastCounted: expect.stringMatching(/^\d+(\.\d+)?$/),
    reachesBudgetOn: null,
    state: 'within',
    staleSince: null,
    estimatesUntil: null,
    billedThrough: '2026-11-18',
    stops: [],
    ask: [],
  });
});

it('is about one person alone, whatever else they may see, and null where nothing can be said', async () => {
  for (const role of ['manager', 'owner', 'finance', 'admin'] as const)
    expect(await me(role)).toMatchObject({
      email: EMAIL[role],
      spent: '0',
      budget: null,
      percent: null,
      forecast: null,
      state: 'none',
    });
});

it('agrees with the page and the lists', async () => {
  const headers = { authorization: `Bearer ${company.tokens.admin}` };
  const get = async (path: string) =>
    JSON.parse((await ask(company.url, `/api/v1${path}`, { headers })).text);
  const own = await me('user');
  const [row] = (await get(`/users?limit=5`)).rows.filter((one: { key: string }) => one.key === EMAIL.user);
  const whole = await get(`/users/${EMAIL.user}`);
  for (const name of ['spent', 'budget', 'percent', 'forecast', 'reachesBudgetOn', 'state'])
    expect([name, row[name], whole[name]]).toEqual([name, own[name], own[name]]);
  const text = (
    await ask(company.url, '/me', { headers: { host: 'ledger.example.com', cookie: company.cookies.user } })
  ).text;
  expect(text).toContain('$9.00');
});

it('knows when a budget was reached', async () => {
  const { budget } = await company.store.budgets.set(
    { kind: 'user', key: EMAIL.user },
    money('6'),
    ACTOR,
    NOW,
  );
  expect(await me('user')).toMatchObject({
    budget: '6',
    percent: 150,
    state: 'over',
    reachesBudgetOn: '2026-11-10',
  });
  await company.store.budgets.set(budget.scope, money('20'), ACTOR, NOW);
});

it('takes no parameters', async () => {
  expect(await me('user', '?month=2026-10')).toMatchObject({ status: 400, error: { field: 'month' } });
});

it('is nobody where nobody signs in, and says what to do', async () => {
  const server = await openServer([spendRow({ amount: usd(5n) })]);
  const answer = await ask(server.url, '/api/v1/me');
  expect([answer.status, JSON.parse(answer.text).error]).toMatchObject([
    404,
    { code: 'notFound', field: null, reason: expect.stringContaining('token') },
  ]);
  await server.close();
});

describe('per cent', () => {
  it.each([
    ['41.2034', '60', 68.6],
    ['59.9999999999', '60', 99.9],
    ['60', '60', 100],
    ['0.0000000001', '60', 0],
    ['-0.01', '60', -0.1],
    ['-60', '60', -100],
    ['5', '0', null],
  ])('%s of %s is %s, rounded down', (spent, budget, expected) => {
    expect(percentOf(percentReached(money(spent), money(budget), 1))).toBe(expected);
  });
  it('of no budget is none', () => expect(percentOf(percentReached(money('5'), null, 1))).toBeNull());
});
