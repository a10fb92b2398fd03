import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { createAws } from '../../src/aws/factory.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { awsAt } from '../aws/setup.ts';
import { NOW, openWorld } from '../journeys/world.ts';
import { doEverything, openSmallWorld } from './everything.ts';
import { missingForProxy, problemsOf, startWirecheck } from './proxy.ts';

/**
 * Every request of the product and every answer of the simulator against Amazon's own service models. The soak walks
 * through every operation of the simulator with the stock AWS CLI as well.
 */

const noProxy = missingForProxy();
if (noProxy !== null) console.log(`wirecheck is skipped: ${noProxy}`);

let wirecheck: ReturnType<typeof startWirecheck> | undefined;
beforeAll(() => {
  if (noProxy === null) wirecheck = startWirecheck();
});
afterAll(() => wirecheck?.close());

const proxyOf = (upstream: string) => {
  if (wirecheck === undefined) throw new Error('what needs a proxy is skipped without one');
  return wirecheck.proxy(upstream);
};

/** Closed when the test that opened it has ended. */
const opened = <T extends { close(): Promise<void> }>({ onTestFinished }: TestContext, part: T): T => {
  onTestFinished(() => part.close());
  return part;
};

// Side by side, because what is throttled waits.
describe.concurrent("on the wire, against Amazon's models", () => {
  it.skipIf(noProxy !== null)('the product, while AWS throttles', { timeout: 120_000 }, async (test) => {
    const world = opened(test, await openSmallWorld({ throttlePercent: 2 }));
    const proxy = await proxyOf(world.simulator.url);
    await doEverything(world, proxy.url);
    const calls = proxy.calls();
    expect(problemsOf(calls)).toEqual([]);
    const seen = world.simulator.requests();
    expect(calls.length).toBe(Object.values(seen).reduce((sum, count) => sum + count, 0));
    expect(calls.some(({ error = '' }) => /thrott/i.test(error))).toBe(true);
  });

  it.skipIf(noProxy !== null)('the directory, while AWS throttles', { timeout: 60_000 }, async (test) => {
    const options = { seed: 7, users: 130, days: 1, nowMs: NOW, speed: 0, throttlePercent: 20 };
    const simulator: Simulator = opened(test, await startSimulator(options));
    const proxy = await proxyOf(simulator.url);
    const { identityStoreId, region, users } = simulator.world.directory();
    const { directory } = awsAt(proxy.url, NOW);
    const { people } = await directory.list({ identityStoreId, region, groups: null });
    expect(people).toHaveLength(users.length);
    const calls = proxy.calls();
    expect(problemsOf(calls)).toEqual([]);
    expect(new Set(calls.map(({ operation }) => operation))).toEqual(
      new Set(['ListUsers', 'ListGroups', 'ListGroupMemberships']),
    );
  });

  it.skipIf(noProxy !== null)('a sync in a world with oddities', { timeout: 60_000 }, async (test) => {
    const world = opened(
      test,
      await openWorld({ users: 4, days: 6, oddities: true }, { regions: ['us-east-1', 'eu-west-2'] }),
    );
    const proxy = await proxyOf(world.simulator.url);
    const awsFactory = createAws({
      accounts: world.settings.accounts,
      payer: world.settings.payer,
      clock: world.clock,
      clientOptions: { endpoint: proxy.url, credentials: world.credentials },
    });
    const { runs } = await runSync({ ...world.deps, awsFactory }, ['profiles', 'usage', 'charges']);
    expect(runs.flatMap((run) => run.errors)).toEqual([]);
    const calls = proxy.calls();
    expect(problemsOf(calls)).toEqual([]);
    expect(calls.length).toBeGreaterThan(40);
  });
});
