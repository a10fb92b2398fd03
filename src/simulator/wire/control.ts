import type { SimClock, World } from '../types.ts';
import type { HttpAnswer } from './answer.ts';
import type { HttpRequest } from './identify.ts';
import { decimal, type Meter } from './meter.ts';
import { DEFAULT_SETTINGS, SETTING_WORDS, type WireSettings } from './service.ts';
import { type StartSession, signIn } from './sign-in.ts';

const DAY = 86_400_000;
const LATEST = Date.parse('9000-01-01');

/**
 * The simulator's own endpoints, outside AWS's name space: what AWS would have charged, the clock, the operations seen,
 * the truth that tests of accuracy compare with, and Identity Center's sign-in, which is a page at AWS. Returns undefined
 * for any other path.
 */
export function control(
  parts: { world: World; meter: Meter; settings: WireSettings; startSession?: StartSession },
  request: HttpRequest,
): HttpAnswer | undefined {
  const { world, meter, settings, startSession } = parts;
  if (request.path === '/_simulator/sign-in' && request.method === 'POST')
    return startSession === undefined
      ? json(501, { message: 'this simulator has no sessions to sign in to' })
      : signIn(world, startSession, request.body);
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
    case 'GET /_sim/settings':
      return json(200, settings);
    case 'POST /_sim/settings':
      return change(settings, request.body);
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
    const { now } = (JSON.parse(body) ?? {}) as { now?: unknown };
    const ms = typeof now === 'string' ? Date.parse(now) : Number.NaN;
    if (Number.isNaN(ms) || ms >= LATEST)
      return json(400, { message: 'expected {"now":"an ISO 8601 moment before the year 9000"}' });
    clock.advanceTo(ms);
    return json(200, describeClock(clock));
  } catch (error) {
    return json(400, { message: error instanceof Error ? error.message : String(error) });
  }
}

/** Changes settings that are there to others of their kind: all of them or none. */
function change(settings: WireSettings, body: string): HttpAnswer {
  let wanted: unknown;
  try {
    wanted = JSON.parse(body);
  } catch (error) {
    return json(400, { message: String(error) });
  }
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted))
    return json(400, { message: 'expected an object of settings: GET shows them' });
  for (const [name, value] of Object.entries(wanted)) {
    if (!Object.hasOwn(DEFAULT_SETTINGS, name)) return json(400, { message: `no such setting: ${name}` });
    if (!isOfKind(name as keyof WireSettings, value))
      return json(400, { message: `not a value of ${name}: ${JSON.stringify(value)}` });
  }
  Object.assign(settings, wanted);
  return json(200, settings);
}

function isOfKind(name: keyof WireSettings, value: unknown): boolean {
  if (Object.hasOwn(SETTING_WORDS, name))
    return (SETTING_WORDS[name as keyof typeof SETTING_WORDS] as readonly unknown[]).includes(value);
  const isNegative = typeof value === 'number' && !(value >= 0);
  return typeof value === typeof DEFAULT_SETTINGS[name] && value !== null && !isNegative;
}

function truth(world: World, query: URLSearchParams): HttpAnswer {
  const [start, end] = [query.get('start') ?? '', query.get('endExclusive') ?? ''];
  if (![start, end].every(isDay) || start >= end)
    return json(400, { message: 'expected start and endExclusive as days, start before endExclusive' });
  // Nothing has happened yet after today, and nobody could hold a bill of centuries.
  const tomorrow = new Date(world.clock.now() + DAY).toISOString().slice(0, 10);
  const costs = [...world.truth(start, end < tomorrow ? end : tomorrow)].map(([key, cost]) => [
    key,
    decimal(cost),
  ]);
  return json(200, Object.fromEntries(costs));
}

/** A day of the calendar, not only the form of one. */
function isDay(text: string): boolean {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

const json = (status: number, body: unknown): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
