/** A number in [0, 1) that depends on nothing but its keys: the same keys, the same luck. */
export function chance(...keys: (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const char of keys.join('\u0000')) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  // FNV alone leaves neighbouring keys near one another; these are the last steps of MurmurHash3.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
