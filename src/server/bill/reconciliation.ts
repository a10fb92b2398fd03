import { counts } from '../../app/spend/facts.ts';
import type { SpendScope } from '../../core/access.ts';
import { sum } from '../../core/money.ts';
import type { SpendSum } from '../../core/questions.ts';
import {
  type InvoiceWay,
  type ReconciliationSum,
  reconcile,
  reconciledBy,
  wayToInvoice,
} from '../../core/reconciliation.ts';
import type { DayRange, Finding } from '../../core/types.ts';
import type { ServerDeps } from '../deps.ts';

/** What the page and the API say of how estimate and bill stand to each other. */
export interface Reconciliation {
  /** Every day of which something is held, billed or not. */
  days: readonly SpendSum[];
  /** Of days that AWS has billed in full: only those are held against the estimate, by day and by model alike. */
  byModel: readonly ReconciliationSum[];
  byDay: readonly ReconciliationSum[];
  way: InvoiceWay;
  findings: readonly Finding[];
}

export async function readReconciliation(
  { store }: Pick<ServerDeps, 'store'>,
  range: DayRange,
  scope: SpendScope,
): Promise<Reconciliation> {
  const { rows: days } = await store.spend.query({
    range,
    groupBy: ['day'],
    basis: 'best',
    filter: {},
    scope,
    unowned: 'among',
  });
  const whole = new Set(days.filter(counts).map((row) => row.keys[0] ?? ''));
  const lines = reconcile(await store.spend.compared(range)).filter(({ day }) => whole.has(day));
  return {
    days,
    byModel: reconciledBy(lines, 'modelKey'),
    byDay: reconciledBy(lines, 'day'),
    way: wayToInvoice(
      sum(days.map((row) => row.billed)),
      await store.charges.list({ range, grouping: 'recordType' }),
    ),
    findings: await store.spend.findings({ range }),
  };
}
