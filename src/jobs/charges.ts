import type { BillReading } from '../core/billSource.ts';
import { dayOf, instantOf, monthOf, startOf } from '../core/periods.ts';
import type { SliceError } from '../core/runs.ts';
import type { Freshness } from '../core/types.ts';
import { planReads, viewSlice, viewsBehind, viewsOf } from './chargePlan.ts';
import { type Broken, type Read, readMoved, readWindow, type Stored } from './chargeReads.ts';
import { billArrivedUntil, isAuthority } from './chargeWindows.ts';
import { freshnessOf, type Job, type JobContext, nowOf, slice } from './job.ts';
import { AnswerHeldBack, type HeldPartOfBill } from './quarantine.ts';

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
