import type { SimClock, World } from '../types.ts';
import type { HttpAnswer } from './answer.ts';
import type { HttpRequest } from './identify.ts';
import { decimal, type Meter } from './meter.ts';

/**
 * The simulator's own endpoints, outside AWS's name space: what AWS would have charged, the clock, the operations seen,
 * and the truth that tests of accuracy compare with. Returns undefined for any other path.
 */
export function control(
  { world, meter }: { world: World; meter: Meter },
  request: HttpRequest,
): HttpAnswer | undefined {
  if (!request.path.startsWith('/_sim/')) return undefined;
  switch (`${request.method} ${request.path}`) {
    case 'GET /_sim/charges':
      return json(200, describeCharges(meter));
    case 'POST /_sim/charges/reset':
      meter.resetCharges();
      return json(200, describeCharges(meter));
    case 'GET /_sim/requests':
      return json(200, meter.requests());
    case 'GET /_sim/clock':
      return json(200, describeClock(world.clock));
    case 'POST /_sim/clock':
      return moveClock(world.clock, request.body);
    case 'GET /_sim/truth':
      return truth(world, request.query);
    default:
      return json(404, { message: `no such control endpoint: ${request.method} ${request.path}` });
  }
}

function describeCharges(meter: Meter) {
  const { total, operations } = meter.charges();
  return {
    totalUsd: decimal(total),
    operations: operations.map(({ charge, ...rest }) => ({ ...rest, usd: decimal(charge) })),
  };
}

const describeClock = (clock: SimClock) => ({ now: new Date(clock.now()).toISOString() });

function moveClock(clock: SimClock, body: string): HttpAnswer {
  try {
    const { now } = JSON.parse(body) as { now?: unknown };
    const ms = typeof now === 'string' ? Date.parse(now) : Number.NaN;
    if (Number.isNaN(ms)) return json(400, { message: 'expected {"now":"an ISO 8601 moment"}' });
    clock.advanceTo(ms);
    return json(200, describeClock(clock));
  } catch (error) {
    return json(400, { message: error instanceof Error ? error.message : String(error) });
  }
}

function truth(world: World, query: URLSearchParams): HttpAnswer {
  const [start, end] = [query.get('start') ?? '', query.get('endExclusive') ?? ''];
  if (![start, end].every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day)) || start >= end)
    return json(400, { message: 'expected start and endExclusive as days, start before endExclusive' });
  const costs = [...world.truth(start, end)].map(([key, cost]) => [key, decimal(cost)]);
  return json(200, Object.fromEntries(costs));
}

const json = (status: number, body: unknown): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
