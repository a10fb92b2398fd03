import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../../src/core/nearest.ts';

describe('names that are near', () => {
  it.each([
    ['Platfrom', ['Platform', 'Payments'], ['Platform']],
    ['platform', ['Platform'], ['Platform']],
    ['CC1', ['CC-1', 'CC-2', 'Lab'], ['CC-1', 'CC-2']],
    ['ＣＣ－１', ['CC-1'], ['CC-1']],
    ['backfilDays', ['backfillDays', 'auditDays'], ['backfillDays']],
    ['role', ['roleArn', 'accountId'], ['roleArn']],
    ['ana@example.com', ['anna@example.com', 'ben@example.com'], ['anna@example.com']],
    ['ann@exampel.com', ['bob@example.com'], []],
    ['ab-ca', ['ab-ac', 'abacus'], ['ab-ac']],
    ['annna@example.com', ['anna@example.com', 'ana@example.com'], ['anna@example.com']],
    ['Research', ['Finance', 'Mobile'], []],
    ['x', ['x'], []],
    ['a', ['b', 'c', 'd', 'e'], ['b', 'c', 'd']],
  ])('to %j among %j are %j', (written, names, near) => expect(nearest(written, names)).toEqual(near));

  it('are asked about, the nearest first', () => {
    expect(didYouMean(nearest('costcenter', ['costCentre', 'costCenter']))).toBe(
      ' Did you mean costCenter or costCentre?',
    );
    expect(didYouMean([])).toBe('');
  });
  it('are found among ten thousand in no time', () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `person${i}@example.com`);
    const before = performance.now();
    nearest('persom77@example.com', names);
    expect(performance.now() - before).toBeLessThan(500);
  });
});
