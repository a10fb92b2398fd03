import { everyDay, modelServices, wantedFacts, wantedOf } from '../app/budgets/mirrorFacts.ts';
import {
  budgetText,
  type HeldBudget,
  partsThatDiffer,
  readBudgetText,
  withKnownSubscribers,
} from '../core/awsBudget.ts';
import { LedgerError } from '../core/errors.ts';
import { decisionOn, type MirrorStep, mirrorPlan } from '../core/mirrorPlan.ts';
import type { Wanted } from '../core/mirrorWanted.ts';
import { addDays, dayOf, HOUR_MS, instantOf } from '../core/periods.ts';
import type { SliceError } from '../core/runs.ts';
import type { Actor } from '../core/types.ts';
import type { MirrorReading, MirrorRow } from '../store/typesMirror.ts';
import { breathe, endsJob, type Job, type JobContext, nowOf, wordsOf } from './job.ts';

type Planning = Pick<JobContext, 'store' | 'aws' | 'settings' | 'clock'>;

/** Days of the bill that are asked for names where the ledger has none: AWS Budgets counts the running month. */
const ASKED_DAYS = 31;
/** Budgets whose subscribers are asked for in one run, each in turn: a request for each notification of thousands is too much. */
const ASKED_FOR_SUBSCRIBERS = 100;
/** Who they are is asked no sooner than that: a change of one budget is written without a hundred questions. */
const ASKED_AFTER_MS = HOUR_MS / 2;

export interface MirrorPlanned {
  reading: MirrorReading;
  steps: MirrorStep[];
  held: readonly HeldBudget[];
  kept: readonly MirrorRow[];
  /** Of whose budgets the subscribers were asked for. */
  asked: ReadonlySet<string>;
}

/** The plan for the ledger as it is now: `budgets mirror --dry-run` prints it, the job carries it out. */
export async function planMirror(context: Planning): Promise<MirrorPlanned> {
  const { store, aws, settings } = context;
  const now = nowOf(context);
  const accountId = settings.payer.accountId ?? (await aws.sts.account()).accountId;
  const records = await store.budgets.records();
  const services = await servicesOf(context);
  const models = await modelServices({ store, settings, now }, records);
  const facts = await wantedFacts({ store, settings, now }, records, { services, models });
  const kept = await store.mirror.rows();
  const longAgo = instantOf(Date.parse(now) - ASKED_AFTER_MS);
  const asked = new Set(
    kept
      .filter(({ written, subscribersAt }) => written !== '' && (subscribersAt ?? '') < longAgo)
      .sort((a, b) => ((a.subscribersAt ?? '') < (b.subscribersAt ?? '') ? -1 : 1))
      .slice(0, ASKED_FOR_SUBSCRIBERS)
      .map(({ name }) => name),
  );
  const { budgets, total } = await aws.budgets.list(accountId, (name) => asked.has(name));
  const written = new Map(kept.map((row) => [row.name, readBudgetText(row.written)]));
  const held = budgets.map((one) => withKnownSubscribers(one, written.get(one.name) ?? null));
  const wanted = wantedOf(records, facts).filter((one): one is Wanted => 'wanted' in one);
  const drift = settings.budgetsMirror.drift ?? 'mend';
  const steps = mirrorPlan({ wanted, held, kept, total, today: facts.today, drift });
  return { reading: { at: now, accountId, total, services, models }, steps, held, kept, asked };
}

/** All that the bill ever had, which the charges renew; a ledger that has not read it yet asks, for a cent. */
async function servicesOf(context: Planning): Promise<string[]> {
  const { store, aws } = context;
  const now = nowOf(context);
  const known = await store.charges.services(everyDay(now));
  if (known.length > 0 || context.settings.attribution === 'iamPrincipal') return known;
  const today = dayOf(now);
  return aws.costExplorer.bedrockServices({
    start: addDays(today, -ASKED_DAYS),
    endExclusive: addDays(today, 1),
  });
}

/** Keeps what AWS holds otherwise than it was written, and what AWS says was spent: only what has changed is written. */
async function noteSeen(
  context: JobContext,
  { reading, steps, held, kept, asked }: MirrorPlanned,
): Promise<void> {
  const there = new Map(held.map((one) => [one.name, one]));
  const rows = new Map(kept.map((row) => [row.name, row]));
  const budgetIds = new Map(
    steps.flatMap((one) => ('wanted' in one ? [[one.wanted.name, one.budgetId]] : [])),
  );
  const names = [
    ...rows.keys(),
    ...[...there.keys()].filter((name) => !rows.has(name) && budgetIds.has(name)),
  ];
  const today = dayOf(reading.at);
  const last = await context.store.mirror.reading();
  const changed = names.flatMap((name) => {
    const row = rows.get(name) ?? null;
    const seen = seenOf(row, there.get(name) ?? null, today, { at: reading.at, before: last?.at ?? null });
    const subscribersAt = asked.has(name) ? reading.at : (row?.subscribersAt ?? null);
    const isSame =
      row !== null &&
      row.held === seen.held &&
      row.actual === seen.actual &&
      row.forecast === seen.forecast &&
      row.figureSince === seen.figureSince &&
      row.subscribersAt === subscribersAt;
    const budgetId = row?.budgetId ?? budgetIds.get(name) ?? '';
    return isSame ? [] : [{ name, budgetId, ...seen, subscribersAt }];
  });
  await context.store.mirror.seen(context.lease, reading, changed);
}

function seenOf(
  row: MirrorRow | null,
  there: HeldBudget | null,
  today: string,
  { at, before }: { at: string; before: string | null },
): Pick<MirrorRow, 'held' | 'actual' | 'forecast' | 'figureSince' | 'figureAfter'> {
  const none = { actual: null, forecast: null, figureSince: null, figureAfter: null };
  if (there === null) return { held: row?.written ? '' : null, ...none };
  const written = row === null ? null : readBudgetText(row.written);
  const isAsWritten = written !== null && partsThatDiffer(there, written, today).length === 0;
  const held = isAsWritten ? null : budgetText(there);
  const { actual, forecast } = there;
  if (actual === null) return { held, ...none };
  const isSame =
    row !== null && row.actual === actual && row.forecast === forecast && row.figureSince !== null;
  return isSame
    ? { held, actual, forecast, figureSince: row.figureSince, figureAfter: row.figureAfter }
    : { held, actual, forecast, figureSince: at, figureAfter: row === null ? null : before };
}

/** The name at AWS that a step is about. */
export const nameOfStep = (step: MirrorStep): string => ('wanted' in step ? step.wanted.name : step.name);

/** As whom drift is accepted where the settings say so. */
const BY_SETTING: Actor = { id: 'job:budgets', via: 'job', reason: 'budgetsMirror.drift: accept' };

async function carryOut(context: JobContext, accountId: string, step: MirrorStep): Promise<void> {
  const { aws, store, lease } = context;
  const now = nowOf(context);
  if (step.action === 'forget' || step.action === 'delete') {
    if (step.action === 'delete') await aws.budgets.delete(accountId, step.name);
    return store.mirror.forget(lease, step.name, nowOf(context));
  }
  const { wanted, budgetId } = step;
  const { name } = wanted;
  if (step.action === 'leave') {
    const decision = decisionOn('accept', wanted, step.before, step.parts, BY_SETTING.id, now);
    return store.mirror.decide({ name, budgetId }, decision, BY_SETTING, now);
  }
  if (step.action === 'create') await aws.budgets.create(accountId, wanted);
  if (step.action === 'update') await aws.budgets.update(accountId, wanted, step.before);
  const held = step.action === 'update' && step.drift ? budgetText(step.before) : null;
  const at = nowOf(context);
  // What was just written need not be asked for.
  const asked = step.action === 'adopt' ? {} : { subscribersAt: at };
  const row = { name, budgetId, written: budgetText(wanted), writtenAt: at, ...asked };
  await store.mirror.record(lease, row, held);
}

/** Whether there is something to do: what is left as it is, is none, but for what the settings have accepted. */
export const isWork = (step: MirrorStep, kept: ReadonlyMap<string, MirrorRow>): boolean =>
  step.action !== 'leave' ||
  (step.why === 'accepted' && kept.get(step.wanted.name)?.decision?.deed !== 'accept');

/** Mirrors budgets to AWS Budgets. Each write is recorded at once, so that it can be stopped anywhere and run again. */
export const budgetsJob: Job = {
  name: 'budgets',
  async run(context) {
    const { store, lease, progress, settings } = context;
    if (!settings.budgetsMirror.enabled)
      throw new LedgerError(
        'switchedOff',
        'AWS Budgets are not written: budgetsMirror.enabled is off in the settings',
      );
    await store.mirror.take(lease);
    const planned = await planMirror(context);
    const { reading, kept } = planned;
    await noteSeen(context, planned);
    const rows = new Map(kept.map((row) => [row.name, row]));
    const steps = planned.steps.filter((step) => isWork(step, rows));
    const writes = steps.flatMap((step) =>
      step.action === 'create' || step.action === 'update'
        ? [{ name: step.wanted.name, budgetId: step.budgetId, intended: budgetText(step.wanted) }]
        : [],
    );
    if (writes.length > 0) await store.mirror.intend(lease, writes, nowOf(context));
    const errors: SliceError[] = [];
    progress.start('AWS Budgets', steps.length);
    let done = 0;
    let { total } = reading;
    for (const step of steps) {
      await breathe(context);
      const name = nameOfStep(step);
      try {
        await carryOut(context, reading.accountId, step);
        done++;
        if (step.action === 'create') total += 1;
        if (step.action === 'delete') total -= 1;
      } catch (error) {
        if (endsJob(error, context)) throw error;
        errors.push({ slice: `${step.action} ${name}`, error: wordsOf(error) });
        await store.mirror.refused(lease, name, wordsOf(error));
      }
      progress.step(done, name);
    }
    if (total !== reading.total) await store.mirror.seen(lease, { ...reading, total }, []);
    progress.done(`${done} changed`);
    return { rows: done, errors, notes: leftOut(planned.steps) };
  },
};

/** What is left as it is and somebody should know: kept with the run, which is ok all the same. */
function leftOut(steps: readonly MirrorStep[]): SliceError[] {
  const WORDS = {
    asks: 'somebody changed it in AWS: mend or accept it at /budgets/aws',
    foreign: 'a budget of this name is in AWS that this ledger did not write: it is left alone',
    full: 'AWS has no room for another budget',
  } as const;
  return steps.flatMap((step) =>
    step.action === 'leave' && step.why !== 'accepted'
      ? [{ slice: step.wanted.name, error: WORDS[step.why] }]
      : [],
  );
}
