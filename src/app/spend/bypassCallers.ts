import type { Aws } from '../../aws/types.ts';
import { directCallers, type RecordedCaller } from '../../core/bypass.ts';
import { modelReader } from '../../core/models.ts';
import type { DayRange, Instant, Place } from '../../core/types.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';
import { recordedCalls } from '../policies/audit.ts';
import type { Unread } from '../policies/inForceReads.ts';
import { mustShow } from '../privacy/shown.ts';

/** Who called models without a profile, by name, where somebody asks CloudTrail. */

export interface RecordedCallers {
  /** Ask it by `recordedOf`. */
  callers: ReadonlyMap<string, readonly RecordedCaller[]>;
  /** Places whose records were cut, with the oldest that was read. */
  cut: readonly (Place & { at: Instant })[];
  unread: readonly Unread[];
}

/**
 * @param range days, UTC; CloudTrail keeps ninety
 * @throws Forbidden for whoever is no administrator, Withheld where calls of single people are not shown
 */
export async function callersByCloudTrail(
  asking: Asking,
  aws: Pick<Aws, 'cloudtrail'>,
  range: DayRange,
): Promise<RecordedCallers> {
  const catalogue = await inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'change', { kind: 'policies' });
    mustShow(inside, { range, byDay: true });
    return inside.store.profiles.catalogue();
  });
  const { calls, cut, unread } = await recordedCalls(asking, range, aws);
  const within = calls.filter(({ at }) => at < `${range.endExclusive}T`);
  return { callers: directCallers(within, modelReader(catalogue)), cut, unread };
}
