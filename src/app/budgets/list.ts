import { budgetThing } from '../../core/access.ts';
import { budgetOn, countedDays, plannedOn, stepsOf, unknownOn } from '../../core/budgetChanges.ts';
import type { BudgetCalendar } from '../../core/budgetPeriods.ts';
import { type Budget, type BudgetChange, type BudgetRecord, isDefault, ownWhom } from '../../core/budgets.ts';
import { LedgerError } from '../../core/errors.ts';
import { ZERO } from '../../core/money.ts';
import { addDays, contains, dayOf, lastDayOf, monthOf, monthRange } from '../../core/periods.ts';
import { type BudgetState, limitOf } from '../../core/standing.ts';
import type { Day, Month } from '../../core/types.ts';
import type { BudgetListed } from '../../store/typesBudgets.ts';
import { type Asking, inOneReading, mayDo, scopeOf } from '../asking.ts';
import { type StopState, stopStates } from '../stop/seen.ts';
import { budgetsFor, costCentersOf } from '../visible.ts';
import { holdingIn } from './figures.ts';
import { MANY, standingsOfMany } from './keptStandings.ts';
import { type BudgetStanding as Stands, tellsCounts } from './standings.ts';

/** Budgets with where each stands in its running period. */

export interface BudgetStanding extends Stands {
  /** For how many it holds that whoever asks may see, and how many of them are over. */
  people: number;
  over: number;
  /** Kept in AWS Budgets as well. */
  mirrored: boolean;
  /** `planned`: it begins later; `ended`: it held last in this period; `unknown`: what held then is not known. */
  is: 'held' | ListedAs;
  /** What is decided and still to come. */
  planned: readonly BudgetChange[];
  /** Whether it stops somebody, or soon will. */
  stop: StopState | null;
}
export interface BudgetList {
  budgets: readonly BudgetStanding[];
  mayChange: boolean;
  /** Whether they may look at AWS Budgets. */
  maySeeMirror: boolean;
}

/** A default is over as soon as it is over for somebody; of what is kept back nothing is said. */
export const stateOf = ({
  standing,
  over,
  withheld,
}: Pick<BudgetStanding, 'standing' | 'over' | 'withheld'>): BudgetState =>
  withheld ? 'none' : (standing?.state ?? (over > 0 ? 'over' : 'within'));

/**
 * As of which day a list is: one, or the last of a month: of the running one today.
 * @returns `undefined` where neither is said
 * @throws LedgerError with these words where both are
 */
export function dayOfList(
  { on, month }: { on?: Day | undefined; month?: Month | undefined },
  today: Day,
  notBoth: string,
): Day | undefined {
  if (on !== undefined && month !== undefined) throw new LedgerError('badRequest', notBoth, { field: 'at' });
  if (month === undefined) return on;
  const range = monthRange(month);
  return range.start > today ? addDays(range.endExclusive, -1) : lastDayOf(range, today);
}

/**
 * Budgets that whoever asks may see, in the order of whom they are for. Of thousands a page reads its own: which there are is
 * known by what they are for (`store.budgets.slots`), and what was decided only of those that are shown.
 * @param part which of them need their standing worked out; all unless given
 * @param more others beside those that hold, and as of which day; those that hold today unless given
 */
export const listBudgets = (
  asking: Asking,
  part: (budgets: readonly Listed[]) => readonly Listed[] = (all) => all,
  more: {
    on?: Day | undefined;
    also?: readonly ListedAs[];
    only?: (budget: Listed) => boolean;
  } = {},
): Promise<BudgetList & { total: number }> =>
  inOneReading(asking, async (inside) => {
    const day = more.on ?? dayOf(inside.now);
    const listed = (await listedOn(inside, day, more.also ?? [])).filter(more.only ?? (() => true));
    const shown = await asTheyAre(inside, part(listed), day, more.also ?? []);
    const held = shown.flatMap(({ is, budget }) => (is === 'held' ? budget : []));
    const mirrored = new Set(await inside.store.budgets.mirrored());
    const defaults = held.filter(({ scope }) => isDefault(scope));
    const counts = await countsOf(inside, defaults, more.on);
    const stands = new Map((await standingsOfMany(inside, held)).map((one) => [one.budget.id, one]));
    const stopOf = await stopStates(inside, [...stands.values()]);
    return {
      total: listed.length,
      mayChange: mayDo(inside, 'change', { kind: 'budget', scope: { kind: 'userDefault' }, costCenter: '' }),
      maySeeMirror: mayDo(inside, 'see', { kind: 'bill' }),
      budgets: shown.map(({ budget, is, record }) => {
        const one = stands.get(budget.id) ?? standless(budget);
        const isKeptBack = isDefault(budget.scope) && is === 'held' && !tellsCounts(inside, budget);
        return {
          ...one,
          stop: isKeptBack || one.withheld ? null : stopOf(one),
          withheld: one.withheld || isKeptBack,
          ...(counts.get(budget.id) ?? { people: 1, over: one.standing?.state === 'over' ? 1 : 0 }),
          mirrored: mirrored.has(budget.id),
          is,
          planned: plannedOn(record, day, dayOf(inside.now)),
        };
      }),
    };
  });

/** What a list is narrowed and put in parts by. */
export interface Listed extends Omit<BudgetListed, 'plain'> {
  is: BudgetStanding['is'];
}

interface Found {
  budget: Budget;
  is: BudgetStanding['is'];
  record: BudgetRecord;
}

/** Which budgets are listed on a day: without what was decided, where that is not needed to know it. */
async function listedOn(asking: Asking, day: Day, also: readonly ListedAs[]): Promise<Listed[]> {
  const { store, settings } = asking;
  const costCenterOf = await costCentersOf(asking);
  const seen = (await store.budgets.slots(day)).filter((one) =>
    mayDo(asking, 'see', budgetThing(one, costCenterOf)),
  );
  const doubtful = seen.flatMap(({ id, plain }) => (plain ? [] : id));
  const records = doubtful.length === 0 ? [] : await store.budgets.recordsOf(doubtful);
  const isOf = new Map(
    records.map((record) => [record.id, isOn(record, day, settings.budgets.calendar, also)?.is]),
  );
  return seen.flatMap(({ plain, ...one }) => {
    const is = plain ? 'held' : isOf.get(one.id);
    return is === undefined ? [] : [{ ...one, is }];
  });
}

/** Those of a page, as they hold. */
async function asTheyAre(
  asking: Asking,
  some: readonly Listed[],
  day: Day,
  also: readonly ListedAs[],
): Promise<Found[]> {
  if (some.length === 0) return [];
  const { store, settings } = asking;
  const { calendar } = settings.budgets;
  const records = new Map(
    (await store.budgets.recordsOf(some.map(({ id }) => id))).map((one) => [one.id, one]),
  );
  return some.flatMap(({ id }) => {
    const record = records.get(id);
    const found = record === undefined ? null : isOn(record, day, calendar, also);
    return record === undefined || found === null ? [] : [{ ...found, record }];
  });
}

export type ListedAs = 'planned' | 'ended' | 'unknown';

/** Of what does not hold: whom it is for, and nothing else. */
const standless = (budget: Budget): Stands => ({
  budget,
  whom: ownWhom(budget),
  standing: null,
  estimated: ZERO,
  carriedOver: ZERO,
  countedDays: countedDays(budget),
  members: null,
  withheld: false,
});

/** For how many defaults hold, and how many of them have used all of it: by what is kept, where it holds or they are many. */
async function countsOf(
  asking: Asking,
  listed: readonly Budget[],
  on: Day | undefined,
): Promise<ReadonlyMap<string, { people: number; over: number }>> {
  const defaults = listed.filter((one) => tellsCounts(asking, one));
  const none = listed.map(({ id }): [string, { people: number; over: number }] => [
    id,
    { people: 0, over: 0 },
  ]);
  if (defaults.length === 0) return new Map(none);
  const { store, settings } = asking;
  const { madeFor } = await store.budgetFigures.state();
  const cautiousRate = settings.cautiousRatePerMillion;
  const isOfNow = defaults.every(({ range }) => contains(range, dayOf(asking.now)));
  if (isOfNow && madeFor !== null && (await store.forecasts.people()) > MANY)
    return new Map([
      ...none,
      ...(await store.budgetFigures.counts(
        scopeOf(asking),
        defaults.map((one) => ({ id: one.id, limit: limitOf(one), cautiousRate })),
      )),
    ]);
  const month = monthRange(monthOf(on ?? dayOf(asking.now)));
  const { all, maySee } = await budgetsFor(asking, month, on);
  const found = new Map(none);
  const counted = new Set(defaults.map(({ id }) => id));
  for (const same of Map.groupBy(defaults, ({ period }) => period).values()) {
    const [first] = same;
    const ofPeriod = all.filter(({ period }) => period === first?.period);
    for (const one of await holdingIn(asking, ofPeriod, ({ id }) => counted.has(id))) {
      const count = found.get(one.budget.id);
      if (count === undefined || !maySee(one.whom)) continue;
      count.people += 1;
      if (one.isOver) count.over += 1;
    }
  }
  return found;
}

/** A budget on a day: as it holds, or what else of it is asked for; null: nothing. */
function isOn(
  record: BudgetRecord,
  day: Day,
  calendar: BudgetCalendar,
  also: readonly ListedAs[],
): { budget: Budget; is: BudgetStanding['is'] } | null {
  const held = budgetOn(record, day, calendar);
  if (held !== null && held !== 'unknown' && held.endedOn === null) return { budget: held, is: 'held' };
  const unknown = also.includes('unknown') ? unknownOn(record, day, calendar) : null;
  if (unknown !== null) return { budget: unknown, is: 'unknown' };
  const other = otherwise(record, day, calendar);
  return other !== null && also.includes(other.is) ? other : null;
}

/** A budget that does not hold on a day: as it will hold first, or held last. */
function otherwise(
  record: BudgetRecord,
  day: Day,
  calendar: BudgetCalendar,
): { budget: Budget; is: ListedAs } | null {
  const steps = stepsOf(record);
  const first = steps.find(({ kind, from }) => kind === 'set' && from > day);
  const last = steps.findLast(({ kind, from }) => kind === 'end' && from <= day);
  const at = first?.from ?? (last === undefined ? null : addDays(last.from, -1));
  const budget = at === null ? null : budgetOn(record, at, calendar);
  if (budget === null || budget === 'unknown') return null;
  return first === undefined
    ? { budget: { ...budget, endedOn: last?.from ?? null }, is: 'ended' }
    : { budget, is: 'planned' };
}
