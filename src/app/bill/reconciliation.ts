import type { Agreement } from '../../core/agreement.ts';
import { billPhase, isBilledSum } from '../../core/bestKnown.ts';
import { sum } from '../../core/money.ts';
import { monthOf, monthRange } from '../../core/periods.ts';
import type { SpendSum } from '../../core/questions.ts';
import {
  type InvoiceWay,
  type ReconciliationSum,
  reconcile,
  reconciledBy,
  wayToInvoice,
} from '../../core/reconciliation.ts';
import type { DayRange, Finding, Money } from '../../core/types.ts';
import { type Asking, inOneReading, mustBeAllowed, scopeOf } from '../asking.ts';
import { type KeptPart, keptPartOf } from '../kept.ts';
import { type Names, readNames } from '../names.ts';
import { findingsIn } from '../operations/heldBack.ts';
import { mustShow, showsDays } from '../privacy/shown.ts';
import { agreementIn } from './findings.ts';

/** What the page and the API say of how estimate and bill stand to each other. */
interface Reconciliation extends KeptPart {
  /** Every day of which something is held, billed or not. */
  days: readonly SpendSum[];
  /** Of days that AWS has billed, as far as it will: only those are held against the estimate, by day and by model alike. */
  byModel: readonly ReconciliationSum[];
  byDay: readonly ReconciliationSum[];
  way: InvoiceWay;
  /** Of those days, what was used and never billed: it counts as an estimate, and is on no invoice. */
  neverBilled: Money;
  findings: readonly Finding[];
  /** What it means where there are none. */
  agreement: Agreement;
}

/** Where no days are shown, months stand for them, and findings, each of which has its day, are not told. @throws Forbidden, Withheld */
export const readReconciliation = (asking: Asking, asked: DayRange): Promise<Reconciliation> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'bill' });
    mustShow(inside, { range: asked, byDay: false });
    const { store } = inside;
    const byDay = showsDays(inside);
    const { range, gone } = await keptPartOf(inside, asked, ['spend', 'bill']);
    const { rows: days } = await store.spend.query({
      range,
      groupBy: ['day'],
      basis: 'best',
      filter: {},
      scope: scopeOf(inside),
      unowned: 'among',
    });
    const billed = days.filter((row) => isBilledSum(row) || isLate(row, inside.now));
    const whole = new Set(billed.map((row) => row.keys[0] ?? ''));
    const lines = reconcile(await store.spend.compared(range)).filter(({ day }) => whole.has(day));
    return {
      range,
      gone,
      days: byDay ? days : [],
      byModel: reconciledBy(lines, 'modelKey'),
      byDay: reconciledBy(byDay ? lines : lines.map(ofMonth), 'day'),
      way: wayToInvoice(
        sum(days.map((row) => row.billed)),
        await store.charges.lines({ range, records: 'others' }),
      ),
      neverBilled: sum(billed.map((row) => (row.amount - row.billed) as Money)),
      findings: byDay ? await findingsIn(inside, range) : [],
      agreement: await agreementIn(inside, range),
    };
  });

const ofMonth = <T extends { day: string }>(line: T): T => ({
  ...line,
  day: monthRange(monthOf(line.day)).start,
});

/** Whether there is a bill of a day, and all that will come of it is there: what else was used is never billed. */
const isLate = ({ keys, billed }: SpendSum, now: number): boolean =>
  billed !== 0n && billPhase(keys[0] ?? '', now) === 2;

/** The same with what a page needs beside it: names, and whether anything was collected yet. @throws Forbidden */
export const showReconciliation = (
  asking: Asking,
  range: DayRange,
): Promise<Reconciliation & { names: Names; ledger: DayRange | null }> =>
  inOneReading(asking, async (inside) => ({
    ...(await readReconciliation(inside, range)),
    names: await readNames(inside, []),
    ledger: await inside.store.spend.range(),
  }));
