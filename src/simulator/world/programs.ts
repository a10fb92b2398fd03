import { type BilledModel, billedByAws, modelById } from './catalogue.ts';
import { type OwnedProfile, PLATFORM, RESEARCH, type Style } from './company.ts';
import { shortId } from './rng.ts';
import type { OwnMeter, Source } from './source.ts';
import { dayStart } from './time.ts';

/**
 * What runs under service roles, without a person's session: pipelines, batch jobs, a knowledge base, pictures. Between
 * them they are billed in every way that Bedrock has.
 */

const BEGAN = dayStart('2025-11-01');
const REGION = 'us-east-1';

export interface Program {
  name: string;
  modelId: string;
  accountId: string;
  style: Style;
  units: number;
  /** `ModelId` of its calls; the model's id when left out. */
  dimension?: string;
  route?: Source['route'];
  channel?: Source['channel'];
  tier?: Source['tier'];
  longContext?: boolean;
  /** The model's name in USAGE_TYPE where AWS bills it itself, though it is sold through the marketplace elsewhere. */
  billedAs?: string;
  /** SERVICE where it is not the model's. */
  service?: string;
  meter?: OwnMeter;
  /** Where it runs; us-east-1 when left out. */
  region?: string;
}

const PROGRAMS: readonly Program[] = [
  {
    name: 'documents',
    modelId: 'anthropic.claude-haiku-4-5-20251001-v1:0',
    accountId: PLATFORM,
    style: 'program',
    units: 70,
    dimension: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
  },
  {
    name: 'knowledge base',
    modelId: 'amazon.titan-embed-text-v2:0',
    accountId: PLATFORM,
    style: 'embedding',
    units: 120,
    dimension: `arn:aws:bedrock:${REGION}::foundation-model/amazon.titan-embed-text-v2:0`,
  },
  {
    name: 'batch',
    modelId: 'amazon.nova-pro-v1:0',
    accountId: RESEARCH,
    style: 'program',
    units: 140,
    channel: 'batch',
  },
  {
    name: 'batch summaries',
    modelId: 'anthropic.claude-haiku-4-5-20251001-v1:0',
    accountId: RESEARCH,
    style: 'program',
    units: 50,
    channel: 'batch',
  },
  {
    name: 'mantle',
    modelId: 'openai.gpt-oss-120b-1:0',
    accountId: RESEARCH,
    style: 'program',
    units: 300,
    channel: 'mantle',
  },
  {
    name: 'summaries on every route',
    modelId: 'amazon.nova-2-lite-v1:0',
    accountId: PLATFORM,
    style: 'program',
    units: 60,
    dimension: 'global.amazon.nova-2-lite-v1:0',
    route: 'global',
  },
  // One model at three tiers: as much dearer at the one as it is cheaper at the other.
  { name: 'classifier', modelId: 'qwen.qwen3-32b-v1:0', accountId: PLATFORM, style: 'program', units: 120 },
  {
    name: 'nightly tests',
    modelId: 'qwen.qwen3-32b-v1:0',
    accountId: PLATFORM,
    style: 'program',
    units: 4.5,
    tier: 'flex',
  },
  {
    name: 'front desk',
    modelId: 'qwen.qwen3-32b-v1:0',
    accountId: PLATFORM,
    style: 'program',
    units: 3,
    tier: 'priority',
  },
  {
    name: 'contracts',
    modelId: 'anthropic.claude-sonnet-4-6',
    accountId: PLATFORM,
    style: 'program',
    units: 4,
    dimension: 'global.anthropic.claude-sonnet-4-6',
    route: 'global',
    longContext: true,
  },
  {
    name: 'audit',
    modelId: 'anthropic.claude-opus-4-7',
    accountId: PLATFORM,
    style: 'program',
    units: 2,
    dimension: 'us.anthropic.claude-opus-4-7',
    longContext: true,
  },
  {
    name: 'review bot',
    modelId: 'anthropic.claude-sonnet-4-6',
    accountId: RESEARCH,
    style: 'agent',
    units: 3,
    dimension: 'us.anthropic.claude-sonnet-4-6',
    billedAs: 'Claude4.6Sonnet',
  },
];

/** Makes pictures through the studio's profile. */
const PICTURES = { name: 'pictures', accountId: PLATFORM };

/** Every program that calls models in any company, by its name and account. */
export const PROGRAM_NAMES: readonly { name: string; accountId: string }[] = [...PROGRAMS, PICTURES];

const STUDIO_TAGS = [
  { key: 'UserEmail', value: 'brand.studio@example.com' },
  { key: 'CostCenter', value: 'CC-2002 Marketing' },
  { key: 'InferenceProfile', value: 'brand-studio-nova-canvas' },
  { key: 'ManagedBy', value: 'platform-team' },
];

/** The marketing studio's profile for pictures: billed by the image, and on no token metric. */
export function studioProfile(seed: number): OwnedProfile {
  const model = modelById.get('amazon.nova-canvas-v1:0') as BilledModel;
  const id = shortId(`${seed}|profile|brand-studio`);
  const modelArn = `arn:aws:bedrock:${REGION}::foundation-model/${model.modelId}`;
  return {
    accountId: PLATFORM,
    region: REGION,
    shortId: id,
    arn: `arn:aws:bedrock:${REGION}:${PLATFORM}:application-inference-profile/${id}`,
    name: 'brand-studio-nova-canvas',
    copyFrom: modelArn,
    modelArns: [modelArn],
    createdAt: BEGAN,
    updatedAt: BEGAN,
    tags: [],
    person: null,
    model,
    route: 'regional',
    tagHistory: [{ from: BEGAN, tags: STUDIO_TAGS }],
    weight: 1,
  };
}

/** @param more programs and what they call, beside those that every company has */
export function programs(
  seed: number,
  studio: OwnedProfile,
  more: { programs: readonly Program[]; models: readonly BilledModel[] },
): Source[] {
  const rest = [...PROGRAMS, ...more.programs].map((p): Source => {
    const model =
      modelById.get(p.modelId) ?? (more.models.find((m) => m.modelId === p.modelId) as BilledModel);
    const billed = p.billedAs === undefined ? model : billedByAws(model, p.billedAs);
    const sold = p.service === undefined ? billed : { ...billed, service: p.service };
    return source(seed, p, sold, p.dimension ?? model.modelId, null);
  });
  const pictures: Program = {
    ...PICTURES,
    modelId: studio.model.modelId,
    style: 'pictures',
    units: 110,
  };
  return [...rest, source(seed, pictures, studio.model, studio.shortId, studio)];
}

function source(
  seed: number,
  p: Program,
  model: BilledModel,
  dimension: string,
  profile: OwnedProfile | null,
): Source {
  return {
    accountId: p.accountId,
    region: p.region ?? REGION,
    dimension,
    profile,
    person: null,
    model,
    route: p.route ?? 'regional',
    doer: {
      key: `${seed}|program|${p.name}`,
      model,
      style: p.style,
      utcOffset: -5,
      units: p.units,
      // Pictures are made by people in an office; the rest runs day and night.
      machine: p.style !== 'pictures',
    },
    from: Math.max(BEGAN, dayStart(model.launchedOn)),
    until: Number.MAX_SAFE_INTEGER,
    channel: p.channel ?? 'runtime',
    tier: p.tier ?? 'default',
    longContext: p.longContext ?? false,
    ...(p.meter && { meter: p.meter }),
  };
}
