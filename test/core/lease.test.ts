import { describe, expect, it } from 'vitest';
import { holderInWords, leaseState } from '../../src/core/lease.ts';

const TERM_MS = 30_000;
const NOW = '2026-11-20T09:00:00.000Z';
const from = (seconds: number) => new Date(Date.parse(NOW) + seconds * 1000).toISOString();

describe('a lease', () => {
  it.each([
    ['ended long ago', from(-86_400), 'expired'],
    ['ends at this moment', from(0), 'expired'],
    ['ends in a moment', from(0.001), 'held'],
    ['was taken this moment', from(30), 'held'],
    ['was taken this moment, by a clock that has just been set right by half a second', from(30.5), 'held'],
    ['ends later than one of now could', from(31.001), 'void'],
    ['is of a clock that was an hour ahead', from(3_630), 'void'],
    ['is of a copy of another machine, a century ahead', '2126-01-01T00:00:00.000Z', 'void'],
    ['is no time, and would be later than any other as a text', 'zzz', 'void'],
    ['is no time', '', 'void'],
  ])('that %s', (_, expiresAt, state) => expect(leaseState(expiresAt, NOW, TERM_MS)).toBe(state));

  it('names who holds it: process and machine where that can be read, as it is otherwise', () => {
    const words = (heldBy: string) => holderInWords({ heldBy, since: NOW });
    expect(words('ledger-1.example.com:4711:1795888410174.25:2')).toBe(
      `process 4711 on ledger-1.example.com, since ${NOW}`,
    );
    for (const other of ['somebody', '', 'host:abc:1:2']) expect(words(other)).toBe(`${other}, since ${NOW}`);
  });
});
