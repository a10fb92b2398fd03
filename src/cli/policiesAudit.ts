import { type AuditReport, auditPolicies } from '../app/policies/audit.ts';
import { awsOf, identify, type LedgerContext } from '../context.ts';
import { lastPart } from '../core/models.ts';
import { formatExact, formatFixed, sum } from '../core/money.ts';
import type { AuditRow } from '../core/policies/audit.ts';
import { whole } from '../ui/format.ts';
import { en } from '../ui/messages/en.ts';
import { askingOf } from './asking.ts';
import { printJson, remark, say } from './output.ts';
import { printCsv, printTable } from './table.ts';
import { type LedgerOptions, recordDeed, withContext, withLedgerToRead } from './withContext.ts';

/** `bedrock-ledger policies audit`: who would have been denied by the printed policies in the last days. */

interface Options extends LedgerOptions {
  days: number;
  cloudtrail?: boolean;
  json?: boolean;
  csv?: boolean;
}

export async function audit(options: Options): Promise<void> {
  if (options.cloudtrail)
    await withContext(options, async (opened) => {
      const context = await identify(opened);
      await tell(context, options, await auditPolicies(askingOf(context), options.days, awsOf(context)));
    });
  else
    await withLedgerToRead(options, async (context) =>
      tell(context, options, await auditPolicies(askingOf(context), options.days, null)),
    );
}

async function tell(context: LedgerContext, options: Options, report: AuditReport): Promise<void> {
  const { range, rows, cut, unread } = report;
  if (options.json || options.csv)
    await recordDeed(context, 'export', `policies audit --days ${options.days}`, {
      format: options.json ? 'json' : 'csv',
      rows: rows.length,
    });
  if (options.json)
    return printJson({
      ...report,
      rows: rows.map((row) => ({
        ...row,
        amount: row.amount === null ? null : formatExact(row.amount),
        why: WHY[row.reason].why,
        advice: WHY[row.reason].advice,
      })),
    });
  for (const { what, why, allow } of unread) remark(`${what} was not read: ${why} Allow ${allow}.`);
  for (const { accountId, region, at } of cut)
    remark(
      `There are more records in ${accountId}/${region} than were read: those before ${at} are not told by name.`,
    );
  if (options.csv) return printCsv(CSV, rows.map(cellsOf));
  if (rows.length === 0) say('Nobody would have been denied.');
  else printTable(['who', 'what', 'where', 'calls', 'tokens', 'USD', 'why'], rows.map(shownOf), [3, 4, 5]);
  say();
  if (rows.length > 0) say(totalOf(rows));
  say(
    `From ${range.start} to before ${range.endExclusive} (UTC), ${report.byName ? 'with names from CloudTrail' : 'of what the ledger holds; names of direct callers: --cloudtrail'}.`,
  );
  for (const line of adviceOn(rows)) say(line);
}

/** How many people, and how much of what was spent; what several share is counted once at most, and so not at all here. */
function totalOf(rows: readonly AuditRow[]): string {
  const people = new Set(rows.flatMap(({ who }) => (who === '' ? [] : [who])));
  const own = rows.flatMap(({ amount, shared }) => (amount === null || shared ? [] : [amount]));
  return `${rows.length} ways to call would have been denied, of ${people.size} that are known by name; they spent $${formatFixed(sum(own), 2)} that can be told apart. Which statement would have denied each: --csv or --json.`;
}

const WHY = en.policies.findings.auditReasons;
const NONE = '–';
const shownOf = (row: AuditRow): string[] => [
  row.role === '' || row.role.startsWith('AWSReservedSSO_')
    ? row.who || 'unknown'
    : `${row.who} (${row.role})`,
  lastPart(row.what) || NONE,
  row.accountId === '' ? NONE : `${row.accountId}/${row.region}`,
  row.calls === null ? NONE : whole(row.calls),
  row.tokens === null ? NONE : whole(row.tokens),
  row.amount === null ? NONE : `${row.shared ? 'of ' : ''}${formatFixed(row.amount, 2)}`,
  WHY[row.reason].why,
];

const CSV = [
  'who',
  'role',
  'account',
  'region',
  'what',
  'denied_because',
  'calls',
  'tokens',
  'spent_usd',
  'spent_of',
  'denied_by_invoke',
  'denied_by_guard',
  'advice',
] as const;
const cellsOf = (row: AuditRow): string[] => [
  row.who,
  row.role,
  row.accountId,
  row.region,
  row.what,
  row.reason,
  row.calls === null ? '' : String(row.calls),
  row.tokens === null ? '' : String(row.tokens),
  row.amount === null ? '' : formatExact(row.amount),
  row.amount === null ? '' : row.shared ? 'all callers' : 'this row',
  row.invoke ?? '',
  row.guard ?? '',
  WHY[row.reason].advice,
];

/** One line for each reason that there is. */
const adviceOn = (rows: readonly AuditRow[]): string[] =>
  [...new Set(rows.map(({ reason }) => reason))].map(
    (reason) => `→ ${WHY[reason].why}: ${WHY[reason].advice}`,
  );
