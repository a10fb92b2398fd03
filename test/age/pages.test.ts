import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Hono } from 'hono';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hashOf } from '../../src/app/credentials/secrets.ts';
import { operator, SCOPES } from '../../src/core/access.ts';
import { money } from '../../src/core/money.ts';
import { addDays, dayOf, HOUR_MS, instantOf } from '../../src/core/periods.ts';
import { defaultJobs, runSync } from '../../src/jobs/sync.ts';
import { createApp } from '../../src/server/app.tsx';
import { API, ENDPOINTS } from '../../src/server/endpoints.ts';
import { type Bench, bench, NOW } from '../jobs/setup.ts';
import { type Scan, scansIn, shapeOf } from './plans.ts';

/**
 * No page and no answer of the API reads a table from end to end that grows with age or with the company: each statement
 * that it carries out is held against the plan that SQLite makes for it. Routes are taken from the server as it is, so
 * that a new one is among them by itself. Files are not asked for: they are as long as what they hold.
 */

/** Tables that no page reads whole, neither by name nor by a part that all of their rows share. */
const GROWING = [
  ...['spend', 'spend_day_sums', 'spend_month_sums', 'usage', 'charges', 'audit', 'runs'],
  ...['alerts', 'deliveries', 'sessions', 'tokens', 'profiles', 'profile_tags', 'person_facts'],
  ...['budget_changes', 'budget_figures', 'alert_members', 'belongings', 'budget_plans', 'looks'],
];
/** What reads no more than it shows: the newest by their number; and all, counted by the pages of an index. */
const BOUNDED = [
  /^select [^()]+ from "audit" order by "audit"\."id" desc limit \?$/,
  /^select count\(\*\) from "?(audit|alerts|profiles)"?$/i,
];

/** Pages about the whole estate, for whoever administers it: they look at every profile once. */
const OF_ESTATE = ['/profiles/hygiene?', '/profiles/roll-over?', `${API}/profiles/hygiene?`];
const ESTATE = ['profiles', 'profile_tags'];

let folder: string;
let b: Bench;
let app: Hono;
let statements: Map<string, string>;
let person: string;
/** What stands for the parameters of an address, by what comes before it. */
let samples: Record<string, string>;
const SECRET = 'blt_one';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-pages-'));
  statements = new Map();
  b = await bench({
    file: join(folder, 'ledger.db'),
    trace: (sql) => statements.set(shapeOf(sql), sql),
    world: { users: 4, days: 6 },
    settings: {
      backfillDays: 6,
      directory: { identityStoreId: 'd-92670f5a31', region: 'us-west-2', groups: null },
    },
  });
  await b.store.budgets.set({ kind: 'userDefault' }, money('0.01'), { id: 'local:tester' }, instantOf(NOW));
  await runSync(b.deps, defaultJobs(b.deps.settings));
  await ready();
});
afterAll(async () => {
  await b?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Somebody with a token, who owns what is asked about. */
async function ready(): Promise<void> {
  const { store } = b;
  const [profile] = (await store.profiles.all()).filter(({ history }) => history.at(-1)?.tags.UserEmail);
  const { UserEmail = '', CostCenter = '' } = profile?.history.at(-1)?.tags ?? {};
  person = UserEmail;
  const now = instantOf(NOW);
  const facts = {
    email: person,
    name: null,
    costCenter: CostCenter,
    manager: null,
    active: true,
    groups: [],
  };
  const boss = { ...facts, email: 'boss@example.com' };
  await store.people.learn('file', [{ ...facts, manager: boss.email }, boss], {
    complete: false,
    actor: { id: 'local:tester' },
    now,
  });
  const token = {
    id: 't',
    email: person,
    name: 't',
    scopes: SCOPES,
    createdAt: now,
    expiresAt: instantOf(NOW + HOUR_MS),
  };
  await store.tokens.create(token, hashOf(SECRET), { id: person });
  const budget = await store.budgets.set(
    { kind: 'user', key: person },
    money('7'),
    { id: 'local:tester' },
    now,
  );
  samples = {
    'cost-centers': CostCenter,
    users: person,
    people: person,
    teams: boss.email,
    models: profile?.modelKey ?? '',
    profiles: profile?.shortId ?? '',
    budgets: budget.budget.id,
    tokens: 't',
    days: addDays(dayOf(NOW), -1),
    findings: 'unpricedModel',
    requests: 'norequest',
    plans: 'noplan',
    stops: 'nostop',
    withdraw: '1',
    channels: 'email',
    many: 'noplan',
    hygiene: profile?.shortId ?? '',
  };
  app = createApp({
    store,
    clock: { now: () => NOW },
    settings: { ...b.deps.settings, requestsPerMinute: 100_000 },
    operator: operator('local:tester'),
    signIn: null,
    assets: {
      css: { path: '/assets/style.css', type: 'text/css', body: '' },
      js: { path: '/assets/app.js', type: 'text/javascript', body: '' },
    },
    actions: { trigger: () => undefined, createProfile: null, deleteProfile: null },
    policies: null,
    inbox: () => [],
    onError: (error) => expect.unreachable(String(error)),
  });
}

/** Every address that is read, with what its parameters may be. */
function addresses(): string[] {
  const read = app.routes
    .filter(({ method, path }) => method === 'GET' && !path.includes('*'))
    .map((one) => one.path);
  return [...new Set(read)].map((route) => {
    const parts = route.split('/');
    const path = parts.map((part, i) => {
      if (!part.startsWith(':')) return part;
      const sample = samples[parts[i - 1] ?? ''];
      expect([route, sample]).toEqual([route, expect.any(String)]);
      return encodeURIComponent(sample ?? '');
    });
    const endpoint = ENDPOINTS.find((one) => API + one.path.replaceAll(/\{(\w+)\}/g, ':$1') === route);
    // The days that must be named; what is searched for may be anywhere.
    const query = new URLSearchParams(endpoint?.example.split('?')[1]);
    const days = [...query].filter(([name]) => name === 'start' || name === 'endExclusive');
    return `${path.join('/')}?${new URLSearchParams(days)}`;
  });
}

/** What an address answers with, and what it asked of the ledger. */
async function asked(path: string, by: 'operator' | 'token' = 'operator') {
  statements.clear();
  const headers = { host: 'localhost', ...(by === 'token' && { authorization: `Bearer ${SECRET}` }) };
  const { status } = await app.request(`http://localhost${path}`, { headers });
  return { status, statements: [...statements.values()] };
}

function held<T>(work: (ledger: Database.Database) => T): T {
  const ledger = new Database(join(folder, 'ledger.db'), { readonly: true });
  try {
    return work(ledger);
  } finally {
    ledger.close();
  }
}

it('no page and no answer reads a table that grows', async () => {
  const found: [string, Scan[]][] = [];
  const all = addresses();
  expect(all.length).toBeGreaterThan(50);
  for (const path of all) {
    const { status, statements: told } = await asked(path);
    // Without sign-in there is no "me", and nobody's tokens; what is made here is not looked at.
    expect([path, [200, 302, 303, 404, 503].includes(status)]).toEqual([path, true]);
    const scans = held((ledger) => told.flatMap((one) => scansIn(ledger, one)));
    const forbidden = scans.filter(
      ([table, statement]) =>
        GROWING.includes(table) &&
        !BOUNDED.some((one) => one.test(statement)) &&
        !(OF_ESTATE.includes(path) && ESTATE.includes(table)),
    );
    if (forbidden.length > 0) found.push([path, forbidden]);
  }
  expect(found).toEqual([]);
}, 60_000);

it('what is about one person reads their rows, and not what all share', async () => {
  const of = encodeURIComponent(person);
  const month = 'start=2026-11-01&endExclusive=2026-12-01';
  const found: [string, string][] = [];
  for (const [path, by] of [
    [`/users/${of}`, 'operator'],
    [`/people/${of}`, 'operator'],
    [`/spend?${month}&user=${of}`, 'operator'],
    [`/profiles/${samples.profiles}`, 'operator'],
    [`${API}/users/${of}`, 'operator'],
    [`${API}/people/${of}`, 'operator'],
    [`${API}/me`, 'token'],
    [`${API}/profiles`, 'token'],
    [`${API}/spend?${month}`, 'token'],
  ] as const) {
    const { status, statements: told } = await asked(path, by);
    expect([path, status]).toEqual([path, 200]);
    held((ledger) => {
      for (const statement of told.filter((one) => /^\s*(SELECT|WITH)/i.test(one)))
        for (const { detail } of ledger.prepare(`EXPLAIN QUERY PLAN ${statement}`).all() as {
          detail: string;
        }[])
          if (
            /^SCAN (profiles|profile_tag_values|people|spend_keys)\b/.test(detail) ||
            /^SEARCH (spend_keys|k) .*\(grain=\? AND view=\?\)$/.test(detail)
          )
            found.push([path, `${detail}: ${shapeOf(statement)}`]);
    });
  }
  expect(found).toEqual([]);
}, 60_000);

it('a page of one person, and one page of a list, reads no budgets of others', async () => {
  const { store } = b;
  const now = instantOf(NOW);
  const others = Array.from({ length: 60 }, (_, i) => ({
    scope: { kind: 'user' as const, key: `other${i}@example.com` },
    amount: money('5'),
  }));
  await store.budgets.setMany(others, { id: 'local:tester' }, now);
  const of = encodeURIComponent(person);
  for (const path of [
    `/users/${of}`,
    `${API}/users/${of}`,
    `/budgets/${samples.budgets}`,
    '/budgets?for=user',
    '/budgets?state=ended',
    `${API}/budgets?limit=20`,
  ]) {
    const { status, statements: told } = await asked(path);
    expect([path, status]).toEqual([path, 200]);
    // With what was decided of them: those that are named, and no others.
    const read = told.filter((one) => /\bfrom "budgets"/.test(one));
    expect([path, read.filter((one) => !/json_each/.test(one))]).toEqual([path, []]);
  }
}, 20_000);
