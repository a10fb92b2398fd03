import { reportFacts, reportSubjects } from '../app/notify/reports.ts';
import { routing } from '../app/notify/routes.ts';
import type { Whom } from '../core/budgets.ts';
import type { Recipient } from '../core/recipients.ts';
import { emptyReport, reportAbout, reportNotice } from '../core/reports.ts';
import { REPORTED, type Reported, reportRange } from '../core/reportTimes.ts';
import type { SliceError } from '../core/runs.ts';
import type { DayRange } from '../core/types.ts';
import { type JobContext, nowOf, wordsOf } from './job.ts';

/** Regular reports: who is owed which now. */

interface Due {
  rhythm: Reported;
  range: DayRange;
  whom: Whom;
  send: readonly Recipient[];
}

/**
 * Makes the reports that are due and were not made yet, with the messages that they owe, each in one transaction: once per subject,
 * rhythm and period, so that a run that is repeated, or missed for days, tells nothing twice. What nobody wants is not made.
 */
export async function raiseReports(context: JobContext): Promise<{ rows: number; errors: SliceError[] }> {
  const { store, settings, clock, lease, progress, signal } = context;
  const now = clock.now();
  const due = await dueNow(context, now);
  if (due.length === 0) return { rows: 0, errors: [] };
  const errors: SliceError[] = [];
  let rows = 0;
  progress.start('reports', due.length);
  for (const [at, one] of due.entries()) {
    if (signal?.aborted) break;
    try {
      const facts = await reportFacts({ store, settings, now }, one.whom, one);
      // What there is nothing to say of is kept too, so that it is not looked at again, and told to nobody.
      const draft =
        facts === null
          ? { ...emptyReport(one.rhythm, one.whom, one.range), send: [] }
          : { ...reportNotice(facts), send: one.send };
      const raised = await store.notices.raise(lease, [draft], nowOf(context));
      if (facts !== null) rows += raised;
    } catch (error) {
      if (signal?.aborted) throw error;
      errors.push({ slice: reportAbout(one.rhythm, one.whom, one.range), error: wordsOf(error) });
    }
    progress.step(at + 1);
  }
  return { rows, errors };
}

async function dueNow({ store, settings }: JobContext, now: number): Promise<Due[]> {
  const { reports } = settings.notify;
  const chosen = (await store.preferences.list()).flatMap((one) => one.reports ?? []);
  const rhythms = REPORTED.filter((one) => one === reports.rhythm || chosen.includes(one));
  if (rhythms.length === 0) return [];
  return store.reading(async (inside) => {
    // Before anything was collected there is nothing to report, and nothing that is done.
    if ((await inside.spend.range()) === null) return [];
    const routesOf = await routing({ store: inside, settings, now });
    const subjects = await reportSubjects({ store: inside, settings, now });
    const wanted = rhythms.flatMap((rhythm) => {
      const range = reportRange(rhythm, reports, now);
      return subjects.flatMap((whom): Due[] => {
        const send = routesOf({ kind: 'report', scope: whom, people: null, rhythm });
        return send.some(({ drop }) => drop === undefined) ? [{ rhythm, range, whom, send }] : [];
      });
    });
    const abouts = wanted.map(({ rhythm, whom, range }) => reportAbout(rhythm, whom, range));
    const made = new Set(await inside.notices.openOf(abouts));
    return wanted.filter((_, at) => !made.has(abouts[at] ?? ''));
  });
}
