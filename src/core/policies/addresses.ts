/** IP addresses and ranges of them, as conditions name them. */

interface Address {
  bits: 32 | 128;
  value: bigint;
}

/** A range: addresses whose first bits are these. */
export interface Range {
  address: Address;
  prefix: number;
}

/** One address of version 4 or 6; null where it is none. */
export function addressOf(text: string): Address | null {
  const value = text.includes(':') ? six(text) : four(text);
  return value === null ? null : { bits: text.includes(':') ? 128 : 32, value };
}

/** `10.0.0.0/8`, `2001:db8::/32`, or one address; null where it is none. */
export function rangeOf(text: string): Range | null {
  const [start = '', length, ...more] = text.split('/');
  const address = addressOf(start);
  if (address === null || more.length > 0) return null;
  if (length === undefined) return { address, prefix: address.bits };
  const prefix = /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  return prefix <= address.bits ? { address, prefix } : null;
}

export function isWithin({ address, prefix }: Range, { bits, value }: Address): boolean {
  const rest = BigInt(address.bits - prefix);
  return bits === address.bits && value >> rest === address.value >> rest;
}

function four(text: string): bigint | null {
  const bytes = text.split('.');
  if (bytes.length !== 4 || !bytes.every((byte) => /^\d{1,3}$/.test(byte) && Number(byte) <= 255))
    return null;
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function six(text: string): bigint | null {
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail] = halves;
  const zeros = 8 - head.length - (tail?.length ?? 0);
  if (halves.length > 2 || (tail === undefined ? zeros !== 0 : zeros < 1)) return null;
  const groups = [...head, ...new Array<string>(zeros).fill('0'), ...(tail ?? [])];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}
