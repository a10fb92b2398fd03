import { budgetThing, costCentersIn } from '../core/access.ts';
import {
  type Budget,
  type BudgetInForce,
  type BudgetScope,
  budgetsHeld,
  budgetsInForce,
} from '../core/budgets.ts';
import { ownerOf } from '../core/estate.ts';
import type { SpendFilter } from '../core/questions.ts';
import type { Profile } from '../core/types.ts';
import { type Asking, mayDo, scopeOf } from './asking.ts';

/** What of a noun whoever asks may see: asked by every verb that shows some of them. */

/** Profiles that whoever asks may see. */
export async function visibleProfiles(asking: Asking): Promise<Profile[]> {
  const profiles = await asking.store.profiles.all();
  const { tagKeys } = asking.settings;
  // Asked first, so that it was asked even where there is none.
  if (mayDo(asking, 'see', { kind: 'bill' })) return profiles;
  return profiles.filter((profile) =>
    mayDo(asking, 'see', { kind: 'profile', ...ownerOf(profile, tagKeys) }),
  );
}

/**
 * Where people belong, by the directory; '' where it does not say. Only who owns a cost center sees by it, so for
 * others the directory is not read.
 */
export async function costCentersOf({ viewer, store }: Asking): Promise<(email: string) => string> {
  if (viewer.ownedCostCenters.size === 0) return () => '';
  return costCentersIn(await store.people.list());
}

/** Everybody whom whoever asks may see and who ever spent something or owns a profile, by name. */
export async function visibleUsers(asking: Asking): Promise<string[]> {
  const { tagKeys } = asking.settings;
  const found = new Set((await visibleProfiles(asking)).map((profile) => ownerOf(profile, tagKeys).user));
  const range = await asking.store.spend.range();
  if (range !== null) {
    const ask = {
      range,
      groupBy: ['user' as const],
      basis: 'best' as const,
      filter: {},
      scope: scopeOf(asking),
    };
    for (const row of (await asking.store.spend.query(ask)).rows) found.add(row.keys[0] ?? '');
  }
  found.delete('');
  return [...found].sort();
}

/**
 * How somebody is spelled here, when what was typed differs from it by upper and lower case only; else null. Made once for
 * all that is to be looked for.
 */
export function spelling(users: readonly string[]): (written: string) => string | null {
  const known = new Set(users);
  const alike = new Map(users.map((user) => [user.toLowerCase(), user]));
  return (written) => (known.has(written) ? null : (alike.get(written.toLowerCase()) ?? null));
}

/** Whether the ledger holds any spend by these words that whoever asks may see. */
export async function everSpent(asking: Asking, filter: SpendFilter): Promise<boolean> {
  const scope = scopeOf(asking);
  const range = await asking.store.spend.range();
  if (range === null) return false;
  const answer = await asking.store.spend.query({
    range,
    groupBy: [],
    basis: 'best',
    filter,
    scope,
    unowned: 'among',
  });
  return answer.rows.length > 0;
}

/** Whether there is something of that name that whoever asks may see: spend, a budget, or a person. */
export async function isKnown(
  asking: Asking,
  group: 'costCenter' | 'user' | 'model',
  key: string,
  budgets: readonly Budget[],
): Promise<boolean> {
  if (budgets.some(({ scope }) => scope.kind === group && scope.key === key)) return true;
  if (await everSpent(asking, { [group]: [key] })) return true;
  const person = group === 'user' ? await asking.store.people.get(key) : null;
  return (
    person !== null &&
    mayDo(asking, 'see', { kind: 'person', email: key, costCenter: person.costCenter ?? '' })
  );
}

/** The budget that somebody is held against, where whoever asks may see it; null where there is none, or it is not theirs. */
export type HeldBudget = (kind: 'user' | 'costCenter', key: string) => Budget | null;

export interface Budgets {
  /** Those that whoever asks may see. */
  visible: readonly Budget[];
  /** For whom each of all budgets holds of these users, where whoever asks may see it. */
  inForce(users: readonly string[]): BudgetInForce[];
  held: HeldBudget;
}

/**
 * Budgets in the eyes of whoever asks. Which one holds is decided among all of them: one that they may not see is not
 * replaced by the default. Whoever may see somebody's budget may see where they stand against it.
 */
export async function budgetsFor(asking: Asking): Promise<Budgets> {
  const live = await asking.store.budgets.list();
  const costCenterOf = await costCentersOf(asking);
  const heldBy = budgetsHeld(live);
  const maySee = (scope: BudgetScope) => mayDo(asking, 'see', budgetThing({ scope }, costCenterOf));
  return {
    visible: live.filter(({ scope }) => maySee(scope)),
    inForce: (users) =>
      budgetsInForce(live, users).filter(({ scopeKind: kind, scopeKey: key }) => maySee({ kind, key })),
    held(kind, key) {
      const budget = heldBy(kind, key);
      return budget !== null && maySee({ kind, key }) ? budget : null;
    },
  };
}
