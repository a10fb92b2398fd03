import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAwsError } from '../../src/aws/errors.ts';
import type { AwsBudget } from '../../src/core/awsBudget.ts';
import type { BudgetScope } from '../../src/core/budgets.ts';
import { mirrorName } from '../../src/core/mirrorWanted.ts';
import { money, ZERO } from '../../src/core/money.ts';
import { instantOf } from '../../src/core/periods.ts';
import { nameOfStep, planMirror } from '../../src/jobs/budgets.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { type Bench, bench, tamper } from './setup.ts';

const ACTOR = { id: 'local:test' };
const ANN: BudgetScope & { key: string } = { kind: 'user', key: 'ann.smith@example.com' };
const TOKYO: BudgetScope = { kind: 'costCenter', key: 'CC-4001 Tokyo' };

let b: Bench;
let payer: string;
beforeEach(async () => {
  b = await bench({
    world: { users: 3, days: 3 },
    settings: { budgetsMirror: { enabled: true, subscribers: ['ops@example.com'] } },
  });
  payer = b.deps.settings.payer.accountId ?? '';
});
afterEach(() => b.close());

const aws = () => b.deps.awsFactory(ZERO);
const set = (scope: BudgetScope, usd: string) =>
  b.store.budgets.set(scope, money(usd), ACTOR, instantOf(b.clock.now()));
const plan = async () => {
  const { steps } = await planMirror({ ...b.deps, aws: aws() });
  return steps.map((step) => `${step.action} ${nameOfStep(step)}`);
};
const mirror = async () => (await runSync(b.deps, ['budgets'])).runs[0];
const there = async () => (await aws().budgets.list(payer)).budgets.map((one) => one.name).sort();

const held = async (name: string) =>
  (await aws().budgets.list(payer)).budgets.find((one) => one.name === name);
const MONTHLY = { timeUnit: 'MONTHLY', planned: [] } as const;
/** Somebody changes one of them in AWS. */
async function inAws(name: string, change: Partial<AwsBudget>): Promise<void> {
  const before = await held(name);
  if (before === undefined) throw new Error(`${name} is not in AWS`);
  const notifications = before.notifications.map((one) => ({ ...one, subscribers: one.subscribers ?? [] }));
  await aws().budgets.update(payer, { ...before, notifications, ...change }, before);
}
/** A person's and a cost center's budget, set here and mirrored there. */
async function mirrored(): Promise<{ ann: string; tokyo: string; tokyoId: string }> {
  const [ann, tokyo] = [(await set(ANN, '20')).budget, (await set(TOKYO, '500')).budget];
  expect(await mirror()).toMatchObject({ status: 'ok', rows: 2 });
  return { ann: mirrorName(ann), tokyo: mirrorName(tokyo), tokyoId: tokyo.id };
}

describe('the mirror in AWS Budgets', () => {
  it('plans first and writes nothing meanwhile; names carry no e-mail address', async () => {
    const ann = mirrorName((await set(ANN, '20')).budget);
    const tokyo = mirrorName((await set(TOKYO, '500')).budget);
    await set({ kind: 'userDefault' }, '60');
    expect(ann).toMatch(/^bedrock-ledger-user-ann-smith-[0-9a-f]{8}$/);
    expect((await plan()).sort()).toEqual([`create ${tokyo}`, `create ${ann}`].sort());
    expect(await there()).toEqual([]);
  });

  it('is created, and there is nothing to do afterwards', async () => {
    const { ann, tokyo } = await mirrored();
    expect(await there()).toEqual([tokyo, ann].sort());
    expect(await plan()).toEqual([]);
    expect(await mirror()).toMatchObject({ status: 'ok', rows: 0 });
  });

  it('follows a change of the amount', async () => {
    const { ann } = await mirrored();
    await set(ANN, '25');
    expect(await plan()).toEqual([`update ${ann}`]);
    expect(await mirror()).toMatchObject({ status: 'ok', rows: 1 });
    expect((await held(ann))?.amount).toBe(money('25'));
    expect(await plan()).toEqual([]);
  });

  it('sets right what somebody changed in AWS', async () => {
    const { tokyo } = await mirrored();
    const before = await held(tokyo);
    if (!before) throw new Error('it was created');
    expect(before.notifications.map((one) => [one.threshold.percent, one.subscribers])).toEqual([
      [50, ['ops@example.com']],
      [80, ['ops@example.com']],
      [100, ['ops@example.com']],
    ]);
    await inAws(tokyo, { amount: money('9000') });
    expect(await plan()).toEqual([`update ${tokyo}`]);
    await mirror();
    expect(await held(tokyo)).toMatchObject({ amount: before.amount, notifications: before.notifications });
  });

  it('goes on where it was stopped: what was written but not recorded is taken as its own', async () => {
    const { ann } = await mirrored();
    await tamper(b.store, (lease) => b.store.mirror.forget(lease, ann, instantOf(b.clock.now())));
    expect(await plan()).toEqual([`adopt ${ann}`]);
    expect(await mirror()).toMatchObject({ status: 'ok', rows: 1 });
    expect(await plan()).toEqual([]);
  });

  it('removes what it made and nothing else', async () => {
    const { ann, tokyo, tokyoId } = await mirrored();
    const foreign = {
      name: 'bedrock-ledger-user-somebody-00000000',
      amount: money('5'),
      ...MONTHLY,
      filter: '{"Tags":{"Key":"UserEmail","Values":["x@example.com"],"MatchOptions":["EQUALS"]}}',
      notifications: [],
    };
    await aws().budgets.create(payer, foreign);
    await b.store.budgets.remove(tokyoId, ACTOR, instantOf(b.clock.now()));
    expect(await plan()).toEqual([`delete ${tokyo}`]);
    expect(await mirror()).toMatchObject({ status: 'ok', rows: 1 });
    expect(await there()).toEqual([ann, foreign.name].sort());
  });

  it('filters by the owner and on Bedrock alone, on the names that the bill has where none is known yet', async () => {
    const { ann } = await mirrored();
    const { And = [] } = JSON.parse((await held(ann))?.filter ?? '');
    expect(And).toEqual([
      { Tags: { Key: 'UserEmail', Values: [ANN.key], MatchOptions: ['EQUALS'] } },
      {
        Or: [
          { Dimensions: { Key: 'SERVICE', Values: expect.any(Array), MatchOptions: ['EQUALS'] } },
          { Not: { Tags: { Key: 'InferenceProfile', MatchOptions: ['ABSENT'] } } },
        ],
      },
      { Dimensions: { Key: 'RECORD_TYPE', Values: ['Usage'], MatchOptions: ['EQUALS'] } },
    ]);
    const names = And[1].Or[0].Dimensions.Values;
    expect(names).toContain('Claude Sonnet 4.6 (Amazon Bedrock Edition)');
    expect(names).not.toContain('Amazon Bedrock AgentCore');
    expect(b.simulator.requests()['ce:GetDimensionValues']).toBeGreaterThan(0);
  });

  it('filters by who calls where that is whose spend is', async () => {
    const settings = { ...b.deps.settings, attribution: 'iamPrincipal' as const };
    const { ann, tokyo } = await mirrored();
    await runSync({ ...b.deps, settings }, ['budgets']);
    const ownerIn = async (name: string) => JSON.parse((await held(name))?.filter ?? '').And;
    const usage = { Dimensions: { Key: 'RECORD_TYPE', Values: ['Usage'], MatchOptions: ['EQUALS'] } };
    expect(await ownerIn(ann)).toEqual([
      { Tags: { Key: 'iamPrincipal/UserEmail', Values: [ANN.key], MatchOptions: ['EQUALS'] } },
      usage,
    ]);
    expect(await ownerIn(tokyo)).toEqual([
      { Tags: { Key: 'iamPrincipal/CostCenter', Values: ['CC-4001 Tokyo'], MatchOptions: ['EQUALS'] } },
      usage,
    ]);
  });

  it('counts what is spent under any address of a person, and follows a change of them', async () => {
    const { ann } = await mirrored();
    const now = instantOf(b.clock.now());
    const facts = { name: null, costCenter: null, manager: null, active: null, groups: null };
    await b.store.people.learn('file', [{ email: ANN.key, ...facts }], {
      complete: false,
      actor: ACTOR,
      now,
    });
    const alias = 'Ann.Smith@example.com';
    await b.store.people.addAlias({ alias, email: ANN.key, source: 'byHand' }, ACTOR, now);
    expect(await plan()).toEqual([`update ${ann}`]);
    await mirror();
    expect((await held(ann))?.filter).toContain(JSON.stringify([alias, ANN.key]));
    await b.store.people.removeAlias(alias, ACTOR, now);
    expect(await plan()).toEqual([`update ${ann}`]);
  });

  it('is off until it is switched on', async () => {
    await set(ANN, '30');
    const settings = { ...b.deps.settings, budgetsMirror: { enabled: false, subscribers: [] } };
    const [run] = (await runSync({ ...b.deps, settings }, ['budgets'])).runs;
    expect(run).toMatchObject({ status: 'failed', requests: 0 });
    expect(run?.errors[0]?.error).toContain('budgetsMirror.enabled');
    expect(await there()).toEqual([]);
  });

  it('reports what AWS refuses and does the rest', async () => {
    const { ann, tokyoId } = await mirrored();
    const odd = mirrorName((await set({ kind: 'user', key: 'odd@example.com' }, '10')).budget);
    await b.store.budgets.remove(tokyoId, ACTOR, instantOf(b.clock.now()));
    const broken = { ...b.deps.settings, budgetsMirror: { enabled: true, subscribers: ['no address'] } };
    const [run] = (await runSync({ ...b.deps, settings: broken }, ['budgets'])).runs;
    expect(run).toMatchObject({ status: 'partial', rows: 1 });
    expect(run?.errors.map(({ slice }) => slice)).toEqual([`update ${ann}`, `create ${odd}`]);
    for (const { error } of run?.errors ?? []) expect(error).toContain('AWS Budgets');
    expect(await there()).toEqual([ann]);
  });

  it('is refused in AWS’s own kind of error where a name is none', async () => {
    const refused = await aws()
      .budgets.create(payer, { name: 'x:y', amount: money('1'), ...MONTHLY, filter: '{}', notifications: [] })
      .catch((error: unknown) => error);
    expect(isAwsError(refused, 'invalid')).toBe(true);
  });
});
