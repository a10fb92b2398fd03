import { mustBeAllowed } from '../app/asking.ts';
import { type Context, identify } from '../context.ts';
import { formatExact, formatFixed } from '../core/money.ts';
import { addDays, dayOf, daysBetween, parseDay } from '../core/periods.ts';
import { billReachesBackTo, mostBackfillDays } from '../core/retention.ts';
import { JOBS, type JobName } from '../core/runs.ts';
import type { Day, Money } from '../core/types.ts';
import { DEFAULT_JOBS, defaultJobs, runSync, type SyncReport } from '../jobs/sync.ts';
import { askingOf } from './asking.ts';

import { currentIo } from './io.ts';
import { unlessInterrupted } from './lifetime.ts';
import { printJson, remark, say, UserError, withProgress } from './output.ts';
import { printTable } from './table.ts';
import { type LedgerOptions, recordDeed, withContext } from './withContext.ts';

/** Prints what each job did and what AWS charges for it. */
export function printReport(report: SyncReport): void {
  printTable(
    ['job', 'status', 'rows', 'requests', 'AWS charge'],
    report.runs.map((run) => [
      run.job,
      run.status,
      String(run.rows),
      String(run.requests),
      `$${formatFixed(run.awsCharge, 4)}`,
    ]),
    [2, 3, 4],
  );
  for (const run of report.runs)
    for (const { slice, error } of run.errors) say(`  ${run.job}, ${slice}: ${error}`);
  const charge = Object.values(report.operations).reduce((sum, o) => sum + o.charge, 0n) as Money;
  const paid = Object.entries(report.operations).filter(([, o]) => o.charge > 0n);
  say();
  say(
    `AWS request charges of this sync: $${formatExact(charge)}${paid.length === 0 ? '' : ` (${paid.map(([name, o]) => `${name} ${o.requests} × = $${formatExact(o.charge)}`).join(', ')})`}`,
  );
}

/** Prints the report and sets the exit code: 0 all went well, 1 nothing did, 3 some did. */
export function finish(report: SyncReport, json: boolean): void {
  if (json)
    printJson({
      jobs: report.runs.map((r) => ({ ...r, awsCharge: formatExact(r.awsCharge) })),
      operations: Object.fromEntries(
        Object.entries(report.operations).map(([name, o]) => [
          name,
          { requests: o.requests, charge: formatExact(o.charge) },
        ]),
      ),
    });
  else printReport(report);
  const failed = report.runs.filter((r) => r.status === 'failed').length;
  if (failed === report.runs.length) currentIo().exitCode = 1;
  else if (report.runs.some((r) => r.status !== 'ok')) currentIo().exitCode = 3;
}

interface Options extends LedgerOptions {
  json?: boolean;
  wait?: boolean;
  /** Believes AWS also where it says much less than before. */
  force?: boolean;
}

const LAST_WORD = 'ended before it was done; what was stored is whole, and the next sync goes on from there';
/** How long it waits for another program that writes, milliseconds: what was read from AWS is paid for. */
const BUSY_MS = 120_000;

/** Runs these jobs, or all that are on, and prints what they did. */
export async function runJobs(
  options: Options,
  jobs: readonly JobName[] | null,
  backfillDays?: number,
): Promise<void> {
  const work = async (opened: Context) => {
    mustBeAllowed(askingOf(opened), 'change', { kind: 'jobs' });
    const most = mostBackfillDays(opened.settings);
    if (backfillDays !== undefined && backfillDays > most)
      throw new UserError(
        `--from: must be at most ${most} days ago: of what is older, spendMonths and billMonths keep nothing that could be decided anew`,
        'badRequest',
      );
    if (backfillDays !== undefined) remarkOnReach(dayOf(opened.clock.now()), backfillDays);
    const context = await identify(opened);
    const settings = backfillDays === undefined ? context.settings : { ...context.settings, backfillDays };
    // What it changes is the job's; who told it to go on all the same is not.
    if (options.force)
      await recordDeed(context, 'sync.trigger', `job:${(jobs ?? ['all']).join(',')}`, { force: true });
    const readAgain = backfillDays !== undefined;
    const unsummed = (await context.store.rollups.isPending()) ? (['rollups'] as const) : [];
    const report = await withProgress(options.json === true, (progress) =>
      runSync(
        { ...context, settings, readAgain, force: options.force === true, progress, tell: remark },
        jobs ?? [...defaultJobs(settings), ...unsummed],
        options.wait !== false,
      ),
    );
    finish(report, options.json === true);
  };
  const interruptible = (opened: Context) => unlessInterrupted(LAST_WORD, () => work(opened));
  await withContext(options, interruptible, { busyMs: BUSY_MS });
}

/** Tokens go further back than the bill: whoever asks for them is told what they get. */
function remarkOnReach(today: Day, backfillDays: number): void {
  const billed = billReachesBackTo(today);
  if (addDays(today, -backfillDays) >= billed) return;
  remark(
    `Cost Explorer gives 14 months: the bill is read from ${billed} on (UTC). Of earlier days there are tokens, and what they cost stays an estimate.`,
  );
}

/** `bedrock-ledger sync [job…]` */
export async function sync(names: string[], options: Options): Promise<void> {
  const unknown = names.filter((name) => !JOBS.some((job) => job === name) || name === 'budgets');
  if (unknown.length > 0)
    throw new UserError(
      `there is no job "${unknown[0]}" here; jobs are people, ${DEFAULT_JOBS.join(', ')} (AWS Budgets are written by "budgets mirror")`,
      'badRequest',
    );
  await runJobs(options, names.length === 0 ? null : (names as JobName[]));
}

/** `bedrock-ledger backfill --from DAY`: as far back as AWS keeps it. */
export async function backfill(options: Options & { from: string }): Promise<void> {
  let from: string;
  try {
    from = parseDay(options.from);
  } catch (error) {
    throw new UserError(`--from: ${error instanceof Error ? error.message : String(error)}`, 'badRequest');
  }
  const days = daysBetween(from, dayOf(currentIo().clock.now()));
  if (days < 1 || days > 455)
    throw new UserError(
      '--from: must be between yesterday and 455 days ago: CloudWatch keeps hours no longer, and Cost Explorer the bill for 14 months',
      'badRequest',
    );
  await runJobs(options, DEFAULT_JOBS, days);
}
