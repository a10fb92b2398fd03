import type { UsageSeries } from '../aws/types.ts';
import { placesOf } from '../core/settings.ts';
import type { Instant, Place, SliceError } from '../core/types.ts';
import { freshnessOf, type Job, type JobContext, slice } from './job.ts';

const HOUR = 3_600_000;
/** Hours read again each time, because CloudWatch publishes minutes late and now and then later. */
const OVERLAP_HOURS = 3;
/** Longer than this behind, and `RecentlyActive` (three hours) could miss a series: all are listed. */
const RECENT_HOURS = 3;
/** Window of one transaction. */
const WINDOW_HOURS = 35 * 24;

const floorHour = (ms: number): number => Math.floor(ms / HOUR) * HOUR;
const instant = (ms: number): Instant => new Date(ms).toISOString();

/** From where to read a place, and whether recently active series are enough. */
export function usagePlan(
  completeUntil: Instant | null,
  now: number,
  backfillDays: number,
): { start: number; endExclusive: number; recentlyActive: boolean } {
  const endExclusive = floorHour(now) + HOUR;
  if (completeUntil === null) {
    const first = new Date(now - backfillDays * 24 * HOUR).toISOString().slice(0, 10);
    return { start: Date.parse(`${first}T00:00:00Z`), endExclusive, recentlyActive: false };
  }
  const behind = (now - Date.parse(completeUntil)) / HOUR;
  return {
    start: floorHour(Date.parse(completeUntil)) - OVERLAP_HOURS * HOUR,
    endExclusive,
    recentlyActive: behind < RECENT_HOURS - 1,
  };
}

async function readPlace(
  context: JobContext,
  place: Place,
  completeUntil: Instant | null,
  tell: (note: string) => void,
): Promise<{ rows: number; until: Instant; failed: UsageSeries[] }> {
  const now = context.clock.now();
  const { start, endExclusive, recentlyActive } = usagePlan(
    completeUntil,
    now,
    context.settings.backfillDays,
  );
  const series = await context.aws.cloudwatch.listSeries(place, recentlyActive);
  const failed: UsageSeries[] = [];
  let rows = 0;
  for (let from = start; from < endExclusive && series.length > 0; from += WINDOW_HOURS * HOUR) {
    const to = Math.min(from + WINDOW_HOURS * HOUR, endExclusive);
    const answer = await context.aws.cloudwatch.hourly(
      place,
      series,
      instant(from),
      instant(to),
      (done, total) => tell(`${place.accountId}/${place.region} ${done}/${total}`),
    );
    failed.push(...answer.failed);
    const whole = series.filter((s) => !answer.failed.includes(s));
    const hours = answer.hours.map(({ series: s, hour, tokens }) => ({
      ...place,
      dimension: s.dimension,
      kind: s.kind,
      hour,
      tokens,
    }));
    await context.store.usage.replaceHours(context.lease, place, whole, instant(from), instant(to), hours);
    rows += hours.length;
  }
  return { rows, until: instant(now), failed };
}

/**
 * Reads hourly token counts per profile and kind from CloudWatch: once as far back as set, then from where it stopped.
 * A series that AWS answered only in part keeps the place's mark where it was, so that its hours are asked again.
 */
export const usageJob: Job = {
  name: 'usage',
  async run(context) {
    const places = placesOf(context.settings);
    const fresh = await freshnessOf(context, 'usage');
    const errors: SliceError[] = [];
    let rows = 0;
    context.progress.start('token usage', places.length);
    for (const [index, place] of places.entries()) {
      const name = `${place.accountId}/${place.region}`;
      const before = fresh.get(name);
      const failed = await slice(context, 'usage', name, before, async () => {
        const read = await readPlace(context, place, before?.completeUntil ?? null, (note) =>
          context.progress.step(index, note),
        );
        rows += read.rows;
        if (read.failed.length > 0)
          throw new Error(
            `CloudWatch answered ${read.failed.length} series only in part (for example ${read.failed[0]?.dimension}); their hours are asked again at the next run`,
          );
        return read.until;
      });
      errors.push(...failed);
      context.progress.step(index + 1, name);
    }
    context.progress.done(`${rows} hours of series`);
    return { rows, errors };
  },
};
