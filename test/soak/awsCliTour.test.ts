import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { NOW } from '../journeys/world.ts';
import { TOUR_VARIABLES, type TourStep, tourSteps, walkTour } from '../simulator/cli-tour.ts';
import { missingForCli, missingForOlderCli, OLDER_CLI, openCli, openProgram } from '../wire/cli.ts';
import { missingForProxy, problemsOf, startWirecheck } from '../wire/proxy.ts';

/** Every operation of the simulator as the stock AWS CLI asks for it, against Amazon's own service models. */

const noProxy = missingForProxy();
const noTour = noProxy ?? missingForCli();
if (noTour !== null) console.log(`the tour of the AWS CLI is skipped: ${noTour}`);
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

describe.concurrent("on the wire, against Amazon's models", () => {
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
