import { budgetsOn, countedDays } from '../../core/budgetChanges.ts';
import { type Budget, type BudgetScope, type Whom, whomName } from '../../core/budgets.ts';
import type { Drivers } from '../../core/drivers.ts';
import { contains, dayOf, daysBetween, monthOf, monthRange } from '../../core/periods.ts';
import { type Running, worstFirst } from '../../core/runsOut.ts';
import { countedAmount, limitOf, type Standing, stateIn } from '../../core/standing.ts';
import type { DayRange, Money } from '../../core/types.ts';
import { type Asking, inOneReading, mayDo, NotThere, scopeOf } from '../asking.ts';
import { type Names, readNames } from '../names.ts';
import { teamOf } from '../people/team.ts';
import { type StopState, stopStates } from '../stop/seen.ts';
import { budgetsFor, isKnown, seenOfBudgets } from '../visible.ts';
import { figuresOf } from './figures.ts';
import { type Reach, reachesOf } from './reach.ts';
import { type Held, heldName, seeBudgets } from './seen.ts';
import { tellsStanding } from './standings.ts';
import { unbudgeted } from './unbudgeted.ts';

/** Who is over a budget or will be, worst first, with what drives it: of each page only its rows are looked at closely. */

export const WHICH_OVER = ['all', 'over', 'watch', 'none'] as const;
/** `all`: over, or will be; `none`: who spent something this month and has no budget. */
export type WhichOver = (typeof WHICH_OVER)[number];

export interface OverQuestion {
  which: WhichOver;
  /** Only whoever is of a manager's team, and that. */
  team?: string | undefined;
  /** Only a cost center, and who spent something there this month. */
  costCenter?: string | undefined;
  /** Which of them; null: all. */
  part: ((total: number) => { limit: number; offset: number }) | null;
}
/** A row says which model drives it, and nothing more of it. */
const DRIVEN_BY = ['model'] as const;

export interface OverRow {
  whom: Whom;
  reach: Reach;
  /** null: there is none. */
  budget: Budget | null;
  /** The days that count. */
  range: DayRange;
  standing: Standing;
  billed: Money | null;
  drivers: Drivers;
  /** Whether it stops them, or soon will. */
  stop: StopState | null;
}
export interface OverList {
  rows: readonly OverRow[];
  /** Of those that were asked for. */
  total: number;
  counts: Readonly<Record<WhichOver, number>>;
  names: Names;
  /** Whether whoever asks may see any budget; true where that says nothing of why there are no rows, or there are some. */
  anyBudget: boolean;
}

/** @throws NotThere for a team or a cost center that whoever asks may not see */
export const overBudgets = (asking: Asking, question: OverQuestion): Promise<OverList> =>
  inOneReading(asking, async (inside) => {
    const month = monthRange(monthOf(dayOf(inside.now)));
    const { maySee, maySeeWhom } = await seenOfBudgets(inside);
    const within = await withinOf(inside, question);
    const isAsked = (whom: Whom) => within?.(whom) !== false && maySeeWhom(whom);
    const held = await runningOver(inside, isAsked);
    const none = await unbudgeted(inside, isAsked, DRIVEN_BY);
    const isOver = ({ running }: Ranked) =>
      stateIn(running.limit, running.counted, running.expected) === 'over';
    const over = held.filter(isOver).length;
    const counts = { all: held.length, over, watch: held.length - over, none: none.length };
    const total = counts[question.which];
    const { limit, offset } = question.part?.(total) ?? { limit: total, offset: 0 };
    const rows =
      question.which === 'none'
        ? await none.rows(offset, limit)
        : await seeBudgets(
            inside,
            held
              .filter((one) => question.which === 'all' || isOver(one) === (question.which === 'over'))
              .slice(offset, offset + limit),
            DRIVEN_BY,
          );
    const reaches = await reachesOf(
      inside,
      rows.map(({ whom }) => whom),
    );
    const stopOf = await stopStates(
      inside,
      rows.flatMap(({ budget, ...one }) => (budget === null ? [] : { ...one, budget })),
    );
    inside.noteLook?.(rows.flatMap(({ whom }) => (whom.kind === 'user' ? whom.key : [])));
    return {
      rows: rows.map((one) => ({
        ...one,
        reach: reaches(one.whom),
        stop: one.budget === null ? null : stopOf({ budget: one.budget, whom: one.whom }),
        range: one.budget === null ? month : countedDays(one.budget),
      })),
      total,
      counts,
      names: await readNames(inside, []),
      anyBudget: rows.length > 0 || question.which === 'none' || (await holdsAny(inside, maySee)),
    };
  });

/** Whether any budget holds that whoever asks may see. */
async function holdsAny(
  { store, settings, now }: Asking,
  maySee: (scope: BudgetScope) => boolean,
): Promise<boolean> {
  const today = dayOf(now);
  if ((await store.budgets.slots(today)).some(({ scope, plain }) => plain && maySee(scope))) return true;
  const live = await store.budgets.on(today, settings.budgets.calendar);
  return live.some(({ scope, endedOn }) => endedOn === null && maySee(scope));
}

/** Whom the list is narrowed to; null: nobody is left out. */
type Within = ((whom: Whom) => boolean) | null;

async function withinOf(asking: Asking, { team, costCenter }: OverQuestion): Promise<Within> {
  const named = new Set<string>();
  if (team !== undefined) {
    const found = await teamOf(asking, team);
    if (found === null) throw new NotThere('team');
    named.add(whomName({ kind: 'team', key: team }));
    for (const key of found.members) named.add(whomName({ kind: 'user', key }));
  }
  if (costCenter !== undefined) {
    const isSeen = mayDo(asking, 'see', { kind: 'costCenter', name: costCenter });
    const range = monthRange(monthOf(dayOf(asking.now)));
    const of = { users: [], costCenters: [costCenter] };
    const { visible } = await budgetsFor(asking, range, undefined, of);
    if (!(isSeen && (await isKnown(asking, 'costCenter', costCenter, visible))))
      throw new NotThere('costCenter');
    named.add(whomName({ kind: 'costCenter', key: costCenter }));
    const rows = await asking.store.spend.amounts({
      range,
      groupBy: ['user'],
      basis: 'best',
      filter: { costCenter: [costCenter] },
      scope: scopeOf(asking),
    });
    for (const { keys } of rows) named.add(whomName({ kind: 'user', key: keys[0] ?? '' }));
  }
  return team === undefined && costCenter === undefined ? null : (whom) => named.has(whomName(whom));
}

interface Ranked extends Held {
  running: Running;
}

/** Above so many people, figures of the last collection stand in for those of this moment. */
const MANY = 500;
const EVERY = 1_000_000;

/** Whatever is over in its running period, or will be, as far as whoever asks may see it; worst first. */
async function runningOver(asking: Asking, isAsked: (whom: Whom) => boolean): Promise<Ranked[]> {
  const today = dayOf(asking.now);
  const rate = asking.settings.cautiousRatePerMillion;
  const found: Ranked[] = [];
  for (const one of await figuresNow(asking)) {
    const { budget, whom, carriedOver, expected } = one;
    if (!isAsked(whom) || !tellsStanding(asking, one)) continue;
    const limit = limitOf({ ...budget, carriedOver });
    const counted = countedAmount(one.known, rate);
    const state = stateIn(limit, counted, expected);
    if (state !== 'over' && state !== 'watch') continue;
    const daysAhead = Math.max(0, daysBetween(today, countedDays(budget).endExclusive));
    found.push({ budget, whom, running: { counted, limit, expected, daysAhead } });
  }
  const nameOf = new Map(found.map((one) => [one, heldName(one)]));
  return found.sort(
    (a, b) => worstFirst(a.running, b.running) || ((nameOf.get(a) ?? '') < (nameOf.get(b) ?? '') ? -1 : 1),
  );
}

interface FigureNow extends Held {
  known: Parameters<typeof countedAmount>[0];
  carriedOver: Money;
  expected: Money | null;
}

async function figuresNow(asking: Asking): Promise<FigureNow[]> {
  const { store, viewer, settings } = asking;
  const today = dayOf(asking.now);
  const { madeFor } = await store.budgetFigures.state();
  if (madeFor === null || (await store.forecasts.people()) <= MANY)
    return (await figuresOf(asking))
      .filter(({ running, budget }) => running && budget.endedOn === null)
      .map((one) => ({ ...one, expected: one.forecastCounted }));
  const asked = {
    scope: scopeOf(asking),
    teams: [viewer.email, ...viewer.reports],
    states: ['over', 'watch'] as const,
  };
  const { figures } = await store.budgetFigures.worst(asked, { limit: EVERY, offset: 0 });
  const records = await store.budgets.recordsOf([...new Set(figures.map(({ budgetId }) => budgetId))]);
  const held = budgetsOn(records, today, settings.budgets.calendar);
  const byId = new Map(held.map((budget) => [budget.id, budget]));
  return figures.flatMap(({ budgetId, scopeKind, scopeKey, spent, unpricedTokens, ...one }) => {
    const budget = byId.get(budgetId);
    // What ended since, or whose period is over, is no news any more.
    if (budget === undefined || budget.endedOn !== null || !contains(budget.range, today)) return [];
    if (one.periodStart !== budget.range.start) return [];
    const whom: Whom = { kind: scopeKind, key: scopeKey };
    const known = { amount: spent, unpricedTokens };
    return [{ budget, whom, known, carriedOver: one.carriedOver, expected: one.forecastCounted }];
  });
}
