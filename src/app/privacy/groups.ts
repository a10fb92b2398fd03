import { may, type Viewer } from '../../core/access.ts';
import { LedgerError } from '../../core/errors.ts';
import { type Known, sumKnown } from '../../core/known.ts';
import { monthRange, monthsOf } from '../../core/periods.ts';
import { latestSummedMonth, type PersonSum, releasedGroups, seenBy } from '../../core/privacy.ts';
import type { AmountRow, SpendFilter } from '../../core/questions.ts';
import type { Month } from '../../core/types.ts';
import { type Asking, inOneReading, sphereOf } from '../asking.ts';

/** Sums of groups of people, for whoever does not see single people: whole months that are over, and one way to group. */

export interface GroupSum extends Known {
  /** A cost center ('' what belongs to none), or the manager of a team; null: several that are too small by themselves. */
  group: string | null;
  /** People beside whoever asks; null where how many there are is no question. */
  people: number;
  /** How many cost centers it is of. */
  groups: number;
}
export interface GroupSums {
  month: Month;
  /** The months that can be asked for, newest first. */
  months: readonly Month[];
  by: 'costCenter' | 'team' | null;
  rows: readonly GroupSum[];
  /** All of them; null where something is left out, or whoever asks sees no more than their cost centers. */
  total: Known | null;
  /** What nobody owns, for whoever sees the bill. */
  unowned: Known | null;
  /** Something is of too few people to be shown. */
  isPart: boolean;
  /** People beside whoever asks whom a sum must be of. */
  least: number;
}

/** Cost centers where somebody has to do with any, else the team that reports to them: both at once would be differences. */
function byOf(viewer: Viewer, othersSee: string): GroupSums['by'] {
  if (may(viewer, 'see', { kind: 'bill' }) || viewer.ownedCostCenters.size > 0) return 'costCenter';
  return viewer.roles.has('manager') && othersSee !== 'nothing' ? 'team' : null;
}

/**
 * @param asked a month that is over; the last one unless given
 * @throws LedgerError for a month that is not over
 */
export const sumGroups = (asking: Asking, asked?: Month): Promise<GroupSums> =>
  inOneReading(asking, async (inside) => {
    const { store, viewer, settings, now } = inside;
    const last = latestSummedMonth(now);
    const month = asked ?? last;
    if (month > last)
      throw new LedgerError(
        'badRequest',
        `${month} is not over: what it comes to between two looks would be what single people spent; the last month is ${last}`,
        { field: 'month' },
      );
    const sphere = sphereOf(inside);
    const seesAll = sphere === 'all';
    const by = byOf(viewer, seenBy(viewer, settings.privacy));
    const held = await store.spend.range();
    const months = held === null ? [] : monthsOf(held).filter((one) => one <= last);
    const least = settings.privacy.leastPeople;
    const nothing = { month, months: [...months].reverse(), by, rows: [], total: null, unowned: null };
    if (by === null) return { ...nothing, isPart: false, least };
    const range = monthRange(month);
    const ask = { range, basis: 'best' as const, scope: 'all' as const };
    const filter = filterOf(inside, by, seesAll);
    const found = await store.spend.amounts({ ...ask, groupBy: ['costCenter', 'user'], filter });
    const released = releasedGroups(personSums(found, by === 'team' ? viewer.email : null), {
      viewer: viewer.email,
      least,
      complete: seesAll,
    });
    const rows: GroupSum[] = released.shown.map(({ group, people, sums }) => ({
      ...{ group, people, groups: 1 },
      ...sumKnown(sums),
    }));
    if (released.together !== null) {
      const { groups, people, sums } = released.together;
      rows.push({ group: null, people, groups, ...sumKnown(sums) });
    }
    const { unallocated } = await store.spend.brief({ ...ask, groupBy: [], filter: {} });
    const unowned = seesAll && !released.isPart ? sumKnown(unallocated) : null;
    return {
      ...nothing,
      rows,
      total: unowned === null ? null : sumKnown([...rows, unowned]),
      unowned,
      isPart: released.isPart,
      least,
    };
  });

function filterOf({ viewer }: Asking, by: 'costCenter' | 'team', seesAll: boolean): SpendFilter {
  if (seesAll) return {};
  return by === 'team' ? { user: [...viewer.reports] } : { costCenter: [...viewer.ownedCostCenters] };
}

/** @param team one group of all; null: cost centers */
const personSums = (rows: readonly AmountRow[], team: string | null): PersonSum<Known>[] =>
  rows.map(({ keys: [costCenter = '', user = ''], amount, unpricedTokens }) => ({
    group: team ?? costCenter,
    user,
    sum: { amount, unpricedTokens },
  }));
