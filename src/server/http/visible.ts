import type { Context } from 'hono';
import { budgetThing, costCentersIn } from '../../core/access.ts';
import { ownerOf } from '../../core/estate.ts';
import type { SpendFilter } from '../../core/questions.ts';
import type { Budget, Profile } from '../../core/types.ts';
import type { ServerDeps } from '../deps.ts';
import { mayDo, scopeOf, viewerOf } from './visitor.ts';

/** Profiles that whoever asks may see. */
export async function profilesFor(c: Context, deps: ServerDeps): Promise<Profile[]> {
  const profiles = await deps.store.profiles.all();
  const { tagKeys } = deps.settings;
  // Asked first, so that it was asked even where there is none.
  if (mayDo(c, 'see', { kind: 'bill' })) return profiles;
  return profiles.filter((profile) => mayDo(c, 'see', { kind: 'profile', ...ownerOf(profile, tagKeys) }));
}

/** Everybody whom whoever asks may see and who ever spent something or owns a profile, by name. */
export async function peopleOf(c: Context, deps: ServerDeps): Promise<string[]> {
  const { tagKeys } = deps.settings;
  const found = new Set((await profilesFor(c, deps)).map((profile) => ownerOf(profile, tagKeys).user));
  const range = await deps.store.spend.range();
  if (range !== null) {
    const ask = { range, groupBy: ['user' as const], basis: 'best' as const, filter: {}, scope: scopeOf(c) };
    for (const row of (await deps.store.spend.query(ask)).rows) found.add(row.keys[0] ?? '');
  }
  found.delete('');
  return [...found].sort();
}

/** Whether the ledger holds any spend by these words that whoever asks may see. */
export async function everSpent(
  c: Context,
  deps: Pick<ServerDeps, 'store'>,
  filter: SpendFilter,
): Promise<boolean> {
  const scope = scopeOf(c);
  const range = await deps.store.spend.range();
  if (range === null) return false;
  const answer = await deps.store.spend.query({
    range,
    groupBy: [],
    basis: 'best',
    filter,
    scope,
    unowned: 'among',
  });
  return answer.rows.length > 0;
}

/**
 * Where people belong, by the directory; '' where it does not say. Only who owns a cost center sees by it, so for
 * others the directory is not read.
 */
export async function costCentersOf(
  c: Context,
  { store }: Pick<ServerDeps, 'store'>,
): Promise<(email: string) => string> {
  if (viewerOf(c).ownedCostCenters.size === 0) return () => '';
  return costCentersIn(await store.people.list());
}

/** Budgets that whoever asks may see. */
export async function budgetsFor(c: Context, deps: Pick<ServerDeps, 'store'>): Promise<Budget[]> {
  const costCenterOf = await costCentersOf(c, deps);
  return (await deps.store.budgets.list()).filter((budget) =>
    mayDo(c, 'see', budgetThing(budget, costCenterOf)),
  );
}

/** Whether there is something of that name that whoever asks may see: spend, a budget, or a person. */
export async function isKnown(
  c: Context,
  deps: ServerDeps,
  group: 'costCenter' | 'user' | 'model',
  key: string,
  budgets: readonly Budget[],
): Promise<boolean> {
  if (budgets.some(({ scope }) => scope.kind === group && scope.key === key)) return true;
  if (await everSpent(c, deps, { [group]: [key] })) return true;
  const person = group === 'user' ? await deps.store.people.get(key) : null;
  return (
    person !== null && mayDo(c, 'see', { kind: 'person', email: key, costCenter: person.costCenter ?? '' })
  );
}

/**
 * A manager with everybody who is of the team, the manager first; null when nobody reports to them, there is no such
 * person, or it is not for whoever asks to see them.
 */
export async function teamOf(
  c: Context,
  { store }: Pick<ServerDeps, 'store'>,
  manager: string,
): Promise<{ name: string | null; reports: readonly string[]; members: readonly string[] } | null> {
  const found = await store.people.details(manager);
  const thing = { kind: 'person' as const, email: manager, costCenter: found?.person.costCenter ?? '' };
  if (!mayDo(c, 'see', thing) || found === null || found.reports.length === 0) return null;
  return { name: found.person.name, reports: found.reports, members: [manager, ...found.reports] };
}
