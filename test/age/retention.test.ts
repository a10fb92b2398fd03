import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSync, type SyncDeps } from '../../src/jobs/sync.ts';
import { startSimulator } from '../../src/simulator/server.ts';
import { openStore } from '../../src/store/open.ts';
import { awsFor, SILENT, settingsFor } from '../jobs/setup.ts';
import { ask, serveLedger } from '../server/setup.ts';
import { addCompany } from './company.ts';
import { scansIn } from './plans.ts';

/** Five years of running: each table comes to its bound, by seeks, and what pages ask is as small as in a new ledger. */

const UNTIL = Date.parse('2026-11-20T09:00:00.000Z');
let folder: string;
let simulator: Awaited<ReturnType<typeof startSimulator>>;
let old: Aged;
let young: Aged;

interface Aged {
  file: string;
  store: Awaited<ReturnType<typeof openStore>>;
  deps: SyncDeps;
  /** Statements since they were last looked at, with their values. */
  said: string[];
}

async function aged(years: number): Promise<Aged> {
  const file = join(folder, `${years}.db`);
  (await openStore(file, { now: UNTIL })).close();
  addCompany(file, years, UNTIL);
  const said: string[] = [];
  const store = await openStore(file, { now: UNTIL, trace: (sql) => said.push(sql) });
  const settings = settingsFor(simulator);
  const clock = { now: () => UNTIL };
  const awsFactory = awsFor(simulator, settings, clock);
  return {
    file,
    store,
    said,
    deps: { store, awsFactory, clock, settings, notifiers: [], progress: SILENT },
  };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-retention-'));
  simulator = await startSimulator({ users: 1, days: 1, nowMs: UNTIL, speed: 0 });
  // A new ledger of a year and some months, so that all that it is compared with is there.
  [old, young] = [await aged(5), await aged(1.25)];
}, 60_000);
afterAll(async () => {
  for (const one of [old, young]) one?.store.close();
  await simulator?.close();
  rmSync(folder, { recursive: true, force: true });
});

const inLedger = <T>({ file }: Aged, work: (ledger: Database.Database) => T): T => {
  const ledger = new Database(file, { readonly: true });
  try {
    return work(ledger);
  } finally {
    ledger.close();
  }
};
const statementsOf = async ({ said }: Aged, work: () => Promise<unknown>): Promise<string[]> => {
  said.length = 0;
  await work();
  return [...said];
};

/** The oldest row of each table whose rows are as old as the ledger, and the first day or instant that may be there. */
const BOUNDS: readonly [table: string, column: string, from: string][] = [
  ['spend', 'day', '2024-09-01'],
  ['spend_days', 'day', '2024-09-01'],
  ['findings', 'day', '2024-09-01'],
  ['charges', 'day', '2024-09-01'],
  ['charge_reads', 'day', '2024-09-01'],
  ['usage', 'hour', '2024-09-01'],
  ['audit', 'at', '2025-10-16'],
  ['alerts', 'crossed_at', '2025-10-16'],
  ['budget_plans', 'at', '2025-10-16'],
  ['looks', 'day', '2025-10-16'],
  // What held on the first of the days that are kept.
  ['belongings', 'from_day', '2024-09-01'],
  ['runs', 'started_at', '2026-08-22'],
  ['sessions', 'expires_at', '2026-11-20'],
];

describe('housekeeping after five years', () => {
  let asked: string[];
  beforeAll(async () => {
    asked = await statementsOf(old, async () => {
      const { runs } = await runSync(old.deps, ['housekeeping']);
      expect(runs).toMatchObject([{ status: 'ok', errors: [] }]);
    });
    await runSync(young.deps, ['housekeeping']);
  }, 60_000);

  it('has brought each table to its bound', () => {
    const oldest = (at: Aged) =>
      inLedger(at, (ledger) =>
        Object.fromEntries(
          BOUNDS.map(([table, column]) => [
            table,
            ledger.prepare(`SELECT min(substr(${column}, 1, 10)) FROM ${table}`).pluck().get(),
          ]),
        ),
      );
    expect(oldest(old)).toEqual(Object.fromEntries(BOUNDS.map(([table, , from]) => [table, from])));
    expect(inLedger(old, (l) => l.prepare('SELECT min(day) FROM spend_day_sums').pluck().get())).toBe(
      '2021-11-21',
    );
    const hours = "SELECT count(*) FROM usage WHERE hour < '2026-10-11' AND hour NOT LIKE '%T00:00:00.000Z'";
    expect(inLedger(old, (l) => l.prepare(hours).pluck().get())).toBe(0);
    for (const table of ['deliveries', 'alert_members']) {
      const dangling = `SELECT count(*) FROM ${table} WHERE alert_id NOT IN (SELECT id FROM alerts)`;
      expect(inLedger(old, (l) => l.prepare(dangling).pluck().get())).toBe(0);
    }
  });

  it('did so by seeks, some hundred rows at a time', () => {
    const forgets = asked.filter((one) => /^\s*(DELETE|WITH|INSERT INTO usage)/i.test(one));
    expect(forgets.length).toBeGreaterThan(200);
    const scans = inLedger(old, (ledger) =>
      [...new Map(forgets.map((one) => [one.replaceAll(/'[^']*'/g, '?'), one])).values()].flatMap((one) =>
        scansIn(ledger, one).filter(([table]) => table !== 'quarantine'),
      ),
    );
    expect(scans).toEqual([]);
  });

  it('has left nothing to do: the next run goes through nothing but seeks, and takes nothing', async () => {
    const again = await statementsOf(old, async () => {
      const { runs } = await runSync(old.deps, ['housekeeping']);
      expect(runs).toMatchObject([{ status: 'ok', rows: 0 }]);
    });
    expect(again.length).toBeLessThan(150);
  });
});

describe('what is asked of five years', () => {
  const MONTH = 'start=2026-11-01&endExclusive=2026-12-01';
  const PAGES = [
    '/',
    '/cost-centers',
    '/cost-centers/CC-1',
    '/users',
    '/models',
    `/spend?${MONTH}`,
    '/charge-back',
    '/reconciliation',
    '/days/2026-11-10',
    '/budgets',
    '/alerts',
    '/healthz',
    '/users/person0%40example.com',
    '/profiles',
    '/jobs',
    `/api/v1/spend?groupBy=user&${MONTH}`,
    `/api/v1/lines?${MONTH}`,
    `/api/v1/charges?${MONTH}`,
    `/api/v1/reconciliation?${MONTH}`,
    '/api/v1/days/2026-11-10',
  ];

  it.each(PAGES)(
    'is answered by the same statements with as many rows as in a new ledger: %s',
    async (path) => {
      const [ofOld, ofYoung] = [await answered(old, path), await answered(young, path)];
      expect(ofOld.status).toBe(200);
      expect(ofOld.touched).toEqual(ofYoung.touched);
    },
  );

  async function answered(at: Aged, path: string) {
    const { store, deps } = at;
    const pages = await serveLedger({ store, clock: deps.clock, settings: deps.settings });
    let status = 0;
    const asked = await statementsOf(at, async () => {
      status = (await ask(pages.url, path)).status;
    });
    await pages.close();
    return {
      status,
      touched: inLedger(at, (ledger) =>
        asked
          .filter((one) => /^\s*(SELECT|WITH)/i.test(one))
          .map((one) => [one.replaceAll(/\s+/g, ' ').slice(0, 200), touchedBy(ledger, one)]),
      ),
    };
  }

  /** Rows of tables that grow with age within the days that the statement names: it may look at none of them, but at no more. */
  function touchedBy(ledger: Database.Database, statement: string): number {
    const [, table] =
      /FROM "?(spend|spend_day_sums|spend_month_sums|charges|usage|findings|runs|audit|alerts|deliveries)"?\b/i.exec(
        statement,
      ) ?? [];
    if (table === undefined) return 0;
    const [, from] = /\bday"?\s*>=\s*'([^']+)'/.exec(statement) ?? [];
    const [, to] = /\bday"?\s*<\s*'([^']+)'/.exec(statement) ?? [];
    const [, on] = /\bday"?\s*=\s*'([^']+)'/.exec(statement) ?? [];
    const [, period, listed] =
      /\b(day|month) IN \(SELECT value FROM json_each\('(\[[^']*\])'\)/.exec(statement) ?? [];
    if (period !== undefined) {
      const rows = ledger.prepare(
        `SELECT count(*) FROM ${table} WHERE ${period} IN (SELECT value FROM json_each(?))`,
      );
      return Number(rows.pluck().get(listed));
    }
    if (from === undefined && on === undefined) return scansIn(ledger, statement).length;
    const rows = ledger.prepare(`SELECT count(*) FROM ${table} WHERE day >= ? AND day < ?`).pluck();
    return Number(rows.get(on ?? from, on === undefined ? to : `${on}x`));
  }
});
