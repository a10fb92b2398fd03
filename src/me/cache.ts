import { closeSync, futimesSync, mkdirSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Answer, answerOf } from './answer.ts';
import { codeOf, Fault, plain } from './fault.ts';
import { type Environment, folderOf, writePrivate } from './files.ts';
import type { Target } from './target.ts';

/** What is known without asking: the last answer, and why the last question failed. Times are epoch milliseconds. */
export interface Known {
  answer: { value: Answer; at: number } | null;
  /** `denied`: the token is of no use; that is always said. */
  failure: { words: string; denied: boolean } | null;
  /** The server is not asked before. */
  askFrom: number;
}

/** No answer keeps one from asking again for longer. */
export const LONGEST_PAUSE = 3_600_000;
/** A question takes 10 seconds at most; a lock that is older was left behind. */
const LOCK_AGE = 20_000;

/**
 * One file for each pair of address and token. The name holds 32 bits of them, so that nothing of use about the token
 * can be found from it; SHA-256 would say no more here and costs a fifth of the time that Node takes to start.
 */
export function cacheFile(environment: Environment, { url, token }: Target): string {
  let sum = 0x811c9dc5;
  for (const sign of `${url}\n${token}`) sum = Math.imul(sum ^ (sign.codePointAt(0) ?? 0), 0x01000193);
  const name = `me-${(sum >>> 0).toString(16).padStart(8, '0')}.json`;
  return join(folderOf(environment, 'XDG_CACHE_HOME', '.cache'), name);
}

/** What the file holds; nothing when it is missing, broken, of another server, or from the future. */
export function readCache(file: string, { url }: Target, now: number): Known {
  let stored: Record<string, unknown> | null = null;
  try {
    stored = JSON.parse(readFileSync(file, 'utf8'));
  } catch {}
  if (typeof stored !== 'object' || stored?.url !== url) return { answer: null, failure: null, askFrom: 0 };
  const { at, words, denied, askFrom } = stored;
  const value = answerOf(stored.answer);
  return {
    answer: value !== null && typeof at === 'number' && at <= now ? { value, at } : null,
    failure: typeof words === 'string' ? { words: plain(words, 500), denied: denied === true } : null,
    askFrom: typeof askFrom === 'number' && askFrom <= now + LONGEST_PAUSE ? askFrom : 0,
  };
}

export function writeCache(file: string, { url }: Target, { answer, failure, askFrom }: Known): void {
  writePrivate(
    file,
    JSON.stringify({ url, answer: answer?.value.raw ?? null, at: answer?.at ?? null, ...failure, askFrom }),
  );
}

const lockOf = (file: string) => `${file}.lock`;

/** Whether this process is the one to ask; many prompts at once make one question. Throws a Fault without a place for it. */
export function lock(file: string, now: number): boolean {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    return create(lockOf(file), now) || (isLeftBehind(lockOf(file), now) && create(lockOf(file), now));
  } catch (error) {
    throw new Fault(
      `${dirname(file)} cannot be written (${codeOf(error)}), and figures are kept there. Make it writable, or set XDG_CACHE_HOME.`,
    );
  }
}

export const unlock = (file: string): void => rmSync(lockOf(file), { force: true });

function create(path: string, now: number): boolean {
  try {
    const made = openSync(path, 'wx', 0o600);
    // By the clock that its age is told by.
    futimesSync(made, now / 1000, now / 1000);
    closeSync(made);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Two that take the same old lock away at once ask twice; that is all that can happen. */
function isLeftBehind(path: string, now: number): boolean {
  const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now;
  if (Math.abs(now - made) < LOCK_AGE) return false;
  rmSync(path, { force: true });
  return true;
}
