import { dayOf, HOUR_MS } from './periods.ts';
import type { Day, Freshness, Instant } from './types.ts';

/** How old a source's last success may be, by how often it is read and AWS renews it. */
const STALE_AFTER_MS: Readonly<Record<Freshness['source'], number>> = {
  profiles: 26 * HOUR_MS,
  usage: 3 * HOUR_MS,
  charges: 36 * HOUR_MS,
};

interface StaleSource {
  source: Freshness['source'];
  slice: string;
  /** Last success; null when there never was one. */
  since: Instant | null;
  error: string | null;
}

/** "Figures up to 14:05 UTC are estimates; the bill is complete up to 21 November." */
export interface FreshnessSummary {
  /** Token usage is complete up to here in every place; null when a place was never read. */
  estimatesUntil: Instant | null;
  /** Last day that the bill was read for as a whole; null when it never was. */
  billedUntil: Day | null;
  /** Oldest first. Stale data is shown as such, and never blocks anybody. */
  stale: readonly StaleSource[];
}

/** Sums up all slices: as fresh as the least fresh of them. `now` in UTC milliseconds. */
export function summarizeFreshness(all: readonly Freshness[], now: number): FreshnessSummary {
  const billed = earliest(all, 'charges');
  return {
    estimatesUntil: earliest(all, 'usage'),
    billedUntil: billed === null ? null : dayOf(Date.parse(billed) - 1),
    stale: all
      .filter((one) => isStale(one, now))
      .map(({ source, slice, lastSuccessAt, lastError }) => ({
        source,
        slice,
        since: lastSuccessAt,
        error: lastError,
      }))
      .sort((a, b) => ((a.since ?? '') < (b.since ?? '') ? -1 : 1)),
  };
}

/** From when on a source is stale unless it is read before, UTC milliseconds; null where it always was. */
export const staleFrom = ({ lastSuccessAt, source }: Freshness): number | null =>
  lastSuccessAt === null ? null : Date.parse(lastSuccessAt) + STALE_AFTER_MS[source] + 1;

/** Whether a source was not read successfully for longer than its rhythm allows. */
export function isStale(one: Freshness, now: number): boolean {
  const from = staleFrom(one);
  return from === null || now >= from;
}

function earliest(all: readonly Freshness[], source: Freshness['source']): Instant | null {
  const instants = all.filter((one) => one.source === source).map((one) => one.completeUntil);
  if (instants.length === 0 || instants.includes(null)) return null;
  return instants.sort()[0] ?? null;
}
