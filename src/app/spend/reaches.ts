import type { Whom } from '../../core/budgets.ts';
import type { Asking } from '../asking.ts';
import { type Reach, reachesOf } from '../budgets/reach.ts';
import type { Shown, SpendFacts } from './known.ts';

/** Whom to write to about what a page of spend shows. In the caller's reading. */

/** About those who need attention, of those that are told of; of days that are over there is nothing to write. */
export const reachesIn = (
  asking: Asking,
  { groups, running }: SpendFacts,
  { attention: most }: Shown,
): Promise<(whom: Whom) => Reach> =>
  reachesOf(
    asking,
    groups.flatMap(({ group, attention }) =>
      running && (group === 'user' || group === 'costCenter')
        ? attention.slice(0, most).map(({ key }) => ({ kind: group, key }))
        : [],
    ),
  );

/** Who owns each cost center by name, where that is asked. */
export async function ownersIn(
  asking: Asking,
  { groups }: SpendFacts,
  { owners }: Shown,
): Promise<(costCenter: string) => Reach> {
  const rows = groups.find(({ group }) => group === 'costCenter')?.answer.rows ?? [];
  const keys = owners === true ? rows.map(({ keys: [key = ''] }) => key) : [];
  const reaches = await reachesOf(
    asking,
    keys.map((key) => ({ kind: 'costCenter', key })),
  );
  return (key) => reaches({ kind: 'costCenter', key });
}
