import type { BudgetPeriod } from '../../core/budgetPeriods.ts';
import { type BudgetChange, type BudgetScope, type BudgetSlot, scopeKeyOf } from '../../core/budgets.ts';
import { spelledModel } from '../../core/modelNames.ts';
import type { Narrowing } from '../../core/narrowing.ts';
import { addDays } from '../../core/periods.ts';
import type { Day, DayRange } from '../../core/types.ts';
import { usd } from '../../core/usd.ts';
import { fullDay, month as monthName, day as showDay } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Called } from '../tables/named.ts';

/** How budgets are called on pages. */

type Words = Pick<Frame, 'm' | 'locale'>;

const asIs: Called = (email) => email;

export function whomWords(scope: BudgetScope, { m }: Words, called: Called = asIs): string {
  const key = scopeKeyOf(scope);
  if (key === '') return m.budgets.scopes[scope.kind];
  const said = scope.kind === 'user' || scope.kind === 'team' ? called(key) : key;
  return scope.kind === 'user' || scope.kind === 'costCenter'
    ? said
    : `${m.budgets.scopes[scope.kind]}${m.colon}${said}`;
}

export function narrowWords(narrowing: Narrowing | null, { m }: Pick<Words, 'm'>): string {
  const { narrowed, all } = m.budgetPages;
  if (narrowing === null) return all;
  return narrowing.kind === 'tag'
    ? narrowed.tag(narrowing.key, narrowing.value)
    : narrowed[narrowing.kind](spelledModel(narrowing.key));
}

/** Whom it is for, and its period and narrowing where they are not the usual ones. */
export const slotWords = (slot: BudgetSlot, frame: Words, called: Called = asIs): string =>
  [
    whomWords(slot.scope, frame, called),
    ...(slot.period === 'month' ? [] : [frame.m.budgetPages.periods[slot.period]]),
    ...(slot.narrowing === null ? [] : [narrowWords(slot.narrowing, frame)]),
  ].join(' · ');

export function changeWords(change: BudgetChange, today: Day, { m, locale }: Words): string {
  const { planned } = m.budgetPages;
  const on = (day: Day) => showDay(day, locale);
  if (change.kind === 'set') return planned.set(usd(change.terms.amount), on(change.from));
  if (change.kind === 'end') return planned.end(on(change.from));
  const until = on(addDays(change.toExclusive, -1));
  return change.from <= today
    ? planned.running(usd(change.extra), until)
    : planned.raise(usd(change.extra), on(change.from), until);
}

/** A period by its name where it has one, else by its days. */
export function periodWords(
  period: BudgetPeriod,
  { start, endExclusive }: DayRange,
  { m, locale }: Words,
): string {
  if (period === 'month') return monthName(start.slice(0, 7), locale);
  const first = locale === 'ja' ? fullDay(start, locale) : `${start.slice(0, 4)} ${showDay(start, locale)}`;
  if (period === 'day') return showDay(start, locale);
  return period === 'week'
    ? m.range(showDay(start, locale), showDay(addDays(endExclusive, -1), locale))
    : m.range(first, showDay(addDays(endExclusive, -1), locale));
}
