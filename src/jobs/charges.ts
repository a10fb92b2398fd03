import { addDays, dayOf, daysOf, monthOf, monthRange, monthsOf, previousMonth } from '../core/periods.ts';
import type { Charge, Day, DayRange, Grouping, Month, SliceError } from '../core/types.ts';
import { GROUPINGS } from '../core/types.ts';
import { freshnessOf, type Job, type JobContext, nowOf, slice, wordsOf } from './job.ts';

/**
 * Which months to read: all of the back-fill at first, then the open month and every month that was still provisional
 * when it was last read. Each window is at most a month. Pure.
 */
export function chargeWindows(
  today: Day,
  backfillDays: number,
  held: readonly { day: Day; provisional: boolean }[],
): DayRange[] {
  const end = addDays(today, 1);
  const first = addDays(today, -backfillDays);
  const byDay = new Map(held.map((h) => [h.day, h.provisional]));
  const lastMonth = previousMonth(monthOf(today));
  const needed = (month: Month): boolean =>
    month === monthOf(today) ||
    daysOf(clip(monthRange(month), first, end)).some(
      (day) => byDay.get(day) === undefined || (byDay.get(day) === true && month >= previousMonth(lastMonth)),
    );
  return monthsOf({ start: first, endExclusive: end })
    .filter(needed)
    .map((month) => clip(monthRange(month), first, end));
}

const clip = (range: DayRange, first: Day, end: Day): DayRange => ({
  start: range.start < first ? first : range.start,
  endExclusive: range.endExclusive > end ? end : range.endExclusive,
});

/** Months whose total on the bill is no longer what is stored: a tag back-fill or a restatement. Cheap to ask. */
async function movedMonths(
  context: JobContext,
  services: readonly string[],
  windows: readonly DayRange[],
): Promise<DayRange[]> {
  const today = dayOf(context.clock.now());
  const first = addDays(today, -context.settings.backfillDays);
  const read = new Set(windows.map((window) => monthOf(window.start)));
  const whole = (await context.store.charges.monthTotals('line')).filter(
    ({ month }) => !read.has(month) && monthRange(month).start >= first,
  );
  if (whole.length === 0) return [];
  const range = {
    start: monthRange((whole[0] as { month: Month }).month).start,
    endExclusive: monthRange((whole.at(-1) as { month: Month }).month).endExclusive,
  };
  const now = await context.aws.costExplorer.monthlyTotals(range, services);
  return whole
    .filter(({ month, total }) => now.has(month) && now.get(month) !== total)
    .map(({ month }) => monthRange(month));
}

async function store(
  context: JobContext,
  grouping: Grouping,
  window: DayRange,
  accountId: string,
  charges: readonly Charge[],
): Promise<void> {
  const byDay = Map.groupBy(charges, (charge) => charge.day);
  const readAt = nowOf(context);
  for (const day of daysOf(window))
    await context.store.charges.replaceDay(
      context.lease,
      day,
      grouping,
      accountId,
      byDay.get(day) ?? [],
      readAt,
    );
}

/** The authority is read even at the ceiling of AWS request charges; the other views wait for the next month. */
const ESSENTIAL: readonly Grouping[] = ['line'];

/**
 * Reads the bill from Cost Explorer in all its groupings. A window of a grouping is stored only when all of its pages
 * are there. The bill is read whole, or once per enrolled linked account.
 */
export const chargesJob: Job = {
  name: 'charges',
  async run(context) {
    const { aws, settings, clock, progress } = context;
    const today = dayOf(clock.now());
    const held = await context.store.charges.days();
    const windows = chargeWindows(today, settings.backfillDays, held);
    const errors: SliceError[] = [];
    let rows = 0;
    const fresh = await freshnessOf(context, 'charges');
    const payer = settings.payer.accountId ?? 'payer';
    const failed = await slice(context, 'charges', payer, fresh.get(payer), async () => {
      const whole = { start: addDays(today, -settings.backfillDays), endExclusive: addDays(today, 1) };
      const services = await aws.costExplorer.bedrockServices(whole);
      const all = [...windows, ...(held.length > 0 ? await movedMonths(context, services, windows) : [])];
      const accounts = settings.linkedAccounts.length > 0 ? settings.linkedAccounts : [''];
      progress.start('charges', all.length * GROUPINGS.length * accounts.length);
      let done = 0;
      for (const window of all) {
        for (const grouping of GROUPINGS) {
          for (const accountId of accounts) {
            try {
              const charges = await aws.costExplorer.charges(grouping, window, services, accountId);
              await store(context, grouping, window, accountId, charges);
              rows += charges.length;
            } catch (error) {
              if (ESSENTIAL.includes(grouping) || (error instanceof Error && error.name === 'LeaseLost'))
                throw error;
              errors.push({ slice: `${grouping} ${window.start}`, error: wordsOf(error) });
            }
            progress.step(++done, `${grouping} ${window.start.slice(0, 7)}`);
          }
        }
      }
      return nowOf(context);
    });
    errors.push(...failed);
    progress.done(`${rows} lines`);
    return { rows, errors };
  },
};
