import type { Command } from 'commander';
import { explained, onLedger, printing, several, whole } from './flags.ts';

/** Commands that are about the ledger as a whole: whether its log holds, and copies of it. */

const VERIFIES = `
Exit codes: 0 it holds, 1 an entry does not, 3 something cannot be told. Without --head, entries that were cut off at the
end and a chain that was written anew as a whole are not noticed: keep what "audit head" prints where whoever can write to
the ledger cannot.`;

const RESTORES = `
Stop the server first. The ledger in place is kept beside it (….replaced-…). Everybody signs in again; tokens that were
revoked since stay revoked; messages that were still to be sent when the copy was made are not sent by themselves.`;

export function addLedger(program: Command): void {
  const audit = program.command('audit').description('whether the audit log is what was written');
  printing(onLedger(audit.command('verify').description('walk along the chain of its digests')))
    .option(
      '--head <file|digest>',
      'hold it against a head that was kept: a file of "audit head", or a digest',
    )
    .option(
      '--key <key>',
      'a public key that is trusted beside that of the settings; again for each',
      several,
    )
    .addHelpText('after', explained(VERIFIES))
    .action(async (options) => (await import('./audit.ts')).verify(options));
  onLedger(
    audit.command('head').description('print its last entry and digest as JSON, to be kept elsewhere'),
  ).action(async (options) => (await import('./audit.ts')).head(options));

  printing(onLedger(program.command('backup').description('copy the ledger, also while the server runs')))
    .argument('[file]', 'the copy; default: a name with the time, beside the ledger')
    .option('--to <folder>', 'into this folder, under a name with the time')
    .option('--keep <n>', 'remove older copies of that folder but so many', whole(1, 10_000))
    .option('--force', 'replace a file of that name')
    .action(async (file, options) => (await import('./backup.ts')).backup(file, options));

  printing(onLedger(program.command('restore').description('bring a copy back in the place of the ledger')))
    .argument('<file>', 'the copy')
    .option('--yes', 'do not ask')
    .option('--force', 'also a copy of another payer, and in the place of a ledger that cannot be read')
    .addHelpText('after', explained(RESTORES))
    .action(async (file, options) => (await import('./restore.ts')).restore(file, options));
}
