import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPeople, type PersonRow } from '../../src/core/directory.ts';
import { circles, managersAbove, reportCounts } from '../../src/core/reporting.ts';

const row = (line: number, email: string, cells: PersonRow['cells'] = {}): PersonRow => ({
  line,
  cells: { email, ...cells },
});
const person = (email: string, manager: string | null = null, active = true) => ({ email, manager, active });
/** `line field kind others`, for what is told of the rows. */
const told = (notes: ReturnType<typeof checkPeople>['faults' | 'warnings']) =>
  notes.map(({ line, field, kind, others }) => [line, field, kind, ...others].join(' '));

describe('a row', () => {
  it.each<[PersonRow['cells'], string[]]>([
    [{ email: 'ann@example.com' }, []],
    [{ email: 'ann@example.com', name: 'Ann', costCenter: 'CC-1', manager: '-', status: 'Active' }, []],
    [{ email: 'ann@example.com', name: '-', costCenter: '-', manager: '-', status: 'LEFT' }, []],
    [{ name: 'Ann' }, ['1 email missing']],
    [{ email: '' }, ['1 email missing']],
    [{ email: '-' }, ['1 email notEmail']],
    [{ email: 'ann' }, ['1 email notEmail']],
    [{ email: 'ann@' }, ['1 email notEmail']],
    [{ email: 'a nn@example.com' }, ['1 email notEmail']],
    [{ email: 'ann@example@com' }, ['1 email notEmail']],
    [{ email: "o'neil+x/{y}!#$%&*=?^_`|~.ü@例え.jp" }, []],
    [{ email: 'Ann <ann@example.com>' }, ['1 email notEmail']],
    [{ email: '<ann@example.com>' }, ['1 email notEmail']],
    [{ email: 'mailto:ann@example.com' }, ['1 email notEmail']],
    [{ email: 'ann@example.com,' }, ['1 email notEmail']],
    [{ email: 'ann@example.com.' }, ['1 email notEmail']],
    [{ email: 'ann@.example.com' }, ['1 email notEmail']],
    [{ email: `${'a'.repeat(244)}@example.com` }, []],
    [{ email: `${'a'.repeat(245)}@example.com` }, ['1 email long']],
    [{ email: 'ann@example.com', name: 'x'.repeat(257) }, ['1 name long']],
    [{ email: 'ann@example.com', costCenter: 'x'.repeat(257) }, ['1 costCenter long']],
    [{ email: 'an\u0000n@example.com' }, ['1 email signs']],
    [
      { email: 'ann@example.com', name: 'Ann\nLee', costCenter: 'a\tb' },
      ['1 name signs', '1 costCenter signs'],
    ],
    [{ email: 'ann@example.com', status: 'gone' }, ['1 status status']],
    [{ email: 'ann@example.com', status: '-' }, ['1 status status']],
    [{ email: 'ann@example.com', manager: 'Ben' }, ['1 manager notEmail']],
    [{ email: 'ann@example.com', manager: 'ben@example.com' }, ['1 manager unknownManager']],
    [{ email: 'ann@example.com', manager: 'ann@example.com' }, ['1 manager ownManager']],
    [{ email: 'ann@example.com', manager: 'Ann@example.com' }, ['1 manager otherSpelling ann@example.com']],
    [
      { name: 'x'.repeat(300), manager: 'x', status: 'y' },
      ['1 email missing', '1 name long', '1 manager notEmail', '1 status status'],
    ],
  ])('%j is refused for %j', (cells, expected) => {
    expect(told(checkPeople([{ line: 1, cells }], []).faults)).toEqual(expected);
  });

  it.each<[string, PersonRow['cells'][], string[], string[]]>([
    [
      'as many as one likes, by blanks, ; or ,',
      [{ aliases: 'a@x b@x;c@x ; d@x, e@x，f@x' }],
      ['a@x', 'b@x', 'c@x', 'd@x', 'e@x', 'f@x'],
      [],
    ],
    ['none', [{ aliases: '-' }], [], []],
    ['their own, which says nothing', [{ aliases: 'ann@x a@x' }], ['ann@x', 'a@x'], []],
    ['no address', [{ aliases: 'a@x b' }], ['a@x', 'b'], ['1 aliases notEmail']],
    [
      'one that is too long',
      [{ aliases: `${'a'.repeat(255)}@x` }],
      [`${'a'.repeat(255)}@x`],
      ['1 aliases long'],
    ],
    ['somebody’s own', [{ aliases: 'cy@x' }], ['cy@x'], ['1 aliases aliasPerson cy@x']],
    [
      'the own one of another row',
      [{ aliases: 'b@x' }, { email: 'b@x' }],
      ['b@x'],
      ['1 aliases aliasPerson b@x'],
    ],
    [
      'another row’s',
      [{ aliases: 'a@x' }, { email: 'b@x', aliases: 'a@x' }],
      ['a@x'],
      ['2 aliases aliasTaken ann@x'],
    ],
    ['another’s in the directory', [{ aliases: 'held@x' }], ['held@x'], ['1 aliases aliasTaken cy@x']],
    [
      'one that an earlier file gave to whom this one takes it from',
      [{ aliases: 'filed@x' }, { email: 'cy@x', aliases: '-' }],
      ['filed@x'],
      [],
    ],
    [
      'fifty at most',
      [{ aliases: Array.from({ length: 51 }, (_, i) => `a${i}@x`).join(' ') }],
      Array.from({ length: 51 }, (_, i) => `a${i}@x`),
      ['1 aliases aliasTooMany'],
    ],
  ])('may have other addresses: %s', (_what, cells, expected, faults) => {
    const rows = cells.map((one, i) => ({ line: i + 1, cells: { email: 'ann@x', ...one } }));
    const since = '2026-11-01T00:00:00.000Z';
    const held = (['byHand', 'file'] as const).map((source) => ({
      alias: source === 'file' ? 'filed@x' : 'held@x',
      email: 'cy@x',
      source,
      since,
      by: 'x',
    }));
    const checked = checkPeople(rows, [person('cy@x')], [], held);
    expect([checked.people[0]?.aliases, told(checked.faults)]).toEqual([expected, faults]);
  });

  it('names people by any address of theirs', () => {
    const held = { alias: 'a@x', email: 'cy@x', source: 'rename', since: '', by: '' } as const;
    const rows = [row(1, 'a@x', { aliases: '' }), row(2, 'b@x', { manager: 'a@x' })];
    const { people, faults, warnings } = checkPeople(rows, [person('cy@x')], [], [held]);
    expect([faults, told(warnings)]).toEqual([[], ['1 email aliasOf cy@x']]);
    expect(people.map(({ manager, aliases }) => [manager, aliases])).toEqual([
      [null, undefined],
      ['cy@x', undefined],
    ]);
  });

  it('says nothing where it is empty, and "none" where it says -', () => {
    const { people } = checkPeople(
      [
        row(2, 'ann@example.com', { name: '', costCenter: '', manager: '', status: '' }),
        row(3, 'ben@example.com', { name: '-', costCenter: '-', manager: '-', status: 'left' }),
        row(4, 'cy@example.com'),
      ],
      [],
    );
    const nothing = { name: null, costCenter: null, manager: null, active: null, groups: null };
    expect(people).toEqual([
      { email: 'ann@example.com', ...nothing },
      { email: 'ben@example.com', name: '', costCenter: '', manager: '', active: false, groups: null },
      { email: 'cy@example.com', ...nothing },
    ]);
  });

  it('is taken in with a word about what no profile can be tagged with, another spelling, and a manager who left', () => {
    const { faults, warnings } = checkPeople(
      [
        row(2, "o'neil@example.com", { costCenter: '経理' }),
        row(3, 'Ann@example.com', { manager: 'old@example.com' }),
        row(4, 'ben@example.com', { manager: 'cy@example.com' }),
        row(5, 'cy@example.com', { status: 'left', manager: 'old@example.com' }),
      ],
      [person('ann@example.com'), person('ANN@example.com'), person('old@example.com', null, false)],
    );
    expect(faults).toEqual([]);
    expect(told(warnings)).toEqual([
      '2 email cannotTag',
      '2 costCenter cannotTag',
      '3 email spelledAlike ann@example.com ANN@example.com',
      '3 manager managerLeft',
      '4 manager managerLeft',
    ]);
  });
});

describe('rows', () => {
  it('that name one person twice are refused, in the same letters or in others', () => {
    const { faults } = checkPeople(
      [
        row(2, 'ann@example.com'),
        row(3, 'Ann@example.com'),
        row(4, 'ann@example.com'),
        row(5, 'Ann@example.com'),
        row(6, ''),
        row(7, ''),
      ],
      [],
    );
    expect(told(faults)).toEqual([
      '3 email spelledTwice ann@example.com 2',
      '4 email twice 2',
      '5 email twice 3',
      '6 email missing',
      '7 email missing',
    ]);
  });

  it('find their managers in the file, before or after them, and in the directory', () => {
    const rows = [
      row(2, 'ann@example.com', { manager: 'ben@example.com' }),
      row(3, 'ben@example.com', { manager: 'cy@example.com' }),
    ];
    expect(checkPeople(rows, [person('cy@example.com')])).toMatchObject({ faults: [], warnings: [] });
    expect(told(checkPeople(rows, [person('Cy@example.com')]).faults)).toEqual([
      '3 manager otherSpelling Cy@example.com',
    ]);
  });

  it('that close a circle are refused at the first of them, with everybody in it', () => {
    const rows = [
      row(2, 'dee@example.com', { manager: 'cy@example.com' }),
      row(3, 'cy@example.com', { manager: 'ann@example.com' }),
      row(4, 'ann@example.com', { manager: 'ben@example.com' }),
      row(5, 'ben@example.com', { manager: 'cy@example.com' }),
    ];
    const circle = '3 manager circle ann@example.com ben@example.com cy@example.com';
    expect(told(checkPeople(rows, []).faults)).toEqual([circle]);
    // The directory leads back to the file; a row that says nothing leaves what it believes, "none" does not.
    const led = [person('ben@example.com', 'cy@example.com')];
    expect(told(checkPeople(rows.slice(0, 3), led).faults)).toEqual([circle]);
    expect(told(checkPeople([...rows.slice(0, 3), row(5, 'ben@example.com')], led).faults)).toEqual([circle]);
    const none = row(5, 'ben@example.com', { manager: '-' });
    expect(checkPeople([...rows.slice(0, 3), none], led).faults).toEqual([]);
  });

  it('are not to blame for a circle that the directory holds without them', () => {
    const known = [person('x@example.com', 'y@example.com'), person('y@example.com', 'x@example.com')];
    expect(checkPeople([row(2, 'ann@example.com', { manager: 'x@example.com' })], known).faults).toEqual([]);
    expect(checkPeople([row(2, 'x@example.com', { name: 'X' })], known).faults).toEqual([]);
  });

  it('are ten thousand without a long wait: nobody is looked for row by row', () => {
    const rows = Array.from({ length: 10_000 }, (_, i) =>
      row(i + 2, `p${i}@example.com`, i === 0 ? {} : { manager: `p${Math.floor((i - 1) / 8)}@example.com` }),
    );
    expect(checkPeople(rows, []).faults).toEqual([]);
  });
});

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
/** Anybody reports to anybody, or to nobody. */
const company = fc
  .array(fc.option(fc.constantFrom(...names)), { minLength: names.length, maxLength: names.length })
  .map((managers) =>
    names.flatMap((name, i) => {
      const manager = managers[i] ?? null;
      return manager === null || manager === name ? [] : [[name, manager] as const];
    }),
  );

describe('whoever reports to whom', () => {
  it('everybody who comes back to themself going up is in exactly one circle, and nobody else', () => {
    fc.assert(
      fc.property(company, (edges) => {
        const managers = new Map(edges);
        const comesBack = names.filter((name) => {
          let at = managers.get(name);
          for (let steps = 0; at !== undefined && at !== name && steps < names.length; steps++)
            at = managers.get(at);
          return at === name;
        });
        expect(circles(managers).flat().sort()).toEqual(comesBack);
        for (const circle of circles(managers))
          for (const [i, name] of circle.entries())
            expect(managers.get(name)).toBe(circle[(i + 1) % circle.length]);
      }),
      { numRuns: 1000 },
    );
  });

  it('the order of the rows changes nothing of what is found but the line it is found at', () => {
    fc.assert(
      fc.property(company, fc.shuffledSubarray(names, { minLength: names.length }), (edges, order) => {
        const managers = new Map(edges);
        const rowsIn = (some: readonly string[]) =>
          some.map((name, i) =>
            row(i + 2, `${name}@x`, managers.has(name) ? { manager: `${managers.get(name)}@x` } : {}),
          );
        const found = (some: readonly string[]) =>
          checkPeople(rowsIn(some), [])
            .faults.map(({ kind, others }) => [kind, ...others].join(' '))
            .sort();
        expect(found(order)).toEqual(found(names));
      }),
      { numRuns: 500 },
    );
  });

  it('the chain above ends, and reports are counted as often as there are chains that lead to somebody', () => {
    fc.assert(
      fc.property(company, fc.subarray(names), (edges, left) => {
        const managers = new Map(edges);
        const people = names.map((name) => person(name, managers.get(name) ?? null, !left.includes(name)));
        const counts = reportCounts(people);
        for (const boss of names) {
          const reports = new Set<string>();
          let more = [boss];
          while (more.length > 0) {
            const next = people.filter((one) => !reports.has(one.email) && more.includes(one.manager ?? ''));
            for (const { email } of next) reports.add(email);
            more = next.map(({ email }) => email);
          }
          reports.delete(boss);
          expect(counts.get(boss) ?? 0).toBe(reports.size);
        }
        for (const name of names) {
          const above = managersAbove(name, (one) => managers.get(one) ?? null);
          expect(new Set(above).size).toBe(above.length);
          expect(above).not.toContain(name);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
