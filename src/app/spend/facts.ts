import { billPhase, isBilledSum } from '../../core/bestKnown.ts';
import {
  type BudgetCalendar,
  type BudgetPeriod,
  periodBefore,
  periodNamed,
} from '../../core/budgetPeriods.ts';
import { HISTORY_DAYS } from '../../core/forecast.ts';
import { billReach, summarizeFreshness } from '../../core/freshness.ts';
import { NOTHING_KNOWN, sumKnown } from '../../core/known.ts';
import { ZERO } from '../../core/money.ts';
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
import type { Day, DayRange, Money, Priced } from '../../core/types.ts';
import type { Asking } from '../asking.ts';
import { agreementIn } from '../bill/findings.ts';
import { findingsIn } from '../operations/heldBack.ts';
import { wholeSeries } from './days.ts';
import { forecastsOf } from './forecasts.ts';
import { readGroups } from './groups.ts';
import type { SpendFacts, SpendQuestion } from './known.ts';
import { isPart, personOf } from './parts.ts';
import { type Standings, standingIn } from './standings.ts';

/** What is known of some spend in a period: what its pages and API answers are drawn from, read in one go. */

/** Reads it. To be called within one reading, so that its figures belong together. */
export async function readFacts(asking: Asking, question: SpendQuestion): Promise<SpendFacts> {
  const { store, now } = asking;
  const { range, filter, scope, budget } = question;
  const { calendar } = asking.settings.budgets;
  const period = periodNamed(range, calendar);
  const times = timesOf(range, dayOf(now), period, calendar);
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
  const { byModel = false } = question.shown;
  const byModelAndDay = byModel ? await store.spend.amounts(ask(['model', 'day'], range, 'among')) : [];
  const { unallocated } = await store.spend.brief(ask([], range));
  const ledger = await store.spend.range();
  const isCompared = ledger !== null && ledger.start <= past.start;
  const before = isCompared && unallocated.length > 0 ? await store.spend.brief(ask([], past)) : null;
  const freshness = await store.freshness.all();
  const odd = await oddIn(asking, question);
  const summary = summarizeFreshness(freshness, now);
  const stand = standingIn(asking, { range, today, running, staleSince: staleSince(summary) });
  const everyDay = new Map(byDay.map((row) => [row.keys[0] ?? '', row]));
  const isMonth = running && isWholeMonth(range);
  const forecasts = forecastsOf(asking, question, { ...times, running: isMonth, reasons: unallocated });
  const person = personOf(question);
  const whole =
    person !== null && isPart(question, person) ? await wholeSeries(asking, times.trend, [person]) : null;
  const { series, kept } =
    whole === null
      ? await forecasts.ofAll(everyDay)
      : { series: whole.get(person ?? '') ?? { days: new Map(), parts: null }, kept: null };
  const knownIn = (at: DayRange) =>
    sumKnown([...everyDay].filter(([day]) => contains(at, day)).map(([, row]) => row));
  const days = daysOf(range);
  // Of what is before the ledger nothing is known, which is not nothing.
  const begun = days.filter((day) => day <= today && (ledger === null || day >= ledger.start));
  const points = pointsOf(begun, everyDay, stand, now);
  const facts: SpendFacts = {
    ...{ today, range, past, filter, days, begun, running },
    wholeMonth: isWholeMonth(range),
    wholePeriod: period !== null,
    total: knownIn(range),
    standing: stand.ofSeries(series, kept, budget),
    billed: sumKnown(points.map(({ ofBill }) => ({ amount: ofBill as Priced, unpricedTokens: 0n }))),
    earlier: isCompared ? knownIn(past) : null,
    earlierUnowned: new Map(before?.unallocated.map((one) => [one.reason, one])),
    points,
    isEmpty: ![...everyDay.keys()].some((day) => contains(range, day)),
    unallocated: sumKnown(unallocated),
    groups: [],
    byModelAndDay,
    bill: billReach({
      days: await howSure(asking, question, times, everyDay),
      held: ledger,
      period: {
        range,
        labels: new Set([...everyDay].filter(([day]) => contains(range, day)).map(([, { label }]) => label)),
      },
      now,
    }),
    freshness,
    usageUntil: summary.estimatesUntil,
    stale: summary.stale,
    ...odd,
    ledger,
  };
  const ofRows = isMonth
    ? stand
    : standingIn(asking, { range, today, running: false, staleSince: facts.standing.staleSince });
  return { ...facts, groups: await readGroups(asking, question, facts, ofRows, times.trend, forecasts) };
}

/** What is odd about the bill of these days, which is nobody's in particular, and what it means that nothing is. */
async function oddIn(
  asking: Asking,
  { range, scope, shown }: SpendQuestion,
): Promise<Pick<SpendFacts, 'findings' | 'agreement'>> {
  const isAsked = shown.findings === true && scope === 'all';
  if (!isAsked || range.start < (await asking.store.retention.kept()).spend)
    return { findings: null, agreement: null };
  return { findings: await findingsIn(asking, range), agreement: await agreementIn(asking, range) };
}

/** What is known of each day. */
const pointsOf = (
  days: readonly Day[],
  everyDay: ReadonlyMap<Day, BriefSum>,
  stand: Standings,
  now: number,
): SpendFacts['points'] =>
  days.map((day) => {
    const row = everyDay.get(day);
    const known = row ?? NOTHING_KNOWN;
    return { day, known, counted: stand.countedOf(known), ...billedOn(day, row, now) };
  });

/** How sure each day of the last weeks is, in the whole ledger: how far the bill reaches does not depend on who looks. */
async function howSure(
  { store }: Asking,
  { filter, scope }: SpendQuestion,
  { recent }: { recent: DayRange },
  everyDay: ReadonlyMap<Day, BriefSum>,
): Promise<ReadonlyMap<Day, BriefSum['label']>> {
  const isAll = scope === 'all' && Object.values(filter).every((values) => values === undefined);
  const rows = isAll
    ? [...everyDay.values()].filter(({ keys }) => contains(recent, keys[0] ?? ''))
    : (
        await store.spend.brief({
          range: recent,
          groupBy: ['day'],
          basis: 'best',
          filter: {},
          scope: 'all',
          unowned: 'among',
        })
      ).rows;
  return new Map(rows.map(({ keys, label }) => [keys[0] ?? '', label]));
}

/** The days that a question looks at beside its own. */
function timesOf(range: DayRange, today: Day, period: BudgetPeriod | null, calendar: BudgetCalendar) {
  const running = period !== null && contains(range, today);
  const past = !running
    ? before(range)
    : isWholeMonth(range)
      ? sameDaysOfMonthBefore(today)
      : sameDaysBefore(range, today, period, calendar);
  const recent = { start: addDays(today, -HISTORY_DAYS), endExclusive: addDays(today, 1) };
  return {
    today,
    running,
    past,
    recent,
    wide: spanning([range, past, recent]),
    trend: running ? spanning([range, { ...recent, endExclusive: range.endExclusive }]) : range,
  };
}

/** As many days of the period before as have begun of this one, at most all of it. */
function sameDaysBefore(
  range: DayRange,
  today: Day,
  period: BudgetPeriod,
  calendar: BudgetCalendar,
): DayRange {
  const { start, endExclusive } = periodBefore(period, range.start, calendar);
  const end = addDays(start, daysBetween(range.start, today) + 1);
  return { start, endExclusive: end < endExclusive ? end : endExclusive };
}

/** How much of a day the bill says: nothing of it before AWS had its time to bill it. */
function billedOn(day: Day, row: BriefSum | undefined, now: number): { billed: boolean; ofBill: Money } {
  if (billPhase(day, now) === 0) return { billed: false, ofBill: ZERO };
  return row === undefined
    ? { billed: true, ofBill: ZERO }
    : { billed: isBilledSum(row), ofBill: row.ofBill };
}

/** What a range is compared with: as many days of the period before, of a running one its same days. */
export const pastOf = (range: DayRange, now: number, calendar: BudgetCalendar): DayRange =>
  timesOf(range, dayOf(now), periodNamed(range, calendar), calendar).past;

/** The period before, of the same kind: the month before, or as many days. */
function before(range: DayRange): DayRange {
  if (isWholeMonth(range)) return monthRange(previousMonth(monthOf(range.start)));
  const days = daysBetween(range.start, range.endExclusive);
  return { start: addDays(range.start, -days), endExclusive: range.start };
}
