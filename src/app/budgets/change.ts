import { budgetThing } from '../../core/access.ts';
import type { Budget, BudgetScope } from '../../core/budgets.ts';
import { type Fault, Invalid } from '../../core/errors.ts';
import type { Money } from '../../core/types.ts';
import {
  type Asking,
  because,
  inOneReading,
  inOneWriting,
  mayDo,
  mustBeAllowed,
  mustChangeAny,
  NotThere,
  nowOf,
} from '../asking.ts';
import { readReason, type Typed } from '../typed.ts';
import { costCentersOf, everSpent, spelling, visibleUsers } from '../visible.ts';
import { readBudget } from './read.ts';

/** Budgets: set one, set many, remove one. Each is one transaction with its entries in the audit log. */

/**
 * Sets what was typed.
 * @returns `changed`: the amount is another than before; `known`: whoever it is for has ever spent something
 * @throws Forbidden; Invalid, also where the person is spelled otherwise here
 */
export async function setBudget(
  asking: Asking,
  typed: Typed,
): Promise<{ budget: Budget; changed: boolean; known: boolean }> {
  mustChangeAny(asking, 'budget');
  const { scope, amount, reason } = readBudget(typed);
  return inOneWriting(asking, async (inside) => {
    mustBeAllowed(inside, 'change', budgetThing({ scope }, await costCentersOf(inside)));
    await mustBeSpelledAsHere(inside, [{ scope, field: 'key' }]);
    const { budget, changed } = await inside.store.budgets.set(
      scope,
      amount,
      because(inside, reason),
      nowOf(inside),
    );
    const known = scope.kind === 'userDefault' || (await everSpent(inside, { [scope.kind]: [scope.key] }));
    return { budget, changed, known };
  });
}

/**
 * A tag is compared letter by letter: a budget of `Ann@…` would hold for nobody where she is `ann@…`.
 * @throws Invalid
 */
async function mustBeSpelledAsHere(
  asking: Asking,
  all: readonly { scope: BudgetScope; field: string }[],
): Promise<void> {
  if (!all.some(({ scope }) => scope.kind === 'user')) return;
  const otherSpelling = spelling(await visibleUsers(asking));
  const faults = all.flatMap(({ scope, field }): Fault[] => {
    const other = scope.kind === 'user' ? otherSpelling(scope.key) : null;
    return scope.kind !== 'user' || other === null
      ? []
      : [{ field, key: 'spelling', value: scope.key, detail: other }];
  });
  if (faults.length > 0) throw new Invalid(faults);
}

/** A budget as a file that is imported says it. */
export interface ImportRow {
  /** Of the file, from 1. */
  line: number;
  scope: BudgetScope;
  amount: Money;
}
interface BudgetChange {
  scope: BudgetScope;
  /** null: there is none yet. */
  before: Money | null;
  after: Money;
}

/** What an import would change. @throws Forbidden, Invalid */
export const planImport = (asking: Asking, rows: readonly ImportRow[]): Promise<BudgetChange[]> =>
  inOneReading(asking, async (inside) => {
    await mustSetAll(inside, rows);
    const held = new Map((await inside.store.budgets.list()).map((one) => [nameOf(one.scope), one.amount]));
    return rows
      .map(({ scope, amount }) => ({ scope, before: held.get(nameOf(scope)) ?? null, after: amount }))
      .filter(({ before, after }) => before !== after);
  });

/** Sets all of them or none. @throws Forbidden, Invalid */
export const importBudgets = (
  asking: Asking,
  rows: readonly ImportRow[],
  reason: string,
): Promise<{ created: number; changed: number; unchanged: number }> =>
  inOneWriting(asking, async (inside) => {
    await mustSetAll(inside, rows);
    const given = readReason({ reason });
    const items = rows.map(({ scope, amount }) => ({ scope, amount }));
    return inside.store.budgets.setMany(items, because(inside, given), nowOf(inside));
  });

async function mustSetAll(asking: Asking, rows: readonly ImportRow[]): Promise<void> {
  mustChangeAny(asking, 'budget');
  const costCenterOf = await costCentersOf(asking);
  for (const one of rows) mustBeAllowed(asking, 'change', budgetThing(one, costCenterOf));
  await mustBeSpelledAsHere(
    asking,
    rows.map(({ scope, line }) => ({ scope, field: `line ${line}: key` })),
  );
}

/** The name of whom a budget is for, one of a kind. */
export const nameOf = (scope: BudgetScope): string =>
  scope.kind === 'userDefault' ? scope.kind : `${scope.kind}:${scope.key}`;

/**
 * A budget that whoever asks may remove; null where it is gone already, which they may know.
 * @throws NotThere where they may not see it, Forbidden where they may not remove it
 */
export const removableBudget = (asking: Asking, id: string): Promise<Budget | null> =>
  inOneReading(asking, (inside) => removable(inside, id));

async function removable(asking: Asking, id: string): Promise<Budget | null> {
  const budget = await asking.store.budgets.get(id);
  const costCenterOf = await costCentersOf(asking);
  if (budget === null || !mayDo(asking, 'see', budgetThing(budget, costCenterOf))) {
    if (mayDo(asking, 'change', budgetThing({ scope: { kind: 'userDefault' } }, costCenterOf))) return null;
    throw new NotThere('budget');
  }
  mustBeAllowed(asking, 'change', budgetThing(budget, costCenterOf));
  return budget;
}

/**
 * Removes a budget. Sent twice it is still gone, which is what was wanted by whoever may remove it: `gone`.
 * @throws NotThere, Forbidden, Invalid
 */
export const removeBudget = (asking: Asking, id: string, typed: Typed): Promise<'removed' | 'gone'> =>
  inOneWriting(asking, async (inside) => {
    const budget = await removable(inside, id);
    if (budget === null) return 'gone';
    const reason = readReason(typed);
    await inside.store.budgets.remove(budget.id, because(inside, reason), nowOf(inside));
    return 'removed';
  });
