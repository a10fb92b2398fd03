import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { plainTerms } from '../../src/core/budgets.ts';
import { money } from '../../src/core/money.ts';
import { NotSent } from '../../src/core/outbox.ts';
import { addDays, dayOf, HOUR_MS, instantOf } from '../../src/core/periods.ts';
import type { Settings } from '../../src/core/settings.ts';
import { alertsJob } from '../../src/jobs/alerts.ts';
import { deliverJob } from '../../src/jobs/deliver.ts';
import type { JobContext, Notifier } from '../../src/jobs/job.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import { RANDOM_HISTORIES } from '../amounts.ts';
import { NOTIFY } from '../notifySettings.ts';
import { CHANNELS, type CrossingHistory, crossingHistories, type Step } from './crossingHistories.ts';
import {
  arrives,
  CALENDAR,
  FINANCE,
  lost,
  NIGHT,
  PERCENT,
  SPENDER,
  unseen,
  type World,
} from './crossingPromise.ts';
import { Killed, killable, type Life } from './killable.ts';
import { leaseOf, spendRow } from './setup.ts';

/**
 * Random histories of a budget through the jobs themselves, on the real store, held against what a reader is promised: each
 * crossing once, none that does not hold at the moment it leaves, none lost, whatever fails in between, and what is not sent
 * says why.
 */

const ACTOR = { id: 'local:tester' };
/** Some days before a week, a month, a quarter and a year end at once. */
const START = Date.parse('2026-11-27T15:00:00.000Z');
const DOWN_MS = 72 * HOUR_MS;

const SETTINGS: Settings = {
  ...readConfig({}),
  thresholds: PERCENT,
  budgets: { ...readConfig({}).budgets, calendar: CALENDAR },
  notify: {
    ...NOTIFY,
    smtpUrl: 'smtp://127.0.0.1:1',
    to: [FINANCE],
    channels: [
      {
        ...{ kind: 'teams', name: 'room', url: 'http://127.0.0.1:1/' },
        ...{ language: 'en', topics: ['budgets'], of: ['everything'], people: true },
      },
    ],
  },
};

/** What channels do: nothing while they are down; else each message of what they are given arrives. */
const notifiersOf = (world: World, life: Life): Notifier[] =>
  CHANNELS.map((channel) => ({
    channel,
    async send(target, message) {
      if (world.now < (world.downUntil.get(channel) ?? 0)) throw new NotSent('channel', 'it takes nothing');
      const waiting = await world.store.alerts.waiting(1_000);
      if (life.isOver) throw new Killed();
      const sent = waiting.filter((one) => one.id === message.id || one.digestId === message.id);
      if (sent.length === 0) world.faults.push(`of nothing that waits: ${message.id}`);
      for (const { id, alert, target: to } of sent) {
        if (alert === null || to !== target) world.faults.push(`to somebody else: ${message.id}`);
        else await arrives(world, { id, to, alert });
      }
    },
  }));

/** What a sync does after it has read spend; killed before one of its writes where that is said. */
async function sync(world: World, killedAt: number | null, isWhole: boolean): Promise<void> {
  const { store, context, mayRepeat } = world;
  const life: Life = { isOver: false };
  const own = { ...context, store: killable(store, killedAt, life), notifiers: notifiersOf(world, life) };
  const before = world.arrivals.length;
  try {
    if (isWhole || !world.isJudged) await alertsJob.run(own);
    world.isJudged = true;
    await deliverJob.run(own);
    if (isWhole) await lost(world);
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    const waiting = new Set((await store.alerts.waiting(1_000)).map(({ id }) => id));
    for (const { id } of world.arrivals.slice(before)) if (waiting.has(id)) mayRepeat.add(id);
  }
}

async function spend(world: World, daysAgo: number, amount: number): Promise<void> {
  const { store, context, now, days } = world;
  const day = addDays(dayOf(now), -daysAgo);
  const cost = money(String(amount));
  days.set(day, cost);
  const row = spendRow({ day, userEmail: SPENDER, billed: cost, amount: cost });
  await store.spend.replaceDay(context.lease, day, [row], [], `${now} ${amount}`);
  world.isJudged = false;
}

async function decide({ store, id, now }: World, one: Step): Promise<void> {
  const today = dayOf(now);
  const at = instantOf(now);
  const record = await store.budgets.record(id);
  if (record === null) return;
  const { scope, period, narrowing } = record;
  const slot = { scope, period, narrowing };
  if (one.kind === 'set')
    await store.budgets.apply(
      [{ do: 'set', slot, terms: plainTerms(money(String(one.amount))), from: today }],
      ACTOR,
      at,
    );
  if (one.kind === 'end') await store.budgets.apply([{ do: 'end', id, from: today }], ACTOR, at);
  const raise = record.changes.findLast((change) => change.kind === 'raise' && change.withdrawnAt === null);
  if (one.kind === 'withdraw' && raise?.kind === 'raise' && raise.toExclusive > today)
    await store.budgets.apply([{ do: 'withdraw', id, version: raise.version }], ACTOR, at);
  const holds = (await store.budgets.on(today, CALENDAR)).some((budget) => budget.id === id);
  if (one.kind === 'raise' && holds)
    await store.budgets.apply(
      [
        {
          ...{ do: 'raise' as const, id, extra: money(String(one.extra)) },
          ...{ from: today, toExclusive: addDays(today, one.days) },
        },
      ],
      ACTOR,
      at,
    );
}

async function learn(world: World, active: boolean): Promise<void> {
  const person = { email: SPENDER, name: null, costCenter: null, manager: null, groups: null };
  await world.store.people.learn('file', [{ ...person, active }], {
    ...{ complete: false, force: false, actor: ACTOR, now: instantOf(world.now) },
  });
  world.hasLeft = !active;
}

async function quiet(world: World, on: boolean): Promise<void> {
  const { store, now } = world;
  const nothing = { locale: null, wishes: {}, reports: null, via: null };
  await store.preferences.set({
    ...{ email: SPENDER, quiet: on ? NIGHT : null, ...nothing, updatedAt: instantOf(now) },
  });
  world.isQuiet = on;
}

async function happen(world: World, one: Step): Promise<void> {
  world.now += one.afterHours * HOUR_MS;
  if (one.kind === 'spend') await spend(world, one.daysAgo, one.amount);
  else if (one.kind === 'down') world.downUntil.set(one.channel, world.now + DOWN_MS);
  else if (one.kind === 'leave' || one.kind === 'return') await learn(world, one.kind === 'return');
  else if (one.kind === 'quiet') await quiet(world, one.on);
  else if (one.kind === 'sync' || one.kind === 'deliver')
    await sync(world, one.killedAt, one.kind === 'sync');
  else await decide(world, one);
}

async function worldOf(store: Store, { period }: CrossingHistory): Promise<World> {
  const slot = { scope: { kind: 'user' as const, key: SPENDER }, period, narrowing: null };
  const terms = plainTerms(money('100'));
  const [made] = await store.budgets.apply(
    [{ do: 'set', slot, terms, from: '2025-01-01' }],
    ACTOR,
    instantOf(START),
  );
  const world: World = {
    ...{ store, period, id: made?.id ?? '', now: START, days: new Map(), hasLeft: false, isQuiet: false },
    ...{ downUntil: new Map(), arrivals: [], mayRepeat: new Set(), isJudged: false, faults: [] },
    context: {} as JobContext,
  };
  world.context = {
    ...{ store, lease: await leaseOf(store), settings: SETTINGS },
    clock: { now: () => world.now },
    progress: { start() {}, step() {}, done() {} },
  } as unknown as JobContext;
  await learn(world, true);
  return world;
}

it('tells each crossing once, none that does not hold, loses none, and says why what is not sent is not', {
  timeout: 1_800_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(crossingHistories, async (history) => {
      const store = await openStore(':memory:', { now: START });
      try {
        const world = await worldOf(store, history);
        for (const one of history.steps) await happen(world, one);
        // Everything works again, and one of the later moments is by day.
        world.downUntil.clear();
        await sync(world, null, true);
        for (const hours of [15, 10]) {
          world.now += hours * HOUR_MS;
          await sync(world, null, true);
        }
        await unseen(world);
        expect(world.faults).toEqual([]);
        expect(await store.alerts.waiting(10)).toEqual([]);
      } finally {
        store.close();
      }
    }),
    { numRuns: RANDOM_HISTORIES },
  );
});
