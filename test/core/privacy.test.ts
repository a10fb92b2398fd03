import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { operator, viewerFrom } from '../../src/core/access.ts';
import {
  alertsOthers,
  EVERYBODY,
  figureScope,
  latestSummedMonth,
  looksOf,
  MOST_NAMED,
  OTHERS_SEE,
  type OthersSee,
  type PersonSum,
  releasedGroups,
  seenBy,
  withheldFrom,
} from '../../src/core/privacy.ts';

/** What others see of a person, as a table, and that no sum of groups can be taken apart. */

const MONTH = { start: '2026-10-01', endExclusive: '2026-11-01' };
const PART = { start: '2026-10-01', endExclusive: '2026-10-16' };
const viewer = (email: string, role: 'finance' | 'administrator' | null) =>
  viewerFrom(
    {
      email,
      name: null,
      costCenter: 'Mobile',
      groups: [],
      reports: ['ann@example.com'],
      grants: role === null ? [] : [{ email, role, costCenter: '' }],
    },
    [],
  );

describe('figures of others', () => {
  it.each<[OthersSee, string | null, string | null, string | null]>([
    // a whole month, a part of one, a month day by day
    ['days', null, null, null],
    ['months', null, 'months', 'days'],
    ['sums', 'people', 'people', 'people'],
    ['nothing', 'people', 'people', 'people'],
  ])('where %s are seen', (othersSee, whole, part, daily) => {
    for (const role of ['finance', 'administrator', null] as const) {
      const eyes = viewer('fay@example.com', role);
      expect(withheldFrom(eyes, { othersSee }, { range: MONTH, byDay: false })).toBe(whole);
      expect(withheldFrom(eyes, { othersSee }, { range: PART, byDay: false })).toBe(part);
      expect(withheldFrom(eyes, { othersSee }, { range: MONTH, byDay: true })).toBe(daily);
    }
  });

  it('are rows of nobody else where single people are not seen, whatever the role', () => {
    for (const othersSee of ['sums', 'nothing'] as const)
      for (const role of ['finance', 'administrator', null] as const)
        expect(figureScope(viewer('fay@example.com', role), { othersSee })).toEqual({
          users: ['fay@example.com'],
          costCenters: [],
        });
    expect(figureScope(viewer('fay@example.com', 'finance'), { othersSee: 'months' })).toBe('all');
  });

  it('are not kept from whoever works at the machine, who holds the file', () => {
    for (const othersSee of OTHERS_SEE) expect(seenBy(operator('local:root'), { othersSee })).toBe('days');
  });

  it('are in alerts to others where days are seen, or of enough people', () => {
    const told = (othersSee: OthersSee, people: number | null) =>
      alertsOthers({ othersSee, leastPeople: 5 }, people);
    expect([told('days', null), told('days', 1)]).toEqual([true, true]);
    expect([told('months', null), told('months', 4), told('months', 5)]).toEqual([false, false, true]);
    expect([told('nothing', null), told('sums', 4), told('sums', 5)]).toEqual([false, false, true]);
  });

  it('are summed of months that are over', () => {
    expect(latestSummedMonth(Date.parse('2026-11-20T09:00:00Z'))).toBe('2026-10');
    expect(latestSummedMonth(Date.parse('2027-01-01T00:00:00Z'))).toBe('2026-12');
  });
});

/** People 0…19 with power-of-two amounts, so that every sum says of whom it is. */
const rows = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 19 })), {
    maxLength: 40,
    selector: ([group, user]) => `${group} ${user}`,
  })
  .map((pairs) =>
    pairs.map(
      ([group, user], i): PersonSum<{ id: number; user: string }> => ({
        group: `CC-${group}`,
        user: user === 19 ? '' : `p${user}`,
        sum: { id: i, user: user === 19 ? '' : `p${user}` },
      }),
    ),
  );

describe('sums of groups', () => {
  const cells = (released: ReturnType<typeof releasedGroups<{ id: number; user: string }>>) => [
    ...released.shown.map(({ sums }) => sums),
    ...(released.together === null ? [] : [released.together.sums]),
  ];
  const others = (sums: readonly { user: string }[], viewer: string) =>
    new Set(sums.map(({ user }) => user).filter((user) => user !== '' && user !== viewer));

  it('are each of enough people beside whoever looks, and so is what is left of the total', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 3, max: 8 }), fc.boolean(), (all, least, complete) => {
        const released = releasedGroups(all, { viewer: 'p0', least, complete });
        const shown = cells(released);
        for (const sums of shown) {
          const people = others(sums, 'p0').size;
          expect(people === 0 || people >= least).toBe(true);
        }
        const ids = shown.flat().map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        const left = all.filter(({ sum }) => !ids.includes(sum.id));
        // Whoever knows the total is told none where something is left out, and then what is left is said to be.
        expect(released.isPart).toBe(left.length > 0);
        if (complete && left.length > 0)
          expect(shown.every((sums) => others(sums, 'p0').size === 0)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('fold what is too small, with the next where that is too few again', () => {
    const of = (group: string, count: number, from = 0): PersonSum<number>[] =>
      Array.from({ length: count }, (_, i) => ({ group, user: `${group}${from + i}`, sum: 1 }));
    const all = [...of('A', 6), ...of('B', 5), ...of('C', 2)];
    expect(releasedGroups(all, { viewer: '', least: 5, complete: true })).toEqual({
      shown: [{ group: 'A', people: 6, sums: [1, 1, 1, 1, 1, 1] }],
      together: { groups: 2, people: 7, sums: [1, 1, 1, 1, 1, 1, 1] },
      isPart: false,
    });
    // Of those who know no total nothing has to be folded for the others' sake.
    const own = releasedGroups(all, { viewer: '', least: 5, complete: false });
    expect(own.shown.map(({ group }) => group)).toEqual(['A', 'B']);
    expect([own.together, own.isPart]).toEqual([null, true]);
  });

  it('leave whoever looks out of the count: their own part is known to them', () => {
    const five = Array.from({ length: 5 }, (_, i) => ({ group: 'A', user: `p${i}`, sum: 1 }));
    expect(releasedGroups(five, { viewer: 'p0', least: 5, complete: false }).shown).toEqual([]);
    expect(releasedGroups(five, { viewer: 'p9', least: 5, complete: false }).shown).toHaveLength(1);
  });
});

describe('looks', () => {
  const at = Date.parse('2026-11-20T23:59:59Z');
  it('are of others alone, once a day', () => {
    expect(looksOf('fay@example.com', ['fay@example.com', '', 'ann@example.com'], 'page', at)).toEqual([
      { viewer: 'fay@example.com', person: 'ann@example.com', day: '2026-11-20', kind: 'page' },
    ]);
    expect(looksOf('', ['ann@example.com'], 'page', at)).toEqual([]);
  });
  it('of too many at once stand for everybody', () => {
    const many = Array.from({ length: MOST_NAMED + 1 }, (_, i) => `p${i}@example.com`);
    expect(looksOf('fay@example.com', many, 'file', at).map(({ person }) => person)).toEqual([EVERYBODY]);
  });
});

describe('settings', () => {
  const read = (more: Record<string, string>) => () =>
    readConfig({ BEDROCK_LEDGER_PRIVACY_OTHERS_SEE: 'months', ...more });
  it('leave no way out by which the figures of single people would go to others', () => {
    expect(read({})().privacy).toEqual({ othersSee: 'months', leastPeople: 5, lookDays: 400 });
    expect(read({ BEDROCK_LEDGER_METRICS_COST_CENTERS: 'true' })).toThrow(/COST_CENTERS: must be false/);
    expect(read({ BEDROCK_LEDGER_BUDGETS_MIRROR_ENABLED: 'true' })).toThrow(/ENABLED: must be false/);
    expect(read({ BEDROCK_LEDGER_PRIVACY_LEAST_PEOPLE: '2' })).toThrow(/LEAST_PEOPLE/);
  });
});
