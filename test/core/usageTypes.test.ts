import { describe, expect, it } from 'vitest';
import { isMetered, readUsageType, serviceIsBedrock } from '../../src/core/usageTypes.ts';
import { SPELLINGS, textOf } from './spellings.ts';

const BEDROCK = 'Amazon Bedrock';
const SONNET = 'Claude Sonnet 4.6 (Amazon Bedrock Edition)';

describe('usage types', () => {
  it('are a hundred and fifty at least, each once', () => {
    const names = SPELLINGS.map(({ service, usageType, unit }) => `${service} ${usageType} ${unit}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(150);
  });

  it.each(SPELLINGS)('$service × $usageType × $unit', ({ service, usageType, unit, is }) => {
    const reading = readUsageType(service, usageType, unit);
    expect(textOf(reading)).toBe(is);
    if (reading.family === 'tokens') {
      expect(reading.tokensPerUnit).toBe(usageType.includes('MP:') ? 1_000_000 : 1000);
      // A unit that says nothing contradicts nothing.
      expect(readUsageType(service, usageType)).toEqual(reading);
      expect(readUsageType(service, usageType, ' Units ')).toEqual(reading);
    }
  });

  it.each([
    ['Claude Opus 5 (Amazon Bedrock Edition)', 'Claude Opus 5'],
    ['Claude 2 (100K) (Amazon Bedrock Edition)', 'Claude 2 (100K)'],
    ['Grok 5 (Amazon Bedrock Global Edition)', 'Grok 5'],
    ['Amazon Bedrock', null],
    ['Amazon Bedrock (Marketplace)', null],
    ['Amazon Bedrock Service', null],
  ])('service %s is of model %s', (service, name) =>
    expect(readUsageType(service, 'USE1-MP:USE1_InputTokenCount-Units').modelName).toBe(name),
  );

  it('can be of the mantle endpoint without saying so: nothing says that a line is of the other', () => {
    const lines = SPELLINGS.map(({ service, usageType }) => readUsageType(service, usageType));
    const openAi = lines.filter(({ modelName }) => modelName?.startsWith('OpenAI'));
    expect(openAi.length).toBeGreaterThan(0);
    expect(openAi.every(({ mantle, family }) => !mantle && family === 'tokens')).toBe(true);
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
    ['APS8', 'ap-southeast-6'],
    ['APS9', 'ap-southeast-7'],
    ['APS12', null],
    ['XYZ9', null],
  ])('prefix %s is Region %s', (prefix, region) => {
    const reading = readUsageType(BEDROCK, `${prefix}-NovaMicro-input-tokens`);
    expect(reading).toMatchObject({ region, modelName: 'NovaMicro' });
  });
});

it('says of what is no token nothing that is said of tokens', () => {
  expect(readUsageType(BEDROCK, 'USE1-Guardrail-ContentPolicyUnitsConsumed')).toEqual({
    ...{ region: 'us-east-1', family: 'guardrails', kind: null, modelName: null, route: 'regional' },
    ...{ tier: 'standard', cacheTtl: null, longContext: false, mantle: false, tokensPerUnit: null },
    mayCover: false,
  });
  expect(readUsageType(SONNET, 'USE1-MP:USE1_Reserved_1Month_InputTPM-Units').tier).toBe('reserved');
});

describe('metrics count', () => {
  const tokens = readUsageType(BEDROCK, 'USE1-NovaMicro-input-tokens');
  it.each([
    ['tokens', tokens, true],
    ['in batch', { ...tokens, tier: 'batch' }, false],
    ['of reserved capacity', { ...tokens, tier: 'reserved' }, false],
    ['of the mantle endpoint', { ...tokens, mantle: true }, false],
    ['of any other tier', { ...tokens, tier: 'flex' }, true],
    ['nothing else', { ...tokens, kind: null }, false],
  ] as const)('%s', (_what, reading, counted) => expect(isMetered(reading)).toBe(counted));
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
