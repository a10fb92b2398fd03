import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { setBudget } from '../../../src/app/budgets/change.ts';
import { overBudgets } from '../../../src/app/budgets/over.ts';
import { seeBudgets } from '../../../src/app/budgets/seen.ts';
import { type BudgetStanding, standingsHeld, standingsOf } from '../../../src/app/budgets/standings.ts';
import { reportSpend } from '../../../src/app/spend/report.ts';
import { budgetsFor } from '../../../src/app/visible.ts';
import { viewerFrom } from '../../../src/core/access.ts';
import {
  type BudgetScope,
  type BudgetSlot,
  ownWhom,
  plainTerms,
  type Whom,
} from '../../../src/core/budgets.ts';
import { formatFixed, money, ZERO } from '../../../src/core/money.ts';
import { narrowingText } from '../../../src/core/narrowing.ts';
import { daysOf } from '../../../src/core/periods.ts';
import type { Settings } from '../../../src/core/settings.ts';
import type { Money } from '../../../src/core/types.ts';
import { alertsJob } from '../../../src/jobs/alerts.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/types.ts';
import type { Lease } from '../../../src/store/typesLease.ts';
import { askingOf } from '../../asking.ts';
import { SILENT } from '../../jobs/setup.ts';
import { leaseOf, listedProfile, NOW, NOW_MS, open, PLACE, spendRow } from '../../store/setup.ts';

/** All budgets that somebody is held to this month, as pages read them. */
async function standingsFor(asking: ReturnType<typeof askingOf>, whom: Whom): Promise<BudgetStanding[]> {
  const november = { start: '2026-11-01', endExclusive: '2026-12-01' };
  const { holding } = await budgetsFor(asking, november);
  const held = holding(whom).filter(({ endedOn }) => endedOn === null);
  const found = await standingsHeld(
    asking,
    held.map((budget) => ({ budget, whom })),
  );
  return [...found.values()];
}

/** NOW is Friday, 20 November 2026. Max heads Eve, whom Ann reports to. Everybody spends $10 a day of two models. */

const TODAY = '2026-11-20';
const ACTOR = { id: 'local:test' };
const [MAX, EVE, ANN, BOB] = ['max', 'eve', 'ann', 'bob'].map((name) => `${name}@example.com`) as [
  string,
  string,
  string,
  string,
];
const OPUS = 'anthropic.claude-opus-4-6-v1';
const NOVA = 'amazon.nova-lite-v1:0';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'counted-'));
  const store = await openStore(join(folder, 'first.db'), { now: NOW_MS });
  const lease = await leaseOf(store);
  for (const day of daysOf({ start: '2026-10-01', endExclusive: TODAY })) {
    const row = (userEmail: string, modelKey: string, amount: string, costCenter = 'CC-1') =>
      spendRow({
        day,
        userEmail,
        modelKey,
        costCenter,
        profileArn: `arn:${userEmail}`,
        amount: money(amount),
        billed: day < '2026-11-18' ? money(amount) : ZERO,
        label: day < '2026-11-18' ? 'final' : 'estimated',
        estimated: money(amount),
      });
    const rows = [MAX, EVE, ANN, BOB].flatMap((user) => [row(user, OPUS, '6'), row(user, NOVA, '4')]);
    await store.spend.replaceDay(lease, day, rows, [], '');
  }
  await store.lease.release(lease);
  store.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function company() {
  const copy = join(folder, `${randomUUID()}.db`);
  copyFileSync(join(folder, 'first.db'), copy);
  const store = await open(copy);
  return { store, lease: await leaseOf(store), asking: askingOf(store) };
}
const says = (store: Store, people: readonly (readonly [string, string, string?])[], now = NOW) =>
  store.people.learn(
    'file',
    people.map(([email, manager, costCenter = 'CC-1']) => ({
      email,
      name: null,
      costCenter,
      manager: manager === '' ? '' : manager,
      active: true,
      groups: email === BOB ? ['big', 'small'] : [],
    })),
    { complete: false, actor: ACTOR, now },
  );
const usd = (amount: Money | null | undefined) => (amount == null ? amount : formatFixed(amount, 2));

async function standing(asking: ReturnType<typeof askingOf>, typed: Record<string, string>) {
  const { budget } = await setBudget(asking, {
    amount: '100',
    'unknown.key': typed.key ?? '',
    'unknown.narrow': typed.narrow ?? '',
    ...typed,
  });
  const held = (await asking.store.budgets.on(TODAY, asking.settings.budgets.calendar)).filter(
    ({ id }) => id === budget.id,
  );
  const [one] = await standingsOf(asking, held);
  return one ?? expect.unreachable();
}

it('each counts its own: whom, what of the spend, on which days', async () => {
  const { store, lease, asking } = await company();
  await says(store, [
    [MAX, ''],
    [EVE, MAX],
    [ANN, EVE],
    [BOB, ''],
  ]);
  await store.belongings.record(lease, '2026-10-01');
  // From the tenth on Ann is of Bob's team.
  await says(store, [[ANN, BOB]]);
  await store.belongings.record(lease, '2026-11-10');
  const counted = async (typed: Record<string, string>) =>
    usd((await standing(asking, typed)).standing?.counted);
  // Eve on 19 days, Ann on nine.
  expect(await counted({ scope: 'team', key: MAX })).toBe('280.00');
  expect(await counted({ scope: 'team', key: BOB })).toBe('100.00');
  expect(await counted({ scope: 'organisation' })).toBe('760.00');
  expect(await counted({ scope: 'organisation', narrow: 'family:claude-opus' })).toBe('456.00');
  expect(await counted({ scope: 'team', key: MAX, narrow: 'vendor:amazon' })).toBe('112.00');
  expect(await counted({ scope: 'user', key: ANN, period: 'week' })).toBe('40.00');
  expect(await counted({ scope: 'user', key: ANN, period: 'day' })).toBe('0.00');
  expect(await counted({ scope: 'user', key: ANN, period: 'quarter' })).toBe('500.00');
  expect(await counted({ scope: 'costCenter', key: 'CC-1', period: 'year', narrow: 'vendor:meta' })).toBe(
    '0.00',
  );
  const window = await standing(asking, { scope: 'user', key: EVE, from: '2026-11-15', until: '2026-11-24' });
  expect(window.countedDays).toEqual({ start: '2026-11-15', endExclusive: '2026-11-25' });
  expect(window.standing).toMatchObject({
    counted: money('50'),
    forecast: { mid: money('100') },
    state: 'within',
  });
  expect([usd(window.estimated), window.members]).toEqual(['20.00', null]);
  const short = { scope: 'user', key: BOB, from: '2026-11-15', until: '2026-11-24', amount: '30' };
  expect((await standing(asking, short)).standing).toMatchObject({ state: 'over', reachesOn: '2026-11-17' });
  const team = await standing(asking, { scope: 'team', key: MAX, amount: '200' });
  expect([team.members, team.standing?.state, team.standing?.reachesOn]).toEqual([1, 'over', '2026-11-11']);
});

it('teams within each other count the same together as each by itself, and so does what drives them', async () => {
  const { store, lease, asking } = await company();
  await says(store, [
    [MAX, ''],
    [EVE, MAX],
    [ANN, EVE],
    [BOB, MAX],
  ]);
  await store.belongings.record(lease, '2026-10-01');
  await says(store, [[ANN, BOB]]);
  await store.belongings.record(lease, '2026-11-10');
  for (const key of [MAX, EVE, BOB])
    for (const narrow of ['', 'vendor:amazon'])
      await setBudget(asking, { scope: 'team', 'unknown.key': key, key, amount: '100', narrow });
  const heldNow = async () =>
    (await store.budgets.on(TODAY, asking.settings.budgets.calendar)).map((budget) => ({
      budget,
      whom: ownWhom(budget) ?? expect.unreachable(),
    }));
  const held = await heldNow();
  const seen = async (some: typeof held) =>
    (await seeBudgets(asking, some)).map(({ budget, whom, standing: { counted }, billed, drivers }) => ({
      ...{ who: `${whom.key} ${narrowingText(budget.narrowing)}`, counted: usd(counted), billed, drivers },
    }));
  const together = await seen(held);
  // Max: Eve and Bob on 19 days, Ann as well; Eve: Ann on nine; Bob: Ann on ten.
  expect(together.map(({ who, counted, drivers }) => [who, counted, drivers.model?.key])).toEqual([
    [`${BOB} `, '100.00', OPUS],
    [`${BOB} vendor:amazon`, '40.00', NOVA],
    [`${EVE} `, '90.00', undefined],
    [`${EVE} vendor:amazon`, '36.00', undefined],
    [`${MAX} `, '570.00', OPUS],
    [`${MAX} vendor:amazon`, '228.00', NOVA],
  ]);
  expect(together).toEqual((await Promise.all(held.map((one) => seen([one])))).flat());
  // Of several periods at once too: who is of which team is read once, for all of their days, and each day of spend once.
  for (const key of [MAX, EVE, BOB])
    for (const period of ['quarter', 'week', 'day'])
      await setBudget(asking, { scope: 'team', 'unknown.key': key, key, amount: '100', period });
  for (const period of ['month', 'quarter'])
    await setBudget(asking, { scope: 'user', key: ANN, amount: '100', period, narrow: 'vendor:amazon' });
  const all = await heldNow();
  expect(all.length).toBe(17);
  const alone = await Promise.all(all.map(({ budget }) => standingsOf(asking, [budget])));
  expect(
    await standingsOf(
      asking,
      all.map(({ budget }) => budget),
    ),
  ).toEqual(alone.flat());
  expect(await seen(all)).toEqual((await Promise.all(all.map((one) => seen([one])))).flat());
});

it('nobody is without a budget whom one of any kind holds for', async () => {
  const { store, lease, asking } = await company();
  await says(store, [
    [MAX, ''],
    [EVE, ''],
    [ANN, '', 'CC-9'],
    [BOB, ''],
  ]);
  await store.belongings.record(lease, '2026-10-01');
  const without = async () => {
    const { rows, counts } = await overBudgets(asking, { which: 'none', part: null });
    expect(counts.none).toBe(rows.length);
    return rows.map(({ whom }) => whom.key).sort();
  };
  const set = async (scope: BudgetScope, more: Partial<BudgetSlot> = {}) => {
    const slot = { scope, period: 'month' as const, narrowing: null, ...more };
    const deed = { do: 'set' as const, slot, terms: plainTerms(money('60')), from: '2026-10-01' };
    const [done] = await store.budgets.apply([deed], ACTOR, NOW);
    return done?.id ?? '';
  };
  expect(await without()).toEqual(['CC-1', ANN, BOB, EVE, MAX].sort());
  await set({ kind: 'groupDefault', key: 'small' });
  await set({ kind: 'memberDefault', key: 'CC-9' });
  expect(await without()).toEqual(['CC-1', EVE, MAX].sort());
  await set({ kind: 'user', key: EVE }, { period: 'year', narrowing: { kind: 'vendor', key: 'amazon' } });
  const own = await set({ kind: 'user', key: MAX });
  expect(await without()).toEqual(['CC-1']);
  await store.budgets.apply([{ do: 'end', id: own, from: '2026-11-15' }], ACTOR, NOW);
  expect(await without()).toEqual(['CC-1', MAX].sort());
  const all = await set({ kind: 'userDefault' }, { period: 'quarter' });
  expect(await without()).toEqual(['CC-1']);
  await store.budgets.apply([{ do: 'end', id: all, from: '2026-11-15' }], ACTOR, NOW);
  expect(await without()).toEqual(['CC-1', MAX].sort());
  await set({ kind: 'costCenterDefault' });
  expect(await without()).toEqual([MAX]);
});

it('a tag counts the profiles that bore it on the day', async () => {
  const { store, lease, asking } = await company();
  const listed = [ANN, EVE].map((user) => ({ ...listedProfile(user), arn: `arn:${user}` }));
  const tags = (UserEmail: string, Project: string) => [`arn:${UserEmail}`, { UserEmail, Project }] as const;
  const list = (annsProject: string, now: string) =>
    store.profiles.replacePlace(
      lease,
      PLACE,
      listed,
      new Map([tags(ANN, annsProject), tags(EVE, 'Atlas')]),
      now,
    );
  await list('Atlas', '2026-11-01T00:00:00.000Z');
  await list('Borealis', '2026-11-10T12:00:00.000Z');
  const held = async (value: string) => {
    const slot = {
      scope: { kind: 'organisation' as const },
      period: 'month' as const,
      narrowing: { kind: 'tag' as const, key: 'Project', value },
    };
    const terms = { amount: money('100'), thresholds: null, carryOver: false, hard: false };
    await store.budgets.apply([{ do: 'set', slot, terms, from: '2026-11-01' }], ACTOR, NOW);
    const all = await store.budgets.on(TODAY, asking.settings.budgets.calendar);
    const found = all.filter(({ narrowing }) => narrowing?.kind === 'tag' && narrowing.value === value);
    return usd((await standingsOf(asking, found))[0]?.standing?.counted);
  };
  // Eve on 19 days and Ann on nine; Ann's from the tenth on, as its tags were at the end of that day.
  expect([await held('Atlas'), await held('Borealis'), await held('atlas')]).toEqual([
    '280.00',
    '100.00',
    '0.00',
  ]);
});

it('what was unused is carried over, once, and counts on pages as in lists', async () => {
  const { store, asking } = await company();
  const slot = { scope: { kind: 'user' as const, key: ANN }, period: 'month' as const, narrowing: null };
  const terms = { amount: money('350'), thresholds: null, carryOver: true, hard: false };
  await store.budgets.apply(
    [{ do: 'set', slot, terms, from: '2026-10-01' }],
    ACTOR,
    '2026-10-01T00:00:00.000Z',
  );
  const [one] = await standingsFor(asking, { kind: 'user', key: ANN });
  // Of 350 in October 310 were spent; in November 190.
  expect(one?.standing).toMatchObject({ limit: money('390'), carriedOver: money('40'), left: money('200') });
  const { facts } = await reportSpend(
    asking,
    { kind: 'user', key: ANN },
    { start: '2026-11-01', endExclusive: '2026-12-01' },
    [],
  );
  expect(facts.standing).toMatchObject({ limit: money('390'), carriedOver: money('40') });
  const october = await reportSpend(
    asking,
    { kind: 'user', key: ANN },
    { start: '2026-10-01', endExclusive: '2026-11-01' },
    [],
  );
  expect(october.facts.standing).toMatchObject({ limit: money('350'), carriedOver: ZERO, left: money('40') });
});

it('a page of a quarter, a year, a week shows the budget of that period, and what is ahead', async () => {
  const { asking } = await company();
  await standing(asking, { scope: 'user', key: ANN, period: 'quarter', amount: '800' });
  await standing(asking, { scope: 'user', key: ANN, amount: '400' });
  const limitOf = async (start: string, endExclusive: string) => {
    const { facts } = await reportSpend(asking, { kind: 'user', key: ANN }, { start, endExclusive }, []);
    return [usd(facts.standing.limit), usd(facts.standing.forecast?.mid)];
  };
  expect(await limitOf('2026-10-01', '2027-01-01')).toEqual(['800.00', '920.00']);
  expect(await limitOf('2026-11-01', '2026-12-01')).toEqual(['400.00', '300.00']);
  expect(await limitOf('2026-01-01', '2027-01-01')).toEqual([null, '920.00']);
  expect(await limitOf('2026-10-02', '2026-11-02')).toEqual([null, undefined]);
});

it('which budget holds goes by where people belong on the day', async () => {
  const { store, lease, asking } = await company();
  await says(store, [
    [MAX, ''],
    [EVE, MAX],
    [ANN, EVE, 'CC-9'],
    [BOB, ''],
  ]);
  await store.belongings.record(lease, '2026-10-01');
  const set = (scope: BudgetScope, amount: string) => {
    const slot = { scope, period: 'month' as const, narrowing: null };
    const deed = { do: 'set' as const, slot, terms: plainTerms(money(amount)), from: '2026-10-01' };
    return store.budgets.apply([deed], ACTOR, NOW);
  };
  await set({ kind: 'userDefault' }, '60');
  await set({ kind: 'memberDefault', key: 'CC-9' }, '70');
  await set({ kind: 'groupDefault', key: 'small' }, '80');
  await set({ kind: 'groupDefault', key: 'big' }, '90');
  await set({ kind: 'user', key: MAX }, '100');
  const limits = async () => {
    const found: unknown[] = [];
    for (const key of [MAX, EVE, ANN, BOB])
      found.push(usd((await standingsFor(asking, { kind: 'user', key }))[0]?.standing?.limit));
    return found;
  };
  expect(await limits()).toEqual(['100.00', '60.00', '70.00', '90.00']);
  await says(store, [[ANN, EVE, 'CC-1']]);
  await store.belongings.record(lease, '2026-11-19');
  expect(await limits()).toEqual(['100.00', '60.00', '60.00', '90.00']);
  // October is as it was then.
  const { facts } = await reportSpend(
    asking,
    { kind: 'user', key: ANN },
    { start: '2026-10-01', endExclusive: '2026-11-01' },
    [],
  );
  expect(usd(facts.standing.limit)).toBe('70.00');
});

const judge = (store: Store, lease: Lease, settings: Settings, now = NOW_MS) =>
  alertsJob.run({ store, lease, settings, clock: { now: () => now }, progress: SILENT } as never);

it('thresholds of all kinds of budgets are crossed once, and who was of a team is known', async () => {
  const { store, lease, asking } = await company();
  await says(store, [
    [MAX, ''],
    [EVE, MAX],
    [ANN, EVE],
    [BOB, ''],
  ]);
  await standing(asking, {
    scope: 'team',
    key: MAX,
    period: 'week',
    amount: '100',
    thresholds: '$50, 90%, forecast 120%',
  });
  await standing(asking, { scope: 'organisation', amount: '1000', thresholds: 'forecast 100%, 90%' });
  await standing(asking, {
    scope: 'userDefault',
    key: '',
    period: 'quarter',
    amount: '600',
    narrow: 'family:claude',
  });
  await judge(store, lease, asking.settings);
  const told = async () =>
    (await store.alerts.list({ scope: 'all', limit: 99, offset: 0 })).alerts
      .map(
        (one) =>
          `${one.scopeKind} ${one.scopeKey.split('@')[0]} ${one.period} ${one.periodStart} ${one.threshold} ${one.memberCount}`,
      )
      .sort();
  const first = [
    'organisation  month 2026-11-01 forecast 100% null',
    'team max week 2026-11-16 $50 2',
    'team max week 2026-11-16 forecast 120% 2',
    ...['ann', 'bob', 'eve', 'max'].map((user) => `user ${user} quarter 2026-10-01 50% null`),
  ];
  expect(await told()).toEqual(first);
  const [team] = (
    await store.alerts.list({
      scope: { users: [MAX, EVE, ANN], costCenters: [] },
      limit: 9,
      offset: 0,
      scopeKind: 'team',
    })
  ).alerts;
  expect(await store.alerts.members(team?.id ?? '')).toEqual([ANN, EVE]);
  expect(
    (await store.alerts.list({ scope: { users: [BOB], costCenters: [] }, limit: 9, offset: 0 })).alerts,
  ).toHaveLength(1);
  await judge(store, lease, asking.settings);
  expect(await told()).toEqual(first);
  // A new week, whose crossings are its own; the one before settles still.
  const next = Date.parse('2026-11-23T09:00:00.000Z');
  for (const day of ['2026-11-20', '2026-11-23'])
    await store.spend.replaceDay(
      lease,
      day,
      [spendRow({ day, userEmail: EVE, profileArn: 'x', amount: money('60') })],
      [],
      '',
    );
  await judge(store, lease, asking.settings, next);
  expect((await told()).filter((one) => !first.includes(one))).toEqual([
    'team max week 2026-11-16 90% 2',
    'team max week 2026-11-23 $50 2',
    'team max week 2026-11-23 forecast 120% 2',
  ]);
});

it('who is over is told worst first, to those who may see it, by the limit of now', async () => {
  const { store, lease, asking } = await company();
  await says(store, [
    [MAX, ''],
    [EVE, MAX],
    [ANN, EVE],
    [BOB, ''],
  ]);
  await standing(asking, { scope: 'userDefault', key: '', amount: '250' });
  await standing(asking, { scope: 'user', key: ANN, amount: '150' });
  await standing(asking, { scope: 'team', key: MAX, amount: '100' });
  await standing(asking, { scope: 'user', key: BOB, period: 'week', amount: '30' });
  await standing(asking, { scope: 'costCenter', key: 'CC-1', amount: '10000' });
  await judge(store, lease, asking.settings);
  const page = { limit: 10, offset: 0 };
  const who = async (one = asking, at = page) =>
    (await overBudgets(one, { which: 'all', part: () => at })).rows.map(
      ({ whom, standing }) => `${whom.key.split('@')[0]} ${standing.state}`,
    );
  const total = async (one: typeof asking) =>
    (await overBudgets(one, { which: 'all', part: () => page })).total;
  expect(await who()).toEqual(['max over', 'ann over', 'bob over', 'bob watch', 'eve watch', 'max watch']);
  expect(await who(asking, { limit: 2, offset: 1 })).toEqual(['ann over', 'bob over']);
  const facts = { email: MAX, name: null, costCenter: 'CC-1', groups: [], reports: [EVE, ANN], grants: [] };
  const max = { ...asking, viewer: viewerFrom(facts, []) };
  expect(await who(max)).toEqual(['max over', 'ann over', 'eve watch', 'max watch']);
  expect([await total(asking), await total(max)]).toEqual([6, 4]);
  expect(await who(max, { limit: 2, offset: 2 })).toEqual(['eve watch', 'max watch']);
  expect(await who({ ...asking, viewer: viewerFrom({ ...facts, email: EVE, reports: [ANN] }, []) })).toEqual([
    'ann over',
    'eve watch',
  ]);
  await standing(asking, { scope: 'user', key: ANN, amount: '500' });
  expect(await who()).toEqual(['max over', 'bob over', 'bob watch', 'eve watch', 'max watch']);
});
