import { regionOfPrefix } from './regions.ts';
import type { CacheTtl, Tier, TokenKind, UsageReading } from './types.ts';

const EDITION = /\s*\(Amazon Bedrock Edition\)\s*$/i;
const REGION_PREFIX = /^([A-Z]{2,3}[A-Z]?\d?)-(?=.)/;
const MARKETPLACE = /^MP:(?:([A-Z]{2,4}\d?)_)?/;
/** The phrase that names a kind of token; what stands before it is the model, what follows are its qualifiers. */
const TOKENS =
  /(?:^|-)(?:text-)?(?:(cache-?reads?|cached)(?:-input)?|(cache-?writes?)(?:-(5m|30m|1h))?(?:-input)?|(input)|(output))-tokens?(?:-count)?(?=-|$)/;
/** Tokens that are neither read nor written text: priced apart and, as far as known, not in the token metrics. */
const OTHER_MODALITY = /(?:^|-)(?:audio|speech|image|video)-(?:text-)?(?:cache|input|output)/;
const TIERS: Readonly<Record<string, Tier>> = {
  standard: 'standard',
  batch: 'batch',
  flex: 'flex',
  priority: 'priority',
};
/** Qualifiers that change neither price nor meaning beyond what is read elsewhere. */
const PLAIN_QUALIFIERS = new Set(['cross', 'region', 'geo', 'regional', 'units', 'mantle', 'text']);

/** What follows the model's name where pictures or capacity are counted: `NovaCanvas-T2I-1024-Premium`. */
const NAMED_BEFORE = /^([a-z][\w.]*(?:-[a-z0-9.]+)*?)-(?:t2i|i2i|provisionedthroughput)\b/i;

/** What is no token, by the first pattern that fits. Order matters: a provisioned image model is capacity. */
const FAMILIES: readonly (readonly [RegExp, UsageReading['family']])[] = [
  [/provisioned|(?<!custom-?)model-?units?\b|reserved|-tpm\b|commit/, 'capacity'],
  [/guardrail/, 'guardrails'],
  [/custom-?model|customi[sz]ation|fine-?tun|training|model-?storage|model-?import|imported/, 'customModel'],
  [/search-?units?|rerank/, 'search'],
  [/t2i|i2i|images?\b|image-?gen|canvas|inpaint|outpaint|stable-?diffusion|sdxl/, 'images'],
  [
    /knowledge-?base|data-?automation|model-?evaluation|prompt-?(?:optimi[sz]ation|router)|nova-?reel|video-?seconds/,
    'other',
  ],
];

/** Whether a SERVICE name of the bill is Bedrock's: every name with "Bedrock" in it but AgentCore, which is another service. */
export function serviceIsBedrock(name: string): boolean {
  return /bedrock/i.test(name) && !/agent\s?core/i.test(name);
}

/**
 * Reads a SERVICE × USAGE_TYPE pair of the bill: the Region called from, what was counted, and for tokens the model,
 * kind, route, tier and lifetime. Never guesses: a spelling it does not know is family `unknown` and keeps its cost.
 * The spellings are those seen in bills and in AWS's price lists (`AmazonBedrock`, `AmazonBedrockFoundationModels`).
 */
export function readUsageType(service: string, usageType: string): UsageReading {
  const { region, marketplace, rest } = splitPrefix(usageType);
  const spelled = hyphenate(rest);
  const lower = spelled.toLowerCase();
  const serviceModel = EDITION.test(service) ? service.replace(EDITION, '').trim() : null;
  const base = { ...NOTHING, region, modelName: serviceModel };

  const tokens = TOKENS.exec(lower);
  if (tokens === null || /reserved|-tpm\b|provisioned/.test(lower)) {
    return {
      ...base,
      family: familyOf(lower),
      modelName: serviceModel ?? NAMED_BEFORE.exec(spelled)?.[1] ?? null,
    };
  }
  const before = spelled.slice(0, tokens.index);
  const named = modelIn(before);
  const reading = {
    ...base,
    modelName: named.name === '' ? serviceModel : named.name,
    mantle: named.mantle,
  };
  if (OTHER_MODALITY.test(lower)) return { ...reading, family: 'unknown' };
  const tail = lower.slice(tokens.index + tokens[0].length);
  if (/custom-model/.test(tail)) return { ...reading, family: 'customModel' };
  const qualifiers = readQualifiers(tail, tokens[3] ?? null);
  if (qualifiers === null || reading.modelName === null) return { ...reading, family: 'unknown' };

  const kind = kindOf(tokens);
  const { ttl, ...rests } = qualifiers;
  if (ttl !== null && kind !== 'cacheWrite') return { ...reading, family: 'unknown' };
  return {
    ...reading,
    ...rests,
    family: 'tokens',
    kind,
    cacheTtl: kind === 'cacheWrite' ? ttlOf(ttl) : null,
    tokensPerUnit: marketplace ? 1_000_000 : 1000,
  };
}

/** Whether CloudWatch counts these tokens too: not in batch, not on the mantle endpoint, not in reserved capacity. */
export function isMetered({ kind, tier, mantle }: UsageReading): boolean {
  return kind !== null && tier !== 'batch' && tier !== 'reserved' && !mantle;
}

const NOTHING = {
  region: null,
  family: 'unknown',
  kind: null,
  modelName: null,
  route: 'regional',
  tier: 'standard',
  cacheTtl: null,
  longContext: false,
  mantle: false,
  tokensPerUnit: null,
} as const satisfies UsageReading;

function splitPrefix(usageType: string): { region: string | null; marketplace: boolean; rest: string } {
  const outer = REGION_PREFIX.exec(usageType)?.[1];
  // A Region opened later has a prefix of the same form: it must not become part of the model's name.
  const known = outer !== undefined && (regionOfPrefix(outer) !== null || /^[A-Z]{3}\d$/.test(outer));
  let rest = known ? usageType.slice(outer.length + 1) : usageType;
  const mp = MARKETPLACE.exec(rest);
  if (mp !== null) rest = rest.slice(mp[0].length).replace(/-Units$/, '');
  const region =
    (mp?.[1] === undefined ? null : regionOfPrefix(mp[1])) ?? (known ? regionOfPrefix(outer) : null);
  return { region, marketplace: mp !== null, rest };
}

/** One spelling for all: `CacheWrite1hInputTokenCount_LCtx` and `cache_write_tokens_1h` become hyphenated words. */
function hyphenate(rest: string): string {
  return rest
    .replaceAll('_', '-')
    .replace(/(?:Cache(Read|Write)(\d+[hm])?)?(Input|Output)TokenCount/g, (_all, cache, ttl, side) =>
      [cache === undefined ? null : `cache-${cache}`, ttl, side, 'token-count'].filter(Boolean).join('-'),
    );
}

function modelIn(before: string): { name: string; mantle: boolean } {
  const name = before.replace(/-?mantle$/i, '');
  return { name: name.replace(/^-|-$/g, ''), mantle: name !== before };
}

function kindOf(match: RegExpExecArray): TokenKind {
  if (match[1] !== undefined) return 'cacheRead';
  if (match[2] !== undefined) return 'cacheWrite';
  return match[4] !== undefined ? 'input' : 'output';
}

/** A write without a lifetime in its name has the 5 minutes of the default; 30 minutes is some models' only one. */
function ttlOf(ttl: string | null): CacheTtl | null {
  if (ttl === '30m') return null;
  return ttl === '1h' ? '1h' : '5m';
}

function readQualifiers(
  tail: string,
  ttlBefore: string | null,
): (Pick<UsageReading, 'route' | 'tier' | 'longContext'> & { ttl: string | null }) | null {
  const words = tail
    .replace(/long-(?:ctx|context)/, 'lctx')
    .split('-')
    .filter(Boolean);
  let route: UsageReading['route'] = 'regional';
  let tier: Tier = 'standard';
  let longContext = false;
  let ttl = ttlBefore;
  for (const word of words) {
    if (word === 'global') route = 'global';
    else if (word === 'lctx') longContext = true;
    else if (word === '1h' || word === '5m' || word === '30m') ttl = word;
    else if (TIERS[word] !== undefined) tier = TIERS[word];
    else if (!PLAIN_QUALIFIERS.has(word)) return null;
  }
  return { route, tier, longContext, ttl };
}

function familyOf(lower: string): UsageReading['family'] {
  for (const [pattern, family] of FAMILIES) if (pattern.test(lower)) return family;
  return 'unknown';
}
