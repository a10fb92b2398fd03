/*
 * `npm run mutation`: changes the decisions of the ledger in thousands of small ways and tells which changes no test of
 * test/core notices. `--file money` tries one file, `--lines 120-140` part of it,
 * `--entries` prints what is left as entries for the list of equivalents. Fails below the scores named here.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { equivalentsOf } from './mutation/equivalents.mjs';
import { reachedFrom } from './mutation/graph.mjs';
import { mutantsOf } from './mutation/instrument.mjs';
import { countsOf, entriesFor, scoreOf, survivorLines, tableOf } from './mutation/report.mjs';
import { tryAll } from './mutation/tryAll.mjs';

const FILES = [
  'money',
  'allocation',
  'allocationByOwner',
  'bestKnown',
  'rates',
  'learnRates',
  'access',
  'forecast',
  'budgets',
];
/** Tests that take seconds for each mutant. What only they would notice counts as not noticed. */
const TOO_SLOW = new Set(['accuracy.test.ts', 'dayReading.test.ts', 'spend.property.test.ts']);
const LEAST_TOGETHER = 80;
const LEAST_PER_FILE = 70;
const LANES = 2;

const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    file: { type: 'string', multiple: true },
    lines: { type: 'string' },
    entries: { type: 'boolean' },
    verbose: { type: 'boolean' },
  },
});
const chosen = values.file ?? FILES;
const [from, to] = (values.lines ?? '1-100000').split('-').map(Number);
const tests = globSync('test/core/*.test.ts', { cwd: root })
  .filter((path) => !TOO_SLOW.has(basename(path)))
  .map((path) => join(root, path))
  .sort();

const done = [];
let stale = 0;
for (const name of chosen) {
  const target = join(root, 'src/core', `${name}.ts`);
  const begun = Date.now();
  const all = mutantsOf(readFileSync(target, 'utf8'), target);
  const { reasons, stale: unused } = equivalentsOf(name, all);
  for (const { at, original, text } of unused) {
    console.log(`${name}: no such mutant any more: ${original} → ${text} (at ${at})`);
  }
  stale += unused.length;
  const mutants = all.filter(({ line }) => line >= from && line <= to);
  const tried = mutants.filter(({ id }) => !reasons.has(id));
  const { results } = await tryAll({
    target,
    files: tests.filter((path) => reachedFrom(path).has(target)),
    setup: join(root, 'test/seed.ts'),
    mutants: tried,
    lanes: LANES,
    onResult({ id, status, by }) {
      if (values.verbose) console.log(`${name} ${id} ${status} ${relative(root, by)}`);
    },
  });
  const statusOf = new Map(results.map(({ id, status }) => [id, status]));
  const file = {
    name: `${name}.ts`,
    mutants: mutants.map((mutant) => ({ ...mutant, status: statusOf.get(mutant.id) ?? 'equivalent' })),
    seconds: (Date.now() - begun) / 1000,
  };
  done.push(file);
  console.log((values.entries ? entriesFor(file) : survivorLines(file)).join('\n'));
}
console.log(`\n${tableOf(done)}`);

const tooLow = done
  .filter(({ mutants }) => scoreOf(countsOf(mutants)) < LEAST_PER_FILE)
  .map(({ name }) => name);
if (tooLow.length > 0) console.log(`\nBelow ${LEAST_PER_FILE} %: ${tooLow.join(', ')}`);
const together = scoreOf(countsOf(done.flatMap(({ mutants }) => mutants)));
if (together < LEAST_TOGETHER) console.log(`\nBelow ${LEAST_TOGETHER} % together.`);
process.exitCode = tooLow.length > 0 || together < LEAST_TOGETHER || stale > 0 ? 1 : 0;
