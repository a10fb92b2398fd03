import type { PrivacySettings } from '../../src/core/privacy.ts';
import { NOW, PLACE, spendRow, usd } from '../store/setup.ts';
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
/** Amounts of single days of hers, and of days in a part of a month. */
export const DAYS_OF_UMA = ['41.53', '11.29', '17.31', '23.47'];
/** Of whole months, of all of them, and what is left of her budget of 97 dollars. */
export const SUMS_OF_UMA = ['52.82', '40.78', '93.60', '93.6"', '56.22'];

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
      {
        ...{ budgetId: budget.id, scopeKind: 'user' as const, scopeKey: UMA, version: 1, month: '2026-11' },
        ...{ thresholdPercent: 40, spent: usd(4078n * CENT), budget: usd(9700n * CENT), cautious: usd(0n) },
        ...{ unpricedTokens: 0n, label: 'final' as const, staleSince: null, crossedAt: NOW, send: [] },
      },
    ],
    NOW,
  );
  return company;
}
type Company = Awaited<ReturnType<typeof openPrivate>>;

/** The same ledger behind another server, with another setting. */
export async function served(company: Company, privacy: Partial<PrivacySettings>) {
  const settings = { ...company.settings, privacy: { ...company.settings.privacy, ...privacy } };
  const server = await serveLedger({ ...company.parts, settings, store: company.store });
  const get = (role: RoleName | string, path: string) => {
    const cookie = role in company.cookies ? company.cookies[role as RoleName] : role;
    return ask(server.url, path, { headers: { host: new URL(PUBLIC_URL).host, cookie } });
  };
  return { ...server, get };
}
export { EMAIL };
