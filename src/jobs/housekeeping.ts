import { DAY_MS, instantOf } from '../core/periods.ts';
import { type Job, nowOf } from './job.ts';

/**
 * Forgets what the settings no longer keep: entries of the audit log and tokens that ended so long ago, and sessions that
 * expired. Asks AWS for nothing.
 */
export const housekeepingJob: Job = {
  name: 'housekeeping',
  async run({ store, clock, settings, progress }) {
    progress.start('housekeeping', 3);
    const keptFrom = instantOf(clock.now() - settings.auditDays * DAY_MS);
    const now = nowOf({ clock });
    const entries = await store.audit.forget(keptFrom, { id: 'job:housekeeping', via: 'job' }, now);
    progress.step(1);
    const tokens = await store.tokens.tidy(keptFrom);
    progress.step(2);
    const sessions = await store.sessions.tidy(now);
    progress.done(`${entries} audit entries, ${tokens} tokens, ${sessions} sessions forgotten`);
    return { rows: entries + tokens + sessions, errors: [] };
  },
};
