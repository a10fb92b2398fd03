/*
 * `npm run mutation`: changes the decisions of the ledger in thousands of small ways and tells which changes no test of
 * test/core notices. `-- --file money` tries one file, `--lines 120-140` part of it, `--entries` prints what is left as
 * entries for the list of equivalents, `--verbose` which test noticed what. Fails below the scores named here.
 */
import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
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
  'covering',
  'ownerBalances',
  'usageTypes',
  'usageWords',
  'modelWords',
  'quarantine',
  'mirror',
  'known',
  'rates',
  'learnRates',
  'access',
  'forecast',
  'budgets',
  'standing',
  'policies/explain',
  'policies/statements',
  'policies/conditions',
  'policies/calls',
  'policies/facts',
  'policies/parse',
];
/** Tests that take seconds for each mutant. What only they would notice counts as not noticed. */
const TOO_SLOW = new Set([
  'accuracy.test.ts',
  'dayReading.test.ts',
  'spend.property.test.ts',
  'explain.property.test.ts',
  'mutation.test.ts',
  'sentences.test.ts',
  'templates.test.ts',
]);
const LEAST_TOGETHER = 80;
const LEAST_PER_FILE = 70;

const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    file: { type: 'string', multiple: true },
    lines: { type: 'string' },
    entries: { type: 'boolean' },
    verbose: { type: 'boolean' },
  },
});
const [from, to] = (values.lines ?? '1-100000').split('-').map(Number);
const tests = globSync('test/core/{,policies/}*.test.ts', { cwd: root })
  .filter((path) => !TOO_SLOW.has(basename(path)))
  .map((path) => join(root, path))
  .sort();

/** { name, mutants, seconds }: every mutant of a file with what became of it. */
async function judge(name) {
  const target = join(root, 'src/core', `${name}.ts`);
  const begun = Date.now();
  const all = mutantsOf(readFileSync(target, 'utf8'), target);
  const { reasons, stale } = equivalentsOf(name, all);
  for (const { at, original, text } of stale) {
    console.log(`${name}: no such mutant any more: ${original} → ${text} (at ${at})`);
  }
  const mutants = all.filter(({ line }) => line >= from && line <= to);
  const results = await tryAll({
    target,
    files: tests.filter((path) => reachedFrom(path).has(target)),
    setup: join(root, 'test/seed.ts'),
    mutants: mutants.filter(({ id }) => !reasons.has(id)),
    lanes: availableParallelism(),
    onResult({ id, status, by }) {
      if (values.verbose) console.log(`${name} ${id} ${status} ${relative(root, by)}`);
    },
  });
  const statusOf = new Map(results.map(({ id, status }) => [id, status]));
  return {
    name: `${name}.ts`,
    mutants: mutants.map((mutant) => ({ ...mutant, status: statusOf.get(mutant.id) ?? 'equivalent' })),
    seconds: (Date.now() - begun) / 1000,
  };
}

const done = [];
for (const name of values.file ?? FILES) {
  const file = await judge(name);
  done.push(file);
  for (const text of values.entries ? entriesFor(file) : survivorLines(file)) console.log(text);
}
console.log(`\n${tableOf(done)}`);

const scores = done.map(({ name, mutants }) => [name, scoreOf(countsOf(mutants)), LEAST_PER_FILE]);
scores.push(['together', scoreOf(countsOf(done.flatMap(({ mutants }) => mutants))), LEAST_TOGETHER]);
const tooLow = scores.filter(([, score, least]) => score < least);
for (const [name, , least] of tooLow) console.log(`\nBelow ${least} %: ${name}`);
process.exitCode = tooLow.length > 0 ? 1 : 0;
