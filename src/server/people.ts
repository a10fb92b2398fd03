import type { SpendFilter } from '../store/types.ts';
import type { ServerDeps } from './deps.ts';

/** Everybody who ever spent something or owns a profile, by name. */
export async function peopleOf({
  store,
  settings,
}: Pick<ServerDeps, 'store' | 'settings'>): Promise<string[]> {
  const found = new Set<string>();
  for (const { history } of await store.profiles.all())
    found.add(history.at(-1)?.tags[settings.tagKeys.user] ?? '');
  const range = await store.spend.range();
  if (range !== null) {
    const { rows } = await store.spend.query({ range, groupBy: ['user'], basis: 'best', filter: {} });
    for (const row of rows) found.add(row.keys[0] ?? '');
  }
  found.delete('');
  return [...found].sort();
}

/** Whether the ledger holds any spend by these words. */
export async function everSpent(deps: Pick<ServerDeps, 'store'>, filter: SpendFilter): Promise<boolean> {
  const range = await deps.store.spend.range();
  if (range === null) return false;
  const answer = await deps.store.spend.query({
    range,
    groupBy: [],
    basis: 'best',
    filter,
    unowned: 'among',
  });
  return answer.rows.length > 0;
}
