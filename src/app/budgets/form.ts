import { type Asking, mustChangeAny } from '../asking.ts';
import { type BudgetList, listBudgets } from './list.ts';

/** What the form that sets a budget offers. @throws Forbidden */
export async function budgetForm(asking: Asking): Promise<Pick<BudgetList, 'owners'>> {
  mustChangeAny(asking, 'budget');
  return listBudgets(asking, () => []);
}
