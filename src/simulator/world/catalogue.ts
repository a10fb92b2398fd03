import type { FoundationModel, SystemProfile } from '../types.ts';

/** The models of the simulated company: what the control plane lists, and how Cost Explorer spells them. */

export const REGIONS = ['us-east-1', 'us-west-2', 'ap-northeast-1'] as const;
/** Prefix of a Region in USAGE_TYPE. */
export const REGION_PREFIX: Readonly<Record<string, string>> = {
  'us-east-1': 'USE1',
  'us-west-2': 'USW2',
  'ap-northeast-1': 'APN1',
};
const GEO_OF: Readonly<Record<string, string>> = {
  'us-east-1': 'us',
  'us-west-2': 'us',
  'ap-northeast-1': 'jp',
};
const DESTINATIONS: Readonly<Record<string, string[]>> = {
  us: ['us-east-1', 'us-east-2', 'us-west-2'],
  jp: ['ap-northeast-1', 'ap-northeast-3'],
};

/**
 * How a model is billed: `marketplace` with an own SERVICE and the older usage types, `marketplaceNew` the same with the
 * newer spelling (Claude 4.7 and later), `aws` under `Amazon Bedrock` with the model's name in the usage type.
 */
export type Billing = 'marketplace' | 'marketplaceNew' | 'aws';

export interface BilledModel extends FoundationModel {
  billing: Billing;
  /** The model's name in USAGE_TYPE (AWS-billed models). */
  spelling: string;
  service: string;
  /** Whether there are cross-Region profiles, and calls must use them. */
  crossRegion: boolean;
  /** Share of people's choices. */
  weight: number;
}

function model(
  modelId: string,
  modelName: string,
  providerName: string,
  launchedOn: string,
  billing: Billing,
  weight: number,
  spelling = '',
): BilledModel {
  const image = spelling === 'image';
  return {
    modelId,
    modelName,
    providerName,
    inputModalities: image ? ['TEXT', 'IMAGE'] : ['TEXT'],
    outputModalities: image ? ['IMAGE'] : ['TEXT'],
    regions: [...REGIONS],
    inferenceTypesSupported: billing === 'aws' ? ['ON_DEMAND'] : ['INFERENCE_PROFILE'],
    launchedOn,
    billing,
    spelling,
    service: billing === 'aws' ? 'Amazon Bedrock' : `${modelName} (Amazon Bedrock Edition)`,
    crossRegion: billing !== 'aws',
    weight,
  };
}

export const MODELS: readonly BilledModel[] = [
  model('anthropic.claude-opus-4-6-v1', 'Claude Opus 4.6', 'Anthropic', '2026-02-05', 'marketplace', 8),
  model('anthropic.claude-opus-4-7', 'Claude Opus 4.7', 'Anthropic', '2026-04-16', 'marketplaceNew', 10),
  model('anthropic.claude-opus-5', 'Claude Opus 5', 'Anthropic', '2026-10-27', 'marketplaceNew', 14),
  model(
    'anthropic.claude-sonnet-4-5-20250929-v1:0',
    'Claude Sonnet 4.5',
    'Anthropic',
    '2025-09-29',
    'marketplace',
    12,
  ),
  model('anthropic.claude-sonnet-4-6', 'Claude Sonnet 4.6', 'Anthropic', '2026-02-17', 'marketplace', 30),
  model(
    'anthropic.claude-haiku-4-5-20251001-v1:0',
    'Claude Haiku 4.5',
    'Anthropic',
    '2025-10-15',
    'marketplace',
    12,
  ),
  model('amazon.nova-micro-v1:0', 'Nova Micro', 'Amazon', '2024-12-03', 'aws', 3, 'NovaMicro'),
  model('amazon.nova-lite-v1:0', 'Nova Lite', 'Amazon', '2024-12-03', 'aws', 3, 'NovaLite'),
  model('amazon.nova-pro-v1:0', 'Nova Pro', 'Amazon', '2024-12-03', 'aws', 4, 'NovaPro'),
  model('openai.gpt-oss-120b-1:0', 'gpt-oss-120b', 'OpenAI', '2025-08-05', 'aws', 5, 'gpt-oss-120b'),
  model(
    'meta.llama3-3-70b-instruct-v1:0',
    'Llama 3.3 70B Instruct',
    'Meta',
    '2024-12-19',
    'aws',
    2,
    'Llama3-3-70B',
  ),
  model(
    'qwen.qwen3-coder-480b-a35b-v1:0',
    'Qwen3 Coder 480B A35B Instruct',
    'Qwen',
    '2025-09-18',
    'aws',
    4,
    'Qwen3-Coder-480B-A35B',
  ),
  model('amazon.nova-canvas-v1:0', 'Nova Canvas', 'Amazon', '2024-12-03', 'aws', 0, 'image'),
  model(
    'amazon.titan-embed-text-v2:0',
    'Titan Text Embeddings V2',
    'Amazon',
    '2024-04-30',
    'aws',
    0,
    'TitanEmbedV2',
  ),
];

export const modelById = new Map(MODELS.map((m) => [m.modelId, m]));

/** System-defined profiles of every Region: one geographic and one global for each cross-Region model. */
export const SYSTEM_PROFILES: readonly SystemProfile[] = REGIONS.flatMap((region) =>
  MODELS.filter((m) => m.crossRegion).flatMap((m): SystemProfile[] => {
    const geo = GEO_OF[region] as string;
    const label = geo === 'us' ? 'US' : 'JP';
    return [
      {
        id: `${geo}.${m.modelId}`,
        name: `${label} ${m.providerName} ${m.modelName}`,
        description: `Routes requests to ${m.providerName} ${m.modelName} in ${label}.`,
        region,
        route: 'geo',
        modelId: m.modelId,
        destinationRegions: DESTINATIONS[geo] as string[],
      },
      {
        id: `global.${m.modelId}`,
        name: `Global ${m.providerName} ${m.modelName}`,
        description: `Routes requests to ${m.providerName} ${m.modelName} globally across all supported AWS Regions.`,
        region,
        route: 'global',
        modelId: m.modelId,
        destinationRegions: [region, ''],
      },
    ];
  }),
);

/** ARNs behind a system profile or a model, one per destination Region; '' is the Region-less ARN of the global route. */
export const modelArns = (modelId: string, destinations: readonly string[]): string[] =>
  destinations.map((region) => `arn:aws:bedrock:${region}::foundation-model/${modelId}`);

export const systemProfileArn = (p: SystemProfile, accountId: string): string =>
  `arn:aws:bedrock:${p.region}:${accountId}:inference-profile/${p.id}`;
