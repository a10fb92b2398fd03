import type { Bill, BillEntry, BillLine, BillPart } from '../core/billEntries.ts';
import { partOf, usageOf } from '../core/billParts.ts';
import type { BillReading, OpenBill } from '../core/billSource.ts';
import { daysOf } from '../core/periods.ts';
import type { Day, DayRange } from '../core/types.ts';
import { isAuthority, isEarly } from './chargeWindows.ts';
import { breathe, endsJob, type JobContext, nowOf, wordsOf } from './job.ts';
import { type HeldPartOfBill, judgeBill, type PartRead } from './quarantine.ts';

/** Reads windows of the bill, and stores day by day what was said of them. */

/** A window, with the readings in which it is read. */
export interface Read {
  window: DayRange;
  readings: BillReading[];
}
/** A reading that could not be read: from which day on it is behind, and why. */
export interface Broken {
  from: string;
  error: string;
  isTold?: true;
}

export const accountsOf = ({ linkedAccounts }: JobContext['settings']): readonly string[] =>
  linkedAccounts.length > 0 ? linkedAccounts : [''];

/** Reads a window in the authority, and stores the days that are not what is held, or were read before all had arrived. */
export async function readMoved(context: JobContext, bill: OpenBill, window: DayRange): Promise<Stored> {
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
 * Reads a window in its readings, the authority first, so that views leave it its money; then stores it, the authority
 * last. Failures of views are noted in `broken`.
 */
export async function readWindow(
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
export interface Stored {
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
