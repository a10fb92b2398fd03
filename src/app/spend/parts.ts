import type { SpendFilter, SpendGroup } from '../../core/questions.ts';
import type { SpendQuestion } from './known.ts';

/** What of people and cost centers a question sees: all that they spent, or a part of it. */

/**
 * Whether budgets say something about rows: a cost center's says nothing about one team's part of it. Of people all that
 * they spent is held against theirs, wherever they are listed.
 */
export const budgetsSay = (group: SpendGroup, { user, model }: SpendFilter): boolean =>
  model === undefined && (group === 'user' ? user?.length !== 1 : user === undefined);

/** Whom a page or answer is about, where that is one person with a budget: all that they spent is held against it. */
export const personOf = ({ filter, budget }: Pick<SpendQuestion, 'filter' | 'budget'>): string | null =>
  budget !== null && filter.user?.length === 1 ? (filter.user[0] ?? null) : null;

/** Whether it sees only a part of what a person spent, or may. */
export const isPart = ({ filter, scope }: Pick<SpendQuestion, 'filter' | 'scope'>, person: string): boolean =>
  filter.costCenter !== undefined || !(scope === 'all' || scope.users.includes(person));

/** Whether each row of a group is all that its person or cost center spent. */
export function rowsAreWhole(
  { filter, scope }: Pick<SpendQuestion, 'filter' | 'scope'>,
  group: 'user' | 'costCenter',
): boolean {
  const named = Object.entries(filter).filter(([, values]) => values !== undefined);
  if (named.some(([name]) => name !== group)) return false;
  if (scope === 'all') return true;
  if (group === 'costCenter') return false;
  const seen = new Set(scope.users);
  return scope.costCenters.length === 0 || (filter.user ?? ['']).every((user) => seen.has(user));
}
