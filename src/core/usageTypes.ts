import { repeats } from './modelWords.ts';
import { regionOfPrefix } from './regions.ts';
import type { CacheTtl, UsageReading } from './types.ts';
import { hyphenate, readTokenWords, type TokenWords } from './usageWords.ts';

/** `Claude Opus 5 (Amazon Bedrock Edition)`: a model's own SERVICE. */
const EDITION = /^\s*(?!.*bedrock.*\()(.+?)\s*\([^()]*bedrock[^()]*\)\s*$/i;
const REGION_PREFIX = /^([A-Z]{2,4}\d{0,2})-(?=.)/;
/** A Region opened later has a prefix of the same form: it must not become part of the model's name. */
const LIKE_A_PREFIX = /^[A-Z]{3,4}\d{1,2}$/;
const MARKETPLACE = /^MP:(?:([A-Z]{2,4}\d{0,2})_)?/;
const THOUSAND = 1000;
const MILLION = 1_000_000;

/** What follows the model's name where something else than tokens is counted: `NovaCanvas-T2I-1024-Premium`. */
const NAMED_BEFORE =
  /^([a-z][\w.]*(?:-[a-z0-9.]+)*?)-(?:t2i|i2i|t2v|i2v|provisionedthroughput|reserved|search-?units|customization|medfps)\b/i;

/** Another endpoint, whose tokens have metrics of their own, which are not read: what was seen is not charged there. */
const MANTLE = /(?:^|-)mantle(?=-|$)/;
const CAPACITY = /provisioned|reserved|-tpm\b|inputtpm|outputtpm/;
/** What Bedrock offers beside models, at the beginning of a usage type. */
const FEATURES =
  /^(?:guardrails?(?:checks)?|data-?automation|bedrock-?flows?|generate-?sql|knowledge-?bases?|apo|prompt-?(?:optimi[sz]ation|router|management)|optimize-?prompt|model-?evaluation|agents?)(?=-|$)/;
/** What is no token, by the first pattern that fits. Order matters: a provisioned image model is capacity. */
const FAMILIES: readonly (readonly [RegExp, UsageReading['family']])[] = [
  [/guardrail/, 'guardrails'],
  [FEATURES, 'other'],
  [/custom-?model|customi[sz]ation|fine-?tun|training|model-?storage|model-?import|imported/, 'customModel'],
  [/provisioned|model-?units?\b|reserved|-tpm\b|commit/, 'capacity'],
  [/search-?units?|rerank/, 'search'],
  [/audio|video|speech|t2v|i2v|medfps|-reel|novareel/, 'media'],
  [/t2i|i2i|image|canvas|inpaint|outpaint|stable-?diffusion|sdxl/, 'images'],
  [/knowledge-?base|data-?automation|model-?evaluation|prompt-?(?:optimi[sz]ation|router)/, 'other'],
];

/** Whether a SERVICE name of the bill is Bedrock's: every name with "Bedrock" in it but AgentCore, which is another service. */
export function serviceIsBedrock(name: string): boolean {
  return /bedrock/i.test(name) && !/agent\s?core/i.test(name);
}

/**
 * Reads a SERVICE × USAGE_TYPE pair of the bill: the Region called from, what was counted, and for tokens the model,
 * kind, route, tier and lifetime. Never guesses: a spelling it does not know is family `unknown` and keeps its cost, and
 * so does one whose unit is another than that of its spelling. The spellings are those seen in bills and in AWS's price
 * lists (`AmazonBedrock`, `AmazonBedrockFoundationModels`, `AmazonBedrockService`).
 * @param unit of the line's quantity; '' where it is not known
 */
export function readUsageType(service: string, usageType: string, unit = ''): UsageReading {
  const { region, marketplace, rest } = splitPrefix(usageType);
  const spelled = hyphenate(rest);
  const lower = spelled.toLowerCase();
  const serviceModel = EDITION.exec(service)?.[1] ?? null;
  const words = CAPACITY.test(lower) || FEATURES.test(lower) ? null : readTokenWords(spelled);
  if (words === null) {
    const modelName = serviceModel ?? NAMED_BEFORE.exec(spelled)?.[1] ?? null;
    return otherThanTokens({ ...NOTHING, region, modelName }, lower, unit);
  }
  const modelName = modelNamed(words, serviceModel);
  const base = { ...NOTHING, region, modelName: modelName ?? serviceModel, mayCover: !MANTLE.test(lower) };
  const { kind, qualifiers } = words;
  if (qualifiers === null || modelName === null) return base;
  const { ttl, media, custom, ...rests } = qualifiers;
  if (custom) return { ...base, family: 'customModel', mayCover: false };
  if (media) return { ...base, family: 'media', mayCover: base.mayCover && words.saysTokens };
  const tokensPerUnit = marketplace ? MILLION : THOUSAND;
  const said = tokensIn(unit);
  if (said !== null && said !== tokensPerUnit) return base;
  const cacheTtl = kind === 'cacheWrite' ? (ttl ?? DEFAULT_TTL) : null;
  return { ...base, ...rests, family: 'tokens', kind, cacheTtl, tokensPerUnit, mayCover: false };
}

/**
 * Whether CloudWatch counts these tokens too: not in batch, not in reserved capacity, not on the mantle endpoint where the
 * line says so. It does not say so of all: models of that endpoint come on marketplace lines without the word as well.
 */
export function isMetered({ kind, tier, mantle }: UsageReading): boolean {
  return kind !== null && tier !== 'batch' && tier !== 'reserved' && !mantle;
}

/** A write without a lifetime in its name has the 5 minutes of the default. */
const DEFAULT_TTL: CacheTtl = '5m';

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
  mayCover: false,
} as const satisfies UsageReading;

function splitPrefix(usageType: string): { region: string | null; marketplace: boolean; rest: string } {
  const outer = REGION_PREFIX.exec(usageType)?.[1] ?? '';
  const known = regionOfPrefix(outer) !== null || LIKE_A_PREFIX.test(outer);
  let rest = known ? usageType.slice(outer.length + 1) : usageType;
  const mp = MARKETPLACE.exec(rest);
  if (mp !== null) rest = rest.slice(mp[0].length).replace(/-Units$/, '');
  const region = regionOfPrefix(mp?.[1] ?? '') ?? regionOfPrefix(outer);
  return { region, marketplace: mp !== null, rest };
}

/**
 * The model of a line of tokens. SERVICE says it where it is a model's own; what the usage type says beside it must be the
 * same name again. Null where neither says it, or they differ: the line is of something that nobody knows.
 */
function modelNamed({ before }: TokenWords, serviceModel: string | null): string | null {
  if (serviceModel === null) return before === '' ? null : before;
  const name = before.slice(before.search(/\.[a-z]/i) + 1);
  return repeats(name, serviceModel) ? serviceModel : null;
}

function otherThanTokens(base: UsageReading, lower: string, unit: string): UsageReading {
  const family = FAMILIES.find(([pattern]) => pattern.test(lower))?.[1] ?? 'unknown';
  // Tokens of reserved capacity are metered as all others are; its price is for the capacity.
  const reserved = family === 'capacity' && !lower.includes('provisioned');
  if (reserved) return { ...base, family, tier: 'reserved', mayCover: true };
  return { ...base, family, mayCover: family === 'unknown' && tokensIn(unit) !== NO_TOKENS };
}

const NO_TOKENS = 0;

/** How many tokens a unit is; 0 where it counts something else, null where it does not say what it counts. */
function tokensIn(unit: string): number | null {
  const text = unit.trim().toLowerCase();
  if (/^(?:units?|n\/?a|)$/.test(text)) return null;
  if (!text.includes('token')) return NO_TOKENS;
  if (/million|\b1?m\b|1,?000,?000/.test(text)) return MILLION;
  return /thousand|\b1?k\b|1,?000/.test(text) ? THOUSAND : 1;
}
