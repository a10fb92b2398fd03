import type { BillLine } from './billEntries.ts';
import { usageOf } from './billParts.ts';
import type { ModelMatcher } from './models.ts';
import { divideHalfEven, larger, money, perMillionOf, tokensOf, ZERO } from './money.ts';
import { addDays, weekdayOf } from './periods.ts';
import { METERED_APART } from './rates.ts';
import type { Day, Money, Rate, RateKey, Tokens } from './types.ts';
import { readUsageType } from './usageTypes.ts';

/** Raise it when `learnRates` makes other rates of the same lines: every ledger learns anew then. */
export const LEARNING_RULES = 2;

/** Days whose price differs by less are one interval: a thousandth, beside what rounding of small amounts explains. */
const STEP_PER_MILLE = 1n;
/** What rounding to ten decimals can make of one charge, with some room: 10⁻¹⁰ USD. */
const ROUNDING_PER_CHARGE = 10n;
/** A price per 1,000,000 tokens has digits from whole dollars down. */
const COARSEST_STEP = money('1');
/** Days before a week that its mix is taken from. */
const MIX_DAYS = 30;
/** What days of the bill before a day have taught of its rates: of its week, and of the days that the week's mix is taken from. */
export const EVIDENCE_DAYS = MIX_DAYS + 7;
/** Tiers whose tokens the metrics count, without telling which. */
const METERED: ReadonlySet<RateKey['tier']> = new Set(['standard', ...METERED_APART]);

interface Evidence {
  cost: bigint;
  tokens: Tokens;
  charges: bigint;
}

/**
 * Rates that the bill's own lines show: cost ÷ tokens per model, kind, route, tier, cache lifetime, context and Region.
 * Consecutive days of one price are one interval, weighted by tokens, at the roundest price that they allow; a step in
 * price begins a new one. Where one model's tokens of one kind come at other prices than the ordinary one, which metrics
 * cannot tell apart (tiers, cache lifetimes, long context), there is a rate of tier `mixed` as well: those prices by their
 * shares of the weeks before. Takes lines of any days, in any order; those that are no usage are left out. Lines of unknown
 * models, without tokens or with negative amounts teach nothing.
 */
export function learnRates(lines: readonly BillLine[], matcher: ModelMatcher): Rate[] {
  const evidence = gather(lines, matcher);
  const rates: Rate[] = [];
  const parts: Part[] = [];
  for (const { key, days } of evidence.values()) {
    const prices = intervals(key, days);
    rates.push(...prices);
    if (METERED.has(key.tier)) parts.push({ key, days, prices });
  }
  return [...rates, ...mixes(parts)];
}

interface KeyEvidence {
  key: RateKey;
  days: Map<Day, Evidence>;
}

function gather(lines: readonly BillLine[], matcher: ModelMatcher): Map<string, KeyEvidence> {
  const found = new Map<string, KeyEvidence>();
  const taught = new Map<string, Taught | null>();
  for (const line of usageOf(lines)) {
    if (line.amount < 0n) continue;
    const pair = `${line.service}\n${line.usageType}\n${line.unit}`;
    if (!taught.has(pair)) taught.set(pair, taughtBy(line, matcher));
    const teaches = taught.get(pair);
    if (!teaches) continue;
    const tokens = tokensOf(line.quantity, teaches.tokensPerUnit);
    if (tokens > 0n) add(found, teaches.key, line.day, { cost: line.amount, tokens, charges: 1n });
  }
  return found;
}

interface Taught {
  key: RateKey;
  tokensPerUnit: number;
}

/** What a line's service and usage type can teach the price of. */
function taughtBy(line: BillLine, matcher: ModelMatcher): Taught | null {
  const { modelName, kind, route, tier, cacheTtl, longContext, region, mantle, tokensPerUnit } =
    readUsageType(line.service, line.usageType ?? '', line.unit);
  const modelKey = modelName === null ? null : matcher.match(modelName);
  // Mantle is another endpoint with prices of its own, and not in the metrics that rates are for.
  if (kind === null || tokensPerUnit === null || modelKey === null || mantle) return null;
  return { key: { modelKey, kind, route, tier, cacheTtl, longContext, region }, tokensPerUnit };
}

function add(found: Map<string, KeyEvidence>, key: RateKey, day: Day, more: Evidence): void {
  const text = Object.values(key).join('|');
  const held = found.get(text) ?? { key, days: new Map<Day, Evidence>() };
  found.set(text, held);
  held.days.set(day, plus(held.days.get(day), more));
}

function plus(a: Evidence | undefined, b: Evidence): Evidence {
  if (a === undefined) return b;
  return { cost: a.cost + b.cost, tokens: a.tokens + b.tokens, charges: a.charges + b.charges };
}

function intervals(key: RateKey, days: ReadonlyMap<Day, Evidence>): Rate[] {
  const found: { from: Day; last: Day; evidence: Evidence }[] = [];
  for (const day of [...days.keys()].sort()) {
    const evidence = days.get(day);
    if (evidence === undefined) continue;
    const current = found.at(-1);
    if (current !== undefined && samePrice(current.evidence, evidence)) {
      current.last = day;
      current.evidence = plus(current.evidence, evidence);
    } else {
      found.push({ from: day, last: day, evidence });
    }
  }
  return found.map(({ from, last, evidence }, index) => ({
    ...key,
    source: 'learned',
    validFrom: from,
    validTo: found[index + 1]?.from ?? addDays(last, 1),
    perMillion: priceOf(evidence),
  }));
}

/**
 * The roundest price that the evidence allows: AWS rounds each amount, so the quotient's last digits are noise, and would
 * be other noise with each new day, for past days as well. Never rounded to free.
 */
function priceOf({ cost, tokens, charges }: Evidence): Money {
  const quotient = perMillionOf(cost as Money, tokens);
  const noise = perMillionOf((ROUNDING_PER_CHARGE * charges) as Money, tokens);
  for (let step: bigint = COARSEST_STEP; step > 1n; step /= 10n) {
    const rounded = ((quotient + step / 2n) / step) * step;
    const off = larger<bigint>(rounded - quotient, quotient - rounded);
    if (rounded > 0n && off <= noise) return rounded as Money;
  }
  return quotient;
}

/** Whether two prices differ by no more than a thousandth and what rounding of either amount explains. */
function samePrice(a: Evidence, b: Evidence): boolean {
  const left = a.cost * b.tokens;
  const right = b.cost * a.tokens;
  const difference = left > right ? left - right : right - left;
  const rounding = ROUNDING_PER_CHARGE * (a.charges * b.tokens + b.charges * a.tokens);
  return difference <= (larger(left, right) * STEP_PER_MILLE) / 1000n + rounding;
}

/** One price of what metrics count as one, with the days that showed it. */
interface Part extends KeyEvidence {
  /** Its intervals, oldest first, never empty. */
  prices: readonly Rate[];
}

/**
 * Mixed rates of each Region, for models and kinds that are mixed in any: a Region's own comes before another's. What comes at
 * one price that is not the ordinary one is a mix as well: whoever asks with tokens does not know which price that is.
 */
function mixes(parts: readonly Part[]): Rate[] {
  const byKind = Map.groupBy(parts, ({ key }) => `${key.modelKey}|${key.kind}|${key.route}`);
  return [...byKind.values()].flatMap((ofKind) => {
    const regions = [...Map.groupBy(ofKind, ({ key }) => key.region).values()];
    const mixed = regions.some((ofRegion) => ofRegion.length > 1 || !ofRegion.every(isOrdinary));
    return mixed ? regions.flatMap(mixOf) : [];
  });
}

/** Whether it is the price that tokens are estimated at where nothing is known of them. */
const isOrdinary = ({ key }: Part): boolean => key.tier === 'standard' && !key.longContext;

/**
 * Week by week, each by the shares of the days before it: a day's estimate does not move with each new day of the bill, and
 * is what one could have known then. A week with nothing before it goes by its own. One price alone is itself.
 */
function mixOf(parts: readonly Part[]): Rate[] {
  const days = [...new Set(parts.flatMap((part) => [...part.days.keys()]))].sort();
  const [last, first] = [days.at(-1), parts[0]];
  if (last === undefined || first === undefined) return [];
  const key: RateKey = { ...first.key, tier: 'mixed', cacheTtl: null, longContext: false };
  if (parts.length === 1) return first.prices.map((price) => ({ ...price, ...key }));
  return [...new Set(days.map(weekOf))].flatMap((week, index, weeks) => {
    const before = sharesIn(parts, addDays(week, -MIX_DAYS), week);
    const shares = before.some(({ tokens }) => tokens > 0n)
      ? before
      : sharesIn(parts, week, addDays(week, 7));
    return mixedBetween(key, shares, week, weeks[index + 1] ?? addDays(last, 1));
  });
}

const sharesIn = (parts: readonly Part[], start: Day, endExclusive: Day): Share[] =>
  parts.map(({ days, prices }) => ({
    prices,
    tokens: [...days].reduce(
      (sum, [day, { tokens }]) => (day >= start && day < endExclusive ? sum + tokens : sum),
      0n,
    ),
  }));

/** The Monday of a day's week. */
const weekOf = (day: Day): Day => addDays(day, -((weekdayOf(day) + 6) % 7));

interface Share {
  prices: readonly Rate[];
  tokens: Tokens;
}

/** The shares at the prices of each day: a step in one of them is a step of the mix. */
function mixedBetween(key: RateKey, shares: readonly Share[], start: Day, endExclusive: Day): Rate[] {
  const steps = shares.flatMap(({ prices }) => prices.slice(1).map((price) => price.validFrom));
  const begins = [...new Set([start, ...steps.filter((day) => day > start && day < endExclusive)])].sort();
  const tokens = shares.reduce((sum, share) => sum + share.tokens, 0n);
  return begins.map((validFrom, index) => ({
    ...key,
    source: 'learned',
    validFrom,
    validTo: begins[index + 1] ?? endExclusive,
    perMillion: divideHalfEven(
      shares.reduce((sum, share) => sum + share.tokens * priceOn(share.prices, validFrom), 0n),
      tokens,
    ) as Money,
  }));
}

/** The price of a day; before the first evidence, the first price. */
function priceOn(prices: readonly Rate[], day: Day): Money {
  const begun = prices.filter((price) => price.validFrom <= day);
  return (begun.at(-1) ?? prices[0])?.perMillion ?? ZERO;
}
