import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { MOST_FILE_BYTES } from '../../core/budgetPlan.ts';
import type { ServerDeps } from '../deps.ts';
import { tooLarge } from './refusals.tsx';

/** How large what is sent may be. */

/** Forms are small. */
const MOST_BYTES = 256 * 1024;
/** Where files are handed in: with what a form adds around and in between. */
const MOST_FILE = 3 * MOST_FILE_BYTES;
const TAKES_FILE = /\/budgets\/many$/;

export function bodies(deps: ServerDeps): MiddlewareHandler {
  const most = (maxSize: number) => bodyLimit({ maxSize, onError: (c) => tooLarge(c, deps, maxSize) });
  const [ofForm, ofFile] = [most(MOST_BYTES), most(MOST_FILE)];
  return (c, next) => {
    // What only reads has none; to ask for it makes one.
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    return TAKES_FILE.test(c.req.path) ? ofFile(c, next) : ofForm(c, next);
  };
}
