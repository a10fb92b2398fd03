/*
 * A process that tries mutants of one file, one after the other, in the tests it is told. Each mutant gets modules of its
 * own: the mutated file, the tests and whatever lies between are read anew, so that nothing worked out while another one
 * was active is left. An endless loop is ended by counting how often mutated places are passed; the parent's clock is for
 * the loops that pass none.
 */
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { instrument } from './instrument.mjs';

const COLLECT = new URL('./collect.mjs', import.meta.url).href;
/** Passes that a mutant may make more than the unchanged code: this many times as many, and some. */
const PASSES_FACTOR = 50;
const PASSES_MORE = 50_000;

const { target, anew, setup } = JSON.parse(process.argv[2]);
const fresh = new Set(anew);
const sources = new Map();
const instrumented = instrument(readFileSync(target, 'utf8'), target).text;

let active = -1;
let round = 0;
let passes = 0;
let limit = Number.POSITIVE_INFINITY;
let covered = null;

class EndlessLoop extends Error {}
let endless = false;

globalThis.$mutant = (id) => {
  covered?.add(id);
  passes += 1;
  if (passes > limit) {
    endless = true;
    throw new EndlessLoop('passed too often');
  }
  return id === active;
};

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'vitest-itself') return next('vitest', context);
    if (specifier === 'vitest' && context.parentURL?.includes('/test/'))
      return { url: COLLECT, shortCircuit: true };
    const found = next(specifier, context);
    if (found.url.startsWith('file:') && fresh.has(fileURLToPath(found.url.split('?')[0]))) {
      return { ...found, url: `${found.url.split('?')[0]}?round=${round}` };
    }
    return found;
  },
  load(url, context, next) {
    if (!/\.ts(\?|$)/.test(url)) return next(url, context);
    return { format: 'module', source: sourceOf(fileURLToPath(url.split('?')[0])), shortCircuit: true };
  },
});

function sourceOf(path) {
  let source = sources.get(path);
  if (source === undefined) {
    source = stripTypeScriptTypes(path === target ? instrumented : readFileSync(path, 'utf8'));
    sources.set(path, source);
  }
  return source;
}

const { collect } = await import('./collect.mjs');
await import(pathToFileURL(setup).href);
// A failing property need not find its smallest example.
const { default: fc } = await import('fast-check');
fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });

const load = (file) => collect(() => import(pathToFileURL(file).href));

/** What each test of the files costs and passes, with nothing mutated: { file, atLoad, tests }. */
async function survey(files) {
  const found = [];
  active = -1;
  limit = Number.POSITIVE_INFINITY;
  for (const file of files) {
    round += 1;
    let tests = [];
    const atLoad = await measured(async () => {
      tests = await load(file);
    });
    const seen = [];
    for (const { name, run } of tests) seen.push({ name, ...(await measured(run)) });
    found.push({ file, atLoad, tests: seen });
  }
  covered = null;
  return found;
}

async function measured(run) {
  covered = new Set();
  passes = 0;
  const begun = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(begun);
  return { ms: (user + system) / 1000, passes, covered: [...covered] };
}

/** Runs the tests until one fails: { status, by }. `plan` is [{ file, tests: [index], passes }]. */
async function attempt(id, plan) {
  active = id;
  endless = false;
  for (const { file, tests, passes: usual } of plan) {
    round += 1;
    passes = 0;
    limit = usual * PASSES_FACTOR + PASSES_MORE;
    let name = 'on import';
    try {
      const declared = await load(file);
      for (const index of tests) {
        name = declared[index]?.name ?? 'no such test';
        await declared[index].run();
      }
    } catch {
      return { status: endless ? 'timedOut' : 'killed', by: `${file} > ${name}` };
    }
    if (endless) return { status: 'timedOut', by: file };
  }
  return { status: 'survived', by: '' };
}

process.on('message', async ({ files, id, plan }) => {
  try {
    const answer = files ? { survey: await survey(files) } : { id, ...(await attempt(id, plan)) };
    process.send({ ...answer, memory: process.memoryUsage().rss });
  } catch (error) {
    process.send({ failed: String(error?.stack ?? error) });
  }
});
process.on('disconnect', () => process.exit());
process.send({ ready: true });
