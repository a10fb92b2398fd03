import { parseEnv } from 'node:util';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { dnsSuffixOf, partitionOf } from '../../../src/core/regions.ts';
import type { CatalogueEntry } from '../../../src/core/types.ts';
import { settingsFor } from '../../../src/core/vending/clientSettings/index.ts';
import { mainClaude, managedGroup } from '../../../src/core/vending/clientSettings/managed.ts';
import { modelUse } from '../../../src/core/vending/clientSettings/modelUse.ts';
import { anthropicId, claudeModel, tiersServed } from '../../../src/core/vending/clientSettings/tiers.ts';
import type { Client, ProfileToUse } from '../../../src/core/vending/clientSettings/types.ts';

const ACCOUNT = '222233334444';

function profile(modelKey: string, more: Partial<ProfileToUse> & { id?: string } = {}): ProfileToUse {
  const {
    id = modelKey.replace(/[^a-z0-9]/g, ''),
    region = 'us-east-1',
    accountId = ACCOUNT,
    ...rest
  } = more;
  const partition = region.startsWith('us-gov-')
    ? 'aws-us-gov'
    : region.startsWith('eusc-')
      ? 'aws-eusc'
      : 'aws';
  return {
    arn: `arn:${partition}:bedrock:${region}:${accountId}:application-inference-profile/${id}`,
    accountId,
    region,
    modelKey,
    sourceId: `us.${modelKey}`,
    route: 'geo',
    createdAt: '2026-05-01T00:00:00.000Z',
    ...rest,
  };
}
const offered = (id: string, region = 'us-east-1'): CatalogueEntry => ({
  region,
  type: 'systemProfile',
  id,
  modelKey: id.replace(/^(us|global)\./, ''),
  name: id,
  provider: 'Anthropic',
  modelArns: [],
});

const OPUS = profile('anthropic.claude-opus-4-7');
const SONNET = profile('anthropic.claude-sonnet-4-6');
const HAIKU = profile('anthropic.claude-haiku-4-5-20251001-v1:0');
const CATALOGUE = [
  'global.anthropic.claude-opus-5-5',
  'us.anthropic.claude-opus-5-5',
  'us.anthropic.claude-opus-4-7',
  'us.anthropic.claude-haiku-4-5-20251001-v1:0',
].map((id) => offered(id));

const all = (one: ProfileToUse, own: readonly ProfileToUse[] = []) =>
  settingsFor({ profile: one, modelName: 'Model "1"', own, catalogue: CATALOGUE });
const of = (client: Client, one: ProfileToUse, own: readonly ProfileToUse[] = []) =>
  all(one, own).find((each) => each.client === client);
const claudeCode = (one: ProfileToUse, own: readonly ProfileToUse[] = []) => {
  const found = of('claude-code', one, own);
  return { settings: JSON.parse(found?.text ?? '{}'), notes: found?.notes ?? [] };
};

describe('which models Claude Code can use', () => {
  it.each([
    ['anthropic.claude-opus-4-6-v1', 'opus', [4, 6], 'claude-opus-4-6'],
    ['anthropic.claude-opus-5', 'opus', [5], 'claude-opus-5'],
    ['anthropic.claude-sonnet-4-5-20250929-v1:0', 'sonnet', [4, 5], 'claude-sonnet-4-5-20250929'],
    ['anthropic.claude-3-5-sonnet-20241022-v2:0', 'sonnet', [3, 5, 2], 'claude-3-5-sonnet-20241022'],
    ['anthropic.claude-3-haiku-20240307-v1:0', 'haiku', [3], 'claude-3-haiku-20240307'],
    ['anthropic.claude-fable-5', 'fable', [5], 'claude-fable-5'],
    ['anthropic.claude-mythos-5-v1:0', null, [5], 'claude-mythos-5'],
  ] as const)('%s is of the tier %s', (key, tier, version, id) => {
    expect(claudeModel(key)).toEqual({ tier, version });
    expect(anthropicId(key)).toBe(id);
  });
  it.each(['anthropic.claude-v2:1', 'anthropic.claude-instant-v1', 'amazon.nova-pro-v1:0', 'unknown', ''])(
    'not %s',
    (key) => expect(claudeModel(key)).toBeNull(),
  );
});

describe('which profile serves each tier', () => {
  const served = (one: ProfileToUse, own: readonly ProfileToUse[]) =>
    Object.fromEntries(tiersServed(one, own).map(({ tier, by }) => [tier, by.arn.split('/')[1]]));
  const name = (one: ProfileToUse) => one.arn.split('/')[1];

  it('the one at hand its own, also beside a later one, and each other the latest', () => {
    const later = profile('anthropic.claude-sonnet-5');
    const older = profile('anthropic.claude-opus-4-6-v1');
    expect(served(SONNET, [SONNET, later, older, OPUS, HAIKU])).toEqual({
      fable: name(OPUS),
      opus: name(OPUS),
      sonnet: name(SONNET),
      haiku: name(HAIKU),
    });
    expect(served(HAIKU, [SONNET, later]).sonnet).toBe(name(later));
  });
  it('by number: 4.10 is later than 4.9', () => {
    const ten = profile('anthropic.claude-opus-4-10');
    expect(served(SONNET, [profile('anthropic.claude-opus-4-9'), ten]).opus).toBe(name(ten));
  });
  it('of one version the same route, then the one made last', () => {
    const global = profile('anthropic.claude-opus-4-7', { id: 'aglobal', route: 'global' });
    expect(served(SONNET, [global, OPUS]).opus).toBe(name(OPUS));
    const newer = profile('anthropic.claude-opus-4-7', {
      id: 'zlast',
      createdAt: '2026-06-01T00:00:00.000Z',
    });
    expect(served(SONNET, [OPUS, newer]).opus).toBe('zlast');
  });
  it('where there is none, the next cheaper stands in, else the next dearer', () => {
    expect(served(OPUS, [HAIKU])).toMatchObject({
      fable: name(OPUS),
      sonnet: name(HAIKU),
      haiku: name(HAIKU),
    });
    expect(served(OPUS, [])).toMatchObject({ sonnet: name(OPUS), haiku: name(OPUS) });
    expect(served(HAIKU, [SONNET])).toMatchObject({ fable: name(SONNET), opus: name(SONNET) });
  });
  it('only of the same account and Region', () => {
    const elsewhere = [
      profile('anthropic.claude-opus-4-7', { region: 'us-west-2' }),
      profile('anthropic.claude-opus-4-7', { accountId: '333344445555' }),
    ];
    expect(served(SONNET, elsewhere).opus).toBe(name(SONNET));
  });
  it('of a family nobody knows yet, it is still what stands in', () => {
    const mythos = profile('anthropic.claude-mythos-5');
    expect(new Set(Object.values(served(mythos, [])))).toEqual(new Set([name(mythos)]));
  });
});

describe('Claude Code', () => {
  /** From its documentation, "Model configuration" and "Claude Code on Amazon Bedrock", of August 2026. */
  const TIER_VARIABLES = ['FABLE', 'OPUS', 'SONNET', 'HAIKU'].map(
    (tier) => `ANTHROPIC_DEFAULT_${tier}_MODEL`,
  );
  /** Of the published schema, https://json.schemastore.org/claude-code-settings.json: what is used of it. */
  const schema = {
    type: 'object',
    additionalProperties: false,
    required: ['env'],
    properties: {
      $schema: { const: 'https://json.schemastore.org/claude-code-settings.json' },
      env: {
        type: 'object',
        propertyNames: { pattern: '^[A-Z_][A-Z0-9_]*$' },
        additionalProperties: { type: 'string' },
      },
      modelOverrides: { type: 'object', additionalProperties: { type: 'string' } },
    },
  };
  const isValid = new Ajv().compile(schema);

  it.each([[[]], [[HAIKU]], [[OPUS, HAIKU]]])('every tier calls a profile of the person', (own) => {
    const { settings } = claudeCode(SONNET, [SONNET, ...own]);
    expect(isValid(settings), JSON.stringify(isValid.errors)).toBe(true);
    const arns = new Set([SONNET, ...own].map(({ arn }) => arn));
    for (const name of [...TIER_VARIABLES, 'ANTHROPIC_MODEL', 'ANTHROPIC_SMALL_FAST_MODEL'])
      expect(arns, name).toContain(settings.env[name]);
    expect(settings.env).toMatchObject({
      CLAUDE_CODE_USE_BEDROCK: '1',
      AWS_REGION: 'us-east-1',
      ANTHROPIC_MODEL: SONNET.arn,
      ANTHROPIC_SMALL_FAST_MODEL_AWS_REGION: 'us-east-1',
    });
  });
  it('what is picked by version goes to the profile of that version', () => {
    const { settings } = claudeCode(SONNET, [SONNET, profile('anthropic.claude-opus-4-6-v1'), OPUS, HAIKU]);
    expect(settings.modelOverrides).toEqual({
      'claude-haiku-4-5-20251001': HAIKU.arn,
      'claude-opus-4-6': profile('anthropic.claude-opus-4-6-v1').arn,
      'claude-opus-4-7': OPUS.arn,
      'claude-sonnet-4-6': SONNET.arn,
    });
  });
  it('says what is missing, what stands in, and what to get', () => {
    expect(claudeCode(SONNET, [SONNET]).notes).toEqual([
      { key: 'merge' },
      { key: 'tierMissing', tier: 'fable', standsIn: SONNET.modelKey, get: null },
      { key: 'tierMissing', tier: 'opus', standsIn: SONNET.modelKey, get: 'us.anthropic.claude-opus-5-5' },
      {
        key: 'tierMissing',
        tier: 'haiku',
        standsIn: SONNET.modelKey,
        get: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
      },
      { key: 'otherVersions' },
    ]);
    const global = { ...SONNET, route: 'global' as const };
    expect(claudeCode(global).notes).toContainEqual(
      expect.objectContaining({ tier: 'opus', get: 'global.anthropic.claude-opus-5-5' }),
    );
  });
});

describe('by what a model is for', () => {
  it.each([
    ['anthropic.claude-sonnet-4-6', 'chat'],
    ['meta.llama4-scout-17b-instruct-v1:0', 'chat'],
    ['somebody.new-model-v1:0', 'chat'],
    ['amazon.titan-embed-text-v2:0', 'embedding'],
    ['cohere.embed-v4:0', 'embedding'],
    ['amazon.nova-2-multimodal-embeddings-v1:0', 'embedding'],
    ['twelvelabs.marengo-embed-3-0-v1:0', 'embedding'],
    ['amazon.nova-canvas-v1:0', 'image'],
    ['stability.stable-image-ultra-v1:1', 'image'],
    ['cohere.rerank-v3-5:0', 'rerank'],
    ['amazon.rerank-v1:0', 'rerank'],
    ['amazon.nova-reel-v1:1', 'other'],
    ['amazon.nova-2-sonic-v1:0', 'other'],
    ['luma.ray-v2:0', 'other'],
    ['unknown', 'other'],
  ])('%s: %s', (key, use) => {
    expect(modelUse(key)).toBe(use);
    const found = all(profile(key));
    const clients = found.map(({ client }) => client);
    expect(clients).toContain('env');
    expect(clients.includes('claude-code')).toBe(key.startsWith('anthropic.'));
    expect(clients.includes('cline')).toBe(use === 'chat');
    expect(found.some(({ text }) => /converse/i.test(text))).toBe(use === 'chat');
  });
  it('a video model gets the variables and nothing that would fail', () => {
    expect(all(profile('amazon.nova-reel-v1:1')).map(({ client }) => client)).toEqual(['env']);
  });
});

describe('in every partition', () => {
  it.each([
    ['us-gov-west-1', 'arn:aws-us-gov:', 'amazonaws.com'],
    ['eusc-de-east-1', 'arn:aws-eusc:', 'amazonaws.eu'],
    ['ap-northeast-1', 'arn:aws:', 'amazonaws.com'],
  ])('%s', (region, beginning, suffix) => {
    const one = profile('anthropic.claude-sonnet-4-6', { region });
    expect(one.arn.startsWith(beginning)).toBe(true);
    for (const { client, text } of all(one)) {
      expect(text, client).toContain(region);
      expect(text.includes(one.arn) || text.includes(encodeURIComponent(one.arn)), client).toBe(true);
      expect(text, client).not.toContain('us-east-1');
    }
    expect(of('curl', one)?.text).toContain(`https://bedrock-runtime.${region}.${suffix}$signed`);
    expect(of('continue', one)?.text.includes('apiBase')).toBe(suffix !== 'amazonaws.com');
  });
  it.each([
    'us-east-1',
    'us-gov-west-1',
    'eusc-de-east-1',
    'cn-north-1',
    'us-iso-east-1',
    'us-isob-east-1',
    'eu-isoe-west-1',
    'us-isof-south-1',
  ])('the endpoint in %s is the SDK’s', (region) => {
    const { endpointProvider } = new BedrockRuntimeClient({ region }).config;
    const { url } = endpointProvider({ Region: region });
    expect(url.hostname).toBe(`bedrock-runtime.${region}.${dnsSuffixOf(partitionOf(region))}`);
  });
});

describe('the files of assistants and gateways, held against their schemas', () => {
  it('Continue: config.yaml schema v1, of packages/config-yaml/src/schemas of its repository', () => {
    const model = z.strictObject({
      name: z.string(),
      provider: z.string(),
      model: z.string(),
      apiBase: z.string().optional(),
      env: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()])).optional(),
      roles: z
        .array(z.enum(['chat', 'autocomplete', 'embed', 'rerank', 'edit', 'apply', 'summarize']))
        .optional(),
      capabilities: z.array(z.enum(['tool_use', 'image_input'])).optional(),
    });
    const file = z.strictObject({
      name: z.string(),
      version: z.string(),
      schema: z.literal('v1'),
      models: z.array(model),
    });
    const read = (key: string) => file.parse(parse(of('continue', profile(key))?.text ?? '')).models[0];
    expect(read('anthropic.claude-sonnet-4-6')).toMatchObject({
      name: 'Model "1"',
      provider: 'bedrock',
      model: SONNET.arn,
      env: { region: 'us-east-1' },
      capabilities: ['tool_use', 'image_input'],
    });
    expect(read('amazon.nova-micro-v1:0')?.capabilities).toEqual(['tool_use']);
    expect(read('somebody.new-model-v1:0')).not.toHaveProperty('capabilities');
  });
  it('Cline: its remote configuration, of src/shared/remote-config/schema.ts of its repository', () => {
    const schema = z.strictObject({
      version: z.string(),
      providerSettings: z.strictObject({
        AwsBedrock: z.strictObject({
          awsRegion: z.string().optional(),
          customModels: z.array(z.strictObject({ name: z.string(), baseModelId: z.string() })),
        }),
      }),
    });
    const { providerSettings } = schema.parse(JSON.parse(of('cline-remote', SONNET)?.text ?? ''));
    expect(providerSettings.AwsBedrock).toEqual({
      awsRegion: 'us-east-1',
      customModels: [{ name: SONNET.arn, baseModelId: 'anthropic.claude-sonnet-4-6' }],
    });
    expect(of('cline', SONNET)?.text.split('\n')).toContain(
      'Base Inference Model: anthropic.claude-sonnet-4-6',
    );
  });
  it('LiteLLM: model_list of its proxy configuration', () => {
    const schema = z.strictObject({
      model_list: z.array(
        z.strictObject({
          model_name: z.string(),
          litellm_params: z.strictObject({
            model: z.string(),
            aws_region_name: z.string(),
            aws_bedrock_runtime_endpoint: z.url().optional(),
          }),
          model_info: z.strictObject({ base_model: z.string() }),
        }),
      ),
    });
    expect(schema.parse(parse(of('litellm', SONNET)?.text ?? '')).model_list).toEqual([
      {
        model_name: 'Model "1"',
        litellm_params: { model: `bedrock/converse/${SONNET.arn}`, aws_region_name: 'us-east-1' },
        model_info: { base_model: 'us.anthropic.claude-sonnet-4-6' },
      },
    ]);
    const there = profile('anthropic.claude-sonnet-4-6', { region: 'eusc-de-east-1' });
    expect(schema.parse(parse(of('litellm', there)?.text ?? '')).model_list[0]?.litellm_params).toEqual({
      model: `bedrock/converse/${there.arn}`,
      aws_region_name: 'eusc-de-east-1',
      aws_bedrock_runtime_endpoint: 'https://bedrock-runtime.eusc-de-east-1.amazonaws.eu',
    });
  });
  it('.env, as Node reads it', () => {
    expect(parseEnv(of('env', SONNET)?.text ?? '')).toEqual({
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      BEDROCK_MODEL_ID: SONNET.arn,
    });
  });
});

describe('managed settings of a group', () => {
  const ana = { email: 'ana@example.com', own: [SONNET, HAIKU], shared: [] };
  const files = (group: ReturnType<typeof managedGroup>) =>
    Object.fromEntries(group.files.map(({ path, text }) => [path, JSON.parse(text)]));

  it('names no profile where each has their own, and gives each a file', () => {
    const west = {
      email: 'bo@example.com',
      own: [profile('anthropic.claude-opus-4-7', { region: 'us-west-2' })],
      shared: [],
    };
    const group = managedGroup('data', [ana, west, { email: 'cy@example.com', own: [], shared: [] }]);
    const found = files(group);
    expect(Object.keys(found)).toEqual([
      'data/managed-settings.json',
      'data/people/ana@example.com/settings.json',
      'data/people/bo@example.com/settings.json',
    ]);
    expect(found['data/managed-settings.json'].env).toEqual({ CLAUDE_CODE_USE_BEDROCK: '1' });
    expect(found['data/people/ana@example.com/settings.json'].env.ANTHROPIC_MODEL).toBe(SONNET.arn);
    expect(group).toMatchObject({ personal: 2, without: ['cy@example.com'], severalRegions: true });
  });
  it('names the profiles that all of them share', () => {
    const shared = [SONNET, OPUS, HAIKU];
    const group = managedGroup(
      'data',
      ['a@example.com', 'b@example.com'].map((email) => ({ email, own: [], shared })),
    );
    expect(files(group)['data/managed-settings.json'].env).toMatchObject({
      ANTHROPIC_MODEL: SONNET.arn,
      ANTHROPIC_DEFAULT_OPUS_MODEL: OPUS.arn,
      ANTHROPIC_DEFAULT_HAIKU_MODEL: HAIKU.arn,
    });
    expect(group.files).toHaveLength(1);
  });
  it('but not over somebody who has their own, nor one that somebody does not share', () => {
    const sharing = { email: 'b@example.com', own: [], shared: [OPUS] };
    expect(
      files(managedGroup('g', [sharing, { ...ana, shared: [OPUS] }]))['g/managed-settings.json'].env,
    ).not.toHaveProperty('ANTHROPIC_MODEL');
    expect(
      files(managedGroup('g', [sharing, { email: 'c@example.com', own: [], shared: [] }]))[
        'g/managed-settings.json'
      ].env,
    ).not.toHaveProperty('ANTHROPIC_MODEL');
  });
  it.each(['../../etc', 'a/b', 'データ部', '.', 'C:\\x', ''])(
    'a group called "%s" stays in the folder',
    (name) => {
      const [{ path } = { path: '' }] = managedGroup(name, [ana]).files;
      expect(path).toMatch(/^[A-Za-z0-9@_-][A-Za-z0-9@_.-]*\/managed-settings\.json$/);
    },
  );
  it('groups that differ only in what a name of a file cannot have do not share one', () => {
    const paths = ['a/b', 'a b', 'a-b'].map((name) => managedGroup(name, []).files[0]?.path);
    expect(new Set(paths).size).toBe(3);
  });
  it('most work is done with Sonnet, in the place where most tiers are', () => {
    const far = profile('anthropic.claude-sonnet-5', { region: 'us-west-2' });
    expect(mainClaude([far, OPUS, SONNET, HAIKU])?.arn).toBe(SONNET.arn);
    expect(mainClaude([profile('amazon.nova-pro-v1:0')])).toBeNull();
  });
});
