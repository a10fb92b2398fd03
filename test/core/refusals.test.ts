import { expect, it } from 'vitest';
import { prefixOf, refusalKey } from '../../src/core/refusals.ts';

it.each([
  ['203.0.113.77', '203.0.113.0/24'],
  ['::ffff:203.0.113.77', '203.0.113.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
  ['2001:DB8:0001::9', '2001:db8:1::/48'],
  ['2001:db8::9', '2001:db8:0::/48'],
  ['::1', '0:0:0::/48'],
  ['fe80::1%eth0', 'fe80:0:0::/48'],
  ['', ''],
  ['no address', ''],
])('the network of %s is %s', (address, prefix) => {
  expect(prefixOf(address)).toBe(prefix);
});

it('whoever is known is one, from wherever they come; others are of their network', () => {
  const ann = (address: string) => refusalKey('access.refuse', { id: 'ann@example.com', address }, null).key;
  expect(ann('203.0.113.1')).toBe(ann('198.51.100.1'));
  const unknown = (address: string, code: string) =>
    refusalKey('session.refuse', { id: 'unknown', address }, { code }).key;
  expect(unknown('203.0.113.1', 'late')).toBe(unknown('203.0.113.9', 'late'));
  expect(unknown('203.0.113.1', 'late')).not.toBe(unknown('203.0.113.1', 'browser'));
  expect(unknown('203.0.113.1', 'late')).not.toBe(unknown('198.51.100.1', 'late'));
});
