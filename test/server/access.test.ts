import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/server/app.tsx';
import type { ServerDeps } from '../../src/server/deps.ts';
import { stopped } from '../app/stop/stopped.ts';
import { requestOf } from '../store/requestOf.ts';
import { NOW } from '../store/setup.ts';
import { EMAIL, openCompany, PUBLIC_URL, ROLES, type RoleName } from './roles.ts';
import { type Answer, ask } from './setup.ts';
import { strictly } from './strictly.ts';

/**
 * Every route × every role × one's own row and somebody else's, with the expected status beside it. A route that is added
 * without its line fails the last test. Rows: Ann's (own to Ann, to Bob, whom she reports to through Carl, and to Olga, who
 * owns her cost center) and Eve's.
 */

let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await opened();
});
afterAll(() => company?.close());

const EVE = 'eve@example.com';

/** The company, in which Ann and Eve have asked for something. */
async function opened() {
  const made = await openCompany();
  const ask = (id: string, user: string, costCenter: string) =>
    made.store.requests.ask(requestOf({ id, key: id, user, askedBy: user, costCenter }), { id: user }, NOW);
  await ask('ann', EMAIL.user, 'Mobile');
  await ask('eve', EVE, 'Search');
  const { own, other } = made.budgets;
  await stopped(made, own, EMAIL.user);
  await stopped(made, other, EVE);
  return made;
}
const path = (start: string, key: string) => `${start}/${encodeURIComponent(key)}`;
const RANGE = 'start=2026-11-01&endExclusive=2026-12-01';
const ANN = EMAIL.user;

type Where = string | (() => string);
interface Line {
  /** As the app names it. */
  route: string;
  own: Where;
  /** Somebody else's, and one that there is not. */
  other?: Where;
  nobody?: Where;
  /** Fields of the form; of the API, of the body. */
  form?: Readonly<Record<string, string>>;
  /** Signed out, user, manager, cost-center owner, finance, administrator; `own/other` where there is another. */
  expect: string;
}
const line = (route: string, expected: string, own: Where, other?: Where, nobody?: Where): Line => ({
  route,
  expect: expected,
  own,
  ...(other === undefined ? {} : { other }),
  ...(nobody === undefined ? {} : { nobody }),
});
const change = (form: Readonly<Record<string, string>>, of: Line): Line => ({ ...of, form });

const OPEN = '200 200 200 200 200 200';
const EVERYBODY = '303 200 200 200 200 200';
const MOVED = '303 302 302 302 302 302';
const OF_ALL = '303 403 403 403 200 200';
const ROW = '303 200/404 200/404 200/404 200/200 200/200';
const API_EVERYBODY = '401 200 200 200 200 200';
const API_OF_ALL = '401 403 403 403 200 200';
const API_ROW = '401 200/404 200/404 200/404 200/200 200/200';
const SEEN_BY_ADMIN = '303 403 403 403 403 200';
const CHANGED_BY_ALL = '303 303 303 303 303 303';
const CHANGED_BY_ADMIN = '303 403 403 403 403 303';

const LINES: readonly Line[] = [
  line('GET /healthz', OPEN, '/healthz'),
  line('GET /readyz', '503 503 503 503 503 503', '/readyz'),
  // Switched off here, and no way in for a person where it is not.
  line('GET /metrics', '404 404 404 404 404 404', '/metrics'),
  // The same: who presses a button is said by Slack, and no session counts.
  change({}, line('POST /slack/actions', '404 404 404 404 404 404', '/slack/actions')),
  line('GET /assets/style.css', OPEN, '/assets/style.css'),
  line('GET /assets/app.js', OPEN, '/assets/app.js'),
  // The provider of this company is not there.
  line('GET /sign-in', '503 503 503 503 503 503', '/sign-in'),
  line('GET /sign-in/callback', '403 403 403 403 403 403', '/sign-in/callback'),
  line('GET /signed-out', OPEN, '/signed-out'),

  line('GET /', '303 303 303 303 200 200', '/'),
  line('GET /me', EVERYBODY, '/me'),
  line('GET /me/data', EVERYBODY, '/me/data'),
  line('GET /privacy', EVERYBODY, '/privacy'),
  line('GET /privacy', SEEN_BY_ADMIN, `/privacy?person=${encodeURIComponent(EVE)}`),
  line('GET /together', EVERYBODY, '/together'),
  line('GET /policies', EVERYBODY, '/policies?kind=guard'),
  line('GET /policies', SEEN_BY_ADMIN, '/policies?kind=guard&region=us-west-2&geography=in-region'),
  line('GET /policies/in-force', SEEN_BY_ADMIN, '/policies/in-force'),
  change(
    { policy: '{"Version":"2012-10-17","Statement":[]}' },
    line('POST /policies/in-force', SEEN_BY_ADMIN, '/policies/in-force'),
  ),
  // Whoever may not ask learns nothing from what is wrong with it.
  change(
    { policy: 'no policy' },
    line('POST /policies/in-force', '303 403 403 403 403 422', '/policies/in-force'),
  ),
  change({}, line('POST /policies/in-force/read', CHANGED_BY_ADMIN, '/policies/in-force/read')),
  line('GET /policies/roll-out', SEEN_BY_ADMIN, '/policies/roll-out'),
  line('GET /profiles/roll-over', SEEN_BY_ADMIN, '/profiles/roll-over'),
  change({}, line('POST /profiles/roll-over', '303 403 403 403 403 422', '/profiles/roll-over')),
  line('GET /bypass', OF_ALL, '/bypass'),
  line('GET /coverage', OF_ALL, '/coverage'),
  line('GET /spend', EVERYBODY, '/spend'),
  line('GET /explore', EVERYBODY, '/explore?group=user&by=day&compare=previous'),
  change({ deed: 'save', name: 'Mine' }, line('POST /explore', CHANGED_BY_ALL, '/explore?group=model')),
  line('GET /cost-centers', EVERYBODY, '/cost-centers'),
  line('GET /find', EVERYBODY, '/find?q=ann'),
  line('GET /users', EVERYBODY, '/users'),
  line('GET /models', EVERYBODY, '/models'),
  line(
    'GET /users/:key',
    ROW,
    path('/users', ANN),
    path('/users', EVE),
    path('/users', 'nobody@example.com'),
  ),
  line(
    'GET /cost-centers/:key',
    ROW,
    path('/cost-centers', 'Mobile'),
    path('/cost-centers', 'Search'),
    path('/cost-centers', 'Nowhere'),
  ),
  line('GET /models/:key', ROW, path('/models', 'm1'), path('/models', 'm2'), path('/models', 'm9')),
  line(
    'GET /teams/:manager',
    // Ann leads nobody, so Carl's team is not hers to see; Olga owns the cost center that Carl belongs to.
    '303 404/404 200/404 200/404 200/200 200/200',
    path('/teams', 'carl@example.com'),
    path('/teams', 'mallory@example.com'),
    path('/teams', 'nobody@example.com'),
  ),
  line('GET /budgets', EVERYBODY, '/budgets'),
  line('GET /budgets/aws', OF_ALL, '/budgets/aws'),
  // Nobody changed this one in AWS.
  line('GET /budgets/aws/accept', '303 403 403 403 403 404', '/budgets/aws/accept'),
  line('GET /budgets/aws/mend', '303 403 403 403 403 404', '/budgets/aws/mend'),
  change({ deed: 'apply' }, line('POST /budgets/aws', CHANGED_BY_ADMIN, '/budgets/aws')),
  line('GET /budgets/many', SEEN_BY_ADMIN, '/budgets/many'),
  change({}, line('POST /budgets/many', '303 403 403 403 403 422', '/budgets/many')),
  line('GET /budgets/many/:id', SEEN_BY_ADMIN, '/budgets/many/many1'),
  change({}, line('POST /budgets/many/:id', CHANGED_BY_ADMIN, '/budgets/many/many1')),
  change({}, line('POST /budgets/many/:id/undo', CHANGED_BY_ADMIN, '/budgets/many/many1/undo')),
  line('GET /budgets/suggest', SEEN_BY_ADMIN, '/budgets/suggest'),
  change({}, line('POST /budgets/suggest', '303 403 403 403 403 422', '/budgets/suggest')),
  // Whoever may see a team or a cost center may narrow the list to it.
  line('GET /budgets/over', EVERYBODY, '/budgets/over'),
  line('GET /stops', EVERYBODY, '/stops'),
  line('GET /api/v1/stops', API_EVERYBODY, '/api/v1/stops'),
  line('GET /stops/dry-run', EVERYBODY, '/stops/dry-run'),
  line(
    'GET /stops/:id/release',
    '303 403/404 403/404 403/404 403/403 200/200',
    `/stops/stop-${ANN}/release`,
    `/stops/stop-${EVE}/release`,
    '/stops/nothing/release',
  ),
  change(
    { reason: 'on call' },
    line(
      'POST /stops/:id/release',
      '303 403/404 403/404 403/404 403/403 303/303',
      `/stops/stop-${ANN}/release`,
      `/stops/stop-${EVE}/release`,
      '/stops/nothing/release',
    ),
  ),
  // Whose budget it is stands in the form: see `reprieve.test.ts`.
  change(
    { budget: 'nothing', for: ANN },
    line('POST /stops/grace', '303 404 404 404 404 404', '/stops/grace'),
  ),
  change({ id: 'nothing' }, line('POST /stops/take-back', '303 403 403 403 403 303', '/stops/take-back')),
  line(
    'GET /budgets/over',
    '303 404/404 404/404 200/404 200/200 200/200',
    '/budgets/over?costCenter=Mobile',
    '/budgets/over?costCenter=Search',
    '/budgets/over?costCenter=Nowhere',
  ),
  change(
    { scope: 'costCenter', key: 'Mobile', amount: '50' },
    line('POST /budgets', CHANGED_BY_ADMIN, '/budgets'),
  ),
  line('GET /budgets/new', SEEN_BY_ADMIN, '/budgets/new'),
  line(
    'GET /budgets/:id',
    '303 200/404 200/404 200/404 200/200 200/200',
    () => `/budgets/${company.budgets.own}`,
    () => `/budgets/${company.budgets.other}`,
    '/budgets/nothing',
  ),
  line(
    'GET /budgets/:id/raise',
    '303 403/404 403/404 403/404 403/403 200/200',
    () => `/budgets/${company.budgets.own}/raise`,
    () => `/budgets/${company.budgets.other}/raise`,
    '/budgets/nothing/raise',
  ),
  change(
    { extra: '5', reason: 'launch' },
    line(
      'POST /budgets/:id/raise',
      '303 403/404 403/404 403/404 403/403 303/303',
      () => `/budgets/${company.budgets.own}/raise`,
      () => `/budgets/${company.budgets.other}/raise`,
      '/budgets/nothing/raise',
    ),
  ),
  line(
    'GET /budgets/:id/withdraw/:version',
    '303 403/404 403/404 403/404 403/403 200/200',
    () => `/budgets/${company.budgets.own}/withdraw/1`,
    () => `/budgets/${company.budgets.other}/withdraw/1`,
    '/budgets/nothing/withdraw/1',
  ),
  change(
    { reason: '' },
    line(
      'POST /budgets/:id/withdraw/:version',
      '303 403/404 403/404 403/404 403/403 303/303',
      () => `/budgets/${company.budgets.own}/withdraw/1`,
      () => `/budgets/${company.budgets.other}/withdraw/1`,
      '/budgets/nothing/withdraw/1',
    ),
  ),
  change(
    { since: '0', latest: '9' },
    line(
      'POST /budgets/:id/undo',
      '303 403/404 403/404 403/404 403/403 303/303',
      () => `/budgets/${company.budgets.own}/undo`,
      () => `/budgets/${company.budgets.other}/undo`,
      '/budgets/nothing/undo',
    ),
  ),
  line(
    'GET /budgets/:id/remove',
    '303 403/404 403/404 403/404 403/403 200/200',
    () => `/budgets/${company.budgets.own}/remove`,
    () => `/budgets/${company.budgets.other}/remove`,
    '/budgets/nothing/remove',
  ),
  change(
    { reason: '' },
    line(
      'POST /budgets/:id/remove',
      '303 403/404 403/404 403/404 403/403 303/303',
      () => `/budgets/${company.budgets.own}/remove`,
      () => `/budgets/${company.budgets.other}/remove`,
      '/budgets/nothing/remove',
    ),
  ),
  line('GET /profiles', EVERYBODY, '/profiles'),
  line('GET /profiles/new', EVERYBODY, '/profiles/new'),
  line('GET /profiles/plans', SEEN_BY_ADMIN, '/profiles/plans'),
  line('GET /profiles/plans/new', SEEN_BY_ADMIN, '/profiles/plans/new'),
  // Whoever may not propose one learns nothing from what is wrong with it.
  change({}, line('POST /profiles/plans/new', '303 403 403 403 403 422', '/profiles/plans/new')),
  line('GET /profiles/plans/:id', SEEN_BY_ADMIN, '/profiles/plans/plan1'),
  change({}, line('POST /profiles/plans/:id', '303 403 403 403 403 422', '/profiles/plans/plan1')),
  change({}, line('POST /profiles/plans/:id/stop', CHANGED_BY_ADMIN, '/profiles/plans/plan1/stop')),
  change(
    {},
    line('POST /profiles/plans/:id/steps/:number', CHANGED_BY_ADMIN, '/profiles/plans/plan1/steps/1'),
  ),
  line('GET /profiles/plans/:id/discard', SEEN_BY_ADMIN, '/profiles/plans/plan1/discard'),
  change({}, line('POST /profiles/plans/:id/discard', CHANGED_BY_ADMIN, '/profiles/plans/plan1/discard')),
  // Everybody sees what of their own wants something, and who administers has it mended.
  line('GET /profiles/hygiene', EVERYBODY, '/profiles/hygiene'),
  change({ kind: 'notAdopted' }, line('POST /profiles/hygiene', CHANGED_BY_ADMIN, '/profiles/hygiene')),
  line('GET /profiles/hygiene/:id', SEEN_BY_ADMIN, '/profiles/hygiene/annprofile'),
  change(
    { userEmail: EMAIL.user },
    line('POST /profiles/hygiene/:id', CHANGED_BY_ADMIN, '/profiles/hygiene/annprofile'),
  ),
  change(
    { costCenter: 'Search' },
    line('POST /people/:email/move', CHANGED_BY_ADMIN, `${path('/people', ANN)}/move`),
  ),
  line('GET /profiles/:id', ROW, '/profiles/annprofile', '/profiles/eveprofile', '/profiles/noprofile'),
  line(
    'GET /profiles/:id/delete',
    '303 200/404 403/404 403/404 403/403 200/200',
    '/profiles/annprofile/delete',
    '/profiles/eveprofile/delete',
    '/profiles/noprofile/delete',
  ),
  change(
    { reason: '' },
    line(
      'POST /profiles/:id/delete',
      '303 303/404 403/404 403/404 403/403 303/303',
      '/profiles/annprofile/delete',
      '/profiles/eveprofile/delete',
      '/profiles/noprofile/delete',
    ),
  ),
  // For Ann: by herself, or by the administrator. The place is none of the settings, so that nothing is made.
  change(
    { userEmail: ANN, costCenter: 'Mobile', source: 'x', place: '111122223333/eu-north-1' },
    line('POST /profiles', '303 422 403 403 403 422', '/profiles'),
  ),
  line('GET /setup', SEEN_BY_ADMIN, '/setup'),
  line('GET /jobs', OF_ALL, '/jobs'),
  line('GET /requests', EVERYBODY, '/requests'),
  // Where mails of before lead.
  line('GET /profiles/requests', MOVED, '/profiles/requests'),
  line('GET /profiles/requests/:id', MOVED, '/profiles/requests/ann'),
  // For oneself alone.
  line('GET /budgets/ask', EVERYBODY, '/budgets/ask'),
  change(
    { amount: '5', reason: 'because' },
    line('POST /budgets/ask', '303 303 422 422 422 422', '/budgets/ask'),
  ),
  // Ann's waits for Olga, Eve's for administrators. Nobody answers their own; who takes it back is whoever asked.
  line('GET /requests/:id', ROW, '/requests/ann', '/requests/eve', '/requests/none'),
  ...(['approve', 'decline'] as const).map((what) =>
    change(
      { reason: 'because' },
      line(
        `POST /requests/:id/${what}`,
        '303 403/404 403/404 303/404 403/403 303/303',
        `/requests/ann/${what}`,
        `/requests/eve/${what}`,
        `/requests/none/${what}`,
      ),
    ),
  ),
  // Whoever may not is offered nothing to say yes to.
  line(
    'GET /requests/:id/withdraw',
    '303 200/404 404/404 404/404 404/404 200/200',
    '/requests/ann/withdraw',
    '/requests/eve/withdraw',
    '/requests/none/withdraw',
  ),
  change(
    {},
    line(
      'POST /requests/:id/withdraw',
      '303 303/404 403/404 403/404 403/403 303/303',
      '/requests/ann/withdraw',
      '/requests/eve/withdraw',
      '/requests/none/withdraw',
    ),
  ),
  // Each for themselves.
  change(
    { deputy: 'carl@example.com', from: '2026-11-20', until: '2026-11-30' },
    line('POST /requests/deputies', '303 303 303 303 303 303', '/requests/deputies'),
  ),
  change(
    {},
    line('POST /requests/deputies/:id/remove', '303 403 403 403 403 404', '/requests/deputies/none/remove'),
  ),
  change({ job: 'profiles' }, line('POST /jobs', CHANGED_BY_ADMIN, '/jobs')),
  // Here AWS is not reached.
  change({}, line('POST /setup/check', '303 403 403 403 403 404', '/setup/check')),
  change({}, line('POST /setup/collect', CHANGED_BY_ADMIN, '/setup/collect')),
  change({}, line('POST /jobs/held-back', CHANGED_BY_ADMIN, '/jobs/held-back')),
  line('GET /days/:day', OF_ALL, '/days/2026-11-03'),
  line('GET /charge-back', OF_ALL, '/charge-back'),
  line('GET /reconciliation', OF_ALL, '/reconciliation'),
  line('GET /findings', MOVED, '/findings'),
  line('GET /reconciliation/findings', MOVED, '/reconciliation/findings'),
  line('GET /reconciliation/findings/:kind', OF_ALL, '/reconciliation/findings/ownerCheck'),
  line('GET /rates', OF_ALL, '/rates'),
  line('GET /alerts', EVERYBODY, '/alerts'),
  line('GET /messages', OF_ALL, '/messages'),
  line('GET /channels', SEEN_BY_ADMIN, '/channels'),
  // None is set here.
  line('GET /channels/:name', '303 403 403 403 403 404', '/channels/email'),
  line('GET /channels/:name/mail', '303 403 403 403 403 404', '/channels/email/mail'),
  change({ channel: 'email' }, line('POST /channels/test', '303 403 403 403 403 404', '/channels/test')),
  line('GET /me/messages', EVERYBODY, '/me/messages'),
  change({}, line('POST /me/messages', CHANGED_BY_ALL, '/me/messages')),
  change({ topic: 'spend' }, line('POST /me/messages/stop', CHANGED_BY_ALL, '/me/messages/stop')),
  change({}, line('POST /alerts/resend', CHANGED_BY_ADMIN, '/alerts/resend')),
  line('GET /audit', OF_ALL, '/audit'),
  line('GET /inbox', OF_ALL, '/inbox'),

  line('GET /api', EVERYBODY, '/api'),
  line('GET /columns', EVERYBODY, '/columns'),
  line('GET /api/v1/openapi.json', API_EVERYBODY, '/api/v1/openapi.json'),
  line('GET /api/v1/me', API_EVERYBODY, '/api/v1/me'),
  line('GET /api/v1/advice', API_EVERYBODY, '/api/v1/advice'),
  line('GET /api/v1/tokens', API_EVERYBODY, '/api/v1/tokens'),
  line('GET /api/v1/freshness', API_EVERYBODY, '/api/v1/freshness'),
  line('GET /api/v1/overview', API_EVERYBODY, '/api/v1/overview'),
  line('GET /api/v1/users', API_EVERYBODY, '/api/v1/users'),
  line(
    'GET /api/v1/users/:email',
    API_ROW,
    path('/api/v1/users', ANN),
    path('/api/v1/users', EVE),
    path('/api/v1/users', 'nobody@example.com'),
  ),
  line('GET /api/v1/cost-centers', API_EVERYBODY, '/api/v1/cost-centers'),
  line(
    'GET /api/v1/cost-centers/:name',
    API_ROW,
    path('/api/v1/cost-centers', 'Mobile'),
    path('/api/v1/cost-centers', 'Search'),
    path('/api/v1/cost-centers', 'Nowhere'),
  ),
  line('GET /api/v1/models', API_EVERYBODY, '/api/v1/models'),
  line(
    'GET /api/v1/models/:model',
    API_ROW,
    path('/api/v1/models', 'm1'),
    path('/api/v1/models', 'm2'),
    path('/api/v1/models', 'm9'),
  ),
  line(
    'GET /api/v1/teams/:manager',
    '401 404/404 200/404 200/404 200/200 200/200',
    path('/api/v1/teams', 'carl@example.com'),
    path('/api/v1/teams', 'mallory@example.com'),
    path('/api/v1/teams', 'nobody@example.com'),
  ),
  line('GET /api/v1/days/:day', API_OF_ALL, '/api/v1/days/2026-11-03'),
  line('GET /api/v1/sessions', API_EVERYBODY, '/api/v1/sessions'),
  line('GET /api/v1/people', API_EVERYBODY, '/api/v1/people'),
  ...['tokens', 'sessions'].map((what) =>
    line(
      `GET /api/v1/people/:email/${what}`,
      // Nobody's business but their own, and administrators'.
      '401 200/404 404/404 404/404 404/404 200/200',
      `${path('/api/v1/people', ANN)}/${what}`,
      `${path('/api/v1/people', EVE)}/${what}`,
      `${path('/api/v1/people', 'nobody@example.com')}/${what}`,
    ),
  ),
  line(
    'GET /api/v1/people/:email',
    API_ROW,
    path('/api/v1/people', ANN),
    path('/api/v1/people', EVE),
    path('/api/v1/people', 'nobody@example.com'),
  ),
  line('GET /api/v1/profiles/hygiene', API_EVERYBODY, '/api/v1/profiles/hygiene'),
  line(
    'GET /api/v1/profiles/:id',
    API_ROW,
    '/api/v1/profiles/annprofile',
    '/api/v1/profiles/eveprofile',
    '/api/v1/profiles/noprofile',
  ),
  change(
    {},
    line(
      'DELETE /api/v1/profiles/:id',
      '401 200/404 403/404 403/404 403/403 200/200',
      '/api/v1/profiles/annprofile',
      '/api/v1/profiles/eveprofile',
      '/api/v1/profiles/noprofile',
    ),
  ),
  line('GET /api/v1/offers', API_EVERYBODY, '/api/v1/offers'),
  // Nowhere: whoever might make one somewhere is told so.
  change(
    { accountId: '1', region: 'x' },
    line('POST /api/v1/profiles', '401 422 422 422 422 422', '/api/v1/profiles'),
  ),
  line('GET /api/v1/spend', API_EVERYBODY, `/api/v1/spend?${RANGE}`),
  line('GET /api/v1/lines', API_EVERYBODY, `/api/v1/lines?${RANGE}`),
  line('GET /api/v1/bypass', API_OF_ALL, '/api/v1/bypass'),
  line('GET /api/v1/coverage', API_OF_ALL, '/api/v1/coverage'),
  line('GET /api/v1/together', API_EVERYBODY, '/api/v1/together'),
  line('GET /api/v1/charges', API_OF_ALL, `/api/v1/charges?${RANGE}`),
  line('GET /api/v1/charge-back', API_OF_ALL, '/api/v1/charge-back'),
  line('GET /api/v1/reconciliation', API_OF_ALL, `/api/v1/reconciliation?${RANGE}`),
  line('GET /api/v1/budgets', API_EVERYBODY, '/api/v1/budgets'),
  line(
    'GET /api/v1/budgets/:id',
    API_ROW,
    () => `/api/v1/budgets/${company.budgets.own}`,
    () => `/api/v1/budgets/${company.budgets.other}`,
    '/api/v1/budgets/nothing',
  ),
  change(
    {},
    line(
      'DELETE /api/v1/budgets/:id/changes/:version',
      // Its first change holds already.
      '401 403/403 403/403 403/403 403/403 409/409',
      () => `/api/v1/budgets/${company.budgets.own}/changes/1`,
      () => `/api/v1/budgets/${company.budgets.other}/changes/1`,
      '/api/v1/budgets/nothing/changes/1',
    ),
  ),
  change(
    { kind: 'end' },
    line(
      'POST /api/v1/budgets/:id/changes',
      '401 403/403 403/403 403/403 403/403 201/201',
      () => `/api/v1/budgets/${company.budgets.own}/changes`,
      () => `/api/v1/budgets/${company.budgets.other}/changes`,
      '/api/v1/budgets/nothing/changes',
    ),
  ),
  // Whoever may change none learns nothing from what is wrong with it.
  ...['', '/plan', '/apply'].map((what) =>
    change(
      { amount: '1' },
      line(`POST /api/v1/budgets${what}`, '401 403 403 403 403 400', `/api/v1/budgets${what}`),
    ),
  ),
  line('GET /api/v1/policies', API_EVERYBODY, '/api/v1/policies?kind=guard'),
  line('GET /api/v1/profiles', API_EVERYBODY, '/api/v1/profiles'),
  line('GET /api/v1/alerts', API_EVERYBODY, '/api/v1/alerts'),
  line('GET /api/v1/messages', API_EVERYBODY, '/api/v1/messages'),
  line('GET /api/v1/jobs', API_OF_ALL, '/api/v1/jobs'),
  line('GET /api/v1/rates', API_OF_ALL, '/api/v1/rates'),
  line('GET /api/v1/channels', '401 403 403 403 403 200', '/api/v1/channels'),
  line('GET /api/v1/audit', API_OF_ALL, '/api/v1/audit'),
  line('GET /api/v1/audit/head', API_OF_ALL, '/api/v1/audit/head'),

  // Last, for it ends the session that everybody else's lines need.
  change({}, line('POST /sign-out', '303 303 303 303 303 303', '/sign-out')),

  line('GET /tokens', EVERYBODY, '/tokens'),
  change(
    { name: 'x', days: '7', 'scope.me': 'on' },
    line('POST /tokens', '303 200 200 200 200 200', '/tokens'),
  ),
  // Each has the one session that asks, and so none to end.
  line('GET /tokens/sessions/end', '303 303 303 303 303 303', '/tokens/sessions/end'),
  change({}, line('POST /tokens/sessions/end', '303 303 303 303 303 303', '/tokens/sessions/end')),
  // Ann's own, which nobody else reaches by their own list.
  line(
    'GET /tokens/:id/revoke',
    '303 200/404 404/404 404/404 404/404 404/404',
    '/tokens/token-of-user/revoke',
    '/tokens/token-of-eve/revoke',
    '/tokens/none/revoke',
  ),
  change(
    {},
    line(
      'POST /tokens/:id/revoke',
      '303 303/404 404/404 404/404 404/404 404/404',
      '/tokens/token-of-user/revoke',
      '/tokens/token-of-eve/revoke',
      '/tokens/none/revoke',
    ),
  ),
  line('GET /people', EVERYBODY, '/people'),
  change({ email: 'new@example.com' }, line('POST /people', CHANGED_BY_ADMIN, '/people')),
  line(
    'GET /people/:email',
    ROW,
    path('/people', ANN),
    path('/people', EVE),
    path('/people', 'nobody@example.com'),
  ),
  change(
    { name: 'x' },
    line(
      'POST /people/:email',
      '303 403/404 403/404 403/404 403/403 303/303',
      path('/people', ANN),
      path('/people', EVE),
      path('/people', 'nobody@example.com'),
    ),
  ),
  change(
    { role: 'finance' },
    line(
      'POST /people/:email/roles',
      '303 403/404 403/404 403/404 403/403 303/303',
      `${path('/people', ANN)}/roles`,
      `${path('/people', EVE)}/roles`,
      '/people/nobody@example.com/roles',
    ),
  ),
  // Of an address that cannot be one: whoever might change it is told so.
  ...['addresses', 'rename'].map((what) =>
    change(
      { alias: 'no address', email: 'no address' },
      line(
        `POST /people/:email/${what}`,
        '303 403/404 403/404 403/404 403/403 422/422',
        `${path('/people', ANN)}/${what}`,
        `${path('/people', EVE)}/${what}`,
        `/people/nobody@example.com/${what}`,
      ),
    ),
  ),
  // Of an alias that nobody has: gone already.
  change(
    { alias: 'none@example.com' },
    line(
      'POST /people/:email/addresses/remove',
      '303 403/404 403/404 403/404 403/403 303/303',
      `${path('/people', ANN)}/addresses/remove`,
      `${path('/people', EVE)}/addresses/remove`,
      '/people/nobody@example.com/addresses/remove',
    ),
  ),
  // A role that nobody has: gone already, for whoever might withdraw it.
  line(
    'GET /people/:email/roles/withdraw',
    '303 403/404 403/404 403/404 403/403 303/303',
    `${path('/people', ANN)}/roles/withdraw?role=finance`,
    `${path('/people', EVE)}/roles/withdraw?role=finance`,
    '/people/nobody@example.com/roles/withdraw?role=finance',
  ),
  change(
    { role: 'finance' },
    line(
      'POST /people/:email/roles/withdraw',
      '303 403/404 403/404 403/404 403/403 303/303',
      `${path('/people', ANN)}/roles/withdraw`,
      `${path('/people', EVE)}/roles/withdraw`,
      '/people/nobody@example.com/roles/withdraw',
    ),
  ),
  // An account that nobody has: gone already, for whoever might take it away. One without a subject is told to be wrong.
  change(
    { subject: '' },
    line(
      'POST /people/:email/accounts',
      '303 403/404 403/404 403/404 403/403 422/422',
      `${path('/people', ANN)}/accounts`,
      `${path('/people', EVE)}/accounts`,
      '/people/nobody@example.com/accounts',
    ),
  ),
  line(
    'GET /people/:email/accounts/unbind',
    '303 403/404 403/404 403/404 403/403 303/303',
    `${path('/people', ANN)}/accounts/unbind?issuer=i&subject=s`,
    `${path('/people', EVE)}/accounts/unbind?issuer=i&subject=s`,
    '/people/nobody@example.com/accounts/unbind?issuer=i&subject=s',
  ),
  change(
    { issuer: 'i', subject: 's' },
    line(
      'POST /people/:email/accounts/unbind',
      '303 403/404 403/404 403/404 403/403 303/303',
      `${path('/people', ANN)}/accounts/unbind`,
      `${path('/people', EVE)}/accounts/unbind`,
      '/people/nobody@example.com/accounts/unbind',
    ),
  ),
  line(
    'GET /people/:email/tokens/:id/revoke',
    '303 200/404 404/404 404/404 404/404 200/404',
    `${path('/people', ANN)}/tokens/token-of-user/revoke`,
    `${path('/people', EVE)}/tokens/none/revoke`,
    '/people/nobody@example.com/tokens/none/revoke',
  ),
  change(
    {},
    line(
      'POST /people/:email/tokens/:id/revoke',
      '303 303/404 404/404 404/404 404/404 303/404',
      `${path('/people', ANN)}/tokens/token-of-user/revoke`,
      `${path('/people', EVE)}/tokens/none/revoke`,
      '/people/nobody@example.com/tokens/none/revoke',
    ),
  ),
  line(
    'GET /people/:email/sessions/end',
    '303 303/404 404/404 404/404 404/404 200/303',
    `${path('/people', ANN)}/sessions/end`,
    `${path('/people', EVE)}/sessions/end`,
    '/people/nobody@example.com/sessions/end',
  ),
  change(
    {},
    line(
      'POST /people/:email/sessions/end',
      '303 303/404 404/404 404/404 404/404 303/303',
      `${path('/people', ANN)}/sessions/end`,
      `${path('/people', EVE)}/sessions/end`,
      '/people/nobody@example.com/sessions/end',
    ),
  ),
];

const FORM_TYPE = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
const at = (where: Where): string => (typeof where === 'string' ? where : where());
const methodOf = ({ route }: Line) => route.slice(0, route.indexOf(' '));

function send(of: Line, where: Where, cookie: string | null): Promise<Answer> {
  const { host } = new URL(PUBLIC_URL);
  const isApi = at(where).startsWith('/api/');
  const body = isApi ? JSON.stringify(of.form) : new URLSearchParams(of.form).toString();
  return ask(company.url, at(where), {
    method: methodOf(of),
    headers: {
      host,
      cookie,
      ...(of.form ? { origin: PUBLIC_URL, 'content-type': isApi ? JSON_TYPE : FORM_TYPE } : {}),
    },
    ...(of.form && methodOf(of) === 'POST' ? { body } : {}),
  });
}

/** Whether these are answers of somebody who is sent away, and so one that changes nothing. */
const isRefused = (statuses: string, cookie: string | null): boolean =>
  statuses.split('/').every((status) => Number(status) >= 400 || (cookie === null && status === '303'));

/** What changes something gets a company of its own; whoever is refused leaves the one of all others as it is. */
async function within(of: Line, refused: boolean, work: () => Promise<void>): Promise<void> {
  if (of.form === undefined) return work();
  const shared = company;
  if (refused) {
    const { ledger } = await shared.store.version.get();
    await work();
    // That somebody was refused is entered in the audit log, which has a version of its own.
    return expect((await shared.store.version.get()).ledger).toBe(ledger);
  }
  company = await opened();
  try {
    await work();
  } finally {
    await company.close();
    company = shared;
  }
}

/** What must be the same for what is somebody else's and what there is not: everything but the moment and the count. */
function told({ status, headers, text }: Answer) {
  const { date: _, ...rest } = headers;
  return { status, text, headers: Object.entries(rest).filter(([name]) => !name.startsWith('ratelimit-')) };
}

describe.each(LINES)('$route', (of) => {
  const [signedOut = '', ...expected] = of.expect.split(' ');

  it(`signed out: ${signedOut}`, () =>
    within(of, isRefused(signedOut, null), async () => {
      for (const where of [of.own, of.other, of.nobody]) {
        if (where === undefined) continue;
        const answer = await send(of, where, null);
        expect(answer.status).toBe(Number(signedOut));
        if (signedOut === '303' && of.route !== 'POST /sign-out')
          expect(answer.headers.location).toMatch(/^\/sign-in(\?to=|$)/);
      }
    }));

  it.each(ROLES.map((role, i) => [role, expected[i] ?? '–'] as const))('%s: %s', (role: RoleName, statuses) =>
    within(of, isRefused(statuses, ''), async () => {
      const cookie = company.cookies[role];
      const [own, other] = statuses.split('/');
      company.faults.length = 0;
      // Somebody else's before one's own, which some of them remove.
      if (of.other !== undefined) {
        const answer = await send(of, of.other, cookie);
        expect(answer.status).toBe(Number(other));
        if (answer.status === 404) {
          expect(of.nobody).toBeDefined();
          expect(told(answer)).toEqual(told(await send(of, of.nobody ?? '', cookie)));
          for (const name of [EVE, 'Search', 'mallory', 'eveprofile'])
            expect(answer.text).not.toContain(name);
        }
      }
      const answer = await send(of, of.own, cookie);
      expect(answer.status).toBe(Number(own));
      if (own === '200' && /^\/api\/v1\/(?!openapi)/.test(at(of.own)))
        strictly(at(of.own), answer.text, methodOf(of));
      // Whatever is shown: nothing of Eve's to those to whom it does not belong.
      // Examples of the API are of another company.
      const isExample = /^\/api(?:\/v1\/openapi|$)/.test(at(of.own));
      // Style and script are the same for everybody.
      const isAsset = at(of.own).startsWith('/assets/');
      if (role !== 'finance' && role !== 'admin' && of.form === undefined && !isExample && !isAsset)
        for (const name of [EVE, 'Search', 'mallory', 'eveprofile', 'm2', '15.00'])
          expect([name, answer.text.includes(name)]).toEqual([name, false]);
      // That a provider is not there is for the log.
      if (own !== '503') expect(company.faults).toEqual([]);
    }),
  );
});

it('every route has its line', () => {
  const deps = { assets: { css: { path: '/assets/style.css' }, js: { path: '/assets/app.js' } } };
  const app = createApp({
    ...deps,
    settings: company.settings,
    signIn: null,
    inbox: () => [],
  } as unknown as ServerDeps);
  const routes = new Set(app.routes.map(({ method, path }) => `${method} ${path}`));
  // What stands before all routes, and what says that a method is not possible.
  const named = [...routes].filter((route) => !/^ALL /.test(route)).sort();
  expect(named).toEqual([...new Set(LINES.map(({ route }) => route))].sort());
});
