import type { Holder } from './estate.ts';
import type { ModelMatcher } from './models.ts';
import { tokensOf } from './money.ts';
import type { AllocationMethod, Charge, Money, SpendKind, Tokens, UsageReading } from './types.ts';
import { isMetered, readUsageType } from './usageTypes.ts';

/** A part of a line and who holds it. */
export interface Allocation {
  line: Line;
  holder: Holder;
  method: AllocationMethod | null;
  amount: bigint;
  tokens: Tokens;
}

/** One SERVICE × USAGE_TYPE charge of a day, read, with what nobody has been given of it yet. */
export interface Line {
  charge: Charge;
  service: string;
  usageType: string;
  /** '' when the bill was read as a whole. */
  accountId: string;
  reading: UsageReading;
  /** The catalogue's key; the bill's own spelling where the catalogue has no such model; `unknown` where it says none. */
  modelKey: string;
  kind: SpendKind;
  tokens: Tokens;
  /** Whether CloudWatch counts these tokens too. */
  metered: boolean;
  rest: bigint;
  restTokens: Tokens;
  allocations: Allocation[];
}

/** Reads the charges of the grouping `line`. */
export function readLines(charges: readonly Charge[], matcher: ModelMatcher): Line[] {
  const lines: Line[] = [];
  for (const charge of charges) {
    if (charge.grouping !== 'line') continue;
    const reading = readUsageType(charge.key1, charge.key2);
    const tokens = reading.tokensPerUnit === null ? 0n : tokensOf(charge.quantity, reading.tokensPerUnit);
    const name = reading.modelName;
    lines.push({
      charge,
      service: charge.key1,
      usageType: charge.key2,
      accountId: charge.accountId,
      reading,
      modelKey: name === null ? 'unknown' : (matcher.match(name) ?? name),
      kind: kindOf(reading),
      tokens,
      metered: isMetered(reading),
      rest: charge.amount,
      restTokens: tokens,
      allocations: [],
    });
  }
  return lines;
}

/**
 * Gives a part of what is left of a line to somebody: never more than is left, nor anything against its sign. Returns
 * what was given.
 */
export function give(
  line: Line,
  holder: Holder,
  method: AllocationMethod | null,
  part: { amount: bigint; tokens: Tokens },
): bigint {
  const amount = within(part.amount, line.rest);
  const tokens = within(part.tokens, line.restTokens);
  if (amount === 0n && tokens === 0n) return 0n;
  line.rest -= amount;
  line.restTokens -= tokens;
  line.allocations.push({ line, holder, method, amount, tokens });
  return amount;
}

/** Sum of the charges of one grouping, and how many they are (each is rounded by AWS for itself). */
export function totalOf(
  charges: readonly Charge[],
  grouping: Charge['grouping'],
): { total: Money; count: number; keyed: number } {
  let total = 0n;
  let count = 0;
  let keyed = 0;
  for (const charge of charges) {
    if (charge.grouping !== grouping) continue;
    total += charge.amount;
    count += 1;
    if (charge.key1 !== '') keyed += 1;
  }
  return { total: total as Money, count, keyed };
}

/** Whether a line can be of an account: '' on either side is the bill as a whole. */
export function sameAccount(line: Pick<Line, 'accountId'>, accountId: string): boolean {
  return line.accountId === '' || accountId === '' || line.accountId === accountId;
}

/** What rounding to 10⁻¹⁰ USD can make of sums over so many amounts, with room: beyond it a difference is one. */
export function roundingOf(amounts: number): bigint {
  return 100n + BigInt(amounts);
}

function within(wanted: bigint, rest: bigint): bigint {
  if (rest >= 0n) return wanted < 0n ? 0n : wanted < rest ? wanted : rest;
  return wanted > 0n ? 0n : wanted > rest ? wanted : rest;
}

function kindOf(reading: UsageReading): SpendKind {
  if (reading.kind !== null) return reading.kind;
  return reading.family === 'unknown' ? 'unknown' : 'other';
}
