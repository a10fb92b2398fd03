import { SingleBar } from 'cli-progress';
import Table from 'cli-table3';
import { stringify } from 'csv-stringify/sync';
import pc from 'picocolors';
import { type ErrorCode, LedgerError } from '../core/errors.ts';
import { currentIo, type Io, type Writer } from './io.ts';

/** What the commands print with: aligned tables, progress, closing lines. Colour only on a terminal. */

/** A fault that the person at the terminal can mend; `badRequest` where the command itself is wrong. */
export class UserError extends LedgerError {
  override name = 'UserError';
  constructor(message: string, code: ErrorCode = 'conflict') {
    super(code, message);
  }
}

const colors = pc.createColors(true);

export const say = (line = ''): void => void currentIo().out.write(`${line}\n`);
/** Beside the output, so that what is piped on stays clean. */
export const remark = (line: string): void => void currentIo().err.write(`${line}\n`);
export const complain = (line: string, io: Io = currentIo()): void =>
  void io.err.write(`${io.err.isTTY && io.colors ? colors.red(line) : line}\n`);

/** A table without lines; `right` names the columns with figures. */
export function printTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): void {
  const none = {
    top: '',
    'top-mid': '',
    'top-left': '',
    'top-right': '',
    bottom: '',
    'bottom-mid': '',
    'bottom-left': '',
    'bottom-right': '',
    left: '',
    'left-mid': '',
    mid: '',
    'mid-mid': '',
    right: '',
    'right-mid': '',
    middle: '  ',
  };
  const io = currentIo();
  const table = new Table({
    // Not by the table's own style: it asks the environment of this process whether there are colours.
    head: head.map((name) => (io.out.isTTY && io.colors ? colors.bold(name) : name)),
    chars: none,
    style: {
      head: [],
      border: [],
      'padding-left': 0,
      'padding-right': 0,
    },
    colAligns: head.map((_, column) => (right.includes(column) ? 'right' : 'left')),
  });
  for (const row of rows) table.push([...row]);
  say(
    table
      .toString()
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n'),
  );
}

export const printJson = (value: unknown): void =>
  say(JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? v.toString() : v), 2));

/** CSV that no spreadsheet takes for a formula. */
export const printCsv = (head: readonly string[], rows: readonly (readonly string[])[]): void =>
  void currentIo().out.write(
    stringify([[...head], ...rows.map((row) => [...row])], {
      escape_formulas: true,
      // A negative amount is a figure, not a formula: it stays one.
      cast: {
        string: (value) => (/^-\d+(\.\d+)?$/.test(value) ? { value, escape_formulas: false } : value),
      },
    }),
  );

/** What a long piece of work tells about itself. */
export interface Progress {
  start(label: string, total: number): void;
  step(done: number, note?: string): void;
  done(note?: string): void;
}

/**
 * Does work that tells how far it is: bars on a terminal, one plain line at the end of each step in a pipe; both on
 * stderr, so that output stays clean. The terminal gets its cursor back however the work ends.
 */
export async function withProgress<T>(quiet: boolean, work: (progress: Progress) => Promise<T>): Promise<T> {
  const stream = currentIo().err;
  const { progress, close } = quiet || !stream.isTTY ? lines(stream, quiet) : bars(stream);
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

function bars(stream: Writer): { progress: Progress; close(): void } {
  let bar: SingleBar | null = null;
  let note = '';
  const close = () => {
    bar?.stop();
    bar = null;
  };
  return {
    progress: {
      start(label, total) {
        close();
        note = '';
        bar = new SingleBar({
          stream,
          format: `  ${label.padEnd(26)} {bar} {percentage}%  {note}`,
          barsize: 24,
          hideCursor: true,
          barCompleteChar: '━',
          barIncompleteChar: '─',
        });
        bar.start(Math.max(total, 1), 0, { note });
      },
      step(done, text) {
        note = text ?? note;
        bar?.update(done, { note });
      },
      done(text) {
        bar?.update(bar.getTotal(), { note: text ?? note });
        close();
      },
    },
    close,
  };
}
