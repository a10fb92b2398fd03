import { Hono } from 'hono';
import { type Unread, unreadSources } from '../../app/operations/health.ts';
import type { ServerDeps } from '../deps.ts';

/** For whoever watches the process: whether it lives, and whether its pages say something yet. */

const WORDS: Readonly<Record<Unread, string>> = {
  profiles: 'the inference profiles',
  usage: 'the token usage',
  charges: 'the bill',
  spend: 'the spend made of them',
};

export function healthRoutes({ store }: Pick<ServerDeps, 'store'>): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    const missing = await unreadSources({ store });
    if (missing.length === 0) return c.json({ status: 'ready' });
    const words = missing.map((one) => WORDS[one]).join(', ');
    const reason = `the first collection is not complete: not read yet are ${words}`;
    return c.json({ status: 'collecting', missing, reason }, 503, { 'retry-after': '10' });
  });
  return app;
}
