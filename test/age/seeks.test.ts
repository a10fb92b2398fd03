import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOf } from '../../src/app/credentials/secrets.ts';
import { money } from '../../src/core/money.ts';
import { HOUR_MS, instantOf } from '../../src/core/periods.ts';
import type { Notifier } from '../../src/jobs/job.ts';
import { startScheduler } from '../../src/jobs/scheduler.ts';
import { defaultJobs, runSync } from '../../src/jobs/sync.ts';
import { type Bench, bench, NOW } from '../jobs/setup.ts';
import { NOTIFY } from '../notifySettings.ts';
import { ask, serveLedger } from '../server/setup.ts';
import { MAY_BE_SCANNED, type Scan, scansIn, shapeOf } from './plans.ts';

/**
 * What is asked again and again reads no table from end to end that grows with age, with the company or with use: each
 * statement that the ledger carries out meanwhile is held against the plan that SQLite makes for it.
 */

let folder: string;
let b: Bench;
/** One of each shape, with its values. */
let statements: Map<string, string>;
const sent: Notifier = { channel: 'email', send: async () => {} };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-seeks-'));
  statements = new Map();
  b = await bench({
    file: join(folder, 'ledger.db'),
    trace: (sql) => statements.set(shapeOf(sql), sql),
    world: { users: 4, days: 6 },
    notifiers: [sent],
    settings: {
      backfillDays: 6,
      directory: { identityStoreId: 'd-92670f5a31', region: 'us-west-2', groups: null },
      notify: {
        ...NOTIFY,
        smtpUrl: 'smtp://localhost',
        from: 'ledger@example.com',
        to: ['finops@example.com'],
      },
    },
  });
  const actor = { id: 'local:tester' };
  await b.store.budgets.set({ kind: 'userDefault' }, money('0.01'), actor, instantOf(NOW));
});
afterAll(async () => {
  await b?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Statements of some work, each once, and what their plans read whole that may not be. */
async function scansOf(work: () => Promise<unknown>): Promise<{ statements: string[]; scans: Scan[] }> {
  statements.clear();
  await work();
  const asked = [...statements.values()];
  const ledger = new Database(join(folder, 'ledger.db'), { readonly: true });
  try {
    const scans = asked.flatMap((statement) => scansIn(ledger, statement));
    const forbidden = scans.filter(([table]) => !(table in MAY_BE_SCANNED));
    return { statements: asked, scans: [...new Map(forbidden.map((scan) => [scan.join(), scan])).values()] };
  } finally {
    ledger.close();
  }
}

describe('what is asked again and again seeks', () => {
  it('in each job of the schedule, the first time, an hour later and on another day', async () => {
    const whole = [...defaultJobs(b.deps.settings), 'budgets'] as const;
    const { statements: asked, scans } = await scansOf(async () => {
      for (const hours of [0, 1, 24]) {
        b.clock.advance(hours * HOUR_MS);
        const { runs } = await runSync(b.deps, whole);
        expect(runs.map(({ status }) => status)).toEqual(whole.map(() => 'ok'));
      }
    });
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter((one) => /insert into "alerts"/i.test(one))).not.toEqual([]);
    expect(scans).toEqual([]);
  }, 60_000);

  it('where the scheduler looks whether anything is due', async () => {
    const { statements: asked, scans } = await scansOf(async () => {
      const scheduler = startScheduler(b.deps, (error) => expect.unreachable(String(error)));
      scheduler.trigger([]);
      await scheduler.stop();
    });
    for (const table of ['runs', 'deliveries'])
      expect(asked.some((one) => new RegExp(`\\b${table}\\b`).test(one))).toBe(true);
    expect(scans).toEqual([]);
  });

  it('where somebody asks who goes round the profiles, and for coverage over the months', async () => {
    const pages = await serveLedger({ store: b.store, clock: b.clock, settings: b.deps.settings });
    const { statements: asked, scans } = await scansOf(async () => {
      for (const path of ['/bypass', '/coverage', '/api/v1/bypass', '/api/v1/coverage'])
        expect((await ask(pages.url, path)).status).toBe(200);
    });
    await pages.close();
    expect(asked.filter((one) => /spend_month_sums/.test(one)).length).toBeGreaterThan(3);
    // Sums answer it: of years of rows none is read.
    expect(asked.filter((one) => /\bFROM spend\b/.test(one) && !/\b(?:min|max)\(day\)/.test(one))).toEqual(
      [],
    );
    // Callers were asked for, of a service that somebody called without a profile.
    expect(asked.filter((one) => /FROM charge_reads WHERE grouping = 'principal'/.test(one))).toHaveLength(1);
    expect(scans).toEqual([]);
  });

  it('where a load balancer asks for health, and with each request of a session and a token', async () => {
    const { store, clock } = b;
    const email = (await store.people.list()).find(({ active }) => active)?.email ?? '';
    const now = instantOf(clock.now());
    const later = instantOf(clock.now() + HOUR_MS);
    const session = { hash: 'h', id: 'i', email, createdAt: now, expiresAt: later, address: '', agent: '' };
    const facts = { email, name: null, costCenter: null, manager: null, active: null, groups: null };
    const token = { id: 't', email, name: 't', scopes: ['me'], createdAt: now, expiresAt: later } as const;
    const ended = { ...token, id: 'u', expiresAt: now };
    const pages = await serveLedger({ store, clock, settings: b.deps.settings });
    const { statements: asked, scans } = await scansOf(async () => {
      for (const path of ['/healthz', '/readyz']) expect((await ask(pages.url, path)).status).toBe(200);
      await store.sessions.begin(
        { stateHash: 's', browserHash: 'b', nonce: 'n', codeVerifier: 'v', returnTo: '/', expiresAt: later },
        now,
      );
      expect(await store.sessions.take('s', now)).not.toBeNull();
      expect(await store.sessions.open(session, facts, { id: email })).toBe(true);
      expect(await store.sessions.find('h', now, HOUR_MS)).not.toBeNull();
      await store.sessions.noteUse('h', now);
      expect(await store.people.viewerFacts(email, now)).not.toBeNull();
      await store.tokens.create(token, hashOf('blt_one'), { id: email });
      await store.tokens.create(ended, hashOf('blt_two'), { id: email });
      for (const [secret, status] of [
        ['blt_one', 200],
        ['blt_two', 401],
        ['blt_two', 401],
      ] as const)
        expect(
          (await ask(pages.url, '/api/v1/me', { headers: { authorization: `Bearer ${secret}` } })).status,
        ).toBe(status);
      await store.sessions.end('h', { id: email }, now);
    });
    await pages.close();
    expect(asked.some((one) => /token\.refuse/.test(one))).toBe(true);
    expect(scans).toEqual([]);
  });

  it('and a question that does not is found', async () => {
    const ledger = new Database(join(folder, 'ledger.db'), { readonly: true });
    const found = (sql: string) => scansIn(ledger, sql).map(([table]) => table);
    expect(found('SELECT * FROM runs r WHERE r.rows = 7 LIMIT 1')).toEqual(['runs']);
    expect(found('SELECT * FROM runs ORDER BY rows LIMIT 1')).toEqual(['runs']);
    expect(found("DELETE FROM spend WHERE day = '2026-11-01'")).toEqual(['spend']);
    expect(found('SELECT * FROM runs ORDER BY started_at DESC LIMIT 10')).toEqual([]);
    ledger.close();
  });
});
