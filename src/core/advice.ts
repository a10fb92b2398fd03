import { lineOf } from './modelSizes.ts';
import { compare, divideHalfEven, multiplyRate, sum } from './money.ts';
import { GLOBAL } from './policies/choices.ts';
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
import { byVersion, type ModelOffer, type Offer } from './vending/offers.ts';

/**
 * What would have cost somebody less, reckoned with the tokens that they used and the rates in force: only where both are known,
 * and never where the ledger's rates do not explain what was charged. Pure.
 */

/** Days that advice is reckoned with: the last full ones. */
export const ADVICE_DAYS = 30;
const MOST = 3;
/** Less is not worth a change: 10⁻¹⁰ USD in those days. */
const LEAST = 10_000_000_000n;
/** Nor is less than a fiftieth of all that was spent. */
const LEAST_PART = 50n;
/** How far what was charged may lie from the rates in force, in per cent, before it is not explained by them. */
const TOLERANCE = 2n;
/** Of a model of which a smaller part of what was sent came from the cache, caching is hardly used. */
const HARDLY_CACHED = 10n;
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

/**
 * `newer`, `other`: the same tokens on a newer version, or on another size, of the same family. `cacheUnread`: without caching
 * what was written to the cache and hardly read. Of each tenth: `cacheReads`, input that is read from the cache; `batch` and
 * `flex`, use at that tier.
 */
export type AdviceKind = 'newer' | 'other' | 'cacheUnread' | 'cacheReads' | 'batch' | 'flex';

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
export interface Advice {
  kind: AdviceKind;
  use: Omit<ModelUse, 'byKind'>;
  /** The model to take instead, and what a profile of it is copied from. */
  other: { modelKey: string; sourceId: string } | null;
  /** All that the terms cost, less all that they would have cost. */
  saved: Money;
  terms: readonly AdviceTerm[];
  /** Of `cacheReads` alone. */
  cache: CacheFacts | null;
}

/** What a cache costs per 1,000,000 tokens, after how many readings it has paid, and how much of what was sent came from it. */
export interface CacheFacts {
  input: Money;
  write: Money;
  read: Money;
  pays: bigint;
  readTokens: Tokens;
  sentTokens: Tokens;
}

export interface AdviceFacts {
  /** All that was spent in those days, 10⁻¹⁰ USD. */
  spent: Money;
  book: RateBook;
  /** The day whose rates are taken. */
  day: Day;
  /** What may be had, the newest models first. */
  offers: readonly ModelOffer[];
}

/** At most three, the largest first; of one kind and model the largest alone. */
export function adviceFor(uses: readonly ModelUse[], facts: AdviceFacts): Advice[] {
  const worth = uses
    .filter((use) => isExplained(use, facts))
    .flatMap((use) => [
      otherModel(use, facts),
      cacheUnread(use, facts),
      cacheReads(use, facts),
      ...tiers(use, facts),
    ])
    .filter((one) => one !== null)
    .filter((one) => isWorth(one, facts))
    .sort((a, b) => compare(b.saved, a.saved));
  const first = new Map<string, Advice>();
  for (const one of worth) {
    const key = `${one.kind} ${one.use.modelKey}`;
    if (!first.has(key)) first.set(key, one);
  }
  return [...first.values()].slice(0, MOST);
}

/** Whether it is of a part of the use: of each tenth. */
export const isOfPart = ({ kind }: Pick<Advice, 'kind'>): boolean =>
  kind === 'cacheReads' || kind === 'batch' || kind === 'flex';

const isWorth = ({ saved }: Pick<Advice, 'saved'>, { spent }: Pick<AdviceFacts, 'spent'>): boolean =>
  saved >= LEAST && saved * LEAST_PART >= spent;

const usedKinds = ({ byKind }: ModelUse): TokenKind[] =>
  TOKEN_KINDS.filter((kind) => byKind[kind].tokens > 0n);

type Rated = Pick<AdviceFacts, 'book' | 'day'>;
const rateOf = (
  { modelKey, route, region }: ModelUse,
  kind: TokenKind,
  { book, day }: Rated,
): EstimateRate | null => book.rateOnRoute({ modelKey, kind, route, region, day });

/** Whether the rates in force explain what each kind cost: more on the bill than was seen, or other prices, are not sure. */
function isExplained(use: ModelUse, rated: Rated): boolean {
  return TOKEN_KINDS.every((kind) => {
    const { tokens, amount } = use.byKind[kind];
    if (tokens <= 0n) return amount === 0n && tokens === 0n;
    const rate = rateOf(use, kind, rated);
    if (rate === null) return false;
    const low = multiplyRate(tokens, rate.low);
    const high = multiplyRate(tokens, rate.high);
    return amount * 100n >= low * (100n - TOLERANCE) && amount * 100n <= high * (100n + TOLERANCE);
  });
}

/**
 * What a rate comes to for tokens like these: where they cost more than the ordinary price of their kind, as one-hour cache writes
 * do, the upper bound of the other rate as well, so that no saving is told that there may not be.
 */
function likeOf(use: ModelUse, kind: TokenKind, own: EstimateRate | null, other: EstimateRate): Money {
  const { tokens, amount } = use.byKind[kind];
  const isOrdinary = own === null || amount * 100n <= multiplyRate(tokens, own.mid) * (100n + TOLERANCE);
  return isOrdinary ? other.mid : other.high;
}

const term = (
  kind: TokenKind,
  { tokens, amount }: Used,
  rate: Money,
  source: Rate['source'],
): AdviceTerm => ({
  ...{ kind, tokens, cost: amount, rate, source },
  instead: multiplyRate(tokens, rate),
});

function advice(
  kind: AdviceKind,
  { modelKey, route, region, geography }: ModelUse,
  terms: readonly AdviceTerm[],
  more: Partial<Pick<Advice, 'other' | 'cache'>> = {},
): Advice {
  const saved = sum(terms.map(({ cost, instead }) => (cost - instead) as Money));
  return {
    kind,
    use: { modelKey, route, region, geography },
    other: null,
    cache: null,
    saved,
    terms,
    ...more,
  };
}

/** A tenth of tokens in whole ones, with its part of what they cost. */
function partOf({ tokens, amount }: Used): Used {
  const part = tokens / PART;
  return { tokens: part, amount: (tokens === 0n ? 0n : divideHalfEven(amount * part, tokens)) as Money };
}

/** The newest version of the same size that costs less; else the other size whose price is the nearest below. */
function otherModel(use: ModelUse, facts: AdviceFacts): Advice | null {
  const own = lineOf(use.modelKey);
  const family = facts.offers.filter(
    ({ modelKey }) => modelKey !== use.modelKey && lineOf(modelKey).family === own.family,
  );
  const newer = family.filter(
    ({ modelKey }) => lineOf(modelKey).size === own.size && byVersion(modelKey, use.modelKey) > 0,
  );
  for (const offer of newer) {
    const found = sameTokensOn(use, offer, 'newer', facts);
    if (found !== null && isWorth(found, facts)) return found;
  }
  const bySize = Map.groupBy(family, ({ modelKey }) => lineOf(modelKey).size);
  bySize.delete(own.size);
  return [...bySize.values()]
    .flatMap(([newest]) => (newest === undefined ? [] : (sameTokensOn(use, newest, 'other', facts) ?? [])))
    .filter((one) => isWorth(one, facts))
    .reduce<Advice | null>((least, one) => (least === null || one.saved < least.saved ? one : least), null);
}

function sameTokensOn(
  use: ModelUse,
  { modelKey, offers }: ModelOffer,
  kind: AdviceKind,
  rated: Rated,
): Advice | null {
  const way = wayLike(use, offers);
  if (way === null) return null;
  const route: Route = way.geography === GLOBAL ? 'global' : 'regional';
  const terms: AdviceTerm[] = [];
  for (const used of usedKinds(use)) {
    const rate = rateOf({ ...use, modelKey, route }, used, rated);
    if (rate === null) return null;
    terms.push(term(used, use.byKind[used], likeOf(use, used, rateOf(use, used, rated), rate), rate.source));
  }
  return advice(kind, use, terms, { other: { modelKey, sourceId: way.sourceId } });
}

/** The same way where there is one; else another, but never anywhere in the world for what stays in a geography. */
function wayLike({ region, route, geography }: ModelUse, offers: readonly Offer[]): Offer | null {
  const here = offers.filter((offer) => offer.regions.includes(region));
  const isGlobal = (offer: Offer) => offer.geography === GLOBAL;
  return (
    here.find((offer) => offer.geography === geography) ??
    here.find((offer) => isGlobal(offer) === (route === 'global')) ??
    here.find((offer) => !isGlobal(offer)) ??
    null
  );
}

/** What was written to the cache, and read from it, at the price of input: where that is less, caching was a loss. */
function cacheUnread(use: ModelUse, rated: Rated): Advice | null {
  const input = rateOf(use, 'input', rated);
  const { cacheWrite } = use.byKind;
  if (input === null || cacheWrite.tokens === 0n) return null;
  const rate = likeOf(use, 'input', input, input);
  const kinds = usedKinds(use).filter((kind) => kind === 'cacheWrite' || kind === 'cacheRead');
  return advice(
    'cacheUnread',
    use,
    kinds.map((kind) => term(kind, use.byKind[kind], rate, input.source)),
  );
}

/** A tenth of the input at the price of reading it from the cache, where hardly anything is read from there. */
function cacheReads(use: ModelUse, rated: Rated): Advice | null {
  const { input, cacheRead, cacheWrite } = use.byKind;
  const sent = input.tokens + cacheRead.tokens + cacheWrite.tokens;
  if (input.tokens === 0n || cacheRead.tokens * HARDLY_CACHED >= sent) return null;
  const [full, read, write] = (['input', 'cacheRead', 'cacheWrite'] as const).map((kind) =>
    rateOf(use, kind, rated),
  );
  if (!full || !read || !write || read.mid >= full.mid) return null;
  const dearer = write.mid - full.mid;
  const cache = {
    ...{ input: full.mid, write: write.mid, read: read.mid },
    ...{ readTokens: cacheRead.tokens, sentTokens: sent },
    pays: dearer <= 0n ? 1n : dearer / (full.mid - read.mid) + 1n,
  };
  const terms = [term('input', partOf(input), likeOf(use, 'input', full, read), read.source)];
  return advice('cacheReads', use, terms, { cache });
}

/** A tenth of all of it at tiers that wait, where the price of each kind that was used is known of that tier. */
function tiers(use: ModelUse, { book, day }: Rated): (Advice | null)[] {
  const { modelKey, route, region } = use;
  return (['batch', 'flex'] as const).map((tier) => {
    const terms: AdviceTerm[] = [];
    for (const kind of usedKinds(use)) {
      const key = { modelKey, kind, route, tier, cacheTtl: null, longContext: false, region };
      const rate = book.rateFor(key, day);
      if (rate === null) return null;
      terms.push(term(kind, partOf(use.byKind[kind]), rate.perMillion, rate.source));
    }
    return advice(tier, use, terms);
  });
}
