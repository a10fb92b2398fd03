import type { BillLine } from './billEntries.ts';
import { larger, money, sum } from './money.ts';
import type { Day, Money, SpendKind, SpendRow, Tokens } from './types.ts';
import { isMetered, readUsageType } from './usageTypes.ts';

/**
 * `pending`: the bill does not count yet. `agrees`: within tolerance. `inRange`: off, but inside the stated range.
 * `differs`: outside. `billedOnly`: nothing was seen to estimate. `unpriced`: seen, no rate.
 */
type ReconciliationStatus = 'pending' | 'agrees' | 'inRange' | 'differs' | 'billedOnly' | 'unpriced';

/** What still agrees, in per cent of the bill. */
export const TOLERANCE_PERCENT = 1;
/** Less than a dollar in a month is no disagreement worth a message. */
export const LEAST_DISAGREEMENT = money('1');

/** What of a row the comparison needs; rows alike in all but their figures may come added up. */
export type ComparedRow = Pick<
  SpendRow,
  | 'day'
  | 'view'
  | 'modelKey'
  | 'kind'
  | 'service'
  | 'usageType'
  | 'tokens'
  | 'billedTokens'
  | 'estimated'
  | 'estimatedLow'
  | 'estimatedHigh'
  | 'billed'
  | 'label'
  | 'rateSource'
>;

interface ReconciliationLine {
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
export function reconcile(
  rows: readonly ComparedRow[],
  tolerancePercent = TOLERANCE_PERCENT,
): ReconciliationLine[] {
  const ofView = rows.filter((row) => row.view === 'profile');
  const comparable = onceEach(isComparable);
  const groups = Map.groupBy(ofView, (row) => `${row.day}\n${row.modelKey}\n${row.kind}\n${comparable(row)}`);
  const order = [...groups.keys()].sort();
  return order.flatMap((key) => {
    const held = groups.get(key) ?? [];
    const [first] = held;
    return first === undefined ? [] : [lineOf(first, held, tolerancePercent)];
  });
}

/** Batch and the mantle endpoint are billed, but metrics do not hold them: a line of their own, with nothing to compare. */
function isComparable(row: ComparedRow): boolean {
  return row.usageType === '' || isMetered(readUsageType(row.service, row.usageType));
}

/** A month has thousands of rows and some dozens of usage types: each is read once. */
function onceEach(read: (row: ComparedRow) => boolean): (row: ComparedRow) => boolean {
  const known = new Map<string, boolean>();
  return (row) => {
    const name = `${row.service}\n${row.usageType}`;
    const before = known.get(name);
    if (before !== undefined) return before;
    const made = read(row);
    known.set(name, made);
    return made;
  };
}

/** Estimate − bill in percent of the bill, to two decimals; null where nothing is billed. */
export function percentOff(estimated: Money, billed: Money): number | null {
  return billed === 0n ? null : Number(((estimated - billed) * 10_000n) / billed) / 100;
}

function lineOf(
  first: ComparedRow,
  rows: readonly ComparedRow[],
  tolerancePercent: number,
): ReconciliationLine {
  const total = (of: (row: ComparedRow) => bigint) => rows.reduce((sum, row) => sum + of(row), 0n);
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
  rows: readonly ComparedRow[],
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

/** One model or one day: what was seen and is billed, held against each other, and what cannot be compared. */
export interface ReconciliationSum {
  /** Model or day. */
  key: string;
  /** Of lines that can be compared. */
  estimated: Money;
  billed: Money;
  /** Estimate − bill. */
  difference: Money;
  percent: number | null;
  /** Billed without a counterpart in the metrics (batch, no tokens), or at no known rate. */
  notCompared: Money;
  /** How the sums stand to each other. */
  status: 'agrees' | 'inRange' | 'differs' | 'billedOnly';
}

/** Lines added up by model or day, in order of the key. What still waits for the bill is left out. */
export function reconciledBy(
  lines: readonly ReconciliationLine[],
  by: 'modelKey' | 'day',
  tolerancePercent = TOLERANCE_PERCENT,
): ReconciliationSum[] {
  const settled = lines.filter((line) => line.status !== 'pending');
  return [...Map.groupBy(settled, (line) => line[by])]
    .map(([key, held]) => sumOf(key, held, tolerancePercent))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function sumOf(
  key: string,
  lines: readonly ReconciliationLine[],
  tolerancePercent: number,
): ReconciliationSum {
  const compared = lines.filter(({ status }) => status !== 'billedOnly' && status !== 'unpriced');
  const total = (of: 'estimated' | 'estimatedLow' | 'estimatedHigh' | 'billed') =>
    sum(compared.map((line) => line[of]));
  const [estimated, billed] = [total('estimated'), total('billed')];
  const percent = percentOff(estimated, billed);
  const agrees = percent !== null && Math.abs(percent) <= tolerancePercent;
  const inRange = total('estimatedLow') <= billed && billed <= total('estimatedHigh');
  return {
    key,
    estimated,
    billed,
    difference: (estimated - billed) as Money,
    percent,
    notCompared: sum(lines.filter((line) => !compared.includes(line)).map((line) => line.billed)),
    status: compared.length === 0 ? 'billedOnly' : agrees ? 'agrees' : inRange ? 'inRange' : 'differs',
  };
}

/** The way from usage to what the invoice says, in USD. */
export interface InvoiceWay {
  usage: Money;
  /** Credits, discounts, refunds, taxes …: AWS's record types, largest first. Mostly negative. */
  others: readonly { recordType: string; amount: Money }[];
  total: Money;
}

/** From the sum of usage and the lines of all other records. */
export function wayToInvoice(usage: Money, lines: readonly BillLine[]): InvoiceWay {
  const others = [...Map.groupBy(lines, (line) => line.recordType)]
    .map(([recordType, held]) => ({ recordType, amount: sum(held.map((line) => line.amount)) }))
    .filter(({ amount }) => amount !== 0n)
    .sort((a, b) => Number(larger<bigint>(b.amount, -b.amount) - larger<bigint>(a.amount, -a.amount)));
  return { usage, others, total: sum([usage, ...others.map(({ amount }) => amount)]) };
}
