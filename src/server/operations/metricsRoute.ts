import { hash, timingSafeEqual } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { ServerDeps } from '../deps.ts';

/** The way to `/metrics`: for a machine with a token of its own, which is nobody's and opens nothing else. */

export function metricsRoutes({ settings, metrics }: Pick<ServerDeps, 'settings' | 'metrics'>): Hono {
  const app = new Hono();
  app.get('/metrics', async (c) => {
    const { token } = settings.metrics;
    if (token === null || metrics === undefined)
      return c.text('There is nothing at this address: metrics.token is not set.\n', 404);
    if (!isSame(bearerOf(c), token))
      return c.text('Send the token of the setting metrics.token as "Authorization: Bearer …".\n', 401, {
        'www-authenticate': 'Bearer realm="Bedrock Ledger metrics"',
      });
    const { type, text } = await metrics.page();
    return c.body(text, 200, { 'content-type': type });
  });
  return app;
}

const bearerOf = (c: Context): string =>
  /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '';

/** Compared by their digests, which are as long whatever was sent: it takes as long whatever is right of it. */
const isSame = (sent: string, token: string): boolean =>
  timingSafeEqual(hash('sha256', sent, 'buffer'), hash('sha256', token, 'buffer'));
