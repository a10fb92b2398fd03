import { Invalid } from '../../core/errors.ts';
import type { JobName } from '../../core/runs.ts';
import type { Settings } from '../../core/settings.ts';
import { type Asking, mustChangeAny } from '../asking.ts';
import type { Typed } from '../typed.ts';
import { recordDeed } from './recordDeed.ts';

/** Starting a job by hand. */

/** Jobs that may be asked for; what depends on them follows by itself. */
const STARTABLE = ['profiles', 'usage', 'charges', 'deliver'] as const satisfies readonly JobName[];
/** The directory beside them, where it is read. */
export const startable = ({ directory }: Pick<Settings, 'directory'>): readonly JobName[] =>
  directory === null ? STARTABLE : [...STARTABLE, 'people'];
/** Those on whose figures nothing depends. */
const ALONE: readonly JobName[] = ['deliver', 'people'];
const FOLLOWING = [
  'rates',
  'spend',
  'alerts',
  'enforce',
  'notices',
  'deliver',
] as const satisfies readonly JobName[];

/**
 * Starts a job and what depends on it; first in the audit log, then at work.
 * @param typed `job`
 * @param start hands jobs to the schedule
 * @throws Forbidden, Invalid
 */
export async function triggerJob(
  asking: Asking,
  start: (jobs: readonly JobName[]) => void,
  { job = '' }: Typed,
): Promise<void> {
  mustChangeAny(asking, 'jobs');
  const known = startable(asking.settings).find((one) => one === job);
  if (known === undefined) throw new Invalid([{ field: 'job', key: 'job', value: job }]);
  await recordDeed(asking, 'sync.trigger', `job:${known}`);
  const stopping = asking.settings.enforcement.mode !== 'off';
  const following = FOLLOWING.filter((one) => one !== 'enforce' || stopping);
  start([known, ...(ALONE.includes(known) ? [] : following)]);
}
