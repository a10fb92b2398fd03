import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAwsError } from '../../src/aws/errors.ts';
import { createMeter, priceOf } from '../../src/aws/meter.ts';
import type { Meter } from '../../src/aws/types.ts';
import { money, ZERO } from '../../src/core/money.ts';
import type { Money } from '../../src/core/types.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import { FAR, NOW } from './setup.ts';

/** Whatever is asked, whatever comes of it and whenever a process is killed: AWS charges no more than the ceiling. */

const CEILING = money('0.25');
/** Each try has a month of its own. */
const FIRST_MONTH = Date.parse('2026-01-01T00:00:00.000Z');
const request = fc.record({
  kind: fc.constantFrom(
    ['ce', 'GetCostAndUsage', 1] as const,
    ['cloudwatch', 'GetMetricData', 500] as const,
    ['cloudwatch', 'GetMetricData', 37] as const,
    ['cloudwatch', 'ListMetrics', 1] as const,
  ),
  essential: fc.boolean(),
  /** `silent`: sent, and the connection broke: AWS may have charged for it. */
  end: fc.constantFrom('answered', 'answered', 'refused', 'silent', 'killed', 'ended'),
});

let store: Store;
let months = 0;
beforeAll(async () => {
  store = await openStore(':memory:', { now: NOW });
});
afterAll(() => store.close());

/** A process: a run under a lease of its own, and its meter. */
async function start(at: string) {
  const taken = await store.lease.acquire(`process ${at}`, FAR, 1);
  if (!('lease' in taken)) throw new Error('the lease is held');
  const { lease } = taken;
  await store.runs.interruptStale(lease, at);
  const spent = await store.runs.spent(at.slice(0, 7));
  const id = await store.runs.start(lease, 'usage', at);
  const meter = createMeter(spent, CEILING, {
    inBlocks: true,
    book: (amount, limit) => store.runs.book(id, amount, limit),
  });
  return {
    meter,
    /** Another process may take over at once. */
    kill: () => store.lease.release(lease),
    async end() {
      await store.runs.finish(id, { at, status: 'ok', rows: 0, errors: [], ...asked(meter) });
      await store.lease.release(lease);
    },
    count: () => store.runs.count(id, asked(meter)),
  };
}
const asked = (meter: Meter) => ({
  requests: meter.requests,
  awsCharge: meter.charge,
  operations: Object.fromEntries(meter.byOperation()),
});

describe('the ceiling', () => {
  it('holds, and the ledger never says less than AWS charged', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 20, maxLength: 60 }), async (requests) => {
        months += 1;
        const month = new Date(FIRST_MONTH + months * 32 * 86_400_000).toISOString();
        let running = await start(month);
        let charged: bigint = ZERO;
        for (const { kind, essential, end } of requests) {
          const [service, operation, units] = kind;
          const price = priceOf(service, operation, units);
          try {
            await running.meter.book(price, essential, { service, operation });
          } catch (error) {
            if (!isAwsError(error, 'ceiling')) throw error;
            continue;
          }
          if (end === 'refused') running.meter.release(price);
          else charged += price;
          expect(charged).toBeLessThanOrEqual(CEILING);
          expect(await store.runs.spent(month.slice(0, 7))).toBeLessThanOrEqual(CEILING);
          if (end === 'killed') await running.kill();
          else {
            running.meter.count(service, operation, 1, end === 'refused' ? ZERO : price);
            if (end === 'silent') await running.count();
            if (end === 'ended') await running.end();
          }
          if (end === 'killed' || end === 'ended') running = await start(month);
        }
        await running.end();
        const told = await store.runs.spent(month.slice(0, 7));
        expect(told).toBeGreaterThanOrEqual(charged);
      }),
      { numRuns: 60 },
    );
  });

  it('is kept beside what commands ask for at the same time', async () => {
    const month = '2099-01-05T00:00:00.000Z';
    const price = money('0.01') as Money;
    expect(await store.runs.charge('ce:GetCostAndUsage', money('0.2'), CEILING, month)).toBe(true);
    const running = await start(month);
    const what = { service: 'ce', operation: 'GetCostAndUsage' } as const;
    await running.meter.book(price, true, what);
    expect(await store.runs.charge('ce:GetCostAndUsage', money('0.01'), CEILING, month)).toBe(false);
    running.meter.count('ce', 'GetCostAndUsage', 1, price);
    await running.end();
    expect(await store.runs.spent('2099-01')).toBe(money('0.21'));
    expect(await store.runs.charge('ce:GetCostAndUsage', money('0.04'), CEILING, month)).toBe(true);
    expect(await store.runs.charge('ce:GetCostAndUsage', 1n as Money, CEILING, month)).toBe(false);
  });
});
