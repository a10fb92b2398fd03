import type { Context } from './types.ts';

/** Wildcards and policy variables. What a variable stands for is literal: a `*` in a tag's value is no wildcard. */

const MANY = Symbol('*');
const ONE = Symbol('?');
type Token = string | typeof MANY | typeof ONE;
/** Characters and wildcards. */
export type Pattern = readonly Token[];

/** The keys of one request, found in any case. */
export class Keys {
  private readonly values = new Map<string, readonly string[]>();
  /** Keys with one value, which alone can be variables. */
  private readonly single = new Map<string, string>();

  constructor(context: Context) {
    for (const [key, value] of Object.entries(context)) {
      const name = key.toLowerCase();
      if (typeof value === 'string') {
        this.values.set(name, [value]);
        this.single.set(name, value);
      } else if (value.length > 0) this.values.set(name, value);
    }
  }

  /** Undefined for a key that the request does not have. */
  of(key: string): readonly string[] | undefined {
    return this.values.get(key.toLowerCase());
  }

  variable(key: string): string | undefined {
    return this.single.get(key.toLowerCase());
  }
}

/** What the text of a policy is read with; without `variables`, as in Version 2008-10-17, `${…}` is plain text. */
export interface Reading {
  keys: Keys;
  variables: boolean;
}

interface Piece {
  text: string;
  literal: boolean;
}

/** The pieces of a text, variables replaced; null where one of them has no value. */
function pieces(text: string, { keys, variables }: Reading): Piece[] | null {
  if (!variables) return [{ text, literal: false }];
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(/\$\{([^}]*)\}/g)) {
    if (match.index > end) found.push({ text: text.slice(end, match.index), literal: false });
    end = match.index + match[0].length;
    const value = standsFor(match[1] ?? '', keys);
    if (value === undefined) return null;
    found.push({ text: value, literal: true });
  }
  if (end < text.length) found.push({ text: text.slice(end), literal: false });
  return found;
}

/** `${*}`, `${?}` and `${$}` are these characters; `${key, 'x'}` is x where the request has no such key. */
function standsFor(inside: string, keys: Keys): string | undefined {
  if (inside === '*' || inside === '?' || inside === '$') return inside;
  const [, key = inside, otherwise] = /^(.*?)\s*,\s*'(.*)'\s*$/s.exec(inside) ?? [];
  return keys.variable(key.trim()) ?? otherwise;
}

/** A text with its variables replaced, in which `*` and `?` mean themselves. */
export function literally(text: string, reading: Reading): string | null {
  const found = pieces(text, reading)?.map((piece) => piece.text);
  return found?.join('') ?? null;
}

/** A text with its variables replaced, in which `*` and `?` of the policy's own are wildcards. */
export function patternOf(text: string, reading: Reading): Pattern | null {
  if (reading.variables && text.includes('${'))
    return (
      pieces(text, reading)?.flatMap(({ text: part, literal }) => (literal ? [...part] : plain(part))) ?? null
    );
  return plain(text);
}

/** Patterns without variables: the same few are asked about again and again. */
const known = new Map<string, Pattern>();
const MOST_KNOWN = 10_000;

function plain(text: string): Pattern {
  const before = known.get(text);
  if (before) return before;
  const pattern = [...text].map((char) => (char === '*' ? MANY : char === '?' ? ONE : char));
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, pattern);
  return pattern;
}

const PAIRED = /[\ud800-\udfff]/;

/** Whether the whole of a text fits, without going back further than to the last `*`. */
export function fits(pattern: Pattern, text: string): boolean {
  if (pattern.length === 1 && pattern[0] === MANY) return true;
  const chars: ArrayLike<string> = PAIRED.test(text) ? [...text] : text;
  let [p, t, star, from] = [0, 0, -1, 0];
  while (t < chars.length) {
    const token = pattern[p];
    if (token === MANY) {
      star = p++;
      from = t;
    } else if (token !== undefined && (token === ONE || token === chars[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++from;
    } else return false;
  }
  while (pattern[p] === MANY) p++;
  return p === pattern.length;
}

/** Whether an ARN fits: its six parts are compared each on its own, so that no wildcard crosses a colon but in the last. */
export function fitsArn(pattern: Pattern, arn: string): boolean {
  const wanted = split(pattern);
  const own = arn.split(':');
  if (wanted.length < 6 || own.length < 6) return false;
  const parts = [...own.slice(0, 5), own.slice(5).join(':')];
  return parts.every((part, i) => fits(i < 5 ? (wanted[i] ?? []) : rest(wanted), part));
}

function split(pattern: Pattern): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of pattern)
    if (token === ':') parts.push([]);
    else parts.at(-1)?.push(token);
  return parts;
}

const rest = (parts: Token[][]): Pattern =>
  parts.slice(5).flatMap((part, i) => (i === 0 ? part : [':', ...part]));
