import { billPhase, isBilledSum } from '../../core/bestKnown.ts';
import { HISTORY_DAYS } from '../../core/forecast.ts';
import { summarizeFreshness } from '../../core/freshness.ts';
import { sum, ZERO } from '../../core/money.ts';
import {
  addDays,
  contains,
  dayOf,
  daysBetween,
  daysOf,
  monthOf,
  monthRange,
  previousMonth,
  sameDaysOfMonthBefore,
  spanning,
} from '../../core/periods.ts';
import type { BriefSum, SpendGroup, SpendQuery } from '../../core/questions.ts';
import { isWholeMonth, staleSince } from '../../core/standing.ts';
import type { Day, DayRange } from '../../core/types.ts';
import type { Asking } from '../asking.ts';
import { wholeDays } from './days.ts';
import { readGroups } from './groups.ts';
import type { SpendFacts, SpendQuestion } from './known.ts';
import { isPart, personOf } from './parts.ts';
import { standingIn } from './standings.ts';

/** What is known of some spend in a period: what its pages and API answers are drawn from, read in one go. */

/** Reads it. To be called within one reading, so that its figures belong together. */
export async function readFacts(asking: Asking, question: SpendQuestion): Promise<SpendFacts> {
  const { store, now } = asking;
  const { range, filter, scope, budget } = question;
  const times = timesOf(range, dayOf(now));
  const { today, past, running } = times;
  const ask = (groupBy: readonly SpendGroup[], at: DayRange, unowned: SpendQuery['unowned'] = 'apart') => ({
    range: at,
    groupBy,
    basis: 'best' as const,
    filter,
    scope,
    unowned,
  });
  const byDay = (await store.spend.brief(ask(['day'], times.wide, 'among'))).rows;
  const byModelAndDay = await store.spend.amounts(ask(['model', 'day'], range, 'among'));
  const { unallocated } = await store.spend.brief(ask([], range));
  const freshness = await store.freshness.all();
  const ledger = await store.spend.range();
  // What is odd about the bill is nobody's in particular.
  const areKept = range.start >= (await store.retention.kept()).spend;
  const findings = !areKept ? null : scope === 'all' ? await store.spend.findings({ range }) : [];
  const summary = summarizeFreshness(freshness, now);
  const stand = standingIn(asking, { range, today, running, staleSince: staleSince(summary) });
  const everyDay = new Map(byDay.map((row) => [row.keys[0] ?? '', row]));
  const person = personOf(question);
  const whole =
    person !== null && isPart(question, person) ? await wholeDays(asking, times.trend, [person]) : null;
  const amountIn = (at: DayRange) =>
    sum([...everyDay].filter(([day]) => contains(at, day)).map(([, row]) => row.amount));
  const days = daysOf(range);
  const begun = days.filter((day) => day <= today);
  const points = begun.map((day) => {
    const row = everyDay.get(day);
    const known = row ?? { amount: ZERO, unpricedTokens: 0n };
    return { day, amount: known.amount, counted: stand.countedOf(known), billed: isBilled(day, row, now) };
  });
  const facts: SpendFacts = {
    ...{ today, range, past, filter, days, begun, running },
    wholeMonth: isWholeMonth(range),
    total: amountIn(range),
    standing: stand.ofDays(whole?.get(person ?? '') ?? everyDay, budget),
    billed: sum(points.filter((point) => point.billed).map((point) => point.amount)),
    earlier: ledger !== null && ledger.start <= past.start ? amountIn(past) : null,
    points,
    isEmpty: ![...everyDay.keys()].some((day) => contains(range, day)),
    unallocated: sum(unallocated.map((one) => one.amount)),
    groups: [],
    byModelAndDay,
    billedThrough: lastBilled(everyDay, ledger, now),
    freshness,
    usageUntil: summary.estimatesUntil,
    stale: summary.stale,
    findings,
    ledger,
  };
  return { ...facts, groups: await readGroups(asking, question, facts, stand, times.trend) };
}

/** The days that a question looks at beside its own. */
function timesOf(range: DayRange, today: Day) {
  const running = isWholeMonth(range) && contains(range, today);
  const past = running ? sameDaysOfMonthBefore(today) : before(range);
  const recent = { start: addDays(today, -HISTORY_DAYS), endExclusive: addDays(today, 1) };
  return {
    today,
    running,
    past,
    wide: spanning([range, past, recent]),
    trend: running ? spanning([range, { ...recent, endExclusive: range.endExclusive }]) : range,
  };
}

/** Whether the bill, and no estimate, is all of a day: never before AWS had its time to bill it. */
function isBilled(day: Day, row: BriefSum | undefined, now: number): boolean {
  if (billPhase(day, now) === 0) return false;
  return row === undefined || isBilledSum(row);
}

/** The day up to which every day is billed; null when none is. */
function lastBilled(byDay: ReadonlyMap<Day, BriefSum>, ledger: DayRange | null, now: number): Day | null {
  if (ledger === null || byDay.size === 0) return null;
  let last = dayOf(now);
  while (billPhase(last, now) === 0) last = addDays(last, -1);
  for (const [day, row] of byDay) if (day <= last && !isBilled(day, row, now)) last = addDays(day, -1);
  return last < ledger.start ? null : last;
}

/** The period before, of the same kind: the month before, or as many days. */
function before(range: DayRange): DayRange {
  if (isWholeMonth(range)) return monthRange(previousMonth(monthOf(range.start)));
  const days = daysBetween(range.start, range.endExclusive);
  return { start: addDays(range.start, -days), endExclusive: range.start };
}
