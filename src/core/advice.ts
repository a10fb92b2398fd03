import {
  type AdviceTerm,
  insteadOf,
  isExplained,
  type ModelUse,
  partOf,
  type Rated,
  termOf,
  tierRate,
  usedKinds,
} from './adviceTerms.ts';
import { lineOf } from './modelSizes.ts';
import { compare, sum } from './money.ts';
import { GLOBAL } from './policies/choices.ts';
import type { Money, Route, Tokens } from './types.ts';
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
/** Of a model of which a smaller part of what was sent came from the cache than one in so many, caching is hardly used. */
const HARDLY_CACHED = 10n;

/**
 * `newer`, `other`: the same tokens on a newer version, or on another size, of the same family. `cacheUnread`: without caching
 * what was written to the cache and hardly read. Of each tenth: `cacheReads`, input that is read from the cache; `batch` and
 * `flex`, use at that tier.
 */
export const ADVICE_KINDS = ['newer', 'other', 'cacheUnread', 'cacheReads', 'batch', 'flex'] as const;
export type AdviceKind = (typeof ADVICE_KINDS)[number];

export interface Advice {
  kind: AdviceKind;
  /** What was used. */
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

export interface AdviceFacts extends Rated {
  /** All that was spent in those days, 10⁻¹⁰ USD. */
  spent: Money;
  /** What may be had, the newest models first. */
  offers: readonly ModelOffer[];
}

/** At most three, the largest first; of one kind and model the largest alone. */
export function adviceFor(uses: readonly ModelUse[], facts: AdviceFacts): Advice[] {
  const worth = uses
    .filter((use) => isExplained(use, facts))
    .flatMap((use) => [
      otherModel(use, facts),
      cacheUnread(use, facts) ?? cacheReads(use, facts),
      atTier(use, 'batch', facts),
      atTier(use, 'flex', facts),
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

/** The newest version of the same size that costs less by so much; else the other size whose price is the nearest below. */
function otherModel(use: ModelUse, facts: AdviceFacts): Advice | null {
  const own = lineOf(use.modelKey);
  const family = facts.offers.filter(
    ({ modelKey }) => modelKey !== use.modelKey && lineOf(modelKey).family === own.family,
  );
  const newer = family
    .filter(({ modelKey }) => lineOf(modelKey).size === own.size && byVersion(modelKey, use.modelKey) > 0)
    .map((offer) => sameTokensOn(use, offer, 'newer', facts))
    .find((one) => one !== null && isWorth(one, facts));
  if (newer) return newer;
  const bySize = Map.groupBy(family, ({ modelKey }) => lineOf(modelKey).size);
  bySize.delete(own.size);
  return [...bySize.values()]
    .flatMap(([newest]) => (newest === undefined ? [] : (sameTokensOn(use, newest, 'other', facts) ?? [])))
    .filter(({ saved }) => saved > 0n)
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
  const on = { modelKey, route, region: use.region };
  const terms: AdviceTerm[] = [];
  for (const used of usedKinds(use)) {
    const instead = insteadOf(use, used, { on, as: used }, rated);
    if (instead === null) return null;
    terms.push(termOf(used, use.byKind[used], instead));
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
  if (use.byKind.cacheWrite.tokens === 0n) return null;
  const terms: AdviceTerm[] = [];
  for (const kind of usedKinds(use).filter((one) => one === 'cacheWrite' || one === 'cacheRead')) {
    const instead = insteadOf(use, kind, { on: use, as: 'input' }, rated);
    if (instead === null) return null;
    terms.push(termOf(kind, use.byKind[kind], instead));
  }
  const found = advice('cacheUnread', use, terms);
  return found.saved > 0n ? found : null;
}

/** A tenth of the input at the price of reading it from the cache, where hardly anything is read from there. */
function cacheReads(use: ModelUse, rated: Rated): Advice | null {
  const { input, cacheRead, cacheWrite } = use.byKind;
  const sentTokens = input.tokens + cacheRead.tokens + cacheWrite.tokens;
  if (input.tokens === 0n || cacheRead.tokens * HARDLY_CACHED >= sentTokens) return null;
  const [full, read, write] = (['input', 'cacheRead', 'cacheWrite'] as const).map((kind) =>
    tierRate(use, kind, 'standard', rated),
  );
  const instead = insteadOf(use, 'input', { on: use, as: 'cacheRead' }, rated);
  if (!full || !read || !write || !instead || read.perMillion >= full.perMillion) return null;
  const dearer = write.perMillion - full.perMillion;
  const cache: CacheFacts = {
    ...{ input: full.perMillion, write: write.perMillion, read: read.perMillion },
    ...{ readTokens: cacheRead.tokens, sentTokens },
    pays: dearer < 0n ? 1n : dearer / (full.perMillion - read.perMillion) + 1n,
  };
  return advice('cacheReads', use, [termOf('input', partOf(input), instead)], { cache });
}

/** A tenth of all of it at a tier that waits, where the price of each kind that was used is known of that tier. */
function atTier(use: ModelUse, tier: 'batch' | 'flex', rated: Rated): Advice | null {
  const terms: AdviceTerm[] = [];
  for (const kind of usedKinds(use)) {
    const rate = tierRate(use, kind, tier, rated);
    if (rate === null) return null;
    terms.push(termOf(kind, partOf(use.byKind[kind]), { rate: rate.perMillion, source: rate.source }));
  }
  return advice(tier, use, terms);
}
