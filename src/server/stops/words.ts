import type { StopSeen, StopState } from '../../app/stop/seen.ts';
import type { Askable } from '../../app/stop/whom.ts';
import type { BudgetPeriod } from '../../core/budgetPeriods.ts';
import type { Whom } from '../../core/budgets.ts';
import { narrowingFrom } from '../../core/narrowing.ts';
import type { Day } from '../../core/types.ts';
import { usd } from '../../core/usd.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { StopBudget } from '../../ui/messages/stopsEn.ts';
import { narrowedWords, periodWords } from '../budgets/meters.tsx';

/** The words that pages of stops share. */

/** What of the use a stop is about; '' of all. */
export const narrowedIn = ({ narrowing }: { narrowing: string }, frame: Frame): string =>
  narrowedWords({ narrowing: narrowingFrom(narrowing) ?? null }, frame);

/** The period of a stop; '' where it is not known what kind its budget has. */
export const periodIn = (
  { period, periodStart, periodEnd }: { period: BudgetPeriod | null; periodStart: Day; periodEnd: Day },
  frame: Frame,
): string =>
  period === null
    ? ''
    : periodWords({ period, range: { start: periodStart, endExclusive: periodEnd } }, frame);

/** What stops somebody, as sentences take it. @param reader the address of whoever reads it */
export function stopBudget(stop: StopSeen, reader: string, frame: Frame): StopBudget {
  const { kind, key } = stop.whom;
  return {
    ...{ kind, key },
    own: (kind === 'user' || kind === 'team') && key === reader,
    period: periodIn(stop, frame),
    narrowed: narrowedIn(stop, frame),
    limit: stop.figures === null ? null : usd(stop.figures.limit),
  };
}

/** People to ask, by name and address. */
export const askedWords = (asked: readonly Askable[], { m }: Frame): string =>
  asked.length === 0
    ? m.stops.card.asking
    : asked
        .map(({ name, email }) => (name === '' || email === '' ? name || email : m.aside(name, email)))
        .join(m.comma);

/** Whose a stop is, as a row says it. */
export function whoseWords({ kind, key }: Whom, name: string, { m }: Frame): string {
  const { over } = m.budgetsSeeing;
  if (kind === 'organisation') return over.organisation;
  if (kind === 'team') return over.team(name || key);
  return kind === 'user' ? name || key : key;
}

/** Beside the state of a budget: that it stops somebody, or soon will. */
export const stopBeside = (stop: StopState | null, { m }: Frame): { text: string }[] =>
  stop === null ? [] : [{ text: (stop.isDry ? m.stops.dryBadge : m.stops.badge)[stop.state] }];
