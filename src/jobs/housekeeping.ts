import { DAY_MS, instantOf } from '../core/periods.ts';
import { type Job, nowOf } from './job.ts';

/**
 * Forgets what the settings no longer keep: entries of the audit log and tokens that ended so long ago, and sessions that
 * expired; and the groups of sign-ins too long ago for them to give a role. Asks AWS for nothing.
 */
export const housekeepingJob: Job = {
  name: 'housekeeping',
  async run({ store, clock, settings, progress }) {
    progress.start('housekeeping', 4);
    const keptFrom = instantOf(clock.now() - settings.auditDays * DAY_MS);
    const now = nowOf({ clock });
    const actor = { id: 'job:housekeeping', via: 'job' } as const;
    const entries = await store.audit.forget(keptFrom, actor, now);
    progress.step(1);
    const tokens = await store.tokens.tidy(keptFrom);
    progress.step(2);
    const sessions = await store.sessions.tidy(now);
    progress.step(3);
    const groups = await store.people.forgetGroups(actor, now);
    progress.done(
      `${entries} audit entries, ${tokens} tokens, ${sessions} sessions, groups of ${groups} people forgotten`,
    );
    return { rows: entries + tokens + sessions + groups, errors: [] };
  },
};
