import { Counter, Gauge, type Registry } from 'prom-client';
import type { Figures } from '../../app/operations/figures.ts';
import type { Health } from '../../app/operations/health.ts';
import { isReady, TROUBLES } from '../../core/health.ts';
import { approximate } from '../../core/money.ts';
import { overdueJobs } from '../../core/overdue.ts';
import type { Money } from '../../core/types.ts';

/** Metrics that are read anew for each page: how they are called, and what they show. */

/** Sizes on the disk, bytes; null where they cannot be told. */
export interface DiskFigures {
  ledgerBytes: number | null;
  logBytes: number | null;
  freeBytes: number | null;
}

const NAME = 'bedrock_ledger_';

export type Shown = ReturnType<typeof ledgerMetrics>;
type Make = ReturnType<typeof makerIn>;

/** Makes metrics, and forgets what they showed before. */
function makerIn(registry: Registry) {
  const cleared: (() => void)[] = [];
  return {
    gauge<L extends string = never>(name: string, help: string, ...labelNames: L[]) {
      const made = new Gauge<L>({ name: NAME + name, help, labelNames, registers: [registry] });
      // Without labels it would say 0 of what is not known.
      cleared.push(() => (labelNames.length === 0 ? made.remove() : made.reset()));
      return made;
    },
    counter<L extends string>(name: string, help: string, ...labelNames: L[]) {
      const made = new Counter<L>({ name: NAME + name, help, labelNames, registers: [registry] });
      cleared.push(() => made.reset());
      return made;
    },
    clear() {
      for (const one of cleared) one();
    },
  };
}

export function ledgerMetrics(registry: Registry) {
  const make = makerIn(registry);
  return { clear: make.clear, ...ofWork(make), ...ofState(make) };
}

const ofWork = ({ gauge }: Make) => ({
  readable: gauge('ledger_readable', '1 where the ledger could be read for this page, else 0.'),
  ready: gauge('ready', '1 where /readyz answers 200, else 0.'),
  trouble: gauge('trouble', 'How many troubles of a kind there are: those of /readyz.', 'kind'),
  since: gauge(
    'source_last_success_timestamp_seconds',
    'When a source was last read with success, its least fresh part.',
    'source',
  ),
  age: gauge(
    'source_age_seconds',
    'Seconds since a source was last read with success, its least fresh part.',
    'source',
  ),
  until: gauge(
    'source_complete_until_timestamp_seconds',
    'Up to when a source is complete, its least fresh part.',
    'source',
  ),
  lastStart: gauge('job_last_start_timestamp_seconds', 'When the last run of a job began.', 'job'),
  lastSuccess: gauge(
    'job_last_success_timestamp_seconds',
    'When the last run of a job began that ended well.',
    'job',
  ),
  lastSeconds: gauge('job_last_duration_seconds', 'How long the last run of a job took.', 'job'),
  lastOk: gauge(
    'job_last_ok',
    '1 where the last run of a job that ended did so well, 0 where it did not.',
    'job',
  ),
  running: gauge('job_running', '1 while a job runs.', 'job'),
  overdue: gauge('job_overdue', '1 where a job has not started again in its time.', 'job'),
});

const ofState = ({ gauge, counter }: Make) => ({
  awsRequests: counter(
    'aws_requests_total',
    'Requests to AWS in the running month (UTC), from 0 with each month.',
    'service',
    'operation',
  ),
  awsDollars: counter(
    'aws_charge_dollars_total',
    'What AWS charges for those requests, US dollars.',
    'service',
    'operation',
  ),
  spent: gauge(
    'aws_spent_dollars',
    'What AWS has charged for requests in the running month, with what is booked.',
  ),
  ceiling: gauge('aws_ceiling_dollars', 'What it may charge in a month: the setting awsChargeCeiling.'),
  waiting: gauge('outbox_waiting', 'Messages that wait to be sent.'),
  oldest: gauge('outbox_oldest_waiting_seconds', 'How long the oldest of them has waited.'),
  givenUp: gauge('outbox_given_up', 'Messages that were given up.'),
  channelDown: gauge('outbox_channel_down', '1 where a channel does not work.', 'channel'),
  heldBack: gauge('held_back', 'Answers of AWS that are held back.'),
  findings: gauge('findings', 'Findings of the running month.', 'severity'),
  centerSpent: gauge('cost_center_spend_dollars', 'Best-known spend of the running month.', 'cost_center'),
  centerBudget: gauge('cost_center_budget_dollars', 'Budget of the running month.', 'cost_center'),
  ledgerBytes: gauge('ledger_file_bytes', 'Size of the file of the ledger.'),
  logBytes: gauge('ledger_log_bytes', 'Size of its write-ahead log.'),
  freeBytes: gauge('ledger_disk_free_bytes', 'Room that is left where it lies.'),
  silent: gauge(
    'worker_silent_seconds',
    'How long the part that works has not been heard of; seconds in good order.',
  ),
});

/** What is in trouble, and what the process knows of its surroundings. */
export function showHealth(
  to: Shown,
  { status, troubles }: Health,
  silentMs: number | null,
  { ledgerBytes, logBytes, freeBytes }: DiskFigures,
): void {
  to.ready.set(isReady(status) ? 1 : 0);
  for (const kind of TROUBLES) to.trouble.set({ kind }, troubles.filter((one) => one.kind === kind).length);
  if (silentMs !== null) to.silent.set(silentMs / 1000);
  if (ledgerBytes !== null) to.ledgerBytes.set(ledgerBytes);
  if (logBytes !== null) to.logBytes.set(logBytes);
  if (freeBytes !== null) to.freeBytes.set(freeBytes);
}

/** What the ledger says. `now` in UTC milliseconds; `rate` as of the clock, null where no schedule runs. */
export function showFigures(to: Shown, figures: Figures, now: number, rate: number | null): void {
  for (const { source, lastSuccessAt, completeUntil } of figures.freshness) {
    if (lastSuccessAt !== null) {
      to.since.set({ source }, secondsOf(lastSuccessAt));
      to.age.set({ source }, (now - Date.parse(lastSuccessAt)) / 1000);
    }
    if (completeUntil !== null) to.until.set({ source }, secondsOf(completeUntil));
  }
  showJobs(to, figures);
  if (rate !== null) for (const { job } of overdueJobs(figures.latest, now, rate)) to.overdue.set({ job }, 1);
  for (const { operation, requests, charge } of figures.operations) {
    const [service = '', name = ''] = operation.split(':');
    to.awsRequests.inc({ service, operation: name }, requests);
    to.awsDollars.inc({ service, operation: name }, dollars(charge));
  }
  to.spent.set(dollars(figures.spent));
  to.ceiling.set(dollars(figures.ceiling));
  const { waiting, oldestWaitingAt, givenUp, channels } = figures.outbox;
  to.waiting.set(waiting);
  to.oldest.set(oldestWaitingAt === null ? 0 : Math.max(0, now / 1000 - secondsOf(oldestWaitingAt)));
  to.givenUp.set(givenUp);
  for (const { channel } of channels) to.channelDown.set({ channel }, 1);
  to.heldBack.set(figures.heldBack);
  for (const [severity, many] of Object.entries(figures.findings)) to.findings.set({ severity }, many);
  for (const { name, spent, budget } of figures.costCenters ?? []) {
    to.centerSpent.set({ cost_center: name }, dollars(spent));
    if (budget !== null) to.centerBudget.set({ cost_center: name }, dollars(budget));
  }
}

function showJobs(to: Shown, { latest, lastOk }: Figures): void {
  for (const { job, startedAt, endedAt, status } of latest) {
    to.lastStart.set({ job }, secondsOf(startedAt));
    to.running.set({ job }, status === 'running' ? 1 : 0);
    to.overdue.set({ job }, 0);
    if (status !== 'running') to.lastOk.set({ job }, status === 'ok' ? 1 : 0);
    if (endedAt !== null) to.lastSeconds.set({ job }, (Date.parse(endedAt) - Date.parse(startedAt)) / 1000);
  }
  for (const { job, startedAt } of lastOk) to.lastSuccess.set({ job }, secondsOf(startedAt));
}

const secondsOf = (instant: string): number => Date.parse(instant) / 1000;
/** Prometheus knows floating point numbers only: for watching, not for reckoning. */
const dollars = (amount: Money): number => approximate(amount);
