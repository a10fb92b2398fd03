import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Answered, ServerDeps } from '../deps.ts';

/**
 * Each request has a number, which its answer, its lines in the log and its error pages carry: whoever tells it to the
 * administrator is found there. And each answer is noted once it has left: by its route and never by its address, which
 * may name somebody.
 */

const HEADER = 'x-request-id';
/** Long enough to tell requests apart, without any sign that means something to a terminal, a log or HTML. */
const HARMLESS = /^[A-Za-z0-9][A-Za-z0-9_-]{7,63}$/;
/** What looks like the beginning of a secret: ours, and a JWT. It would stand in the log. */
const SECRET = /^(blt_|eyJ)/;

/** What is known everywhere while a request is answered. */
export interface RequestNow {
  requestId: string;
}
const current = new AsyncLocalStorage<RequestNow>();
/** The request that is being answered, for the log; undefined outside of one. */
export const requestNow = (): RequestNow | undefined => current.getStore();

export const newRequestId = (): string => randomBytes(8).toString('hex');

/** The number that whoever asks gave it, such as a proxy, where that is short and harmless; else a new one. */
export const requestIdOf = (given: string | undefined): string =>
  given !== undefined && HARMLESS.test(given) && !SECRET.test(given) ? given : newRequestId();

/** A name or an address with its port, which is what nearly every request names. */
const ORDINARY_HOST = /^[\w.:[\]-]+$/;

/**
 * Has also those answers numbered that are given before there is a request to speak of: to a host or an address that is
 * none. Others get their number with their headers: one that is set on the connection costs each answer more.
 */
export function numberAnswers(server: Pick<Server, 'prependListener'>): void {
  server.prependListener('request', ({ headers, url = '' }: IncomingMessage, outgoing: ServerResponse) => {
    if (!url.startsWith('/') || !ORDINARY_HOST.test(headers.host ?? ''))
      outgoing.setHeader(HEADER, newRequestId());
  });
}

/** The number as a header, for answers whose headers are all there. */
export const numberOf = (c: Context): Readonly<Record<string, string>> => ({ [HEADER]: c.get('requestId') });

/** Gives each request its number; stands before all else. */
export const requests =
  ({ onAnswer }: Pick<ServerDeps, 'onAnswer'>): MiddlewareHandler =>
  (c, next) => {
    const { incoming, outgoing } = (c.env ?? {}) as Partial<HttpBindings>;
    // Asked of the connection where there is one: to make headers of it costs more than all the rest.
    const given = incoming === undefined ? c.req.header(HEADER) : incoming.headers[HEADER];
    const requestId = requestIdOf(typeof given === 'string' ? given : undefined);
    c.set('requestId', requestId);
    const now = { requestId };
    if (outgoing !== undefined && onAnswer !== undefined) note(c, outgoing as ServerResponse, now, onAnswer);
    return current.run(now, async () => {
      await next();
      if (!c.get('complete')) c.res.headers.set(HEADER, requestId);
    });
  };

function note(
  c: Context,
  outgoing: ServerResponse,
  now: RequestNow,
  onAnswer: (answer: Answered) => void,
): void {
  const startedAt = performance.now();
  const { method } = c.req;
  const { socket } = outgoing;
  const before = socket?.bytesWritten ?? 0;
  outgoing.once('close', () =>
    current.run(now, () =>
      onAnswer({
        method: METHODS.has(method) ? method : 'other',
        route: routeOf(c),
        status: outgoing.statusCode,
        ms: performance.now() - startedAt,
        bytes: (socket?.bytesWritten ?? 0) - before,
        cut: !outgoing.writableFinished,
      }),
    ),
  );
}
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'DELETE']);

/** The last pattern that fits is whose answer it is; what fits everything stands before and behind it. */
function routeOf(c: Context): string {
  const route = matchedRoutes(c).findLast(({ path }) => !path.endsWith('*'))?.path ?? 'none';
  // Paths of assets change with what is in them.
  return route.startsWith('/assets/') ? '/assets' : route;
}
