import type { FreshnessSummary } from '../freshness.ts';
import { formatExact } from '../money.ts';
import { NAMED_AT_MOST, type NoticeData } from '../noticeData.ts';
import { minuteOf } from '../periods.ts';
import type { JobRun } from '../runs.ts';
import type { Money, Month } from '../types.ts';
import { usd } from '../usd.ts';
import type { Occasion } from './settle.ts';

/** What administrators are told of the service itself. Pure. */

/** Data is old: one message however many sources, since one trouble makes many of them old. Nothing of a ledger without any. */
export function staleOccasions({ stale }: Pick<FreshnessSummary, 'stale'>): Occasion[] {
  // What was never read is part of a first collection, or a setting: the page Jobs says so.
  const old = stale.filter(({ since }) => since !== null);
  if (old.length === 0) return [];
  const sources = old.slice(0, NAMED_AT_MOST).map(({ source, slice, since, error }) => ({
    source,
    slice,
    since: since ?? '',
    error: error ?? '',
  }));
  const data: NoticeData['staleData'] = { sources, more: old.length - sources.length };
  const lines = old.map(
    ({ source, slice, since }) => `${source} (${slice}): not read since ${minuteOf(since ?? '')}`,
  );
  return [{ kind: 'staleData', about: 'stale:data', scope: null, data: { ...data }, lines }];
}

/** A job did not start again in its time, although a schedule runs. */
export const stuckOccasions = (overdue: readonly Pick<JobRun, 'job' | 'startedAt'>[]): Occasion[] =>
  overdue.map(({ job, startedAt }) => {
    const data: NoticeData['jobStuck'] = { job, lastStartedAt: startedAt };
    const lines = [`${job} did not start again since ${minuteOf(startedAt)}`];
    return { kind: 'jobStuck', about: `stuck:${job}`, scope: null, data: { ...data }, lines };
  });

/** Percents of the ceiling for AWS's charges at which it is told, the highest first. */
const CEILING_AT = [100, 80] as const;

/** @param spent what AWS charged for this service's own requests in the month */
export function chargeOccasions(month: Month, spent: Money, ceiling: Money): Occasion[] {
  const at = CEILING_AT.find((percent) => spent * 100n >= ceiling * BigInt(percent));
  if (at === undefined || ceiling <= 0n) return [];
  const data: NoticeData['chargesNearCeiling'] = {
    month,
    spent: formatExact(spent),
    ceiling: formatExact(ceiling),
    at,
  };
  const lines = [`${month}: ${usd(spent)} of ${usd(ceiling)} for requests to AWS`];
  return [
    { kind: 'chargesNearCeiling', about: `charges:${month}:${at}`, scope: null, data: { ...data }, lines },
  ];
}
