/** Plain text in lines of so many columns, as mail programs show them: full-width signs take two. Pure. */

/** East Asian Wide and Fullwidth, as Unicode Annex 11 has them, in the blocks that names and sentences are of. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** How many columns a text takes. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const sign of text) columns += WIDE.test(sign) ? 2 : 1;
  return columns;
}

/** Filled up with spaces to so many columns. */
export const padded = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - columnsOf(text)));

/** Signs that begin no line, and those that end none. */
const NO_BEGIN = /^[ぁぃぅぇぉっゃゅょァィゥェォッャュョ、。，．・：；？！ー々〉》」』】〕）％,.:;?!)\]}%]/u;
const NO_END = /[〈《「『【〔（$([{]$/u;

/** Where a line may end: after spaces, and between wide signs. */
function piecesOf(line: string): string[] {
  const pieces: string[] = [];
  for (const word of line.split(/(?<= )/u)) {
    let piece = '';
    for (const sign of word) {
      const before = piece.at(-1) ?? '';
      const mayBreak =
        piece !== '' && (WIDE.test(sign) || WIDE.test(before)) && !NO_BEGIN.test(sign) && !NO_END.test(piece);
      if (mayBreak) {
        pieces.push(piece);
        piece = '';
      }
      piece += sign;
    }
    if (piece !== '') pieces.push(piece);
  }
  return pieces;
}

/**
 * Each line of a text in as many lines as it needs. What has no place to break stays whole, and an address
 * where it is.
 * @param indent before every line but the first of each
 */
export function wrapped(text: string, columns: number, indent = ''): string {
  return text
    .split('\n')
    .map((line) => {
      if (columnsOf(line) <= columns) return line;
      const lines: string[] = [];
      let now = '';
      for (const piece of piecesOf(line)) {
        // An address that somebody wrote into a sentence begins no line: it would look like one of the message's own.
        const isAddress = /^https?:/i.test(piece);
        if (!isAddress && now.trim() !== '' && columnsOf((now + piece).trimEnd()) > columns) {
          lines.push(now.trimEnd());
          now = indent;
        }
        now += piece;
      }
      return [...lines, now.trimEnd()].join('\n');
    })
    .join('\n');
}
