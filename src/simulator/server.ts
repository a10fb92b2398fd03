import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { createClock } from './clock.ts';
import { Access } from './iam/access.ts';
import { ReservedRoles } from './iam/reserved.ts';
import { putWorkloads } from './iam/workloads.ts';
import { listen } from './listen.ts';
import type { SimClock, World, WorldOptions } from './types.ts';
import { type HttpAnswer, writeError } from './wire/answer.ts';
import { control } from './wire/control.ts';
import { type Dispatcher, dispatch, makeRequestId } from './wire/dispatch.ts';
import { AwsError, serialization } from './wire/errors.ts';
import type { HttpRequest } from './wire/identify.ts';
import { Meter, type OperationCount } from './wire/meter.ts';
import { Rates } from './wire/rates.ts';
import { DEFAULT_SETTINGS, type WireSettings } from './wire/service.ts';
import { createServices } from './wire/services.ts';
import type { StartSession } from './wire/sign-in.ts';
import { type Published, Topics } from './wire/sns.ts';
import { createWorld } from './world/index.ts';

const MAX_BODY = 8 * 1024 * 1024;

export interface SimulatorOptions extends Partial<WorldOptions> {
  /** 0 takes a free port. */
  port?: number;
  host?: string;
  /** Simulated now at the start, UTC milliseconds; the real now when left out. */
  nowMs?: number;
  /** Real moment that belongs to `nowMs`, UTC milliseconds, so that two processes tell the same time. */
  startedAtMs?: number;
  /** Simulated milliseconds per real one; 0 stands still. */
  speed?: number;
  throttlePercent?: number;
  settings?: Partial<Omit<WireSettings, 'throttlePercent'>>;
  /** One line per request, for debugging; nobody reads it when left out. */
  log?: (line: string) => void;
  /** Whether the past is worked out while nobody asks, so that the first question does not wait for all of it. */
  warm?: boolean;
  /** A world of the caller's own, with its clock, instead of one made from the options. */
  world?: World;
}

export interface Simulator {
  /** For example `http://127.0.0.1:4566`. */
  url: string;
  world: World;
  /** Roles, users and policies of every account. */
  access: Access;
  clock: SimClock;
  /** What AWS would have charged since the start or the last reset; 10⁻¹⁰ USD. */
  charges(): { total: bigint; operations: OperationCount[] };
  /** Every operation that is simulated, as `service:Operation`, sorted. */
  operations: string[];
  /** Every operation seen, as `service:Operation`, with its count. */
  requests(): Record<string, number>;
  /** Messages that topics of SNS have taken. */
  published(): readonly Published[];
  close(): Promise<void>;
}

export const DEFAULT_OPTIONS: Required<WorldOptions> = {
  seed: 1,
  users: 120,
  days: 100,
  discounts: true,
  tags: 'active',
  oneHourCachePercent: 0,
  oddities: false,
  stops: false,
};

/** Starts the simulator in this process and resolves when it can answer. Rejects when the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const world = options.world ?? makeWorld(options);
  const meter = new Meter();
  const topics = new Topics();
  const access = new Access(world.clock, (account) => world.organization.controlsOf(account));
  putWorkloads(access, world.permissionSets, world.options.oddities ?? false);
  const reserved = new ReservedRoles(world.permissionSets, access, world.accounts);
  const parts: Parts = {
    world,
    access,
    reserved,
    startSession: (session) => reserved.start(session),
    meter,
    services: createServices(world, access, topics),
    settings: {
      ...DEFAULT_SETTINGS,
      ...(options.oddities && { cacheMetrics: 'renamed' as const }),
      ...options.settings,
      throttlePercent: options.throttlePercent ?? 0,
    },
    rates: new Rates(),
    log: options.log ?? (() => {}),
  };
  let requestNumber = 0;
  const host = options.host ?? '127.0.0.1';
  const listener = await listen(
    (message) => answer(parts, message, () => ++requestNumber),
    options.port ?? 0,
    host,
  );
  const cool = options.warm ? warmUp(world) : () => {};
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${listener.port}`,
    world,
    access,
    clock: world.clock,
    operations: parts.services
      .flatMap(({ id, handlers }) => Object.keys(handlers).map((name) => `${id}:${name}`))
      .sort(),
    charges: () => meter.charges(),
    requests: () => meter.requests(),
    published: () => topics.published,
    close: () => {
      cool();
      return listener.close();
    },
  };
}

/** Reads the bill a day at a time, newest first, and lets requests in between; returns what stops it. */
function warmUp(world: World): () => void {
  let stopped = false;
  const read = (daysAgo: number) => {
    if (stopped || daysAgo > world.options.days) return;
    world.bill(new Date(world.clock.now() - daysAgo * 86_400_000).toISOString().slice(0, 10));
    setImmediate(read, daysAgo + 1);
  };
  setImmediate(read, 0);
  return () => {
    stopped = true;
  };
}

function makeWorld(options: SimulatorOptions): World {
  const clock = createClock({
    epochMs: options.nowMs ?? Date.now(),
    rate: options.speed ?? 1,
    ...(options.startedAtMs !== undefined && { startedAtMs: options.startedAtMs }),
  });
  const { seed, users, days, discounts, tags, oneHourCachePercent, oddities, stops } = {
    ...DEFAULT_OPTIONS,
    ...options,
  };
  return createWorld({ seed, users, days, discounts, tags, oneHourCachePercent, oddities, stops }, clock);
}

/** What answers AWS's requests and the simulator's own. */
interface Parts extends Dispatcher {
  reserved: ReservedRoles;
  startSession: StartSession;
}

async function answer(parts: Parts, message: IncomingMessage, count: () => number): Promise<HttpAnswer> {
  let request: HttpRequest;
  try {
    request = await read(message);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // What is wrong is not the operation's matter: nobody knows yet which one was meant.
    return writeError(undefined, error, makeRequestId(parts.world.options.seed, count()));
  }
  parts.reserved.keep();
  const own = control(parts, request);
  if (own) return own;
  const unsigned = message.headers.authorization === undefined;
  if (unsigned && request.path === '/' && (request.method === 'GET' || request.method === 'HEAD'))
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'AWS simulator\n' };
  return dispatch(parts, request, count());
}

async function read(message: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  // A body that is too large is read to its end and thrown away, so that its sender reads the answer.
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY) chunks.push(chunk);
  }
  if (size > MAX_BODY) throw tooLarge();
  const raw = Buffer.concat(chunks);
  const body = message.headers['content-encoding'] === 'gzip' ? unzip(raw) : raw;
  const [path = '/', query = ''] = (message.url ?? '/').split('?');
  return {
    method: message.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: message.headers,
    body: body.toString('utf8'),
  };
}

function unzip(raw: Buffer): Buffer {
  try {
    return gunzipSync(raw, { maxOutputLength: MAX_BODY });
  } catch (error) {
    const bomb = error instanceof RangeError;
    throw bomb ? tooLarge() : serialization('The body is not what its content-encoding says: gzip');
  }
}

const tooLarge = () =>
  new AwsError('RequestEntityTooLargeException', `The body is larger than ${MAX_BODY} bytes`, 413);
