import type { Alert } from './alerts.ts';
import type { BudgetPeriod } from './budgetPeriods.ts';
import { narrowingFrom } from './narrowing.ts';
import { addDays, monthOf, startOf } from './periods.ts';
import { thresholdFrom } from './thresholds.ts';
import type { Day, Instant } from './types.ts';
import { usd } from './usd.ts';

/** A crossing in English words, for mails and terminals. Pure. */

const format = (options: Intl.DateTimeFormatOptions) => {
  const words = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
  return (day: Day): string => words.format(startOf(day));
};
const MONTH = format({ month: 'long', year: 'numeric' });
const DAY = format({ day: 'numeric', month: 'long', year: 'numeric' });

/** A period: `November 2026`, `27 November 2026`, `the week from 23 November 2026`. Days are UTC, which it leaves to others to say. */
export function periodWords(period: BudgetPeriod, start: Day, endExclusive: Day): string {
  if (period === 'month') return MONTH(start);
  if (period === 'day') return DAY(start);
  const last = addDays(endExclusive, -1);
  if (period === 'week') return `the week from ${DAY(start)} to ${DAY(last)}`;
  const isCalendarYear = period === 'year' && monthOf(start).endsWith('-01');
  return isCalendarYear ? start.slice(0, 4) : `the ${period} from ${MONTH(start)} to ${MONTH(last)}`;
}

/** What of the spend a budget is about; '' where it is all of it. */
export function narrowedWords(narrowing: string): string {
  const read = narrowingFrom(narrowing);
  if (read === undefined || read === null) return narrowing === '' ? '' : ` (${narrowing})`;
  if (read.kind === 'tag') return ` (profiles with the tag ${read.key}=${read.value})`;
  return read.kind === 'vendor' ? ` (models of ${read.key})` : ` (models of the family ${read.key})`;
}

/** Who it is about, as whoever is told would say it. */
export function whoWords({ scopeKind, scopeKey }: Pick<Alert, 'scopeKind' | 'scopeKey'>): string {
  if (scopeKind === 'organisation') return 'The organisation';
  if (scopeKind === 'team') return `The team of ${scopeKey}`;
  return scopeKind === 'user' ? scopeKey : `Cost center ${scopeKey}`;
}

/** A crossing as a half sentence: `You have used 80 % of your budget`, `Cost center CC-1 is on course to use up the budget`. */
export function crossedWords(
  alert: Pick<Alert, 'scopeKind' | 'scopeKey' | 'threshold' | 'thresholdPercent'>,
  target: string,
): string {
  const isOwn = alert.scopeKey === target;
  const own = isOwn && alert.scopeKind === 'user';
  const who = own ? 'You' : isOwn && alert.scopeKind === 'team' ? 'Your team' : whoWords(alert);
  const whose = isOwn && alert.scopeKind !== 'costCenter' ? (own ? 'your' : 'its') : 'the';
  const read = thresholdFrom(alert.threshold);
  const part =
    read?.amount === undefined ? `${read?.percent ?? alert.thresholdPercent} % of` : `${usd(read.amount)} of`;
  const isAll = read?.amount === undefined && alert.thresholdPercent >= 100;
  if (read?.on === 'forecast')
    return `${who} ${own ? 'are' : 'is'} on course to use ${isAll && alert.thresholdPercent === 100 ? 'up' : part} ${whose} budget`;
  return `${who} ${own ? 'have' : 'has'} used ${isAll ? 'up' : part} ${whose} budget`;
}

/** What happens next, and what to do. */
export const nextWords = ({
  period,
  periodEnd,
  crossedAt,
}: Pick<Alert, 'period' | 'periodEnd'> & { crossedAt: Instant }): string =>
  crossedAt.slice(0, 10) < periodEnd
    ? `Nothing is blocked. A new budget ${period} starts on ${periodEnd} (UTC); for more before that, ask whoever sets the budgets.`
    : `That ${period} is over: this was seen in what its last days came to.`;
