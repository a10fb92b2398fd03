import type { Budget } from '../../core/budgets.ts';
import { budgetsInForce } from '../../core/budgets.ts';
import { forecaster, HISTORY_DAYS } from '../../core/forecast.ts';
import { summarizeFreshness } from '../../core/freshness.ts';
import { ZERO } from '../../core/money.ts';
import { addDays, contains, dayOf, monthOf, monthRange } from '../../core/periods.ts';
import type { AmountRow } from '../../core/questions.ts';
import {
  type BudgetState,
  type KnownDay,
  limitIn,
  type Standing,
  staleSince,
  standing,
} from '../../core/standing.ts';
import type { DayRange } from '../../core/types.ts';
import { type Asking, inOneReading, mayDo, scopeOf } from '../asking.ts';
import { type HeldBudget, heldBudgets, visibleBudgets } from '../visible.ts';

/** Budgets with where each stands in the running month. */

export interface BudgetStanding {
  budget: Budget;
  /** Of whom it is for; null of the default, which is nobody's own. */
  standing: Standing | null;
  /** For how many it holds that whoever asks may see, and how many of them are over. */
  people: number;
  over: number;
  /** Kept in AWS Budgets as well. */
  mirrored: boolean;
}
export interface BudgetList {
  budgets: readonly BudgetStanding[];
  mayChange: boolean;
  /** People and cost centers with spend in the running month, for a form to offer; cost centers first. */
  owners: readonly { kind: 'costCenter' | 'user'; key: string }[];
}

/** The default is over as soon as it is over for somebody. */
export const stateOf = ({ standing, over }: Pick<BudgetStanding, 'standing' | 'over'>): BudgetState =>
  standing?.state ?? (over > 0 ? 'over' : 'within');

/** @param part which of them need their standing worked out; all unless given */
export const listBudgets = (
  asking: Asking,
  part: (budgets: readonly Budget[]) => readonly Budget[] = (all) => all,
): Promise<BudgetList & { total: number }> =>
  inOneReading(asking, async (inside) => {
    const live = await inside.store.budgets.list();
    const all = await visibleBudgets(inside);
    const held = await heldBudgets(inside, live);
    const shown = part(all);
    const known = await knownOfMonth(inside, held);
    const mirrored = new Set((await inside.store.budgets.mirrored()).map(({ budgetId }) => budgetId));
    const users = known.owners.filter(({ kind }) => kind === 'user').map(({ key }) => key);
    // Decided among all budgets, also those on another part of the list, or not to be seen.
    const inForce = budgetsInForce(live, users).filter(
      ({ scopeKind, scopeKey }) => held(scopeKind, scopeKey) !== null,
    );
    const holding = Map.groupBy(inForce, ({ budget }) => budget.id);
    return {
      total: all.length,
      mayChange: mayDo(inside, 'change', { kind: 'budget', scope: { kind: 'userDefault' }, costCenter: '' }),
      owners: known.owners,
      budgets: shown.map((budget) => {
        const whom = holding.get(budget.id) ?? [];
        const standings = whom.map(({ scopeKind, scopeKey }) =>
          known.standingOf(scopeKind, scopeKey, budget),
        );
        return {
          budget,
          standing: budget.scope.kind === 'userDefault' ? null : (standings[0] ?? null),
          people: whom.length,
          over: standings.filter(({ state }) => state === 'over').length,
          mirrored: mirrored.has(budget.id),
        };
      }),
    };
  });

interface KnownOfMonth {
  owners: BudgetList['owners'];
  standingOf(kind: 'costCenter' | 'user', key: string, budget: Budget): Standing;
}

async function knownOfMonth(asking: Asking, held: HeldBudget): Promise<KnownOfMonth> {
  const { store, settings, now } = asking;
  const today = dayOf(now);
  const range = monthRange(monthOf(today));
  const recent = { start: addDays(range.start, -HISTORY_DAYS), endExclusive: range.endExclusive };
  const ask = { basis: 'best' as const, filter: {}, scope: scopeOf(asking), range: recent };
  const kinds = ['costCenter', 'user'] as const;
  const { amounts } = await store.spend.queryPage(
    [],
    kinds.map((kind) => ({ ...ask, groupBy: [kind, 'day' as const] })),
  );
  const fresh = staleSince(summarizeFreshness(await store.freshness.all(), now));
  const days = new Map(kinds.map((kind, i) => [kind, daysByKey(amounts[i] ?? [])]));
  const seen = days.get('user') ?? new Map<string, KnownDay[]>();
  const wholes =
    ask.scope === 'all'
      ? seen
      : await wholeDays(
          asking,
          recent,
          [...seen.keys()].filter((key) => held('user', key) !== null),
        );
  const forecastOf = forecaster(today, monthOf(today));
  const isOfMonth = ({ day }: KnownDay) => contains(range, day);
  return {
    owners: kinds.flatMap((kind) =>
      [...(days.get(kind) ?? [])]
        .filter(([key, all]) => key !== '' && all.some(isOfMonth))
        .map(([key]) => ({ kind, key }))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
    ),
    standingOf(kind, key, budget) {
      const all = (kind === 'user' ? wholes.get(key) : undefined) ?? days.get(kind)?.get(key) ?? [];
      const ofMonth = all.filter(isOfMonth);
      return standing({
        range,
        known: {
          amount: ofMonth.reduce((sum, { amount }) => (sum + amount) as typeof ZERO, ZERO),
          unpricedTokens: ofMonth.reduce((sum, { unpricedTokens }) => sum + unpricedTokens, 0n),
        },
        days: all,
        limit: limitIn(range, budget),
        cautiousRate: settings.cautiousRatePerMillion,
        forecastOf,
        staleSince: fresh,
      });
    },
  };
}

/** All that these people spent, by day: a budget is held against all of it, seen or not. */
async function wholeDays({ store }: Asking, range: DayRange, people: readonly string[]) {
  if (people.length === 0) return new Map<string, KnownDay[]>();
  const ask = { range, groupBy: ['user', 'day'] as const, basis: 'best' as const, filter: { user: people } };
  const { amounts } = await store.spend.queryPage([], [{ ...ask, scope: 'all' }]);
  return daysByKey(amounts[0] ?? []);
}

function daysByKey(rows: readonly AmountRow[]): Map<string, KnownDay[]> {
  const found = new Map<string, KnownDay[]>();
  for (const { keys, amount, unpricedTokens } of rows) {
    const [key = '', day = ''] = keys;
    const days = found.get(key) ?? [];
    days.push({ day, amount, unpricedTokens });
    found.set(key, days);
  }
  return found;
}
