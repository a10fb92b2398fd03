import { hashOf, type Index } from './index.ts';
import type { Kept } from './servers.ts';

/** Where two records differ: which answers, and in which lines. */

export interface Changes {
  /** Keys that only one of the two has. */
  gone: string[];
  added: string[];
  changed: string[];
}
export function changesOf(before: Index, now: Index): Changes {
  const keys = (index: Index, other: Index) => [...index.keys()].filter((key) => !other.has(key)).sort();
  const changed = [...now].filter(([key, { hash }]) => (before.get(key)?.hash ?? hash) !== hash);
  return { gone: keys(before, now), added: keys(now, before), changed: changed.map(([key]) => key).sort() };
}
export const isSame = ({ gone, added, changed }: Changes): boolean =>
  gone.length + added.length + changed.length === 0;

/** An answer in lines of which each is one thing: an element, a field, a row. */
export function linesOf(text: string, type: string): string[] {
  const [head = '', ...rest] = text.split('\n\n');
  const body = rest.join('\n\n');
  return [...head.split('\n'), '', ...bodyLines(body, type)];
}
function bodyLines(body: string, type: string): string[] {
  if (type === 'text/html') return body.replaceAll(/(<[^/][^>]*>)(?=<)|(<\/[^>]+>)/g, '$&\n').split('\n');
  if (type !== 'application/json') return body.split(/\r?\n/);
  try {
    return JSON.stringify(JSON.parse(body), null, 2).split('\n');
  } catch {
    return body.split('\n');
  }
}

/** Beyond so many lines that differ nobody reads which of them stayed. */
const MOST_EDITS = 600;

/** Runs of lines that were taken out and put in, with the line before them. */
export interface Hunk {
  after: string;
  lines: string[];
}
export function hunksOf(before: readonly string[], now: readonly string[]): Hunk[] {
  let start = 0;
  while (start < before.length && start < now.length && before[start] === now[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, now.length) - start;
  while (end < most && before[before.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  const [a, b] = [before.slice(start, before.length - end), now.slice(start, now.length - end)];
  const hunks: Hunk[] = [];
  let last = before[start - 1] ?? '';
  let open: Hunk | null = null;
  for (const [sign, line] of edits(a, b)) {
    if (sign === ' ') {
      last = line;
      open = null;
      continue;
    }
    if (open === null) {
      open = { after: last, lines: [] };
      hunks.push(open);
    }
    open.lines.push(`${sign} ${line}`);
  }
  return hunks;
}

type Edit = readonly [sign: '-' | '+' | ' ', line: string];

/** The shortest way from one to the other (Myers); all out and all in where it would be long. */
function edits(a: readonly string[], b: readonly string[]): Edit[] {
  let reach = new Map([[1, 0]]);
  const steps: Map<number, number>[] = [];
  for (let d = 0; d <= Math.min(MOST_EDITS, a.length + b.length); d += 1) {
    steps.push(reach);
    const next = new Map(reach);
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
      let x = down ? (reach.get(k + 1) ?? 0) : (reach.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      next.set(k, x);
      if (x >= a.length && x - k >= b.length) return wayBack(steps, a, b);
    }
    reach = next;
  }
  return [...a.map((line) => ['-', line] as const), ...b.map((line) => ['+', line] as const)];
}

function wayBack(steps: readonly Map<number, number>[], a: readonly string[], b: readonly string[]): Edit[] {
  const found: Edit[] = [];
  let [x, y] = [a.length, b.length];
  for (let d = steps.length - 1; d >= 0; d -= 1) {
    const reach = steps[d] ?? new Map<number, number>();
    const k = x - y;
    const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
    const from = down ? k + 1 : k - 1;
    const fromX = d === 0 ? 0 : (reach.get(from) ?? 0);
    const fromY = d === 0 ? 0 : fromX - from;
    while (x > fromX && y > fromY && a[x - 1] === b[y - 1]) {
      found.push([' ', a[x - 1] ?? '']);
      x -= 1;
      y -= 1;
    }
    if (d === 0) break;
    found.push(down ? ['+', b[y - 1] ?? ''] : ['-', a[x - 1] ?? '']);
    x = fromX;
    y = fromY;
  }
  return found.reverse();
}

/** One difference, and every answer that has it. */
export interface Difference extends Hunk {
  keys: string[];
}

/**
 * The differences of all answers, each told once, those in most answers first.
 * @param before the text that an answer had, where it was kept
 */
export function differencesOf(
  changed: readonly string[],
  before: (key: string) => { text: string; type: string } | null,
  now: ReadonlyMap<string, Kept>,
): Difference[] {
  const told = new Map<string, Difference>();
  const pairs = new Map<string, Hunk[]>();
  for (const key of changed) {
    const [was, is] = [before(key), now.get(key)];
    if (was === null || is === undefined) continue;
    // Roles that get the same answer had the same one.
    const pair = hashOf(was.text) + hashOf(is.text);
    const hunks = pairs.get(pair) ?? hunksOf(linesOf(was.text, was.type), linesOf(is.text, is.type));
    pairs.set(pair, hunks);
    for (const hunk of hunks) {
      const same = hunk.lines.join('\n');
      const known = told.get(same) ?? { ...hunk, keys: [] };
      if (known.keys.at(-1) !== key) known.keys.push(key);
      told.set(same, known);
    }
  }
  return [...told.values()].sort((a, b) => b.keys.length - a.keys.length);
}
