import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { secureHeaders } from 'hono/secure-headers';
import { apiRoutes } from './api.ts';
import { auditPage } from './auditPage.tsx';
import { budgetRoutes } from './budgetPages.tsx';
import { dayPage } from './dayPage.tsx';
import type { ServerDeps } from './deps.ts';
import { loopbackOnly } from './guard.ts';
import { healthRoutes } from './health.ts';
import { jobRoutes } from './jobsPage.tsx';
import { alertsPage, inboxPage } from './listPages.tsx';
import { mePage } from './mePage.tsx';
import { profileRoutes } from './profilePages.tsx';
import { ratesPage } from './ratesPage.tsx';
import { reconciliationPage } from './reconciliationPage.tsx';
import { nothing, refusal, tooLarge } from './refusals.tsx';
import { spendRoutes } from './spendPages.tsx';

/** Of a request's body: forms are small. */
const MOST_BYTES = 256 * 1024;

/** The whole server as one Hono app: pages, JSON, assets and health. Makes no I/O by itself. */
export function createApp(deps: ServerDeps): Hono {
  const app = new Hono();
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        connectSrc: ["'self'"],
      },
      referrerPolicy: 'same-origin',
    }),
  );
  app.use(async (c, next) => {
    await next();
    // Figures change with every sync: a copy that a browser keeps is asked about before it is shown.
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'private, no-cache');
  });
  app.route('/', healthRoutes(deps));
  app.use(loopbackOnly);
  app.use(bodyLimit({ maxSize: MOST_BYTES, onError: (c) => tooLarge(c, deps) }));
  app.use(compress());
  for (const asset of [deps.assets.css, deps.assets.js])
    app.get(asset.path, (c) =>
      c.body(asset.body, 200, {
        'content-type': asset.type,
        'cache-control': 'public, max-age=31536000, immutable',
      }),
    );
  app.route('/api/v1', apiRoutes(deps));
  app.route('/', spendRoutes(deps));
  app.route('/', budgetRoutes(deps));
  app.route('/', profileRoutes(deps));
  app.route('/', jobRoutes(deps));
  app.get('/me', (c) => mePage(c, deps));
  app.get('/days/:day', (c) => dayPage(c, deps));
  app.get('/reconciliation', (c) => reconciliationPage(c, deps));
  app.get('/rates', (c) => ratesPage(c, deps));
  app.get('/alerts', (c) => alertsPage(c, deps));
  app.get('/audit', (c) => auditPage(c, deps));
  if (deps.inbox) app.get('/inbox', (c) => inboxPage(c, deps));
  app.notFound((c) => nothing(c, deps));
  app.onError((error, c) => refusal(c, deps, error));
  return app;
}
