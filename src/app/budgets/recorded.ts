import { budgetThing } from '../../core/access.ts';
import { budgetOn } from '../../core/budgetChanges.ts';
import {
  BUDGET_SCOPES,
  type Budget,
  type BudgetRecord,
  scopeName,
  scopeOfParts,
} from '../../core/budgets.ts';
import { dayOf } from '../../core/periods.ts';
import type { Day } from '../../core/types.ts';
import { type Asking, inOneReading, mayDo, NotThere } from '../asking.ts';
import { costCentersOf } from '../visible.ts';

/** One budget with all that was ever decided of it. */

export interface BudgetHistory {
  record: BudgetRecord;
  /** As it holds on the day that was asked about; `unknown`: that is not known any more; null: it does not hold. */
  held: Budget | 'unknown' | null;
  /** Who decided and why is for those who may see the audit log, where it stands as well. */
  seesWho: boolean;
  today: Day;
}

/**
 * @param named its id; the monthly one of all spend also by whom it is for: `user:ann@example.com`, `userDefault`
 * @param at a day; today unless given
 * @throws NotThere, also where whoever asks may not see it
 */
export const readBudgetHistory = (asking: Asking, named: string, at?: Day): Promise<BudgetHistory> =>
  inOneReading(asking, async (inside) => {
    const record = await recordNamed(inside, named);
    const isTheirs =
      record !== null && mayDo(inside, 'see', budgetThing(record, await costCentersOf(inside)));
    if (!isTheirs) throw new NotThere('budget');
    return historyOf(inside, record, at);
  });

/** The same of a record that whoever asks may see. */
export function historyOf(asking: Asking, record: BudgetRecord, at?: Day): BudgetHistory {
  const today = dayOf(asking.now);
  const held = budgetOn(record, at ?? today, asking.settings.budgets.calendar);
  return { record, held, seesWho: mayDo(asking, 'see', { kind: 'audit' }), today };
}

/** By its id, or by whom the monthly one of all spend is for. */
export async function recordNamed({ store }: Asking, named: string): Promise<BudgetRecord | null> {
  const kind = BUDGET_SCOPES.find((one) => named === one || named.startsWith(`${one}:`));
  if (kind === undefined) return store.budgets.record(named);
  const scope = scopeOfParts(kind, named.slice(kind.length + 1));
  if (scopeName(scope) !== named) return null;
  const records = await store.budgets.records([scope]);
  return records.find(({ period, narrowing }) => period === 'month' && narrowing === null) ?? null;
}
