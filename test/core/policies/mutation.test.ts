import { expect, it } from 'vitest';
import { judgeAll, requestsOf } from '../../../src/core/policies/calls.ts';
import { judgeOf } from '../../../src/core/policies/explain.ts';
import type { AccessRequest } from '../../../src/core/policies/types.ts';
import { choicesFor, type Documents, documentsFor, inForce } from './arrangements.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import { ARRANGEMENTS, type Arrangement, type Row, rowsOf, WORLDS, type World } from './sentences.ts';
import { serviceRows } from './serviceSentences.ts';

/** Changing any one condition key, operator, value, ARN or action of a printed policy must turn a sentence red. */

/** At least this share of the changes must be noticed. */
const WANTED = 0.95;
const [WORLD] = WORLDS as [World];

/** Rows that are judged under the same documents. */
interface Group {
  documents: Documents;
  rows: { asked: readonly AccessRequest[]; expect: string }[];
}

function groups(): Group[] {
  const found = new Map<
    string,
    { row: Row; global: boolean; rows: { asked: readonly AccessRequest[]; expect: string }[] }
  >();
  for (const row of rowsOf(WORLD))
    for (const global of [false, true]) {
      const key = JSON.stringify([row.choices ?? {}, global]);
      const held = found.get(key) ?? { row, global, rows: [] };
      held.rows.push({
        asked: requestsOf(row.call),
        expect: global ? (row.global ?? row.expect) : row.expect,
      });
      found.set(key, held);
    }
  return [...found.values()].map(({ row, global, rows }) => ({
    documents: documentsFor(choicesFor(WORLD, global, row.choices)),
    rows,
  }));
}

/** Which document stands in which arrangements. */
const STANDS_IN: Readonly<Record<string, readonly Arrangement[]>> = {
  invoke: ['invoke', 'self', 'beside'],
  'self-service': ['self', 'beside'],
  guard: ['guard'],
  closed: ['closed'],
};

/** Whether one is so; that one is first next time, for a change of the same statement is noticed by the same row as a rule. */
function anyOf<T>(all: T[], isSo: (one: T) => boolean): boolean {
  const at = all.findIndex(isSo);
  if (at > 0) all.unshift(...all.splice(at, 1));
  return at >= 0;
}

const texts = new WeakMap<object, string>();
function textOf(document: object): string {
  const known = texts.get(document) ?? JSON.stringify(document);
  texts.set(document, known);
  return known;
}

function isNoticed(kind: keyof Documents, mutant: Mutant, all: Group[]): boolean {
  return anyOf(all, ({ documents, rows }) => {
    const changed = mutant.apply(documents[kind]);
    if (JSON.stringify(changed) === textOf(documents[kind])) return false;
    const mutated = { ...documents, [kind]: changed };
    return (STANDS_IN[kind] ?? []).some((arrangement) => {
      const judge = judgeOf(inForce(arrangement, mutated));
      const at = ARRANGEMENTS.indexOf(arrangement);
      return anyOf(
        rows,
        ({ asked, expect: wanted }) =>
          (judgeAll(judge, asked).decision === 'allowed') !== (wanted[at] === 'A'),
      );
    });
  });
}

const SERVICE_ROWS = serviceRows(WORLD).map(([, call, wanted]) => ({ asked: requestsOf(call), wanted }));

function isNoticedByService(mutant: Mutant, documents: Documents): boolean {
  const judge = judgeOf(inForce('service', { ...documents, service: mutant.apply(documents.service) }));
  return anyOf(
    SERVICE_ROWS,
    ({ asked, wanted }) => (judgeAll(judge, asked).decision === 'allowed') !== (wanted === 'A'),
  );
}

/** The mutants of all forms of a document, each once. */
function mutantsIn(kind: keyof Documents, all: readonly Group[]): Mutant[] {
  const found = new Map<string, Mutant>();
  for (const { documents } of all)
    for (const mutant of mutantsOf(documents[kind])) found.set(mutant.name, mutant);
  return [...found.values()];
}

/** One that changes nothing: without it, rows that are red already would notice everything. */
const NOTHING: Mutant = {
  name: 'nothing',
  apply: (document) => ({
    ...document,
    Statement: [
      ...document.Statement,
      { Sid: 'Nothing', Effect: 'Deny', Action: 'none:none', Resource: '*' },
    ],
  }),
};

it('a change of a printed policy turns a sentence red', () => {
  const all = groups();
  const [{ documents } = { documents: documentsFor(choicesFor(WORLD, false)) }] = all;
  for (const kind of Object.keys(STANDS_IN) as (keyof Documents)[])
    expect(isNoticed(kind, NOTHING, all), kind).toBe(false);
  expect(isNoticedByService(NOTHING, documents), 'service').toBe(false);
  const unnoticed: string[] = [];
  let made = 0;
  for (const kind of Object.keys(STANDS_IN) as (keyof Documents)[])
    for (const mutant of mutantsIn(kind, all)) {
      made++;
      if (!isNoticed(kind, mutant, all)) unnoticed.push(`${kind} ${mutant.name}`);
    }
  for (const mutant of mutantsOf(documents.service)) {
    made++;
    if (!isNoticedByService(mutant, documents)) unnoticed.push(`service ${mutant.name}`);
  }
  const share = 1 - unnoticed.length / made;
  process.stdout.write(
    `policies: ${made} changes, ${(share * 100).toFixed(1)} % noticed\n${unnoticed.map((name) => `  not noticed: ${name}\n`).join('')}`,
  );
  expect(share).toBeGreaterThanOrEqual(WANTED);
});
