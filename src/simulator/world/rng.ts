/**
 * Chance that is keyed by (seed, entity, UTC day) and never by how often it was asked: the same key gives the same
 * number, so one more day or another order of questions leaves the past as it was.
 */

/** A number in [0, 1) for a key: FNV-1a over the text, finished with murmur3's mixer (32 bits). */
export const chance = (key: string): number => chanceAfter(NOTHING, key);

const NOTHING = 0x811c9dc5;

/** What is left of a key's hash after its beginning: many keys that begin alike are then cheap. */
export function hashOf(text: string, after = NOTHING): number {
  let h = after;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h;
}

/** `chance` of the beginning that was hashed by `hashOf` followed by `rest`. */
export function chanceAfter(beginning: number, rest: string): number {
  let h = hashOf(rest, beginning);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 0x1_0000_0000;
}

/** A whole number in [0, n). */
export const pick = (key: string, n: number): number => Math.floor(chance(key) * n);

/** A factor around 1 whose logarithm is normal with deviation `sigma` (Box–Muller on two keyed numbers). */
export function logNormal(key: string, sigma: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - chance(`${key}|r`)));
  return Math.exp(sigma * radius * Math.cos(2 * Math.PI * chance(`${key}|a`)));
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** `length` lower-case letters and digits for a key, as in the ids of inference profiles. */
export function shortId(key: string, length = 12): string {
  let id = '';
  for (let i = 0; i < length; i++) id += ALPHABET[pick(`${key}|${i}`, ALPHABET.length)];
  return id;
}

/** `length` hexadecimal digits for a key. */
export function hex(key: string, length: number): string {
  let digits = '';
  for (let i = 0; digits.length < length; i++)
    digits += Math.floor(chance(`${key}|${i}`) * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return digits.slice(0, length);
}
