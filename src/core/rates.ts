import { larger, smaller } from './money.ts';
import { addDays } from './periods.ts';
import type { CacheTtl, Day, DayRange, Money, Rate, RateKey, Route, Tier, TokenKind } from './types.ts';

/** How long the last rate learned from the bill is trusted when the bill has shown no newer one. */
export const LEARNED_LASTS_DAYS = 62;
/**
 * One-hour cache writes of Claude are listed at twice the price of input (five-minute writes at 1.25 times). Source:
 * Amazon Bedrock's price list and Anthropic's prompt-caching prices, read November 2026. Used as an upper bound only,
 * while the bill has not shown the rate.
 */
const CLAUDE_ONE_HOUR_WRITE_PER_INPUT = 2n;
/** Tiers with prices of their own whose tokens metrics count with all others. */
export const METERED_APART: readonly Tier[] = ['flex', 'priority', 'latencyOptimized'];
const SOURCES = ['override', 'learned', 'list'] as const;

/** What tokens of one kind of one model are worth on a day. Money per 1,000,000 tokens; `low` ≤ `mid` ≤ `high`. */
export interface EstimateRate {
  mid: Money;
  low: Money;
  high: Money;
  source: Rate['source'];
}

export interface EstimateQuestion {
  modelKey: string;
  kind: TokenKind;
  /** null: not known which of the two. */
  route: Route | null;
  region: string;
  day: Day;
}

/** All rates, indexed. Answers are remembered: build one for a run and ask it for every day. */
export interface RateBook {
  /** The rate in force, or null when there is none (unpriced, never free). See `rateBook` for the order of sources. */
  rateFor(key: RateKey, day: Day): Rate | null;
  /** What to estimate with where metrics know neither tier nor cache lifetime and perhaps not the route. */
  estimateRate(question: EstimateQuestion): EstimateRate | null;
  /** The same on this very route: null where only the other one has a rate. */
  rateOnRoute(question: EstimateQuestion & { route: Route }): EstimateRate | null;
}

/**
 * Order: override, learned, list; within each the Region's own rate before one for any Region, and for learned rates
 * before another Region's. A learned rate holds for the days of its evidence; the latest one also for later days, up to
 * 62 after its evidence, as the newest days are not on the bill yet. List prices do not apply to GovCloud: there
 * is no list for it.
 */
export function rateBook(rates: readonly Rate[]): RateBook {
  const byKey = new Map<string, Rate[]>();
  const lifetimes = lifetimesIn(rates);
  for (const rate of rates) {
    const key = keyOf(rate);
    const held = byKey.get(key);
    if (held === undefined) byKey.set(key, [rate]);
    else held.push(rate);
  }
  const rateFor = (key: RateKey, day: Day): Rate | null => {
    const candidates = byKey.get(keyOf(key)) ?? [];
    for (const source of SOURCES) {
      if (source === 'list' && key.region?.startsWith('us-gov')) continue;
      const found = inForce(candidates, source, key.region, day);
      if (found !== null) return found;
    }
    return null;
  };
  const answers = new Map<string, EstimateRate | null>();
  return {
    rateFor,
    rateOnRoute: (question) => estimateOn(question.route, question, rateFor, lifetimes),
    estimateRate(question) {
      const { modelKey, kind, route, region, day } = question;
      const key = `${modelKey}|${kind}|${route}|${region}|${day}`;
      let answer = answers.get(key);
      if (answer === undefined) {
        answer = estimate(question, rateFor, lifetimes);
        answers.set(key, answer);
      }
      return answer;
    },
  };
}

/**
 * The days on which it can matter that a rate became another of the same key and first day, came (`before` is null) or
 * went (`after` is null). A learned rate that the bill of one more day bore out matters to no day that there is yet.
 * Learned rates of one key do not overlap.
 */
export function daysRepriced(before: Rate | null, after: Rate | null): Repriced | null {
  const [some, other] = [before ?? after, after ?? before];
  if (some === null || other === null) return null;
  const [shorter, longer] = [lastsUntil(some), lastsUntil(other)].sort();
  const { modelKey, validFrom } = some;
  const whole = before === null || after === null || before.perMillion !== after.perMillion;
  const start = whole ? validFrom : shorter;
  return start === undefined || longer === undefined || start >= longer
    ? null
    : { modelKey, start, endExclusive: longer };
}

/** A model, and days on which what its tokens are worth may have become another. */
export interface Repriced extends DayRange {
  modelKey: string;
}

const FOR_EVER: Day = '9999-12-31';

function lastsUntil({ source, validTo }: Rate): Day {
  if (validTo === null) return FOR_EVER;
  return source === 'learned' ? addDays(validTo, LEARNED_LASTS_DAYS) : validTo;
}

type RateFor = RateBook['rateFor'];

function inForce(
  candidates: readonly Rate[],
  source: Rate['source'],
  region: string | null,
  day: Day,
): Rate | null {
  const ofSource = candidates.filter((rate) => rate.source === source && rate.validFrom <= day);
  const scopes: ((rate: Rate) => boolean)[] = [
    (rate) => rate.region === region,
    (rate) => rate.region === null,
    ...(source === 'learned' ? [() => true] : []),
  ];
  for (const scope of scopes) {
    const found = latest(ofSource.filter(scope), source, day);
    if (found !== null) return found;
  }
  return null;
}

/** The one that began last among those that still hold. */
function latest(rates: readonly Rate[], source: Rate['source'], day: Day): Rate | null {
  let best: Rate | null = null;
  for (const rate of rates) if (best === null || rate.validFrom > best.validFrom) best = rate;
  if (best === null || best.validTo === null || day < best.validTo) return best;
  if (source === 'learned') return day < addDays(best.validTo, LEARNED_LASTS_DAYS) ? best : null;
  return latest(
    rates.filter((rate) => rate.validTo === null || day < rate.validTo),
    source,
    day,
  );
}

/** Lifetimes of cache writes that any rate is of, the shortest first. */
const lifetimesIn = (rates: readonly Rate[]): CacheTtl[] =>
  [...new Set(rates.flatMap(({ cacheTtl }) => cacheTtl ?? []))].sort((a, b) => minutesOf(a) - minutesOf(b));
const minutesOf = (ttl: CacheTtl): number => Number.parseInt(ttl, 10) * (ttl.endsWith('h') ? 60 : 1);

function estimate(
  question: EstimateQuestion,
  rateFor: RateFor,
  lifetimes: readonly CacheTtl[],
): EstimateRate | null {
  const onRoute = (route: Route) => estimateOn(route, question, rateFor, lifetimes);
  if (question.route !== null) {
    const other: Route = question.route === 'global' ? 'regional' : 'global';
    return onRoute(question.route) ?? onRoute(other);
  }
  const regional = onRoute('regional');
  const global = onRoute('global');
  if (regional === null || global === null) return regional ?? global;
  return { ...regional, low: smaller(regional.low, global.low), high: larger(regional.high, global.high) };
}

/**
 * Metrics know neither tier nor cache lifetime nor how long a context was: the mix that the bill showed is the middle, and
 * the prices that it is of are the range.
 */
function estimateOn(
  route: Route,
  question: EstimateQuestion,
  rateFor: RateFor,
  lifetimes: readonly CacheTtl[],
): EstimateRate | null {
  const { modelKey, kind, region, day } = question;
  const ask = (more: Partial<RateKey> = {}) =>
    rateFor(
      { modelKey, kind, route, tier: 'standard', cacheTtl: null, longContext: false, region, ...more },
      day,
    );
  const mixed = ask({ tier: 'mixed' });
  const parts = [ask(), ...lifetimes.map((cacheTtl) => ask({ cacheTtl }))];
  const mid = strongest([mixed, ...parts]);
  if (mid === null) return null;
  if (mid.source === 'override') return exactly(mid);
  if (mixed !== null) parts.push(...METERED_APART.map((tier) => ask({ tier })), ask({ longContext: true }));
  const bounds = [mid, ...parts].flatMap((rate) => rate?.perMillion ?? []);
  if (kind === 'cacheWrite' && ask({ cacheTtl: '1h' }) === null && modelKey.startsWith('anthropic.'))
    bounds.push(...doubled(ask({ kind: 'input' })));
  return {
    mid: mid.perMillion,
    low: bounds.reduce(smaller),
    high: bounds.reduce(larger),
    source: mid.source,
  };
}

function doubled(input: Rate | null): Money[] {
  return input === null ? [] : [(input.perMillion * CLAUDE_ONE_HOUR_WRITE_PER_INPUT) as Money];
}

function exactly(rate: Rate): EstimateRate {
  return { mid: rate.perMillion, low: rate.perMillion, high: rate.perMillion, source: rate.source };
}

/** The first of the strongest source. */
function strongest(rates: readonly (Rate | null)[]): Rate | null {
  for (const source of SOURCES) {
    const found = rates.find((rate) => rate?.source === source);
    if (found) return found;
  }
  return null;
}

function keyOf(key: Omit<RateKey, 'region'>): string {
  return `${key.modelKey}|${key.kind}|${key.route}|${key.tier}|${key.cacheTtl}|${key.longContext}`;
}

/**
 * What is in force on a day: for each model, kind, route, tier, lifetime, context and Region that any rate speaks of, the
 * one that wins, in the order of `rates`.
 */
export function ratesInForce(rates: readonly Rate[], day: Day): Rate[] {
  const book = rateBook(rates);
  const winners = new Set(rates.map((rate) => book.rateFor(rate, day)));
  return rates.filter((rate) => winners.has(rate));
}
