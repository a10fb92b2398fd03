import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { createAws } from '../../src/aws/factory.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { awsAt } from '../aws/setup.ts';
import { NOW, openWorld } from '../journeys/world.ts';
import { TOUR_VARIABLES, type TourStep, tourSteps, walkTour } from '../simulator/cli-tour.ts';
import { missingForCli, missingForOlderCli, OLDER_CLI, openCli, openProgram } from './cli.ts';
import { doEverything, openSmallWorld } from './everything.ts';
import { missingForProxy, problemsOf, startWirecheck } from './proxy.ts';

/** Every request of the product and every answer of the simulator against Amazon's own service models. */

const noProxy = missingForProxy();
const noTour = noProxy ?? missingForCli();
if (noProxy !== null) console.log(`wirecheck is skipped: ${noProxy}`);
else if (noTour !== null) console.log(`the tour of the AWS CLI is skipped: ${noTour}`);

const noOlderTour = noProxy ?? missingForOlderCli();
if (noOlderTour !== null) console.log(`the tour of an older AWS CLI is skipped: ${noOlderTour}`);

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

/** The tour in parts that need nothing of each other, so that they can be walked side by side. */
function partsOf(steps: readonly TourStep[]): TourStep[][] {
  const alone = ['budgets', 'ce'];
  const part = ({ args: [service = ''] }: TourStep) => alone.indexOf(service);
  return [-1, 0, 1].map((which) => steps.filter((step) => part(step) === which));
}

// Side by side, because what is throttled waits.
describe.concurrent("on the wire, against Amazon's models", () => {
  it.skipIf(noProxy !== null)('the product, while AWS throttles', { timeout: 120_000 }, async (test) => {
    const world = opened(test, await openSmallWorld({ throttlePercent: 5 }));
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

  it.skipIf(noTour !== null)('the stock AWS CLI, every operation', { timeout: 300_000 }, async (test) => {
    const simulator: Simulator = opened(
      test,
      await startSimulator({ seed: 7, users: 8, days: 45, nowMs: NOW, speed: 0 }),
    );
    const proxy = await proxyOf(simulator.url);
    const accounts = { account: '111122223333', linked: '222233334444' };
    const parts = partsOf(tourSteps(new Date(NOW), accounts));
    const cli = opened(test, openCli(TOUR_VARIABLES));
    const problems = await Promise.all(parts.map((steps) => walkTour(steps, proxy.url, cli)));
    expect(problems.flat()).toEqual([]);
    expect(problemsOf(proxy.calls())).toEqual([]);
    // The AWS CLI has no commands whose answers are streams of events.
    const asked = simulator.operations.filter((operation) => !operation.endsWith('Stream'));
    expect(Object.keys(simulator.requests())).toEqual(asked);
  });

  it.skipIf(noOlderTour !== null)(
    'an older AWS CLI, which speaks the query protocol to CloudWatch',
    { timeout: 300_000 },
    async (test) => {
      const simulator: Simulator = opened(
        test,
        await startSimulator({ seed: 7, users: 8, days: 45, nowMs: NOW, speed: 0 }),
      );
      const proxy = await proxyOf(simulator.url);
      const accounts = { account: '111122223333', linked: '222233334444' };
      const steps = tourSteps(new Date(NOW), accounts).filter(({ args: [service = ''] }) =>
        ['cloudwatch', 'sts'].includes(service),
      );
      const cli = openProgram(OLDER_CLI, TOUR_VARIABLES);
      expect(await walkTour(steps, proxy.url, cli)).toEqual([]);
      const calls = proxy.calls();
      expect(problemsOf(calls)).toEqual([]);
      for (const operation of ['ListMetrics', 'GetMetricData', 'GetMetricStatistics', 'GetCallerIdentity'])
        expect(calls.map((call) => call.operation)).toContain(operation);
    },
  );
});
