import { ZERO } from '../src/core/money.ts';
import { monthRange } from '../src/core/periods.ts';

/** What a crossing of a monthly budget of all of somebody's spend says beside what is given. */
export function ofMonth<A extends { month: string; thresholdPercent: number }>(alert: A) {
  const { start, endExclusive } = monthRange(alert.month);
  return {
    period: 'month' as const,
    periodStart: start,
    periodEnd: endExclusive,
    narrowing: '',
    threshold: `${alert.thresholdPercent}%`,
    carriedOver: ZERO,
    forecast: null,
    memberCount: null,
    members: null,
    ...alert,
  };
}
