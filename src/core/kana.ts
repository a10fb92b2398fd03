/**
 * How kana is written in Latin letters: addresses say the reading of a name so, where the directory has none. The library that
 * does the same writes ティナ as teina, which no address says. Pure.
 */

const ROWS: Readonly<Record<string, string>> = {
  '': 'あいうえお',
  k: 'かきくけこ',
  g: 'がぎぐげご',
  s: 'さ_すせそ',
  z: 'ざ_ずぜぞ',
  t: 'た__てと',
  d: 'だ__でど',
  n: 'なにぬねの',
  h: 'はひ_へほ',
  b: 'ばびぶべぼ',
  p: 'ぱぴぷぺぽ',
  m: 'まみむめも',
  y: 'や_ゆ_よ',
  r: 'らりるれろ',
  w: 'わ____',
};
const ODD: Readonly<Record<string, string>> = {
  し: 'shi',
  じ: 'ji',
  ち: 'chi',
  ぢ: 'ji',
  つ: 'tsu',
  づ: 'zu',
  ふ: 'fu',
  を: 'o',
  ん: 'n',
  ゔ: 'vu',
  ー: '',
};
const SIGNS: ReadonlyMap<string, string> = new Map([
  ...Object.entries(ROWS).flatMap(([first, row]) =>
    [...row].map((sign, i): [string, string] => [sign, `${first}${'aiueo'[i]}`]),
  ),
  ...Object.entries(ODD),
]);
/** Small signs change the one before: きゃ is kya, しゃ is sha, ファ is fa. */
const SMALL: ReadonlyMap<string, string> = new Map(
  [...'ゃゅょぁぃぅぇぉ'].map((sign, i) => [sign, ['ya', 'yu', 'yo', 'a', 'i', 'u', 'e', 'o'][i] ?? '']),
);
const DOUBLES = 'っ';
/** After these the y of a small sign is not written. */
const SOFT = /(?:sh|ch|j)$/;

const KANA = /^(?=.*[\u3041-\u3094])[\u3041-\u3094ーa-z]+$/u;

/**
 * What a word in hiragana may be in Latin letters, by Hepburn: かとう is katou and kato, しんぼ shinbo and shimbo. A last letter
 * that is not yet kana stays as it is.
 * @returns nothing of a word that is none
 */
export function inLatin(word: string): string[] {
  if (!KANA.test(word)) return [];
  const long = romaji(word);
  const short = long.replaceAll(/o[ou]/g, 'o').replaceAll('uu', 'u');
  const both = [long, short];
  return [...new Set([...both, ...both.map((one) => one.replaceAll(/n(?=[bmp])/g, 'm'))])];
}

function romaji(word: string): string {
  let text = '';
  let doubles = false;
  for (const sign of word) {
    if (sign === DOUBLES) {
      doubles = true;
      continue;
    }
    const small = SMALL.get(sign);
    if (small !== undefined) {
      text = text.slice(0, -1);
      text += SOFT.test(text) ? small.slice(-1) : small;
      continue;
    }
    const sound = SIGNS.get(sign) ?? sign;
    text += doubles ? `${sound.startsWith('ch') ? 't' : sound.slice(0, 1)}${sound}` : sound;
    doubles = false;
  }
  return text;
}
