import { budgetThing, costCentersIn } from '../core/access.ts';
import {
  type Budget,
  type BudgetInForce,
  type BudgetScope,
  budgetsHeld,
  budgetsInForce,
} from '../core/budgets.ts';
import { dayOf, lastDayOf } from '../core/periods.ts';
import type { SpendFilter } from '../core/questions.ts';
import type { DayRange, Profile } from '../core/types.ts';
import type { ProfileQuestion } from '../store/types.ts';
import type { NamesAsked } from '../store/typesSpend.ts';
import { type Asking, mayDo, scopeOf } from './asking.ts';
import { profileThing } from './profiles/thing.ts';

/** What of a noun whoever asks may see: asked by every verb that shows some of them. */

/** Which profiles whoever asks may see, as a question to the store: those for which `may` says yes. */
export const profileQuestion = (asking: Asking, user?: string): ProfileQuestion => ({
  scope: scopeOf(asking),
  tagKeys: asking.settings.tagKeys,
  user,
  sharedBy: asking.viewer.costCenter === '' ? [] : [asking.viewer.costCenter],
});

/** Those of them that whoever asks may see: it is asked of each one that is shown. */
export function seenProfiles(asking: Asking, profiles: readonly Profile[]): Profile[] {
  const { tagKeys } = asking.settings;
  // Asked first, so that it was asked even where there is none.
  if (mayDo(asking, 'see', { kind: 'bill' })) return [...profiles];
  return profiles.filter((profile) => mayDo(asking, 'see', profileThing(profile, tagKeys)));
}

/** Profiles that whoever asks may see. */
export const visibleProfiles = async (asking: Asking): Promise<Profile[]> =>
  seenProfiles(asking, await asking.store.profiles.list(profileQuestion(asking), null));

/**
 * Where people belong, as far as whoever asks owns their cost center; '' for everybody else. Only who owns a cost center
 * sees by it, and only by their own, so that of the directory nothing else is read.
 */
export async function costCentersOf({ viewer, store }: Asking): Promise<(email: string) => string> {
  if (viewer.ownedCostCenters.size === 0) return () => '';
  return costCentersIn(await store.people.belongingTo([...viewer.ownedCostCenters]));
}

/** Everybody whom whoever asks may see and who ever spent something or owns a profile, by name. */
export async function visibleUsers(asking: Asking, names: NamesAsked = {}): Promise<string[]> {
  const { store } = asking;
  const question = profileQuestion(asking);
  const found = new Set([
    ...(await store.profiles.users(question, names)),
    ...(await store.spend.users(question.scope, names)),
  ]);
  return [...found].sort().slice(0, names.limit);
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
 * replaced by the default. Whoever may see somebody's budget may see where they stand against it. They are those that held
 * in `range`, as of its last day: of the running period today.
 */
export async function budgetsFor(asking: Asking, range: DayRange): Promise<Budgets> {
  const { store, settings, now } = asking;
  const live = await store.budgets.on(lastDayOf(range, dayOf(now)), settings.budgets.calendar);
  const costCenterOf = await costCentersOf(asking);
  const heldBy = budgetsHeld(live, range);
  const maySee = (scope: BudgetScope) => mayDo(asking, 'see', budgetThing({ scope }, costCenterOf));
  return {
    visible: live.filter(({ scope, endedOn }) => endedOn === null && maySee(scope)),
    inForce: (users) =>
      budgetsInForce(live, range, users).filter(({ scopeKind: kind, scopeKey: key }) =>
        maySee({ kind, key }),
      ),
    held(kind, key) {
      const budget = heldBy(kind, key);
      return budget !== null && maySee({ kind, key }) ? budget : null;
    },
  };
}
