import { type DestinationStream, type Logger, pino } from 'pino';
import { visibleJson } from '../core/signs.ts';

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

/** @param to where the lines go; stderr unless given */
export const createLog = (to: DestinationStream = pino.destination({ dest: 2, sync: true })): Logger =>
  pino(
    {
      name: 'bedrock-ledger',
      level: process.env.LOG_LEVEL ?? 'info',
      serializers: { err: (error: unknown) => errorForLog(error) },
    },
    // People read it at a terminal.
    { write: (line: string) => to.write(visibleJson(line)) },
  );
