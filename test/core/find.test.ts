import { describe, expect, it } from 'vitest';
import { findable, folded, MOST_FOUND, MOST_SOUGHT, meant, rankOf, soughtIn } from '../../src/core/find.ts';

/** What is meant by what is typed: names in any script, width and order. */

const rank = (typed: string, ...names: string[]) => rankOf(findable(names), soughtIn(typed));

describe('a name', () => {
  const KATO = ['加藤 海斗', 'kaito.kato@example.com'];
  it.each([
    // Kanji, either part, both, with and without the blank, with a wide one.
    ['加藤', 0],
    ['海斗', 0],
    ['加藤 海斗', 0],
    ['加藤　海斗', 0],
    ['加藤海斗', 0],
    ['海斗 加藤', 0],
    ['藤', 1],
    ['加藤 陽菜', null],
    // Romaji, as the address has it.
    ['kato', 0],
    ['Kaito KATO', 0],
    ['kaito.kato', 0],
    ['kaito.kato@example.com', 0],
    ['ＫＡＴＯ', 0],
    ['ato', 1],
    ['kato suzuki', null],
    // One word begins a name, the other stands within one.
    ['kato ait', 1],
  ])('is found by %s', (typed, expected) => expect(rank(typed, ...KATO)).toBe(expected));

  it.each([
    ['カトウ', 0],
    ['かとう', 0],
    ['ｶﾄｳ', 0],
    ['ガトウ', null],
  ])('with its reading is found by %s', (typed, expected) =>
    expect(rank(typed, '加藤 海斗', 'カトウ カイト')).toBe(expected),
  );
  it.each([
    ['かとう', 'kaito.kato@example.com', 0],
    ['カトウ かいと', 'kaito.kato@example.com', 0],
    ['かとう', 'k.katou@example.com', 0],
    ['わたなb', 'aiko.watanabe@example.com', 0],
    ['しょうへい', 'shohei.saito@example.com', 0],
    ['じゅんいち', 'junichi@example.com', 0],
    ['はっとり', 'hattori@example.com', 0],
    ['はっちょう', 'hatcho@example.com', 0],
    ['しんぼ', 'shimbo@example.com', 0],
    ['きょうこ', 'kyoko@example.com', 0],
    ['ジェーン', 'jen@example.com', 0],
    ['さとう', 'kaito.kato@example.com', null],
    ['が', 'kaito.kato@example.com', null],
  ])('in kanji is found by %s where the address (%s) says the reading', (typed, address, expected) =>
    expect(rank(typed, '漢字 氏名', address)).toBe(expected),
  );
  it('in half-width kana with a mark of its own is the same name', () =>
    expect(folded('ｻﾝﾌﾟﾙ ﾃﾞｰﾀ')).toBe(folded('サンプル データ')));
  it('with accents is found without them', () => expect(rank('renee muller', 'Renée Müller')).toBe(0));
  it('in Latin letters is not found across its words', () => expect(rank('tok', 'Kaito Kato')).toBe(null));
  it('of a model is found by its number', () => {
    expect(rank('opus 4.6', 'Claude Opus 4.6', 'anthropic.claude-opus-4-6-v1:0')).toBe(0);
    expect(rank('4-6', 'Claude Opus 4.6')).toBe(0);
  });
});

describe('a question', () => {
  it.each(['', '   ', '@', '…', '\u200B'])('of no letters (%j) asks for nothing', (typed) => {
    expect(soughtIn(typed)).toEqual([]);
    expect(meant([{ text: findable(['Ann']) }], soughtIn(typed))).toEqual([]);
  });
  it('is read up to a bound', () => expect(soughtIn('a'.repeat(1_000))).toEqual([['a'.repeat(MOST_SOUGHT)]]));
});

describe('what is meant', () => {
  const of = (...names: string[]) => names.map((name) => ({ name, text: findable([name]) }));
  const namesOf = (found: readonly { name: string }[]) => found.map(({ name }) => name);
  it('is first what begins so, each in the order it was in', () =>
    expect(namesOf(meant(of('Dana', 'Joanna', 'Ann', 'Anna'), soughtIn('an')))).toEqual([
      'Ann',
      'Anna',
      'Dana',
      'Joanna',
    ]));
  it('is bounded, and what one may not see takes no room', () => {
    const all = of(...Array.from({ length: 1_000 }, (_, i) => `Ann ${String(i).padStart(4, '0')}`));
    expect(meant(all, soughtIn('ann'))).toEqual(all.slice(0, MOST_FOUND));
    const last = all.slice(-2);
    expect(meant(all, soughtIn('ann'), (one) => last.includes(one))).toEqual(last);
  });
  it('is asked about only where it is meant', () => {
    const asked: string[] = [];
    meant(of('Ann', 'Bob'), soughtIn('bo'), ({ name }) => asked.push(name) > 0);
    expect(asked).toEqual(['Bob']);
  });
});
