import { describe, expect, it } from 'vitest';
import { LEAST_ATTENTION } from '../../src/core/watching.ts';
import { KINDS } from '../../src/store/nouns.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import { ANNA, at, folder, leaseOf, NOW, NOW_MS, PLACE, usd } from './setup.ts';

/**
 * What writes without moving the ledger's version writes nothing that is read as if it did: each such function is called
 * here, and the tables that it writes are those that only readers of passing things, or of the work, ask.
 */

const PASSING = ['lease', 'looks', 'profile_reservations', 'sessions', 'sign_ins', 'tokens'];
const WORK = [
  'audit',
  'aws_bookings',
  'aws_charges',
  'meta',
  'refusals',
  'run_operations',
  'runs',
  'watched',
  'watching',
  'watching_days',
];
const signIn = {
  stateHash: 's',
  browserHash: 'b',
  nonce: 'n',
  codeVerifier: 'v',
  returnTo: '/',
  expiresAt: at(5),
};
const facts = {
  email: 'b@example.com',
  name: 'B',
  costCenter: null,
  manager: null,
  active: null,
  groups: null,
};
const session = (hash: string) => ({
  hash,
  id: hash,
  email: facts.email,
  createdAt: NOW,
  expiresAt: at(9),
  address: '',
  agent: '',
});
const token = {
  id: 't',
  email: facts.email,
  name: 't',
  scopes: ['me' as const],
  createdAt: NOW,
  expiresAt: at(9),
};
const asked = {
  requests: 1,
  awsCharge: 1n as never,
  operations: { 'ce:GetCostAndUsage': { requests: 1, charge: 1n as never } },
};

/** Each of them, on a ledger where there is something to do. */
const WATCHED = {
  ...PLACE,
  dimension: 'a',
  metrics: { input: ['InputTokenCount'] },
  readUntil: NOW,
  activeUntil: NOW,
  wholeOn: '2026-11-20',
  unsettledFrom: '2026-11-19',
  highest: usd(1n),
};

const LOOK = { person: facts.email, day: '2026-11-20', viewer: 'a@example.com', kind: 'page' } as const;

const TOLD = { label: 'usage', done: 1, total: 2, note: '', since: NOW, at: NOW, next: [] };

const CALLS = (
  store: Store,
  lease: Awaited<ReturnType<typeof leaseOf>>,
  run: string,
): Record<string, () => Promise<unknown>> => ({
  'lease.heartbeat': () => store.lease.heartbeat(lease, at(1), 60_000),
  'mirror.take': () => store.mirror.take(lease),
  'stops.take': () => store.stops.take(lease, 'on', NOW),
  'runs.start': () => store.runs.start(lease, 'usage', NOW),
  'runs.count': () => store.runs.count(run, asked),
  'runs.tell': () => store.runs.tell(run, TOLD),
  'runs.book': () => store.runs.book(run, usd(1n), usd(9n)),
  'runs.charge': () => store.runs.charge('ce:GetTags', usd(1n), usd(9n), NOW),
  'watching.record': () => store.watching.record(lease, [WATCHED]),
  'watching.keep': () =>
    store.watching.keep(lease, { attention: LEAST_ATTENTION, hourlyRates: {}, stoppedSince: null }),
  'watching.addPolled': () => store.watching.addPolled(lease, '2026-11-20', usd(1n)),
  'watching.forget': () => store.watching.forget(at(99), 100),
  'runs.finish': () => store.runs.finish(run, { at: at(1), status: 'ok', rows: 1, errors: [], ...asked }),
  'runs.interruptStale': () => store.runs.interruptStale({ ...lease }, at(2)),
  'runs.forget': () => store.runs.forget(at(9999), 100),
  'audit.record': () => store.audit.record({ at: NOW, actor: ANNA, action: 'export', subject: '/' }),
  'audit.settleRefusals': async () => {
    await store.audit.record({ at: at(-90), actor: ANNA, action: 'access.refuse', subject: '/' });
    return store.audit.settleRefusals(NOW);
  },
  'profiles.reserve': () =>
    store.profiles.reserve({ id: 'r', token: 'r', email: facts.email, expiresAt: at(5) }, NOW),
  'profiles.release': () => store.profiles.release('r'),
  'looks.add': () => store.looks.add([LOOK]),
  'looks.forget': () => store.looks.forget('2027-01-01', 100),
  'sessions.begin': () => store.sessions.begin(signIn, NOW),
  'sessions.take': () => store.sessions.take('s', NOW),
  'sessions.noteUse': () => store.sessions.noteUse('one', at(2)),
  'sessions.end': () => store.sessions.end('one', ANNA, at(3)),
  'sessions.endAllOf': () => store.sessions.endAllOf(facts.email, ANNA, at(3)),
  'sessions.tidy': () => store.sessions.tidy(at(99), 100),
  'tokens.noteUse': () => store.tokens.noteUse('token', at(2), '192.0.2.1'),
  'tokens.tidy': () => store.tokens.tidy(at(99), 100),
  'audit.forget': () => store.audit.forget(at(99), ANNA, at(99), 100),
  'lease.renew': async () => void Object.assign(lease, await store.lease.renew(lease)),
  'lease.release': () => store.lease.release(lease),
  'lease.acquire': () => store.lease.acquire('next', at(1), 60_000),
});

describe('what is noted without moving the version of the ledger', () => {
  it('is in tables of its own', async () => {
    let written = new Set<string>();
    const trace = (sql: string) => {
      const table = /^\s*(?:insert(?: or \w+)? into|update|delete from)\s+"?(\w+)/i.exec(sql)?.[1];
      if (table !== undefined) written.add(table);
    };
    const store = await openStore(`${folder()}/ledger.db`, { now: NOW_MS, trace });
    const lease = await leaseOf(store);
    await store.sessions.open(session('one'), facts, ANNA);
    await store.tokens.create(token, 'token', ANNA);
    const calls = CALLS(store, lease, await store.runs.start(lease, 'usage', NOW));
    const told = Object.entries(KINDS).flatMap(([noun, kinds]) =>
      Object.entries(kinds).flatMap(([name, kind]) =>
        /^note/.test(kind) ? [[`${noun}.${name}`, kind]] : [],
      ),
    );
    expect(told.map(([name]) => name).sort()).toEqual(Object.keys(calls).sort());
    const kinds = new Map(told as [string, string][]);
    for (const [name, call] of Object.entries(calls)) {
      written = new Set();
      await call();
      const allowed = kinds.get(name) === 'noteWork' ? [...PASSING, ...WORK] : PASSING;
      expect([name, [...written].filter((table) => !allowed.includes(table))]).toEqual([name, []]);
    }
    store.close();
  });
});
