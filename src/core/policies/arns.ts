import type { Facts, Truth } from './facts.ts';

/** Texts of policies that stand for many: wildcards, policy variables, ARNs. */

const ANY_TEXT = 1;
const ANY_ONE = 2;
/** One character, or a wildcard. */
type Unit = string | typeof ANY_TEXT | typeof ANY_ONE;

/** What a text is held against: one text, or units where wildcards are among them. */
export interface Glob {
  literal: string | null;
  units: readonly Unit[];
}

const NO_UNITS: readonly Unit[] = [];

export function matchesGlob({ literal, units }: Glob, text: string): boolean {
  if (literal !== null) return literal === text;
  let unit = 0;
  let at = 0;
  // Where the last `*` stands, and up to where it reaches as yet.
  let star = -1;
  let reach = 0;
  while (at < text.length) {
    const wanted = units[unit];
    if (wanted === ANY_TEXT) {
      star = unit++;
      reach = at;
    } else if (wanted === ANY_ONE || wanted === text[at]) {
      unit++;
      at++;
    } else if (star >= 0) {
      unit = star + 1;
      at = ++reach;
    } else return false;
  }
  while (units[unit] === ANY_TEXT) unit++;
  return unit === units.length;
}

interface Variable {
  /** In lower case. */
  key: string;
  standard: string | null;
  /** Whether wildcards in the value count. */
  wildcards: boolean;
}

type Piece = Glob | Variable | { fault: string };

/** A text of a policy; `fixed` where no variable is in it. */
export interface Template {
  fixed: Glob | null;
  pieces: readonly Piece[];
}

/** How texts are read at their place: `*` and `?` as wildcards, `${…}` as variables (in policies of Version 2012-10-17 only). */
export interface Reading {
  wildcards: boolean;
  variables: boolean;
}

const VARIABLE = /^\s*([A-Za-z0-9_.:/=+@ -]+?)\s*(?:,\s*'([^']*)'\s*)?$/;
const LITERALS: ReadonlySet<string> = new Set(['*', '?', '$']);

export function templateOf(text: string, reading: Reading): Template {
  if (!reading.variables || !text.includes('${'))
    return { fixed: globOf(text, reading.wildcards), pieces: [] };
  const pieces: Piece[] = [];
  let from = 0;
  while (from < text.length) {
    const opening = text.indexOf('${', from);
    const until = opening < 0 ? text.length : opening;
    if (until > from) pieces.push(globOf(text.slice(from, until), reading.wildcards));
    if (opening < 0) break;
    const closing = text.indexOf('}', opening);
    if (closing < 0) {
      pieces.push({ fault: text.slice(opening) });
      break;
    }
    pieces.push(variableOf(text.slice(opening + 2, closing), reading));
    from = closing + 1;
  }
  return pieces.every(isGlob) ? { fixed: joined(pieces), pieces: [] } : { fixed: null, pieces };
}

function variableOf(inner: string, { wildcards }: Reading): Piece {
  if (LITERALS.has(inner)) return globOf(inner, false);
  const [, key, standard] = VARIABLE.exec(inner) ?? [];
  return key === undefined
    ? { fault: `\${${inner}}` }
    : { key: key.toLowerCase(), standard: standard ?? null, wildcards };
}

const isGlob = (piece: Piece): piece is Glob => 'units' in piece;

export function globOf(text: string, wildcards = true): Glob {
  if (!wildcards || !(text.includes('*') || text.includes('?'))) return { literal: text, units: NO_UNITS };
  return { literal: null, units: Array.from(unitsIn(text), unitOf) };
}

const unitsIn = (text: string): string[] => text.split('');
const unitOf = (character: string): Unit =>
  character === '*' ? ANY_TEXT : character === '?' ? ANY_ONE : character;

function joined(globs: readonly Glob[]): Glob {
  const [first] = globs;
  if (first !== undefined && globs.length === 1) return first;
  if (globs.every(({ literal }) => literal !== null))
    return { literal: globs.map(({ literal }) => literal).join(''), units: NO_UNITS };
  return {
    literal: null,
    units: globs.flatMap(({ literal, units }) => (literal === null ? units : unitsIn(literal))),
  };
}

/** What the text says for this request; null: a variable of it has no value; a text: why that cannot be told. */
export function globFor(template: Template, facts: Facts): Glob | null | string {
  if (template.fixed !== null) return template.fixed;
  const globs: Glob[] = [];
  for (const piece of template.pieces) {
    if (isGlob(piece)) globs.push(piece);
    else if ('fault' in piece) return `policy variable ${piece.fault}`;
    else {
      const value = valueFor(piece, facts);
      if (value === null) return null;
      if (typeof value === 'string') return value;
      globs.push(value);
    }
  }
  return joined(globs);
}

/**
 * A wildcard in a value, such as a tag of the caller, counts as one wherever the policy's text takes wildcards. IAM does
 * not document that it does not, and whoever may write a tag could get more by it: the worse is assumed.
 */
function valueFor({ key, standard, wildcards }: Variable, facts: Facts): Glob | null | string {
  const held = facts.held(key);
  if (typeof held === 'string') return held;
  if (held === null) return standard === null ? null : { literal: standard, units: NO_UNITS };
  if (held.several) return `policy variable \${${held.name}} (it may hold several values)`;
  return globOf(held.values[0] ?? '', wildcards);
}

/** Whether the text covers this one; a variable without a value covers nothing. */
export function matchesTemplate(template: Template, text: string, facts: Facts): Truth {
  const glob = globFor(template, facts);
  if (typeof glob === 'string') return glob;
  return glob !== null && matchesGlob(glob, text);
}

const PARTS = 6;

/** The six parts of an ARN, the last with all colons that are left; null where there are fewer. */
export function arnParts(arn: string): readonly string[] | null {
  const parts = arn.split(':');
  if (parts.length < PARTS) return null;
  return parts.length === PARTS ? parts : [...parts.slice(0, PARTS - 1), parts.slice(PARTS - 1).join(':')];
}

/** The same of a pattern, each part a pattern of its own. */
export function arnGlobs({ literal, units }: Glob): readonly Glob[] | null {
  if (literal !== null) return arnParts(literal)?.map((part) => globOf(part, false)) ?? null;
  const parts: Unit[][] = [[]];
  for (const unit of units) {
    if (unit === ':' && parts.length < PARTS) parts.push([]);
    else parts[parts.length - 1]?.push(unit);
  }
  if (parts.length < PARTS) return null;
  return parts.map((part) =>
    part.every((unit) => typeof unit === 'string')
      ? { literal: part.join(''), units: NO_UNITS }
      : { literal: null, units: part },
  );
}

/** Held part by part: a `*` reaches over no colon but in the last part. */
export function matchesArn(globs: readonly Glob[], arn: string): boolean {
  const parts = arnParts(arn);
  return parts !== null && globs.every((glob, index) => matchesGlob(glob, parts[index] ?? ''));
}
