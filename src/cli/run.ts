import { CommanderError } from 'commander';
import { AwsError } from '../aws/errors.ts';
import { ERRORS, LedgerError } from '../core/errors.ts';
import { ledgerErrorWords } from './faults.ts';
import { type Io, runWith } from './io.ts';
import { complain, say, UserError } from './output.ts';
import { programOf } from './program.ts';

/** Faults that say themselves what to do about them; every other one is ours, and its stack is shown. */
const IN_WORDS = [
  'ConfigError',
  'IdentityMismatch',
  'LedgerTooNew',
  'LedgerUnreadable',
  'TooManyLeave',
  'DirectoryEmpty',
  'AwsError',
];

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
  if (error instanceof LedgerError) return ERRORS[error.code].exitCode;
  return error instanceof UserError ? error.exitCode : 1;
}

function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof LedgerError && error.code !== 'internal') return ledgerErrorWords(error);
  if (error instanceof AwsError && error.retryable)
    return `${error.fact} Check the way to AWS, then run it again.`;
  const known = error instanceof UserError || IN_WORDS.includes(error.name);
  return known ? error.message : (error.stack ?? error.message);
}
