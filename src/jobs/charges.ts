import type { Bill, BillEntry } from '../core/billEntries.ts';
import { partOf } from '../core/billParts.ts';
import type { BillReading, OpenBill } from '../core/billSource.ts';
import { dayOf, daysOf, instantOf, monthOf, monthRange, startOf } from '../core/periods.ts';
import type { SliceError } from '../core/runs.ts';
import type { DayRange, Freshness } from '../core/types.ts';
import {
  billArrivedUntil,
  billRange,
  chargeWindows,
  type HeldDay,
  inStoringOrder,
  isAuthority,
  keptRange,
  monthsToProbe,
  windowsFrom,
} from './chargeWindows.ts';
import { breathe, endsJob, freshnessOf, type Job, type JobContext, nowOf, slice, wordsOf } from './job.ts';

/**
 * Reads the bill in all readings of its source, whole or once per enrolled linked account. A window of a reading is
 * stored only when all of it is there. The authority decides over success: it is read even at the ceiling of AWS
 * request charges. Another reading that fails says so beside it and catches up later.
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
      const total = plan.reads.reduce((sum, read) => sum + read.readings.length, 0);
      context.progress.start('charges', total);
      const broken = new Map<BillReading, Broken>();
      let done = 0;
      for (const read of plan.reads) {
        rows += await readWindow(context, plan.bill, read, broken, (reading) =>
          context.progress.step(++done, `${reading.name} ${monthOf(read.window.start)}`),
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
  readings: BillReading[];
}
/** A reading that could not be read: from which day on it is behind, and why. */
interface Broken {
  from: string;
  error: string;
}

const viewsOf = ({ aws }: JobContext) => aws.bill.readings.filter((reading) => !isAuthority(reading));
const viewSlice = (payer: string, { name }: BillReading) => `${payer} ${name}`;

/** The bill, and windows in order of time, each with the readings that it needs. */
async function planReads(
  context: JobContext,
  payer: string,
  fresh: ReadonlyMap<string, Freshness>,
  errors: SliceError[],
): Promise<{ bill: OpenBill; reads: Read[] }> {
  const { settings, clock, store, aws } = context;
  const today = dayOf(clock.now());
  const kept = keptRange(today, settings.backfillDays);
  const held = await store.charges.days();
  const bill = await aws.bill.open(billRange(today, settings.backfillDays, held));
  // Without a first read that came to its end, what is held may lack some of its readings.
  const again = context.readAgain === true || (fresh.get(payer)?.completeUntil ?? null) === null;
  const windows = chargeWindows(today, settings.backfillDays, held, again);
  const whole = (window: DayRange) => ({ window, readings: new Set(aws.bill.readings) });
  const wanted = new Map(windows.map((window) => [window.start, whole(window)]));
  for (const window of await movedMonths(context, payer, fresh, bill, held, windows, errors))
    wanted.set(window.start, whole(window));
  for (const reading of viewsOf(context)) {
    const view = fresh.get(viewSlice(payer, reading));
    if (view === undefined || view.lastError === null) continue;
    for (const window of windowsFrom(
      kept,
      view.completeUntil === null ? kept.start : dayOf(view.completeUntil),
    )) {
      const read = wanted.get(window.start) ?? { window, readings: new Set<BillReading>() };
      wanted.set(window.start, read);
      read.readings.add(reading);
    }
  }
  const reads = [...wanted.values()]
    .sort((a, b) => (a.window.start < b.window.start ? -1 : 1))
    .map(({ window, readings }) => ({ window, readings: inStoringOrder([...readings]) }));
  return { bill, reads };
}

/**
 * Months whose total on the bill is no longer what is stored: AWS has restated them. One cheap question, asked once a
 * UTC day. A tag back-fill moves no total: `backfill` reads those months again.
 */
async function movedMonths(
  context: JobContext,
  payer: string,
  fresh: ReadonlyMap<string, Freshness>,
  bill: OpenBill,
  held: readonly HeldDay[],
  windows: readonly DayRange[],
  errors: SliceError[],
): Promise<DayRange[]> {
  const { store, settings, clock } = context;
  const today = dayOf(clock.now());
  const last = fresh.get(payer)?.lastSuccessAt;
  if (last && dayOf(last) === today) return [];
  const stored = monthsToProbe(await store.charges.monthTotals(), today, held, windows);
  const [first] = stored;
  const end = stored.at(-1);
  if (first === undefined || end === undefined) return [];
  const range = { start: monthRange(first.month).start, endExclusive: monthRange(end.month).endExclusive };
  try {
    const now = await bill.monthTotals(range, accountsOf(settings));
    return stored
      .filter(({ month, total }) => now.has(month) && now.get(month) !== total)
      .map(({ month }) => monthRange(month));
  } catch (error) {
    if (endsJob(error, context)) throw error;
    errors.push({ slice: 'totals of past months', error: wordsOf(error) });
    return [];
  }
}

const accountsOf = ({ linkedAccounts }: JobContext['settings']): readonly string[] =>
  linkedAccounts.length > 0 ? linkedAccounts : [''];

/** Reads a window in its readings, then stores it: the authority last. Failures of views are noted in `broken`. */
async function readWindow(
  context: JobContext,
  bill: OpenBill,
  { window, readings }: Read,
  broken: Map<BillReading, Broken>,
  tell: (reading: BillReading) => void,
): Promise<number> {
  const found: { reading: BillReading; part: Bill }[] = [];
  for (const reading of readings) {
    try {
      found.push({ reading, part: await bill.read(reading, window, accountsOf(context.settings)) });
    } catch (error) {
      if (isAuthority(reading) || endsJob(error, context)) throw error;
      if (!broken.has(reading)) broken.set(reading, { from: window.start, error: wordsOf(error) });
    }
    tell(reading);
  }
  let rows = 0;
  for (const { reading, part } of found) rows += await storeWindow(context, reading, window, part);
  return rows;
}

/** Stores every part that a reading gives, day by day; a part of which a day has nothing was read and is empty. */
async function storeWindow(
  context: JobContext,
  { gives }: BillReading,
  window: DayRange,
  { lines, claims }: Bill,
): Promise<number> {
  const entries: BillEntry[] = [...lines, ...claims];
  const byPart = Map.groupBy(entries, partOf);
  const readAt = nowOf(context);
  for (const part of gives) {
    const byDay = Map.groupBy(byPart.get(part) ?? [], ({ day }) => day);
    for (const day of daysOf(window)) {
      const ofDay = byDay.get(day) ?? [];
      const accounts = accountsOf(context.settings);
      await context.store.charges.replaceDay(context.lease, day, part, accounts, ofDay, readAt);
      await breathe(context);
    }
  }
  return entries.length;
}

/** Records, for each view of the bill that was read, up to where it is complete; a failed one from where it is behind. */
async function recordViews(
  context: JobContext,
  payer: string,
  fresh: ReadonlyMap<string, Freshness>,
  reads: readonly Read[],
  broken: ReadonlyMap<BillReading, Broken>,
): Promise<SliceError[]> {
  const errors: SliceError[] = [];
  for (const reading of viewsOf(context)) {
    if (!reads.some((read) => read.readings.includes(reading))) continue;
    const name = viewSlice(payer, reading);
    const fault = broken.get(reading);
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
