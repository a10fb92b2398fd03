import type { Known } from '../../core/known.ts';
import type { SpendFilter } from '../../core/questions.ts';
import type { DayRange, SpendRow } from '../../core/types.ts';
import { type Asking, inOneReading, scopeOf } from '../asking.ts';
import { type KeptPart, keptPartOf } from '../kept.ts';
import { type UnknownValue, unknownIn } from '../known.ts';
import { type Names, readNames } from '../names.ts';
import { teamOf } from '../people/team.ts';
import { noteOwners } from '../privacy/looked.ts';
import { isOwnAlone, mustShow } from '../privacy/shown.ts';
import { toldProfiles } from '../profiles/told.ts';

/** The lines that any figure of spend consists of. */

interface Lines extends KeptPart {
  rows: readonly SpendRow[];
  /** Rows in all, not only of this part. */
  total: number;
  /** What all of them come to; of the days that are kept, as the lines are. */
  amount: Known;
  names: Names;
  /** Values of the filter that nothing here is called by. */
  unknown: readonly UnknownValue[];
  /** Whether the ledger holds spend of any day. */
  collected: boolean;
}

/**
 * @throws Withheld where these are lines of others that are not shown
 * @param filter a team that there is not, or that is not for whoever asks, has no lines
 */
export const listLines = (
  asking: Asking,
  asked: DayRange,
  { team, ...named }: SpendFilter & { team?: string | undefined },
  page: { limit: number; offset: number },
): Promise<Lines> =>
  inOneReading(asking, async (inside) => {
    if (team !== undefined || !isOwnAlone(inside, named.user))
      mustShow(inside, { range: asked, byDay: true });
    const filter = team === undefined ? named : await withinTeam(inside, team, named);
    const scope = scopeOf(inside);
    const { range, gone } = await keptPartOf(inside, asked, ['spend']);
    const { spend } = inside.store;
    const { rows, total } = await spend.rows({ range, ...filter }, scope, page);
    const sums = await spend.query({ range, groupBy: [], basis: 'best', filter, scope, unowned: 'among' });
    const shown = rows.flatMap(({ profileArn }) => (profileArn === null ? [] : [profileArn]));
    inside.noteLook?.(rows.map(({ userEmail }) => userEmail ?? ''));
    // What all of them come to is told beside rows that are on another page.
    if ((filter.user ?? filter.profile) !== undefined)
      await noteOwners(inside, { range, basis: 'best', filter, scope });
    const told = await toldProfiles(inside, filter.profile ?? []);
    return {
      range,
      gone,
      rows,
      total,
      amount: sums.total,
      names: await readNames(inside, [...new Set([...shown, ...told])]),
      unknown: await unknownIn(inside, named),
      collected: (await spend.range()) !== null,
    };
  });

async function withinTeam(
  asking: Asking,
  manager: string,
  { user, ...others }: SpendFilter,
): Promise<SpendFilter> {
  const members = (await teamOf(asking, manager))?.members ?? [];
  return { ...others, user: user === undefined ? members : members.filter((email) => user.includes(email)) };
}
