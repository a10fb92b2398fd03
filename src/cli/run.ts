import { CommanderError } from 'commander';
import { ERRORS, LedgerError } from '../core/errors.ts';
import { ledgerErrorWords } from './faults.ts';
import { type Io, runWith } from './io.ts';
import { complain, say } from './output.ts';
import { programOf } from './program.ts';

/**
 * One call is one command: argv → context → command → exit code, which stands in `io` as well. Nothing of the process is
 * touched but by commands that serve until a signal ends them. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done in
 * part (some account, Region or job failed).
 */
export const run = (argv: readonly string[], io: Io): Promise<number> =>
  runWith(io, async () => {
    const program = programOf(io);
    try {
      if (argv.length > 0) await program.parseAsync(argv, { from: 'user' });
      else {
        program.outputHelp();
        say();
      }
    } catch (error) {
      io.exitCode = exitCodeOf(error);
      // Commander has said already what was wrong.
      if (!(error instanceof CommanderError)) complain(`bedrock-ledger: ${inWords(error)}`);
    }
    return io.exitCode;
  });

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return ERRORS[error instanceof LedgerError ? error.code : 'internal'].exitCode;
}

/** Errors of the product say themselves what to do; every other one is a fault of ours, and its stack is shown. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof LedgerError && error.passing !== null)
    return `${error.passing} Check the way to AWS, then run it again.`;
  if (error instanceof LedgerError && error.code !== 'internal') return ledgerErrorWords(error);
  return error.stack ?? error.message;
}
