import { type Budget, isDefault, scopeKeyOf } from '../../core/budgets.ts';
import { HISTORY_DAYS } from '../../core/forecast.ts';
import { summarizeFreshness } from '../../core/freshness.ts';
import { NOTHING_KNOWN } from '../../core/known.ts';
import { addDays, dayOf, monthOf, monthRange } from '../../core/periods.ts';
import { type BudgetState, type Standing, staleSince } from '../../core/standing.ts';
import { type Asking, inOneReading, mayDo, scopeOf } from '../asking.ts';
import { PARTS_OF, seriesByKey, wholeSeries } from '../spend/days.ts';
import { keptForecasts, standingIn } from '../spend/standings.ts';
import { type Budgets, budgetsFor } from '../visible.ts';

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
  /** Whether they may look at AWS Budgets. */
  maySeeMirror: boolean;
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
    const budgets = await budgetsFor(inside, monthRange(monthOf(dayOf(inside.now))));
    const shown = part(budgets.visible);
    const known = await knownOfMonth(inside, budgets, shown);
    const mirrored = new Set(await inside.store.budgets.mirrored());
    const users = known.owners.filter(({ kind }) => kind === 'user').map(({ key }) => key);
    const holding = Map.groupBy(budgets.inForce(users), ({ budget }) => budget.id);
    return {
      total: budgets.visible.length,
      mayChange: mayDo(inside, 'change', { kind: 'budget', scope: { kind: 'userDefault' }, costCenter: '' }),
      maySeeMirror: mayDo(inside, 'see', { kind: 'bill' }),
      owners: known.owners,
      budgets: shown.map((budget) => {
        const whom = holding.get(budget.id) ?? [];
        const standings = whom.map(({ scopeKind, scopeKey }) =>
          known.standingOf(scopeKind, scopeKey, budget),
        );
        return {
          budget,
          standing: isDefault(budget.scope) ? null : (standings[0] ?? null),
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

/** @param shown budgets of whose owners the forecast is told */
async function knownOfMonth(
  asking: Asking,
  { visible, held }: Budgets,
  shown: readonly Budget[],
): Promise<KnownOfMonth> {
  const { store, now } = asking;
  const today = dayOf(now);
  const range = monthRange(monthOf(today));
  const scope = scopeOf(asking);
  const ask = { basis: 'best' as const, filter: {}, scope };
  const staleIs = staleSince(summarizeFreshness(await store.freshness.all(), now));
  const stand = standingIn(asking, { range, today, running: true, staleSince: staleIs });
  const recent = { start: addDays(range.start, -HISTORY_DAYS), endExclusive: range.endExclusive };
  const ofKind = async (kind: 'costCenter' | 'user') => {
    const rows = await store.spend.amounts({ ...ask, range, groupBy: [kind] });
    const keys = shown.flatMap((budget) => (budget.scope.kind === kind ? scopeKeyOf(budget.scope) : []));
    const kept = scope === 'all' ? await keptForecasts(asking, kind, today, false, keys) : null;
    const groupBy = [kind, PARTS_OF[kind], 'day'] as const;
    const series =
      kept === null ? seriesByKey(await store.spend.amounts({ ...ask, range: recent, groupBy })) : new Map();
    return { rows: new Map(rows.map((row) => [row.keys[0] ?? '', row])), kept, series };
  };
  const known = { costCenter: await ofKind('costCenter'), user: await ofKind('user') };
  // Of whom only a part is seen, or nothing, all counts.
  const seen = [
    ...known.user.rows.keys(),
    ...visible.flatMap((one) => (one.scope.kind === 'user' ? one.scope.key : [])),
  ];
  const people = scope === 'all' ? [] : seen.filter((key) => held('user', key) !== null);
  const wholes = await wholeSeries(asking, recent, [...new Set(people)]);
  return {
    owners: (['costCenter', 'user'] as const).flatMap((kind) =>
      [...known[kind].rows.keys()]
        .filter((key) => key !== '')
        .sort()
        .map((key) => ({ kind, key })),
    ),
    standingOf(kind, key, budget) {
      const { rows, kept, series } = known[kind];
      const own = (kind === 'user' ? wholes.get(key) : undefined) ?? series.get(key);
      if (own !== undefined) return stand.ofSeries(own, null, budget);
      return stand.ofKnown(rows.get(key) ?? NOTHING_KNOWN, null, kept?.of.get(key) ?? null, budget);
    },
  };
}
