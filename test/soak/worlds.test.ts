import { describe, expect, it } from 'vitest';
import { pricedPart } from '../../src/core/known.ts';
import { formatExact, sum } from '../../src/core/money.ts';
import { addDays, dayOf, HOUR_MS } from '../../src/core/periods.ts';
import type { SpendGroup } from '../../src/core/questions.ts';
import type { Settings } from '../../src/core/settings.ts';
import type { Money } from '../../src/core/types.ts';
import { serviceIsBedrock } from '../../src/core/usageTypes.ts';
import type { SimulatorOptions } from '../../src/simulator/server.ts';
import { openWorld } from '../journeys/world.ts';
import { SEED } from '../seed.ts';

/**
 * Many simulated companies, each watched over days at odd hours: whatever the flags, every figure adds up to the bill, and
 * a ledger that watched all along holds what one that comes late reads.
 */

const GROUPS: readonly SpendGroup[] = [
  'costCenter',
  'user',
  'model',
  'profile',
  'account',
  'day',
  'tokenKind',
];
const DAYS = 50;
/** Hours from one sync to the next: through nights, a missed day, a month's end. */
const STEPS = [1, 5, 13, 26, 49, 3, 72];

const WORLDS: readonly [string, SimulatorOptions, Partial<Settings>][] = [
  ['as it comes', { seed: SEED + 1 }, {}],
  ['tags never activated', { seed: SEED + 2, tags: 'inactive' }, {}],
  ['throttled', { seed: SEED + 3, throttlePercent: 15 }, {}],
  ['by IAM principal', { seed: SEED + 4 }, { attribution: 'iamPrincipal' }],
  ['by linked account', { seed: SEED + 5 }, { linkedAccounts: ['222233334444', '333344445555'] }],
  ['one-hour cache writes, no discounts', { seed: SEED + 6, oneHourCachePercent: 20, discounts: false }, {}],
  ['one Region only', { seed: SEED + 7 }, { regions: ['us-east-1'] }],
  ['across a year', { seed: SEED + 8, nowMs: Date.parse('2026-12-29T20:40:00Z') }, {}],
];

describe.each(WORLDS)('%s', (_name, options, settings) => {
  it('adds up to the bill at every moment, and to the same as a ledger that comes late', {
    timeout: 600_000,
  }, async () => {
    const world = await openWorld({ users: 14, days: DAYS, ...options }, settings);
    const late = await openWorld({ users: 14, days: DAYS, ...options }, settings);
    try {
      for (const hours of [0, ...STEPS]) {
        world.simulator.clock.advanceTo(world.clock.now() + hours * HOUR_MS);
        const { runs } = await world.sync();
        expect(runs.flatMap((run) => run.errors)).toEqual([]);
        await addsUp(world, settings);
      }
      late.simulator.clock.advanceTo(world.clock.now());
      await late.sync();
      await addsUp(late, settings);
      await same(world, late);
    } finally {
      await world.close();
      await late.close();
    }
  });
});

type World = Awaited<ReturnType<typeof openWorld>>;
const rangeOf = (world: World) => {
  const today = dayOf(world.clock.now());
  return { start: addDays(today, -DAYS), endExclusive: addDays(today, 1) };
};

/** Usage of Bedrock's services on the simulated bill as it stands, of the accounts that are read. */
function billOf(world: World, start: string, endExclusive: string, accounts: readonly string[]): bigint {
  let total = 0n;
  for (let day = start; day < endExclusive; day = addDays(day, 1))
    for (const line of world.simulator.world.bill(day))
      if (
        line.recordType === 'Usage' &&
        serviceIsBedrock(line.service) &&
        (accounts.length === 0 || accounts.includes(line.linkedAccount))
      )
        total += line.unblendedCost;
  return total;
}

async function addsUp(world: World, { linkedAccounts = [], regions }: Partial<Settings>): Promise<void> {
  const range = rangeOf(world);
  const bill = billOf(world, range.start, range.endExclusive, linkedAccounts);
  const { spend } = world.store;
  for (const groupBy of GROUPS)
    for (const basis of ['billed', 'best', 'estimated'] as const) {
      const question = { range, groupBy: [groupBy], basis, filter: {}, scope: 'all' as const };
      const apart = await spend.query(question);
      const among = await spend.query({ ...question, unowned: 'among' });
      const parts = sum([...(apart?.rows ?? []), ...(apart?.unallocated ?? [])].map(({ amount }) => amount));
      expect([groupBy, basis, parts]).toEqual([groupBy, basis, among?.total.amount]);
      if (basis === 'billed')
        expect([groupBy, formatExact(pricedPart({ amount: parts }))]).toEqual([
          groupBy,
          formatExact(bill as Money),
        ]);
    }
  // Days that ended more than three days ago are the bill, whoever asks.
  const settled = { start: range.start, endExclusive: addDays(dayOf(world.clock.now()), -3) };
  const best = await spend.query({
    range: settled,
    groupBy: ['day'],
    basis: 'best',
    filter: {},
    scope: 'all',
  });
  expect(formatExact(pricedPart(best.total))).toBe(
    formatExact(billOf(world, settled.start, settled.endExclusive, linkedAccounts) as Money),
  );
  const findings = await spend.findings({ range });
  expect(findings.filter(({ kind }) => kind === 'groupingTotals')).toEqual([]);
  // Profiles of a Region that nobody reads are tagged on the bill, and nobody can say on which line.
  if (regions === undefined) expect(findings.filter(({ kind }) => kind === 'tagNotPlaced')).toEqual([]);
}

/**
 * The days that both hold, by owner, model and kind; tags as first seen differ where somebody moved meanwhile. Whose a
 * line without tokens is, is read once its day ended a day ago; a first sync reads it at once.
 */
async function same(watched: World, late: World): Promise<void> {
  const today = dayOf(watched.clock.now());
  const range = { ...rangeOf(watched), endExclusive: addDays(today, -1) };
  for (const groupBy of ['user', 'model', 'profile', 'tokenKind', 'day'] as const) {
    const question = { range, groupBy: [groupBy], basis: 'best' as const, filter: {}, scope: 'all' as const };
    const [a, b] = [await watched.store.spend.query(question), await late.store.spend.query(question)];
    const text = (answer: typeof a) =>
      answer.rows.map((row) => `${row.keys[0]} ${formatExact(pricedPart(row))} ${row.label}`).sort();
    expect([groupBy, text(a)]).toEqual([groupBy, text(b)]);
  }
}
