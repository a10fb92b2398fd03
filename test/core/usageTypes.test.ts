import { describe, expect, it } from 'vitest';
import type { UsageReading } from '../../src/core/types.ts';
import { readUsageType, serviceIsBedrock } from '../../src/core/usageTypes.ts';

const BEDROCK = 'Amazon Bedrock';
const SONNET = 'Claude Sonnet 4.6 (Amazon Bedrock Edition)';
const OPUS = 'Claude Opus 4.8 (Amazon Bedrock Edition)';

type Expected = Partial<UsageReading>;
const K = 1000;
const M = 1_000_000;

const TOKEN_TYPES: [service: string, usageType: string, expected: Expected][] = [
  // Billed by AWS itself, thousands
  [BEDROCK, 'USE1-NovaMicro-input-tokens', { modelName: 'NovaMicro', kind: 'input', tokensPerUnit: K }],
  [
    BEDROCK,
    'USE1-Claude4.6Sonnet-cache-read-input-token-count',
    { modelName: 'Claude4.6Sonnet', kind: 'cacheRead' },
  ],
  [BEDROCK, 'USE1-Claude4.6Sonnet-cache-write-input-token-count', { kind: 'cacheWrite', cacheTtl: '5m' }],
  [BEDROCK, 'USE1-Claude4.6Sonnet-cache-write-1h-input-token-count', { kind: 'cacheWrite', cacheTtl: '1h' }],
  [BEDROCK, 'USE1-Claude4.6Sonnet-output-tokens-cross-region-global', { kind: 'output', route: 'global' }],
  [BEDROCK, 'USE1-gpt-oss-120b-output-tokens-priority', { modelName: 'gpt-oss-120b', tier: 'priority' }],
  [BEDROCK, 'USE1-gpt-oss-120b-output-tokens-flex', { modelName: 'gpt-oss-120b', tier: 'flex' }],
  [BEDROCK, 'USE1-gpt-oss-120b-output-tokens-batch', { modelName: 'gpt-oss-120b', tier: 'batch' }],
  [BEDROCK, 'USE1-Nova2.0Lite-input-tokens-cross-region-global-batch', { route: 'global', tier: 'batch' }],
  [
    BEDROCK,
    'USE1-Nova2.0Pro-text-input-tokens-priority-cross-region-global',
    { modelName: 'Nova2.0Pro', route: 'global' },
  ],
  [BEDROCK, 'EU-TitanEmbeddingV2-Text-input-tokens', { modelName: 'TitanEmbeddingV2', region: 'eu-west-1' }],
  [BEDROCK, 'EU-Qwen3-VL-235B-A22B-output-tokens', { modelName: 'Qwen3-VL-235B-A22B', kind: 'output' }],
  [
    'Amazon Bedrock Service',
    'USW2-Claude4Sonnet-input-tokens-cross-region-global',
    { modelName: 'Claude4Sonnet' },
  ],
  // Mantle
  [
    BEDROCK,
    'USE1-gpt-oss-120b-mantle-input-tokens-standard',
    { modelName: 'gpt-oss-120b', mantle: true, kind: 'input', tier: 'standard' },
  ],
  [
    BEDROCK,
    'USW2-anthropic.claude-opus-4-8-mantle-cache-write-tokens-global-standard',
    {
      modelName: 'anthropic.claude-opus-4-8',
      mantle: true,
      kind: 'cacheWrite',
      route: 'global',
      cacheTtl: '5m',
    },
  ],
  [
    BEDROCK,
    'UGW1-openai.gpt-5.6-terra-mantle-cache-read-tokens-standard',
    { region: 'us-gov-west-1', kind: 'cacheRead' },
  ],
  // Marketplace, older spelling, millions; the model is in SERVICE
  [
    SONNET,
    'USE1-MP:USE1_InputTokenCount-Units',
    { modelName: 'Claude Sonnet 4.6', kind: 'input', tokensPerUnit: M },
  ],
  [
    SONNET,
    'USE1-MP:USE1_OutputTokenCount_Global-Units',
    { kind: 'output', route: 'global', tokensPerUnit: M },
  ],
  [SONNET, 'USE1-MP:USE1_CacheReadInputTokenCount-Units', { kind: 'cacheRead' }],
  [SONNET, 'USE1-MP:USE1_CacheReadInputTokenCount_Geo-Units', { kind: 'cacheRead', route: 'regional' }],
  [
    SONNET,
    'USE1-MP:USE1_CacheWriteInputTokenCount_Global-Units',
    { kind: 'cacheWrite', cacheTtl: '5m', route: 'global' },
  ],
  [SONNET, 'USE1-MP:USE1_CacheWrite1hInputTokenCount-Units', { kind: 'cacheWrite', cacheTtl: '1h' }],
  [SONNET, 'USE1-MP:USE1_InputTokenCount_Batch-Units', { kind: 'input', tier: 'batch' }],
  [
    SONNET,
    'APN1-MP:APN1_InputTokenCount_Global_Batch-Units',
    { region: 'ap-northeast-1', tier: 'batch', route: 'global' },
  ],
  [SONNET, 'USE1-MP:USE1_InputTokenCount_LCtx_Global-Units', { longContext: true, route: 'global' }],
  // Marketplace, Claude ≥ 4.7 and 5.x
  [
    OPUS,
    'USW2-MP:USW2_output_tokens_standard-Units',
    { region: 'us-west-2', modelName: 'Claude Opus 4.8', kind: 'output' },
  ],
  [OPUS, 'USW2-MP:USW2_input_tokens_global_standard-Units', { kind: 'input', route: 'global' }],
  [OPUS, 'USW2-MP:USW2_cache_write_tokens_1h_standard-Units', { kind: 'cacheWrite', cacheTtl: '1h' }],
  [OPUS, 'USW2-MP:USW2_cache_write_tokens_standard-Units', { kind: 'cacheWrite', cacheTtl: '5m' }],
  [OPUS, 'USW2-MP:USW2_cache_writes_tokens_global_standard-Units', { kind: 'cacheWrite', route: 'global' }],
  [OPUS, 'USW2-MP:USW2_cache_read_tokens_standard-Units', { kind: 'cacheRead', cacheTtl: null }],
  [OPUS, 'USW2-MP:USW2_cached_input_tokens_flex-Units', { kind: 'cacheRead', tier: 'flex' }],
  [OPUS, 'USW2-MP:USW2_input_tokens_long_ctx_standard-Units', { kind: 'input', longContext: true }],
  [
    OPUS,
    'USW2-MP:USW2_cache_write_tokens_1h_long_ctx_global_standard-Units',
    { cacheTtl: '1h', longContext: true },
  ],
  [OPUS, 'USW2-MP:USW2_cache_write_tokens_30m_standard-Units', { kind: 'cacheWrite', cacheTtl: null }],
  [OPUS, 'USW2-MP:USW2_output_tokens_priority-Units', { tier: 'priority' }],
];

const OTHER_TYPES: [service: string, usageType: string, family: UsageReading['family']][] = [
  [BEDROCK, 'USE1-Guardrail-ContentPolicyUnitsConsumed', 'guardrails'],
  [BEDROCK, 'USE1-GuardrailChecks-PromptAttackCheckUnitsConsumed', 'guardrails'],
  [BEDROCK, 'USE1-NovaCanvas-T2I-1024-Premium', 'images'],
  [BEDROCK, 'USE1-TitanImageGeneratorG1-T2I-512-Standard', 'images'],
  [BEDROCK, 'USE1-TitanImageGeneratorG1-ProvisionedThroughput-NoCommit-ModelUnits', 'capacity'],
  [SONNET, 'APN2-MP:APN2_Reserved_1Month_InputTPM_Global-Units', 'capacity'],
  [SONNET, 'USE1-MP:USE1_ProvisionedThroughput_ModelUnits-Units', 'capacity'],
  ['Cohere Rerank v3.5 (Amazon Bedrock Edition)', 'USE1-MP:USE1_search_units-Units', 'search'],
  [BEDROCK, 'USE1-Rerank-SearchUnits', 'search'],
  [BEDROCK, 'USE1-Qwen3-32B-input-tokens-custom-model', 'customModel'],
  [BEDROCK, 'USE1-Customization-Storage', 'customModel'],
  [BEDROCK, 'USE1-CustomModelUnit-Hours', 'customModel'],
  [BEDROCK, 'USE1-NovaReel-VideoSeconds', 'other'],
  [BEDROCK, 'USE1-NovaSonic-speech-input-tokens', 'unknown'],
  [BEDROCK, 'USE1-Nova2.0Lite-input-tokens-latency-optimized', 'unknown'],
  [BEDROCK, 'USE1-MP:USE1_InputTokenCount-Units', 'unknown'],
  [BEDROCK, 'USE1-Holodeck-session-seconds', 'unknown'],
  [BEDROCK, 'USE1-Whatever-WidgetsConsumed', 'unknown'],
  [BEDROCK, '', 'unknown'],
];

describe('usage types', () => {
  it.each(TOKEN_TYPES)('%s × %s counts tokens', (service, usageType, expected) => {
    const reading = readUsageType(service, usageType);
    expect(reading).toMatchObject({ family: 'tokens', longContext: false, ...expected });
    expect(reading.tokensPerUnit).toBe(usageType.includes('MP:') ? M : K);
    expect(reading.region).not.toBeNull();
  });

  it.each(OTHER_TYPES)('%s × %s is %s', (service, usageType, family) => {
    expect(readUsageType(service, usageType)).toMatchObject({ family, kind: null, tokensPerUnit: null });
  });

  it.each([
    ['USE1-NovaCanvas-T2I-1024-Premium', 'NovaCanvas'],
    ['USE1-Nova-Canvas-T2I-1024-Premium', 'Nova-Canvas'],
    ['USE1-NovaPro-ProvisionedThroughput-NoCommit-ModelUnits', 'NovaPro'],
    ['USE1-Guardrail-ContentPolicyUnitsConsumed', null],
  ])('%s names model %s', (usageType, modelName) => {
    expect(readUsageType(BEDROCK, usageType).modelName).toBe(modelName);
  });

  it.each([
    ['APS1', 'ap-southeast-1'],
    ['APS3', 'ap-south-1'],
    ['APN3', 'ap-northeast-3'],
    ['EUC1', 'eu-central-1'],
    ['EU', 'eu-west-1'],
    ['EUW1', 'eu-west-1'],
    ['XYZ9', null],
  ])('prefix %s is Region %s', (prefix, region) => {
    const reading = readUsageType(BEDROCK, `${prefix}-NovaMicro-input-tokens`);
    expect(reading).toMatchObject({ region, modelName: 'NovaMicro' });
  });
});

describe('services', () => {
  it.each([
    ['Amazon Bedrock', true],
    ['Amazon Bedrock Service', true],
    [SONNET, true],
    ['Amazon Bedrock AgentCore', false],
    ['Amazon Elastic Compute Cloud - Compute', false],
  ])('%s', (name, expected) => {
    expect(serviceIsBedrock(name)).toBe(expected);
  });
});
