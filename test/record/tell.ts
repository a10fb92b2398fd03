import type { Changes, Difference } from './compare.ts';

/** Differences in words, for a terminal. */

const MOST_ADDRESSES = 4;
const MOST_COLUMNS = 200;
export interface Limits {
  /** Differences, and lines of each. */
  differences: number;
  lines: number;
}
export const LIMITS: Limits = { differences: 30, lines: 20 };

const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
/** Of a long line the part from `start` on, behind its sign. */
function cut(line: string, start = 0): string {
  if (line.length <= MOST_COLUMNS) return line;
  const from = Math.min(start, line.length - MOST_COLUMNS);
  const part = `${from > 0 ? '… ' : ''}${line.slice(2 + from, 2 + from + MOST_COLUMNS)}`;
  return `${line.slice(0, 2)}${part} … (${line.length} signs)`;
}
/** What stands before the first sign in which two lines differ, and is worth seeing. */
const SEEN_BEFORE = 60;
/** Where a line that was put in the place of another begins to differ from it. */
function startOf(lines: readonly string[]): number {
  const [out = '', put = ''] = ['-', '+'].map((sign) =>
    lines.find((line) => line.startsWith(sign))?.slice(2),
  );
  let same = 0;
  while (same < out.length && out[same] === put[same]) same += 1;
  return Math.max(0, same - SEEN_BEFORE);
}

/** Addresses, each with who asked; not all of many. */
function who(keys: readonly string[], most = MOST_ADDRESSES): string[] {
  const ofPath = [...Map.groupBy(keys, (key) => key.slice(0, key.lastIndexOf(' ')))];
  const lines = ofPath
    .slice(0, most)
    .map(
      ([path, same]) => `    ${path}  (${same.map((key) => key.slice(key.lastIndexOf(' ') + 1)).join(', ')})`,
    );
  const left = ofPath.length - lines.length;
  return left > 0 ? [...lines, `    and ${counted(left, 'other address', 'other addresses')}`] : lines;
}

/** How many answers changed, came and went. */
export function summary({ gone, added, changed }: Changes, asked: number): string {
  const parts = [
    `${changed.length} of ${asked} answers changed`,
    `${added.length} new`,
    `${gone.length} gone`,
  ];
  return parts.join(', ');
}

/** Which answers only one of the records has. */
export function onesided({ gone, added }: Changes): string[] {
  return (
    [
      ['gone', gone],
      ['new', added],
    ] as const
  ).flatMap(([word, keys]) =>
    keys.length === 0 ? [] : ['', `${word}: ${counted(keys.length, 'answer', 'answers')}`, ...who(keys, 20)],
  );
}

/** Which answers changed, where it is not known how. */
export const onlyNames = (keys: readonly string[]): string[] =>
  keys.length === 0 ? [] : ['', `changed: ${counted(keys.length, 'answer', 'answers')}`, ...who(keys, 40)];

/** How they changed, each difference once. */
export function told(differences: readonly Difference[], limits: Limits = LIMITS): string[] {
  const shown = differences.slice(0, limits.differences).flatMap(({ keys, after, lines }) => {
    const more = lines.length - limits.lines;
    return [
      '',
      `${counted(keys.length, 'answer differs', 'answers differ')} like this:`,
      ...who(keys),
      `    ${cut(`  ${after}`)}`,
      ...lines
        .slice(0, limits.lines)
        .map((line) => `    ${cut(line, lines.length === 2 ? startOf(lines) : 0)}`),
      ...(more > 0 ? [`    … and ${counted(more, 'more line', 'more lines')}`] : []),
    ];
  });
  const left = differences.length - limits.differences;
  return left > 0 ? [...shown, '', `… and ${counted(left, 'more difference', 'more differences')}`] : shown;
}
