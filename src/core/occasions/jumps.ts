import { isStale } from '../freshness.ts';
import type { Jump } from '../habit.ts';
import { formatExact } from '../money.ts';
import type { NoticeData } from '../noticeData.ts';
import { dayOf } from '../periods.ts';
import type { Day, Freshness, Instant, Money } from '../types.ts';
import { usd } from '../usd.ts';
import type { Occasion } from './settle.ts';

/** Who spends far beyond their habit, as it is told. Pure; money is 10⁻¹⁰ USD. */

/** A jump with what is told of it beside its figures; '' where that is not known. */
export interface ToldJump extends Jump {
  user: string;
  userName: string;
  /** Some of the day is tokens × price, and not the bill's word. */
  isEstimated: boolean;
  model: string;
  profile: string;
  region: string;
}

/**
 * Up to when spend is known: token usage of all places that are not stale, or the bill where no usage is read. A place that
 * is stale makes figures lower, and no jump; null where all of them are.
 * @param now UTC milliseconds
 */
export function knownUntil(all: readonly Freshness[], now: number): Instant | null {
  const usage = all.filter(({ source }) => source === 'usage');
  const read = usage.length > 0 ? usage : all.filter(({ source }) => source === 'charges');
  const until = read
    .filter((one) => !isStale(one, now))
    .flatMap(({ completeUntil }) => completeUntil ?? [])
    .sort();
  return until[0] ?? null;
}

/** The day of which the last of what is known is. */
export const lastKnownDay = (until: Instant): Day => dayOf(Date.parse(until) - 1);

/**
 * Whoever jumped is told; their manager apart, once it is so much more than usual, however much later in the same episode.
 * @param toManagerAbove null: no manager is told
 */
export function jumpOccasions(
  jumps: readonly ToldJump[],
  { until, toManagerAbove }: { until: Instant; toManagerAbove: Money | null },
): Occasion[] {
  return jumps.flatMap((jump): Occasion[] => {
    const { user, day, spent, low, high } = jump;
    const { userName, since, isEstimated: estimated, model, profile, region } = jump;
    const data: NoticeData['jump'] = {
      ...{ user, userName, day, since, estimated, model, profile, region },
      until: day === lastKnownDay(until) ? until : '',
      spent: formatExact(spent),
      low: formatExact(low),
      high: formatExact(high),
    };
    const told = {
      kind: 'jump' as const,
      scope: { kind: 'user' as const, key: user },
      data: { ...data },
      lines: [`${user}: ${usd(spent)} on ${day}, usually ${usd(low)} to ${usd(high)}`],
    };
    const amount = (spent - high) as Money;
    const own: Occasion = { ...told, about: `jump:${user}` };
    if (toManagerAbove === null || amount < toManagerAbove) return [own];
    return [own, { ...told, about: `jump:${user}:manager`, to: { amount, only: 'manager' } }];
  });
}
