import type { Context, MiddlewareHandler } from 'hono';
import { getPath } from 'hono/utils/url';
import { ERRORS } from '../../core/errors.ts';
import { servedBelow } from '../../core/href.ts';
import { baseOf, type Settings, WATCHED } from '../../core/settings.ts';
import { errorJson } from './refusals.tsx';
import { isApi } from './visitor.ts';

/**
 * Life under a path such as `/ledger`, behind a proxy that strips nothing: routes are found by what follows the path, and
 * addresses are made with it. `c.req.path` is without it, `c.req.url` as it was asked.
 */

/** What follows the path; the whole of what is not below it. */
const belowOf = (path: string, base: string): string =>
  path.startsWith(`${base}/`) ? path.slice(base.length) : path !== base ? path : '/';

/** How Hono finds the route of a request. */
export const pathsBelow =
  (base: string): ((request: Request) => string) =>
  (request) =>
    belowOf(getPath(request), base);

/** Answers below the path, and what watches this process at the root as well; everything else is told where it is. */
export function prefixed({ settings }: { settings: Pick<Settings, 'publicUrl'> }): MiddlewareHandler {
  const base = baseOf(settings);
  return (c, next) => {
    const { pathname } = new URL(c.req.url);
    const isBelow = pathname === base || pathname.startsWith(`${base}/`);
    if (isBelow || WATCHED.includes(pathname)) return servedBelow(base, next);
    return Promise.resolve(elsewhere(c, `${settings.publicUrl}/`));
  };
}

function elsewhere(c: Context, address: string): Response {
  const reason = `Bedrock Ledger is not here: it is at ${address}`;
  const { status } = ERRORS.notFound;
  return isApi(c) ? c.json(errorJson(c, 'notFound', null, reason), status) : c.text(reason, status);
}
