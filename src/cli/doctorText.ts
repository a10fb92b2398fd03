import type { Check } from './doctorAws.ts';

/** Findings as lines of a terminal. */

/** Where nobody says how wide the terminal is. */
const USUAL_WIDTH = 80;
/** Width of the column with the state. */
const STATE = 'warning'.length;
const GAP = '  ';
const INDENT = ' '.repeat(STATE + GAP.length);

/** Breaks text at its blanks. A word that is longer than the line, such as an ARN, stays whole: it can be copied. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines;
}

/**
 * State, check and what was found side by side where they fit, else below each other; what to do always below.
 * @param width of the terminal, in characters
 */
export function checkLines(checks: readonly Check[], width: number = USUAL_WIDTH): string[] {
  const names = Math.max(0, ...checks.map(({ check }) => check.length));
  return checks.flatMap(({ state, check, found, advice }) => {
    const start = `${state.padEnd(STATE)}${GAP}`;
    const beside = `${start}${check.padEnd(names)}${GAP}${found}`;
    const indented = (text: string, first = '') =>
      wrap(text, width - INDENT.length - first.length).map(
        (line, i) => `${INDENT}${i === 0 ? first : ' '.repeat(first.length)}${line}`,
      );
    return [
      ...(beside.length <= width && !found.includes('\n')
        ? [beside.trimEnd()]
        : [`${start}${check}`, ...indented(found)]),
      ...(advice === '' ? [] : advice.split('\n').flatMap((line) => indented(line, '→ '))),
    ];
  });
}
