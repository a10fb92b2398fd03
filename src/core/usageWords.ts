import type { CacheTtl, Route, Tier, TokenKind } from './types.ts';

/**
 * The words of a usage type: what kind of token is counted, and what stands before and after it. The order in which AWS
 * writes them, and where it begins to write with capitals, differs from family to family; the words are the same.
 */

/** A usage type that names a kind of token. */
export interface TokenWords {
  kind: TokenKind;
  /** What stands before and is no qualifier: the model, where it is named here. */
  before: string;
  /** null where a word is in it that nobody knows, or two that contradict each other. */
  qualifiers: Qualifiers | null;
  /** Whether the word "tokens" is in it; some listings cut it off. */
  saysTokens: boolean;
}

interface Qualifiers {
  route: Route;
  tier: Tier;
  ttl: CacheTtl | null;
  longContext: boolean;
  mantle: boolean;
  /** Neither read nor written text: audio, speech, images, video, by the token or by the second. */
  media: boolean;
  /** Of a model that somebody tuned. */
  custom: boolean;
}

const TIERS: Readonly<Record<string, Tier>> = {
  standard: 'standard',
  batch: 'batch',
  flex: 'flex',
  priority: 'priority',
  latencyoptimized: 'latencyOptimized',
};
/** Whether a text is how AWS writes the lifetime of a cache write. Which there are is for AWS to say. */
export const isCacheTtl = (text: string): text is CacheTtl => /^\d+[mh]$/.test(text);
/** Words that say one thing more. */
const FLAGS: ReadonlyMap<string, 'longContext' | 'mantle' | 'custom' | 'media'> = new Map([
  ['lctx', 'longContext'],
  ['mantle', 'mantle'],
  ['custommodel', 'custom'],
  ...'audio speech image images video understanding second seconds'
    .split(' ')
    .map((word) => [word, 'media'] as const),
]);
/** Words that change neither price nor meaning beyond what is read elsewhere. */
const PLAIN = new Set(['crossregion', 'geo', 'regional', 'inregion', 'units', 'text', 'million', 'ondemand']);
const NOUNS = new Set(['token', 'tokens', 'count']);
/** Words that are one where they stand together. */
const PAIRS: readonly (readonly [RegExp, string])[] = [
  [/(^|-)cache-?(read|write)s?(?=-|$)/g, '$1cache$2'],
  [/(^|-)long-?(?:ctx|context)(?=-|$)/g, '$1lctx'],
  [/(^|-)latency-?optimi[sz]ed(?=-|$)/g, '$1latencyoptimized'],
  [/(^|-)custom-?models?(?=-|$)/g, '$1custommodel'],
  [/(^|-)(cross|in)-?region(?=-|$)/g, '$1$2region'],
  [/(^|-)on-?demand(?=-|$)/g, '$1ondemand'],
];
const KINDS: Readonly<Record<string, TokenKind>> = {
  cacheread: 'cacheRead',
  cached: 'cacheRead',
  cachewrite: 'cacheWrite',
  input: 'input',
  output: 'output',
};

/** One spelling for all: `CacheWrite1hInputTokenCount_LCtx` and `cache_write_tokens_1h` become hyphenated words. */
export function hyphenate(rest: string): string {
  return rest
    .replaceAll('_', '-')
    .replace(
      /(Million)?(Batch)?(?:Cache(Read|Write)(\d+[hm])?)?(Input|Output)?Token(?:Count|s)(?![a-z])/g,
      (_all, million, batch, cache, ttl, side) =>
        [million, batch, cache && `cache-${cache}`, ttl, side, 'tokens'].filter(Boolean).join('-'),
    )
    .replace(/-?(LatencyOptimi[sz]ed|LongContext|CrossRegion|CustomModel)(?![a-z])/g, '-$1');
}

/** Reads hyphenated words; null where no kind of token is named. */
export function readTokenWords(spelled: string): TokenWords | null {
  const words = PAIRS.reduce((text, [pair, one]) => text.replace(new RegExp(pair, 'gi'), one), spelled).split(
    '-',
  );
  const at = words.findIndex((word) => KINDS[word.toLowerCase()] !== undefined);
  const kind = KINDS[words[at]?.toLowerCase() ?? ''];
  if (kind === undefined) return null;
  const before = words.slice(0, at);
  const qualifying: string[] = [];
  while (isQualifier(before.at(-1))) qualifying.unshift(before.pop() ?? '');
  const after = camelParts(words.slice(at + 1));
  const ofCache = kind === 'cacheRead' || kind === 'cacheWrite';
  // `cache-read-input-tokens`, `cache-write-1h-input-token-count`: what is kept was input.
  const tail = ofCache ? after.filter((word) => word !== 'input') : after;
  return {
    kind,
    before: before.join('-'),
    qualifiers: readQualifiers([...qualifying, ...tail], kind),
    saysTokens: tail.some((word) => word.startsWith('token')),
  };
}

/** `GlobalBatch` as two words: what follows the kind is no name. */
const camelParts = (words: readonly string[]): string[] =>
  words
    .flatMap((word) => word.replace(/([a-z])([A-Z])/g, '$1-$2').split('-'))
    .map((word) => word.toLowerCase())
    .filter(Boolean);

function isQualifier(word: string | undefined): boolean {
  const lower = word?.toLowerCase() ?? '';
  return TIERS[lower] !== undefined || FLAGS.has(lower) || PLAIN.has(lower) || lower === 'global';
}

function readQualifiers(words: readonly string[], kind: TokenKind): Qualifiers | null {
  const found: Omit<Qualifiers, 'tier'> = {
    ...{ route: 'regional', ttl: null },
    ...{ longContext: false, mantle: false, media: false, custom: false },
  };
  const tiers = new Set<Tier>();
  for (const one of words) {
    const word = one.toLowerCase();
    const tier = TIERS[word];
    const flag = FLAGS.get(word);
    if (word === 'global') found.route = 'global';
    else if (flag !== undefined) found[flag] = true;
    else if (isCacheTtl(word)) found.ttl = word;
    else if (tier !== undefined) tiers.add(tier);
    else if (!PLAIN.has(word) && !NOUNS.has(word)) return null;
  }
  if (tiers.size > 1 || (found.ttl !== null && kind !== 'cacheWrite')) return null;
  const [tier = 'standard'] = tiers;
  return { ...found, tier };
}
