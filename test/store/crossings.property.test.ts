import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Alert } from '../../src/core/alerts.ts';
import type { Budget } from '../../src/core/budgets.ts';
import { isSmallChange, judgeCrossings, slotOf } from '../../src/core/crossings.ts';
import { money, ZERO } from '../../src/core/money.ts';
import type { Owed } from '../../src/core/outbox.ts';
import { instantOf, monthRange } from '../../src/core/periods.ts';
import { percentOfLimit } from '../../src/core/standing.ts';
import { type Threshold, thresholdFrom, thresholdText } from '../../src/core/thresholds.ts';
import type { Money } from '../../src/core/types.ts';
import type { Store } from '../../src/store/types.ts';
import type { Lease } from '../../src/store/typesLease.ts';
import { ofMonth } from '../alertOf.ts';
import { RANDOM_HISTORIES } from '../amounts.ts';
import { leaseOf, NOW, open } from './setup.ts';

/**
 * Random histories of a budget on the real store, held against what a reader is promised: each threshold at most once, none
 * that does not hold when it leaves, and none lost, whatever fails in between.
 */

const ACTOR = { id: 'local:tester' };
const START = Date.parse('2026-11-02T00:00:00.000Z');
const THRESHOLDS = ['50%', '80%', '100%', '120%'].map((text) => thresholdFrom(text) ?? expect.unreachable());
const READERS = ['ann@example.com', 'finance@example.com'];

type Step =
  | { kind: 'spend'; percent: number }
  | { kind: 'limit'; percent: number }
  /** A collection that is killed after so many of its writes; 9: none. */
  | { kind: 'judge'; writes: number }
  /** Who is reached; a killed delivery has sent and not noted it. */
  | { kind: 'deliver'; reaches: readonly boolean[]; isKilled: boolean };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('spend' as const), percent: fc.integer({ min: 0, max: 140 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('limit' as const),
      percent: fc.constantFrom(95, 100, 104, 150, 60),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('judge' as const), writes: fc.constantFrom(0, 1, 2, 9, 9, 9) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('deliver' as const),
      reaches: fc.tuple(fc.boolean(), fc.boolean()),
      isKilled: fc.constantFrom(false, false, true),
    }),
  },
);

interface World {
  store: Store;
  lease: Lease;
  budget: Pick<Budget, 'id' | 'version' | 'range'>;
  key: string;
  counted: Money;
  limit: Money;
  now: number;
  /** By version of the budget. */
  limits: Map<number, Money>;
  /** What arrived: by reader, the deliveries of a version and threshold. */
  sent: Map<string, Set<string>>;
  faults: string[];
}

const reaches = (world: World, threshold: string): boolean => {
  const read = thresholdFrom(threshold) ?? expect.unreachable();
  return world.counted > 0n && world.counted * 100n >= world.limit * BigInt(read.percent ?? 0);
};

async function judge(world: World, done: number): Promise<void> {
  const { store, lease, budget, key, counted, limit } = world;
  const slot = slotOf({ budgetId: budget.id, scopeKey: key, periodStart: budget.range.start });
  const recorded = (await store.alerts.recorded([budget.range.start])).filter((one) => slotOf(one) === slot);
  const { record, again, send, fall } = judgeCrossings({
    ...{ budget, scopeKey: key, thresholds: THRESHOLDS, recorded },
    standing: { counted, limit, forecastCounted: null },
  });
  const now = instantOf(world.now);
  const figures = (threshold: Threshold) => ({
    ...ofMonth({
      ...{ budgetId: budget.id, scopeKind: 'user' as const, scopeKey: key, version: budget.version },
      ...{ month: '2026-11', thresholdPercent: percentOfLimit(threshold, limit), crossedAt: now },
      ...{ spent: counted as never, unpricedTokens: null, cautious: ZERO, budget: limit },
      ...{ label: 'estimated' as const, staleSince: null },
    }),
    threshold: thresholdText(threshold),
    send: threshold === send ? READERS.map((target) => ({ channel: 'email', target })) : [],
  });
  const writes = [
    () =>
      store.alerts.fall(
        lease,
        fall.map(({ id }) => id),
        now,
      ),
    () =>
      store.alerts.crossAgain(
        lease,
        again.map((one) => ({ ...figures(one.threshold), id: one.recorded.id })),
        now,
      ),
    () => store.alerts.record(lease, record.map(figures), now),
  ];
  for (const write of writes.slice(0, done)) await write();
}

async function deliver(world: World, reached: readonly boolean[], isKilled: boolean): Promise<void> {
  const { store, budget, key } = world;
  const due = (await store.alerts.due(instantOf(world.now), 1_000)).filter(
    (one) => one.alert?.scopeKey === key,
  );
  for (const owed of due) {
    const alert = owed.alert ?? expect.unreachable();
    // As `dropping` has it: of another amount it is no news, nor below what is told.
    const isOld = alert.version !== budget.version && !isSmallChange(alert.budget, world.limit);
    if (isOld || owed.isOvertaken) {
      const why = owed.isOvertaken ? ('overtaken' as const) : ('changed' as const);
      await store.alerts.dropped([{ id: owed.id, why }], instantOf(world.now));
      continue;
    }
    if (!reached[READERS.indexOf(owed.target)]) continue;
    arrives(world, owed, alert);
    if (isKilled) return;
    await store.alerts.delivered(owed.id, instantOf(world.now));
  }
}

function arrives(world: World, owed: Owed, { version, threshold, id }: Alert): void {
  const name = `${owed.target} v${version} ${threshold}`;
  const before = world.sent.get(name) ?? new Set();
  before.add(owed.id);
  world.sent.set(name, before);
  if (before.size > 1) world.faults.push(`twice: ${name} of ${id}`);
  if (!reaches(world, threshold)) world.faults.push(`does not hold: ${name}`);
}

/** What was judged last holds: between a collection and what is sent after it nothing is learned. */
async function run(world: World, steps: readonly Step[]): Promise<void> {
  let isJudged = true;
  for (const one of steps) {
    world.now += 3_600_000;
    if (one.kind === 'spend') world.counted = money(String(one.percent));
    if (one.kind === 'limit') {
      world.limit = money(String(one.percent));
      world.budget = { ...world.budget, version: world.budget.version + 1 };
      world.limits.set(world.budget.version, world.limit);
    }
    if (one.kind === 'spend' || one.kind === 'limit') isJudged = false;
    if (one.kind === 'judge') {
      await judge(world, one.writes);
      isJudged = one.writes > 2;
    }
    if (one.kind !== 'deliver') continue;
    // A sync judges before it sends; one that was killed is run anew.
    if (!isJudged) await judge(world, 9);
    isJudged = true;
    await deliver(world, one.reaches, one.isKilled);
  }
  await judge(world, 9);
  await deliver(world, [true, true], false);
}

/** For each reader the highest threshold that is reached was told, or one above it, of this amount or nearly this. */
function lost(world: World): string[] {
  const highest = THRESHOLDS.map(thresholdText).findLast((text) => reaches(world, text));
  if (highest === undefined) return [];
  const told = (reader: string) =>
    [...world.sent.keys()].some((name) => {
      const [who = '', version = '', threshold = ''] = name.split(' ');
      const before = world.limits.get(Number(version.slice(1))) ?? ZERO;
      const isSame = before > 0n && isSmallChange(before, world.limit);
      return who === reader && isSame && Number.parseInt(threshold, 10) >= Number.parseInt(highest, 10);
    });
  return READERS.filter((reader) => !told(reader)).map((reader) => `lost: ${reader} ${highest}`);
}

it('tells each crossing once, none that does not hold, and loses none', { timeout: 600_000 }, async () => {
  const store = await open();
  const lease = await leaseOf(store);
  let history = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
      history += 1;
      const key = `user${history}@example.com`;
      const { budget } = await store.budgets.set({ kind: 'user', key }, money('100'), ACTOR, NOW);
      const world: World = {
        ...{ store, lease, key, budget: { ...budget, range: monthRange('2026-11') } },
        limits: new Map([[budget.version, money('100')]]),
        ...{ counted: ZERO, limit: money('100'), now: START, sent: new Map(), faults: [] },
      };
      await run(world, steps);
      expect([...world.faults, ...lost(world)]).toEqual([]);
    }),
    { numRuns: RANDOM_HISTORIES },
  );
});
