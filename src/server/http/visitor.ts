import type { Context, MiddlewareHandler } from 'hono';
import {
  type Deed,
  may,
  mayUse,
  type Scope,
  type SpendScope,
  spendScope,
  type Thing,
  type Viewer,
} from '../../core/access.ts';
import type { Session } from '../../core/credentials.ts';
import type { Actor, Instant } from '../../core/types.ts';
import type { ServerDeps } from '../deps.ts';
import { isApi, refused } from './refusals.tsx';

/** Who asks, and whether they may: every route asks here, and an answer for which nobody asked does not leave. */

/** How somebody was known. */
export type Means = 'none' | 'session' | 'loadBalancer' | 'token';
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

/** They as the audit log names them. */
export function actorOf(c: Context, reason = ''): Actor {
  const visit = visitOf(c);
  return {
    id: visit?.viewer.id ?? 'unknown',
    via: isApi(c) ? 'api' : 'page',
    address: addressOf(c),
    ...(reason === '' ? {} : { reason }),
  };
}

export const nowOf = (deps: Pick<ServerDeps, 'clock'>): Instant => new Date(deps.clock.now()).toISOString();

export const setAddress = (c: Context, address: string): void => c.set('address', address);
export const addressOf = (c: Context): string => c.get('address') ?? '';

/** It was asked whether they may: the answer may leave. */
export const noteAsked = (c: Context): void => c.set('asked', true);

/** Whoever asks, where the answer holds nothing but their own: that is theirs to see, whatever else they may. */
export function ownRows(c: Context): Viewer {
  c.set('asked', true);
  return viewerOf(c);
}

/** The rows of spend that whoever asks may see. */
export function scopeOf(c: Context): SpendScope {
  c.set('asked', true);
  return spendScope(viewerOf(c));
}

/** Whether whoever asks may do that. */
export function mayDo(c: Context, deed: Deed, thing: Thing): boolean {
  c.set('asked', true);
  return may(viewerOf(c), deed, thing);
}

/** What is the same for everybody who is known: nothing of anybody's is in it. */
export const forEverybody: MiddlewareHandler = async (c, next) => {
  c.set('asked', true);
  await next();
};

/** A route that shows or changes what is nobody's in particular; others are told that it is not theirs. */
export const only =
  (
    deps: ServerDeps,
    deed: Deed,
    kind: Extract<Thing, { kind: 'bill' | 'jobs' | 'rates' | 'audit' | 'directory' | 'inbox' }>['kind'],
  ): MiddlewareHandler =>
  async (c, next) => {
    if (!mayDo(c, deed, { kind })) return refused(c, deps);
    await next();
  };

/** A route of the API that a token needs this scope for. */
export const scoped =
  (deps: ServerDeps, scope: Scope): MiddlewareHandler =>
  async (c, next) => {
    if (!mayUse(viewerOf(c), scope)) return refused(c, deps, scope);
    await next();
  };

/** Keeps back what left a route without anybody having asked whether it may: a fault of ours, and safe. */
export const nothingUnasked: MiddlewareHandler = async (c, next) => {
  await next();
  if (c.res.status < 300 && c.get('asked') !== true)
    throw new Error(`${c.req.method} ${c.req.path} answered without asking who may see it`);
};
