import { type BudgetScope, isDefault, scopeKeyOf, type Whom } from './budgets.ts';
import type { Money } from './types.ts';

/**
 * How little budgets of one period may ever be held to: of thousands, whoever has not reached that need not be looked at
 * closer to know that they are within. Pure.
 */
export interface BudgetFloor {
  scope: BudgetScope;
  /** The least amount that was ever decided of it. Raises and what is carried over only add to what holds. */
  least: Money;
  /** It holds on the day that was asked about: nothing of it ends, was withdrawn or is unknown, and it began by then. */
  holds: boolean;
}

/**
 * What no limit of somebody is below, in the period that the floors are of; null: nothing can hold for them.
 * @param floors of their own budgets, and of every default that may hold for one of them
 */
export function floorOf(floors: readonly BudgetFloor[]): (whom: Whom) => Money | null {
  const own = new Map<string, Map<string, BudgetFloor>>();
  const defaults = { user: null as Money | null, costCenter: null as Money | null };
  for (const one of floors) {
    if (!isDefault(one.scope)) {
      const { kind } = one.scope;
      const ofKind = own.get(kind) ?? new Map<string, BudgetFloor>();
      own.set(kind, ofKind.set(scopeKeyOf(one.scope), one));
    } else {
      const kind = one.scope.kind === 'costCenterDefault' ? 'costCenter' : 'user';
      defaults[kind] = lesser(defaults[kind], one.least);
    }
  }
  return (whom) => {
    if (whom.key === '' && whom.kind !== 'organisation') return null;
    const theirs = own.get(whom.kind)?.get(whom.key);
    if (theirs?.holds === true) return theirs.least;
    const byDefault = whom.kind === 'user' || whom.kind === 'costCenter' ? defaults[whom.kind] : null;
    return theirs === undefined ? byDefault : lesser(byDefault, theirs.least);
  };
}

const lesser = (a: Money | null, b: Money): Money => (a === null || b < a ? b : a);
