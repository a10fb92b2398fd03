import { readHost, urlIn } from './hosts.ts';

/**
 * Where this server may connect to: one rule for the SDK, sign-in, webhooks, mail and `me`. Whoever connects asks it with
 * what was typed, and again with what a name turned out to be.
 */

/** Names under which clouds give out credentials to whoever asks from inside. */
const METADATA_NAMES: ReadonlySet<string> = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'metadata.azure.internal',
  'instance-data',
  'instance-data.ec2.internal',
]);

/** What is said of a host that must not be asked. */
export const OUTGOING_WORDS =
  'must not be an address of the machine’s own surroundings (link-local, metadata of the cloud, none at all)';

/**
 * Why nothing may be asked of a host, or null where it may. Private networks are fine: companies live there. What is
 * not: link-local addresses, where clouds keep the credentials of the machine, in whatever spelling; what is no address
 * of one host (`0.0.0.0`, multicast).
 * @param host a name or an address, with or without the brackets of IPv6, as of a URL or as DNS answered
 */
export function outgoingFault(host: string): string | null {
  const read = hostOf(host);
  // What nobody can read as a host nobody can connect to either; what is typed is checked where it is typed.
  if (read === null) return host === '' ? OUTGOING_WORDS : null;
  if (METADATA_NAMES.has(read)) return OUTGOING_WORDS;
  const bytes = bytesOf(read);
  return bytes !== null && isOffLimits(bytes) ? OUTGOING_WORDS : null;
}

/** The same of the host of an address, such as `smtp://mail.example.com`; null too for what is no address. */
export function outgoingFaultOf(url: string): string | null {
  const read = urlIn(url);
  return read === null ? null : outgoingFault(unescaped(read.hostname));
}

/** Of addresses that are neither http nor https the parser leaves escapes in the host as they are. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A host in the one way of writing it, signs of other scripts included; null for what is none. */
export function hostOf(host: string): string | null {
  const text = host.replace(/\.$/, '');
  return readHost(text) ?? readHost(urlIn(`http://${text}/`)?.hostname ?? '');
}

export type Bytes = readonly number[];

/** Four or sixteen bytes of an address as `readHost` writes it; null for a name. */
export function bytesOf(read: string): Bytes | null {
  const [address = ''] = read.split('%');
  if (/^\d+(\.\d+){3}$/.test(address)) return address.split('.').map(Number);
  if (!address.includes(':')) return null;
  const [before = '', after] = address.split('::');
  const groups = (text: string) =>
    text === '' ? [] : text.split(':').map((one) => Number.parseInt(one, 16));
  const [first, last] = [groups(before), groups(after ?? '')];
  const zeros = Array<number>(Math.max(0, 8 - first.length - last.length)).fill(0);
  return [...first, ...zeros, ...last].flatMap((group) => [group >> 8, group & 0xff]);
}

const startsWith = (bytes: Bytes, prefix: Bytes): boolean => prefix.every((byte, i) => bytes[i] === byte);
const ZEROS_80 = Array<number>(10).fill(0);
const ZEROS_96 = Array<number>(12).fill(0);

/** The address of IPv4 that one of IPv6 leads to: mapped, compatible, over NAT64 (`64:ff9b::/96`) or 6to4 (`2002::/16`). */
export function embedded(bytes: Bytes): Bytes | null {
  const nat64 = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];
  if ([[...ZEROS_80, 0xff, 0xff], ZEROS_96, nat64].some((prefix) => startsWith(bytes, prefix)))
    return bytes.slice(12);
  return startsWith(bytes, [0x20, 0x02]) ? bytes.slice(2, 6) : null;
}

const LOOPBACK_6: Bytes = [...Array<number>(15).fill(0), 1];

function isOffLimits(bytes: Bytes): boolean {
  if (bytes.length === 4) {
    const [first = 0] = bytes;
    // 100.100.100.200 is where one cloud has what others have at 169.254.169.254.
    const link = startsWith(bytes, [169, 254]) || startsWith(bytes, [100, 100, 100, 200]);
    return link || first === 0 || (first >= 224 && (first < 240 || first === 255));
  }
  if (startsWith(bytes, LOOPBACK_6)) return false;
  const inside = embedded(bytes);
  if (inside !== null) return isOffLimits(inside);
  const [first = 0, second = 0] = bytes;
  const link = first === 0xfe && (second & 0xc0) === 0x80;
  // fd00:ec2::/32 is what AWS has for link-local where there is IPv6: metadata, DNS, credentials of pods.
  return link || first === 0xff || startsWith(bytes, [0xfd, 0x00, 0x0e, 0xc2]);
}
