import { dayOf, daysOf, instantOf, monthOf, monthRange, startOf } from '../core/periods.ts';
import {
  type Charge,
  type DayRange,
  type Freshness,
  GROUPINGS,
  type Grouping,
  type Money,
  type Month,
  type SliceError,
} from '../core/types.ts';
import {
  billArrivedUntil,
  chargeWindows,
  type HeldDay,
  inStoringOrder,
  keptRange,
  monthsToProbe,
  servicesRange,
  windowsFrom,
} from './chargeWindows.ts';
import { breathe, endsJob, freshnessOf, type Job, type JobContext, nowOf, slice, wordsOf } from './job.ts';

/**
 * Reads the bill from Cost Explorer in all its groupings, whole or once per enrolled linked account. A window of a
 * grouping is stored only when all of its pages are there. The authority (`line`) decides over success: it is read even
 * at the ceiling of AWS request charges. Another grouping that fails says so beside it and catches up later.
 */
export const chargesJob: Job = {
  name: 'charges',
  async run(context) {
    const errors: SliceError[] = [];
    let rows = 0;
    const payer = context.settings.payer.accountId ?? 'payer';
    const fresh = await freshnessOf(context, 'charges');
    const failed = await slice(context, 'charges', payer, fresh.get(payer), async () => {
      const plan = await planReads(context, payer, fresh, errors);
      const total = plan.reads.reduce((sum, read) => sum + read.groupings.length, 0);
      context.progress.start('charges', total);
      const broken = new Map<Grouping, Broken>();
      let done = 0;
      for (const read of plan.reads) {
        rows += await readWindow(context, plan.services, read, broken, (grouping) =>
          context.progress.step(++done, `${grouping} ${monthOf(read.window.start)}`),
        );
      }
      errors.push(...(await recordViews(context, payer, fresh, plan.reads, broken)));
      return arrivedUntil(context);
    });
    errors.push(...failed);
    context.progress.done(`${rows} lines`);
    return { rows, errors };
  },
};

interface Read {
  window: DayRange;
  groupings: Grouping[];
}
/** A grouping that could not be read: from which day on it is behind, and why. */
interface Broken {
  from: string;
  error: string;
}

const VIEWS = GROUPINGS.filter((grouping) => grouping !== 'line');
const viewSlice = (payer: string, grouping: Grouping) => `${payer} ${grouping}`;

/** Windows in order of time, each with the groupings that it needs. */
async function planReads(
  context: JobContext,
  payer: string,
  fresh: ReadonlyMap<string, Freshness>,
  errors: SliceError[],
): Promise<{ services: string[]; reads: Read[] }> {
  const { settings, clock, store, aws } = context;
  const today = dayOf(clock.now());
  const kept = keptRange(today, settings.backfillDays);
  const held = await store.charges.days();
  const services = await aws.costExplorer.bedrockServices(servicesRange(today, settings.backfillDays, held));
  // Without a first read that came to its end, what is held may lack some of its groupings.
  const again = context.readAgain === true || (fresh.get(payer)?.completeUntil ?? null) === null;
  const windows = chargeWindows(today, settings.backfillDays, held, again);
  const wanted = new Map(windows.map((window) => [window.start, { window, groupings: new Set(GROUPINGS) }]));
  for (const window of await movedMonths(context, payer, fresh, services, held, windows, errors))
    wanted.set(window.start, { window, groupings: new Set(GROUPINGS) });
  for (const grouping of VIEWS) {
    const view = fresh.get(viewSlice(payer, grouping));
    if (view === undefined || view.lastError === null) continue;
    for (const window of windowsFrom(
      kept,
      view.completeUntil === null ? kept.start : dayOf(view.completeUntil),
    )) {
      const read = wanted.get(window.start) ?? { window, groupings: new Set<Grouping>() };
      wanted.set(window.start, read);
      read.groupings.add(grouping);
    }
  }
  const reads = [...wanted.values()]
    .sort((a, b) => (a.window.start < b.window.start ? -1 : 1))
    .map(({ window, groupings }) => ({ window, groupings: inStoringOrder([...groupings]) }));
  return { services, reads };
}

/**
 * Months whose total on the bill is no longer what is stored: AWS has restated them. One cheap question, asked once a
 * UTC day. A tag back-fill moves no total: `backfill` reads those months again.
 */
async function movedMonths(
  context: JobContext,
  payer: string,
  fresh: ReadonlyMap<string, Freshness>,
  services: readonly string[],
  held: readonly HeldDay[],
  windows: readonly DayRange[],
  errors: SliceError[],
): Promise<DayRange[]> {
  const { store, aws, settings, clock } = context;
  const today = dayOf(clock.now());
  const last = fresh.get(payer)?.lastSuccessAt;
  if (last && dayOf(last) === today) return [];
  const stored = monthsToProbe(await store.charges.monthTotals('line'), today, held, windows);
  const [first] = stored;
  const end = stored.at(-1);
  if (first === undefined || end === undefined) return [];
  const range = { start: monthRange(first.month).start, endExclusive: monthRange(end.month).endExclusive };
  const now = new Map<Month, Money>();
  try {
    for (const accountId of accountsOf(settings)) {
      for (const [month, total] of await aws.costExplorer.monthlyTotals(range, services, accountId))
        now.set(month, ((now.get(month) ?? 0n) + total) as Money);
    }
  } catch (error) {
    if (endsJob(error, context)) throw error;
    errors.push({ slice: 'totals of past months', error: wordsOf(error) });
    return [];
  }
  return stored
    .filter(({ month, total }) => now.has(month) && now.get(month) !== total)
    .map(({ month }) => monthRange(month));
}

const accountsOf = ({ linkedAccounts }: JobContext['settings']): readonly string[] =>
  linkedAccounts.length > 0 ? linkedAccounts : [''];

/** Reads a window in its groupings, then stores it: the authority last. Failures of views are noted in `broken`. */
async function readWindow(
  context: JobContext,
  services: readonly string[],
  { window, groupings }: Read,
  broken: Map<Grouping, Broken>,
  tell: (grouping: Grouping) => void,
): Promise<number> {
  const found: { grouping: Grouping; charges: Charge[] }[] = [];
  for (const grouping of groupings) {
    try {
      const charges: Charge[] = [];
      for (const accountId of accountsOf(context.settings)) {
        const ofAccount = await context.aws.costExplorer.charges(grouping, window, services, accountId);
        for (const charge of ofAccount) charges.push(charge);
      }
      found.push({ grouping, charges });
    } catch (error) {
      if (grouping === 'line' || endsJob(error, context)) throw error;
      if (!broken.has(grouping)) broken.set(grouping, { from: window.start, error: wordsOf(error) });
    }
    tell(grouping);
  }
  for (const { grouping, charges } of found) await storeWindow(context, grouping, window, charges);
  return found.reduce((sum, { charges }) => sum + charges.length, 0);
}

async function storeWindow(
  context: JobContext,
  grouping: Grouping,
  window: DayRange,
  charges: readonly Charge[],
): Promise<void> {
  const accounts = accountsOf(context.settings);
  const byDay = Map.groupBy(charges, (charge) => charge.day);
  const readAt = nowOf(context);
  for (const day of daysOf(window)) {
    const ofDay = byDay.get(day) ?? [];
    await context.store.charges.replaceDay(context.lease, day, grouping, accounts, ofDay, readAt);
    await breathe(context);
  }
}

/** Records, for each view of the bill that was read, up to where it is complete; a failed one from where it is behind. */
async function recordViews(
  context: JobContext,
  payer: string,
  fresh: ReadonlyMap<string, Freshness>,
  reads: readonly Read[],
  broken: ReadonlyMap<Grouping, Broken>,
): Promise<SliceError[]> {
  const errors: SliceError[] = [];
  for (const grouping of VIEWS) {
    if (!reads.some((read) => read.groupings.includes(grouping))) continue;
    const name = viewSlice(payer, grouping);
    const fault = broken.get(grouping);
    const before = fresh.get(name);
    await context.store.freshness.record(context.lease, {
      source: 'charges',
      slice: name,
      completeUntil: fault ? instantOf(startOf(fault.from)) : arrivedUntil(context),
      lastSuccessAt: fault ? (before?.lastSuccessAt ?? null) : nowOf(context),
      lastError: fault?.error ?? null,
      lastErrorAt: fault ? nowOf(context) : null,
    });
    if (fault) errors.push({ slice: name, error: fault.error });
  }
  return errors;
}

const arrivedUntil = ({ clock }: Pick<JobContext, 'clock'>) =>
  instantOf(billArrivedUntil(dayOf(clock.now())));
