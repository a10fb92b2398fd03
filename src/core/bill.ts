import type { BillEntry, BillLine } from './billEntries.ts';
import { usageOf } from './billParts.ts';
import type { Holder } from './estate.ts';
import type { ModelMatcher } from './models.ts';
import { sum, tokensOf } from './money.ts';
import type { AllocationMethod, Money, SpendKind, Tokens, UsageReading } from './types.ts';
import { isMetered, readUsageType } from './usageTypes.ts';

/** A part of a line and who holds it. */
export interface Allocation {
  line: Line;
  holder: Holder;
  method: AllocationMethod | null;
  amount: bigint;
  tokens: Tokens;
}

/** So much of a line. */
export interface Part {
  amount: bigint;
  tokens: Tokens;
}

/** A part of a line that its tag gives to a profile which nobody listed, until it is known whether the bill says whose. */
export interface Apart extends Part {
  line: Line;
  holder: Holder;
}

/** One line of usage of a day, read, with what nobody has been given of it yet. */
export interface Line {
  charge: BillLine;
  service: string;
  usageType: string;
  /** '' when the bill was read as a whole. */
  accountId: string;
  reading: UsageReading;
  /** The catalogue's key; the bill's own spelling where the catalogue has no such model; `unknown` where it says none. */
  modelKey: string;
  /** Whether the catalogue has the model. */
  listed: boolean;
  kind: SpendKind;
  tokens: Tokens;
  /** Whether CloudWatch counts these tokens too. */
  metered: boolean;
  rest: bigint;
  restTokens: Tokens;
  allocations: Allocation[];
}

/** Reads the lines of usage. */
export function readLines(bill: readonly BillLine[], matcher: ModelMatcher): Line[] {
  return usageOf(bill).map((charge) => {
    const { service, accountId, amount, quantity, unit } = charge;
    const usageType = charge.usageType ?? '';
    const reading = readUsageType(service, usageType, unit);
    const tokens = reading.tokensPerUnit === null ? 0n : tokensOf(quantity, reading.tokensPerUnit);
    const name = reading.modelName;
    const key = name === null ? null : matcher.match(name);
    return {
      charge,
      service,
      usageType,
      accountId,
      reading,
      modelKey: key ?? name ?? 'unknown',
      listed: key !== null,
      kind: kindOf(reading),
      tokens,
      metered: isMetered(reading),
      rest: amount,
      restTokens: tokens,
      allocations: [],
    };
  });
}

/**
 * Gives a part of what is left of a line to somebody: never more than is left, nor anything against its sign. Returns
 * what was given.
 */
export function give(line: Line, holder: Holder, method: AllocationMethod | null, part: Part): bigint {
  const { amount, tokens } = takeOff(line, part);
  if (amount === 0n && tokens === 0n) return 0n;
  line.allocations.push({ line, holder, method, amount, tokens });
  return amount;
}

/** Takes a part off what is left of a line, as `give` does, and gives it to nobody yet. */
export function setApart(line: Line, holder: Holder, part: Part): Apart {
  return { line, holder, ...takeOff(line, part) };
}

/** Gives so much of what was set apart to somebody; its tokens go with the amount. */
export function giveApart(
  apart: Apart,
  holder: Holder,
  method: AllocationMethod | null,
  amount: bigint,
): void {
  const tokens = amount === apart.amount ? apart.tokens : (apart.tokens * amount) / apart.amount;
  apart.amount -= amount;
  apart.tokens -= tokens;
  if (amount !== 0n || tokens !== 0n)
    apart.line.allocations.push({ line: apart.line, holder, method, amount, tokens });
}

/** Gives so much of what somebody was given to somebody else; its tokens go with the amount. */
export function moveTo(holder: Holder, given: Allocation, amount: bigint): void {
  if (amount === given.amount) {
    given.holder = holder;
    given.method = 'tag';
    return;
  }
  const tokens = (given.tokens * amount) / given.amount;
  given.amount -= amount;
  given.tokens -= tokens;
  given.line.allocations.push({ line: given.line, holder, method: 'tag', amount, tokens });
}

function takeOff(line: Line, part: Part): Part {
  const amount = within(part.amount, line.rest);
  const tokens = within(part.tokens, line.restTokens);
  line.rest -= amount;
  line.restTokens -= tokens;
  return { amount, tokens };
}

/** Sum of lines or claims, and how many they are (each is rounded by AWS for itself). */
export function totalOf(entries: readonly BillEntry[]): { total: Money; count: number } {
  return { total: sum(entries.map(({ amount }) => amount)), count: entries.length };
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
