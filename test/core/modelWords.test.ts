import { describe, expect, it } from 'vitest';
import { exactly, normalForms, repeats, spelledLike } from '../../src/core/modelWords.ts';

const same = (a: string, b: string) => normalForms(a).some((form) => normalForms(b).includes(form));

describe('spellings of one model', () => {
  it.each([
    ['Amazon Nova Micro', 'Nova Micro', 'who makes it is left out'],
    ['Bedrock Nova Micro', 'Nova Micro', 'where it runs'],
    ['Nova Micro Edition', 'Nova Micro', 'or that it is an edition'],
    ['Claude4.6Sonnet', 'Claude Sonnet 4.6', 'words are turned around'],
    ['DeepSeek', 'deepseek', 'and cut otherwise'],
    ['Claude 2 (100K)', 'Claude 2', 'what stands in brackets is left out'],
    ['Llama 3 (new) 2', 'Llama 3 2', 'within a name as well'],
    ['Llama 3(new)2', 'Llama 3 2', 'where it parts two numbers'],
  ])('%s is %s: %s', (a, b) => expect(same(a, b)).toBe(true));

  it.each([
    ['Llama 3.2 1B', 'Llama 3 21B', 'two numbers are not one'],
    ['Bet Alpha', 'Alphab Et', 'words in another order are not other words'],
    ['Command R+', 'Command R', 'a sign is part of a name'],
    ['Amazon', 'Bedrock', 'what says nothing is no name'],
  ])('%s is not %s: %s', (a, b) => expect(same(a, b)).toBe(false));

  it('a name of one letter is a name, and one of nothing but noise is none', () => {
    expect(normalForms('X')).toEqual(['w:x', 'j:x']);
    expect(normalForms('Amazon (Bedrock)')).toEqual([]);
  });
});

describe('to the letter', () => {
  it('is but for case and blanks', () => {
    expect(exactly(' Claude  Sonnet\t4.6 ')).toBe(exactly('claude sonnet 4.6'));
    expect(exactly('Claude Sonnet')).not.toBe(exactly('ClaudeSonnet'));
  });
});

describe('a spelling that matches none', () => {
  it.each([
    ['Claude Poem 9', ['anthropic.claude-opus-9', 'amazon.nova-micro'], ['anthropic.claude-opus-9']],
    [
      'Zephyr',
      ['anthropic.claude-opus-9', 'amazon.nova-micro'],
      ['anthropic.claude-opus-9', 'amazon.nova-micro'],
    ],
    // A number is no word: versions of all makers are alike.
    [
      'Zephyr 9',
      ['anthropic.claude-opus-9', 'amazon.nova-micro'],
      ['anthropic.claude-opus-9', 'amazon.nova-micro'],
    ],
  ])('%s of %j may be of %j', (spelling, keys, expected) =>
    expect(spelledLike(spelling, keys)).toEqual(expected),
  );

  it('repeats a name where it says nothing else', () => {
    expect(repeats('claude-opus-5-5', 'Claude Opus 5.5')).toBe(true);
    expect(repeats('claude-opus-5-fast', 'Claude Opus 5.5')).toBe(false);
  });
});
