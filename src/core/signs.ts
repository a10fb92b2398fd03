/**
 * Signs that nobody sees: blanks around and inside of what people type and paste, and characters that steer text, turn it
 * around or take no room. The one reading of the former, and the one way in which the latter are shown.
 */

/** What has no meaning at the edges of a value: blanks of every width, none at all included, and what Windows copies along. */
const EDGE = '[\\s\\u200B\\u2060\\u200E\\u200F\\u202A\\u202C]+';
const EDGES = new RegExp(`^${EDGE}|${EDGE}$`, 'gu');
/** Blanks of other widths than the usual one; line breaks and tabs are none. */
const OTHER_BLANKS = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/gu;

/** Text without what has no meaning at its edges. */
export const trimmed = (text: string): string => text.replaceAll(EDGES, '');

/** A value as it is read, wherever it was typed: nothing at its edges, and blanks of one width inside. */
export const tidy = (text: string): string => trimmed(text).replaceAll(OTHER_BLANKS, ' ');

/*
 * Written languages need some of them: joiners between letters of Arabic and Indic scripts and in emoji, selectors after
 * emoji and kanji. There they are no more than spelling.
 */
const JOINED =
  '\\p{sc=Arab}\\p{sc=Syrc}\\p{sc=Deva}\\p{sc=Beng}\\p{sc=Guru}\\p{sc=Gujr}\\p{sc=Orya}\\p{sc=Taml}\\p{sc=Telu}\\p{sc=Knda}\\p{sc=Mlym}\\p{sc=Sinh}\\p{sc=Khmr}\\p{sc=Mong}\\p{Extended_Pictographic}\\p{Emoji_Modifier}';
const JOINERS = `(?<![${JOINED}\\uFE0F])[\\u200C\\u200D]`;
const SELECTORS = `(?<![${JOINED}\\p{sc=Han}])[\\uFE00-\\uFE0F\\u{E0100}-\\u{E01EF}]`;
/** Format, line and paragraph signs, letters without a shape, and parts of pairs that stand alone. */
const ALWAYS =
  '(?![\\u200C\\u200D])[\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u2800\\u3164\\uFFA0]';
const CONTROL = '\\p{Cc}';
const UNSEEN = `${ALWAYS}|${JOINERS}|${SELECTORS}`;

const HIDDEN = new RegExp(`${UNSEEN}|${CONTROL}`, 'u');
const SHOWN_IN_TEXT = new RegExp(`${UNSEEN}|(?![\\t\\n\\r])${CONTROL}`, 'gu');
const SHOWN_IN_LINE = new RegExp(`${UNSEEN}|${CONTROL}`, 'gu');
/** Inside of keys, which are compared letter by letter, nothing unseen is spelling. */
const IN_KEY = new RegExp(`[\\u200C\\u200D\\uFE00-\\uFE0F\\u{E0100}-\\u{E01EF}]|${UNSEEN}|${CONTROL}`, 'u');

/** Whether text of one line holds a control character, or one that nobody sees and no language needs there. */
export const holdsHidden = (text: string): boolean => HIDDEN.test(text);

/** Whether a key, such as an e-mail address or a cost center, holds anything that nobody sees. */
export const holdsHiddenInKey = (text: string): boolean => IN_KEY.test(text);

/** `U+202E`: the name of a sign. */
export const nameOfSign = (sign: string): string =>
  `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** Text in which nothing acts unseen: such signs are shown by their names, `<U+202E>` unless told otherwise; lines stay. */
export const visible = (text: string, show: (sign: string) => string = inBrackets): string =>
  text.replaceAll(SHOWN_IN_TEXT, show);

/** The same on one line: line breaks and tabs are shown as well. */
export const visibleInLine = (text: string): string => text.replaceAll(SHOWN_IN_LINE, inBrackets);

/** JSON that means the same, in which nothing acts unseen. */
export const visibleJson = (json: string): string =>
  json.replaceAll(SHOWN_IN_TEXT, (sign) =>
    sign
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );

const inBrackets = (sign: string): string => `<${nameOfSign(sign)}>`;
