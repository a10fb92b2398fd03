import { type Command, Option } from 'commander';
import { HYGIENE_KINDS } from '../core/hygiene/types.ts';
import { explained, looking, onLedger, printing, UNKNOWN } from './flags.ts';

/** `bedrock-ledger profiles hygiene`, `adopt` and `move` with their options. */

/** Of commands that make a plan. */
const planning = (command: Command) =>
  command
    .option('--dry-run', 'print the plan and keep nothing')
    .option('--yes', 'apply the plan at once, without asking');

export function addHygiene(profiles: Command): void {
  planning(
    looking(profiles.command('hygiene').description('profiles that want something, and what mends it')),
  )
    .addOption(new Option('--kind <kind>', 'only of this kind').choices([...HYGIENE_KINDS]))
    .option('--mend <what>', 'plan what mends a kind, a profile (ARN) or a place (account/Region)')
    .addHelpText(
      'after',
      explained(
        'Without --mend it only looks. With it a plan is kept, which "profiles apply" carries out.',
        'bedrock-ledger profiles hygiene --kind ownerLeft',
        'bedrock-ledger profiles hygiene --mend ownerLeft --dry-run',
      ),
    )
    .action(async (options) => (await import('./hygiene.ts')).hygiene(options));
  planning(
    printing(
      onLedger(
        profiles
          .command('adopt')
          .description('complete the tags of profiles that were made by hand or by a script'),
      ),
    ),
  )
    .argument('[arn]', 'one profile')
    .option('--all', 'all of them')
    .option('--user <email>', 'whose it is, where its tags do not say or say somebody unknown')
    .option('--cost-center <name>', 'what it is charged to from now on')
    .option('--unknown', UNKNOWN)
    .addHelpText(
      'after',
      explained(
        'Whose profiles are and what they are charged to is as the directory says it; what is there stays. A plan is kept, which "profiles apply" carries out.',
        'bedrock-ledger profiles adopt --all --dry-run',
        'bedrock-ledger profiles adopt ARN --user ann@example.com --dry-run',
      ),
    )
    .action(async (arn, options) => (await import('./hygiene.ts')).adopt(arn, options));
  planning(
    printing(
      onLedger(
        profiles
          .command('move')
          .description('plan what changes together where somebody has another address or cost center'),
      ),
    ),
  )
    .argument('<email>', 'any address of theirs')
    .option('--to-address <email>', 'the new one; left out: that of the directory')
    .option('--cost-center <name>', 'the new one')
    .option('--unknown', UNKNOWN)
    .addHelpText(
      'after',
      explained(
        'The tags of profiles and the attribute of IAM Identity Center change in an order that locks nobody out. What nothing here may do is a step for a person: "profiles plans confirm" says that it is done.',
        'bedrock-ledger profiles move ann@example.com --cost-center CC-1003 --dry-run',
        'bedrock-ledger profiles move ann@example.com --to-address ann.lee@example.com',
      ),
    )
    .action(async (email, options) => (await import('./hygiene.ts')).move(email, options));
}
