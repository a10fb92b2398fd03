import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { judged, publicKeyOf, readHead, readKey, signed } from '../../src/core/auditHead.ts';

/** The signed head of the audit log. */

/** A vector of RFC 8032, 7.1, TEST 1. */
const SECRET = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
const PUBLIC = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
const OTHER = Buffer.alloc(32, 7).toString('base64');
const HEAD = { id: 12, digest: 'ab'.repeat(32), entries: 12, at: '2026-11-20T09:00:00.000Z' };

describe('a key', () => {
  it('is 32 bytes, in base64 or hexadecimal, and gives the public key that others compute', () => {
    expect(publicKeyOf(SECRET)).toBe(Buffer.from(PUBLIC, 'hex').toString('base64'));
    expect(publicKeyOf(Buffer.from(SECRET, 'hex').toString('base64'))).toBe(publicKeyOf(SECRET));
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32).toString('base64');
    expect(publicKeyOf(seed)).toBe(
      publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64'),
    );
  });
  it.each([
    '',
    'secret',
    SECRET.slice(2),
    `${SECRET}00`,
    `${OTHER}=`,
    OTHER.slice(0, -2),
    `${'z'.repeat(64)}`,
  ])('is not %j', (text) => {
    expect(readKey(text)).toBeNull();
  });
});

describe('a signature', () => {
  const good = signed('head', HEAD, SECRET);
  it('is good by a key that is trusted, and says so of no other', () => {
    expect(judged('head', good, [PUBLIC])).toBe('good');
    expect(judged('head', good, [OTHER, publicKeyOf(SECRET)])).toBe('good');
    expect(judged('head', good, [])).toBe('unknown');
    expect(judged('head', good, [OTHER])).toBe('unknown');
    expect(judged('head', signed('head', HEAD, null), [PUBLIC])).toBe('none');
    expect(signed('head', HEAD, SECRET)).toEqual(good);
  });
  it.each<[string, Partial<typeof good>]>([
    ['id', { id: 13 }],
    ['digest', { digest: 'ac'.repeat(32) }],
    ['entries', { entries: 11 }],
    ['time', { at: '2026-11-20T09:00:00.001Z' }],
    ['key', { key: OTHER }],
    ['key that is none', { key: 'x' }],
    ['signature', { signature: Buffer.alloc(64).toString('base64') }],
    ['signature that is none', { signature: 'x' }],
  ])('is bad over another %s', (_, more) => {
    expect(judged('head', { ...good, ...more }, [PUBLIC, OTHER])).toBe('bad');
  });
  it('of what was forgotten is none of a head', () => {
    expect(judged('forgotten', good, [PUBLIC])).toBe('bad');
  });
});

describe('a head that was exported', () => {
  it('is read as it was written', () => {
    const head = signed('head', HEAD, SECRET);
    expect(readHead(JSON.parse(JSON.stringify({ format: 'x', ...head })))).toEqual(head);
    expect(readHead(HEAD)).toEqual(signed('head', HEAD, null));
  });
  it.each([
    null,
    'x',
    [],
    {},
    { ...HEAD, id: '12' },
    { ...HEAD, id: -1 },
    { ...HEAD, digest: 'ab' },
    { ...HEAD, digest: undefined },
    { ...HEAD, signature: 5 },
  ])('is not %j', (value) => {
    expect(readHead(value)).toBeNull();
  });
});
