import type { ModelMatcher } from './models.ts';
import { larger, money, perMillionOf, tokensOf } from './money.ts';
import { addDays, daysBetween, monthOf, monthRange } from './periods.ts';
import type { Charge, Day, Money, Rate, RateKey, Tokens } from './types.ts';
import { readUsageType } from './usageTypes.ts';

/** Days whose price differs by less are one interval: a thousandth, beside what rounding of small amounts explains. */
const STEP_PER_MILLE = 1n;
/** What rounding to ten decimals can make of one charge, with some room: 10⁻¹⁰ USD. */
const ROUNDING_PER_CHARGE = 10n;
/** A price per 1,000,000 tokens has digits from whole dollars down. */
const COARSEST_STEP = money('1');
/** Days over which the newest mix of five-minute and one-hour cache writes is taken. */
const MIX_DAYS = 30;

interface Evidence {
  cost: bigint;
  tokens: Tokens;
  charges: bigint;
}

/**
 * Rates that the bill's own lines show: cost ÷ tokens per model, kind, route, tier, cache lifetime, context and Region.
 * Consecutive days of one price are one interval, weighted by tokens, at the roundest price that they allow; a step in
 * price begins a new one. Cache writes get a rate without lifetime as well: the mix of both lifetimes of each month, in
 * the newest month that of the last 30 days, in standard tier and context. Takes charges of the grouping `line` (others
 * are left out) of any days, in any order. Lines of unknown models, without tokens or with negative amounts teach nothing.
 */
export function learnRates(charges: readonly Charge[], matcher: ModelMatcher): Rate[] {
  const evidence = gather(charges, matcher);
  const rates: Rate[] = [];
  for (const { key, days } of evidence.values()) rates.push(...intervals(key, days));
  return [...rates, ...mixes(evidence.values())];
}

interface KeyEvidence {
  key: RateKey;
  days: Map<Day, Evidence>;
}

function gather(charges: readonly Charge[], matcher: ModelMatcher): Map<string, KeyEvidence> {
  const found = new Map<string, KeyEvidence>();
  const keys = new Map<string, RateKey | null>();
  const units = new Map<string, number>();
  for (const charge of charges) {
    if (charge.grouping !== 'line' || charge.quantity <= 0n || charge.amount < 0n) continue;
    const pair = `${charge.key1}\n${charge.key2}`;
    if (!keys.has(pair)) {
      const reading = readUsageType(charge.key1, charge.key2);
      const modelKey = reading.modelName === null ? null : matcher.match(reading.modelName);
      // Another endpoint with prices of its own, and not in the metrics that rates are for.
      const teaches = reading.kind !== null && modelKey !== null && !reading.mantle;
      units.set(pair, reading.tokensPerUnit ?? 0);
      keys.set(
        pair,
        teaches && reading.kind !== null
          ? {
              modelKey,
              kind: reading.kind,
              route: reading.route,
              tier: reading.tier,
              cacheTtl: reading.cacheTtl,
              longContext: reading.longContext,
              region: reading.region,
            }
          : null,
      );
    }
    const key = keys.get(pair);
    if (!key) continue;
    const tokens = tokensOf(charge.quantity, units.get(pair) ?? 0);
    if (tokens > 0n) add(found, key, charge.day, { cost: charge.amount, tokens, charges: 1n });
  }
  return found;
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

function mixes(all: Iterable<KeyEvidence>): Rate[] {
  const groups = new Map<string, KeyEvidence & { hour: boolean }>();
  for (const { key, days } of all) {
    if (key.kind !== 'cacheWrite' || key.cacheTtl === null || key.tier !== 'standard' || key.longContext)
      continue;
    const mixed: RateKey = { ...key, cacheTtl: null };
    const text = `${key.modelKey}|${key.route}|${key.region}`;
    const group = groups.get(text) ?? { key: mixed, days: new Map<Day, Evidence>(), hour: false };
    groups.set(text, group);
    group.hour ||= key.cacheTtl === '1h';
    for (const [day, evidence] of days) group.days.set(day, plus(group.days.get(day), evidence));
  }
  return [...groups.values()].filter((group) => group.hour).flatMap(mixOf);
}

/** Month by month, so that a month that is over keeps its mix; the newest has that of its last days. */
function mixOf({ key, days }: KeyEvidence): Rate[] {
  const last = [...days.keys()].sort().at(-1);
  if (last === undefined) return [];
  const months = Map.groupBy(days, ([day]) => monthOf(day));
  return [...months].map(([month, ofMonth]) => {
    const { start, endExclusive } = monthRange(month);
    const newest = month === monthOf(last);
    const recent = [...days].filter(([day]) => daysBetween(day, last) < MIX_DAYS);
    const evidence = (newest ? recent : ofMonth).map(([, one]) => one).reduce((all, one) => plus(all, one));
    return {
      ...key,
      source: 'learned',
      validFrom: start,
      validTo: newest ? addDays(last, 1) : endExclusive,
      perMillion: priceOf(evidence),
    };
  });
}
