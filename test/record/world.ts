import Database from 'better-sqlite3';
import { hashOf, TOKEN_PREFIX } from '../../src/app/credentials/secrets.ts';
import { operator, SCOPES } from '../../src/core/access.ts';
import { money } from '../../src/core/money.ts';
import type { PersonFacts } from '../../src/core/people.ts';
import type { JobName } from '../../src/core/runs.ts';
import type { Settings } from '../../src/core/settings.ts';
import type { Actor, Money } from '../../src/core/types.ts';
import type { Notifier } from '../../src/jobs/job.ts';
import { NOW, openWorld } from '../journeys/world.ts';
import { NOTIFY } from '../notifySettings.ts';
import { leaseOf } from '../store/setup.ts';
import { retire, vend } from '../vending.ts';
import { VENDING } from '../vendingSettings.ts';

/**
 * The company that the record is of: simulated AWS with one seed, read by the real jobs, at one frozen moment. Somebody
 * for each role, and something of everything that a page can show. Nothing in it is drawn by lot or asks the real time.
 */

/** Ines reports to Elena; Grace owns Platform; Uma is of the finance group, Aiko of the administrators'. */
export const PERSONAS = {
  user: 'ines.silva@example.com',
  manager: 'elena.gupta@example.com',
  owner: 'grace.martin@example.com',
  finance: 'uma.sato@example.com',
  admin: 'aiko.williams@example.com',
} as const;
export type Persona = keyof typeof PERSONAS;
export const personas = Object.keys(PERSONAS) as Persona[];
export const PUBLIC_URL = 'https://ledger.example.com';
export const OWNED = 'CC-1001 Platform';
/** Of Platform, so nothing of Ines's or Elena's. */
export const OTHER = 'haruto.patel@example.com';
export const LEFT = 'lena.gone@example.com';
/** A model that no price is known of. */
export const UNPRICED = 'acme.atlas-2-v1:0';
/** Where profiles are made and deleted, and where that model is used. */
const PLACE = { accountId: '222233334444', region: 'us-east-1' };

const MINUTE = 60_000;
/** When the bill is read; what follows happens in the minutes up to the frozen moment. */
const READ_AT = NOW - 30 * MINUTE;
const at = (minutes: number): string => new Date(NOW + minutes * MINUTE).toISOString();
const HOUR = 60;
const DAY = 24 * HOUR;
const ADMIN: Actor = { id: PERSONAS.admin, via: 'page', address: '192.0.2.7', reason: 'quarterly plan' };
const CLI: Actor = { id: 'local:olga', via: 'cli' };

const SETTINGS: Partial<Settings> = {
  regions: ['us-east-1', 'ap-northeast-1'],
  directory: { identityStoreId: 'd-92670f5a31', region: 'us-west-2', groups: null },
  publicUrl: PUBLIC_URL,
  vending: VENDING,
  budgetsMirror: { enabled: true, subscribers: ['finops@example.com'] },
  notify: {
    ...NOTIFY,
    smtpUrl: 'smtp://mail.example.com',
    from: 'Bedrock Ledger <ledger@example.com>',
    to: ['finops@example.com'],
    webhook: {
      url: 'https://hooks.example.com/budgets',
      secret: 'sixteen signs or more',
      format: 'json' as const,
      people: true,
    },
  },
  roles: {
    administrators: [],
    groups: [
      { group: 'platform-admins', role: 'administrator', costCenter: null },
      { group: 'finops', role: 'finance', costCenter: null },
    ],
  },
  requestsPerMinute: 1_000_000,
};
const notifiers: Notifier[] = [
  {
    channel: 'email',
    async send(target) {
      if (target === OTHER) throw new Error('550 5.1.1 no such mailbox');
    },
  },
  {
    channel: 'webhook',
    async send(_, { id }) {
      if (/[02468]$/.test(id)) throw new Error('https://hooks.example.com/budgets answered 503');
    },
  },
];

type Company = Awaited<ReturnType<typeof openWorld>>;

export async function openCompany() {
  const world = await openWorld({ users: 14, days: 28, nowMs: READ_AT }, SETTINGS);
  world.deps.notifiers = notifiers;
  try {
    await earlier(world);
    await people(world);
    await world.sync(['people', 'profiles', 'usage', 'charges', 'rates']);
    unpricedModel(world.file);
    await budgets(world);
    await profiles(world);
    // Before AWS Budgets are named by them, and before messages go out in their order.
    fixIds(world.file);
    await world.sync(['spend', 'alerts', 'budgets']);
    fixIds(world.file);
    world.simulator.clock.advanceTo(NOW);
    await world.sync(['deliver', 'housekeeping'] satisfies JobName[]);
    await later(world);
    await signIns(world);
    fixIds(world.file);
    return world;
  } catch (error) {
    await world.close();
    throw error;
  }
}

/** Runs and entries of days before, so that the lists have older parts. */
async function earlier({ store }: Company): Promise<void> {
  const lease = await leaseOf(store, 'record', -3 * DAY);
  for (let hour = 120; hour > 0; hour -= 1) {
    const [job, status] = hour % 7 === 0 ? (['charges', 'failed'] as const) : (['usage', 'ok'] as const);
    const id = await store.runs.start(lease, job, at(-2 * DAY - hour * HOUR));
    if (hour === 60) continue; // Killed: the next sync finds it and calls it interrupted.
    const charge = money('0.01');
    await store.runs.finish(id, {
      at: at(-2 * DAY - hour * HOUR + 1),
      status,
      rows: hour,
      requests: 1,
      awsCharge: charge,
      operations: { 'ce:GetCostAndUsage': { requests: 1, charge } },
      errors: status === 'ok' ? [] : [{ slice: '111122223333', error: 'ThrottlingException: Rate exceeded' }],
    });
    await store.audit.record({
      at: at(-2 * DAY - hour * HOUR),
      actor: { id: hour % 2 === 0 ? PERSONAS.finance : OTHER, via: 'page', address: '203.0.113.7' },
      action: hour % 2 === 0 ? 'export' : 'access.refuse',
      subject: hour % 2 === 0 ? '/users?format=csv' : 'GET /audit',
      after: hour % 2 === 0 ? { format: 'csv', rows: hour } : {},
    });
  }
  await store.lease.release(lease);
}

const fact = (email: string, more: Partial<PersonFacts> = {}): PersonFacts => ({
  email,
  name: null,
  costCenter: null,
  manager: null,
  active: null,
  groups: null,
  ...more,
});

/** People of every source that there is beside the directory, and roles by name. */
async function people({ store }: Company): Promise<void> {
  const how = { complete: true, actor: CLI, now: at(-DAY) };
  const left = fact(LEFT, { name: 'Lena Gone', costCenter: OWNED, manager: OTHER, active: true });
  const temp = fact('temp@example.com', { name: 'Temp, "Ada" <b>', costCenter: '=1+1', active: true });
  await store.people.learn('file', [left, temp, fact(PERSONAS.user, { name: 'Inês Silva' })], how);
  await store.people.grant(
    { email: PERSONAS.owner, role: 'costCenterOwner', costCenter: OWNED },
    ADMIN,
    at(-DAY),
  );
  await store.people.grant({ email: LEFT, role: 'finance', costCenter: '' }, ADMIN, at(-DAY));
  await store.people.learn('file', [temp, fact(PERSONAS.user, { name: 'Inês Silva' })], {
    ...how,
    now: at(-HOUR),
  });
  const byHand = [fact(OTHER, { costCenter: OWNED, name: 'Haruto Patel (lead)' })];
  await store.people.learn('byHand', byHand, { complete: false, actor: ADMIN, now: at(-HOUR) });
}

async function budgets({ store }: Company): Promise<void> {
  const set = (scope: Parameters<typeof store.budgets.set>[0], amount: Money) =>
    store.budgets.set(scope, amount, ADMIN, at(-HOUR));
  await set({ kind: 'userDefault' }, money('250'));
  await set({ kind: 'user', key: PERSONAS.user }, money('600'));
  await set({ kind: 'user', key: PERSONAS.user }, money('500'));
  await set({ kind: 'user', key: OTHER }, money('100'));
  await set({ kind: 'costCenter', key: OWNED }, money('700'));
  await set({ kind: 'costCenter', key: 'CC-4001 Tokyo' }, money('5000'));
  const { budget } = await set({ kind: 'costCenter', key: 'CC-9999 Closed' }, money('1'));
  await store.budgets.remove(budget.id, ADMIN, at(-HOUR + 1));
}

/** One that was made here, and one that is gone. */
async function profiles({ store, deps, clock, settings }: Company): Promise<void> {
  const aws = deps.awsFactory(0n as Money);
  const by = { store, aws, clock, settings };
  const here = (await store.profiles.catalogue()).filter(({ region }) => region === PLACE.region);
  const sourceId = here.find(({ id }) => id.startsWith('global.'))?.id ?? '';
  const wanted = { ...PLACE, userEmail: PERSONAS.user, costCenter: 'CC-4001 Tokyo', sourceId };
  await vend(by, wanted, ADMIN);
  const { profile } = await vend(by, { ...wanted, userEmail: OTHER, costCenter: OWNED }, ADMIN);
  await retire(by, profile.arn, ADMIN);
}

/** A source that has fallen behind, a message that was given up, tokens that ended. */
async function later({ store }: Company): Promise<void> {
  const lease = await leaseOf(store, 'record', DAY);
  const stale = (await store.freshness.all()).find(({ source }) => source === 'usage');
  if (!stale) throw new Error('the collection has no freshness of the usage');
  await store.freshness.record(lease, {
    ...stale,
    completeUntil: at(-3 * DAY),
    lastSuccessAt: at(-3 * DAY),
    lastError: 'AccessDeniedException: not authorized to perform cloudwatch:GetMetricData',
    lastErrorAt: at(-5),
  });
  await store.lease.release(lease);
  const { alerts } = await store.alerts.list({ limit: 1000, offset: 0, scope: 'all' });
  const owed = alerts.flatMap(({ deliveries }) => deliveries);
  const failing = owed.find(({ channel, deliveredAt }) => channel === 'webhook' && deliveredAt === null);
  if (!failing) throw new Error('no message of the company failed');
  await store.alerts.failed(failing.id, 'https://hooks.example.com/budgets answered 404', null, at(-1));
}

export const secretOf = (persona: Persona): string => `session-of-${persona}`;
export const TOKENS = {
  good: `${TOKEN_PREFIX}good`,
  narrow: `${TOKEN_PREFIX}narrow`,
  revoked: `${TOKEN_PREFIX}revoked`,
  expired: `${TOKEN_PREFIX}expired`,
} as const;

async function signIns({ store }: Company): Promise<void> {
  for (const persona of personas) {
    const email = PERSONAS[persona];
    const session = {
      hash: hashOf(secretOf(persona)),
      id: `session-of-${persona}`,
      email,
      createdAt: at(0),
      expiresAt: at(8 * HOUR),
      address: '192.0.2.1',
      agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
    };
    await store.sessions.open(session, fact(email, { name: `${email} as signed in` }), {
      id: email,
      via: 'page',
    });
  }
  for (const [name, secret] of Object.entries(TOKENS)) {
    const expired = name === 'expired';
    const token = {
      id: `token-${name}`,
      email: name === 'good' ? OTHER : PERSONAS.user,
      name,
      scopes: name === 'narrow' ? (['me'] as const) : SCOPES,
      createdAt: at(expired ? -40 * DAY : -DAY),
      expiresAt: at(expired ? -DAY : 30 * DAY),
    };
    await store.tokens.create(token, hashOf(secret), { id: token.email, via: 'page' });
  }
  await store.tokens.revoke(PERSONAS.user, 'token-revoked', ADMIN, at(0));
}

/** Tokens of a model that is on no list of prices. */
function unpricedModel(file: string): void {
  const ledger = new Database(file);
  const add = ledger.prepare('INSERT INTO usage VALUES (?, ?, ?, ?, ?, ?)');
  for (const kind of ['input', 'output'])
    add.run(PLACE.accountId, PLACE.region, UNPRICED, kind, '2026-11-23T10:00:00.000Z', 1_234_567);
  ledger.close();
}

/** The ids that the ledger draws by lot become those of their place in the table. */
function fixIds(file: string): void {
  const ledger = new Database(file);
  ledger.pragma('foreign_keys = OFF');
  const fixed = (rowid: string, kind: number) => `printf('0000000${kind}-0000-4000-8000-%012d', ${rowid})`;
  const refer = (table: string, column: string, to: string, kind: number) =>
    ledger.exec(
      `UPDATE ${table} SET ${column} = ${fixed(`(SELECT t.rowid FROM ${to} t WHERE t.id = ${table}.${column})`, kind)}`,
    );
  const own = (table: string, kind: number) =>
    ledger.exec(`UPDATE ${table} SET id = ${fixed('rowid', kind)}`);
  ledger.transaction(() => {
    refer('run_operations', 'run_id', 'runs', 1);
    own('runs', 1);
    for (const table of ['budget_changes', 'alerts', 'budget_figures'])
      refer(table, 'budget_id', 'budgets', 2);
    refer('mirrored_budgets', 'budget_id', 'budgets', 2);
    own('budgets', 2);
    refer('deliveries', 'alert_id', 'alerts', 3);
    refer('alert_members', 'alert_id', 'alerts', 3);
    own('alerts', 3);
    own('deliveries', 4);
  })();
  ledger.close();
}

export const atTheMachine = operator('local:olga');
