import { scopeName, type Whom, whomName } from '../../core/budgets.ts';
import type { DriverGroup } from '../../core/drivers.ts';
import { summarizeFreshness } from '../../core/freshness.ts';
import { compare } from '../../core/money.ts';
import { dayOf, monthOf, monthRange } from '../../core/periods.ts';
import type { AmountRow } from '../../core/questions.ts';
import { staleSince } from '../../core/standing.ts';
import type { DayRange } from '../../core/types.ts';
import { type Asking, scopeOf } from '../asking.ts';
import { standingIn } from '../spend/standings.ts';
import { budgetsFor } from '../visible.ts';
import { driversIn } from './drivers.ts';
import type { BudgetSeen } from './seen.ts';

/** Who spent something this month and is held to no budget at all. */

type Unbudgeted = Omit<BudgetSeen, 'budget'> & { budget: null };

/** @param isAsked whom whoever asks may see, of those the list is narrowed to @param only these of what drives them */
export async function unbudgeted(
  asking: Asking,
  isAsked: (whom: Whom) => boolean,
  only: readonly DriverGroup[],
): Promise<{ length: number; rows(offset: number, limit: number): Promise<Unbudgeted[]> }> {
  const { store, now } = asking;
  const today = dayOf(now);
  const range = monthRange(monthOf(today));
  const spent: Spent[] = [];
  for (const kind of ['user', 'costCenter'] as const) {
    const ask = { range, groupBy: [kind], basis: 'best' as const, filter: {}, scope: scopeOf(asking) };
    for (const row of await store.spend.amounts(ask)) {
      const whom: Whom = { kind, key: row.keys[0] ?? '' };
      if (whom.key !== '' && isAsked(whom)) spent.push({ whom, row });
    }
  }
  const all = await heldToNone(asking, range, spent);
  all.sort((a, b) => compare(b.row.amount, a.row.amount) || (a.whom.key < b.whom.key ? -1 : 1));
  return {
    length: all.length,
    async rows(offset, limit) {
      const some = all.slice(offset, offset + limit);
      const stale = staleSince(summarizeFreshness(await store.freshness.all(), now));
      const stand = standingIn(asking, { range, today, running: true, staleSince: stale });
      const questions = some.map(({ whom }) => ({
        id: `${whom.kind}:${whom.key}`,
        ...{ whom, narrowing: null, range },
      }));
      const drivers = await driversIn(asking, questions, only);
      return some.map(({ whom, row }) => ({
        whom,
        budget: null,
        standing: stand.ofKnown(row, null, null, null),
        billed: null,
        drivers: drivers.get(`${whom.kind}:${whom.key}`) ?? {},
      }));
    },
  };
}

interface Spent {
  whom: Whom;
  row: AmountRow;
}

/**
 * Those for whom no budget holds. Of thousands most have the default, or one of their own of which nothing need be read to
 * know that it holds: only of the others it is looked up what does.
 */
async function heldToNone(asking: Asking, range: DayRange, spent: readonly Spent[]): Promise<Spent[]> {
  const { store, settings } = asking;
  const today = dayOf(asking.now);
  const defaults = await store.budgets.on(today, settings.budgets.calendar, [
    { kind: 'userDefault' },
    { kind: 'costCenterDefault' },
  ]);
  const covered = new Set(defaults.filter(({ endedOn }) => endedOn === null).map(({ scope }) => scope.kind));
  const without = spent.filter(
    ({ whom }) => !covered.has(whom.kind === 'user' ? 'userDefault' : 'costCenterDefault'),
  );
  if (without.length === 0) return [];
  const slots = (await store.budgets.slots(today)).filter(({ plain }) => plain);
  const own = new Set(slots.map(({ scope }) => scopeName(scope)));
  const left = without.filter(({ whom }) => !own.has(whomName(whom)));
  const keysOf = (kind: Whom['kind']) => left.flatMap(({ whom }) => (whom.kind === kind ? whom.key : []));
  const of = { users: keysOf('user'), costCenters: keysOf('costCenter') };
  const { holding } = await budgetsFor(asking, range, undefined, of);
  return left.filter(({ whom }) => holding(whom).every(({ endedOn }) => endedOn !== null));
}
