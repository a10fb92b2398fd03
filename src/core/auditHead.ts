import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { encoded, type Link } from './auditChain.ts';
import type { Instant } from './types.ts';

/**
 * A head of the audit log: which entry was the last one, and its digest, which stands for all before it. Kept where whoever
 * can write to the ledger cannot, it tells whether that part of the log is still what it was. Signed with a key that the
 * settings name, it says by itself that this ledger's server gave it. Pure: Ed25519 signs alike each time.
 */

export interface AuditHead extends Link {
  /** How many entries were kept up to it. */
  entries: number;
  at: Instant;
}
/** The same with who says so; both null where the settings have no key. */
export interface SignedHead extends AuditHead {
  /** The public key, base64 of its 32 bytes. */
  key: string | null;
  /** Base64. */
  signature: string | null;
}
/** What a head is of: all there was, or entries that were forgotten. One cannot pass for the other. */
export type HeadOf = 'head' | 'forgotten';

/** The name of the format, in what is exported. */
export const HEAD_FORMAT = 'bedrock-ledger audit head 1' as const;

/** DER of a private and of a public Ed25519 key but for the 32 bytes themselves (RFC 8410). */
const PRIVATE = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC = Buffer.from('302a300506032b6570032100', 'hex');

/** The 32 bytes of a key as they are typed, base64 or hexadecimal; null for anything else. */
export function readKey(text: string): Buffer | null {
  const typed = text.trim();
  const bytes = /^[0-9a-f]{64}$/i.test(typed)
    ? Buffer.from(typed, 'hex')
    : /^[A-Za-z0-9+/]{43}=$/.test(typed)
      ? Buffer.from(typed, 'base64')
      : null;
  return bytes?.length === 32 ? bytes : null;
}

const privateOf = (secret: string): KeyObject => {
  const seed = readKey(secret);
  if (seed === null) throw new RangeError('a key of the audit log is 32 bytes in base64 or hexadecimal');
  return createPrivateKey({ key: Buffer.concat([PRIVATE, seed]), format: 'der', type: 'pkcs8' });
};
const publicOf = (key: string): KeyObject | null => {
  const bytes = readKey(key);
  return bytes === null
    ? null
    : createPublicKey({ key: Buffer.concat([PUBLIC, bytes]), format: 'der', type: 'spki' });
};

/** The public key, base64, that belongs to the key of the settings. */
export const publicKeyOf = (secret: string): string =>
  createPublicKey(privateOf(secret))
    .export({ format: 'der', type: 'spki' })
    .subarray(PUBLIC.length)
    .toString('base64');

const messageOf = (of: HeadOf, { id, digest, entries, at }: AuditHead): Buffer =>
  Buffer.from(encoded([HEAD_FORMAT, of, id, digest, entries, at]), 'utf8');

/** @param secret the key of the settings; null leaves the head unsigned */
export const signed = (of: HeadOf, head: AuditHead, secret: string | null): SignedHead => ({
  ...head,
  key: secret === null ? null : publicKeyOf(secret),
  signature: secret === null ? null : sign(null, messageOf(of, head), privateOf(secret)).toString('base64'),
});

/**
 * What a signature is worth: `good` by one of the trusted keys, `bad` where it is of none, `unknown` where it is right by a
 * key that nobody here trusts, `none` where there is none.
 * @param trusted public keys, in base64 or hexadecimal
 */
export function judged(
  of: HeadOf,
  { key, signature, ...head }: SignedHead,
  trusted: readonly string[],
): 'good' | 'bad' | 'unknown' | 'none' {
  if (signature === null || key === null) return 'none';
  const known = publicOf(key);
  if (known === null || !verify(null, messageOf(of, head), known, Buffer.from(signature, 'base64')))
    return 'bad';
  const own = readKey(key);
  return trusted.some((one) => own !== null && readKey(one)?.equals(own)) ? 'good' : 'unknown';
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);
const DIGEST = /^[0-9a-f]{64}$/;

/** A head as it was exported, or as a forgetting left it; null for anything else. */
export function readHead(value: unknown): SignedHead | null {
  if (typeof value !== 'object' || value === null) return null;
  const {
    id,
    digest,
    entries,
    at,
    key = null,
    signature = null,
  } = value as Readonly<Record<string, unknown>>;
  if (!isCount(id) || !isText(digest) || !DIGEST.test(digest) || !isCount(entries) || !isText(at))
    return null;
  return isTextOrNull(key) && isTextOrNull(signature) ? { id, digest, entries, at, key, signature } : null;
}
/** A digest as it is typed; null for anything else. */
export const readDigest = (text: string): string | null => {
  const digest = text.trim().toLowerCase();
  return DIGEST.test(digest) ? digest : null;
};
