import {
  type BilledModel,
  claude,
  common,
  type Geography,
  MODELS,
  nova,
  systemProfilesOf,
} from './catalogue.ts';

/** Models, Regions and a geography that only a world with oddities has. */

/** Regions of New Zealand, Thailand and London. */
export const ODD_REGIONS = ['ap-southeast-6', 'ap-southeast-7', 'eu-west-2'] as const;
export const [NEW_ZEALAND, THAILAND, LONDON] = ODD_REGIONS;

/** A geography with a prefix that nobody has seen before. */
const UK: Geography = { name: 'UK', destinations: [LONDON, 'eu-west-1'] };
const APAC: Geography = { name: 'APAC', destinations: [NEW_ZEALAND, THAILAND, 'ap-southeast-2'] };

export const SONNET = 'anthropic.claude-sonnet-4-6';
export const NOVA_LITE = 'amazon.nova-lite-v1:0';
const OWN_REGION = { regions: ['us-east-1'], weight: 0 };

/** Sold through the marketplace by others than Anthropic. */
const cohere = (letter: 'R' | 'R+', id: string): BilledModel =>
  common({
    ...OWN_REGION,
    modelId: `cohere.${id}-v1:0`,
    modelName: `Command ${letter}`,
    providerName: 'Cohere',
    launchedOn: '2024-04-29',
    billing: 'marketplace',
    service: `Cohere Command ${letter} (Amazon Bedrock Edition)`,
  });

export const LUNA = common({
  ...OWN_REGION,
  modelId: 'openai.gpt-5.6-luna',
  modelName: 'GPT-5.6 Luna',
  providerName: 'OpenAI',
  launchedOn: '2026-07-14',
  caches: true,
});

export const ODD_MODELS: readonly BilledModel[] = [
  cohere('R', 'command-r'),
  cohere('R+', 'command-r-plus'),
  LUNA,
  claude({
    ...OWN_REGION,
    modelId: 'anthropic.claude-3-5-haiku-20241022-v1:0',
    modelName: 'Claude 3.5 Haiku',
    launchedOn: '2024-11-04',
    global: false,
  }),
  claude({
    ...OWN_REGION,
    modelId: 'anthropic.claude-3-5-sonnet-20240620-v1:0',
    modelName: 'Claude 3.5 Sonnet',
    launchedOn: '2024-06-20',
    global: false,
  }),
  common({
    ...OWN_REGION,
    modelId: 'meta.llama3-1-70b-instruct-v1:0',
    modelName: 'Llama 3.1 70B Instruct',
    providerName: 'Meta',
    launchedOn: '2024-07-23',
    spelling: 'Llama3-1-70B',
  }),
  common({
    ...OWN_REGION,
    modelId: 'deepseek.v3-v1:0',
    modelName: 'DeepSeek-V3.1',
    providerName: 'DeepSeek',
    launchedOn: '2025-09-18',
    spelling: 'DeepSeek-V3-1',
  }),
  // In preview: metered, and on no bill and no price list.
  nova({
    ...OWN_REGION,
    modelId: 'amazon.nova-preview-v1:0',
    modelName: 'Nova Preview',
    launchedOn: '2026-10-01',
    billing: 'never',
    geo: {},
  }),
];

/** What can be called in the Regions that are new; the rest of the catalogue has not come there. */
const IN_NEW_REGIONS: Readonly<Record<string, readonly string[]>> = {
  [SONNET]: [...ODD_REGIONS],
  [NOVA_LITE]: [NEW_ZEALAND, THAILAND],
};

/** The catalogue of a world with oddities. */
export const ALL_MODELS: readonly BilledModel[] = [...MODELS, ...ODD_MODELS].map((model) => ({
  ...model,
  regions: [...model.regions, ...(IN_NEW_REGIONS[model.modelId] ?? [])],
}));

/** A model of such a world. */
export const oddModel = (id: string): BilledModel =>
  ALL_MODELS.find(({ modelId }) => modelId === id) as BilledModel;

/** System profiles of the Regions that are new. */
export const ODD_SYSTEM_PROFILES = [
  ...systemProfilesOf([{ ...oddModel(SONNET), geo: { [LONDON]: 'uk' } }], [LONDON], { uk: UK }),
  ...systemProfilesOf([{ ...oddModel(SONNET), geo: {} }], [NEW_ZEALAND, THAILAND], {}),
  ...systemProfilesOf(
    [{ ...oddModel(NOVA_LITE), geo: { [NEW_ZEALAND]: 'apac', [THAILAND]: 'apac' } }],
    [NEW_ZEALAND, THAILAND],
    { apac: APAC },
  ),
];
