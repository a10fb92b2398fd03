import type { Alert } from '../../src/core/alerts.ts';
import { countedDays } from '../../src/core/budgetChanges.ts';
import type { BudgetPeriod } from '../../src/core/budgetPeriods.ts';
import { judgedPeriods } from '../../src/core/budgets.ts';
import { isSmallChange } from '../../src/core/crossings.ts';
import { WHY_DROPPED } from '../../src/core/dropped.ts';
import { sum } from '../../src/core/money.ts';
import { contains, dayOf, HOUR_MS, lastDayOf, startOf } from '../../src/core/periods.ts';
import { isQuiet } from '../../src/core/quiet.ts';
import type { Day, Money } from '../../src/core/types.ts';
import type { JobContext } from '../../src/jobs/job.ts';
import type { Store } from '../../src/store/types.ts';
import type { Channel } from './crossingHistories.ts';

/** What a reader of alerts is promised, as it is held against what arrives: by days of spend and budgets alone. */

/** By it all five periods end on the first of December. */
export const CALENDAR = { weekStart: 2, fiscalYearStart: 12 };
export const PERCENT = [50, 80, 100, 120];
export const SPENDER = 'ann@example.com';
export const FINANCE = 'finance@example.com';
const READERS = [
  ['email', SPENDER],
  ['email', FINANCE],
  ['room', 'room'],
] as const;
export const NIGHT = { from: '22:00', until: '07:00', timeZone: 'Asia/Tokyo', weekends: false };

/** What arrived of one message. */
interface Arrival {
  id: string;
  to: string;
  alert: Alert;
}
export interface World {
  store: Store;
  context: JobContext;
  id: string;
  period: BudgetPeriod;
  now: number;
  days: Map<Day, Money>;
  hasLeft: boolean;
  isQuiet: boolean;
  downUntil: Map<Channel, number>;
  arrivals: Arrival[];
  /** What arrived and was not noted, because whoever sent it was killed: it may come once more. */
  mayRepeat: Set<string>;
  /** Spend is another than when it was judged last, so that nobody sends before it is judged. */
  isJudged: boolean;
  faults: string[];
}

const spentIn = ({ days }: World, range: { start: Day; endExclusive: Day }): Money =>
  sum([...days].filter(([day]) => contains(range, day)).map(([, amount]) => amount));
const isReached = (spent: Money, percent: number, limit: Money): boolean =>
  spent > 0n && spent * 100n >= limit * BigInt(percent);
/** Of another amount it is another crossing, but for a small change. */
const isNear = (a: Money, b: Money): boolean => isSmallChange(a, b) || isSmallChange(b, a);

/** The budget as it holds in a period; null: none does. */
async function holdsIn({ store, id, now }: World, range: { start: Day; endExclusive: Day }) {
  const day = lastDayOf(range, dayOf(now));
  const budget = (await store.budgets.on(day, CALENDAR)).find((one) => one.id === id);
  return budget === undefined || budget.endedOn !== null ? null : budget;
}

/** Held against the promise at the moment it leaves. */
export async function arrives(world: World, { id, to, alert }: Arrival): Promise<void> {
  const { arrivals, mayRepeat, faults, now } = world;
  const name = `${to} v${alert.version} ${alert.threshold} of ${alert.periodStart}`;
  const same = arrivals.filter(
    (one) =>
      one.to === to && one.alert.threshold === alert.threshold && one.alert.periodStart === alert.periodStart,
  );
  const isRepeated = same.some((one) => one.id === id);
  if (isRepeated && !mayRepeat.delete(id)) faults.push(`twice: ${name}`);
  // A tenth of what it was: from 180 to 200 is more than that, though not the other way round.
  if (!isRepeated && same.some((one) => isSmallChange(one.alert.budget, alert.budget)))
    faults.push(`as another message: ${name}`);
  arrivals.push({ id, to, alert });
  const range = { start: alert.periodStart, endExclusive: alert.periodEnd };
  const budget = await holdsIn(world, range);
  if (budget === null) faults.push(`of no budget: ${name}`);
  else if (budget.version !== alert.version && !isNear(alert.budget, budget.amount))
    faults.push(`of another amount: ${name}`);
  if (
    budget !== null &&
    !isReached(spentIn(world, countedDays(budget)), alert.thresholdPercent, alert.budget)
  )
    faults.push(`does not hold: ${name}`);
  const ended = startOf(alert.periodEnd);
  const crossed = Date.parse(alert.crossedAt);
  if (now >= ended && crossed < ended && now - crossed >= HOUR_MS)
    faults.push(`of a period that is over: ${name}`);
  if (to === SPENDER && world.isQuiet && isQuiet(now, NIGHT)) faults.push(`at night: ${name}`);
  if (world.hasLeft && to === SPENDER) faults.push(`to somebody who has left: ${name}`);
}

/** Every crossing that is reached is told to each reader, or waits, or says why it is not. */
export async function lost(world: World): Promise<void> {
  const { alerts } = await world.store.alerts.list({ scope: 'all', limit: 1_000, offset: 0 });
  for (const range of judgedPeriods(world.period, dayOf(world.now), CALENDAR)) {
    const budget = await holdsIn(world, range);
    if (budget === null) continue;
    const spent = spentIn(world, countedDays(budget));
    const highest = PERCENT.findLast((percent) => isReached(spent, percent, budget.amount));
    if (highest === undefined) continue;
    const near = alerts.filter(
      (one) =>
        one.periodStart === range.start &&
        one.thresholdPercent >= highest &&
        (one.version === budget.version || isNear(one.budget, budget.amount)),
    );
    for (const [channel, target] of READERS) {
      const rows = near
        .flatMap(({ deliveries }) => deliveries)
        .filter((one) => one.channel === channel && (channel === 'room' || one.target === target));
      const isTold = rows.some(
        ({ deliveredAt, droppedWhy, nextAttemptAt }) =>
          deliveredAt !== null || nextAttemptAt !== null || ['over', 'left'].includes(droppedWhy ?? ''),
      );
      if (!isTold) world.faults.push(`lost: ${target} ${highest} of ${range.start}`);
    }
  }
}

/** Nothing disappears: each message arrived, waits, or was dropped with its reason; none is given up. */
export async function unseen({ store, faults }: World): Promise<void> {
  const { alerts } = await store.alerts.list({ scope: 'all', limit: 1_000, offset: 0 });
  for (const one of alerts.flatMap(({ deliveries }) => deliveries)) {
    const states = [one.deliveredAt, one.nextAttemptAt, one.droppedAt].filter((at) => at !== null);
    const hasReason = WHY_DROPPED.some((why) => why === one.droppedWhy);
    if (states.length !== 1 || (one.droppedAt !== null) !== hasReason || one.givenUpAt !== null)
      faults.push(`in no state: ${JSON.stringify(one)}`);
  }
}
