import pc from 'picocolors';
import { type ErrorCode, LedgerError } from '../core/errors.ts';
import { visible, visibleJson } from '../core/signs.ts';
import type { Progress } from '../jobs/job.ts';
import { currentIo, type Io, type Writer } from './io.ts';

/** What the commands print with: lines and progress. Colour only on a terminal. */

/** A fault that the person at the terminal can mend; `badRequest` where the command itself is wrong. */
export class UserError extends LedgerError {
  override name = 'UserError';
  constructor(message: string, code: ErrorCode = 'conflict') {
    super(code, message);
  }
}

export const colors = pc.createColors(true);

/** With blanks at which programs that read on split: pages have some at which no line ends. */
export const plainBlanks = (text: string): string => text.replaceAll('\u00a0', ' ');

/** For people: nothing in it steers the terminal, whoever it came from. */
export const say = (line = ''): void => sayAsIs(visible(plainBlanks(line)));
/** What was made visible already, and may be coloured. */
export const sayAsIs = (line: string): void => void currentIo().out.write(`${line}\n`);
/** Beside the output, so that what is piped on stays clean. */
export const remark = (line: string): void => void currentIo().err.write(`${visible(line)}\n`);
export const complain = (line: string, io: Io = currentIo()): void =>
  void io.err.write(`${io.err.isTTY && io.colors ? colors.red(visible(line)) : visible(line)}\n`);

export const printJson = (value: unknown): void =>
  sayAsIs(visibleJson(JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? v.toString() : v), 2)));

/**
 * Does work that tells how far it is: bars on a terminal, one plain line at the end of each step in a pipe; both on
 * stderr, so that output stays clean. The terminal gets its cursor back however the work ends.
 */
export async function withProgress<T>(quiet: boolean, work: (progress: Progress) => Promise<T>): Promise<T> {
  const stream = currentIo().err;
  const { progress, close } =
    quiet || !stream.isTTY ? lines(stream, quiet) : (await import('./bars.ts')).bars(stream);
  const interrupted = (signal: NodeJS.Signals) => {
    close();
    process.kill(process.pid, signal);
  };
  for (const signal of ENDING) process.once(signal, interrupted);
  try {
    return await work(progress);
  } finally {
    for (const signal of ENDING) process.off(signal, interrupted);
    close();
  }
}
const ENDING = ['SIGINT', 'SIGTERM'] as const;

function lines(stream: Writer, quiet: boolean): { progress: Progress; close(): void } {
  let label = '';
  return {
    progress: {
      start(text) {
        label = text;
      },
      step() {},
      done(text) {
        if (!quiet) stream.write(`  ${label.padEnd(26)} ${text ?? 'done'}\n`);
      },
    },
    close() {},
  };
}
