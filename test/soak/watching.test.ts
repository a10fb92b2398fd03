import { afterAll, beforeAll, expect, it } from 'vitest';
import { formatExact, money } from '../../src/core/money.ts';
import type { Money } from '../../src/core/types.ts';
import { dueJobs } from '../../src/jobs/scheduler.ts';
import { openWorld } from '../journeys/world.ts';

/** What AWS charges for watching a company of 120: the first sync, and a day of the default schedule. */

const LIMIT = money('1.00');
const STEP = 10 * 60_000;
let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld({ seed: 1, users: 120, days: 100 });
});
afterAll(() => world.close());

const charged = (): Money => world.simulator.charges().total as Money;
function print(what: string, before: Money): void {
  const operations = world.simulator
    .charges()
    .operations.map((o) =>
      JSON.stringify(o, (_, v) => (typeof v === 'bigint' ? formatExact(v as Money) : v)),
    );
  console.log(`${what}: $${formatExact((charged() - before) as Money)}; so far ${operations.join(' ')}`);
}

it('the first sync costs at most a dollar', async () => {
  const report = await world.sync();
  expect(report.runs.every((run) => run.status === 'ok')).toBe(true);
  print('First sync of 120 users × 100 days', 0n as Money);
  expect(charged()).toBeGreaterThan(0n);
  expect(charged()).toBeLessThanOrEqual(LIMIT);
}, 120_000);

it('24 hours of the default schedule cost at most a dollar', async () => {
  const before = charged();
  const end = world.clock.now() + 24 * 3_600_000;
  let syncs = 0;
  while (world.clock.now() < end) {
    world.simulator.clock.advanceTo(world.clock.now() + STEP);
    const due = dueJobs(await world.store.runs.latest(), new Date(world.clock.now()).toISOString(), {
      mirror: false,
      owing: false,
    });
    if (due.length === 0) continue;
    await world.sync(due);
    syncs++;
  }
  print(`24 hours, ${syncs} syncs`, before);
  expect(syncs).toBeGreaterThan(40);
  expect(charged() - before).toBeLessThanOrEqual(LIMIT);
}, 1_200_000);
