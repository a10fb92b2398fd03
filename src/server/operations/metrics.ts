import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { readFigures } from '../../app/operations/figures.ts';
import { type HealthAsking, readHealth } from '../../app/operations/health.ts';
import type { JobRun } from '../../core/runs.ts';
import { VERSION } from '../../core/version.ts';
import type { Answered, Metrics } from '../deps.ts';
import { type DiskFigures, ledgerMetrics, type Shown, showFigures, showHealth } from './ledgerMetrics.ts';

/**
 * The figures of `/metrics`. Those of the ledger are read from it, since jobs run in other threads and programs too; those
 * of this process are noted as it goes. No person is in any label, and every label has a bounded number of values.
 */

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
      if (kept === null || now - kept.at >= keptMs) {
        const made = { at: now, page: page() };
        kept = made;
        // What failed is not told again.
        made.page.catch(() => {
          if (kept === made) kept = null;
        });
      }
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

async function show(to: Shown, { store, settings, clock, worker, disk, onError }: Watched): Promise<void> {
  const now = clock.now();
  const heard = worker?.() ?? null;
  const health = await readHealth({ store, settings, clock, worker: heard });
  const sizes = await disk();
  const figures = await readFigures({ store, settings, now }).catch((error: unknown) => {
    onError(error);
    return null;
  });
  to.clear();
  showHealth(to, health, heard?.silentMs ?? null, sizes);
  to.readable.set(figures === null ? 0 : 1);
  if (figures !== null) showFigures(to, figures, now, heard === null ? null : (clock.rate ?? 1));
}
