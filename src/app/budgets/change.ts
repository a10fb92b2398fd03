import { budgetThing } from '../../core/access.ts';
import { type Budget, type BudgetScope, scopeName } from '../../core/budgets.ts';
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
import { type Confirmed, confirmedIn, mustBeKnown, type Named, NO_NAME } from '../known.ts';
import { readReason, type Typed } from '../typed.ts';
import { costCentersOf, spelling, visibleUsers } from '../visible.ts';
import { readBudget } from './read.ts';

/** Budgets: set one, set many, remove one. Each is one transaction with its entries in the audit log. */

/**
 * Sets what was typed.
 * @param typed as for `readBudget`, and `unknown.key` where the key is right although nothing here is called so
 * @returns `changed`: the amount is another than before
 * @throws Forbidden; Invalid, also where the person is spelled otherwise here, or nothing is known of whom it is for
 */
export async function setBudget(asking: Asking, typed: Typed): Promise<{ budget: Budget; changed: boolean }> {
  mustChangeAny(asking, 'budget');
  const { scope: named, amount, reason } = readBudget(typed);
  return inOneWriting(asking, async (inside) => {
    const scope = await ownScope(inside, named);
    mustBeAllowed(inside, 'change', budgetThing({ scope }, await costCentersOf(inside)));
    await mustBeSpelledAsHere(inside, [{ scope, field: 'key' }]);
    await mustBeKnown(inside, namedIn([{ scope, field: 'key' }]), confirmedIn(typed));
    return inside.store.budgets.set(scope, amount, because(inside, reason), nowOf(inside));
  });
}

/** A person has one budget, by whichever address of theirs it is asked for. */
const ownScope = async ({ store }: Asking, scope: BudgetScope): Promise<BudgetScope> =>
  scope.kind === 'user' ? { ...scope, key: await store.people.ownAddress(scope.key) } : scope;

const namedIn = (all: readonly { scope: BudgetScope; field: string }[]): Named[] =>
  all.flatMap(({ scope, field }) =>
    scope.kind === 'costCenter' || scope.kind === 'user' ? [{ field, kind: scope.kind, key: scope.key }] : [],
  );

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
export const planImport = (
  asking: Asking,
  rows: readonly ImportRow[],
  confirmed: Confirmed = NO_NAME,
): Promise<BudgetChange[]> =>
  inOneReading(asking, async (inside) => {
    const own = await mustSetAll(inside, rows, confirmed);
    const held = new Map(
      (await inside.store.budgets.list()).map((one) => [scopeName(one.scope), one.amount]),
    );
    return own
      .map(({ scope, amount }) => ({ scope, before: held.get(scopeName(scope)) ?? null, after: amount }))
      .filter(({ before, after }) => before !== after);
  });

/** Sets all of them or none. @throws Forbidden, Invalid */
export const importBudgets = (
  asking: Asking,
  rows: readonly ImportRow[],
  reason: string,
  confirmed: Confirmed = NO_NAME,
): Promise<{ created: number; changed: number; unchanged: number }> =>
  inOneWriting(asking, async (inside) => {
    const own = await mustSetAll(inside, rows, confirmed);
    const given = readReason({ reason });
    const items = own.map(({ scope, amount }) => ({ scope, amount }));
    return inside.store.budgets.setMany(items, because(inside, given), nowOf(inside));
  });

/** The rows by people's own addresses. @throws Forbidden, Invalid */
async function mustSetAll(
  asking: Asking,
  rows: readonly ImportRow[],
  confirmed: Confirmed,
): Promise<ImportRow[]> {
  mustChangeAny(asking, 'budget');
  const costCenterOf = await costCentersOf(asking);
  const own: ImportRow[] = [];
  for (const row of rows) own.push({ ...row, scope: await ownScope(asking, row.scope) });
  for (const one of own) mustBeAllowed(asking, 'change', budgetThing(one, costCenterOf));
  mustNameEachOnce(rows, own);
  const said = own.map(({ scope, line }) => ({ scope, field: `line ${line}: key` }));
  await mustBeSpelledAsHere(asking, said);
  await mustBeKnown(asking, namedIn(said), confirmed);
  return own;
}

/**
 * Two rows of one person would be one budget, and which of them it is would be decided by their order.
 * @throws Invalid with each row of whom another one speaks already
 */
function mustNameEachOnce(rows: readonly ImportRow[], own: readonly ImportRow[]): void {
  const first = new Map<string, number>();
  const faults: Fault[] = [];
  for (const [index, { scope, line }] of own.entries()) {
    const earlier = first.get(scopeName(scope));
    const typed = rows[index]?.scope;
    if (earlier === undefined) first.set(scopeName(scope), line);
    else if (typed !== undefined && 'key' in typed)
      faults.push({
        field: `line ${line}: key`,
        key: 'samePerson',
        value: typed.key,
        detail: `line ${earlier}`,
      });
  }
  if (faults.length > 0) throw new Invalid(faults);
}

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
