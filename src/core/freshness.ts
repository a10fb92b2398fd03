import { billPhase } from './bestKnown.ts';
import { addDays, dayOf, HOUR_MS } from './periods.ts';
import type { SpendSum } from './questions.ts';
import type { Day, DayRange, Freshness, Instant } from './types.ts';

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

type Label = SpendSum['label'];

/** How far the bill reaches, and what it says of a period. */
export interface BillReach {
  /** The last day up to which the bill counts; of the whole ledger, whatever is looked at. Null: on no day yet. */
  through: Day | null;
  /**
   * `open`: the period goes on beyond that day, its later figures are estimates. `final`, `provisional`: all of it is billed, and
   * AWS may change nothing or some of it. `partly`: the bill counts, and some of it is not on it: that stays an estimate.
   */
  period: 'open' | 'final' | 'provisional' | 'partly';
}

/**
 * The one answer to "up to when does the bill count".
 * @param days how sure each day of the whole ledger is; days without spend may be left out
 * @param held first to last day of which the ledger holds anything
 * @param period the days that are looked at, with what they come to by how sure it is
 */
export function billReach(asked: {
  days: ReadonlyMap<Day, Label>;
  held: DayRange | null;
  period: { range: DayRange; labels: ReadonlySet<Label> };
  now: number;
}): BillReach {
  const { days, held, period, now } = asked;
  const through = held === null ? null : lastBilled(days, held, now);
  const { range, labels } = period;
  if (through === null || range.endExclusive > addDays(through, 1)) return { through, period: 'open' };
  if (labels.has('estimated') || labels.has('mixed')) return { through, period: 'partly' };
  return { through, period: labels.has('provisional') ? 'provisional' : 'final' };
}

function lastBilled(days: ReadonlyMap<Day, Label>, held: DayRange, now: number): Day | null {
  let last = dayOf(now);
  while (billPhase(last, now) === 0) last = addDays(last, -1);
  for (const [day, label] of days) if (day <= last && !billStands(day, label, now)) last = addDays(day, -1);
  return last < held.start ? null : last;
}

/** Whether the bill stands for a day: for all of it, or, once AWS had its time, for what it holds at all. */
const billStands = (day: Day, label: Label, now: number): boolean =>
  label === 'provisional' || label === 'final' || (label === 'mixed' && billPhase(day, now) === 2);
