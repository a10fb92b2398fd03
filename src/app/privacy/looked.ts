import type { SpendQuery } from '../../core/questions.ts';
import type { Asking } from '../asking.ts';

/** Notes whose rows an answer is made of where it does not name them: what was spent with a profile is somebody's. */
export async function noteOwners(
  { store, noteLook }: Asking,
  { range, basis, filter, scope }: Pick<SpendQuery, 'range' | 'basis' | 'filter' | 'scope'>,
): Promise<void> {
  if (noteLook === undefined) return;
  const { rows } = await store.spend.brief({ range, basis, filter, scope, groupBy: ['user'] });
  noteLook(rows.map(({ keys }) => keys[0] ?? ''));
}
