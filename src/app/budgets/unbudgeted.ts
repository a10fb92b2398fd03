import type { Whom } from '../../core/budgets.ts';
import { summarizeFreshness } from '../../core/freshness.ts';
import { compare } from '../../core/money.ts';
import { dayOf, monthOf, monthRange } from '../../core/periods.ts';
import type { AmountRow } from '../../core/questions.ts';
import { staleSince } from '../../core/standing.ts';
import { type Asking, scopeOf } from '../asking.ts';
import { standingIn } from '../spend/standings.ts';
import type { Budgets } from '../visible.ts';
import { driversIn } from './drivers.ts';
import type { BudgetSeen } from './seen.ts';

/** Who spent something this month and is held to no budget at all. */

type Unbudgeted = Omit<BudgetSeen, 'budget'> & { budget: null };

/** @param within whom it is narrowed to; null: nobody is left out */
export async function unbudgeted(
  asking: Asking,
  budgets: Budgets,
  within: ((whom: Whom) => boolean) | null,
): Promise<{ length: number; rows(offset: number, limit: number): Promise<Unbudgeted[]> }> {
  const { store, now } = asking;
  const today = dayOf(now);
  const range = monthRange(monthOf(today));
  const all: { whom: Whom; row: AmountRow }[] = [];
  for (const kind of ['user', 'costCenter'] as const) {
    const ask = { range, groupBy: [kind], basis: 'best' as const, filter: {}, scope: scopeOf(asking) };
    for (const row of await store.spend.amounts(ask)) {
      const whom: Whom = { kind, key: row.keys[0] ?? '' };
      if (whom.key === '' || within?.(whom) === false || !budgets.maySee(whom)) continue;
      if (budgets.holding(whom).some(({ endedOn }) => endedOn === null)) continue;
      all.push({ whom, row });
    }
  }
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
      const drivers = await driversIn(asking, questions);
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
