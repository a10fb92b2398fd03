import { describe, expect, it } from 'vitest';
import {
  holdsHidden,
  holdsHiddenInKey,
  nameOfSign,
  tidy,
  trimmed,
  visible,
  visibleInLine,
  visibleJson,
} from '../../src/core/signs.ts';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';

/** Every sign that turns text around, by its number. */
const BIDI = ['061C', '200E', '200F', '202A', '202B', '202C', '202D', '202E', '2066', '2067', '2068', '2069'];
const signOf = (hex: string) => String.fromCodePoint(Number.parseInt(hex, 16));

describe('edges', () => {
  it.each([
    ' ',
    '\t',
    '\r\n',
    '\u00A0',
    '\u3000',
    '\u2003',
    '\u200B',
    '\uFEFF',
    '\u2060',
    '\u202A',
    '\u200E',
  ])('of %j are none', (blank) => {
    expect(trimmed(`${blank}a${blank}b${blank}${blank}`)).toBe(`a${blank}b`);
    expect(tidy(`${blank}a`)).toBe('a');
  });
  it('that would change what was seen stay, so that they are refused', () =>
    expect(tidy('\u202Emoc.elpmaxe@nna')).toBe('\u202Emoc.elpmaxe@nna'));
});

it('blanks inside are of one width', () => expect(tidy('CC\u00A01\u3000a\u202Fb')).toBe('CC 1 a b'));

describe('what nobody sees', () => {
  it.each([
    ...BIDI,
    '200B',
    '2060',
    'FEFF',
    '00AD',
    '2028',
    '2029',
    '3164',
    'E0041',
    '180E',
    'FFF9',
    '001B',
    '0000',
  ])('is shown: U+%s', (hex) => {
    const sign = signOf(hex);
    expect(visible(`a${sign}b`)).toBe(`a<U+${hex}>b`);
    expect([holdsHidden(`a${sign}b`), holdsHiddenInKey(`a${sign}b`)]).toEqual([true, true]);
  });
  it('is named', () => expect(nameOfSign('\u{E0041}')).toBe('U+E0041'));

  it.each([
    'naïve 東京 ｱ',
    'שרה כהן',
    'محمد',
    'می\u200Cخواهم',
    'क्\u200Dष',
    '👩\u200D💻',
    '👍🏽\u200D',
    '❤\uFE0F',
    '葛\u{E0100}城',
  ])('is not what a language needs: %s', (text) => {
    expect(visible(text)).toBe(text);
    expect(holdsHidden(text)).toBe(false);
  });
  it.each(['a\u200Db', 'a\uFE0Fb', 'ann\u200C@example.com'])('is what it does not need: %j', (text) =>
    expect(visible(text)).not.toBe(text),
  );
  it('lines stay in a text, and not on one line', () => {
    expect(visible('a\n\tb')).toBe('a\n\tb');
    expect(visibleInLine('a\n\tb')).toBe('a<U+000A><U+0009>b');
  });
  it('keeps its exact value in JSON', () => {
    const value = { a: 'x\u202Ey\u{E0041}\u001B\n', b: 'שרה' };
    const json = visibleJson(JSON.stringify(value, null, 2));
    expect(JSON.parse(json)).toEqual(value);
    expect(visible(json)).toBe(json);
  });
});

it('words of pages hold none', () => {
  const texts = (of: unknown): string[] =>
    typeof of === 'string'
      ? [of]
      : typeof of === 'function'
        ? [String(of)]
        : typeof of === 'object' && of !== null
          ? Object.values(of).flatMap(texts)
          : [];
  for (const text of [...texts(en), ...texts(ja)]) expect(visible(text)).toBe(text);
});
