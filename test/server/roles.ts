import type { Asking } from '../../src/app/asking.ts';
import { hashOf, newToken } from '../../src/app/credentials/secrets.ts';
import type { PolicyGateways } from '../../src/app/policies/inForceReads.ts';
import { PolicyReadings } from '../../src/app/policies/readings.ts';
import { deletableByArn } from '../../src/app/profiles/retire.ts';
import { type VendGateways, vendProfile } from '../../src/app/profiles/vend.ts';
import type { Typed } from '../../src/app/typed.ts';
import { readConfig } from '../../src/config.ts';
import { operator } from '../../src/core/access.ts';
import type { Settings } from '../../src/core/settings.ts';
import type { Profile } from '../../src/core/types.ts';
import { createOidcGateway } from '../../src/identity/oidc.ts';
import { at, NOW, NOW_MS, PLACE, spendRow, usd } from '../store/setup.ts';
import { openServer, type serveLedger } from './setup.ts';

/**
 * A small company with somebody for each role. Ann works for Mobile and reports to Carl, who reports to Bob; Olga owns
 * Mobile; Fay is finance, Adam administrator. Eve of Search has nothing to do with Ann, Bob, Carl and Olga.
 */
export const ROLES = ['user', 'manager', 'owner', 'finance', 'admin'] as const;
export type RoleName = (typeof ROLES)[number];
export const EMAIL: Readonly<Record<RoleName, string>> = {
  user: 'ann@example.com',
  manager: 'bob@example.com',
  owner: 'olga@example.com',
  finance: 'fay@example.com',
  admin: 'adam@example.com',
};
export const ACTOR = { id: 'local:tester' };
export const PUBLIC_URL = 'https://ledger.example.com';
const BILLION = 10_000_000_000n;
const DAYS = ['2026-11-03', '2026-11-10', '2026-11-17'];
const HOUR = 60;
/** Nothing here may come as far as AWS. */
const NO_AWS = {} as VendGateways;
const NO_POLICIES = {} as PolicyGateways;

const person = (email: string, costCenter: string, manager: string) => ({
  email,
  name: email.split('@')[0] ?? '',
  costCenter,
  manager,
  active: true,
  groups: [],
});
const profile = (
  shortId: string,
  modelKey: string,
): Omit<Profile, 'firstSeenAt' | 'lastSeenAt' | 'goneAt' | 'history'> => ({
  ...PLACE,
  arn: `arn:aws:bedrock:${PLACE.region}:${PLACE.accountId}:application-inference-profile/${shortId}`,
  shortId,
  name: `profile of ${shortId}`,
  status: 'ACTIVE',
  modelKey,
  modelArns: [],
  route: 'geo',
  sourceId: `us.${modelKey}`,
  createdAt: NOW,
});
const PROFILES = [profile('annprofile', 'm1'), profile('eveprofile', 'm2')] as const;

/** The company behind a sign-in that nobody goes through: everybody has a session and a token already. */
export async function openCompany(
  change: Partial<Parameters<typeof serveLedger>[0]> = {},
  file?: string,
  set: Partial<Settings> = {},
) {
  const rows = DAYS.flatMap((day) => [
    spendRow({
      day,
      userEmail: 'ann@example.com',
      costCenter: 'Mobile',
      profileArn: PROFILES[0].arn,
      amount: usd(3n * BILLION),
      billed: usd(3n * BILLION),
      tokens: 300n,
    }),
    spendRow({
      day,
      userEmail: 'eve@example.com',
      costCenter: 'Search',
      profileArn: PROFILES[1].arn,
      modelKey: 'm2',
      amount: usd(5n * BILLION),
      billed: usd(5n * BILLION),
      tokens: 500n,
    }),
    spendRow({
      day,
      userEmail: null,
      costCenter: null,
      profileArn: null,
      allocatedBy: null,
      reason: 'noTag',
      modelKey: 'm3',
      amount: usd(7n * BILLION),
      billed: usd(7n * BILLION),
    }),
  ]);
  const { signIn } = readConfig({});
  const oidc = { issuer: 'http://127.0.0.1:1', clientId: 'x', clientSecret: null, scopes: [], prompt: null };
  const settings = {
    ...readConfig({}),
    publicUrl: PUBLIC_URL,
    signIn: { ...signIn, oidc, idleMinutes: HOUR },
    roles: { administrators: [EMAIL.admin], groups: [] },
    requestsPerMinute: 100_000,
    ...set,
  };
  const parts = {
    settings,
    operator: operator('nobody'),
    signIn: { kind: 'oidc' as const, gateway: createOidcGateway({ ...oidc, claims: signIn.claims }) },
    actions: {
      trigger: () => undefined,
      createProfile: (asking: Asking, typed: Typed) => vendProfile(asking, NO_AWS, typed),
      // Asks, and leaves it there for whoever asks next.
      deleteProfile: async (asking: Asking, arn: string) => void (await deletableByArn(asking, arn)),
    },
    policies: new PolicyReadings(
      async () => NO_POLICIES,
      () => Promise.resolve(),
      () => undefined,
    ),
    inbox: () => [],
    ...change,
  };
  const opened = await openServer(rows, parts, file);
  const { store, lease } = opened;
  await store.people.learn(
    'file',
    [
      person(EMAIL.user, 'Mobile', 'carl@example.com'),
      person('carl@example.com', 'Mobile', EMAIL.manager),
      person(EMAIL.manager, 'Sales', ''),
      person(EMAIL.owner, 'Sales', ''),
      person(EMAIL.finance, 'Finance', ''),
      person(EMAIL.admin, 'IT', ''),
      person('eve@example.com', 'Search', 'mallory@example.com'),
      person('mallory@example.com', 'Search', ''),
    ],
    { complete: true, actor: ACTOR, now: at(-HOUR) },
  );
  await store.people.grant({ email: EMAIL.owner, role: 'costCenterOwner', costCenter: 'Mobile' }, ACTOR, NOW);
  await store.people.grant({ email: EMAIL.finance, role: 'finance', costCenter: '' }, ACTOR, NOW);
  await store.profiles.replacePlace(
    lease,
    PLACE,
    PROFILES,
    new Map([
      [PROFILES[0].arn, { UserEmail: EMAIL.user, CostCenter: 'Mobile' }],
      [PROFILES[1].arn, { UserEmail: 'eve@example.com', CostCenter: 'Search' }],
    ]),
    NOW,
  );
  await store.budgetPlans.keep(
    { id: 'many1', source: 'pasted', title: '', unchanged: 0 },
    {
      ...{ typed: [], rows: [], totals: [], made: {}, notUndone: [] },
      ...{ anyName: false, removeMissing: false, today: NOW.slice(0, 10) },
    },
    10,
    ACTOR,
    NOW,
  );
  await store.provisioning.propose(
    'plan1',
    {
      purpose: 'move',
      title: 'a plan of many',
      steps: [
        {
          deed: { kind: 'byHand', what: 'CostCenter', about: EMAIL.user, from: 'Mobile', to: 'Search' },
          about: EMAIL.user,
          phase: 0,
        },
      ],
      unchanged: 0,
      refused: [],
    },
    ACTOR,
    NOW,
  );
  const budget = async (kind: 'user' | 'costCenter', key: string) =>
    (await store.budgets.set({ kind, key }, usd(20n * BILLION), ACTOR, NOW)).budget.id;
  const budgets = {
    own: await budget('user', EMAIL.user),
    other: await budget('user', 'eve@example.com'),
    ownCenter: await budget('costCenter', 'Mobile'),
    otherCenter: await budget('costCenter', 'Search'),
  };
  const cookies = {} as Record<RoleName, string>;
  const tokens = {} as Record<RoleName, string>;
  for (const role of ROLES) {
    const secret = newToken();
    const session = {
      hash: hashOf(secret),
      id: `session-of-${role}`,
      email: EMAIL[role],
      createdAt: NOW,
      expiresAt: at(8 * HOUR),
      address: '192.0.2.1',
      agent: 'test',
    };
    const { email } = session;
    await store.sessions.open(
      session,
      { email, name: null, costCenter: null, manager: null, active: null, groups: null },
      ACTOR,
    );
    cookies[role] = `__Host-ledger-session=${secret}`;
    const token = newToken();
    await store.tokens.create(
      {
        id: `token-of-${role}`,
        email,
        name: 'test',
        scopes: ['me', 'spend', 'budgets', 'profiles', 'people', 'operations', 'audit'],
        createdAt: NOW,
        expiresAt: at(24 * HOUR),
      },
      hashOf(token),
      ACTOR,
    );
    tokens[role] = token;
  }
  return { ...opened, parts, settings, budgets, cookies, tokens, now: NOW_MS };
}
