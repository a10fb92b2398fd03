import { Hono } from 'hono';
import type { ServerDeps } from '../deps.ts';

/** For whoever watches the process: whether it lives, and whether its pages say something yet. */

const SOURCES = ['profiles', 'usage', 'charges'] as const;
const WORDS = {
  profiles: 'the inference profiles',
  usage: 'the token usage',
  charges: 'the bill',
  spend: 'the spend made of them',
} as const;
/** Runs to look back through for one that ended well: two days of the schedule. */
const RUNS = 100;

export function healthRoutes({ store }: Pick<ServerDeps, 'store'>): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    const missing = await missingOf(store);
    if (missing.length === 0) return c.json({ status: 'ready' });
    const words = missing.map((one) => WORDS[one]).join(', ');
    const reason = `the first collection is not complete: not read yet are ${words}`;
    return c.json({ status: 'collecting', missing, reason }, 503, { 'retry-after': '10' });
  });
  return app;
}

/** What was never read to the end; the spend counts once it was decided from what was read. */
async function missingOf(store: ServerDeps['store']): Promise<(keyof typeof WORDS)[]> {
  const fresh = await store.freshness.all();
  const unread = SOURCES.filter(
    (source) => !fresh.some((one) => one.source === source && one.lastSuccessAt !== null),
  );
  const runs = await store.runs.list({ job: 'spend', limit: RUNS });
  const decided = runs.some((run) => run.status === 'ok' || run.status === 'partial');
  return decided ? unread : [...unread, 'spend'];
}
