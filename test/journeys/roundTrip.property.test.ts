import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { budgetRows } from '../../src/app/budgets/file.ts';
import { applyPlan, keepPlan } from '../../src/app/budgets/plan.ts';
import { planBudgets } from '../../src/app/budgets/planRead.ts';
import { importPeople } from '../../src/app/people/import.ts';
import { csvRows } from '../../src/cli/csvFile.ts';
import { readPeople } from '../../src/cli/peopleFile.ts';
import { guarded, unguarded } from '../../src/core/formulas.ts';
import type { PersonFacts } from '../../src/core/people.ts';
import { tidy } from '../../src/core/signs.ts';
import { openStore } from '../../src/store/open.ts';
import { askingOf } from '../asking.ts';
import { openCompany } from '../cli/setup.ts';
import { readImport } from '../readImport.ts';
import { ask, openServer } from '../server/setup.ts';
import { NOW, NOW_MS } from '../store/setup.ts';

/** What is exported can be taken in again as it is, and changes nothing, whatever names people have. */

const HOSTILE = [
  '=1+1',
  "'=1",
  "''-1",
  '-1',
  '-',
  '+x',
  '@SUM(A1)',
  '＝1',
  "'",
  '"',
  'a,b;c\td',
  'line\nbreak',
  '\u202Eevil',
  'a\u200Bb',
  'sep=;',
  'שרה',
  '🦊',
  'null',
  '0x10',
  '1e3',
  '"x"',
  '\\',
];
const name = fc
  .oneof(
    fc.constantFrom(...HOSTILE),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 6 }),
  )
  // As every way in reads it; a lone hyphen says in files that there is none.
  .map((text) => tidy(text.toWellFormed().replaceAll('\r', '')))
  .filter((text) => text !== '' && text !== '-');

describe('a cell', () => {
  it('comes back as it was, and is never run', () =>
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' })), (text) => {
        expect(unguarded(guarded(text))).toBe(text);
        expect(guarded(text)).not.toMatch(/^[=+@\t\r＝＋－＠]|^-(?!\d+(\.\d+)?$)/);
      }),
    ));
});

const orNot = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 4 });
const EMAILS = [
  'ann@example.com',
  'Ann@example.com',
  "'=ben@example.com",
  '+cy@example.com',
  'ду@example.com',
  'x@y',
];
const facts = fc.record<Omit<PersonFacts, 'email'>>({
  name: orNot(fc.oneof(name, fc.constant(''))),
  costCenter: orNot(fc.oneof(name, fc.constant(''))),
  manager: orNot(fc.constantFrom(...EMAILS, 'gone@example.com', '')),
  active: orNot(fc.boolean()),
  groups: fc.constant(null),
});
const said = fc.tuple(
  fc.constantFrom('byHand' as const, 'file' as const, 'identityCenter' as const, 'signIn' as const),
  fc.array(fc.tuple(fc.constantFrom(...EMAILS), facts), { minLength: 1, maxLength: 4 }),
);

describe('people', () => {
  let server: Awaited<ReturnType<typeof openServer>>;
  afterAll(() => server?.close());

  it('of all sources are exported by the page, and taken in unchanged', () =>
    fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 4 }), async (all) => {
        await server?.close();
        server = await openServer();
        for (const [source, rows] of all) {
          const people = [...new Map(rows.map(([email, one]) => [email, { ...one, email }])).values()];
          await server.store.people.learn(source, people, { complete: false, actor: { id: 'x' }, now: NOW });
        }
        const before = await server.store.people.list();
        const { text } = await ask(server.url, '/people?format=csv&bom=1');
        const read = readPeople(csvRows(text));
        expect(read.faults).toEqual([]);
        const taken = await importPeople(
          askingOf(server.store, { now: NOW_MS }),
          { ...read, whole: true },
          { complete: false, rehearse: false, force: false, reason: '' },
        );
        expect([taken.faults, taken.learned?.changes]).toEqual([[], []]);
        expect(await server.store.people.list()).toEqual(before);
      }),
      { numRuns: 15 },
    ));
});

describe('budgets', () => {
  let server: Awaited<ReturnType<typeof openServer>>;
  beforeAll(async () => {
    server = await openServer();
  });
  afterAll(() => server.close());

  it('are exported by the page, and taken in unchanged', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(name),
        fc.integer({ min: 0, max: 9_999_999_999 }),
        async (names, cents) => {
          const asking = askingOf(server.store, { now: NOW_MS });
          const amount = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
          const typed = names.map((key) => ['costCenter', key, amount]);
          // Of what a budget may be for, by the form's own rules.
          const legal = typed.filter(
            ([, key = '']) =>
              readImport(`scope,key,amount\ncostCenter,"${guarded(key).replaceAll('"', '""')}",1`).faults
                .length === 0,
          );
          const given = [
            'scope,key,amount',
            'userDefault,,7',
            ...legal.map((row) => row.map((cell) => `"${guarded(cell).replaceAll('"', '""')}"`).join(',')),
          ].join('\n');
          const { budgets } = readImport(given);
          const asked = { rows: budgetRows(given, 'csv').rows, anyName: true };
          const { id } = await keepPlan(asking, asked, { source: 'pasted', title: '' });
          if (id !== null) await applyPlan(asking, id);
          const { text } = await ask(server.url, '/budgets?format=csv&bom=1');
          const again = readImport(text);
          expect(again.faults).toEqual([]);
          expect(again.budgets.length).toBeGreaterThanOrEqual(budgets.length);
          const { rows, refused } = budgetRows(text, 'csv');
          expect(await planBudgets(asking, { rows, refused, removeMissing: true })).toMatchObject({
            ...{ rows: [], refused: [], unchanged: again.budgets.length },
          });
        },
      ),
      { numRuns: 12 },
    ));
});

it('people come out of the command line as they went in, "none" included', async () => {
  const company = await openCompany();
  const ledger = await openStore(company.db, { now: NOW_MS, attribution: 'profileTags' });
  const learn = (source: 'file' | 'identityCenter', people: readonly Partial<PersonFacts>[]) =>
    ledger.people.learn(
      source,
      people.map((one) => ({
        email: '',
        name: null,
        costCenter: null,
        manager: null,
        active: null,
        groups: null,
        ...one,
      })),
      { complete: false, actor: { id: 'x' }, now: NOW },
    );
  await learn('identityCenter', [
    { email: 'ann@example.com', name: "'=Ann", costCenter: 'CC-1', manager: 'boss@example.com' },
    { email: 'Ann@example.com', name: 'x'.repeat(300), manager: 'Ann@example.com' },
  ]);
  await learn('file', [{ email: 'ann@example.com', costCenter: '' }]);
  ledger.close();
  const { out } = await company.run(['people', 'list', '--csv']);
  expect(out).toContain("ann@example.com,''=Ann,'-,boss@example.com,active");
  const again = await company.run(['people', 'import', company.write('again.csv', out)]);
  expect(again).toMatchObject({
    code: 0,
    out: expect.stringContaining('0 people added, 0 changed, 0 left, 2 as'),
  });
  expect((await company.run(['people', 'list', '--csv'])).out).toBe(out);
  await company.close();
});
