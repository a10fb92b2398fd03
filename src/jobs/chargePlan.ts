import type { BillReading, OpenBill } from '../core/billSource.ts';
import { contains, dayOf, spanning } from '../core/periods.ts';
import type { SliceError } from '../core/runs.ts';
import type { Day, DayRange, Freshness } from '../core/types.ts';
import { accountsOf, type Read } from './chargeReads.ts';
import {
  behindOf,
  billRange,
  billWindows,
  chargeWindows,
  doubtfulOf,
  inStoringOrder,
  isAuthority,
  keptRange,
  monthsToProbe,
  restatedRange,
  windowsFrom,
} from './chargeWindows.ts';
import { endsJob, type JobContext, wordsOf } from './job.ts';

/** What of the bill is to be read: windows in order of time, each with the readings that it needs. */

export const viewsOf = ({ aws }: JobContext) => aws.bill.readings.filter((reading) => !isAuthority(reading));
export const viewSlice = (payer: string, { name }: BillReading) => `${payer} ${name}`;

export interface Plan {
  bill: OpenBill;
  /** Windows in order of time, each with the readings that it needs. */
  reads: Read[];
  /** Of these the authority tells what has moved. */
  probed: DayRange[];
  /** The first of this UTC day. */
  daily: boolean;
}

export async function planReads(
  context: JobContext,
  payer: string,
  fresh: ReadonlyMap<string, Freshness>,
  errors: SliceError[],
  notes: SliceError[],
): Promise<Plan> {
  const { settings, clock, store, aws } = context;
  const today = dayOf(clock.now());
  const kept = keptRange(today, settings.backfillDays);
  const held = await store.charges.days();
  // Without a first read that came to its end, what is held may lack some of its readings.
  const again = context.readAgain === true || (fresh.get(payer)?.completeUntil ?? null) === null;
  const daily = again || !isRead(fresh.get(payer), today);
  const months = chargeWindows(today, settings.backfillDays, held, again);
  const windows = billWindows(today, months, held, { again, daily });
  const range = billRange(today, settings.backfillDays, held);
  const discover = daily || windows.whole.length > 0;
  const known = await store.charges.services(discover ? range : spanning(windows.probed));
  const bill = await aws.bill.open(range, known, discover);
  if (bill.unlisted.length > 0)
    notes.push({ slice: 'services of the bill', error: unlistedWords(bill.unlisted) });
  const whole = (window: DayRange) => ({ window, readings: new Set(aws.bill.readings) });
  const wanted = new Map(windows.whole.map((window) => [window.start, whole(window)]));
  const moved = daily ? await movedMonths(context, bill, months, errors) : [];
  for (const window of moved) wanted.set(window.start, whole(window));
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
  return { bill, reads, probed: windows.probed, daily };
}

const isRead = (fresh: Freshness | undefined, today: Day): boolean =>
  fresh?.lastSuccessAt != null && dayOf(fresh.lastSuccessAt) === today;

const unlistedWords = (services: readonly string[]): string =>
  `AWS does not list ${services.join(', ')} any more, of which the bill holds lines; asked for all the same.`;

/**
 * Windows of the views that are behind the authority. Other records are read once a day, and past months once more where
 * their last reading said something new.
 */
export async function viewsBehind(context: JobContext, { probed, daily }: Plan): Promise<Read[]> {
  if (probed.length === 0) return [];
  const { clock, settings, store } = context;
  const today = dayOf(clock.now());
  const restated = restatedRange(today, keptRange(today, settings.backfillDays));
  const held = await store.charges.parts(daily ? spanning([restated, ...probed]) : spanning(probed));
  const past = held.filter(({ day }) => !probed.some((window) => contains(window, day)));
  return viewsOf(context).flatMap((reading) => {
    const windows = reading.gives.flatMap((part) =>
      part === 'others'
        ? [...doubtfulOf(part, daily ? past : [], today), ...(daily ? probed : [])]
        : behindOf(part, held, today),
    );
    return windows.map((window) => ({ window, readings: [reading] }));
  });
}

/**
 * Months whose total on the bill is no longer what is stored: AWS has restated them. One cheap question, asked once a
 * UTC day. A tag back-fill moves no total: `backfill` reads those months again.
 */
async function movedMonths(
  context: JobContext,
  bill: OpenBill,
  windows: readonly DayRange[],
  errors: SliceError[],
): Promise<DayRange[]> {
  const { store, settings, clock } = context;
  const today = dayOf(clock.now());
  const stored = monthsToProbe(await store.charges.monthTotals(), today, windows);
  const [first] = stored;
  const end = stored.at(-1);
  if (first === undefined || end === undefined) return [];
  const range = { start: first.range.start, endExclusive: end.range.endExclusive };
  try {
    const now = await bill.monthTotals(range, accountsOf(settings));
    return stored
      .filter(({ month, total }) => now.has(month) && now.get(month) !== total)
      .map((moved) => moved.range);
  } catch (error) {
    if (endsJob(error, context)) throw error;
    errors.push({ slice: 'totals of past months', error: wordsOf(error) });
    return [];
  }
}
