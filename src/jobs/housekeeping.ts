import { settledBy } from '../core/budgets.ts';
import { addDays, DAY_MS, dayOf, instantOf } from '../core/periods.ts';
import { looksFrom } from '../core/privacy.ts';
import { keptFrom } from '../core/retention.ts';
import type { SliceError } from '../core/runs.ts';
import { breathe, type Job, type JobContext, nowOf } from './job.ts';

/** Rows that go in one transaction: short enough that nobody waits for it, also where years are forgotten at once. */
const FORGOTTEN_AT_ONCE = 500;
/** Of the audit log more, because each time is an entry of it. */
const ENTRIES_AT_ONCE = 10_000;
/** Rows of a kind that go in one run, some minutes of work: whatever else is due must not wait for years of rows. */
const MOST_OF_A_RUN = 5_000_000;

/** What is held back is asked again with each run: of what was not for so long, nothing will be said any more. */
const ASKED_DAYS = 14;
/** CloudWatch lists a series no longer after two weeks without data. */
const WATCHED_DAYS = 15;

const SPEND = 'rows of spend and findings';
const ACTOR = { id: 'job:housekeeping', via: 'job' } as const;

/** One kind of rows that go. */
interface Kind {
  /** What went, as the run says it. */
  name: string;
  /** Takes at most so many rows and answers how many there were; fewer, and none are left. */
  forget(limit: number): Promise<number>;
  atOnce?: number;
}

/**
 * Forgets what the settings no longer keep: runs; entries of the audit log, tokens that ended and alerts with their
 * messages, as long ago; sessions that expired; the groups of sign-ins too long ago for them to give a role; rows of spend
 * and the bill of months long past; the hours of token usage, of which the day's count stays; and how far idle series were
 * read. Asks AWS for nothing.
 */
export const housekeepingJob: Job = {
  name: 'housekeeping',
  async run(context) {
    const { progress, store, clock } = context;
    const notes: SliceError[] = [];
    const kinds = kindsOf(context, (name, error) => notes.push({ slice: name, error }));
    progress.start('housekeeping', kinds.length + 1);
    const said: string[] = [];
    let rows = await store.people.forgetGroups(ACTOR, nowOf({ clock }));
    said.push(`groups of ${rows} people`);
    await store.audit.settleRefusals(nowOf({ clock }));
    progress.step(1);
    for (const [index, { name, forget, atOnce = FORGOTTEN_AT_ONCE }] of kinds.entries()) {
      const { gone, left } = await inPieces(context, forget, atOnce);
      rows += gone;
      said.push(`${gone} ${name}`);
      if (left) notes.push({ slice: name, error: `there are more than ${gone}: the next run goes on` });
      progress.step(index + 2);
    }
    progress.done(`${said.join(', ')} forgotten`);
    return { rows, errors: [], notes };
  },
};

function kindsOf(
  { store, clock, settings, lease }: JobContext,
  note: (name: string, words: string) => void,
): Kind[] {
  const now = nowOf({ clock });
  const today = dayOf(clock.now());
  const auditFrom = instantOf(clock.now() - settings.auditDays * DAY_MS);
  const runsFrom = instantOf(clock.now() - settings.runDays * DAY_MS);
  const askedFrom = instantOf(clock.now() - ASKED_DAYS * DAY_MS);
  const idleFrom = instantOf(clock.now() - WATCHED_DAYS * DAY_MS);
  const { retention } = store;
  return [
    {
      name: 'audit entries',
      forget: (limit) => store.audit.forget(auditFrom, ACTOR, now, limit, settings.auditKey),
      atOnce: ENTRIES_AT_ONCE,
    },
    { name: 'tokens', forget: (limit) => store.tokens.tidy(auditFrom, limit) },
    { name: 'sessions', forget: (limit) => store.sessions.tidy(now, limit) },
    { name: 'plans and their steps', forget: (limit) => store.provisioning.forget(auditFrom, limit) },
    { name: 'plans of budgets', forget: (limit) => store.budgetPlans.forget(auditFrom, limit) },
    { name: 'runs', forget: (limit) => store.runs.forget(runsFrom, limit) },
    { name: 'alerts', forget: (limit) => store.alerts.forget(auditFrom, settledBy(today), limit) },
    {
      name: 'belongings of people',
      forget: (limit) => store.belongings.forget(keptFrom(today, settings.spendMonths), limit),
    },
    { name: 'answers held back', forget: (limit) => store.quarantine.forget(askedFrom, limit) },
    { name: 'requests', forget: (limit) => store.requests.forget(auditFrom, limit) },
    { name: 'deputies', forget: (limit) => store.deputies.forget(dayOf(Date.parse(auditFrom)), limit) },
    { name: 'stops and what held them off', forget: (limit) => store.stops.forget(auditFrom, limit) },
    { name: 'looks', forget: (limit) => store.looks.forget(looksFrom(clock.now(), settings.privacy), limit) },
    { name: 'letters', forget: (limit) => store.letters.forget(auditFrom, limit) },
    { name: 'notices', forget: (limit) => store.quarantine.forgetNotices(auditFrom, limit) },
    { name: 'idle series', forget: (limit) => store.watching.forget(idleFrom, limit) },
    {
      name: SPEND,
      async forget(limit) {
        const from = keptFrom(today, settings.spendMonths);
        const { rows, waitsAt } = await retention.forgetSpend(lease, from, limit);
        if (waitsAt !== null) note(SPEND, `those from ${waitsAt} on stay until their sums are written`);
        return rows;
      },
    },
    {
      name: 'rows of the bill and of tokens',
      forget: (limit) => retention.forgetBill(lease, keptFrom(today, settings.billMonths), limit),
    },
    {
      name: 'hours of tokens folded into days',
      forget: (limit) => retention.foldHours(lease, addDays(today, -settings.usageHourDays), limit),
    },
  ];
}

/** Does it until nothing is left, or enough was done, and lets the server answer in between. */
export async function inPieces(
  context: Pick<JobContext, 'signal'>,
  forget: Kind['forget'],
  atOnce: number,
): Promise<{ gone: number; left: boolean }> {
  for (let gone = 0; ; ) {
    const piece = await forget(atOnce);
    gone += piece;
    if (piece < atOnce) return { gone, left: false };
    if (gone >= MOST_OF_A_RUN) return { gone, left: true };
    await breathe(context);
  }
}
