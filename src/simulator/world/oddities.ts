import type { TokenKind } from '../types.ts';
import { modelArns, systemProfilesOf } from './catalogue.ts';
import { type OwnedProfile, type Person, PLATFORM, RESEARCH } from './company.ts';
import { capitalized, inCapitals } from './names.ts';
import {
  LONDON,
  LUNA,
  NEW_ZEALAND,
  NOVA_LITE,
  ODD_SYSTEM_PROFILES,
  oddModel,
  SONNET,
  THAILAND,
} from './oddModels.ts';
import type { Program } from './programs.ts';
import { chance, shortId } from './rng.ts';
import type { OwnMeter } from './source.ts';
import { dayStart } from './time.ts';

/**
 * What AWS and people do now and then and this company has not by itself: rarer spellings on the bill, one tag value in
 * two accounts, a geography and Regions that are new, a model in preview, tags in other letters than the directory's, a
 * holiday. A world has them when it is asked for.
 */

type Spelled = (kind: TokenKind, prefix: string) => string;
const inThousands = (spelled: Spelled, times: OwnMeter['times'] = [1n, 1n]): OwnMeter => ({
  spelled,
  unit: '1K tokens',
  perUnit: 1_000,
  times,
});
const inMillions = (spelled: Spelled, times: OwnMeter['times'] = [1n, 1n]): OwnMeter => ({
  spelled: (kind, prefix) => `${prefix}-MP:${prefix}_${spelled(kind, prefix)}-Units`,
  unit: 'Units',
  perUnit: 1_000_000,
  times,
});
const side = (kind: TokenKind) => (kind === 'output' ? 'output' : 'input');
const Side = (kind: TokenKind) => capitalized(side(kind));
const FASTER = [5n, 4n] as const;
const HALF = [1n, 2n] as const;

const CACHE_WORDS: Readonly<Record<TokenKind, string>> = {
  input: 'input-tokens',
  output: 'output-tokens',
  cacheRead: 'cache-read-tokens',
  cacheWrite: 'cache-write-tokens-5m',
};

/** Programs that are billed in the rarer ways, each with its spelling. */
export const ODD_PROGRAMS: readonly Program[] = [
  {
    name: 'pager',
    modelId: 'amazon.nova-pro-v1:0',
    accountId: PLATFORM,
    units: 20,
    meter: inThousands((kind, prefix) => `${prefix}-NovaPro-${side(kind)}-tokens-latency-optimized`, FASTER),
  },
  {
    name: 'dispatcher',
    modelId: 'meta.llama3-1-70b-instruct-v1:0',
    accountId: PLATFORM,
    units: 20,
    meter: inThousands(
      (kind, prefix) => `${prefix}-Llama3-1-70B-LatencyOptimized-${side(kind)}-tokens`,
      FASTER,
    ),
  },
  {
    name: 'autocomplete',
    modelId: 'anthropic.claude-3-5-haiku-20241022-v1:0',
    accountId: PLATFORM,
    units: 20,
    dimension: 'us.anthropic.claude-3-5-haiku-20241022-v1:0',
    meter: inMillions((kind) => `${Side(kind)}TokenCount_LatencyOptimized`, FASTER),
  },
  {
    name: 'archive',
    modelId: 'anthropic.claude-3-5-sonnet-20240620-v1:0',
    accountId: RESEARCH,
    units: 20,
    channel: 'batch' as const,
    meter: inMillions((kind) => `MillionBatch${Side(kind)}Tokens`, HALF),
  },
  {
    name: 'reader',
    modelId: SONNET,
    accountId: RESEARCH,
    units: 4,
    dimension: 'global.anthropic.claude-sonnet-4-6',
    route: 'global' as const,
    longContext: true,
    billedAs: 'Claude4.6Sonnet',
    meter: inThousands(
      (kind, prefix) => `${prefix}-Claude4.6Sonnet-${side(kind)}-tokens-long-context-cross-region-global`,
    ),
  },
  {
    name: 'notebook',
    modelId: LUNA.modelId,
    accountId: RESEARCH,
    style: 'agent' as const,
    units: 4,
    channel: 'mantle' as const,
    meter: inThousands(
      (kind, prefix) => `${prefix}-openai.gpt-5.6-luna-mantle-${CACHE_WORDS[kind]}-long-ctx-flex`,
      HALF,
    ),
  },
  {
    name: 'concierge',
    modelId: LUNA.modelId,
    accountId: PLATFORM,
    units: 30,
    channel: 'mantle' as const,
    // Of the endpoint bedrock-mantle all the same, and nothing on the line says so.
    service: 'OpenAI GPT-5.6 Luna (Amazon Bedrock Edition)',
    meter: inMillions((kind) => `${side(kind)}_tokens_standard`),
  },
  { name: 'search', modelId: 'cohere.command-r-v1:0', accountId: PLATFORM, units: 20 },
  { name: 'research', modelId: 'cohere.command-r-plus-v1:0', accountId: PLATFORM, units: 20 },
  {
    name: 'linter',
    modelId: 'deepseek.v3-v1:0',
    accountId: PLATFORM,
    units: 20,
    // Counted by the million where this spelling usually means thousands.
    meter: {
      ...inThousands((kind, prefix) => `${prefix}-DeepSeek-V3-1-${side(kind)}-tokens`),
      unit: '1M tokens',
      perUnit: 1_000_000,
    },
  },
  { name: 'preview', modelId: 'amazon.nova-preview-v1:0', accountId: PLATFORM, units: 20 },
  {
    name: 'london office',
    modelId: SONNET,
    accountId: PLATFORM,
    units: 10,
    region: LONDON,
    dimension: `uk.${SONNET}`,
  },
  {
    name: 'auckland office',
    modelId: SONNET,
    accountId: PLATFORM,
    units: 10,
    region: NEW_ZEALAND,
    dimension: `global.${SONNET}`,
    route: 'global' as const,
  },
  { name: 'bangkok office', modelId: NOVA_LITE, accountId: PLATFORM, units: 60, region: THAILAND },
].map((program) => ({ style: 'program' as const, ...program }));

const BEGAN = dayStart('2025-11-01');
/** The one value of the tag `InferenceProfile` in two accounts. */
const SHARED_VALUE = 'assistant';

/** Profiles of two people: one value of a tag in two accounts, and one through the new geography. */
export function oddProfiles(seed: number, people: readonly Person[]): OwnedProfile[] {
  const [first, second = first] = people.filter(({ left }) => left === null);
  if (first === undefined || second === undefined) return [];
  const sonnet = oddModel(SONNET);
  const own = (
    person: Person,
    accountId: string,
    region: string,
    geo: string,
    value: string,
  ): OwnedProfile => {
    const id = shortId(`${seed}|odd|${accountId}|${region}|${value}`);
    const system = [...systemProfilesOf([sonnet], ['us-east-1']), ...ODD_SYSTEM_PROFILES].find(
      (one) => one.region === region && one.id === `${geo}.${SONNET}`,
    );
    const createdAt = Math.max(BEGAN, person.joined, dayStart(sonnet.launchedOn));
    return {
      accountId,
      region,
      shortId: id,
      arn: `arn:aws:bedrock:${region}:${accountId}:application-inference-profile/${id}`,
      name: value,
      copyFrom: `arn:aws:bedrock:${region}:${accountId}:inference-profile/${geo}.${SONNET}`,
      modelArns: modelArns(SONNET, system?.destinationRegions ?? [region]),
      createdAt,
      updatedAt: createdAt,
      tags: [],
      person,
      model: sonnet,
      route: 'regional',
      tagHistory: person.costCenters.map(({ from, value: costCenter }) => ({
        from: Math.max(from, createdAt),
        tags: [
          { key: 'UserEmail', value: person.email },
          { key: 'CostCenter', value: costCenter },
          { key: 'InferenceProfile', value },
        ],
      })),
      weight: 0.5,
    };
  };
  return [
    own(first, PLATFORM, 'us-east-1', 'us', SHARED_VALUE),
    own(second, RESEARCH, 'us-east-1', 'us', SHARED_VALUE),
    own(first, PLATFORM, LONDON, 'uk', 'london-desk'),
  ];
}

/** One in six writes their address in another way than the directory: their profiles bear it so. */
export function tagsInOtherLetters(profile: OwnedProfile): void {
  const { person } = profile;
  if (person === null || chance(`${person.key}|other letters`) >= 1 / 6) return;
  for (const version of profile.tagHistory)
    version.tags = version.tags.map((tag) =>
      tag.key === 'UserEmail' ? { ...tag, value: inCapitals(tag.value) } : tag,
    );
}

/** Weeks in which hardly anybody works, from a day of the year to another one, itself included. */
const HOLIDAYS = [
  ['01-01', '01-03'],
  ['05-01', '05-07'],
  ['08-10', '08-16'],
  ['11-02', '11-08'],
  ['12-27', '12-31'],
] as const;

/** How much of the usual is done on a day. */
export const workOn = (day: string): number =>
  HOLIDAYS.some(([first, last]) => day.slice(5) >= first && day.slice(5) <= last) ? 0.1 : 1;
