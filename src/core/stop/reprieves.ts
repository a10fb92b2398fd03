import { HOUR_MS, instantOf } from '../periods.ts';
import type { Day, Instant, Money } from '../types.ts';
import type { EnforcementSettings } from './settings.ts';

/**
 * What holds a stop off for a while: a grace, which somebody gives themselves once in a period, and a release, which an
 * administrator gives with a reason. Pure; money is 10⁻¹⁰ USD.
 */

/** What a stop is of: a budget, one of those that it holds for, and a period. */
export interface StopSlot {
  budgetId: string;
  /** '' of the organisation. */
  scopeKey: string;
  periodStart: Day;
}
export const slotText = ({ budgetId, scopeKey, periodStart }: StopSlot): string =>
  `${budgetId} ${periodStart} ${scopeKey}`;

export const REPRIEVE_KINDS = ['grace', 'release'] as const;
export interface Reprieve extends StopSlot {
  id: string;
  kind: (typeof REPRIEVE_KINDS)[number];
  from: Instant;
  until: Instant;
  /** How much more than the limit; null: however much. */
  extra: Money | null;
  by: string;
  reason: string;
}

const holds = ({ from, until }: Reprieve, now: Instant): boolean => from <= now && now < until;

/** Whether one of these lets use go on whatever is spent. */
export const isReleased = (reprieves: readonly Reprieve[], now: Instant): boolean =>
  reprieves.some((one) => one.extra === null && holds(one, now));

/** How much more than the limit these allow at present. */
export const graceOf = (reprieves: readonly Reprieve[], now: Instant): Money =>
  reprieves.reduce((sum, one) => (holds(one, now) ? sum + (one.extra ?? 0n) : sum), 0n) as Money;

/** Why somebody may not give themselves a grace: none is set, it was taken, or the period is over. */
export type GraceFault = 'graceOff' | 'graceTaken' | 'periodOver';
export function graceFault(
  { grace }: Pick<EnforcementSettings, 'grace'>,
  taken: readonly Pick<Reprieve, 'kind'>[],
  periodEnd: Day,
  now: Instant,
): GraceFault | null {
  if (grace === null) return 'graceOff';
  if (taken.some(({ kind }) => kind === 'grace')) return 'graceTaken';
  return now >= endOf(periodEnd) ? 'periodOver' : null;
}

/** Until when a grace or release of so many hours holds: no longer than its period. */
export function reprieveUntil(from: Instant, hours: number | null, periodEnd: Day): Instant {
  const end = endOf(periodEnd);
  const until = hours === null ? end : instantOf(Date.parse(from) + hours * HOUR_MS);
  return until < end ? until : end;
}

const endOf = (endExclusive: Day): Instant => `${endExclusive}T00:00:00.000Z`;
