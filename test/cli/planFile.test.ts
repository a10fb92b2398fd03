import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wishInFile } from '../../src/cli/planFile.ts';
import { Invalid } from '../../src/core/errors.ts';

/** What is wished in a YAML file is read as it is written, or refused by its field. */

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wish-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (text: string) => {
  const file = join(folder, 'wish.yaml');
  writeFileSync(file, text);
  return wishInFile(file);
};

it('takes names for text, whatever YAML would make of them', async () => {
  const text = `people: { costCenters: [0042, 1e3, 2026-11-01, yes, null], everybody: True }
models: [1.10]
places: [012345678901/us-east-1]
tags: { Stage: off, Number: 007 }
`;
  expect(await read(text)).toMatchObject({
    costCenters: ['0042', '1e3', '2026-11-01', 'yes', 'null'],
    everybody: true,
    models: ['1.10'],
    places: ['012345678901/us-east-1'],
    tags: { Stage: 'off', Number: '007' },
  });
});

it('takes what is said once for several places', async () =>
  expect(await read('people: { addresses: &all [a@b.c] }\nmodels: *all\n')).toMatchObject({
    models: ['a@b.c'],
  }));

const BOMB = [
  'a: &a [x,x,x,x,x,x,x,x]',
  ...['b', 'c', 'd'].map((name, at) => `${name}: &${name} [${`*${'abc'[at]},`.repeat(8)}]`),
].join('\n');
const ALL = 'people: { everybody: true }\n';
it.each<[string, string, string]>([
  ['nothing', '', 'file'],
  ['a list', '- a', 'file'],
  ['two documents', '---\na: 1\n---\nb: 2\n', 'file'],
  ['a field twice', `${ALL}models: [a]\nmodels: [b]\n`, 'file'],
  ['types of other programs', `${ALL}models: !!js/function [a]\n`, 'file'],
  ['what grows without end', BOMB, 'file'],
  ['what is nested without end', `models: ${'['.repeat(20_000)}`, 'file'],
  ['what is taken over from elsewhere', 'people: { <<: { everybody: true } }\nmodels: [a]\n', 'people.<<'],
  ['prototypes', `__proto__: { a: b }\n${ALL}`, '__proto__'],
  ['a word for a list', `people: { addresses: a@b.c }\n`, 'people.addresses'],
  ['a number for yes', 'people: { everybody: 1 }\n', 'people.everybody'],
  ['lists in lists', `${ALL}places: [[a]]\n`, 'places.0'],
  ['a list for tags', `${ALL}tags: [a]\n`, 'tags'],
])('refuses %s', async (_, text, field) => {
  const refused: unknown = await read(text).catch((error) => error);
  expect(refused).toBeInstanceOf(Invalid);
  expect((refused as Invalid).faults.map((fault) => fault.field)).toContain(field);
});
