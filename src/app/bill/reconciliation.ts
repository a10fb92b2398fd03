import { type Agreement, agreementOf, type BillRead } from '../../core/agreement.ts';
import { billPhase, isBilledSum } from '../../core/bestKnown.ts';
import type { Known } from '../../core/known.ts';
import { sum } from '../../core/money.ts';
import { dayOf, daysOf, monthOf, monthRange } from '../../core/periods.ts';
import type { SpendSum } from '../../core/questions.ts';
import {
  type InvoiceWay,
  type ReconciliationSum,
  reconcile,
  reconciledBy,
  wayToInvoice,
} from '../../core/reconciliation.ts';
import type { DayRange, Finding, Money } from '../../core/types.ts';
import { type Verdict, type VerdictFacts, verdictOf } from '../../core/verdict.ts';
import { type Asking, inOneReading, mustBeAllowed, scopeOf } from '../asking.ts';
import { type KeptPart, keptPartOf } from '../kept.ts';
import { type Names, readNames } from '../names.ts';
import { findingsIn } from '../operations/heldBack.ts';
import { mustShow, showsDays } from '../privacy/shown.ts';

/** What the page and the API say of how estimate and bill stand to each other. */
interface Reconciliation extends KeptPart {
  /** Every day of which something is held, billed or not. */
  days: readonly SpendSum[];
  /** Of days that AWS has billed, as far as it will: only those are held against the estimate, by day and by model alike. */
  byModel: readonly ReconciliationSum[];
  byDay: readonly ReconciliationSum[];
  way: InvoiceWay;
  /** All that was spent, as best known: what of it is on no bill yet is on days that wait for it, or was never billed. */
  spent: Known;
  waiting: Money;
  /** Of those days, what was used and never billed: it counts as an estimate, and is on no invoice. */
  neverBilled: Money;
  findings: readonly Finding[];
  /** What it means where there are none. */
  agreement: Agreement;
  verdict: Verdict;
}

/** Where no days are shown, months stand for them, and findings, each of which has its day, are not told. @throws Forbidden, Withheld */
const readReconciliation = (asking: Asking, asked: DayRange): Promise<Reconciliation> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'bill' });
    mustShow(inside, { range: asked, byDay: false });
    const { store } = inside;
    const byDay = showsDays(inside);
    const { range, gone } = await keptPartOf(inside, asked, ['spend', 'bill']);
    const ofDays = { range, groupBy: ['day'], filter: {}, scope: scopeOf(inside), unowned: 'among' } as const;
    const { rows: days, total } = await store.spend.query({ ...ofDays, basis: 'best' });
    // By what the bill says alone: an estimate that stands beside it keeps no day from being final.
    const { rows: onBill } = await store.spend.query({ ...ofDays, basis: 'billed' });
    const billed = days.filter((row) => isBilledSum(row) || isLate(row, inside.now));
    const whole = new Set(billed.map((row) => row.keys[0] ?? ''));
    const lines = reconcile(await store.spend.compared(range)).filter(({ day }) => whole.has(day));
    const byModel = reconciledBy(lines, 'modelKey');
    const usage = sum(days.map((row) => row.billed));
    const read = await store.charges.read(range);
    const agreement = agreementOf(range, read, inside.now);
    const findings = byDay ? await findingsIn(inside, range) : null;
    return {
      range,
      gone,
      days: byDay ? days : [],
      byModel,
      byDay: reconciledBy(byDay ? lines : lines.map(ofMonth), 'day'),
      way: wayToInvoice(usage, await store.charges.lines({ range, records: 'others' })),
      spent: total,
      waiting: unbilledOf(days.filter((row) => !billed.includes(row))),
      neverBilled: unbilledOf(billed),
      findings: findings ?? [],
      agreement,
      verdict: verdictOf({
        ...howFar(asked, onBill, whole, read, inside.now),
        billed: usage,
        models: byModel,
        findings,
        isDue: (day) => billPhase(day, inside.now) > 0,
        agreement,
      }),
    };
  });

/** What of some days counts beside their bill. */
const unbilledOf = (days: readonly SpendSum[]): Money =>
  sum(days.map((row) => (row.amount - row.billed) as Money));

/** How many days of a period have begun, are billed in full, or final, and how much of the bill is; a day without any use is as it was read. */
function howFar(
  range: DayRange,
  rows: readonly SpendSum[],
  whole: ReadonlySet<string>,
  { lines }: BillRead,
  now: number,
): Pick<VerdictFacts, 'days' | 'final' | 'unread'> {
  const known = new Map(rows.map((row) => [row.keys[0] ?? '', row]));
  const all = daysOf(range);
  const isEmpty = (day: string) => !known.has(day) && lines.has(day) && billPhase(day, now) > 0;
  const isFinal = (day: string) => known.get(day)?.label === 'final';
  return {
    days: {
      all: all.length,
      begun: all.filter((day) => day <= dayOf(now)).length,
      billed: all.filter((day) => whole.has(day) || isEmpty(day)).length,
      final: all.filter((day) => isFinal(day) || isEmpty(day)).length,
    },
    final: sum(rows.flatMap((row) => (row.label === 'final' ? row.billed : []))),
    unread: all.filter((day) => billPhase(day, now) > 0 && !lines.has(day) && !known.has(day)).length,
  };
}

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
