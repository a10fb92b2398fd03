/** In which encoding a text is that somebody hands in, as a file or in a form. */

/**
 * The encoding of a text. Which of the older ones it is can only be told by whether it makes sense, so none of them is
 * read: names would change without a word where that is mistaken. Null where it is no text that is known.
 */
export function encodingOf(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'UTF-16';
  if (first === 0xfe && second === 0xff) return 'UTF-16';
  const utf8 = decoded('utf-8', bytes);
  if (utf8?.includes('\u001b$')) return 'ISO-2022-JP';
  // Without its mark, UTF-16 is UTF-8 with a zero in every letter.
  if (utf8 !== null) return utf8.includes('\0') && mostlyZeros(bytes) ? 'UTF-16' : 'UTF-8';
  const shiftJis = decoded('shift_jis', bytes);
  const euc = decoded('euc-jp', bytes);
  if (euc !== null && JAPANESE.test(euc) && (shiftJis === null || HALF_WIDTH.test(shiftJis))) return 'EUC-JP';
  if (shiftJis !== null && JAPANESE.test(shiftJis) && !OF_NOBODY.test(shiftJis)) return 'Shift_JIS';
  return null;
}

/** Two of its letters in a row: one alone is what an ü before an @ would be. */
const JAPANESE = /[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]{2}/u;
/** Kana of half width, which text of today has few of; EUC-JP read as Shift_JIS is full of them. */
const HALF_WIDTH = /[\uFF61-\uFF9F]{2}/u;
/** Signs without a meaning, which older encodings have room for. */
const OF_NOBODY = /\p{Co}/u;

function decoded(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const mostlyZeros = (bytes: Uint8Array): boolean =>
  bytes.reduce((zeros, byte) => zeros + (byte === 0 ? 1 : 0), 0) * 3 > bytes.length;
