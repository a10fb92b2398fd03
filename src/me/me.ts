import { parseArgs } from 'node:util';
import { ERRORS } from '../core/errors.ts';
import { cacheFile, type Known, LONGEST_PAUSE, lock, readCache, unlock, writeCache } from './cache.ts';
import { codeOf, Fault } from './fault.ts';
import type { Environment } from './files.ts';
import { HELP } from './help.ts';
import { checkFormat, clockTime, fill, json, line } from './line.ts';
import { readTarget, type Target } from './target.ts';

/**
 * `bedrock-ledger me`: one line for a prompt, which must not wait for it. So this is bundled into one file of its own,
 * loads no package, and of Node only what the case at hand needs. Figures of the last minute are printed as they are.
 * Older ones are printed too, marked, and somebody in the background asks for new ones; the next prompt has them.
 * Where the server cannot be reached, or looking up its name hangs, it is the background that waits.
 */

/** What one run has of the world around it. */
export interface MeIo {
  env: Environment;
  /** Epoch milliseconds. */
  now(): number;
  print(text: string): void;
  /** To standard error. */
  warn(text: string): void;
  /** What is piped in; null at a terminal. */
  piped(): string | null;
  /** Whether the output is a terminal that takes colours. */
  isColorTerminal(): boolean;
  /** Starts a run with `--refresh` that this one does not wait for, and resolves when that has ended. */
  askInBackground(file: string): Promise<void>;
}

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

/** One call is one line, or the reason why there is none; resolves with the exit code. Never rejects: a prompt shows no stack. */
export async function me(args: string[], io: MeIo): Promise<number> {
  try {
    return await answer(args, io);
  } catch (error) {
    complain(io, error instanceof Fault ? error.message : `it failed (${codeOf(error)}).`);
    return error instanceof Fault ? ERRORS[error.code].exitCode : 1;
  }
}

async function answer(args: string[], io: MeIo): Promise<number> {
  const { help, setup, refresh, url, ...options } = readOptions(args);
  if (help) {
    io.print(HELP);
    return 0;
  }
  if (setup) return setUp(url, options, io);
  const target = readTarget(io.env);
  const file = cacheFile(io.env, target);
  return refresh ? askNow(target, file, io) : show(target, file, options, io);
}

function readOptions(args: string[]) {
  const { values } = parsed(args);
  const { json = false, color = false, help = false, setup = false, refresh = false, format, url } = values;
  if (url !== undefined && !setup)
    throw new Fault(
      '--url goes with --setup; else set BEDROCK_LEDGER_URL and BEDROCK_LEDGER_TOKEN.',
      'badRequest',
    );
  if (json && format !== undefined) throw new Fault('--json and --format exclude each other.', 'badRequest');
  if (format !== undefined) checkFormat(format);
  const wait = values.wait === undefined ? undefined : Number(values.wait);
  if (wait !== undefined && !(/^\d{1,5}$/.test(values.wait ?? '') && wait <= ASK_MS))
    throw new Fault(`--wait must be a whole number of milliseconds from 0 to ${ASK_MS}.`, 'badRequest');
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
    throw new Fault(`${what}. Add --help to see what is possible.`, 'badRequest');
  }
}

/** Prints what is known; asks in the background when that is no longer new. */
async function show(target: Target, file: string, options: Options, io: MeIo): Promise<number> {
  const now = io.now();
  let known = readCache(file, target, now);
  if (!isFresh(known, now) && now >= known.askFrom && lock(file, now)) {
    const asking = io.askInBackground(file);
    const wait = options.wait ?? (isShown(known, now) ? 0 : FIRST_WAIT_MS);
    if (wait > 0) {
      await orTimeout(asking, wait);
      known = readCache(file, target, io.now());
    }
  }
  return tell(known, options, io);
}

const isFresh = ({ answer }: Known, now: number) => answer !== null && now - answer.at < FRESH_MS;
/** Figures of a day ago, or of a month that ended, must not pass for those of today. */
const isShown = ({ answer }: Known, now: number) =>
  answer !== null &&
  now - answer.at < SHOWN_MS &&
  answer.value.month === new Date(now).toISOString().slice(0, 7);

function tell(known: Known, options: Options, io: MeIo): number {
  const now = io.now();
  const { answer, failure } = known;
  const why = failure?.words ?? 'new ones are being fetched. Run it again in a moment.';
  if (answer === null) throw new Fault(failure === null ? `no figures yet; ${why}` : why);
  if (!isShown(known, now)) throw new Fault(`no figures since ${clockTime(answer.at, now)}: ${why}`);
  if (failure?.denied) complain(io, why);
  const stale = !isFresh(known, now);
  const asOf = stale ? clockTime(answer.at, now) : null;
  const { value, at } = answer;
  if (options.json) io.print(`${json(value, at, stale)}\n`);
  else if (options.format !== undefined) io.print(`${fill(options.format, value, asOf)}\n`);
  else io.print(`${line(value, asOf, options.color || io.isColorTerminal())}\n`);
  return 0;
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
async function askNow(target: Target, file: string, io: MeIo): Promise<number> {
  try {
    const { ask } = await import('./ask.ts');
    keep(target, file, await ask(target, ASK_MS, io.env), io.now());
  } finally {
    unlock(file);
  }
  return 0;
}

function keep(target: Target, file: string, outcome: import('./ask.ts').Outcome, now: number): void {
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
async function setUp(url: string | undefined, options: Options, io: MeIo): Promise<number> {
  const { readGiven, store } = await import('./setup.ts');
  const { ask } = await import('./ask.ts');
  const target = await readGiven(url, io.piped);
  const outcome = await ask(target, ASK_MS, io.env);
  if (!('answer' in outcome)) throw new Fault(`${outcome.words} Nothing was stored.`);
  const file = store(target, io.env);
  keep(target, cacheFile(io.env, target), outcome, io.now());
  complain(io, `stored in ${file}, for you only.`);
  if (io.env.BEDROCK_LEDGER_URL || io.env.BEDROCK_LEDGER_TOKEN)
    complain(io, 'BEDROCK_LEDGER_URL and BEDROCK_LEDGER_TOKEN are set and go before it; unset them.');
  return tell(readCache(cacheFile(io.env, target), target, io.now()), options, io);
}

const complain = (io: MeIo, words: string): void => io.warn(`bedrock-ledger me: ${words}\n`);
