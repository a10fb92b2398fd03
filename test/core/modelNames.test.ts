import { findProvider } from '@pydantic/genai-prices';
import { describe, expect, it } from 'vitest';
import { modelNames, spelledModel } from '../../src/core/modelNames.ts';
import { withoutVersion } from '../../src/core/models.ts';
import { SYSTEM_PROFILES } from '../../src/simulator/world/catalogue.ts';
import { ALL_MODELS } from '../../src/simulator/world/oddModels.ts';
import { model, systemProfile } from './world.ts';

/** As AWS lists it: its names of models end after so many characters. */
const CUT = 20;
const LISTED = ALL_MODELS.map(({ modelId, modelName }) => model(modelId, modelName.slice(0, CUT)));
const PROFILES = SYSTEM_PROFILES.map(({ id, region, name }) => ({ ...systemProfile(id, region, []), name }));
const PRICED = (findProvider({ providerId: 'aws' })?.models ?? []).map(({ id }) =>
  id.replace(/^(global|regional)\./, ''),
);

describe('a model is called', () => {
  it.each([
    ['qwen.qwen3-coder-next', 'Qwen3 Coder Next'],
    ['AmazonRerank-v1', 'Amazon Rerank'],
    ['amazon.rerank-v1:0', 'Amazon Rerank'],
    ['cohere.rerank-v3-5:0', 'Cohere Rerank v3.5'],
    ['anthropic.claude-opus-4-7', 'Claude Opus 4.7'],
    ['anthropic.claude-opus-4-6-v1', 'Claude Opus 4.6'],
    ['anthropic.claude-3-5-sonnet-20241022-v2:0', 'Claude 3.5 Sonnet v2'],
    ['Claude4.6Sonnet', 'Claude Sonnet 4.6'],
    ['Claude3-5Haiku', 'Claude 3.5 Haiku'],
    ['Claude Haiku 4.5', 'Claude Haiku 4.5'],
    ['Llama3-3-70B', 'Llama 3.3 70B'],
    ['Nova2.0Lite', 'Nova 2 Lite'],
    ['amazon.titan-embed-text-v2:0', 'Titan Text Embeddings v2'],
    ['deepseek.r1-v1:0', 'DeepSeek R1'],
    ['DeepSeek-V3-1', 'DeepSeek v3.1'],
    ['minimax.minimax-m2.5', 'MiniMax M2.5'],
    ['mistral.mixtral-8x7b-instruct-v0:1', 'Mixtral 8x7B Instruct'],
    ['openai.gpt-5.6-luna', 'GPT-5.6 Luna'],
    ['openai.gpt-oss-120b-1:0', 'gpt-oss-120b'],
    ['x.y', 'Y'],
    ['unknown', 'unknown'],
    ['m1', 'm1'],
  ])('where no catalogue lists it: %s %s', (key, name) => {
    expect(modelNames([])(key)).toBe(name);
  });

  it('by its whole name where AWS cut it, by its id without a profile to say more', () => {
    const whole = new Map(ALL_MODELS.map(({ modelId, modelName }) => [modelId, modelName]));
    // AWS writes a capital there, and its catalogue says no more than "Titan Text Embedding".
    whole.set('amazon.titan-embed-text-v2:0', 'Titan Text Embeddings v2');
    const of = (catalogue: Parameters<typeof modelNames>[0]) =>
      ALL_MODELS.map(({ modelId }) => [modelId, modelNames(catalogue)(modelId)]);
    expect(of([...LISTED, ...PROFILES])).toEqual(
      [...whole].map(([id, name]) => [id, name.replace(/(A35B) Instruct$/, '$1')]),
    );
    expect(of(LISTED)).toEqual(of([...LISTED, ...PROFILES]));
  });

  it('as a profile of it is, where that says more than the cut name and its id', () => {
    const id = 'maker.some-v1:0';
    const profile = {
      ...systemProfile(`us.${id}`, 'us-east-1', []),
      name: 'US Maker Some Long Model Name Indeed',
    };
    expect(modelNames([model(id, 'Some Long Model Name'), profile])(id)).toBe('Some Long Model Name Indeed');
  });

  it('as the one that the catalogue lists where only its id or spelling is another', () => {
    const nameOf = modelNames([model('amazon.rerank-v1:0', 'Rerank 1.0'), model('a.b-1-v1:0', 'B One')]);
    expect(nameOf('AmazonRerank-v1')).toBe('Rerank 1.0');
    expect(nameOf('a.b-1')).toBe('B One');
  });

  it('by its id where AWS calls two models alike, and with its context size where that is one of its own', () => {
    const nameOf = modelNames([
      model('anthropic.claude-v2:1', 'Claude'),
      model('anthropic.claude-instant-v1', 'Claude'),
      model('anthropic.claude-3-haiku-20240307-v1:0', 'Claude 3 Haiku'),
      model('anthropic.claude-3-haiku-20240307-v1:0:200k', 'Claude 3 Haiku'),
    ]);
    expect(nameOf('anthropic.claude-instant-v1')).toBe('Claude Instant');
    expect(nameOf('anthropic.claude-3-haiku-20240307-v1:0')).toBe('Claude 3 Haiku');
    expect(nameOf('anthropic.claude-3-haiku-20240307-v1:0:200k')).toBe('Claude 3 Haiku (200k)');
  });
});

describe('all ids that are known', () => {
  const ids = [...new Set([...PRICED, ...ALL_MODELS.map(({ modelId }) => modelId)])];
  const nameOf = modelNames([...LISTED, ...PROFILES]);

  it('are many', () => expect(ids.length).toBeGreaterThan(80));

  it.each(ids)('%s', (id) => {
    for (const name of [nameOf(id), spelledModel(id)]) {
      // No id, no hyphen between the numbers of a version, no word that is a part of one.
      expect(name).not.toMatch(/[a-z]\.[a-z]|:|\d-\d|-v\d/);
      expect(name).not.toMatch(/^[a-z]+-[a-z]+-[a-z]/);
      expect(name.split(' ').at(-1)).not.toMatch(/^(Instru?c?|Embeddi?n?g?|A\d+)$/);
    }
  });

  it('no two models share a name, and none has two by its date or version', () => {
    const models = Map.groupBy(ids, withoutVersion);
    const names = [...models].map(([, same]) => [...new Set(same.map(nameOf))]);
    expect(names.filter((of) => of.length > 1)).toEqual([]);
    expect(new Set(names.flat()).size).toBe(models.size);
  });
});
