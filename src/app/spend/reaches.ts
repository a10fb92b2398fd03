import type { Whom } from '../../core/budgets.ts';
import type { Standing } from '../../core/standing.ts';
import type { Asking } from '../asking.ts';
import { type Reach, reachesOf } from '../budgets/reach.ts';
import type { BudgetSeen } from '../budgets/seen.ts';
import type { Shown, SpendFacts } from './known.ts';

/** Whom to write to about what a page of spend shows. In the caller's reading. */

/** About those who need attention, of those that are told of, and budgets that are over or will be; of days that are over there is nothing to write. */
export const reachesIn = (
  asking: Asking,
  { groups, running }: SpendFacts,
  { attention: most }: Shown,
  meters: readonly Pick<BudgetSeen, 'whom' | 'standing'>[],
): Promise<(whom: Whom) => Reach> =>
  reachesOf(
    asking,
    !running
      ? []
      : [
          ...groups.flatMap(({ group, attention }) =>
            group === 'user' || group === 'costCenter'
              ? attention.slice(0, most).map(({ key }) => ({ kind: group, key }))
              : [],
          ),
          ...meters.filter(({ standing }) => isWrittenAbout(standing)).map(({ whom }) => whom),
        ],
  );

/** Whether somebody is to be told of a budget: there is nothing to write about one that holds. */
export const isWrittenAbout = ({ state }: Pick<Standing, 'state'>): boolean =>
  state === 'over' || state === 'watch';

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
