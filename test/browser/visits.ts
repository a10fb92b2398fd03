import type { Page } from 'playwright-core';
import { hashOf, newSecret } from '../../src/app/credentials/secrets.ts';
import { HOUR_MS } from '../../src/core/periods.ts';
import type { Proposal } from '../../src/core/provisioning/types.ts';
import type { Store } from '../../src/store/types.ts';
import { requestOf } from '../store/requestOf.ts';
import type { openPages } from './setup.ts';

/** Every page of the collected company, and what is done on it before it is looked at. */

const DAY = '2026-11-12';
/** Policies to paste: one that opens some, one that denies Regions. */
const statement = (one: object) => JSON.stringify({ Version: '2012-10-17', Statement: one });
const WIDE = statement({ Effect: 'Allow', Action: 'bedrock:*', Resource: '*' });
const VIRGINIA = statement({
  Effect: 'Deny',
  Action: '*',
  Resource: '*',
  Condition: { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } },
});

/** A page; `send` are fields to fill in, after which the form is sent. */
export interface Visit {
  path: string;
  status: number;
  send?: Readonly<Record<string, string>>;
}
const page = (path: string, status = 200): Visit => ({ path, status });

/** Pages of the first level, which a ledger without anything in it has as well. */
const FIRST: readonly Visit[] = [
  page('/'),
  page('/cost-centers'),
  page('/users?sort=-tokens&q=example'),
  page('/models?period=last90'),
  page('/find?q=a'),
  page('/spend?reason=any'),
  page('/profiles'),
  page('/profiles/new'),
  page('/requests'),
  page('/profiles/hygiene'),
  page('/profiles/plans'),
  page('/bypass'),
  page('/coverage'),
  page('/budgets'),
  page('/alerts'),
  page('/reconciliation'),
  page('/reconciliation/findings/ownerCheck'),
  page('/rates'),
  page('/people?sort=-reports'),
  page('/policies'),
  page('/policies/in-force'),
  page('/policies/roll-out?counted=yes'),
  page('/jobs'),
  page('/setup'),
  page('/audit'),
  page('/channels'),
  page('/messages'),
  page('/inbox'),
  page('/me'),
  page('/explore'),
  page('/explore?group=model&by=day&period=last30'),
  page('/explore?group=costCenter&by=model&compare=previous&chart=table&basis=billed'),
];
const REFUSED: readonly Visit[] = [
  page('/no-such-page', 404),
  { path: '/budgets/new', status: 422, send: { key: 'nobody', amount: 'much' } },
  { path: '/budgets/many', status: 422, send: { rows: 'scope,key,amount\nuserDefault,,75\nuser,a,x' } },
  { path: '/people', status: 422, send: { email: 'nobody', manager: 'nobody' } },
  { path: '/profiles/new', status: 422, send: { userEmail: 'nobody', costCenter: '' } },
  { path: '/profiles/plans/new', status: 422, send: { addresses: 'nobody' } },
  { path: '/profiles/roll-over', status: 422, send: { toSource: 'nothing' } },
  { path: '/policies/in-force', status: 422, send: { policy: '{}', scp: 'none' } },
];

/** A draft of one step, to be discarded. */
const DRAFT: Proposal = {
  purpose: 'move',
  title: 'Move',
  steps: [
    {
      deed: { kind: 'byHand', what: 'CostCenter', about: 'ann', from: 'Mobile', to: 'Search' },
      about: 'ann',
      phase: 0,
    },
  ],
  unchanged: 0,
  refused: [],
};

const openSession = ({ sessions }: Store, email: string, now: number): Promise<boolean> =>
  sessions.open(
    {
      hash: hashOf(newSecret()),
      id: 'session',
      email,
      createdAt: new Date(now).toISOString(),
      expiresAt: new Date(now + HOUR_MS).toISOString(),
      address: '2001:db8::7',
      agent: 'Firefox',
    },
    { email, name: null, costCenter: null, manager: null, active: null, groups: null },
    { id: email, via: 'page', address: '2001:db8::7' },
  );

/** Of an empty ledger: no filter, because there is nothing to filter. */
export const emptyVisits = (): Visit[] => FIRST.map(({ path }) => page(path.replace(/\?.*/, '')));

/** All there are; makes somebody finance, so that there is a role to withdraw. */
export async function visitsOf({
  world: { store, clock },
}: Awaited<ReturnType<typeof openPages>>): Promise<Visit[]> {
  const range = { start: '2026-11-01', endExclusive: '2026-11-25' };
  const first = async (group: 'costCenter' | 'user' | 'model') => {
    const { rows } = await store.spend.query({
      range,
      groupBy: [group],
      basis: 'best',
      filter: {},
      scope: 'all',
    });
    return encodeURIComponent(rows.find((r) => r.keys[0] && r.amount > 0n)?.keys[0] ?? '');
  };
  const profile = (await store.profiles.all())[0]?.shortId;
  const unowned = (await store.profiles.all()).find(
    ({ history, goneAt }) => goneAt === null && history.at(-1)?.tags.UserEmail === undefined,
  );
  const request = requestOf({ reason: 'the new model' });
  await store.requests.ask(request, { id: 'local:tester' }, new Date(0).toISOString());
  const budget = (await store.budgets.list())[0]?.id;
  const people = await store.people.list();
  const leader = people.find(({ manager, active }) => manager !== null && active)?.manager ?? '';
  const finance = { email: leader, role: 'finance' as const, costCenter: '' };
  await store.people.grant(finance, { id: 'local:tester' }, new Date(0).toISOString());
  await openSession(store, leader, clock.now());
  await store.provisioning.propose('draft', DRAFT, { id: 'local:tester' }, new Date(0).toISOString());
  return [
    ...FIRST,
    page(`/cost-centers/${await first('costCenter')}`),
    page(`/users/${await first('user')}`),
    page(`/models/${await first('model')}`),
    page(`/profiles/${profile}`),
    page(`/profiles/${profile}/delete`),
    page(`/profiles/hygiene/${unowned?.shortId}`),
    page(`/requests/${request.id}`),
    page(`/requests/${request.id}/withdraw`),
    page('/profiles/plans/draft/discard'),
    // Proposes what mends the first that is found, and shows the plan.
    { path: '/profiles/hygiene', status: 303, send: {} },
    page(`/budgets/${budget}`),
    page(`/budgets/${budget}/remove`),
    page(`/people/${leader}`),
    page(`/people/${leader}/roles/withdraw?role=finance`),
    page(`/people/${leader}/sessions/end`),
    page(`/days/${DAY}?page=2`),
    page('/channels/email?message=threshold'),
    page('/budgets/over'),
    page('/budgets/suggest'),
    page('/budgets/aws'),
    page('/policies?kind=guard'),
    { path: '/policies/in-force', status: 303, send: {} },
    { path: '/policies/in-force', status: 200, send: { policy: WIDE, scp: VIRGINIA } },
    ...REFUSED,
  ];
}

const named = (name: string): string => `:has([name="${name}"])`;

/** Opens the page, fills the form with these fields in and sends it where that is asked for; the status of the answer. */
export async function visit(page: Page, base: string, { path, send }: Visit): Promise<number | undefined> {
  const answer = await page.goto(base + path);
  if (!send) return answer?.status();
  await page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })");
  for (const [name, value] of Object.entries(send)) await page.fill(`main [name="${name}"]`, value);
  const [sent] = await Promise.all([
    page.waitForResponse((one) => one.request().method() === 'POST'),
    page.waitForEvent('load'),
    page.click(
      `main form[method="post"]${Object.keys(send).map(named).join('')} button[type="submit"] >> nth=0`,
    ),
  ]);
  return sent.status();
}
