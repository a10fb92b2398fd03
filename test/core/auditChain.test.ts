import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  BEGINNING,
  type Break,
  type ChainedEntry,
  digestOf,
  encoded,
  type RawEntry,
  walkOn,
} from '../../src/core/auditChain.ts';
import { breakWords } from '../../src/core/auditWords.ts';

/** The chain of the audit log: what an entry's digest is made of, and which entry a walk stops at. */

const entry = (id: number, more: Partial<RawEntry> = {}): RawEntry => ({
  id,
  at: '2026-11-20T09:00:00.000Z',
  actor: 'ann@example.com',
  action: 'budget.set',
  subject: `user:${id}`,
  before: null,
  after: '{"amount":"5"}',
  reason: null,
  via: 'page',
  address: null,
  ...more,
});

/** Chained as a ledger would. */
function chain(entries: readonly RawEntry[]): ChainedEntry[] {
  let from = BEGINNING.digest;
  return entries.map((one) => {
    from = digestOf(from, one);
    return { ...one, digest: from };
  });
}
const six = () => chain([1, 2, 3, 4, 5, 6].map((id) => entry(id)));
const walked = (entries: readonly ChainedEntry[]) =>
  walkOn({ at: BEGINNING, checked: 0 }, entries, true) as { broken?: Break; checked: number };

describe('the digest of an entry', () => {
  it('is what the documentation says, without any of this code', () => {
    const text =
      `28:bedrock-ledger audit entry 1,64:${'0'.repeat(64)},1:7,24:2026-11-20T09:00:00.000Z,15:ann@example.com,` +
      `10:budget.set,6:user:7,-,14:{"amount":"5"},9:予算案,4:page,-,`;
    const expected = createHash('sha256').update(text, 'utf8').digest('hex');
    expect(digestOf(BEGINNING.digest, entry(7, { reason: '予算案' }))).toBe(expected);
  });

  it('is another one for anything that is another one', () => {
    const others: Partial<RawEntry>[] = [
      {},
      ...Object.keys(entry(1)).map((column) => ({ [column]: column === 'id' ? 2 : 'other' })),
      ...(['before', 'reason', 'address'] as const).map((column) => ({ [column]: '' })),
      { after: null },
      { after: 'null' },
      { reason: '-' },
      { actor: 'ann@example.com,10:budget.set', action: '' },
      { actor: 'ann@example.co', action: 'mbudget.set' },
      { reason: 'page', via: null },
      { reason: 'é' },
      { reason: 'e\u0301' },
      { reason: 'a\0b' },
      { reason: 'a' },
    ];
    const digests = others.map((more) => digestOf(BEGINNING.digest, entry(1, more)));
    expect(new Set(digests).size).toBe(others.length);
    expect(digests).not.toContain(digestOf('1'.repeat(64), entry(1)));
  });

  it('takes no text for another one, wherever it is cut', () => {
    expect(encoded(['ab', 'c'])).not.toBe(encoded(['a', 'bc']));
    expect(encoded(['a', null, 'b'])).not.toBe(encoded(['a', '-,', 'b']));
    expect(encoded(['1:a,', 'b'])).not.toBe(encoded(['1:a', ',b']));
  });
});

/** What somebody may do to the table, and which entry is named. */
const TAMPERED: readonly [string, (rows: ChainedEntry[]) => ChainedEntry[], Partial<Break>][] = [
  [
    'an actor is another',
    (r) => r.with(2, { ...at(r, 2), actor: 'x' }),
    { kind: 'altered', id: 3, after: 2 },
  ],
  ['nothing became something', (r) => r.with(0, { ...at(r, 0), reason: '' }), { kind: 'altered', id: 1 }],
  [
    'a digest is another',
    (r) => r.with(3, { ...at(r, 3), digest: 'f'.repeat(64) }),
    { kind: 'altered', id: 4 },
  ],
  ['the last one is another', (r) => r.with(5, { ...at(r, 5), at: 'x' }), { kind: 'altered', id: 6 }],
  [
    'one is another, with a digest that fits',
    (r) => {
      const changed = { ...at(r, 2), actor: 'x' };
      return r.with(2, { ...changed, digest: digestOf(at(r, 1).digest ?? '', changed) });
    },
    { kind: 'altered', id: 4, after: 3 },
  ],
  ['one in the middle is gone', (r) => r.toSpliced(2, 1), { kind: 'missing', id: 4, after: 2 }],
  ['some are gone', (r) => r.toSpliced(1, 3), { kind: 'missing', id: 5, after: 1 }],
  ['the first are gone', (r) => r.slice(2), { kind: 'missing', id: 3, after: 0 }],
  [
    'one is gone and the others moved up',
    (r) => r.toSpliced(2, 1).map((one, i) => ({ ...one, id: i + 1 })),
    { kind: 'altered', id: 3 },
  ],
  [
    'one is put in without a digest',
    (r) => [...r, { ...entry(7), digest: null }],
    { kind: 'inserted', id: 7, after: 6 },
  ],
  [
    'one is put in between, and the others moved down',
    (r) =>
      r
        .toSpliced(2, 0, { ...entry(3, { actor: 'x' }), digest: 'a'.repeat(64) })
        .map((one, i) => ({ ...one, id: i + 1 })),
    { kind: 'inserted', id: 3, after: 2 },
  ],
  [
    'one is put in before the first',
    (r) => [{ ...entry(0), digest: 'a'.repeat(64) }, ...r],
    { kind: 'inserted', id: 0 },
  ],
  [
    'two have changed places, digests with them',
    (r) => r.with(2, { ...at(r, 3), id: 3 }).with(3, { ...at(r, 2), id: 4 }),
    { kind: 'reordered', id: 3 },
  ],
  [
    'two have changed places under digests that stayed',
    (r) =>
      r
        .with(2, { ...at(r, 3), id: 3, digest: at(r, 2).digest })
        .with(3, { ...at(r, 2), id: 4, digest: at(r, 3).digest }),
    { kind: 'reordered', id: 3 },
  ],
  [
    'the columns of one are taken for its neighbours',
    (r) => r.with(2, { ...at(r, 2), reason: at(r, 2).via, via: null }),
    { kind: 'altered', id: 3 },
  ],
];
const at = (rows: readonly ChainedEntry[], index: number): ChainedEntry => rows[index] as ChainedEntry;

describe('a walk along the chain', () => {
  it('holds where nothing was touched, in one piece or in several', () => {
    expect(walked(six())).toEqual({ at: { id: 6, digest: at(six(), 5).digest }, checked: 6 });
    const rows = six();
    const first = walkOn({ at: BEGINNING, checked: 0 }, rows.slice(0, 4), false);
    if (!('at' in first)) throw new Error('broken');
    expect(first).toMatchObject({ at: { id: 3 }, checked: 3 });
    expect(walkOn(first, rows.slice(3), true)).toMatchObject({ at: { id: 6 }, checked: 6 });
    expect(walked([])).toEqual({ at: BEGINNING, checked: 0 });
  });

  it.each(TAMPERED)('stops where %s', (_, tamper, expected) => {
    const { broken, checked } = walked(tamper(six()));
    expect(broken).toMatchObject(expected);
    expect(checked).toBeLessThan(7);
    expect(breakWords(broken as Break)).toMatch(new RegExp(`entr(y|ies) .*${broken?.id}`));
  });

  it('cannot tell what is cut off at the end, nor a chain that was made anew', () => {
    expect(walked(six().slice(0, 3))).toMatchObject({ checked: 3 });
    expect(walked(chain([entry(1, { actor: 'x' }), entry(2)]))).toMatchObject({ checked: 2 });
  });
});
