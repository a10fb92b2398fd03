import type { Bill, BillEntry, BillLine, BillPart } from '../core/billEntries.ts';
import { partOf, usageOf } from '../core/billParts.ts';
import type { BillReading, OpenBill } from '../core/billSource.ts';
import { contains, dayOf, daysOf, instantOf, monthOf, spanning, startOf } from '../core/periods.ts';
import type { SliceError } from '../core/runs.ts';
import type { Day, DayRange, Freshness } from '../core/types.ts';
import {
  behindOf,
  billArrivedUntil,
  billRange,
  billWindows,
  chargeWindows,
  doubtfulOf,
  inStoringOrder,
  isAuthority,
  isEarly,
  keptRange,
  monthsToProbe,
  restatedRange,
  windowsFrom,
} from './chargeWindows.ts';
import { breathe, endsJob, freshnessOf, type Job, type JobContext, nowOf, slice, wordsOf } from './job.ts';
import { AnswerHeldBack, type HeldPartOfBill, judgeBill, type PartRead } from './quarantine.ts';

/**
 * Reads the bill in all readings of its source, whole or once per enrolled linked account: all of it at first, then what
 * has moved. The authority tells which days have; the other readings follow once a day's bill has arrived, and where it
 * moved afterwards. A window of a reading is stored only when all of it is there. The authority decides over success: it
 * may use the reserve of the ceiling. Another reading that fails says so beside it and catches up later.
 */
export const chargesJob: Job = {
  name: 'charges',
  async run(context) {
    const errors: SliceError[] = [];
    const notes: SliceError[] = [];
    let rows = 0;
    const payer = context.settings.payer.accountId ?? 'payer';
    const fresh = await freshnessOf(context, 'charges');
    const failed = await slice(context, 'charges', payer, fresh.get(payer), async () => {
      const plan = await planReads(context, payer, fresh, errors, notes);
      const total = plan.reads.reduce((sum, read) => sum + read.readings.length, plan.probed.length);
      context.progress.start('charges', total);
      const broken = new Map<BillReading, Broken>();
      let done = 0;
      const held: HeldPartOfBill[] = [];
      const note = (stored: Stored) => {
        rows += stored.rows;
        for (const one of stored.held) held.push(one);
      };
      const read = async (some: Read) =>
        note(
          await readWindow(context, plan.bill, some, broken, (reading) =>
            context.progress.step(++done, `${reading.name} ${monthOf(some.window.start)}`),
          ),
        );
      for (const some of plan.reads) await read(some);
      for (const window of plan.probed) {
        note(await readMoved(context, plan.bill, window));
        context.progress.step(++done, window.start);
      }
      for (const some of await viewsBehind(context, plan)) await read(some);
      breakHeld(context, held, broken);
      errors.push(...(await recordViews(context, payer, fresh, broken)));
      const ofAuthority = held.filter(({ part }) => part === 'usage');
      if (ofAuthority.length > 0) throw new AnswerHeldBack(ofAuthority);
      return arrivedUntil(context);
    });
    errors.push(...failed);
    context.progress.done(`${rows} lines`);
    return { rows, errors, notes };
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
  isTold?: true;
}

const viewsOf = ({ aws }: JobContext) => aws.bill.readings.filter((reading) => !isAuthority(reading));
const viewSlice = (payer: string, { name }: BillReading) => `${payer} ${name}`;

/** A view of which something is held back is behind from there on. */
function breakHeld(
  { aws }: Pick<JobContext, 'aws'>,
  held: readonly HeldPartOfBill[],
  broken: Map<BillReading, Broken>,
): void {
  for (const reading of aws.bill.readings) {
    const own = held.filter(({ part }) => reading.gives.includes(part));
    const [first] = own.map(({ day }) => day).sort();
    if (isAuthority(reading) || first === undefined || broken.has(reading)) continue;
    broken.set(reading, { from: first, error: new AnswerHeldBack(own).message, isTold: true });
  }
}

interface Plan {
  bill: OpenBill;
  /** Windows in order of time, each with the readings that it needs. */
  reads: Read[];
  /** Of these the authority tells what has moved. */
  probed: DayRange[];
  /** The first of this UTC day. */
  daily: boolean;
}

async function planReads(
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

/** Reads a window in the authority, and stores the days that are not what is held, or were read before all had arrived. */
async function readMoved(context: JobContext, bill: OpenBill, window: DayRange): Promise<Stored> {
  const { store, aws, settings } = context;
  const stored: Stored = { rows: 0, held: [] };
  for (const reading of aws.bill.readings.filter(isAuthority)) {
    const part = await bill.read(reading, window, accountsOf(settings));
    const held = Map.groupBy(
      await store.charges.lines({ range: window, records: 'usage' }),
      ({ day }) => day,
    );
    const known = new Map((await store.charges.days()).map((one) => [one.day, one]));
    // What is held back is judged by every answer, also by one that says what is held.
    const doubted = new Set((await store.quarantine.all()).map(({ day }) => day));
    const now = Map.groupBy(usageOf(part.lines), ({ day }) => day);
    const moved = daysOf(window).filter((day) => {
      const before = known.get(day);
      const isAsked = before === undefined || isEarly(before) || doubted.has(day);
      return isAsked || textOf(held.get(day)) !== textOf(now.get(day));
    });
    const days = new Set(moved);
    const own = {
      lines: part.lines.filter(({ day }) => days.has(day)),
      claims: part.claims.filter(({ day }) => days.has(day)),
    };
    const more = await storeRead(context, moved, [{ reading, part: own }]);
    stored.rows += more.rows;
    stored.held.push(...more.held);
  }
  return stored;
}

/** What lines of a day say, in one order. */
const textOf = (lines: readonly BillLine[] = []): string =>
  lines
    .map((line) =>
      [
        line.accountId,
        line.service,
        line.usageType,
        line.amount,
        line.quantity,
        line.unit,
        line.provisional,
      ].join('|'),
    )
    .sort()
    .join('\n');

/**
 * Windows of the views that are behind the authority. Other records are read once a day, and past months once more where
 * their last reading said something new.
 */
async function viewsBehind(context: JobContext, { probed, daily }: Plan): Promise<Read[]> {
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

const accountsOf = ({ linkedAccounts }: JobContext['settings']): readonly string[] =>
  linkedAccounts.length > 0 ? linkedAccounts : [''];

/**
 * Reads a window in its readings, the authority first, so that views leave it its money; then stores it, the authority
 * last. Failures of views are noted in `broken`.
 */
async function readWindow(
  context: JobContext,
  bill: OpenBill,
  { window, readings }: Read,
  broken: Map<BillReading, Broken>,
  tell: (reading: BillReading) => void,
): Promise<Stored> {
  const found: Found[] = [];
  for (const reading of readings.toReversed()) {
    try {
      found.unshift({ reading, part: await bill.read(reading, window, accountsOf(context.settings)) });
    } catch (error) {
      if (isAuthority(reading) || endsJob(error, context)) throw error;
      if (!broken.has(reading)) broken.set(reading, { from: window.start, error: wordsOf(error) });
    }
    tell(reading);
  }
  return storeRead(context, daysOf(window), found);
}

/** What a reading said of some days. */
interface Found {
  reading: BillReading;
  part: Bill;
}
/** How many entries were read, and which days of which parts are held back. */
interface Stored {
  rows: number;
  held: HeldPartOfBill[];
}

/**
 * Stores every part that the readings give, day by day; a part of which a day has nothing was read and is empty. Days that
 * are held back stay as they are, and in all parts where the lines of usage are: claims belong to their lines.
 */
async function storeRead(
  context: JobContext,
  days: readonly Day[],
  found: readonly Found[],
): Promise<Stored> {
  const accounts = accountsOf(context.settings);
  const parts = found.flatMap(({ reading, part: { lines, claims } }): PartRead[] => {
    const byPart = Map.groupBy<BillPart, BillEntry>([...lines, ...claims], partOf);
    return reading.gives.map((part) => ({ part, entries: byPart.get(part) ?? [] }));
  });
  const held = [...(await judgeBill(context, days, accounts, parts))];
  const readAt = nowOf(context);
  let rows = 0;
  for (const { part, entries } of parts) {
    const byDay = Map.groupBy(entries, ({ day }) => day);
    const stays = new Set(
      held.filter((one) => one.part === part || one.part === 'usage').map(({ day }) => day),
    );
    for (const day of days) {
      if (stays.has(day)) continue;
      await context.store.charges.replaceDay(
        context.lease,
        day,
        part,
        accounts,
        byDay.get(day) ?? [],
        readAt,
      );
      await breathe(context);
    }
    rows += entries.length;
  }
  return { rows, held };
}

/** Records, for each view of the bill, up to where it is complete; a failed one from where it is behind. */
async function recordViews(
  context: JobContext,
  payer: string,
  fresh: ReadonlyMap<string, Freshness>,
  broken: ReadonlyMap<BillReading, Broken>,
): Promise<SliceError[]> {
  const errors: SliceError[] = [];
  for (const reading of viewsOf(context)) {
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
    if (fault) errors.push({ slice: name, error: fault.error, ...(fault.isTold ? { isTold: true } : {}) });
  }
  return errors;
}

const arrivedUntil = ({ clock }: Pick<JobContext, 'clock'>) =>
  instantOf(billArrivedUntil(dayOf(clock.now())));
