import Database from 'better-sqlite3';
import { DAY_MS, dayOf, instantOf, monthOf, monthRange } from '../../src/core/periods.ts';
import type { JobName, JobRun } from '../../src/core/runs.ts';
import type { Instant } from '../../src/core/types.ts';
import { dueJobs } from '../../src/jobs/scheduler.ts';

/**
 * What years of running leave behind in a ledger, put straight into its tables: the runs that the default schedule makes,
 * as the scheduler itself decides them, with what they asked of AWS; audit entries; alerts with their messages; sessions
 * and tokens. No spend: what a company spends grows with the company.
 */

/** Minutes of the hour at which anything of the schedule can be due. */
const MINUTES = [0, 7, 20, 30, 50];
const MINUTE_MS = 60_000;
const AUDIT_A_DAY = 150;
const ALERTS_A_MONTH = 60;
/** Requests of one run, and what AWS charges for each in 10⁻¹⁰ USD; as a company of 120 people has them. */
const ASKED: Readonly<Partial<Record<JobName, readonly (readonly [string, number, bigint])[]>>> = {
  profiles: [
    ['bedrock:ListInferenceProfiles', 6, 0n],
    ['tagging:GetResources', 12, 0n],
    ['bedrock:ListFoundationModels', 6, 0n],
  ],
  usage: [
    ['cloudwatch:ListMetrics', 6, 100_000n],
    ['cloudwatch:GetMetricData', 4, 20_000_000n],
  ],
  charges: [
    ['ce:GetDimensionValues', 1, 100_000_000n],
    ['ce:GetCostAndUsage', 6, 600_000_000n],
  ],
};

/** One day of the default schedule: what the second day of running does, as milliseconds after midnight UTC. */
function dayOfRuns(): { job: JobName; after: number }[] {
  const latest = new Map<JobName, Pick<JobRun, 'job' | 'startedAt' | 'status'>>();
  const found: { job: JobName; after: number }[] = [];
  const first = Date.parse('2025-01-01T00:00:00.000Z');
  for (let hour = first; hour < first + 2 * DAY_MS; hour += 60 * MINUTE_MS)
    for (const minute of MINUTES) {
      const at = hour + minute * MINUTE_MS;
      for (const job of dueJobs([...latest.values()], instantOf(at), { mirror: false, owing: false })) {
        latest.set(job, { job, startedAt: instantOf(at), status: 'ok' });
        if (at >= first + DAY_MS) found.push({ job, after: at - first - DAY_MS });
      }
    }
  return found;
}

/** Runs of so many days, oldest first. */
function* scheduled(start: number, until: number): Generator<{ job: JobName; at: Instant }> {
  const runs = dayOfRuns();
  for (let day = Date.parse(dayOf(start)); day < until; day += DAY_MS)
    for (const { job, after } of runs)
      if (day + after >= start && day + after < until) yield { job, at: instantOf(day + after) };
}

/**
 * Fills a ledger that was opened before, of this version or an earlier one, with so many years up to a moment.
 * @param until UTC milliseconds of a full hour
 */
export function addYears(file: string, years: number, until: number): { runs: number; lastRunAt: Instant } {
  const sqlite = new Database(file);
  const start = until - Math.round(years * 365) * DAY_MS;
  const insert = (table: string, columns: number) =>
    sqlite.prepare(`INSERT INTO ${table} VALUES (${Array(columns).fill('?').join(', ')})`);
  try {
    return sqlite
      .transaction(() => {
        const ran = addRuns(insert, start, until);
        const table = sqlite.prepare("SELECT count(*) FROM sqlite_master WHERE name = 'aws_charges'").pluck();
        if (table.get() === 1) sqlite.exec(SUM_BY_MONTH);
        addAudit(sqlite, start, until);
        addAlerts(sqlite, insert, start, until);
        addVisits(insert, until);
        return ran;
      })
      .immediate();
  } finally {
    sqlite.close();
  }
}
const SUM_BY_MONTH = `INSERT INTO aws_charges (month, operation, requests, charge)
  SELECT substr(started_at, 1, 7), operation, sum(o.requests), sum(charge)
  FROM run_operations o JOIN runs ON runs.id = o.run_id GROUP BY 1, 2`;

type Insert = (table: string, columns: number) => Database.Statement;

function addRuns(insert: Insert, start: number, until: number): { runs: number; lastRunAt: Instant } {
  const run = insert(
    'runs (id, job, fence, started_at, ended_at, status, rows, requests, aws_charge, errors)',
    10,
  );
  const operation = insert('run_operations', 4);
  let runs = 0;
  let lastRunAt = instantOf(start);
  for (const { job, at } of scheduled(start, until)) {
    const asked = ASKED[job] ?? [];
    const requests = asked.reduce((sum, [, count]) => sum + count, 0);
    const charge = asked.reduce((sum, [, , cost]) => sum + cost, 0n);
    runs += 1;
    const id = `run-${String(runs).padStart(8, '0')}`;
    run.run(id, job, runs, at, at, 'ok', 100, requests, charge, '[]');
    for (const one of asked) operation.run(id, ...one);
    lastRunAt = at;
  }
  return { runs, lastRunAt };
}

function addAudit(sqlite: Database.Database, start: number, until: number): void {
  const entry = sqlite.prepare(
    "INSERT INTO audit (at, actor, action, subject, before, after, reason, via, address) VALUES (?, ?, ?, ?, 'null', '{\"code\":\"x\"}', NULL, 'page', '10.0.0.1')",
  );
  const actions = ['session.begin', 'session.end', 'export', 'may.refuse'];
  for (let day = start; day < until; day += DAY_MS)
    for (let i = 0; i < AUDIT_A_DAY; i++) {
      const who = `person${i % 120}@example.com`;
      entry.run(instantOf(day + i * MINUTE_MS), who, actions[i % actions.length], `user:${who}`);
    }
}

const ALERT = [
  'id',
  'budget_id',
  'scope_kind',
  'scope_key',
  'version',
  'month',
  'period_start',
  'period_end',
  'threshold',
  'threshold_percent',
  'spent',
  'budget',
  'label',
  'crossed_at',
];

function addAlerts(sqlite: Database.Database, insert: Insert, start: number, until: number): void {
  const at = instantOf(start);
  sqlite
    .prepare(
      "INSERT INTO budgets (id, scope_kind, scope_key, version, created_at) VALUES ('years', 'costCenter', 'years', 1, ?)",
    )
    .run(at);
  sqlite
    .prepare(
      "INSERT INTO budget_changes VALUES ('years', 1, 'set', ?, NULL, 1000000000000, NULL, 0, 0, ?, 'local:tester', '', NULL)",
    )
    .run(at.slice(0, 10), at);
  // By name: those that came later have values of their own.
  const alert = sqlite.prepare(
    `INSERT INTO alerts (${ALERT.join(', ')}) VALUES (${ALERT.map(() => '?').join(', ')})`,
  );
  const delivery = insert(
    'deliveries (id, alert_id, notice_id, channel, target, attempts, next_attempt_at, delivered_at, given_up_at, last_error)',
    10,
  );
  const months = new Set<string>();
  for (let day = start; day < until; day += DAY_MS) months.add(monthOf(dayOf(day)));
  for (const month of months) {
    const range = monthRange(month);
    for (let i = 0; i < ALERTS_A_MONTH; i++) {
      const who = `person${i}@example.com`;
      const crossed = `${month}-${String((i % 28) + 1).padStart(2, '0')}T12:00:00.000Z`;
      const id = `${month}-${i}`;
      alert.run(
        id,
        'years',
        'user',
        who,
        1,
        month,
        range.start,
        range.endExclusive,
        '80%',
        80,
        1n,
        1n,
        'estimated',
        crossed,
      );
      delivery.run(id, id, null, 'email', who, 1, null, crossed, null, null);
    }
  }
}

function addVisits(insert: Insert, until: number): void {
  const session = insert('sessions', 8);
  const token = insert('tokens', 11);
  const now = instantOf(until);
  const later = instantOf(until + DAY_MS);
  for (let i = 0; i < 120; i++) {
    const who = `person${i}@example.com`;
    session.run(`session-${i}`, `session-${i}`, who, now, now, later, '10.0.0.1', 'browser');
    token.run(`token-${i}`, `token-${i}`, who, 'prompt', '["me"]', now, later, null, null, null, null);
  }
}
