import { describe, expect, it } from 'vitest';
import { countsModel, familyOf, narrowingsOf, vendorOf } from '../../src/core/narrowing.ts';

describe('the family of a model', () => {
  it.each([
    ['anthropic.claude-sonnet-4-6-v1:0', 'anthropic', 'claude-sonnet'],
    ['anthropic.claude-3-5-sonnet-20240620-v1:0', 'anthropic', 'claude-sonnet'],
    ['anthropic.claude-opus-4-6-v1', 'anthropic', 'claude-opus'],
    ['anthropic.claude-v2:1', 'anthropic', 'claude'],
    ['amazon.nova-2-lite-v1:0', 'amazon', 'nova-lite'],
    ['amazon.titan-embed-text-v2:0', 'amazon', 'titan-embed'],
    ['meta.llama3-3-70b-instruct-v1:0', 'meta', 'llama'],
    ['meta.llama4-maverick-17b-instruct-v1:0', 'meta', 'llama-maverick'],
    ['qwen.qwen3-coder-480b-a35b-v1:0', 'qwen', 'qwen-coder'],
    ['mistral.mixtral-8x7b-instruct-v0:1', 'mistral', 'mixtral'],
    ['openai.gpt-oss-120b-1:0', 'openai', 'gpt-oss'],
    ['deepseek.v3-v1:0', 'deepseek', 'v3'],
    ['cohere.command-r-plus-v1:0', 'cohere', 'command-r-plus'],
    ['unknown', '', ''],
    ['', '', ''],
  ])('%s: %s, %s', (key, vendor, family) => expect([vendorOf(key), familyOf(key)]).toEqual([vendor, family]));
});

describe('a budget counts', () => {
  const OPUS = 'anthropic.claude-opus-4-6-v1';
  it.each([
    ['family', 'claude', OPUS, true],
    ['family', 'claude-opus', OPUS, true],
    ['family', 'Claude-Opus', OPUS, true],
    ['family', 'anthropic.claude-opus', OPUS, true],
    ['family', 'claude-opus-4', OPUS, true],
    ['family', 'claude-opus-5', OPUS, false],
    // A word is a word: neither the half of one nor one in the middle.
    ['family', 'claude-op', OPUS, false],
    ['family', 'opus', OPUS, false],
    ['family', 'claude-sonnet', 'anthropic.claude-3-5-sonnet-20240620-v1:0', true],
    ['family', 'claude-3', 'anthropic.claude-3-5-sonnet-20240620-v1:0', true],
    ['family', 'nova', 'amazon.nova-2-lite-v1:0', true],
    ['vendor', 'anthropic', OPUS, true],
    ['vendor', 'Anthropic', OPUS, true],
    ['vendor', 'anth', OPUS, false],
    ['vendor', 'amazon', 'amazon.titan-embed-text-v2:0', true],
    ['family', 'unknown', 'unknown', false],
    ['vendor', 'unknown', 'unknown', false],
  ] as const)('%s %s of %s: %s', (kind, key, model, counts) =>
    expect(countsModel({ kind, key }, model)).toBe(counts),
  );

  it('every model that its own family and vendor are asked for', () => {
    const keys = [OPUS, 'deepseek.v3-v1:0', 'amazon.nova-2-lite-v1:0', 'qwen.qwen3-32b-v1:0', 'unknown'];
    const { families, vendors } = narrowingsOf(keys);
    expect([families, vendors]).toEqual([
      ['claude-opus', 'nova-lite', 'qwen', 'v3'],
      ['amazon', 'anthropic', 'deepseek', 'qwen'],
    ]);
    for (const key of keys.slice(0, -1)) {
      expect(countsModel({ kind: 'family', key: familyOf(key) }, key)).toBe(true);
      expect(countsModel({ kind: 'vendor', key: vendorOf(key) }, key)).toBe(true);
    }
  });
});
