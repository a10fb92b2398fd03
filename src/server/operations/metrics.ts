import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type Figures, readFigures } from '../../app/operations/figures.ts';
import { type HealthAsking, readHealth } from '../../app/operations/health.ts';
import { isReady, overdueJobs, TROUBLES } from '../../core/health.ts';
import { approximate } from '../../core/money.ts';
import type { JobRun } from '../../core/runs.ts';
import type { Money } from '../../core/types.ts';
import { VERSION } from '../../core/version.ts';
import type { Answered, Metrics } from '../deps.ts';

/**
 * The figures of `/metrics`. Those of the ledger are read from it, since jobs run in other threads and programs too; those
 * of this process are noted as it goes. No person is in any label, and every label has a bounded number of values.
 */

/** Sizes on the disk, bytes; null where they cannot be told. */
export interface DiskFigures {
  ledgerBytes: number | null;
  logBytes: number | null;
  freeBytes: number | null;
}
interface Watched extends Omit<HealthAsking, 'worker'> {
  worker: (() => HealthAsking['worker']) | undefined;
  disk: () => Promise<DiskFigures>;
  onError: (error: unknown) => void;
}

/** Who asks more often is told the same: however many ask, the ledger is asked that often. Real milliseconds. */
const KEPT_MS = 5_000;
const NAME = 'bedrock_ledger_';

/** @param keptMs how long an answer holds; 5 seconds unless given */
export function createMetrics(watched: Watched, keptMs = KEPT_MS): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seen = processMetrics(registry);
  const shown = ledgerMetrics(registry);
  let kept: { at: number; page: Promise<string> } | null = null;
  const page = async (): Promise<string> => {
    await show(shown, watched);
    return registry.metrics();
  };
  return {
    answered({ method, route, status, ms }: Answered) {
      seen.requests.inc({ method, route, status: `${Math.floor(status / 100)}xx` });
      seen.seconds.observe({ method, route }, ms / 1000);
    },
    ran({ job, status, startedAt, endedAt }: JobRun) {
      seen.runs.inc({ job, outcome: status });
      if (endedAt !== null)
        seen.runSeconds.observe({ job }, (Date.parse(endedAt) - Date.parse(startedAt)) / 1000);
    },
    async page() {
      const now = performance.now();
      if (kept === null || now - kept.at >= keptMs) kept = { at: now, page: page() };
      return { type: registry.contentType, text: await kept.page };
    },
  };
}

/** What this process notes by itself: it begins anew with it, as counters may. */
function processMetrics(registry: Registry) {
  const registers = [registry];
  new Gauge({
    name: `${NAME}build_info`,
    help: 'Always 1; which version this is.',
    labelNames: ['version'],
    registers,
  }).set({ version: VERSION }, 1);
  return {
    requests: new Counter({
      name: `${NAME}http_requests_total`,
      help: 'Answers given, by pattern of the route and class of the status.',
      labelNames: ['method', 'route', 'status'],
      registers,
    }),
    seconds: new Histogram({
      name: `${NAME}http_request_duration_seconds`,
      help: 'From when a request came until its answer was handed on.',
      labelNames: ['method', 'route'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    runs: new Counter({
      name: `${NAME}job_runs_total`,
      help: 'Runs of jobs that ended while this process ran, by how they ended.',
      labelNames: ['job', 'outcome'],
      registers,
    }),
    runSeconds: new Histogram({
      name: `${NAME}job_duration_seconds`,
      help: 'How long those runs took.',
      labelNames: ['job'],
      buckets: [0.1, 0.5, 1, 5, 15, 60, 300, 900, 1800, 3600],
      registers,
    }),
  };
}

type Shown = ReturnType<typeof ledgerMetrics>;

/** What is read anew for each page. */
function ledgerMetrics(registry: Registry) {
  const gauge = <L extends string = never>(name: string, help: string, ...labelNames: L[]) =>
    new Gauge<L>({ name: NAME + name, help, labelNames, registers: [registry] });
  const counter = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Counter<L>({ name: NAME + name, help, labelNames, registers: [registry] });
  return {
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
  };
}

async function show(to: Shown, { store, settings, clock, worker, disk, onError }: Watched): Promise<void> {
  for (const metric of Object.values(to)) metric.reset();
  const now = clock.now();
  const silent = worker?.() ?? null;
  const health = await readHealth({ store, settings, clock, worker: silent });
  to.ready.set(isReady(health.status) ? 1 : 0);
  for (const kind of TROUBLES)
    to.trouble.set({ kind }, health.troubles.filter((one) => one.kind === kind).length);
  if (silent !== null) to.silent.set(silent.silentMs / 1000);
  const { ledgerBytes, logBytes, freeBytes } = await disk();
  if (ledgerBytes !== null) to.ledgerBytes.set(ledgerBytes);
  if (logBytes !== null) to.logBytes.set(logBytes);
  if (freeBytes !== null) to.freeBytes.set(freeBytes);
  try {
    const figures = await readFigures({ store, settings, now });
    showFigures(to, figures, now);
    if (silent !== null)
      for (const { job } of overdueJobs(figures.latest, now, clock.rate ?? 1)) to.overdue.set({ job }, 1);
    to.readable.set(1);
  } catch (error) {
    onError(error);
    to.readable.set(0);
  }
}

function showFigures(to: Shown, figures: Figures, now: number): void {
  for (const { source, lastSuccessAt, completeUntil } of figures.freshness) {
    if (lastSuccessAt !== null) {
      to.since.set({ source }, secondsOf(lastSuccessAt));
      to.age.set({ source }, (now - Date.parse(lastSuccessAt)) / 1000);
    }
    if (completeUntil !== null) to.until.set({ source }, secondsOf(completeUntil));
  }
  showJobs(to, figures);
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
