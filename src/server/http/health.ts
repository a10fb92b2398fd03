import { Hono } from 'hono';
import { readHealth } from '../../app/operations/health.ts';
import { isReady } from '../../core/health.ts';
import type { ServerDeps } from '../deps.ts';

/**
 * For whoever watches the process. `/healthz`: it answers at all; it asks the ledger nothing and waits for nothing, since
 * whoever asks ends a process that does not answer. `/readyz`: whether its pages say something, and what is in trouble.
 */

/** When to ask again, seconds. */
const ASK_AGAIN = '10';

export function healthRoutes(
  deps: Pick<ServerDeps, 'store' | 'settings' | 'clock' | 'worker' | 'onError'>,
): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    const { store, settings, clock } = deps;
    const { status, troubles, unread, fault } = await readHealth({
      store,
      settings,
      clock,
      worker: deps.worker?.() ?? null,
    });
    if (fault !== null) deps.onError(fault);
    if (isReady(status)) return c.json({ status, troubles });
    const missing = status === 'collecting' && unread !== null ? { missing: unread } : {};
    const reason = troubles[0]?.words ?? '';
    return c.json({ status, ...missing, reason, troubles }, 503, { 'retry-after': ASK_AGAIN });
  });
  return app;
}
