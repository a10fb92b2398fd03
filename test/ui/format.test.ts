import { describe, expect, it } from 'vitest';
import { money } from '../../src/core/money.ts';
import { signedUsd, usd } from '../../src/core/usd.ts';
import { fullDay, instant, month, percent, tokens } from '../../src/ui/format.ts';
import { messagesOf } from '../../src/ui/messages/index.ts';

describe('figures', () => {
  it.each([
    ['1234.56', '$1,234.56'],
    ['-3.5', '−$3.50'],
    ['0', '$0.00'],
    ['0.0034', '$0.0034'],
    ['0.0000200306', '<$0.0001'],
    ['-0.0000200306', '>−$0.0001'],
    ['0.0001', '$0.0001'],
    ['0.005', '$0.0050'],
    ['1000000', '$1,000,000.00'],
  ])('%s dollars are %s', (value, shown) => {
    expect(usd(money(value))).toBe(shown);
  });
  it('have their sign where they are a difference', () => {
    expect([money('12'), money('-3.5'), money('0')].map(signedUsd)).toEqual(['+$12.00', '−$3.50', '$0.00']);
  });
  it.each([
    [1n, 3n, '33.3 %'],
    [-9755n, 2_367_360n, '−0.4 %'],
    [-50_835n, 13_715n, '−370.6 %'],
    [13_042n, 300n, '4,347.3 %'],
    [1n, 8n, '12.5 %'],
    [-1n, 100_000n, '0.0 %'],
    [5n, 0n, '–'],
  ])('%s of %s is %s', (part, of, shown) => {
    expect(percent(part, of)).toBe(shown);
  });
  it('of tokens are short', () => {
    expect([9_999n, 10_000n, 1_200_000n, 16_000_000_000n].map(tokens)).toEqual([
      '9,999',
      '10 k',
      '1.2 M',
      '16 B',
    ]);
  });
});

describe('dates', () => {
  it('are written as each language does, in UTC', () => {
    expect([fullDay('2026-11-21', 'en'), fullDay('2026-11-21', 'ja')]).toEqual([
      '21 November 2026',
      '2026年11月21日',
    ]);
    expect([month('2026-11', 'en'), month('2026-11', 'ja')]).toEqual(['November 2026', '2026年11月']);
    expect(instant('2026-11-01T00:05:00Z', 'ja')).toBe('2026/11/01 00:05');
    expect(instant('2026-11-01T23:05:00Z', 'en')).toBe('1 Nov 2026, 23:05');
  });
});

/** What stands for a word, and for a list of words. */
const LETTERS = Object.assign(['A', 'B'], { toString: () => 'A' });
/** Every text of a catalogue, functions called with letters. */
function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String(value(LETTERS, LETTERS, LETTERS))]];
  return Object.entries(value as object).flatMap(([name, inner]) => textsOf(inner, `${path}.${name}`));
}

describe('Japanese', () => {
  const texts = textsOf(messagesOf('ja'));
  const japanese = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}]';
  it.each([
    ['no half-width colon', new RegExp(`${japanese}:`, 'u')],
    ['no half-width brackets', new RegExp(`${japanese}\\(|\\)${japanese}|\\(${japanese}`, 'u')],
    ['no half-width question or exclamation mark', new RegExp(`${japanese}[?!]`, 'u')],
    ['no half-width comma or full stop', new RegExp(`${japanese}[,.](?! _)`, 'u')],
    ['no full-width letters or digits', /[０-９Ａ-Ｚａ-ｚ]/u],
    ['no half-width katakana', /[ｦ-ﾟ]/u],
    ['one way to write "user" and "server"', /ユーザ(?!ー)|サーバ(?!ー)|しきいち|閾値/u],
  ])('has %s', (_, fault) => {
    expect(texts.filter(([, text]) => fault.test(text))).toEqual([]);
  });
  it('says all that English says', () => {
    const said = new Set(texts.map(([path]) => path));
    expect(textsOf(messagesOf('en')).filter(([path]) => !said.has(path))).toEqual([]);
  });
});
