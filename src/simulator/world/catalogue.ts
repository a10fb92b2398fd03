import type { FoundationModel, SystemProfile } from '../types.ts';

/** The models of the simulated company: what the control plane lists, and how Cost Explorer spells them. */

export const REGIONS = ['us-east-1', 'us-west-2', 'ap-northeast-1'] as const;
/** Prefix of a Region in USAGE_TYPE. */
export const REGION_PREFIX: Readonly<Record<string, string>> = {
  'us-east-1': 'USE1',
  'us-west-2': 'USW2',
  'ap-northeast-1': 'APN1',
  'ap-southeast-6': 'APS8',
  'ap-southeast-7': 'APS9',
  'eu-west-2': 'EUW2',
};
/** Geographic prefix by Region: Claude has a route of its own within Japan, Nova and Llama have not. */
const CLAUDE_GEO: Readonly<Record<string, string>> = {
  'us-east-1': 'us',
  'us-west-2': 'us',
  'ap-northeast-1': 'jp',
};
const NOVA_GEO: Readonly<Record<string, string>> = { ...CLAUDE_GEO, 'ap-northeast-1': 'apac' };
const US_GEO: Readonly<Record<string, string>> = { 'us-east-1': 'us', 'us-west-2': 'us' };
/** What the prefix of a geographic profile stands for. */
export interface Geography {
  name: string;
  destinations: readonly string[];
}
const GEOGRAPHIES: Readonly<Record<string, Geography>> = {
  us: { name: 'US', destinations: ['us-east-1', 'us-east-2', 'us-west-2'] },
  jp: { name: 'JP', destinations: ['ap-northeast-1', 'ap-northeast-3'] },
  apac: {
    name: 'APAC',
    destinations: ['ap-northeast-1', 'ap-northeast-2', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
  },
};

/**
 * How a model is billed: `marketplace` with an own SERVICE and the older usage types, `marketplaceNew` the same with the
 * newer spelling (Claude 4.7 and later), `aws` under `Amazon Bedrock` with the model's name in the usage type, `images`
 * the same by the picture, `never` in preview.
 */
type Billing = 'marketplace' | 'marketplaceNew' | 'aws' | 'images' | 'never';

export interface BilledModel extends FoundationModel {
  billing: Billing;
  /** The model's name in USAGE_TYPE (AWS-billed models). */
  spelling: string;
  service: string;
  /** Prefix of the geographic profile by Region; a Region without one has none. */
  geo: Readonly<Record<string, string>>;
  /** Whether there is a global route. */
  global: boolean;
  /** Whether prompts are cached. */
  caches: boolean;
  /** Share of people's choices; 0 for what only programs use. */
  weight: number;
}

type Facts = Pick<BilledModel, 'modelId' | 'modelName' | 'launchedOn' | 'weight'> & Partial<BilledModel>;

/** Claude: sold through the marketplace, callable only through cross-Region profiles. */
export const claude = (facts: Facts): BilledModel => ({
  ...common(facts),
  providerName: 'Anthropic',
  inferenceTypesSupported: ['INFERENCE_PROFILE'],
  billing: 'marketplace',
  service: `${facts.modelName} (Amazon Bedrock Edition)`,
  geo: CLAUDE_GEO,
  global: true,
  caches: true,
  ...facts,
});

export const nova = (facts: Facts): BilledModel => ({
  ...common(facts),
  inferenceTypesSupported: ['ON_DEMAND', 'INFERENCE_PROFILE'],
  geo: NOVA_GEO,
  caches: true,
  ...facts,
});

export const common = (facts: Facts): BilledModel => ({
  providerName: 'Amazon',
  inputModalities: ['TEXT'],
  outputModalities: ['TEXT'],
  regions: [...REGIONS],
  inferenceTypesSupported: ['ON_DEMAND'],
  billing: 'aws',
  spelling: '',
  service: 'Amazon Bedrock',
  geo: {},
  global: false,
  caches: false,
  ...facts,
});

/** `launchedOn` is the day the company may use it from, which for recent models is later than AWS's own date. */
export const MODELS: readonly BilledModel[] = [
  claude({
    modelId: 'anthropic.claude-opus-4-6-v1',
    modelName: 'Claude Opus 4.6',
    launchedOn: '2026-02-05',
    weight: 8,
  }),
  claude({
    modelId: 'anthropic.claude-opus-4-7',
    modelName: 'Claude Opus 4.7',
    launchedOn: '2026-04-16',
    weight: 10,
    billing: 'marketplaceNew',
  }),
  claude({
    modelId: 'anthropic.claude-opus-5',
    modelName: 'Claude Opus 5',
    launchedOn: '2026-08-25',
    weight: 8,
    billing: 'marketplaceNew',
  }),
  claude({
    modelId: 'anthropic.claude-opus-5-5',
    modelName: 'Claude Opus 5.5',
    launchedOn: '2026-10-27',
    weight: 12,
    billing: 'marketplaceNew',
  }),
  claude({
    modelId: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
    modelName: 'Claude Sonnet 4.5',
    launchedOn: '2025-09-29',
    weight: 12,
  }),
  claude({
    modelId: 'anthropic.claude-sonnet-4-6',
    modelName: 'Claude Sonnet 4.6',
    launchedOn: '2026-02-17',
    weight: 30,
  }),
  claude({
    modelId: 'anthropic.claude-haiku-4-5-20251001-v1:0',
    modelName: 'Claude Haiku 4.5',
    launchedOn: '2025-10-15',
    weight: 12,
  }),
  nova({
    modelId: 'amazon.nova-micro-v1:0',
    modelName: 'Nova Micro',
    launchedOn: '2024-12-03',
    weight: 3,
    spelling: 'NovaMicro',
  }),
  nova({
    modelId: 'amazon.nova-lite-v1:0',
    modelName: 'Nova Lite',
    launchedOn: '2024-12-03',
    weight: 3,
    spelling: 'NovaLite',
  }),
  nova({
    modelId: 'amazon.nova-pro-v1:0',
    modelName: 'Nova Pro',
    launchedOn: '2024-12-03',
    weight: 4,
    spelling: 'NovaPro',
  }),
  common({
    modelId: 'openai.gpt-oss-120b-1:0',
    modelName: 'gpt-oss-120b',
    providerName: 'OpenAI',
    launchedOn: '2025-08-05',
    weight: 5,
    spelling: 'gpt-oss-120b',
  }),
  common({
    modelId: 'meta.llama3-3-70b-instruct-v1:0',
    modelName: 'Llama 3.3 70B Instruct',
    providerName: 'Meta',
    launchedOn: '2024-12-19',
    weight: 2,
    spelling: 'Llama3-3-70B',
    regions: ['us-east-1', 'us-west-2'],
    inferenceTypesSupported: ['INFERENCE_PROFILE'],
    geo: US_GEO,
  }),
  common({
    modelId: 'qwen.qwen3-coder-480b-a35b-v1:0',
    modelName: 'Qwen3 Coder 480B A35B Instruct',
    providerName: 'Qwen',
    launchedOn: '2025-09-18',
    weight: 4,
    spelling: 'Qwen3-Coder-480B-A35B',
  }),
  nova({
    modelId: 'amazon.nova-2-lite-v1:0',
    modelName: 'Nova 2 Lite',
    launchedOn: '2025-12-02',
    weight: 0,
    spelling: 'Nova2.0Lite',
    global: true,
  }),
  common({
    modelId: 'qwen.qwen3-32b-v1:0',
    modelName: 'Qwen3 32B',
    providerName: 'Qwen',
    launchedOn: '2025-09-18',
    weight: 0,
    spelling: 'Qwen3-32B',
  }),
  common({
    modelId: 'amazon.nova-canvas-v1:0',
    modelName: 'Nova Canvas',
    launchedOn: '2024-12-03',
    weight: 0,
    spelling: 'NovaCanvas',
    billing: 'images',
    inputModalities: ['TEXT', 'IMAGE'],
    outputModalities: ['IMAGE'],
    regions: ['us-east-1', 'ap-northeast-1'],
  }),
  common({
    modelId: 'amazon.titan-embed-text-v2:0',
    modelName: 'Titan Text Embeddings V2',
    launchedOn: '2024-04-30',
    weight: 0,
    spelling: 'TitanEmbeddingV2-Text',
    outputModalities: ['EMBEDDING'],
  }),
];

/**
 * A model as some accounts are billed for it: Claude by AWS itself, under AWS's own meters. SERVICE is then
 * `Amazon Bedrock Service`.
 */
export const billedByAws = (model: BilledModel, spelling: string): BilledModel => ({
  ...model,
  billing: 'aws',
  spelling,
  service: 'Amazon Bedrock Service',
});

export const modelById = new Map(MODELS.map((m) => [m.modelId, m]));

/** System-defined profiles of Regions: the geographic one and the global one of each model that has them. */
export const systemProfilesOf = (
  models: readonly BilledModel[],
  regions: readonly string[],
  geographies: Readonly<Record<string, Geography>> = GEOGRAPHIES,
): SystemProfile[] =>
  regions.flatMap((region) =>
    models.flatMap((m): SystemProfile[] => {
      const prefix = m.geo[region];
      const geo = geographies[prefix ?? ''];
      const shared = { region, modelId: m.modelId };
      return [
        ...(prefix === undefined || geo === undefined
          ? []
          : [
              {
                ...shared,
                id: `${prefix}.${m.modelId}`,
                name: `${geo.name} ${m.providerName} ${m.modelName}`,
                description: `Routes requests to ${m.providerName} ${m.modelName} in ${geo.name}.`,
                route: 'geo' as const,
                destinationRegions: [...geo.destinations],
              },
            ]),
        ...(m.global
          ? [
              {
                ...shared,
                id: `global.${m.modelId}`,
                name: `Global ${m.providerName} ${m.modelName}`,
                description: `Routes requests to ${m.providerName} ${m.modelName} globally across all supported AWS Regions.`,
                route: 'global' as const,
                destinationRegions: [region, ''],
              },
            ]
          : []),
      ];
    }),
  );

export const SYSTEM_PROFILES: readonly SystemProfile[] = systemProfilesOf(MODELS, REGIONS);

/** The system profile of a Region, model and route, if there is one. */
export const systemProfile = (
  region: string,
  model: BilledModel,
  route: SystemProfile['route'],
): SystemProfile | undefined =>
  SYSTEM_PROFILES.find((p) => p.region === region && p.modelId === model.modelId && p.route === route);

/** ARNs behind a system profile or a model, one per destination Region; '' is the Region-less ARN of the global route. */
export const modelArns = (modelId: string, destinations: readonly string[]): string[] =>
  destinations.map((region) => `arn:aws:bedrock:${region}::foundation-model/${modelId}`);

export const systemProfileArn = (p: SystemProfile, accountId: string): string =>
  `arn:aws:bedrock:${p.region}:${accountId}:inference-profile/${p.id}`;
