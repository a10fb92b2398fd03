import { Hono, type MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';
import { secureHeaders } from 'hono/secure-headers';
import { href } from '../core/href.ts';
import type { JobName } from '../core/runs.ts';
import { baseOf } from '../core/settings.ts';
import type { Instant } from '../core/types.ts';
import { tokenRoutes } from './access/pages.tsx';
import { signInRoutes } from './access/signIn.tsx';
import { apiRoutes } from './api/routes.ts';
import { chargeBackPage } from './bill/chargeBackPage.tsx';
import { dayPage } from './bill/dayPage.tsx';
import { findingsPage } from './bill/findingsPage.tsx';
import { ratesPage } from './bill/ratesPage.tsx';
import { reconciliationPage } from './bill/reconciliationPage.tsx';
import { alertRoutes } from './budgets/alertsPage.tsx';
import { manyBudgetRoutes } from './budgets/many.tsx';
import { budgetRoutes } from './budgets/pages.tsx';
import type { ServerDeps } from './deps.ts';
import { exploreRoutes } from './explore/pages.tsx';
import { findRoutes } from './find/pages.tsx';
import { inOnePage, namesKnown } from './http/asking.ts';
import { bodies } from './http/bodies.ts';
import { exportsRecorded } from './http/exports.ts';
import { exportsAtOnce } from './http/exportsAtOnce.ts';
import { choices } from './http/frame.ts';
import { framing } from './http/framing.ts';
import { guard } from './http/guard.ts';
import { healthRoutes } from './http/health.ts';
import { addresses, identify, signedIn } from './http/identify.ts';
import { keptAnswers, MOST_KEPT_BYTES, ofProduct } from './http/kept.ts';
import { limits } from './http/limits.ts';
import { looksNoted } from './http/looks.ts';
import { pathsBelow, prefixed } from './http/prefix.ts';
import { nothing, refusal } from './http/refusals.tsx';
import { requests } from './http/requests.ts';
import { forEverybody, nothingUnasked, only } from './http/visitor.ts';
import { messageRoutes } from './messages/pages.tsx';
import { auditPage } from './operations/auditPage.tsx';
import { inboxPage } from './operations/inboxPage.tsx';
import { jobRoutes } from './operations/jobsPage.tsx';
import { metricsRoutes } from './operations/metricsRoute.ts';
import { accountRoutes } from './people/accounts.ts';
import { peopleRoutes } from './people/pages.tsx';
import { policyRoutes } from './policies/pages.tsx';
import { privacyRoutes } from './privacy/pages.tsx';
import { hygieneRoutes } from './profiles/hygienePage.tsx';
import { profileRoutes } from './profiles/pages.tsx';
import { planRoutes } from './profiles/plans.tsx';
import { rollOverRoutes } from './profiles/rollOver.tsx';
import { requestRoutes } from './requests/pages.tsx';
import { setupRoutes } from './setup/pages.tsx';
import { slackRoutes } from './slack/actions.ts';
import { bypassPage } from './spend/bypassPage.tsx';
import { coveragePage } from './spend/coveragePage.tsx';
import { spendRoutes } from './spend/pages.tsx';
import { stopRoutes } from './stops/pages.tsx';

/** What a browser could let a page do, and no page here does. */
const NOTHING_ALLOWED = {
  camera: [],
  microphone: [],
  geolocation: [],
  payment: [],
  usb: [],
  displayCapture: [],
};
/** What is done to an answer on its way out, left out where that was done before it was kept. */
const unlessComplete =
  (after: MiddlewareHandler): MiddlewareHandler =>
  async (c, next) => {
    await next();
    if (!c.get('complete')) await after(c, async () => {});
  };

/** The pages of one budget and of one profile answer whatever else is below: they come last. */
const OF_NOUNS = [
  requestRoutes,
  manyBudgetRoutes,
  budgetRoutes,
  stopRoutes,
  planRoutes,
  rollOverRoutes,
  hygieneRoutes,
  profileRoutes,
];

/**
 * The whole server as one Hono app: pages, JSON, assets and health. Makes no I/O by itself.
 * @param keptBytes of answers that are kept
 */
export function createApp(deps: ServerDeps, keptBytes = MOST_KEPT_BYTES): Hono {
  const base = baseOf(deps.settings);
  const app = new Hono(base === '' ? {} : { getPath: pathsBelow(base) });
  const { keeping, answering } = keptAnswers(deps, keptBytes);
  app.use(requests(deps));
  app.use(keeping);
  app.use(framing);
  app.use(
    unlessComplete(
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
        xFrameOptions: 'DENY',
        // Only this host is ours to speak for, and only once it is reached by https; under a path others live there too.
        strictTransportSecurity:
          base === '' && deps.settings.publicUrl?.startsWith('https:') ? 'max-age=31536000' : false,
        permissionsPolicy: NOTHING_ALLOWED,
      }),
    ),
  );
  if (base !== '') app.use(prefixed(deps));
  app.use(choices);
  app.use(async (c, next) => {
    await next();
    if (c.get('complete')) return;
    // Figures change with every sync: a copy that a browser keeps is asked about before it is shown.
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'private, no-cache');
  });
  app.route('/', healthRoutes(deps));
  app.route('/', metricsRoutes(deps));
  app.route('/', slackRoutes(deps));
  app.use(guard(deps));
  for (const asset of [deps.assets.css, deps.assets.js])
    app.get(asset.path, (c) =>
      c.body(asset.body, 200, {
        'content-type': asset.type,
        'cache-control': 'public, max-age=31536000, immutable',
      }),
    );
  app.use(bodies(deps));
  app.use(unlessComplete(compress()));
  const { unverified, unknown, known } = limits(deps);
  app.use(addresses(deps), unverified, identify(deps), unknown);
  app.route('/', signInRoutes(deps));
  const { files, answers } = exportsAtOnce(deps);
  app.use(
    signedIn(deps),
    known,
    files,
    answering,
    looksNoted(deps),
    exportsRecorded(deps),
    answers,
    nothingUnasked,
    namesKnown(deps),
  );
  addRoutes(app, deps);
  app.notFound((c) => nothing(c, deps));
  app.onError((error, c) => refusal(c, deps, error));
  return app;
}

/** What is answered to whoever is known. */
function addRoutes(app: Hono, deps: ServerDeps): void {
  app.route('/api/v1', apiRoutes(deps));
  app.get('/columns', forEverybody, ofProduct, async (c) =>
    (await import('./files/columnsPage.tsx')).columnsPage(c, deps),
  );
  app.get('/api', forEverybody, ofProduct, async (c) => (await import('./api/page.tsx')).apiPage(c, deps));
  app.route('/', findRoutes(deps));
  app.route('/', spendRoutes(deps));
  app.route('/', exploreRoutes(deps));
  for (const routes of OF_NOUNS) app.route('/', routes(deps));
  app.route('/', policyRoutes(deps));
  const asked = new Map<JobName, Instant>();
  app.route('/', jobRoutes(deps, asked));
  app.route('/', setupRoutes(deps, asked));
  app.route('/', peopleRoutes(deps));
  app.route('/', accountRoutes(deps));
  app.route('/', tokenRoutes(deps));
  app.get('/days/:day', only('see', 'bill'), (c) => inOnePage(c, deps, () => dayPage(c, deps)));
  app.get('/bypass', only('see', 'bill'), (c) => inOnePage(c, deps, () => bypassPage(c, deps)));
  app.get('/coverage', only('see', 'bill'), (c) => coveragePage(c, deps));
  app.get('/charge-back', only('see', 'bill'), (c) => chargeBackPage(c, deps));
  app.get('/reconciliation', only('see', 'bill'), (c) =>
    inOnePage(c, deps, () => reconciliationPage(c, deps)),
  );
  // What was found of a period stands there, each kind with a page of its own.
  for (const path of [href`/findings`, href`/reconciliation/findings`])
    app.get(path, forEverybody, (c) =>
      c.redirect(`${href`/reconciliation`}${new URL(c.req.url).search}#table-findings`, 302),
    );
  app.get('/reconciliation/findings/:kind', only('see', 'bill'), (c) =>
    inOnePage(c, deps, () => findingsPage(c, deps)),
  );
  app.get('/rates', only('see', 'rates'), (c) => ratesPage(c, deps));
  app.route('/', alertRoutes(deps));
  app.route('/', messageRoutes(deps));
  app.route('/', privacyRoutes(deps));
  app.get('/audit', only('see', 'audit'), (c) => auditPage(c, deps));
  if (deps.inbox)
    app.get('/inbox', only('see', 'inbox'), (c) => inOnePage(c, deps, () => inboxPage(c, deps)));
}
