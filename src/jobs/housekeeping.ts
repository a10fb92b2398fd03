import { judgedFrom } from '../core/budgets.ts';
import { DAY_MS, dayOf, instantOf } from '../core/periods.ts';
import { breathe, type Job, type JobContext, nowOf } from './job.ts';

/** Rows that go in one transaction: short enough that nobody waits for it, also where years are forgotten at once. */
const FORGOTTEN_AT_ONCE = 500;
/** CloudWatch lists a series no longer after two weeks without data. */
const WATCHED_DAYS = 15;

/**
 * Forgets what the settings no longer keep: runs; entries of the audit log, tokens that ended and alerts with their
 * messages, as long ago; sessions that expired; the groups of sign-ins too long ago for them to give a role; and how far
 * series were read that are idle. Asks AWS for nothing.
 */
export const housekeepingJob: Job = {
  name: 'housekeeping',
  async run(context) {
    const { store, clock, settings, progress } = context;
    progress.start('housekeeping', 7);
    const keptFrom = instantOf(clock.now() - settings.auditDays * DAY_MS);
    const runsFrom = instantOf(clock.now() - settings.runDays * DAY_MS);
    const now = nowOf({ clock });
    const actor = { id: 'job:housekeeping', via: 'job' } as const;
    const entries = await store.audit.forget(keptFrom, actor, now);
    progress.step(1);
    const tokens = await store.tokens.tidy(keptFrom);
    progress.step(2);
    const sessions = await store.sessions.tidy(now);
    progress.step(3);
    const groups = await store.people.forgetGroups(actor, now);
    progress.step(4);
    const runs = await inSteps(context, (limit) => store.runs.forget(runsFrom, limit));
    progress.step(5);
    const judged = judgedFrom(dayOf(clock.now()));
    const alertsFrom = judged < keptFrom ? judged : keptFrom;
    const alerts = await inSteps(context, (limit) => store.alerts.forget(alertsFrom, limit));
    progress.step(6);
    const idleFrom = instantOf(clock.now() - WATCHED_DAYS * DAY_MS);
    const idle = await inSteps(context, (limit) => store.watching.forget(idleFrom, limit));
    progress.done(
      `${entries} audit entries, ${tokens} tokens, ${sessions} sessions, groups of ${groups} people, ${runs} runs, ${alerts} alerts, ${idle} idle series forgotten`,
    );
    return { rows: entries + tokens + sessions + groups + runs + alerts + idle, errors: [] };
  },
};

/** Does it until nothing is left, and lets the server answer in between. */
async function inSteps(context: JobContext, forget: (limit: number) => Promise<number>): Promise<number> {
  let all = 0;
  for (;;) {
    const gone = await forget(FORGOTTEN_AT_ONCE);
    all += gone;
    if (gone < FORGOTTEN_AT_ONCE) return all;
    await breathe(context);
  }
}
