import { fstatSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { cacheFile, type Known, LONGEST_PAUSE, lock, readCache, unlock, writeCache } from './cache.ts';
import { codeOf, Fault } from './fault.ts';
import { HELP } from './help.ts';
import { checkFormat, clockTime, fill, json, line } from './line.ts';
import { readTarget, type Target } from './target.ts';

/**
 * `bedrock-ledger me`: one line for a prompt, which must not wait for it. So this is bundled into one file of its own,
 * loads no package, and of Node only what the case at hand needs. Figures of the last minute are printed as they are.
 * Older ones are printed too, marked, and a process in the background asks for new ones; the next prompt has them.
 * Where the server cannot be reached, or looking up its name hangs, it is that process which waits.
 */

/** Figures are new for so long, and a server that failed is left alone for so long. */
const FRESH_MS = 60_000;
const SHOWN_MS = 86_400_000;
const ASK_MS = 10_000;
const FIRST_WAIT_MS = 2_000;

interface Options {
  json: boolean;
  format: string | undefined;
  color: boolean;
  wait: number | undefined;
}

async function main(args: string[]): Promise<number> {
  const { help, setup, refresh, url, ...options } = readOptions(args);
  if (help) {
    print(HELP);
    return 0;
  }
  if (setup) return setUp(url, options);
  const target = readTarget(process.env);
  const file = cacheFile(process.env, target);
  return refresh ? askNow(target, file) : show(target, file, options);
}

function readOptions(args: string[]) {
  const { values } = parsed(args);
  const { json = false, color = false, help = false, setup = false, refresh = false, format, url } = values;
  if (url !== undefined && !setup)
    throw new Fault('--url goes with --setup; else set BEDROCK_LEDGER_URL and BEDROCK_LEDGER_TOKEN.', 2);
  if (json && format !== undefined) throw new Fault('--json and --format exclude each other.', 2);
  if (format !== undefined) checkFormat(format);
  const wait = values.wait === undefined ? undefined : Number(values.wait);
  if (wait !== undefined && !(/^\d{1,5}$/.test(values.wait ?? '') && wait <= ASK_MS))
    throw new Fault(`--wait must be a whole number of milliseconds from 0 to ${ASK_MS}.`, 2);
  return { json, color, help, setup, refresh, format, url, wait };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        json: { type: 'boolean' },
        format: { type: 'string' },
        color: { type: 'boolean' },
        wait: { type: 'string' },
        setup: { type: 'boolean' },
        url: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        // Of the process in the background only.
        refresh: { type: 'boolean' },
      },
    });
  } catch (error) {
    const [what = ''] = (error as Error).message.split(/\.\s/);
    throw new Fault(`${what}. Add --help to see what is possible.`, 2);
  }
}

/** Prints what is known; asks in the background when that is no longer new. */
async function show(target: Target, file: string, options: Options): Promise<number> {
  const now = Date.now();
  let known = readCache(file, target, now);
  if (!isFresh(known, now) && now >= known.askFrom && lock(file, now)) {
    const asking = askInBackground(file);
    const wait = options.wait ?? (isShown(known, now) ? 0 : FIRST_WAIT_MS);
    if (wait > 0) {
      await orTimeout(asking, wait);
      known = readCache(file, target, Date.now());
    }
  }
  return tell(known, Date.now(), options);
}

const isFresh = ({ answer }: Known, now: number) => answer !== null && now - answer.at < FRESH_MS;
/** Figures of a day ago, or of a month that ended, must not pass for those of today. */
const isShown = ({ answer }: Known, now: number) =>
  answer !== null &&
  now - answer.at < SHOWN_MS &&
  answer.value.month === new Date(now).toISOString().slice(0, 7);

function tell(known: Known, now: number, options: Options): number {
  const { answer, failure } = known;
  const why = failure?.words ?? 'new ones are being fetched. Run it again in a moment.';
  if (answer === null) throw new Fault(failure === null ? `no figures yet; ${why}` : why);
  if (!isShown(known, now)) throw new Fault(`no figures since ${clockTime(answer.at, now)}: ${why}`);
  if (failure?.denied) complain(why);
  const stale = !isFresh(known, now);
  const asOf = stale ? clockTime(answer.at, now) : null;
  const { value, at } = answer;
  if (options.json) print(`${json(value, at, stale)}\n`);
  else if (options.format !== undefined) print(`${fill(options.format, value, asOf)}\n`);
  else print(`${line(value, asOf, options.color || isColorTerminal())}\n`);
  return 0;
}

/** Starts a process that outlives this one and holds none of its streams, so that `$(…)` does not wait for it. */
async function askInBackground(file: string): Promise<void> {
  const { spawn } = await import('node:child_process');
  await new Promise<void>((resolve) => {
    const child = spawn(process.execPath, [...process.execArgv, __filename, '--refresh'], {
      detached: true,
      stdio: 'ignore',
      cwd: '/',
      windowsHide: true,
    });
    child.once('error', () => {
      unlock(file);
      resolve();
    });
    child.once('exit', () => resolve());
    child.unref();
  });
}

function orTimeout(work: Promise<void>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void work.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** What the process in the background does: asks, keeps what came of it, and gives the lock back that it was started with. */
async function askNow(target: Target, file: string): Promise<number> {
  try {
    const { ask } = await import('./ask.ts');
    keep(target, file, await ask(target, ASK_MS));
  } finally {
    unlock(file);
  }
  return 0;
}

function keep(target: Target, file: string, outcome: import('./ask.ts').Outcome): void {
  const now = Date.now();
  if ('answer' in outcome)
    writeCache(file, target, { answer: { value: outcome.answer, at: now }, failure: null, askFrom: 0 });
  else
    writeCache(file, target, {
      answer: readCache(file, target, now).answer,
      failure: { words: outcome.words, denied: outcome.denied },
      askFrom: now + Math.min(Math.max(outcome.pause, FRESH_MS), LONGEST_PAUSE),
    });
}

/** Stores address and token once the server has answered to them; says so on stderr and prints the first line. */
async function setUp(url: string | undefined, options: Options): Promise<number> {
  const { readGiven, store } = await import('./setup.ts');
  const { ask } = await import('./ask.ts');
  const target = await readGiven(url);
  const outcome = await ask(target, ASK_MS);
  if (!('answer' in outcome)) throw new Fault(`${outcome.words} Nothing was stored.`);
  const file = store(target, process.env);
  keep(target, cacheFile(process.env, target), outcome);
  complain(`stored in ${file}, for you only.`);
  if (process.env.BEDROCK_LEDGER_URL || process.env.BEDROCK_LEDGER_TOKEN)
    complain('BEDROCK_LEDGER_URL and BEDROCK_LEDGER_TOKEN are set and go before it; unset them.');
  return tell(readCache(cacheFile(process.env, target), target, Date.now()), Date.now(), options);
}

/** A prompt reads through a pipe, where colour codes would spoil the width of the line. */
function isColorTerminal(): boolean {
  if (process.env.NO_COLOR || process.env.TERM === 'dumb' || !fstatSync(1).isCharacterDevice()) return false;
  return process.stdout.isTTY === true;
}

/** Straight to the descriptor: `process.stdout` takes a tenth of a Node start to come to life. */
function write(descriptor: 1 | 2, text: string): void {
  try {
    writeSync(descriptor, text);
  } catch {
    // A reader that went away is no fault.
  }
}
const print = (text: string): void => write(1, text);
const complain = (words: string): void => write(2, `bedrock-ledger me: ${words}\n`);

main(process.argv.slice(process.argv[2] === 'me' ? 3 : 2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // A prompt never shows a stack.
    complain(error instanceof Fault ? error.message : `it failed (${codeOf(error)}).`);
    process.exitCode = error instanceof Fault ? error.exitCode : 1;
  },
);
