import type Database from 'better-sqlite3';
import { DAY_MS } from '../src/core/periods.ts';
import type { CompanyOf } from './company.ts';

/**
 * The days of a company, made inside SQLite from a table of what is used on an ordinary day: spend, the bill and its
 * claims, token usage. A row at a time through JavaScript would take several times as long.
 */

/** What one day differs in from another. */
interface DayOf {
  day: string;
  /** Days since 1970: what is random on a day comes from it. */
  number: number;
  /** Use against an ordinary working day, of a thousand: callers, and tokens of each. */
  callers: number;
  tokens: number;
  /** 2: the bill counts; 1: some of it has come; 0: none. */
  billed: 0 | 1 | 2;
  label: 'final' | 'provisional';
}

const HOLIDAYS = /-(12-2[4-6]|12-31|01-01|05-01)$/;

export function dayIn(day: string, until: string, share: number): DayOf {
  const ms = Date.parse(`${day}T00:00:00.000Z`);
  const weekday = new Date(ms).getUTCDay();
  const idle = weekday === 0 || weekday === 6 || HOLIDAYS.test(day);
  const age = Math.round((Date.parse(`${until}T00:00:00.000Z`) - ms) / DAY_MS);
  return {
    day,
    number: ms / DAY_MS,
    callers: idle ? 110 : 1000,
    tokens: Math.round((idle ? 500 : 1000) * (age === 0 ? share : 1)),
    billed: age === 0 ? 0 : age === 1 ? 1 : 2,
    label: day.slice(0, 7) === until.slice(0, 7) ? 'provisional' : 'final',
  };
}

/** Tokens and cost of those who were active; a number from caller and day, the same each time. */
const ACTIVE = `SELECT *, tokens * @tokens / 1000 * (300 + (y * y) % 2147483647 % 1400) / 1000 AS used FROM (
  SELECT *, (caller * 48271 + @number * 69621 + 12345) % 2147483647 AS x,
    (id * 48271 + @number * 16807 + 99) % 2147483647 AS y FROM bench_calls
) WHERE (x * x) % 2147483647 % 1000 < per_mille * @callers / 1000 AND (kind NOT IN ('other', 'unknown') OR @billed > 0)`;

/** Each amount from the one before it: what tokens cost, whether the bill counts, and what then stands in the row. */
const COSTED = `SELECT *,
    CASE WHEN kind IN ('other', 'unknown') THEN used * price ELSE used * (price / 1000) / 1000 END AS cost,
    CASE WHEN kind IN ('other', 'unknown', '') OR reason = 'billedNotSeen' THEN 0 ELSE used END AS seen,
    @billed = 2 OR (@billed = 1 AND kind IN ('other', 'unknown')) AS counts
  FROM (${ACTIVE})`;

const SPEND = `INSERT INTO spend (day, view, account_id, region, profile_arn, model_key, kind, service, usage_type,
    user_email, cost_center, tokens, billed_tokens, billed, estimated, estimated_low, estimated_high, amount, label,
    allocated_by, reason, rate_source)
  SELECT @day, 'profile', account_id, region, profile_arn, model_key, kind,
    iif(@billed = 0, '', service), iif(@billed = 0, '', usage_type), user_email,
    iif(@day < moved_on, moved_from, cost_center),
    seen, billed_tokens, billed, estimated, estimated, iif(kind = 'cacheWrite', estimated * 8 / 5, estimated),
    iif(counts, billed, estimated), iif(counts, @label, 'estimated'), allocated_by, reason,
    iif(priced AND seen > 0, 'learned', NULL)
  FROM (SELECT *,
      CASE WHEN kind IN ('other', 'unknown') OR @billed = 0 THEN 0 WHEN counts THEN used ELSE used / 2 END AS billed_tokens,
      CASE WHEN @billed = 0 THEN 0 WHEN counts THEN cost ELSE cost / 2 END AS billed,
      iif(priced AND seen > 0, cost, 0) AS estimated
    FROM (${COSTED}))
  WHERE @billed > 0 OR seen > 0
  ORDER BY id`;

/** The bill of a day as its rows of spend come to; their tokens in the unit that the service is billed in. */
const BILLED = `FROM spend LEFT JOIN bench_tags USING (profile_arn) WHERE spend.rowid > @after AND billed <> 0 GROUP BY 1, 2, 3, 4, 5`;
const SUMS = `sum(billed),
  CASE max(service) WHEN 'Amazon Bedrock' THEN sum(billed_tokens) * 10000000 ELSE sum(billed_tokens) * 10000 END,
  CASE max(service) WHEN 'Amazon Bedrock' THEN '1K tokens' ELSE 'Units' END, @provisional`;
const claims = (grouping: string, key1: string, key2: string): string =>
  `INSERT INTO charges (day, "grouping", account_id, key1, key2, amount, quantity, unit, provisional)
  SELECT @day, '${grouping}', '', ${key1}, ${key2}, ${SUMS} ${BILLED}`;
const LINES = claims('line', 'service', 'usage_type');
const OWNERS = claims('owner', "coalesce(user_email, '')", "coalesce(cost_center, '')");
const PRINCIPALS = claims('principal', "coalesce(user_email, '')", 'service');
const PROFILES = claims('profile', "coalesce(tag, '')", 'usage_type');

/** Old days as one count each, the last day by the hour. */
const USAGE = `INSERT INTO usage (account_id, region, dimension, kind, hour, tokens)
  SELECT account_id, region, short_id, kind, @day || 'T' || hour || ':00:00.000Z', sum(tokens) / count(*)
  FROM spend JOIN bench_tags USING (profile_arn) JOIN (SELECT value AS hour FROM json_each(@hours))
  WHERE spend.rowid > @after AND tokens > 0 GROUP BY 5, 1, 2, 3, 4`;

const NOTHING_BILLED = ['line', 'owner', 'principal', 'profile', 'recordType'] as const;

/** The table that days are made from, in this connection only. */
export function prepareCompany(sqlite: Database.Database, company: CompanyOf): void {
  sqlite.exec(`CREATE TEMP TABLE bench_calls (id INTEGER PRIMARY KEY, caller, account_id, region, profile_arn, model_key,
      kind, service, usage_type, user_email, cost_center, moved_on, moved_from, reason, allocated_by, per_mille, tokens,
      price, priced);
    CREATE TEMP TABLE bench_tags (profile_arn TEXT PRIMARY KEY, tag, short_id) WITHOUT ROWID`);
  const tag = sqlite.prepare('INSERT INTO bench_tags VALUES (?, ?, ?)');
  for (const { arn, owner, name, shortId } of company.profiles)
    tag.run(arn, owner === null ? null : `${name}-${shortId.slice(0, 4)}`, shortId);
  const call = sqlite.prepare(`INSERT INTO bench_calls VALUES (NULL${', ?'.repeat(18)})`);
  for (const { caller, profile, place, ...c } of company.calls)
    call.run(
      caller,
      place?.accountId ?? 'unknown',
      place?.region ?? 'us-east-1',
      profile?.arn ?? null,
      c.model,
      c.kind,
      c.service,
      c.usageType,
      profile?.owner?.email ?? null,
      profile?.owner ? profile.costCenter : null,
      profile?.moved?.day ?? '',
      profile?.moved?.from ?? null,
      c.reason,
      c.method,
      BigInt(c.perMille),
      BigInt(c.tokens),
      BigInt(c.price),
      c.priced ? 1n : 0n,
    );
}

/** Writes days, a transaction each; `claimsFrom` is the first day whose claims and usage are kept beside its spend. */
export function dayWriter(sqlite: Database.Database, readAt: string, claimsFrom: string) {
  const spend = sqlite.prepare(SPEND);
  const lines = [LINES, OWNERS].map((sql) => sqlite.prepare(sql));
  const fine = [PRINCIPALS, PROFILES].map((sql) => sqlite.prepare(sql));
  const usage = sqlite.prepare(USAGE);
  const read = sqlite.prepare(
    'INSERT INTO charge_reads (day, "grouping", account_id, read_at, provisional) VALUES (?, ?, \'\', ?, ?)',
  );
  const hash = sqlite.prepare('INSERT INTO spend_days (day, inputs_hash) VALUES (?, ?)');
  const finding = sqlite.prepare(
    "INSERT INTO findings (day, kind, key, severity, amount, detail) SELECT day, 'unknownUsageType', 'unknownUsageType:' || usage_type, 'warning', billed, json_object('service', service, 'usageType', usage_type) FROM spend WHERE rowid > ? AND reason = 'unknownUsageType'",
  );
  const last = sqlite.prepare('SELECT coalesce(max(rowid), 0) FROM spend').pluck();
  return sqlite.transaction((one: DayOf, hourly: boolean): number => {
    const after = last.get() as number;
    const { day, billed, label } = one;
    // Numbers would be bound as floats, and all that is worked out from them would be floats as well.
    const [number, callers, tokens] = [BigInt(one.number), BigInt(one.callers), BigInt(one.tokens)];
    spend.run({ day, number, callers, tokens, billed: BigInt(billed), label });
    const provisional = label === 'provisional' ? 1n : 0n;
    const parts = day < claimsFrom ? lines : [...lines, ...fine];
    if (billed > 0) {
      for (const part of parts) part.run({ day, after, provisional });
      finding.run(after);
    }
    for (const grouping of NOTHING_BILLED) read.run(day, grouping, readAt, provisional);
    const hours = hourly ? ['08', '09', '10', '11', '12', '13'] : ['00'];
    if (day >= claimsFrom) usage.run({ day, after, hours: JSON.stringify(hours) });
    hash.run(day, `bench-${day}`);
    return (last.get() as number) - after;
  });
}
