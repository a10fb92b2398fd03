import { type DestinationStream, type Logger, pino } from 'pino';
import type { JobRun } from '../core/runs.ts';
import { visibleJson } from '../core/signs.ts';
import type { Answered } from '../server/deps.ts';
import { requestNow } from '../server/http/requests.ts';
import { kindOfError, logBounds } from './logBounds.ts';
import { withoutWaiting } from './logStream.ts';

/** The log of the server: JSON lines on stderr, without anything that opens a door. */

/** How deep causes are followed. */
const MOST_CAUSES = 4;
/** Tokens of ours and of others, sessions, signed addresses, passwords inside addresses. */
const SECRETS = [
  /\bblt_[\w-]+/g,
  /\b(?:Bearer|Basic) +[^\s"',;]+/gi,
  /\bey[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g,
  /__(?:Host|Secure)-[^\s=;"']+=[^;\s"']*/g,
  /\bX-Amz-(?:Security-Token|Signature|Credential)=[^&\s"']*/gi,
  /(?<=:\/\/)[^/\s@"']+@/g,
];
const withoutSecrets = (text: string): string =>
  SECRETS.reduce((left, secret) => left.replaceAll(secret, '…'), text);

/**
 * An error for the log. Libraries hang whole requests, answers and claims on their errors: only name, code, words and
 * the way to it are taken, and nothing in them that looks like a secret.
 */
function errorForLog(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return withoutSecrets(String(error));
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    message: withoutSecrets(error.message),
    stack: withoutSecrets(error.stack ?? ''),
    ...(error.cause === undefined || depth >= MOST_CAUSES
      ? {}
      : { cause: errorForLog(error.cause, depth + 1) }),
  };
}

const leftOut = (count: number): string =>
  `${JSON.stringify({ level: 40, time: Date.now(), name: 'bedrock-ledger', leftOut: count, msg: 'nobody read the log for a while: lines were left out' })}\n`;

/** @param to where the lines go; stderr unless given, whose reader is not waited for */
export const createLog = (to: DestinationStream = withoutWaiting(process.stderr, leftOut)): Logger =>
  pino(
    {
      name: 'bedrock-ledger',
      level: process.env.LOG_LEVEL ?? 'info',
      // The number of the request that a line is about.
      mixin: () => requestNow() ?? {},
      serializers: { err: (error: unknown) => errorForLog(error) },
    },
    // People read it at a terminal.
    { write: (line: string) => to.write(visibleJson(line)) },
  );

/** Parts of a run that are named one by one. */
const MOST_SLICES = 20;
const RUN_WORDS: Readonly<Partial<Record<JobRun['status'], readonly ['info' | 'warn', string]>>> = {
  ok: ['info', 'a job is done'],
  partial: ['warn', 'a job did a part of its work only'],
  interrupted: ['warn', 'a job was interrupted; it goes on from there'],
};

/** One line for each run of a job that ended, however it ended: what did not go well as a warning, or as an error. */
export function logRun(log: Pick<Logger, 'info' | 'warn' | 'error'>, run: JobRun): void {
  const { id, job, status, startedAt, endedAt, rows, requests, errors } = run;
  const [level, words] = RUN_WORDS[status] ?? (['error', 'a job failed'] as const);
  const told = errors.slice(0, MOST_SLICES).map(({ slice, error }) => withoutSecrets(`${slice}: ${error}`));
  log[level](
    {
      job,
      runId: id,
      status,
      ms: endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt),
      rows,
      requests,
      ...(told.length === 0 ? {} : { errors: told, more: errors.length - told.length }),
    },
    words,
  );
}

/** An answer that took longer is worth a line whatever it was, milliseconds. */
const SLOW_MS = 1_000;
/** What a stranger can have in any number, by asking. */
const OF_ANYBODY: ReadonlySet<number> = new Set([401, 404, 405, 413, 429]);

/** How many answers of one status, and errors that are alike, have a line within a minute. */
const MOST_ANSWERS = 60;
const MOST_ERRORS = 20;

/**
 * How a server tells what went wrong, and how it answered: each within bounds, since both come as often as anybody asks.
 * @param now UTC milliseconds
 */
export function serverLog(log: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>, now: () => number) {
  const [ofAnswers, ofErrors] = [logBounds(MOST_ANSWERS), logBounds(MOST_ERRORS)];
  return {
    onError(error: unknown): void {
      const beside = ofErrors(kindOfError(error), now());
      if (beside !== null) log.error({ err: error, ...beside }, 'that did not work');
    },
    onAnswer: (answer: Answered): void => logAnswer(log, answer, (kind) => ofAnswers(kind, now())),
  };
}

/**
 * A line for an answer, without its address: that may name somebody. Ordinary ones only where `LOG_LEVEL` is `debug`, so
 * that nobody who asks much fills the log.
 */
export function logAnswer(
  log: Pick<Logger, 'debug' | 'info' | 'warn'>,
  answer: Answered,
  bounds: (kind: string) => object | null = () => ({}),
): void {
  const { status, ms } = answer;
  const isOdd = ms >= SLOW_MS || (status >= 400 && !OF_ANYBODY.has(status));
  const level = status >= 500 && answer.route !== '/readyz' ? 'warn' : isOdd ? 'info' : 'debug';
  const beside = level === 'debug' ? {} : bounds(String(status));
  if (beside !== null) log[level]({ ...answer, ms: Math.round(ms * 10) / 10, ...beside }, 'answered');
}
