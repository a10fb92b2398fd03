import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { LedgerError } from '../core/errors.ts';
import { ZERO } from '../core/money.ts';
import type { Money, Place } from '../core/types.ts';
import type { ClientPool, Clients, Target } from './clients.ts';
import { AwsError, type CallContext, isAwsError, toAwsError } from './errors.ts';
import { priceOf } from './meter.ts';
import { createListing, mostPagesAt } from './pages.ts';
import type { Meter } from './types.ts';
import { within } from './within.ts';

/** One request: what is asked, of whom, and whether it still runs when the monthly ceiling is reached. */
interface Request<S extends keyof Clients, O> {
  service: S;
  operation: string;
  target: Target;
  send: (client: Clients[S]) => Promise<O>;
  /** Metrics asked for, where the price depends on it. */
  units?: number;
  /** The most that it can cost, where that depends on what is asked; left out: by the table of the meter. */
  price?: Money;
  essential?: boolean;
}

/** Sends requests: checked against the ceiling, counted, and with failures as `AwsError`. */
export type Run = <S extends keyof Clients, O>(request: Request<S, O>) => Promise<O>;

/** What bounds the requests of one run. */
export interface RunBounds {
  /** Of a request with its credentials and all of its attempts, milliseconds. */
  requestMs: number;
  /** Ends all of them; what waits for them is told why at once. */
  signal?: AbortSignal | undefined;
  /** Is told of each request that begins; what it answers is called at its end. */
  waiting?: (what: CallContext) => () => void;
}

/** Sends the requests of one run through the pool and counts them in its meter. */
export function createRunner(pool: ClientPool, meter: Meter, bounds: RunBounds): Run {
  /** Places that have answered, by account and Region. */
  const answered = new Map<string, Map<string, Place>>();
  const send: Run = async (request) => {
    const output = await attempt(pool, meter, bounds, request);
    const { target } = request;
    if (typeof target === 'object' && 'accountId' in target) {
      const ofAccount = answered.get(target.accountId) ?? new Map<string, Place>();
      answered.set(target.accountId, ofAccount.set(target.region, target));
    }
    return output;
  };

  /** What was good elsewhere a moment ago may have been revoked since: there it is asked once more, for nothing. */
  async function isGoodElsewhere(target: Target): Promise<boolean> {
    if (typeof target !== 'object' || !('accountId' in target)) return false;
    const places = answered.get(target.accountId);
    // A Region that has answered is open.
    const other = places?.has(target.region) ? undefined : places?.values().next().value;
    if (other === undefined) return false;
    const whoAmI = { service: 'sts', operation: 'GetCallerIdentity', target: other } as const;
    return attempt(pool, meter, bounds, {
      ...whoAmI,
      send: (client) => client.send(new GetCallerIdentityCommand({})),
    }).then(
      () => true,
      () => false,
    );
  }

  return async (request) => {
    try {
      return await send(request);
    } catch (error) {
      // Credentials can expire before the hour they were given for; fresh ones are tried once.
      if (!isAwsError(error, 'expiredCredentials')) throw error;
      pool.forget(request.target);
      return send(request).catch(async (again: unknown) => {
        throw isUnknownThere(again) && (await isGoodElsewhere(request.target)) ? closedRegion(again) : again;
      });
    }
  };
}

/** A Region that was not enabled does not know credentials that are good elsewhere, and calls them invalid. */
const UNKNOWN_THERE = /^(UnrecognizedClient|InvalidClientTokenId)/;
const isUnknownThere = (error: unknown): error is AwsError & { place: Place } =>
  error instanceof AwsError && UNKNOWN_THERE.test(error.awsCode) && error.place !== undefined;

function closedRegion(error: AwsError & { place: Place }): AwsError {
  const { service, operation, place } = error;
  const reason = error.cause instanceof Error ? error.cause.message : error.awsCode;
  return new AwsError('regionClosed', { service, operation, place }, error.awsCode, reason, error.cause);
}

/** An answer of AWS's without what it always has: taken for a broken one, never for an empty one. */
export const incomplete = (context: CallContext, reason: string): AwsError =>
  new AwsError('incomplete', context, 'IncompleteAnswer', reason);

/**
 * The list that an answer holds. Where there is nothing AWS sends an empty one.
 * @throws AwsError of kind `incomplete` where there is none
 */
export function listIn<T>(context: CallContext, list: readonly T[] | undefined, name: string): readonly T[] {
  if (list === undefined) throw incomplete(context, `it has no ${name}`);
  return list;
}

/**
 * What an answer names must be of what was asked: an ARN says of which Region and account, where it says so.
 * @throws AwsError of kind `incomplete` for the answer to another question
 */
export function mustBeIn(context: CallContext & { place: Place }, arn: string): void {
  const [, , , region = '', accountId = ''] = arn.split(':');
  const { place } = context;
  if ((region !== '' && region !== place.region) || (accountId !== '' && accountId !== place.accountId))
    throw incomplete(context, `it names ${arn}, which is elsewhere`);
}

/**
 * Reads all pages, or fails: a listing is complete or it is none. It ends as well where AWS's pages do not: when page
 * after page brings nothing that was not there before, and at bounds that no company reaches.
 * @throws AwsError of kind `incomplete`
 */
export async function allPages<O, T>(
  context: CallContext,
  fetch: (token: string | undefined) => Promise<O>,
  read: (page: O) => { items: readonly T[]; next: string | undefined },
): Promise<T[]> {
  const found: T[] = [];
  const listing = createListing(mostPagesAt(priceOf(context.service, context.operation)));
  let token: string | undefined;
  do {
    const { items, next } = read(await fetch(token));
    for (const item of items) found.push(item);
    token = next === '' ? undefined : next;
    const fault = token === undefined ? null : listing.faultOf(token, items);
    if (fault !== null) throw incomplete(context, fault);
  } while (token !== undefined);
  return found;
}

async function attempt<S extends keyof Clients, O>(
  pool: ClientPool,
  meter: Meter,
  bounds: RunBounds,
  request: Request<S, O>,
): Promise<O> {
  const { service, operation, target } = request;
  bounds.signal?.throwIfAborted();
  const price = request.price ?? priceOf(service, operation, request.units);
  await meter.book(price, request.essential ?? false, { service, operation });
  try {
    const output = await inTime(pool, bounds, request);
    // Attempts that AWS refused are requests, but AWS charges for the answer only.
    meter.count(service, operation, attemptsOf(output), price);
    return output;
  } catch (error) {
    const isCharged = mayHaveBeenAnswered(error);
    if (!isCharged) meter.release(price);
    meter.count(service, operation, attemptsOf(error), isCharged ? price : ZERO);
    bounds.signal?.throwIfAborted();
    throw toAwsError(error, { service, operation, ...whereOf(target) });
  }
}

/**
 * One request with its credentials and every attempt at it. The SDK hears of the end between attempts and within one, and
 * not while it gets credentials: so nobody waits for it any longer than the bounds say. Credentials that are on their way
 * are left to come: asking for them anew would start one hanging helper program after the other.
 */
async function inTime<S extends keyof Clients, O>(
  pool: ClientPool,
  { requestMs, signal, waiting }: RunBounds,
  { service, operation, target, send }: Request<S, O>,
): Promise<O> {
  const over = waiting?.({ service, operation, ...whereOf(target) });
  try {
    return await within(
      requestMs,
      () => new RequestTooLate(requestMs),
      signal,
      (ending, orEnded) =>
        orEnded(pool.get(service, target).then((client) => send(endingWith(client, ending)))),
    );
  } finally {
    over?.();
  }
}

/** Nothing more of AWS's than that it did not come to an end. */
class RequestTooLate extends LedgerError {
  override name = 'TimeoutError';
  constructor(ms: number) {
    super('outside', `no whole answer came within ${ms / 1000} seconds, all attempts together`);
  }
}

interface Sender {
  send(command: never, options?: { abortSignal?: AbortSignal }): unknown;
}
/** The same client, whose requests end with the signal: said here for all gateways, which cannot forget it. */
const endingWith = <C extends Sender>(client: C, abortSignal: AbortSignal): C =>
  Object.create(client, { send: { value: (command: never) => client.send(command, { abortSignal }) } });

/** Nothing listened there, or nobody knows where: the request never left. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
/** What AWS refused costs nothing. What got no answer may have been answered all the same, and counts. */
function mayHaveBeenAnswered(error: unknown): boolean {
  const { $metadata, code, name } = (error ?? {}) as {
    $metadata?: { httpStatusCode?: number };
    code?: string;
    name?: string;
  };
  if ($metadata?.httpStatusCode !== undefined || name === 'CredentialsProviderError') return false;
  return !NEVER_SENT.has(code ?? '');
}

function whereOf(target: Target): Pick<CallContext, 'place' | 'region'> {
  if (target === 'payer') return {};
  return 'payerIn' in target ? { region: target.payerIn } : { place: target };
}

function attemptsOf(answer: unknown): number {
  const { $metadata } = (answer ?? {}) as { $metadata?: { attempts?: number } };
  return $metadata?.attempts ?? 1;
}
