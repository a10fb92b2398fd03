import { larger } from './money.ts';
import type { Day, Money, SpendKind, SpendRow, Tokens } from './types.ts';
import { isMetered, readUsageType } from './usageTypes.ts';

/**
 * `pending`: the bill does not count yet. `agrees`: within tolerance. `inRange`: off, but inside the stated range.
 * `differs`: outside. `billedOnly`: nothing was seen to estimate. `unpriced`: seen, no rate.
 */
export type ReconciliationStatus = 'pending' | 'agrees' | 'inRange' | 'differs' | 'billedOnly' | 'unpriced';

export interface ReconciliationLine {
  day: Day;
  modelKey: string;
  kind: SpendKind;
  tokens: Tokens;
  billedTokens: Tokens;
  estimated: Money;
  estimatedLow: Money;
  estimatedHigh: Money;
  billed: Money;
  /** Estimate − bill. */
  difference: Money;
  /** Difference in percent of the bill, to two decimals; null where nothing is billed. */
  percent: number | null;
  status: ReconciliationStatus;
}

/**
 * Estimate held against the bill, per day, model and kind, in order. Takes rows of both views and uses `profile`.
 * What is billed but not metered (batch, mantle) is on lines of its own, as it would hide how good the estimate is.
 * `tolerancePercent` is what still agrees; two decimals of it count.
 */
export function reconcile(rows: readonly SpendRow[], tolerancePercent = 1): ReconciliationLine[] {
  const ofView = rows.filter((row) => row.view === 'profile');
  const groups = Map.groupBy(
    ofView,
    (row) => `${row.day}\n${row.modelKey}\n${row.kind}\n${isComparable(row)}`,
  );
  const order = [...groups.keys()].sort();
  return order.flatMap((key) => {
    const held = groups.get(key) ?? [];
    const [first] = held;
    return first === undefined ? [] : [lineOf(first, held, tolerancePercent)];
  });
}

/** Batch and the mantle endpoint are billed, but metrics do not hold them: a line of their own, with nothing to compare. */
function isComparable(row: SpendRow): boolean {
  return row.usageType === '' || isMetered(readUsageType(row.service, row.usageType));
}

/** Estimate − bill in percent of the bill, to two decimals; null where nothing is billed. */
export function percentOff(estimated: Money, billed: Money): number | null {
  return billed === 0n ? null : Number(((estimated - billed) * 10_000n) / billed) / 100;
}

function lineOf(first: SpendRow, rows: readonly SpendRow[], tolerancePercent: number): ReconciliationLine {
  const total = (of: (row: SpendRow) => bigint) => rows.reduce((sum, row) => sum + of(row), 0n);
  const estimated = total((row) => row.estimated) as Money;
  const billed = total((row) => row.billed) as Money;
  const line = {
    day: first.day,
    modelKey: first.modelKey,
    kind: first.kind,
    tokens: total((row) => row.tokens),
    billedTokens: total((row) => row.billedTokens),
    estimated,
    estimatedLow: total((row) => row.estimatedLow) as Money,
    estimatedHigh: total((row) => row.estimatedHigh) as Money,
    billed,
    difference: (estimated - billed) as Money,
    percent: percentOff(estimated, billed),
  };
  return { ...line, status: statusOf(line, rows, tolerancePercent) };
}

function statusOf(
  line: Omit<ReconciliationLine, 'status'>,
  rows: readonly SpendRow[],
  tolerancePercent: number,
): ReconciliationStatus {
  if (line.tokens === 0n) return 'billedOnly';
  if (rows.some((row) => row.label === 'estimated')) return 'pending';
  if (rows.some((row) => row.tokens > 0n && row.rateSource === null)) return 'unpriced';
  const off = larger<bigint>(line.difference, -line.difference);
  const allowed =
    (larger<bigint>(line.billed, -line.billed) * BigInt(Math.round(tolerancePercent * 100))) / 10_000n;
  if (off <= allowed) return 'agrees';
  return line.estimatedLow <= line.billed && line.billed <= line.estimatedHigh ? 'inRange' : 'differs';
}
