import type { BillLine, Day, HourUsage, World, WorldOptions } from '../../../src/simulator/types.ts';
import { createWorld } from '../../../src/simulator/world/index.ts';

export const NOW = Date.parse('2026-11-24T09:30:00Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const PLATFORM = '222233334444';

/** A world at a moment that the test moves by hand. */
export function worldAt(now = NOW, options: Partial<WorldOptions> = {}): World {
  let moment = now;
  const clock = {
    now: () => moment,
    advanceTo: (ms: number) => {
      moment = ms;
    },
  };
  const plain = { seed: 1, users: 30, days: 60, discounts: false, tags: 'active', oneHourCachePercent: 0 };
  return createWorld({ ...plain, ...options } as WorldOptions, clock);
}

export const startOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`);

/** Days from `first` on, `count` of them. */
export const days = (first: Day, count: number): Day[] =>
  Array.from({ length: count }, (_, i) => new Date(startOf(first) + i * DAY).toISOString().slice(0, 10));

/** What calls of models cost, without the rest of the company's bill. */
export const ofModels = (lines: readonly BillLine[]): BillLine[] =>
  lines.filter((line) => /^(InvokeModelInference|CreateModelInvocationJob)$/.test(line.operation));

export const cost = (lines: readonly BillLine[]): bigint =>
  lines.reduce((sum, line) => sum + line.unblendedCost, 0n);

/** Every series' hours of a day in all accounts and Regions. */
export const usageOf = (world: World, first: Day, count = 1): HourUsage[] =>
  world.accounts.flatMap(({ id }) =>
    world.regions.flatMap((region) => world.usage(id, region, startOf(first), startOf(first) + count * DAY)),
  );

/** All profiles of all accounts and Regions. */
export const profilesOf = (world: World) =>
  world.accounts.flatMap(({ id }) => world.regions.flatMap((region) => world.profiles(id, region)));
