import type { Context, MiddlewareHandler } from 'hono';
import { recordDeed } from '../../app/operations/recordDeed.ts';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from './asking.ts';

/** What leaves as a file: no route can forget to tell the audit log. */

/** Of an address: what was asked for, and no novel. */
const MOST_SIGNS = 1000;

/** Notes how many rows the file holds. */
export const setExported = (c: Context, rows: number): void => c.set('exportedRows', rows);

/** Rows up to which an answer of the API is a look and no export. */
const MOST_LOOKED_AT = 100;

/** Notes what an answer of the API holds, where that is more than one looks at: its longest list. */
export function noteRows(c: Context, answer: object): void {
  const rows = Math.max(0, ...Object.values(answer).map((one) => (Array.isArray(one) ? one.length : 0)));
  if (rows > MOST_LOOKED_AT) setExported(c, rows);
}

/**
 * Every CSV file, and every long list of the API, has its entry in the audit log before its first byte leaves; where that
 * fails, none does.
 */
export const exportsRecorded =
  (deps: ServerDeps): MiddlewareHandler =>
  async (c, next) => {
    await next();
    const rows = c.get('exportedRows') ?? null;
    const isFile = (c.res.headers.get('content-type') ?? '').startsWith('text/csv');
    if (c.req.method === 'HEAD' || c.res.status >= 300 || !(isFile || rows !== null)) return;
    const { pathname, search } = new URL(c.req.url);
    const subject = (pathname + search).slice(0, MOST_SIGNS);
    await recordDeed(askingOf(c, deps), 'export', subject, { format: isFile ? 'csv' : 'json', rows });
  };
