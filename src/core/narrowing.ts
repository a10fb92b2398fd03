import { isUnknownModel, tagsOn, withoutVersion } from './models.ts';
import type { Day, TagVersion } from './types.ts';

/** What of somebody's spend a budget is about, where it is not all of it. Pure. */

/** `family`: models such as `claude-opus`; `vendor`: such as `anthropic`; `tag`: profiles that bear a further tag. */
export type Narrowing =
  | { kind: 'family'; key: string }
  | { kind: 'vendor'; key: string }
  | { kind: 'tag'; key: string; value: string };

/** As it is kept and typed: `family:claude-opus`, `vendor:anthropic`, `tag:Project=Atlas`; '' for all of it. */
export function narrowingText(narrowing: Narrowing | null): string {
  if (narrowing === null) return '';
  return narrowing.kind === 'tag'
    ? `tag:${narrowing.key}=${narrowing.value}`
    : `${narrowing.kind}:${narrowing.key}`;
}

/** Reads it as `narrowingText` writes it; `undefined`: it says nothing that is known. */
export function narrowingFrom(text: string): Narrowing | null | undefined {
  if (text === '') return null;
  const [, kind, rest = ''] = /^(family|vendor|tag):(.+)$/su.exec(text) ?? [];
  if (kind === 'family' || kind === 'vendor') return { kind, key: rest };
  if (kind !== 'tag') return undefined;
  const at = rest.indexOf('=');
  return at <= 0 || at === rest.length - 1
    ? undefined
    : { kind, key: rest.slice(0, at), value: rest.slice(at + 1) };
}

/** Who makes a model, as its key says it first: `anthropic`; '' of what names no model. */
export function vendorOf(modelKey: string): string {
  const dot = modelKey.indexOf('.');
  return isUnknownModel(modelKey) || dot <= 0 ? '' : modelKey.slice(0, dot).toLowerCase();
}

/** What ids say of how a model is served, not of which it is. */
const SERVED = new Set(['instruct', 'text']);
const wordsOf = (id: string): string[] =>
  id
    .toLowerCase()
    .split(/[-_:.]/u)
    .filter((word) => word !== '');
const idOf = (modelKey: string): string => withoutVersion(modelKey).slice(modelKey.indexOf('.') + 1);
/** Sizes (`70b`, `a35b`, `8x7b`), numbers and versions: what differs within a family. */
const isOfOneModel = (word: string): boolean =>
  /^\d/u.test(word) || /^(v|a)\d+b?$/u.test(word) || SERVED.has(word);

/**
 * The family of a model: the words of its name without numbers, so that `anthropic.claude-3-5-sonnet-20240620-v1:0` and
 * `anthropic.claude-sonnet-4-6-v1:0` are both `claude-sonnet`; '' of what names no model.
 */
export function familyOf(modelKey: string): string {
  if (vendorOf(modelKey) === '') return '';
  const words = wordsOf(idOf(modelKey));
  const named = words.filter((word) => !isOfOneModel(word)).map((word) => word.replace(/\d+$/u, ''));
  return named.length > 0 ? named.join('-') : (words[0] ?? '');
}

const beginsWith = (words: readonly string[], first: readonly string[]): boolean =>
  first.length > 0 && first.every((word, i) => words[i] === word);

/**
 * Whether a budget that is narrowed to a family or vendor counts a model. A family counts all whose names begin with its
 * words: `claude` every Claude, `claude-opus` every Opus, `claude-opus-4` every Opus 4. What names no model is of none.
 */
export function countsModel({ kind, key }: Exclude<Narrowing, { kind: 'tag' }>, modelKey: string): boolean {
  const vendor = vendorOf(modelKey);
  if (vendor === '') return false;
  const asked = key.toLowerCase();
  if (kind === 'vendor') return vendor === asked;
  const own = asked.startsWith(`${vendor}.`) ? asked.slice(vendor.length + 1) : asked;
  const words = wordsOf(own);
  return beginsWith(wordsOf(familyOf(modelKey)), words) || beginsWith(wordsOf(idOf(modelKey)), words);
}

/** The families and vendors of models, for whoever chooses one. */
export function narrowingsOf(modelKeys: readonly string[]): { families: string[]; vendors: string[] } {
  const each = (of: (key: string) => string) =>
    [...new Set(modelKeys.map(of))].filter((one) => one !== '').sort();
  return { families: each(familyOf), vendors: each(vendorOf) };
}

/** Whether a profile bears a tag on a day, by its tags of that day. */
export const bearsOn = (
  history: readonly TagVersion[],
  { key, value }: Extract<Narrowing, { kind: 'tag' }>,
  day: Day,
): boolean => tagsOn(history, day).tags[key] === value;
