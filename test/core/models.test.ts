import { describe, expect, it } from 'vitest';
import {
  billedRoute,
  inferRoute,
  modelKeyOf,
  modelMatcher,
  modelReader,
  readModelRef,
  readsOtherwise,
  routeFrom,
  tagsOn,
} from '../../src/core/models.ts';
import { spelledLike } from '../../src/core/modelWords.ts';
import { model, systemProfile } from './world.ts';

const CATALOGUE = [
  model('anthropic.claude-sonnet-4-6-v1:0', 'Claude Sonnet 4.6'),
  model('anthropic.claude-sonnet-4-20250514-v1:0', 'Claude Sonnet 4'),
  model('anthropic.claude-sonnet-4-5-20250929-v1:0', 'Claude Sonnet 4.5'),
  model('anthropic.claude-3-5-sonnet-20240620-v1:0', 'Claude 3.5 Sonnet'),
  model('anthropic.claude-3-5-sonnet-20241022-v2:0', 'Claude 3.5 Sonnet v2'),
  model('anthropic.claude-3-haiku-20240307-v1:0', 'Claude 3 Haiku'),
  model('anthropic.claude-3-haiku-20240307-v1:0:200k', 'Claude 3 Haiku'),
  model('anthropic.claude-opus-5', 'Claude Opus 5'),
  model('anthropic.claude-opus-5-5', 'Claude Opus 5.5'),
  model('anthropic.claude-opus-4-8', 'Claude Opus 4.8'),
  model('amazon.nova-micro-v1:0', 'Nova Micro'),
  model('amazon.nova-2-lite-v1:0', 'Nova 2 Lite'),
  model('amazon.nova-lite-v1:0', 'Nova Lite'),
  model('amazon.titan-embed-text-v2:0', 'Titan Text Embeddings V2'),
  model('amazon.titan-embed-text-v1', 'Titan Embeddings G1 - Text'),
  model('openai.gpt-oss-120b-1:0', 'gpt-oss-120b'),
  model('meta.llama3-3-70b-instruct-v1:0', 'Llama 3.3 70B Instruct'),
  model('meta.llama4-maverick-17b-instruct-v1:0', 'Llama 4 Maverick 17B Instruct'),
  model('deepseek.r1-v1:0', 'DeepSeek-R1'),
  model('qwen.qwen3-32b-v1:0', 'Qwen3 32B (dense)'),
  model('mistral.mistral-large-2402-v1:0', 'Mistral Large (24.02)'),
  model('mistral.mistral-large-2407-v1:0', 'Mistral Large (24.07)'),
];

describe('the bill spells', () => {
  it.each([
    ['Claude4.6Sonnet', 'anthropic.claude-sonnet-4-6-v1:0'],
    ['Claude Sonnet 4.6', 'anthropic.claude-sonnet-4-6-v1:0'],
    ['Claude Sonnet 4.6 (Amazon Bedrock Edition)', 'anthropic.claude-sonnet-4-6-v1:0'],
    ['Claude4Sonnet', 'anthropic.claude-sonnet-4-20250514-v1:0'],
    ['Claude4.5Sonnet', 'anthropic.claude-sonnet-4-5-20250929-v1:0'],
    ['Claude3.5Sonnet', 'anthropic.claude-3-5-sonnet-20240620-v1:0'],
    ['Claude3.5SonnetV2', 'anthropic.claude-3-5-sonnet-20241022-v2:0'],
    ['Claude3Haiku', 'anthropic.claude-3-haiku-20240307-v1:0'],
    ['Claude Opus 5', 'anthropic.claude-opus-5'],
    ['Claude Opus 5.5', 'anthropic.claude-opus-5-5'],
    ['anthropic.claude-opus-4-8', 'anthropic.claude-opus-4-8'],
    ['anthropic.claude-sonnet-4-6', 'anthropic.claude-sonnet-4-6-v1:0'],
    ['NovaMicro', 'amazon.nova-micro-v1:0'],
    ['Nova2.0Lite', 'amazon.nova-2-lite-v1:0'],
    ['NovaLite', 'amazon.nova-lite-v1:0'],
    ['TitanEmbeddingV2', 'amazon.titan-embed-text-v2:0'],
    ['gpt-oss-120b', 'openai.gpt-oss-120b-1:0'],
    ['Llama3.3-70B', 'meta.llama3-3-70b-instruct-v1:0'],
    ['Llama4-Maverick-17B', 'meta.llama4-maverick-17b-instruct-v1:0'],
    ['DeepSeek-R1', 'deepseek.r1-v1:0'],
    ['Deepseek-R1', 'deepseek.r1-v1:0'],
    ['Qwen3-32B', 'qwen.qwen3-32b-v1:0'],
  ])('%s', (spelling, key) => {
    expect(modelMatcher(CATALOGUE).match(spelling)).toBe(key);
  });

  it.each([
    'Claude',
    'Claude Sonnet',
    'Claude4.7Sonnet',
    'Mistral Large',
    'Sonnet',
    'Nova',
    'gpt-oss',
    '',
    'Titan',
  ])('%j, which is no model or more than one', (spelling) => {
    expect(modelMatcher(CATALOGUE).match(spelling)).toBeNull();
  });

  it('knows every catalogue model by its own id and name unless two share the name', () => {
    const matcher = modelMatcher(CATALOGUE);
    for (const entry of CATALOGUE.filter((e) => !/200k|mistral/.test(e.id))) {
      expect(matcher.match(entry.name)).toBe(entry.modelKey);
      expect(matcher.match(entry.id)).toBe(entry.modelKey);
    }
  });
});

describe('ids', () => {
  it.each([
    ['arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0', 'model', 'amazon.nova-micro-v1:0'],
    ['amazon.nova-micro-v1:0', 'model', 'amazon.nova-micro-v1:0'],
    ['us.amazon.nova-micro-v1:0', 'systemProfile', 'amazon.nova-micro-v1:0'],
    ['us-gov.anthropic.claude-opus-4-8', 'systemProfile', 'anthropic.claude-opus-4-8'],
    [
      'arn:aws:bedrock:us-east-1:111122223333:inference-profile/global.anthropic.claude-opus-5',
      'systemProfile',
      'anthropic.claude-opus-5',
    ],
  ])('%s', (text, type, modelKey) => {
    expect(readModelRef(text)).toMatchObject({ type, modelKey });
  });
  it('of an application profile is its short id', () => {
    const arn = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123def456';
    expect(readModelRef(arn)).toEqual({ type: 'applicationProfile', shortId: 'abc123def456' });
    expect(readModelRef('abc123def456')).toEqual({ type: 'unknown', id: 'abc123def456' });
  });
  it('tell the route', () => {
    expect(readModelRef('jp.anthropic.claude-opus-5')).toMatchObject({ route: 'geo' });
    expect([billedRoute('inRegion'), billedRoute('geo'), billedRoute('global'), billedRoute(null)]).toEqual([
      'regional',
      'regional',
      'global',
      null,
    ]);
  });
  it('of several destinations are one model or unknown', () => {
    const arn = (region: string, id: string) => `arn:aws:bedrock:${region}::foundation-model/${id}`;
    expect(modelKeyOf([arn('us-east-1', 'a.b'), arn('us-west-2', 'a.b')])).toBe('a.b');
    expect(modelKeyOf([arn('us-east-1', 'a.b'), arn('us-east-1', 'a.c')])).toBe('unknown');
    expect(modelKeyOf([])).toBe('unknown');
  });
});

describe('ids of a catalogue', () => {
  const OPUS = 'anthropic.claude-opus-5';
  const arn = (region: string, id = OPUS) => `arn:aws:bedrock:${region}::foundation-model/${id}`;
  const listed = [
    model(OPUS, 'Claude Opus 5'),
    model('xai.grok-4.3', 'Grok 4.3'),
    model('deepseek.v3.1', 'DeepSeek V3.1'),
    systemProfile('uk.anthropic.claude-opus-5', 'eu-west-2', [arn('eu-west-2')]),
    systemProfile('worldwide.anthropic.claude-opus-5', 'eu-west-2', [arn('eu-west-2'), arn('')]),
    { ...systemProfile('opus.latest.uk', 'eu-west-2', [arn('eu-west-2')]), modelKey: OPUS },
  ];
  const read = modelReader(listed);
  it.each([
    ['uk.anthropic.claude-opus-5', OPUS, 'geo'],
    ['worldwide.anthropic.claude-opus-5', OPUS, 'global'],
    ['opus.latest.uk', OPUS, 'geo'],
    // Not listed: what follows is a model, or of a provider, that is.
    ['kr.anthropic.claude-opus-5', OPUS, 'geo'],
    ['latam.anthropic.claude-opus-6-v1:0', 'anthropic.claude-opus-6-v1:0', 'geo'],
    ['xai.grok-4.3', 'xai.grok-4.3', 'inRegion'],
    ['xai.grok-4.9', 'xai.grok-4.9', 'inRegion'],
    ['deepseek.v3.1', 'deepseek.v3.1', 'inRegion'],
    ['deepseek.v3.2', 'deepseek.v3.2', 'inRegion'],
    ['arn:aws:bedrock:eu-west-2:111122223333:inference-profile/zz.acme.m-1', 'acme.m-1', 'geo'],
    ['arn:aws:bedrock:eu-west-2::foundation-model/us.acme.m-1', 'us.acme.m-1', 'inRegion'],
  ])('%s is %s, %s', (id, modelKey, route) => {
    expect(read(id)).toMatchObject({ modelKey, route });
  });
  it('are no model where an ARN says that it is something else', () => {
    const router = 'arn:aws:bedrock:us-east-1:111122223333:default-prompt-router/anthropic.claude:1';
    expect(read(router)).toMatchObject({ type: 'unknown' });
  });
  it('are read as before once an ordinary model is listed, and otherwise with a new geography or provider', () => {
    const opus = model(OPUS, 'Claude Opus 5');
    const plain = ['us.anthropic.claude-opus-6', 'global.anthropic.claude-opus-6'].map((id) =>
      systemProfile(id, 'us-east-1', [arn('us-east-1', 'anthropic.claude-opus-6')]),
    );
    const more = model('anthropic.claude-opus-6', 'Claude Opus 6');
    expect(readsOtherwise([opus], [opus, more, ...plain])).toBe(false);
    expect(readsOtherwise([opus], [opus, model('acme.one', 'One')])).toBe(true);
    const named = { ...systemProfile('opus.latest', 'us-east-1', [arn('us-east-1')]), modelKey: OPUS };
    expect(readsOtherwise([opus], [opus, named])).toBe(true);
    expect(readsOtherwise([opus, named], [opus])).toBe(true);
  });
  it('give a copy their route', () => {
    expect(listed.map(routeFrom)).toEqual(['inRegion', 'inRegion', 'inRegion', 'geo', 'global', 'geo']);
  });
});

describe('names that differ by a sign', () => {
  const PLUS = 'cohere.command-r-plus-v1:0';
  const PLAIN = 'cohere.command-r-v1:0';
  const cohere = modelMatcher([model(PLAIN, 'Command R'), model(PLUS, 'Command R+')]);
  it.each([
    ['Command R', PLAIN],
    ['Command R+', PLUS],
    ['Cohere Command R (Amazon Bedrock Edition)', PLAIN],
    ['Cohere Command R+ (Amazon Bedrock Edition)', PLUS],
    ['CommandRPlus', PLUS],
    ['command-r-plus', PLUS],
    ['cohere.command-r', PLAIN],
    ['Command R++', null],
    ['Command', null],
  ])('%s is %s', (spelling, key) => expect(cohere.match(spelling)).toBe(key));

  it('are two models whatever the sign is', () => {
    for (const sign of ['+', '*', '#', '!', '^', '~', '&', '@', 'µ', 'α']) {
      const both = modelMatcher([model('x.one', 'Acme Nine'), model('x.two', `Acme Nine${sign}`)]);
      expect([both.match('Acme Nine'), both.match(`Acme Nine${sign}`)]).toEqual(['x.one', 'x.two']);
      const other = modelMatcher([model('x.two', `Acme Nine${sign}`)]);
      expect(other.match('Acme Nine')).toBeNull();
    }
  });

  it('nor are numbers that are cut otherwise one', () => {
    const llama = modelMatcher([model('meta.llama3-2-1b-instruct-v1:0', 'Llama 3.2 1B Instruct')]);
    expect(llama.match('Llama3-2-1B')).toBe('meta.llama3-2-1b-instruct-v1:0');
    expect(llama.match('Llama 3 21B')).toBeNull();
    expect(llama.match('Llama 32 1B')).toBeNull();
  });

  it('a name to the letter goes before one that is only like it', () => {
    const both = modelMatcher([model('x.a', 'Titan 2'), model('x.b', 'Titan Text 2')]);
    expect([both.match('Titan 2'), both.match('Titan Text 2'), both.match('2 Titan')]).toEqual([
      'x.a',
      'x.b',
      null,
    ]);
  });
});

describe('a spelling that matches no model may be of', () => {
  const USED = ['anthropic.claude-opus-5', 'anthropic.claude-sonnet-4-6', 'amazon.nova-micro-v1:0'];
  it.each([
    ['Claude 9 Poem', USED.slice(0, 2)],
    ['NovaNext', USED.slice(2)],
    ['Zephyr', USED],
    ['', USED],
  ])('%j: %j', (spelling, keys) => expect(spelledLike(spelling, USED)).toEqual(keys));
});

describe('route of a hand-made profile', () => {
  const arn = (region: string) => `arn:aws:bedrock:${region}::foundation-model/a.b`;
  const us = systemProfile('us.a.b', 'us-east-1', [arn('us-east-1'), arn('us-west-2')]);
  const all = systemProfile('global.a.b', 'us-east-1', [arn('us-east-1'), arn('')]);
  it('is that of the system profile with the same models', () => {
    expect(inferRoute('us-east-1', [arn('us-west-2'), arn('us-east-1')], [us, all])).toEqual({
      route: 'geo',
      sourceId: 'us.a.b',
    });
    expect(inferRoute('us-east-1', [arn(''), arn('us-east-1')], [us, all])).toEqual({
      route: 'global',
      sourceId: 'global.a.b',
    });
  });
  it('is in-Region for a single model of the Region', () => {
    expect(inferRoute('us-east-1', [arn('us-east-1')], [us, all])).toEqual({
      route: 'inRegion',
      sourceId: 'a.b',
    });
  });
  it('is unknown when nothing or more than one thing fits', () => {
    const none = { route: null, sourceId: null };
    expect(inferRoute('us-east-1', [arn('us-west-2')], [us, all])).toEqual(none);
    expect(inferRoute('eu-west-1', [arn('us-west-2'), arn('us-east-1')], [us, all])).toEqual(none);
    const twin = { ...all, modelArns: us.modelArns };
    expect(inferRoute('us-east-1', us.modelArns, [us, twin])).toEqual(none);
    expect(inferRoute('us-east-1', us.modelArns, [us, { ...us, id: 'apac.a.b' }])).toEqual({
      route: 'geo',
      sourceId: null,
    });
  });
});

describe('tags on a day', () => {
  const history = [
    { from: '2026-03-05T10:00:00.000Z', tags: { CostCenter: 'A' } },
    { from: '2026-03-07T12:00:00.000Z', tags: { CostCenter: 'B' } },
    { from: '2026-03-08T00:00:00.000Z', tags: { CostCenter: 'C' } },
  ];
  it.each([
    ['2026-03-01', 'A', true, false],
    ['2026-03-05', 'A', false, false],
    ['2026-03-06', 'A', false, false],
    ['2026-03-07', 'B', false, true],
    ['2026-03-08', 'C', false, true],
    ['2026-03-09', 'C', false, false],
  ])('%s: %s', (day, costCenter, asFirstSeen, changed) => {
    expect(tagsOn(history, day)).toEqual({ tags: { CostCenter: costCenter }, asFirstSeen, changed });
  });
});
