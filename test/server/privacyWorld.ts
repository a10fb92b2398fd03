import { wantedFacts, wantedOf } from '../../src/app/budgets/mirrorFacts.ts';
import { readConfig } from '../../src/config.ts';
import { budgetText } from '../../src/core/awsBudget.ts';
import { type BudgetScope, type BudgetSlot, type BudgetTerms, plainTerms } from '../../src/core/budgets.ts';
import { money } from '../../src/core/money.ts';
import type { PrivacySettings } from '../../src/core/privacy.ts';
import { ofMonth } from '../alertOf.ts';
import { requestOf } from '../store/requestOf.ts';
import { NOW, PLACE, spendRow, usd } from '../store/setup.ts';
import { addresses } from './addresses.ts';
import { EMAIL, openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { ask, serveLedger } from './setup.ts';

/**
 * The company of `roles.ts`, with Uma of Mobile among six others in October. What she spent on each day is like nothing else
 * there is, so that an answer that holds it can be told by its text.
 */
export const UMA = 'uma@example.com';
const CENT = 100_000_000n;
/** In cents. The seventh of October is hers alone, the model and the profile as well. */
const OF_UMA: readonly (readonly [day: string, cents: bigint])[] = [
  ['2026-10-06', 4153n],
  ['2026-10-07', 1129n],
  ['2026-11-04', 1731n],
  ['2026-11-05', 2347n],
];
/** Amounts and tokens of single days of hers, and what she had spent when an alert was raised. */
export const DAYS_OF_UMA = [
  '41.53',
  '11.29',
  '17.31',
  '23.47',
  '31.37',
  '4,153',
  '1,129',
  '1,731',
  '2,347',
  '"4153"',
];
/** The same of whole months and of all of them, and what is left of her budget of 97 dollars. */
export const SUMS_OF_UMA = ['52.82', '40.78', '93.60', '56.22', '5,282', '4,078', '9,360', '"5282"'];

/** What a budget tells that was over 11.29 of hers on the seventh of October: what is carried over, its limit, what is left. */
export const CARRIED_OF_UMA = ['288.71', '588.71'];

const people = ['uma', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6'].map((name) => `${name}@example.com`);

export async function openPrivate() {
  const company = await openCompany();
  const { store, lease } = company;
  const profile = {
    ...PLACE,
    arn: `arn:aws:bedrock:${PLACE.region}:${PLACE.accountId}:application-inference-profile/umaprofile`,
    shortId: 'umaprofile',
    name: 'profile of uma',
    status: 'ACTIVE' as const,
    modelKey: 'm7',
    modelArns: [],
    route: 'geo' as const,
    sourceId: 'us.m7',
    createdAt: NOW,
  };
  await store.profiles.addCreated(
    {
      ...profile,
      firstSeenAt: NOW,
      lastSeenAt: NOW,
      goneAt: null,
      history: [{ from: NOW, tags: { UserEmail: UMA, CostCenter: 'Mobile' } }],
    },
    { id: 'local:tester' },
    NOW,
  );
  for (const [day, cents] of OF_UMA) {
    const own = spendRow({
      day,
      userEmail: UMA,
      costCenter: 'Mobile',
      profileArn: profile.arn,
      modelKey: 'm7',
      amount: usd(cents * CENT),
      billed: usd(cents * CENT),
      tokens: cents,
    });
    const others = people.slice(1).map((userEmail) =>
      spendRow({
        day,
        userEmail,
        costCenter: 'Mobile',
        profileArn: `arn:of:${userEmail}`,
        amount: usd(1000n * CENT),
        billed: usd(1000n * CENT),
        tokens: 1000n,
      }),
    );
    await store.spend.replaceDay(lease, day, day === '2026-10-06' ? [own, ...others] : [own], [], day);
  }
  await store.people.learn(
    'identityCenter',
    people.map((email) => ({
      ...{ email, name: email, costCenter: 'Mobile', manager: 'carl@example.com' },
      ...{ active: true, groups: [] },
    })),
    { complete: false, actor: { id: 'local:tester' }, now: NOW },
  );
  const { budget } = await store.budgets.set(
    { kind: 'user', key: UMA },
    usd(9700n * CENT),
    { id: 'local:tester' },
    NOW,
  );
  await store.alerts.record(
    lease,
    [
      ofMonth({
        ...{ budgetId: budget.id, scopeKind: 'user' as const, scopeKey: UMA, version: 1, month: '2026-11' },
        ...{ thresholdPercent: 40, spent: usd(3137n * CENT), budget: usd(9700n * CENT), cautious: usd(0n) },
        ...{ unpricedTokens: 0n, label: 'final' as const, staleSince: null, crossedAt: NOW, send: [] },
      }),
    ],
    NOW,
  );
  await budgetsOfAllKinds(company);
  return company;
}

/** Budgets that count her alone, or her days, under other names; her request for more; and what AWS says of her budget. */
async function budgetsOfAllKinds({ store, lease }: Awaited<ReturnType<typeof openCompany>>) {
  const hers = { kind: 'tag', key: 'UserEmail', value: UMA } as const;
  const set = (scope: BudgetScope, amount: string, more: Partial<BudgetSlot & BudgetTerms> = {}) => {
    const { period = 'month', narrowing = null, carryOver = false } = more;
    const terms = { ...plainTerms(money(amount)), carryOver };
    return { do: 'set' as const, slot: { scope, period, narrowing }, terms, from: '2026-10-07' };
  };
  await store.budgets.apply(
    [
      set({ kind: 'organisation' }, '300', { narrowing: hers, carryOver: true }),
      set({ kind: 'team', key: EMAIL.manager }, '1', { narrowing: hers }),
      set({ kind: 'costCenter', key: 'Mobile' }, '1', { narrowing: hers, period: 'week' }),
      set({ kind: 'user', key: UMA }, '1', { period: 'day' }),
      set({ kind: 'memberDefault', key: 'Mobile' }, '1', { period: 'week' }),
    ],
    { id: 'local:tester' },
    NOW,
  );
  const held = (await store.budgets.records([{ kind: 'user', key: UMA }])).find(
    (one) => one.period === 'month',
  );
  const seen = { held: null, actual: money('40.78'), forecast: money('56.22'), subscribersAt: null };
  const reading = { at: NOW, accountId: PLACE.accountId, total: 1, services: [], models: {} };
  const facts = await wantedFacts(
    { store, settings: readConfig({}), now: NOW },
    await store.budgets.records(),
    reading,
  );
  for (const one of wantedOf(await store.budgets.records(), facts))
    if ('wanted' in one && one.budgetId === held?.id) {
      const row = { name: one.wanted.name, budgetId: one.budgetId };
      await store.mirror.record(lease, {
        ...row,
        written: budgetText(one.wanted),
        writtenAt: '2026-11-01T00:00:00.000Z',
      });
      await store.mirror.seen(lease, reading, [{ ...row, ...seen, figureSince: NOW, figureAfter: null }]);
    }
  const wanted = {
    period: 'month',
    narrow: '',
    amount: '97',
    extra: '5',
    until: '2026-12-01',
    granted: null,
  } as const;
  for (const [user, asked] of [
    [UMA, [EMAIL.manager, EMAIL.owner]],
    [EMAIL.user, []],
  ] as const)
    await store.requests.ask(
      { ...requestOf({ id: `of-${user}`, key: user, user, askedBy: user, asked }), kind: 'budget', wanted },
      { id: user },
      NOW,
    );
}

/** Each budget by page, file and answer, and what is told of many of them. */
export const addressesOfBudgets = async ({ store }: Company): Promise<string[]> => [
  ...(await store.budgets.records()).flatMap(({ id }) => [`/budgets/${id}`, `/api/v1/budgets/${id}`]),
  ...['all', 'over', 'watch', 'none'].map((which) => `/budgets/over?which=${which}&format=csv`),
  ...['/budgets/over', `/budgets/over?team=${enc(EMAIL.manager)}`, '/budgets/over?costCenter=Mobile'],
  ...['/budgets/suggest', '/budgets/suggest?kind=costCenter', '/budgets/suggest?months=1&format=csv'],
  ...['/budgets/aws', '/budgets/aws?format=csv', '/api/v1/budgets?period=any', '/budgets?state=all'],
  ...['2026-10-07', '2026-10-31', '2026-11-04'].flatMap((day) => [
    `/api/v1/budgets?period=any&at=${day}`,
    `/budgets?on=${day.slice(0, 7)}&format=csv`,
  ]),
  ...['/requests', `/requests/of-${UMA}`, '/me', '/'],
];
export type Company = Awaited<ReturnType<typeof openPrivate>>;

export type Server = Awaited<ReturnType<typeof served>>;

/** The same ledger behind another server, with another setting. */
export async function served(
  company: Company,
  privacy: Partial<PrivacySettings>,
  more: Partial<Company['parts']> = {},
) {
  const settings = { ...company.settings, privacy: { ...company.settings.privacy, ...privacy } };
  const server = await serveLedger({ ...company.parts, ...more, settings, store: company.store });
  const get = (role: RoleName | string, path: string) => {
    const cookie = role in company.cookies ? company.cookies[role as RoleName] : role;
    return ask(server.url, path, { headers: { host: new URL(PUBLIC_URL).host, cookie } });
  };
  return { ...server, get };
}

const enc = encodeURIComponent;
export const DAY = (day: string, next: string) => `start=${day}&endExclusive=${next}`;
const OCTOBER = DAY('2026-10-01', '2026-11-01');
/** What somebody might try: filters, models, periods, files and programs, each by itself her alone or a day. */
export const TRIED: readonly string[] = [
  ...[
    '/users',
    `/users/${enc(UMA)}`,
    '/models/m7',
    '/cost-centers/Mobile',
    `/teams/${enc(EMAIL.manager)}`,
    '/',
  ].flatMap((path) =>
    [
      ...['', '?month=2026-10', `?${DAY('2026-10-07', '2026-10-08')}`, `?${DAY('2026-10-06', '2026-11-05')}`],
      '?period=last30',
      '?format=csv&table=user&month=2026-10',
    ].map((query) => path + query),
  ),
  ...[OCTOBER, DAY('2026-10-07', '2026-10-08'), DAY('2026-11-01', '2026-11-05')].flatMap((range) => [
    ...['user', 'model', 'profile', 'day', 'costCenter', 'account', 'tokenKind'].map(
      (by) => `/api/v1/spend?${range}&groupBy=${by}`,
    ),
    `/api/v1/spend?${range}&user=${enc(UMA)}`,
    `/api/v1/spend?${range}&model=m7&groupBy=costCenter`,
    `/api/v1/lines?${range}`,
    `/api/v1/lines?${range}&user=${enc(UMA)}`,
    ...[
      'group=user',
      'group=user&by=model',
      'group=costCenter&by=user',
      'group=model&by=day',
      'compare=previous',
    ].map((asked) => `/explore?${asked}&${range}`),
    `/explore?group=user&by=costCenter&format=csv&table=all&${range}`,
    `/spend?${range}`,
    `/spend?${range}&user=${enc(UMA)}&format=csv`,
    `/spend?${range}&team=${enc(EMAIL.manager)}`,
    `/spend?${range}&profile=${enc('arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/umaprofile')}`,
    `/api/v1/charges?${range}`,
    `/api/v1/reconciliation?${range}`,
  ]),
  ...['2026-10', '2026-11'].flatMap((month) =>
    ['overview', 'users', `users/${enc(UMA)}`, 'models', 'models/m7', 'cost-centers', 'cost-centers/Mobile']
      .concat(`teams/${enc(EMAIL.manager)}`, 'bypass', 'coverage')
      .map((what) => `/api/v1/${what}?month=${month}`),
  ),
  ...[
    '/days/2026-10-07',
    '/api/v1/days/2026-10-07',
    '/api/v1/days/2026-11-04',
    '/alerts',
    '/alerts?format=csv',
  ],
  ...[
    '/api/v1/alerts',
    '/api/v1/messages',
    '/budgets',
    '/budgets?format=csv',
    '/api/v1/budgets',
    '/profiles/umaprofile',
  ],
  ...['/profiles/umaprofile?format=csv', '/api/v1/profiles/umaprofile', '/reconciliation?month=2026-10'],
  ...['/coverage?month=2026-10', '/bypass?month=2026-10', '/together', '/together?month=2026-11', '/privacy'],
  ...[
    '/together?format=csv',
    '/api/v1/together',
    '/profiles/hygiene',
    '/api/v1/profiles/hygiene',
    `/people/${enc(UMA)}`,
    '/people?format=csv',
    '/rates',
    '/jobs',
    '/audit',
  ],
];

/** Every address of the company, about Uma where it would be about Eve. */
export const addressesOfUma = (company: Company) =>
  addresses(company).map((path) =>
    path
      .replace(enc('eve@example.com'), enc(UMA))
      .replace('eveprofile', 'umaprofile')
      .replace('/m2', '/m7')
      .replace('2026-11-03', '2026-11-04'),
  );

export const told = (text: string, amounts: readonly string[]) =>
  amounts.filter((amount) => text.includes(amount));

/** Which of these answers hold any of it. */
export async function leaks(
  server: Server,
  role: RoleName,
  paths: readonly string[],
  secret: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const { status, text } = await server.get(role, path);
    if (status >= 500) found.push(`${path} answered ${status}`);
    for (const amount of told(text, secret)) found.push(`${path} tells ${amount}`);
  }
  return found;
}
