import { divideHalfEven, larger, multiplyRate } from './money.ts';
import type { EstimateRate, RateBook } from './rates.ts';
import {
  type Day,
  type Money,
  type Rate,
  type Route,
  TOKEN_KINDS,
  type TokenKind,
  type Tokens,
} from './types.ts';

/** What somebody's tokens cost, and what they would have cost otherwise: the terms that advice is reckoned with. Pure. */

/** How far what was charged may lie from the rates in force, in per cent, before it is not explained by them. */
const TOLERANCE = 2n;
/** Advice about a part of the use is reckoned for so large a part of it. */
const PART = 10n;

/** What tokens of a kind came to, as best known. */
export interface Used {
  tokens: Tokens;
  amount: Money;
}
/** What somebody used of a model by one route in one Region. */
export interface ModelUse {
  modelKey: string;
  route: Route;
  region: string;
  /** As a profile's source has it; null: not known. */
  geography: string | null;
  byKind: Readonly<Record<TokenKind, Used>>;
}

/** Tokens of a kind: what they cost, and what they would have cost at a rate. */
export interface AdviceTerm {
  kind: TokenKind;
  tokens: Tokens;
  cost: Money;
  /** Per 1,000,000 tokens. */
  rate: Money;
  source: Rate['source'];
  instead: Money;
}

export interface Rated {
  book: RateBook;
  /** The day whose rates are taken. */
  day: Day;
}
type Called = Pick<ModelUse, 'modelKey' | 'route' | 'region'>;

export const usedKinds = ({ byKind }: ModelUse): TokenKind[] =>
  TOKEN_KINDS.filter((kind) => byKind[kind].tokens > 0n);

const rateOf = (
  { modelKey, route, region }: Called,
  kind: TokenKind,
  { book, day }: Rated,
): EstimateRate | null => book.rateOnRoute({ modelKey, kind, route, region, day });

/** The price of a kind at a tier, of cache writes that of five minutes; null where it is not known. */
export function tierRate(
  { modelKey, route, region }: Called,
  kind: TokenKind,
  tier: 'standard' | 'batch' | 'flex',
  { book, day }: Rated,
): Rate | null {
  const key = { modelKey, kind, route, tier, longContext: false, region };
  return book.rateFor({ ...key, cacheTtl: null }, day) ?? book.rateFor({ ...key, cacheTtl: '5m' }, day);
}

/** Whether the rates in force explain what each kind cost: more on the bill than was seen, or other prices, are not sure. */
export const isExplained = (use: ModelUse, rated: Rated): boolean =>
  TOKEN_KINDS.every((kind) => {
    const { tokens, amount } = use.byKind[kind];
    if (tokens <= 0n) return amount === 0n && tokens === 0n;
    const rate = rateOf(use, kind, rated);
    if (rate === null) return false;
    const low = multiplyRate(tokens, rate.low);
    const high = multiplyRate(tokens, rate.high);
    return amount * 100n >= low * (100n - TOLERANCE) && amount * 100n <= high * (100n + TOLERANCE);
  });

/** What tokens would be charged at. */
type Instead = Pick<AdviceTerm, 'rate' | 'source'>;

/**
 * What tokens of a use would be charged at on another model or as another kind; null where it is not known. No saving is told that
 * there may not be: it is no less than the ordinary price, whatever cheaper tiers are mixed with it, and the upper bound for
 * tokens that cost more than is usual of their own kind, as one-hour cache writes do.
 */
export function insteadOf(
  use: ModelUse,
  kind: TokenKind,
  other: { on: Called; as: TokenKind },
  rated: Rated,
): Instead | null {
  const found = rateOf(other.on, other.as, rated);
  if (found === null) return null;
  const own = rateOf(use, kind, rated);
  const { tokens, amount } = use.byKind[kind];
  const isUsual = own === null || amount * 100n <= multiplyRate(tokens, own.mid) * (100n + TOLERANCE);
  const ordinary = tierRate(other.on, other.as, 'standard', rated)?.perMillion ?? found.mid;
  return { rate: isUsual ? larger(found.mid, ordinary) : found.high, source: found.source };
}

export const termOf = (kind: TokenKind, { tokens, amount }: Used, { rate, source }: Instead): AdviceTerm => ({
  ...{ kind, tokens, cost: amount, rate, source },
  instead: multiplyRate(tokens, rate),
});

/** A tenth of tokens in whole ones, with its part of what they cost. */
export function partOf({ tokens, amount }: Used): Used {
  const part = tokens / PART;
  return { tokens: part, amount: (tokens === 0n ? 0n : divideHalfEven(amount * part, tokens)) as Money };
}
