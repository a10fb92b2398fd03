import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hashOf, newToken } from '../../src/app/credentials/secrets.ts';
import { SCOPES, type Scope } from '../../src/core/access.ts';
import { at, NOW } from '../store/setup.ts';
import { ACTOR, EMAIL, openCompany, type RoleName } from './roles.ts';
import { ask } from './setup.ts';
import { strictly } from './strictly.ts';

/** Budgets read and written by programs: what held when, by a scope of its own, all or nothing, and the same when sent again. */

const PATH = '/api/v1/budgets';
const MOBILE = { scope: { kind: 'costCenter', key: 'Mobile' } };
const MINE = `${PATH}/user:${EMAIL.user}`;

let company: Awaited<ReturnType<typeof openCompany>>;
let tokens: Record<string, string>;
const tokenOf = async (role: RoleName, scopes: readonly Scope[]) => {
  const name = `${role} ${scopes.join()}`;
  const secret = newToken();
  const made = { id: name, email: EMAIL[role], name, scopes, createdAt: NOW, expiresAt: at(60) };
  await company.store.tokens.create(made, hashOf(secret), ACTOR);
  return secret;
};
beforeAll(async () => {
  company = await openCompany();
  tokens = {
    admin: await tokenOf('admin', ['budget']),
    finance: await tokenOf('finance', ['budget']),
    others: await tokenOf(
      'admin',
      SCOPES.filter((scope) => scope !== 'budget'),
    ),
    reads: await tokenOf('admin', ['budgets']),
    user: await tokenOf('user', ['budgets']),
  };
});
afterAll(async () => {
  await company.close();
  expect(company.faults).toEqual([]);
});

async function send(method: string, path: string, body?: object, token = 'admin') {
  const answer = await ask(company.url, path, {
    method,
    headers: {
      authorization: `Bearer ${tokens[token]}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (answer.status < 400) strictly(path, answer.text, method);
  return { ...answer, json: JSON.parse(answer.text) };
}
const post = (path: string, body: object, token?: string) => send('POST', path, body, token);
const read = async (path: string, token = 'reads') => (await send('GET', path, undefined, token)).json;
/** Nothing of it is there afterwards. */
const version = async () => (await company.store.version.get()).ledger;
let before = '';
beforeEach(async () => {
  before = await version();
});

describe('a budget', () => {
  it('is set as it is read, and sent again is the same one', async () => {
    const wanted = {
      scope: { kind: 'costCenter', key: 'Mobile' },
      period: 'week',
      narrowing: { kind: 'family', key: 'claude-opus' },
      amount: '99.5',
      thresholds: [
        { on: 'actual', percent: 80 },
        { on: 'forecast', amount: '120' },
      ],
      carryOver: true,
      hard: false,
    };
    // No model of that family is here: that is asked about first.
    const asked = await post(PATH, { ...wanted, reason: 'pilot' });
    expect([asked.status, asked.text]).toEqual([422, expect.stringContaining('unknownName')]);
    const confirm = { unknownName: true };
    const first = await post(PATH, { ...wanted, reason: 'pilot', confirm });
    expect([first.status, first.json.created, first.json.changed]).toEqual([201, true, true]);
    const { held } = first.json.budget;
    expect(held).toMatchObject({ ...wanted, range: { start: '2026-11-16', endExclusive: '2026-11-23' } });
    before = await version();
    const { scope, period, narrowing, amount, thresholds, carryOver, hard } = held;
    const again = await post(PATH, { scope, period, narrowing, amount, thresholds, carryOver, hard });
    expect([again.status, again.json.changed, again.json.budget]).toEqual([200, false, first.json.budget]);
    expect(await version()).toBe(before);
    const other = await post(PATH, { ...wanted, amount: '100' });
    expect([other.status, other.json.created, other.json.changed]).toEqual([200, false, true]);
    expect(other.json.budget.id).toBe(first.json.budget.id);
    expect(await company.store.audit.list({ limit: 2 })).toMatchObject([
      { action: 'budget.set', via: 'api' },
      { action: 'budget.set', reason: 'pilot', actor: EMAIL.admin },
    ]);
    // Those that there were before there were others: what programs of before add up stays true.
    const monthly = (await read(PATH)).budgets;
    expect(monthly.map(({ period: of }: { period: string }) => of)).toEqual(monthly.map(() => 'month'));
    expect(monthly).toHaveLength(4);
    expect((await read(`${PATH}?period=any`)).rowCount).toBe(5);
    expect((await read(`${PATH}?period=week`)).budgets).toMatchObject([{ amount: '100' }]);
  });

  it('is changed from a day on, raised, and a planned change taken back; what is past stays', async () => {
    const changes = `${MINE}/changes`;
    const planned = { kind: 'set', amount: '50', from: 'next' };
    expect((await post(changes, planned)).status).toBe(201);
    const raise = { kind: 'raise', extra: '5', until: '2026-11-25', reason: 'launch' };
    const [raised, twice] = [await post(changes, raise), await post(changes, raise)];
    expect([raised.status, twice.status, twice.json.changed]).toEqual([201, 200, false]);
    expect(raised.json.budget.held).toMatchObject({ amount: '25', base: '20' });
    expect((await post(changes, planned)).status).toBe(200);
    const held = async (day: string) => (await read(`${MINE}?at=${day}`)).held?.amount ?? null;
    expect(
      await Promise.all(['2026-10-31', '2026-11-01', '2026-11-25', '2026-11-26', '2026-12-01'].map(held)),
    ).toEqual([null, '20', '25', '20', '50']);
    const inDecember = (await read(`${PATH}?at=2026-12-01`)).budgets;
    expect(
      inDecember.find(({ scope }: { scope: object }) => JSON.stringify(scope).includes('ann')),
    ).toMatchObject({
      amount: '50',
      standing: { spent: '0', forecast: null },
    });
    expect((await read(`${PATH}?month=2026-10`)).budgets).toEqual([]);
    expect((await send('DELETE', `${changes}/2?reason=no`)).json.changed).toBe(true);
    expect((await send('DELETE', `${changes}/2`)).json.changed).toBe(false);
    expect(await held('2026-12-01')).toBe('20');
    const holds = await send('DELETE', `${changes}/1`);
    expect([holds.status, holds.json.error.reason]).toEqual([409, expect.stringContaining('2026-11-01')]);
    expect((await send('DELETE', `${changes}/9`)).status).toBe(404);
    expect((await post(changes, { kind: 'end' })).status).toBe(201);
    expect((await post(changes, { kind: 'end' })).json.changed).toBe(false);
    const { changes: all, held: now } = await read(MINE);
    expect([now, all.map(({ kind }: { kind: string }) => kind)]).toEqual([
      null,
      ['set', 'set', 'raise', 'end'],
    ]);
    expect((await post(changes, { kind: 'set', hard: true })).json.error.faults).toMatchObject([
      { field: 'from' },
    ]);
    expect((await post(PATH, { scope: { kind: 'user', key: EMAIL.user }, amount: '20' })).json.created).toBe(
      false,
    );
  });

  it('keeps the terms that are not sent', async () => {
    const { budget } = (await post(PATH, { scope: { kind: 'userDefault' }, amount: '7', carryOver: true }))
      .json;
    const thresholds = [{ on: 'actual', percent: 90 }];
    const changed = (await post(`${PATH}/${budget.id}/changes`, { kind: 'set', thresholds })).json.budget
      .held;
    expect(changed).toMatchObject({ amount: '7', carryOver: true, hard: false, thresholds });
  });
});

describe('many', () => {
  const budgets = [
    { scope: { kind: 'costCenter', key: 'Mobile' }, amount: '20' },
    { scope: { kind: 'costCenter', key: 'Search' }, amount: '31' },
    { scope: { kind: 'team', key: EMAIL.manager }, period: 'quarter', amount: '300' },
  ];
  it('are read before they are applied, and applied as they were read or not at all', async () => {
    const { json: planned } = await post(`${PATH}/plan`, { budgets });
    expect([planned.unchanged, planned.changes]).toMatchObject([
      1,
      [
        { before: { amount: '20' }, after: { amount: '31' } },
        { before: null, period: 'quarter' },
      ],
    ]);
    expect(await version()).toBe(before);
    await post(PATH, { ...budgets[1], amount: '30' });
    before = await version();
    const stale = await post(`${PATH}/apply`, { budgets, plan: planned.plan });
    expect([stale.status, stale.json.error.field, await version()]).toEqual([409, 'plan', before]);
    const { plan } = (await post(`${PATH}/plan`, { budgets })).json;
    const applied = await post(`${PATH}/apply`, { budgets, plan, reason: 'year' });
    expect(applied.json).toEqual({ created: 1, changed: 1, unchanged: 1 });
    // Whoever got no answer sends it again.
    expect((await post(`${PATH}/apply`, { budgets, plan })).json).toEqual({
      created: 0,
      changed: 0,
      unchanged: 3,
    });
  });

  it('are all refused with every fault of each, by its name', async () => {
    const wrong = [
      { ...MOBILE, amount: '1' },
      { scope: { kind: 'user', key: 'nobody' }, amount: '1' },
      { scope: { kind: 'organisation' }, amount: '1', narrowing: { kind: 'tag', key: 'Team', value: 'x' } },
    ];
    for (const what of ['plan', 'apply']) {
      const { status, json } = await post(`${PATH}/${what}`, { budgets: wrong });
      expect([status, json.error.faults]).toMatchObject([
        422,
        [
          { field: 'budgets.1.scope.key', value: 'nobody' },
          { field: 'budgets.2.narrowing', value: 'tag:Team=x' },
        ],
      ]);
    }
    const slip = await post(`${PATH}/apply`, {
      budgets: [
        { ...MOBILE, amount: '1' },
        { scope: { kind: 'costCenter', key: 'Mobil' }, amount: '1' },
      ],
    });
    expect(slip.json.error.faults).toMatchObject([
      { field: 'budgets.1.scope.key', reason: expect.stringMatching(/Mobile.*unknownName/s) },
    ]);
    expect(await version()).toBe(before);
  });
});

describe('is refused, and changes nothing:', () => {
  it.each([
    [400, { ...MOBILE }, 'amount'],
    [400, { ...MOBILE, amount: 5 }, 'amount'],
    [400, { ...MOBILE, amount: '1e3' }, 'amount'],
    [400, { ...MOBILE, amount: '-5' }, 'amount'],
    [400, { ...MOBILE, amount: '5', thresholds: [] }, 'thresholds'],
    [400, { ...MOBILE, amount: '5', periode: 'week' }, 'periode'],
    [400, { ...MOBILE, amount: '5', period: 'fortnight' }, 'period'],
    [400, { scope: { kind: 'organisation', key: 'x' }, amount: '5' }, 'scope.key'],
    [422, { ...MOBILE, amount: '5', from: '2026-10-31' }, 'from'],
    [422, { ...MOBILE, amount: '5', from: 'soon' }, 'from'],
    [422, { ...MOBILE, amount: '5', until: '2026-11-01' }, 'until'],
    [422, { ...MOBILE, amount: '5', thresholds: [{ on: 'actual', percent: 0 }] }, 'thresholds'],
    [422, { scope: { kind: 'user', key: 'ANN@example.com' }, amount: '5' }, 'scope.key'],
    [422, { scope: { kind: 'costCenter', key: 'Nowhere' }, amount: '5' }, 'scope.key'],
  ])('%d: %j', async (status, body, field) => {
    const answer = await post(PATH, body);
    expect([answer.status, answer.json.error.faults]).toMatchObject([status, [{ field }]]);
    expect(await version()).toBe(before);
  });

  it.each([
    [{ kind: 'raise', reason: 'x' }, 'extra'],
    [{ kind: 'raise', extra: '5' }, 'reason'],
    [{ kind: 'end', amount: '5' }, 'amount'],
    [{ kind: 'set', extra: '5' }, 'extra'],
    [{ kind: 'raise', extra: '5', reason: 'x', from: '2026-10-01' }, 'from'],
  ])('a change that says %j', async (body, field) => {
    const answer = await post(`${PATH}/costCenter:Mobile/changes`, body);
    expect([answer.status, answer.json.error.faults]).toMatchObject([422, [{ field }]]);
    expect(await version()).toBe(before);
  });

  it('by whoever may change none, and by a token for anything else', async () => {
    for (const token of ['finance', 'others'])
      for (const [method, path, body] of [
        ['POST', PATH, { ...MOBILE, amount: '5' }],
        ['POST', `${PATH}/costCenter:Mobile/changes`, { kind: 'end' }],
        ['DELETE', `${PATH}/costCenter:Mobile/changes/1`, undefined],
        ['POST', `${PATH}/plan`, { budgets: [{ ...MOBILE, amount: '5' }] }],
        ['POST', `${PATH}/apply`, { budgets: [{ ...MOBILE, amount: '5' }] }],
      ] as const)
        expect([token, path, (await send(method, path, body, token)).status]).toEqual([token, path, 403]);
    for (const path of [PATH, MINE]) expect((await send('GET', path)).status).toBe(403);
    expect(await version()).toBe(before);
  });
});

it('who decided and why is for those who see the audit log; what is not theirs is told like what is not there', async () => {
  const [own] = (await read(MINE, 'user')).changes;
  expect([own.by, own.reason]).toEqual([null, null]);
  expect((await read(MINE)).changes[0].by).toBe(ACTOR.id);
  for (const name of ['costCenter:Mobile', 'user:eve@example.com', 'user:nobody@example.com', 'nothing']) {
    const { status, json } = await send('GET', `${PATH}/${name}`, undefined, 'user');
    expect([name, status, json.error.code]).toEqual([name, 404, 'notFound']);
  }
});

it('one question, one time', async () => {
  expect(
    (await send('GET', `${PATH}?at=2026-11-01&month=2026-11`, undefined, 'reads')).json.error.field,
  ).toBe('at');
  expect((await send('GET', `${PATH}?at=2026-02-30`, undefined, 'reads')).status).toBe(400);
});
