import Database from 'better-sqlite3';
import { DAY_MS, dayOf } from '../../src/core/periods.ts';
import { sumUpSmall } from '../../src/store/rollups.ts';

/**
 * What years of a company of three leave behind in every table that grows with age, put straight into a ledger that was
 * opened before: some rows of each day, so that it takes no time. `years.ts` has as many runs as there really are.
 */

const DAYS = `WITH RECURSIVE days (day) AS (
  SELECT @start UNION ALL SELECT date(day, '+1 day') FROM days WHERE day < @last)`;
const PERSON = `(SELECT value AS n, 'person' || value || '@example.com' AS email, 'arn:p' || value AS arn FROM json_each('[0,1,2]'))`;
const KINDS = `(SELECT value AS kind FROM json_each('["input","output"]'))`;
const HOURS = `(SELECT value AS hour FROM json_each('["00","09","14","15"]'))`;
const TIMES = `(SELECT value AS hour FROM json_each('["01","05","09","13","17","21"]'))`;
/** A dollar a row, billed long ago. */
const AMOUNT = 10_000_000_000n;

const FILL = [
  `INSERT INTO spend (day, view, account_id, region, profile_arn, model_key, kind, service, usage_type, user_email,
     cost_center, tokens, billed_tokens, billed, estimated, estimated_low, estimated_high, amount, label, allocated_by)
   ${DAYS} SELECT day, view.value, '111122223333', 'us-east-1', arn, 'm1', kind, 'Amazon Bedrock', 'USE1-' || kind, email,
     'CC-' || (n % 2), 1000, 1000, @amount, @amount, @amount, @amount, @amount, 'final', 'tag'
   FROM days, ${PERSON}, ${KINDS}, json_each('["profile","principal"]') view`,
  `INSERT INTO spend_days (day, inputs_hash) ${DAYS} SELECT day, 'of ' || day FROM days`,
  `INSERT INTO findings (day, kind, key, severity, amount, detail)
   ${DAYS} SELECT day, 'unknownUsageType', email, 'info', NULL, '{}' FROM days, ${PERSON}`,
  `INSERT INTO charges (day, grouping, account_id, key1, key2, amount, quantity, unit, provisional)
   ${DAYS} SELECT day, 'line', '', 'Amazon Bedrock', 'USE1-' || kind, 3 * @amount, 30000000000, '1K tokens', 0 FROM days, ${KINDS}
   UNION ALL SELECT day, 'profile', '', arn, 'USE1-' || kind, @amount, 10000000000, '1K tokens', 0 FROM days, ${PERSON}, ${KINDS}`,
  `INSERT INTO charge_reads (day, grouping, account_id, read_at, provisional)
   ${DAYS} SELECT day, value, '', date(day, '+3 day') || 'T00:00:00.000Z', 0
   FROM days, json_each('["line","profile","owner","principal","recordType"]')`,
  `INSERT INTO usage (hour, account_id, region, dimension, kind, tokens)
   ${DAYS} SELECT day || 'T' || hour || ':00:00.000Z', '111122223333', 'us-east-1', 'p' || n, kind, 250
   FROM days, ${PERSON}, ${KINDS}, ${HOURS}`,
  `INSERT INTO runs (id, job, fence, started_at, ended_at, status, rows, requests, aws_charge, errors)
   ${DAYS} SELECT 'run-' || day || hour, 'usage', 1, day || 'T' || hour || ':00:00.000Z', day || 'T' || hour || ':01:00.000Z',
     'ok', 1, 1, 5, '[]'
   FROM days, ${TIMES}`,
  `INSERT INTO run_operations (run_id, operation, requests, charge)
   ${DAYS} SELECT 'run-' || day || hour, 'cloudwatch:GetMetricData', 1, 5 FROM days, ${TIMES}`,
  `INSERT INTO audit (at, actor, action, subject, before, after, reason, via, address)
   ${DAYS} SELECT day || 'T' || hour || ':00:00.000Z', email, 'export', '/users', NULL, NULL, NULL, 'page', NULL
   FROM days, ${PERSON}, ${TIMES}`,
  `INSERT INTO sessions (hash, id, email, created_at, seen_at, expires_at, address, agent)
   ${DAYS} SELECT email || day, email || day, email, day || 'T08:00:00.000Z', day || 'T08:00:00.000Z',
     day || 'T18:00:00.000Z', '10.0.0.1', 'browser'
   FROM days, ${PERSON}`,
  `INSERT INTO budgets (id, scope_kind, scope_key, version, created_at)
   VALUES ('old', 'userDefault', '', 1, @start || 'T00:00:00.000Z')`,
  `INSERT INTO budget_changes
   VALUES ('old', 1, 'set', @start, NULL, 1000000000000, NULL, 0, 0, @start || 'T00:00:00.000Z', 'local:tester', '', NULL)`,
  // Each day somebody crosses something, and is told.
  `INSERT INTO alerts (id, budget_id, scope_kind, scope_key, version, month, period, period_start, period_end, threshold,
     threshold_percent, spent, budget, label, crossed_at)
   ${DAYS} SELECT 'alert-' || day, 'old', 'user', 'person0@example.com', 1, substr(day, 1, 7), 'day', day, date(day, '+1 day'),
     '80%', 80, 1, 1, 'final',
     day || 'T12:00:00.000Z'
   FROM days WHERE day < @last`,
  `INSERT INTO alert_members ${DAYS} SELECT 'alert-' || day, '["person0@example.com"]' FROM days WHERE day < @last`,
  // Somebody looks at somebody, moves to another cost center, and plans many budgets at once.
  `INSERT INTO looks ${DAYS} SELECT email, day, 'boss@example.com', 'page' FROM days, ${PERSON}`,
  `INSERT INTO belongings ${DAYS} SELECT email, day, 'CC-' || (substr(day, 9) % 2), '', '[]' FROM days, ${PERSON}`,
  `INSERT INTO budget_plans (id, state, source, title, by, at, created, changed, ended, unchanged, body)
   ${DAYS} SELECT 'plan-' || day, 'applied', 'file', '', 'boss@example.com', day || 'T10:00:00.000Z', 0, 1, 0, 0, '{}' FROM days`,
  `INSERT INTO deliveries (id, alert_id, channel, target, attempts, delivered_at, given_up_at)
   ${DAYS} SELECT 'told-' || day, 'alert-' || day, 'email', 'person0@example.com', 1,
     CASE WHEN n THEN day || 'T12:01:00.000Z' END, CASE WHEN NOT n THEN day || 'T12:01:00.000Z' END
   FROM (SELECT day, substr(day, 9) % 2 AS n FROM days) WHERE day < @last`,
];

/** @param until UTC milliseconds; its day is the last that is filled */
export function addCompany(file: string, years: number, until: number): void {
  const sqlite = new Database(file);
  const last = dayOf(until);
  const start = dayOf(until - Math.round(years * 365) * DAY_MS);
  try {
    sqlite
      .transaction(() => {
        for (const statement of FILL) {
          const all = { start, last, amount: AMOUNT };
          const used = Object.entries(all).filter(([name]) => statement.includes(`@${name}`));
          sqlite.prepare(statement).run(Object.fromEntries(used));
        }
        sumUpSmall(sqlite);
      })
      .immediate();
  } finally {
    sqlite.close();
  }
}
