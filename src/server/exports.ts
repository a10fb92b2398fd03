import type { Context, MiddlewareHandler } from 'hono';
import type { ServerDeps } from './deps.ts';
import { actorOf, nowOf } from './visitor.ts';

/** What leaves as a file: no route can forget to tell the audit log. */

const ROWS = 'exportedRows';
/** Of an address: what was asked for, and no novel. */
const MOST_SIGNS = 1000;

/** Notes how many rows the file holds. */
export const setExported = (c: Context, rows: number): void => c.set(ROWS, rows);

/** Every CSV file has its entry in the audit log before its first byte leaves; where that fails, none does. */
export const exportsRecorded =
  ({ store, clock }: Pick<ServerDeps, 'store' | 'clock'>): MiddlewareHandler =>
  async (c, next) => {
    await next();
    const type = c.res.headers.get('content-type') ?? '';
    if (c.req.method === 'HEAD' || c.res.status >= 300 || !type.startsWith('text/csv')) return;
    const { pathname, search } = new URL(c.req.url);
    await store.audit.record({
      at: nowOf({ clock }),
      actor: actorOf(c),
      action: 'export',
      subject: (pathname + search).slice(0, MOST_SIGNS),
      after: { format: 'csv', rows: (c.get(ROWS) as number | undefined) ?? null },
    });
  };
