import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './cli/setup.ts';

/** The glossary says one thing of a word, and where it is in a file that there is. */

it('explains each word once and names files that there are', () => {
  const rows = readFileSync(join(ROOT, 'docs/glossary.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| word |'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const words = rows.map((row) => row[1]);
  const files = rows.map((row) => row[3]?.replaceAll('`', '') ?? '');
  expect(rows.length).toBeGreaterThan(50);
  expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([]);
  expect(rows.filter((row) => row.length !== 6 || row[2] === '')).toEqual([]);
  expect(files.filter((file) => !existsSync(join(ROOT, 'src', file)))).toEqual([]);
});
