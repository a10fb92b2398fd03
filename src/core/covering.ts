import { type Line, sameAccount } from './bill.ts';
import type { Caller, CallerTokens, Holder } from './estate.ts';
import { spelledLike } from './modelWords.ts';
import { largestRemainder, smaller } from './money.ts';

/**
 * Lines that cannot be held against tokens seen, though they may be the charge of them: spellings and units that are not
 * read, models that no catalogue lists, tokens of pictures and sound, reserved capacity. Beside such a line an estimate
 * would count the same use twice.
 */

/** A line, and the tokens seen that it may be the charge of. */
interface Covering {
  line: Line;
  of: readonly CallerTokens[];
}

/**
 * Which lines may be the charge of which tokens of which the bill does not count: by model (of those seen that are spelled
 * alike where the line's is none of the catalogue's, any where it names none), kind, Region and account, each where the line
 * says it. Those that can be of the fewest come first.
 * @param seen all tokens of the day: a name that is like a billed model's is that one's, and of no other model's tokens
 */
export function coveringsOf(
  lines: readonly Line[],
  open: readonly CallerTokens[],
  seen: readonly CallerTokens[],
): Covering[] {
  const modelKeys = [...new Set(seen.map(({ caller }) => caller.modelKey))];
  return lines
    .filter((line) => mayCover(line) && line.charge.amount > 0n)
    .map((line) => {
      const models = new Set(modelsOf(line, modelKeys));
      const { kind, region } = line.reading;
      const of = open.filter(
        (one) =>
          models.has(one.caller.modelKey) &&
          (kind === null || kind === one.kind) &&
          (region === null || region === one.caller.region) &&
          sameAccount(line, one.caller.accountId),
      );
      return { line, of };
    })
    .sort((a, b) => a.of.length - b.of.length);
}

function mayCover({ reading, listed }: Line): boolean {
  // What capacity is reserved of is read, and nothing else is used of it.
  if (reading.family === 'capacity') return reading.mayCover && listed;
  return reading.mayCover || (reading.family === 'tokens' && !listed && !reading.mantle);
}

function modelsOf({ reading, listed, modelKey }: Line, modelKeys: readonly string[]): readonly string[] {
  if (listed) return modelKeys.filter((key) => key === modelKey);
  return reading.modelName === null ? modelKeys : spelledLike(reading.modelName, modelKeys);
}

/**
 * What of the estimates is provably not billed yet: what they come to, less the amount of every line that may be the charge
 * of their tokens. What a line's own tags and owners give to somebody is taken from that somebody's estimates alone; what
 * nobody is given of it from all that it may be of, in proportion. Never below zero. Lines must be allocated.
 * @param worth the estimate of each of the tokens, in 10⁻¹⁰ USD
 */
export function notBilledYet(
  coverings: readonly Covering[],
  worth: ReadonlyMap<CallerTokens, bigint>,
): Map<CallerTokens, bigint> {
  const left = new Map(worth);
  for (const { line, of } of coverings) {
    let nobodys: bigint = line.charge.amount;
    for (const { holder, amount } of line.allocations) {
      const theirs = of.filter(({ caller }) => isOf(caller, holder));
      if (theirs.length === 0 && holder.profileArn === null) continue;
      nobodys -= amount;
      take(left, theirs, amount);
    }
    take(left, of, nobodys);
  }
  return left;
}

/** What the bill says is another owner's was used by the same profile: its tokens are the same use. */
function isOf(caller: Caller, holder: Holder): boolean {
  if (holder.profileArn !== null) return caller.profileArn === holder.profileArn;
  if (holder.reason !== null) return caller === holder;
  return holder.userEmail === null
    ? caller.costCenter === holder.costCenter
    : caller.userEmail === holder.userEmail;
}

function take(left: Map<CallerTokens, bigint>, from: readonly CallerTokens[], amount: bigint): void {
  const held = from.map((one) => left.get(one) ?? 0n);
  const all = held.reduce((sum, one) => sum + one, 0n);
  const parts = largestRemainder(smaller(amount, all), held);
  for (const [index, one] of from.entries()) left.set(one, (held[index] ?? 0n) - (parts[index] ?? 0n));
}
