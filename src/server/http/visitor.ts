import type { Context, MiddlewareHandler } from 'hono';
import { Forbidden } from '../../app/asking.ts';
import type { LedgerVersion } from '../../app/credentials/viewers.ts';
import { type Deed, may, type Thing, type Viewer } from '../../core/access.ts';
import type { Session } from '../../core/credentials.ts';
import { instantOf } from '../../core/periods.ts';
import type { Actor, Instant } from '../../core/types.ts';
import type { ServerDeps } from '../deps.ts';

/** Who asks, and whether they may: every route asks here, and an answer for which nobody asked does not leave. */

/** How somebody was known. */
type Means = 'none' | 'session' | 'loadBalancer' | 'token';
export interface Visit {
  viewer: Viewer;
  means: Means;
  session: Session | null;
}

export const setVisit = (c: Context, visit: Visit): void => c.set('visit', visit);
export const forgetVisit = (c: Context): void => c.set('visit', undefined);
export const visitOf = (c: Context): Visit | null => c.get('visit') ?? null;

/** Whoever asks. Behind the sign-in there always is somebody. */
export function viewerOf(c: Context): Viewer {
  const visit = visitOf(c);
  if (visit === null) throw new Error('asked who somebody is before they were known');
  return visit.viewer;
}

/** Which state the ledger was in when they came: what is answered is that, or younger. */
export function versionOf(c: Context): LedgerVersion {
  const version = c.get('version');
  if (version === undefined) throw new Error('asked which state the ledger is in before it was known');
  return version;
}

/** Whether a program asks, and no person. */
export const isApi = (c: Context): boolean => c.req.path.startsWith('/api/');

/** They as the audit log names them. */
export function actorOf(c: Context): Actor {
  const visit = visitOf(c);
  return {
    id: visit?.viewer.id ?? 'unknown',
    via: isApi(c) ? 'api' : 'page',
    address: addressOf(c),
  };
}

export const setAddress = (c: Context, address: string): void => c.set('address', address);
export const addressOf = (c: Context): string => c.get('address') ?? '';

/** It was asked whether they may: the answer may leave. */
export const noteAsked = (c: Context): void => c.set('asked', true);

/** Whether whoever asks may do that: for what a page offers. What is done is asked again by whoever does it. */
export function mayDo(c: Context, deed: Deed, thing: Thing): boolean {
  noteAsked(c);
  return may(viewerOf(c), deed, thing);
}

export const nowOf = ({ clock }: Pick<ServerDeps, 'clock'>): Instant => instantOf(clock.now());

/** What is the same for everybody who is known: nothing of anybody's is in it. */
export const forEverybody: MiddlewareHandler = async (c, next) => {
  c.set('asked', true);
  await next();
};

/** A route that shows or changes what is nobody's in particular; others are told that it is not theirs. */
export const only =
  (
    deed: Deed,
    kind: Extract<
      Thing,
      { kind: 'bill' | 'jobs' | 'rates' | 'audit' | 'directory' | 'inbox' | 'plan' }
    >['kind'],
  ): MiddlewareHandler =>
  async (c, next) => {
    if (!mayDo(c, deed, { kind })) throw new Forbidden({ viewer: viewerOf(c) }, deed, { kind });
    await next();
  };

/** Keeps back what left a route without anybody having asked whether it may: a fault of ours, and safe. */
export const nothingUnasked: MiddlewareHandler = async (c, next) => {
  await next();
  if (c.res.status < 300 && c.get('asked') !== true)
    throw new Error(`${c.req.method} ${c.req.path} answered without asking who may see it`);
};
