import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { releaseStop, takeGrace } from '../../src/app/stop/reprieve.ts';
import { createAws } from '../../src/aws/factory.ts';
import { operator, type Viewer } from '../../src/core/access.ts';
import { plainTerms } from '../../src/core/budgets.ts';
import { money, ZERO } from '../../src/core/money.ts';
import { familyOf, narrowingsOf } from '../../src/core/narrowing.ts';
import { HOUR_MS, instantOf } from '../../src/core/periods.ts';
import type { EnforcementSettings } from '../../src/core/stop/settings.ts';
import type { Instant } from '../../src/core/types.ts';
import { gapTo } from '../../src/core/watching.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { awaited } from '../../src/jobs/watchingFacts.ts';
import { askingOf } from '../asking.ts';
import { PAYER_KEYS } from '../aws/setup.ts';
import { vend } from '../vending.ts';
import { type Bench, type Collected, collected, tamper } from './setup.ts';

/** Hard budgets stop people: decided from the ledger, marked at the simulated AWS, and nothing else of it touched. */

const ON: EnforcementSettings = {
  mode: 'on',
  onUnpriced: false,
  exemptGroups: [],
  grace: { amount: money('10'), hours: 4 },
  contact: null,
};
const ACTOR = { id: 'ann@example.com' };
/** Policies that leave the making of profiles to the service: nobody needs a mark to go on. */
const POLICIES = {
  geographies: null,
  models: null,
  selfService: false,
  enforcement: true,
  opened: [],
  tiers: null,
  exemptions: [],
};

let company: Collected;
let b: Bench;
beforeAll(async () => {
  company = await collected(['profiles', 'usage', 'charges', 'rates', 'spend'], {
    world: { users: 12, days: 5 },
    settings: { backfillDays: 5, regions: ['us-east-1'], enforcement: ON, policies: POLICIES },
  });
});
afterAll(() => company.remove());
beforeEach(async () => {
  b = await company.bench();
});
afterEach(() => b.close());

const now = (): Instant => instantOf(b.clock.now());
/** Whoever has profiles and spent something, who has most first. */
const spender = async (): Promise<string> => (await people())[0] ?? '';
async function people(): Promise<string[]> {
  const rows = await b.store.spend.amounts({
    range: { start: '2026-11-01', endExclusive: '2026-12-01' },
    groupBy: ['user'],
    basis: 'best',
    filter: {},
    scope: 'all',
  });
  const who = rows.flatMap(({ keys, amount }) => (amount > 0n ? (keys[0] ?? '') : []));
  return who.filter((email) => inAws(email).size > 0).sort((x, y) => inAws(y).size - inAws(x).size);
}
const setHard = (email: string, dollars: string, more: { narrowing?: string } = {}) =>
  b.store.budgets.apply(
    [
      {
        do: 'set',
        slot: {
          scope: { kind: 'user', key: email },
          period: 'month',
          narrowing: more.narrowing === undefined ? null : { kind: 'family', key: more.narrowing },
        },
        terms: { ...plainTerms(money(dollars)), hard: true },
        from: '2026-11-01',
      },
    ],
    ACTOR,
    now(),
  );
/** ARN → the tag at AWS, of somebody's profiles. */
const inAws = (email: string): Map<string, string | undefined> =>
  new Map(
    b.deps.settings.accounts
      .flatMap(({ accountId }) => b.simulator.world.profiles(accountId, 'us-east-1'))
      .filter(({ tags }) => tags.some(({ key, value }) => key === 'UserEmail' && value === email))
      .map(({ arn, tags }) => [arn, tags.find(({ key }) => key === 'BudgetStatus')?.value]),
  );
const values = (email: string) => [...new Set(inAws(email).values())];
const enforce = async (enforcement: Partial<EnforcementSettings> = {}) => {
  const settings = { ...b.deps.settings, enforcement: { ...b.deps.settings.enforcement, ...enforcement } };
  const [run] = (await runSync({ ...b.deps, settings }, ['enforce'])).runs;
  return run;
};
const written = () =>
  Object.entries(b.simulator.requests())
    .filter(([name]) => /bedrock:(Tag|Untag)Resource$/.test(name))
    .reduce((sum, [, count]) => sum + count, 0);

const othersMarked = (email: string) =>
  b.deps.settings.accounts
    .flatMap(({ accountId }) => b.simulator.world.profiles(accountId, 'us-east-1'))
    .filter(({ arn, tags }) => !inAws(email).has(arn) && tags.some(({ key }) => key === 'BudgetStatus'));
const change = async (settings: object) => {
  const body = JSON.stringify(settings);
  await fetch(`${b.simulator.url}/_sim/settings`, { method: 'POST', body });
};
const collect = () => runSync(b.deps, ['profiles', 'usage', 'spend']);
const isDue = () => b.store.stops.isDue(b.deps.settings.enforcement.mode, now());

describe('a hard budget that is used up', () => {
  it('marks all profiles of the person and nobody else, keeps who and why, and writes nothing again', async () => {
    const who = await spender();
    await setHard(who, '0.01');
    const plain = () =>
      b.deps.settings.accounts
        .flatMap(({ accountId }) => b.simulator.world.profiles(accountId, 'us-east-1'))
        .map(({ arn, tags }) => [arn, tags.filter(({ key }) => key !== 'BudgetStatus')]);
    const before = plain();
    expect(inAws(who).size).toBeGreaterThan(1);
    expect(await enforce()).toMatchObject({ status: 'ok', rows: inAws(who).size });
    expect([values(who), othersMarked(who)]).toEqual([['exceeded'], []]);
    expect(plain()).toEqual(before);
    const [stop] = await b.store.stops.going();
    expect(stop).toMatchObject({ scopeKind: 'user', scopeKey: who, since: now(), isDry: false });
    const marks = (await b.store.marks.all()).map(({ arn, mark, effective, dueAt, stopId }) => [
      arn,
      mark,
      effective,
      dueAt,
      stopId,
    ]);
    const arns = [...inAws(who).keys()].sort();
    expect(marks).toEqual(arns.map((arn) => [arn, 'exceeded', 'exceeded', null, stop?.id]));
    const writes = written();
    expect(await enforce()).toMatchObject({ status: 'ok', rows: 0, requests: 0 });
    expect(written()).toBe(writes);
    expect(await isDue()).toBe(false);
  });

  it('marks only profiles of the models that it is narrowed to', async () => {
    const who = await spender();
    const own = (await b.store.profiles.all()).filter(({ arn }) => inAws(who).has(arn));
    const [family = ''] = narrowingsOf(own.map(({ modelKey }) => modelKey)).families;
    await setHard(who, '0.01', { narrowing: family });
    await enforce();
    const marked = own.filter(({ arn }) => inAws(who).get(arn) === 'exceeded');
    expect(marked.length).toBeGreaterThan(0);
    expect(marked.length).toBeLessThan(own.length);
    expect(marked.every(({ modelKey }) => familyOf(modelKey) === family)).toBe(true);
  });

  it('frees by a raise, a release and a new period, and stops again once a grace is over', async () => {
    const who = await spender();
    const [{ id = '' } = {}] = await setHard(who, '0.01');
    await enforce();
    const slot = { budgetId: id, scopeKey: who, periodStart: '2026-11-01' };
    const until = instantOf(b.clock.now() + HOUR_MS);
    const grace = {
      id: 'g',
      kind: 'grace' as const,
      ...slot,
      from: now(),
      until,
      extra: money('9999'),
      by: who,
    };
    expect(await isDue()).toBe(false);
    expect(await b.store.stops.addReprieve({ ...grace, reason: 'a demo' }, { id: who }, now())).toBe(true);
    expect(await b.store.stops.addReprieve({ ...grace, id: 'h', reason: '' }, { id: who }, now())).toBe(
      false,
    );
    expect(await isDue()).toBe(true);
    await enforce();
    expect([values(who), await isDue()]).toEqual([[undefined], false]);
    b.clock.advance(HOUR_MS);
    expect(await isDue()).toBe(true);
    await enforce();
    expect(values(who)).toEqual(['exceeded']);
    const release = {
      ...grace,
      id: 'r',
      kind: 'release' as const,
      extra: null,
      from: now(),
      reason: 'an outage',
    };
    await b.store.stops.addReprieve({ ...release, until: '2026-12-01T00:00:00.000Z' }, ACTOR, now());
    await enforce();
    expect(values(who)).toEqual([undefined]);
    const ended = await b.store.stops.list({ of: { scopeKind: 'user', scopeKey: who }, limit: 9 });
    expect(ended.map(({ why }) => why)).toEqual(['released', 'grace']);

    const bob = (await people()).find((one) => one !== who) ?? '';
    await setHard(bob, '0.01');
    await enforce();
    expect(values(bob)).toEqual(['exceeded']);
    await setHard(bob, '99999');
    await enforce();
    expect(values(bob)).toEqual([undefined]);
    await setHard(bob, '0.01');
    await enforce();
    // Nothing is collected any more: the period is over all the same.
    b.clock.advance(Date.parse('2026-12-01T00:00:01.000Z') - b.clock.now());
    await enforce();
    expect(values(bob)).toEqual([undefined]);
    expect((await b.store.stops.list({ limit: 1 }))[0]?.why).toBe('period');
  });

  it('stops nobody on stale figures, and frees nobody by them', async () => {
    const [ann = '', bob = ''] = await people();
    await setHard(ann, '0.01');
    await enforce();
    b.clock.advance(4 * HOUR_MS);
    await setHard(bob, '0.01');
    await enforce();
    expect([values(ann), values(bob)]).toEqual([['exceeded'], [undefined]]);
    await collect();
    await enforce();
    expect([values(ann), values(bob)]).toEqual([['exceeded'], ['exceeded']]);
  });

  it('leaves people of exempt groups alone', async () => {
    const who = await spender();
    await setHard(who, '0.01');
    const fact = {
      email: who,
      name: null,
      costCenter: null,
      manager: null,
      active: null,
      groups: ['on-call'],
    };
    await b.store.people.learn('byHand', [fact], { complete: false, actor: ACTOR, now: now() });
    await tamper(b.store, (lease) => b.store.belongings.record(lease, '2026-11-20'));
    await enforce({ exemptGroups: ['on-call'] });
    expect([values(who), await b.store.stops.going()]).toEqual([[undefined], []]);
    await enforce();
    expect(values(who)).toEqual(['exceeded']);
  });
});

describe('somebody who is held to a hard budget', () => {
  const by = (email: string, roles: Viewer['roles'] = new Set(['user'] as const)) =>
    askingOf(b.store, {
      viewer: { ...operator(email), email, roles, reports: new Set(), ownedCostCenters: new Set() },
      actor: { id: email },
      now: b.clock.now(),
      settings: b.deps.settings,
    });

  it('gives themselves a grace once in its period, and nobody else one', async () => {
    const [who = '', other = ''] = await people();
    const [{ id = '' } = {}] = await setHard(who, '0.01');
    await enforce();
    const typed = { budget: id, for: who };
    await expect(takeGrace(by(other), typed)).rejects.toMatchObject({ code: 'notFound' });
    const none = { ...by(who), settings: { ...b.deps.settings, enforcement: { ...ON, grace: null } } };
    expect(await takeGrace(none, typed)).toEqual({ done: 'graceOff', until: null });
    const until = instantOf(b.clock.now() + 4 * HOUR_MS);
    expect(await takeGrace(by(who), typed)).toEqual({ done: 'taken', until });
    expect(await takeGrace(by(who), typed)).toEqual({ done: 'graceTaken', until: null });
    expect(await isDue()).toBe(true);
  });

  it('is released by whoever may change the budget, with a reason', async () => {
    const who = await spender();
    await setHard(who, '0.01');
    await enforce();
    const [stop] = await b.store.stops.going();
    const typed = { hours: '2', reason: 'an outage' };
    const id = stop?.id ?? '';
    await expect(releaseStop(by(who), id, typed)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(releaseStop(by(who), 'x', typed)).rejects.toMatchObject({ code: 'notFound' });
    const admin = by('ann@example.com', new Set(['administrator'] as const));
    await expect(releaseStop(admin, id, { ...typed, hours: '1.5' })).rejects.toMatchObject({
      faults: [{ field: 'hours' }],
    });
    await releaseStop(admin, id, typed);
    await enforce();
    expect(values(who)).toEqual([undefined]);
    b.clock.advance(2 * HOUR_MS);
    await enforce();
    expect(values(who)).toEqual(['exceeded']);
  });
});

describe('marks at AWS', () => {
  it('that somebody changed are mended with the next collection, and told', async () => {
    const who = await spender();
    await setHard(who, '0.01');
    await enforce();
    const [arn = ''] = inAws(who).keys();
    b.simulator.world.setTags(arn, [], ['BudgetStatus']);
    const other = b.simulator.world
      .profiles(b.deps.settings.accounts[0]?.accountId ?? '', 'us-east-1')
      .find((one) => !inAws(who).has(one.arn));
    b.simulator.world.setTags(other?.arn ?? '', [{ key: 'BudgetStatus', value: 'exceeded' }], []);
    await collect();
    expect(await enforce()).toMatchObject({ rows: 2, errors: [{ slice: arn }] });
    expect([values(who), othersMarked(who)]).toEqual([['exceeded'], []]);
  });

  it('that AWS refuses are asked for again later, told, and made good', async () => {
    const who = await spender();
    await setHard(who, '0.01');
    await change({ throttlePercent: 100 });
    const { accounts, payer, awsChargeCeiling: ceiling } = b.deps.settings;
    const clientOptions = { endpoint: b.simulator.url, credentials: PAYER_KEYS, maxAttempts: 1 };
    b.deps.awsFactory = createAws({ accounts, payer, ceiling, clock: b.clock, clientOptions });
    expect(await enforce()).toMatchObject({ status: 'partial', rows: 0 });
    const refused = await b.store.marks.all();
    expect(refused.filter(({ lastError }) => lastError !== null)).toHaveLength(Math.min(3, refused.length));
    await change({ throttlePercent: 0 });
    b.clock.advance(9 * 60_000);
    expect(await isDue()).toBe(true);
    await enforce();
    expect(values(who)).toEqual(['exceeded']);
    expect(
      (await b.store.marks.all()).every(({ lastError, refusals }) => lastError === null && refusals === 0),
    ).toBe(true);
  });

  it('are written to the end by the next run where one was killed', async () => {
    const who = await spender();
    await setHard(who, '0.01');
    const stop = new AbortController();
    const progress = {
      ...b.deps.progress,
      step: (_: number, note = '') => note.startsWith('arn:') && stop.abort(),
    };
    await runSync({ ...b.deps, progress, signal: stop.signal }, ['enforce']);
    expect(new Set(inAws(who).values())).toEqual(new Set(['exceeded', undefined]));
    await enforce();
    expect(values(who)).toEqual(['exceeded']);
  });

  it('are there from the beginning where the service makes a profile', async () => {
    const who = await spender();
    await setHard(who, '0.01');
    await enforce();
    const [own] = (await b.store.profiles.all()).filter(({ arn }) => inAws(who).has(arn));
    const used = new Set((await b.store.profiles.all()).map(({ sourceId }) => sourceId));
    const sources = (await b.store.profiles.catalogue()).filter(
      ({ type, region, id }) => type === 'systemProfile' && region === 'us-east-1' && !used.has(id),
    );
    const vended = async (userEmail: string, at: number) => {
      const wish = { userEmail, costCenter: 'CC-1', sourceId: sources[at]?.id ?? '' };
      const { accountId = '', region = '' } = own ?? {};
      const deps = { ...b.deps, aws: b.deps.awsFactory(ZERO), clock: b.clock };
      const { profile } = await vend(deps, { ...wish, accountId, region }, ACTOR);
      return inAws(userEmail).get(profile.arn);
    };
    expect(await vended(who, 0)).toBe('exceeded');
    expect(await vended('zoe@example.com', 0)).toBeUndefined();
  });

  it('are none in a dry run, which says who would be stopped, and go when it is switched off', async () => {
    const who = await spender();
    await setHard(who, '0.01');
    await enforce({ mode: 'dryRun' });
    expect([values(who), written(), await b.store.marks.all()]).toEqual([[undefined], 0, []]);
    expect(await b.store.stops.going()).toMatchObject([{ scopeKey: who, isDry: true }]);
    await enforce({ mode: 'on' });
    expect(await b.store.stops.going()).toMatchObject([{ scopeKey: who, isDry: false }]);
    expect(values(who)).toEqual(['exceeded']);
    expect(await b.store.stops.isDue('off', now())).toBe(true);
    await enforce({ mode: 'off' });
    expect([values(who), await b.store.stops.going()]).toEqual([[undefined], []]);
    await enforce({ mode: 'off' });
    expect(await b.store.marks.all()).toEqual([]);
    expect(await b.store.stops.isDue('off', now())).toBe(false);
  });

  it('let everybody else answer where people make profiles themselves, also once it is switched off', async () => {
    const who = await spender();
    await setHard(who, '0.01');
    const settings = { ...b.deps.settings, policies: { ...POLICIES, selfService: true } };
    await runSync({ ...b.deps, settings }, ['enforce']);
    expect(values(who)).toEqual(['exceeded']);
    const all = b.deps.settings.accounts.flatMap(({ accountId }) =>
      b.simulator.world.profiles(accountId, 'us-east-1'),
    );
    expect(othersMarked(who)).toHaveLength(all.length - inAws(who).size);
    const off = { ...settings, enforcement: { ...ON, mode: 'off' as const } };
    await runSync({ ...b.deps, settings: off }, ['enforce']);
    expect(values(who)).toEqual(['ok']);
  });
});

it('what ended is forgotten with the audit log', async () => {
  const who = await spender();
  await setHard(who, '0.01');
  await enforce();
  await setHard(who, '99999');
  await enforce();
  expect(await b.store.stops.forget(now(), 10)).toBe(0);
  expect(await b.store.stops.forget(instantOf(b.clock.now() + 1), 10)).toBe(1);
});

it('a hard budget is looked at closely up to where it stops somebody, whatever is told of it', () => {
  const terms = { ...plainTerms(money('100')), thresholds: [{ on: 'actual' as const, percent: 50 }] };
  const gap = (hard: boolean, spent: string, mode: EnforcementSettings['mode'] = 'on') => {
    const set = { ...b.deps.settings, enforcement: { ...ON, mode } };
    return gapTo(money(spent), money('100'), awaited({ terms: { ...terms, hard } }, money('100'), set));
  };
  expect([gap(false, '60'), gap(true, '60', 'off')]).toEqual([null, null]);
  expect([gap(true, '60'), gap(true, '104')]).toEqual([money('40'), money('6')]);
});

describe('what people are told', () => {
  const told = async () =>
    (await b.store.notices.since(['stopNear', 'stopped', 'freed'], '2026-01-01T00:00:00.000Z', 99))
      .map(({ kind, scope, data, resolvedAt }) => [kind, scope?.key, data.why ?? '', resolvedAt === null])
      .sort();
  const spentBy = async (email: string) => {
    const [row] = await b.store.spend.amounts({
      range: { start: '2026-11-01', endExclusive: '2026-12-01' },
      groupBy: [],
      basis: 'best',
      filter: { user: [email] },
      scope: 'all',
    });
    return row?.amount ?? 0n;
  };

  it('is a warning, the stop and its end, each once, in the message of whom it is about', async () => {
    const who = await spender();
    const near = (Number(await spentBy(who)) / 1e10) * 1.04;
    await setHard(who, near.toFixed(4));
    await enforce();
    await enforce();
    expect(await told()).toEqual([['stopNear', who, '', true]]);
    await setHard(who, '0.01');
    await enforce();
    await enforce();
    expect(await told()).toEqual([
      ['stopNear', who, '', false],
      ['stopped', who, '', true],
    ]);
    await setHard(who, '99999');
    await enforce();
    await enforce();
    expect(await told()).toEqual([
      ['freed', who, 'raised', true],
      ['stopNear', who, '', false],
      ['stopped', who, '', false],
    ]);
  });

  it('is nothing in a dry run, and of whoever was stopped that it is over', async () => {
    const who = await spender();
    await setHard(who, '0.01');
    await enforce({ mode: 'dryRun' });
    expect(await told()).toEqual([]);
    await enforce();
    await enforce({ mode: 'dryRun' });
    expect(await told()).toEqual([
      ['freed', who, 'off', true],
      ['stopped', who, '', false],
    ]);
  });
});
