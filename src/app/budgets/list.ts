import { budgetThing } from '../../core/access.ts';
import { budgetOn, countedDays, plannedAfter, stepsOf } from '../../core/budgetChanges.ts';
import type { BudgetCalendar } from '../../core/budgetPeriods.ts';
import {
  type Budget,
  type BudgetChange,
  type BudgetRecord,
  isDefault,
  ownWhom,
  scopeKeyOf,
} from '../../core/budgets.ts';
import { LedgerError } from '../../core/errors.ts';
import { ZERO } from '../../core/money.ts';
import { narrowingText } from '../../core/narrowing.ts';
import { addDays, contains, dayOf, lastDayOf, monthOf, monthRange } from '../../core/periods.ts';
import { type BudgetState, limitOf } from '../../core/standing.ts';
import type { Day, Month } from '../../core/types.ts';
import { type Asking, inOneReading, mayDo, scopeOf } from '../asking.ts';
import { type Budgets, budgetsFor, costCentersOf } from '../visible.ts';
import { holdingIn } from './figures.ts';
import { type BudgetStanding as Stands, standingsOf, tellsCounts } from './standings.ts';

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
}
export interface BudgetList {
  budgets: readonly BudgetStanding[];
  mayChange: boolean;
  /** Whether they may look at AWS Budgets. */
  maySeeMirror: boolean;
  /** People and cost centers with spend in the running month, for a form to offer; cost centers first. */
  owners: readonly { kind: 'costCenter' | 'user'; key: string }[];
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
 * @param part which of them need their standing worked out; all unless given
 * @param more others beside those that hold, and as of which day; those that hold today unless given
 */
export const listBudgets = (
  asking: Asking,
  part: (budgets: readonly Budget[]) => readonly Budget[] = (all) => all,
  more: {
    on?: Day | undefined;
    also?: readonly ListedAs[];
    only?: (budget: Budget) => boolean;
  } = {},
): Promise<BudgetList & { total: number }> =>
  inOneReading(asking, async (inside) => {
    const today = dayOf(inside.now);
    const day = more.on ?? today;
    const budgets = await budgetsFor(inside, monthRange(monthOf(day)), more.on);
    const others = await othersOn(inside, budgets, day, more.also ?? []);
    const isOf = new Map(others.map((one) => [one.budget.id, one.is]));
    const listed = [...budgets.visible, ...others.map(({ budget }) => budget)].filter(
      more.only ?? (() => true),
    );
    if (others.length > 0) listed.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
    const shown = part(listed);
    const held = shown.filter(({ id }) => !isOf.has(id));
    const coming = new Map((await inside.store.budgets.plannedAfter(day)).map((one) => [one.id, one]));
    const mirrored = new Set(await inside.store.budgets.mirrored());
    const counts = await countsOf(
      inside,
      budgets,
      held.filter(({ scope }) => isDefault(scope)),
    );
    const stands = new Map((await standingsOf(inside, held)).map((one) => [one.budget.id, one]));
    return {
      total: listed.length,
      mayChange: mayDo(inside, 'change', { kind: 'budget', scope: { kind: 'userDefault' }, costCenter: '' }),
      maySeeMirror: mayDo(inside, 'see', { kind: 'bill' }),
      owners: await ownersOf(inside),
      budgets: shown.map((budget) => {
        const one = stands.get(budget.id) ?? standless(budget);
        const record = coming.get(budget.id);
        const isKeptBack = isDefault(budget.scope) && !isOf.has(budget.id) && !tellsCounts(inside, budget);
        return {
          ...one,
          withheld: one.withheld || isKeptBack,
          ...(counts.get(budget.id) ?? { people: 1, over: one.standing?.state === 'over' ? 1 : 0 }),
          mirrored: mirrored.has(budget.id),
          is: isOf.get(budget.id) ?? 'held',
          planned: record === undefined ? [] : plannedAfter(record, day),
        };
      }),
    };
  });

export type ListedAs = 'planned' | 'ended' | 'unknown';
const orderOf = ({ scope, period, narrowing }: Budget): string =>
  [scope.kind, scopeKeyOf(scope), period, narrowingText(narrowing)].join('\u0000');

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

/** Budgets that do not hold on a day, and may be listed all the same. */
async function othersOn(
  asking: Asking,
  { visible }: Budgets,
  day: Day,
  also: readonly ListedAs[],
): Promise<{ budget: Budget; is: ListedAs }[]> {
  if (also.length === 0) return [];
  const { store, settings } = asking;
  const { calendar } = settings.budgets;
  const costCenterOf = await costCentersOf(asking);
  const seen = new Set(visible.map(({ id }) => id));
  const unknown = also.includes('unknown') ? await store.budgets.unknownOn(day, calendar) : [];
  const found = unknown.map((budget) => ({ budget, is: 'unknown' as ListedAs }));
  const dark = new Set(unknown.map(({ id }) => id));
  const records = also.includes('ended')
    ? await store.budgets.records()
    : await store.budgets.plannedAfter(day);
  const isListed = (id: string) => seen.has(id) || dark.has(id);
  const rest = records.flatMap((record) =>
    isListed(record.id) ? [] : (otherwise(record, day, calendar) ?? []),
  );
  found.push(...rest.filter(({ is }) => also.includes(is)));
  return found.filter(({ budget }) => mayDo(asking, 'see', budgetThing(budget, costCenterOf)));
}

/** Above so many people, figures of before the last change stand in for those of this moment. */
const MANY = 500;

/** For how many defaults hold, and how many of them have used all of it: by what is kept, where it holds or they are many. */
async function countsOf(
  asking: Asking,
  { all, maySee }: Budgets,
  listed: readonly Budget[],
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

async function ownersOf(asking: Asking): Promise<BudgetList['owners']> {
  const range = monthRange(monthOf(dayOf(asking.now)));
  const of = async (kind: 'costCenter' | 'user') => {
    const ask = { range, groupBy: [kind], basis: 'best' as const, filter: {}, scope: scopeOf(asking) };
    const keys = (await asking.store.spend.amounts(ask)).map((row) => row.keys[0] ?? '');
    return keys
      .filter((key) => key !== '')
      .sort()
      .map((key) => ({ kind, key }));
  };
  return [...(await of('costCenter')), ...(await of('user'))];
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
