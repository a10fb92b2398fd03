import { type Known, pricedPart } from '../../core/known.ts';
import { roundRows, roundTo, ZERO } from '../../core/money.ts';
import type { InvoiceWay } from '../../core/reconciliation.ts';
import type { Money } from '../../core/types.ts';
import { signedUsd, usdOf } from '../../core/usd.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell, Row, TableData } from '../../ui/table.tsx';
import { knownCell, moneyCell } from '../tables/cells.ts';
import type { Compared, PartCents } from './comparedTables.tsx';

/** What leads from spend to the invoice. */
interface Way extends InvoiceWay {
  spent: Known;
  waiting: Money;
  neverBilled: Money;
}

/** How files name the parts. */
const RAW = {
  ...{ billed: 'compared', notCompared: 'not compared', open: 'open' },
  ...{ waiting: 'waiting', neverBilled: 'never billed' },
} as const;

const cents = (value: Money) => roundTo(value, 2);

/**
 * From what was spent to what the bill holds of it, what that consists of, then every other record type, then their sum.
 * Spend, usage and total are shown elsewhere too: what lies between them takes what rounding leaves.
 */
export function invoiceTable(
  { usage, others, total, spent, waiting, neverBilled }: Way,
  { billed, notCompared }: Compared,
  partCents: PartCents,
  frame: Frame,
): TableData {
  const { m } = frame;
  const { way } = m.verdict;
  const known = pricedPart(spent);
  const estimates = Object.entries({ waiting, neverBilled }).filter(([, amount]) => amount !== 0n);
  const estimateCents = roundRows(
    estimates.map(([, amount]) => -amount as Money),
    2,
    (cents(usage) - cents(known)) as Money,
  );
  const otherCents = roundRows(
    others.map(({ amount }) => amount),
    2,
    (cents(total) - cents(usage)) as Money,
  );
  const row = (text: string, raw: string, cell: Cell, muted = false): Row => ({
    muted,
    cells: [{ text, raw }, cell],
  });
  const step = (text: string, raw: string, amount: Money, shown: Money): Row[] =>
    amount === 0n ? [] : [row(text, raw, moneyCell(amount, signedUsd(shown)))];
  const part = (name: keyof PartCents, amount: Money): Row[] =>
    amount === 0n ? [] : [row(way[name], RAW[name], moneyCell(amount, usdOf(amount, partCents[name])), true)];
  return {
    caption: m.usd,
    columns: [
      { name: way.step, key: 'record_type' },
      { name: m.reconciliation.amount, key: 'amount_usd', csv: 'billed_usd', number: true },
    ],
    rows: [
      row(way.spent, 'spent', knownCell(spent, frame)),
      ...estimates.flatMap(([name, amount], i) =>
        step(
          way[name as 'waiting' | 'neverBilled'],
          RAW[name as 'waiting' | 'neverBilled'],
          -amount as Money,
          estimateCents[i] ?? ZERO,
        ),
      ),
      row(way.usage, 'Usage', moneyCell(usage)),
      ...part('billed', billed),
      ...part('notCompared', notCompared),
      ...part('open', (usage - billed - notCompared) as Money),
      ...others.flatMap(({ recordType, amount }, i) =>
        step(
          m.reconciliation.recordTypes[recordType] ?? recordType,
          recordType,
          amount,
          otherCents[i] ?? ZERO,
        ),
      ),
    ],
    foot: [{ text: m.reconciliation.invoiceTotal, raw: 'total' }, moneyCell(total)],
  };
}
