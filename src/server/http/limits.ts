import { createHmac, randomBytes } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { ServerDeps } from '../deps.ts';
import { tooMany } from './refusals.tsx';
import { addressOf, visitOf } from './visitor.ts';

/**
 * How often one may ask: so many requests a minute of one person, as many with all of their tokens, and as many of one
 * address that has not said who it is. Counted in this process; a restart begins anew.
 */

const SECONDS = 60;
/** Nobody can know which addresses share a bucket. */
const SALT = randomBytes(16);
/** Addresses cost nothing, memory does: they are counted in 65,536 buckets, however many there are. */
export const bucketOf = (address: string): string =>
  createHmac('sha256', SALT).update(address).digest('hex').slice(0, 4);

export function limits(deps: ServerDeps): Record<'unverified' | 'unknown' | 'known', MiddlewareHandler> {
  const points = deps.settings.requestsPerMinute;
  const people = new RateLimiterMemory({ points, duration: SECONDS });
  const addresses = new RateLimiterMemory({ points, duration: SECONDS });
  return {
    // Before its keys are looked up elsewhere: whoever came past the load balancer can name a new key each time.
    unverified: async (c, next) => {
      if (c.req.header('x-amzn-oidc-data') === undefined) return next();
      const counted = await addresses.get(bucketOf(addressOf(c)));
      return counted !== null && counted.consumedPoints > points ? tooMany(c, deps) : next();
    },
    unknown: async (c, next) =>
      visitOf(c) === null ? counted(c, deps, addresses, bucketOf(addressOf(c)), next) : next(),
    known: async (c, next) => {
      const visit = visitOf(c);
      if (visit === null || visit.means === 'none') return next();
      return counted(c, deps, people, `${visit.means} ${visit.viewer.id}`, next);
    },
  };
}

async function counted(
  c: Context,
  deps: ServerDeps,
  limiter: RateLimiterMemory,
  key: string,
  next: () => Promise<void>,
): Promise<Response | undefined> {
  const left = await limiter.consume(key).catch((over: RateLimiterRes | Error) => {
    if (over instanceof Error) throw over;
    return over;
  });
  const seconds = Math.max(1, Math.ceil(left.msBeforeNext / 1000));
  const limit = {
    'ratelimit-limit': String(limiter.points),
    'ratelimit-remaining': String(Math.max(0, left.remainingPoints)),
    'ratelimit-reset': String(seconds),
  };
  if (left.consumedPoints > limiter.points) {
    say(c, { ...limit, 'retry-after': String(seconds) });
    return tooMany(c, deps);
  }
  c.set('limit', limit);
  await next();
  if (!c.get('complete')) say(c, limit);
}

function say(c: Context, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
}
