import { type ChangedSince, seenOf, undoOf } from '../../core/budgetPlan.ts';
import type { BudgetPlan, BudgetPlanBody, NotUndone } from '../../core/budgetPlans.ts';
import { type BudgetRecord, slotName } from '../../core/budgets.ts';
import { dayOf } from '../../core/periods.ts';
import type { BudgetDeed } from '../../store/typesBudgets.ts';
import { type Asking, inOneReading, mustBeAllowed, mustChangeAny, NotThere } from '../asking.ts';

/** Changes of many budgets that are kept, and what could be undone of them now. */

export interface PlanShown {
  plan: BudgetPlan;
  body: BudgetPlanBody;
  /** Of a plan that was applied: budgets that somebody changed since, which undoing it would leave as they are. */
  changedSince: readonly NotUndone[];
  /** Of a draft: whether the ledger changed since, so that it has to be read anew. */
  isStale: boolean;
}

/** A plan with all its rows. @throws Forbidden, NotThere */
export const readBudgetPlan = (asking: Asking, id: string): Promise<PlanShown> =>
  inOneReading(asking, async (inside) => {
    mustSeePlans(inside);
    const { plan, body } = await mustBeThere(inside, id);
    const records = await recordsOf(inside, body);
    const bySlot = new Map(records.map((record) => [slotName(record), record]));
    return {
      plan,
      body,
      changedSince:
        plan.state === 'applied'
          ? undone(inside, records, body).left
          : plan.state === 'undone'
            ? body.notUndone
            : [],
      isStale:
        plan.state === 'draft' &&
        (body.today !== dayOf(inside.now) ||
          body.rows.some((row) => seenOf(bySlot.get(slotName(row.slot))) !== row.seen)),
    };
  });

/** Newest first. @throws Forbidden */
export const listBudgetPlans = (
  asking: Asking,
  page: { limit: number; offset: number },
): Promise<{ plans: BudgetPlan[]; total: number }> =>
  inOneReading(asking, async (inside) => {
    mustSeePlans(inside);
    const { budgetPlans } = inside.store;
    return { plans: await budgetPlans.list(page), total: await budgetPlans.count() };
  });

/** What undoing a plan takes, and which budgets it leaves as somebody has changed them since. */
export function undone(
  { now, settings }: Asking,
  records: readonly BudgetRecord[],
  { made }: BudgetPlanBody,
) {
  const deeds: BudgetDeed[] = [];
  const left: NotUndone[] = [];
  let count = 0;
  for (const record of records) {
    const versions = made[record.id];
    if (versions === undefined) continue;
    const found: BudgetDeed[] | ChangedSince = undoOf(
      record,
      versions,
      dayOf(now),
      settings.budgets.calendar,
    );
    if ('by' in found) left.push({ budget: slotName(record), ...found });
    else {
      deeds.push(...found);
      count++;
    }
  }
  return { deeds, left, count };
}

/** A plan is about anybody's budgets: whoever may change some of them only may see none. @throws Forbidden */
function mustSeePlans(asking: Asking): void {
  mustChangeAny(asking, 'budget');
  mustBeAllowed(asking, 'see', { kind: 'plan' });
}

export const recordsOf = ({ store }: Asking, { rows }: BudgetPlanBody): Promise<BudgetRecord[]> =>
  store.budgets.records(rows.map(({ slot }) => slot.scope));

export async function mustBeThere({ store }: Asking, id: string) {
  const found = await store.budgetPlans.get(id);
  if (found === null) throw new NotThere('budgetPlan');
  return found;
}
