import type { Command } from 'commander';
import { BEYOND, explained, looking, onLedger, printing, several, UNKNOWN } from './flags.ts';
import { addHygiene } from './programHygiene.ts';
import { addPlans } from './programPlans.ts';
import { addRequests } from './programRequests.ts';
import { addRollOver, addSettings } from './programSettings.ts';

/** `bedrock-ledger profiles …` with its options. */

const SELF = 'your own, with AWS credentials of your own: no ledger, no server';

const OWN = `
With --self AWS is asked with the credentials at hand (environment, AWS_PROFILE, aws sso login …) under the self-service
policy, and no ledger is opened. You are who the tags of your IAM user or role say, else the name of your session; your
cost center is what these tags say, else your other profiles. Where neither says it, or both differ, give --user and
--cost-center letter by letter as your session has them.`;

/** Whose a profile is, which has to be said unless it is one's own. */
function needsOwner(options: object, command: Command): void {
  if (!('user' in options || 'shared' in options))
    command.error("error: required option '--user <email>' not specified, or --shared");
}

/** What would say nothing otherwise is refused. */
function onlyWithSelf(name: string, options: object, command: Command): void {
  if (name in options) command.error(`error: option '--${name}' goes with --self`);
}

export function addProfiles(profiles: Command): void {
  looking(profiles.command('list').description('all profiles'))
    .option('--user <email>', 'only of this person')
    .option('--self', SELF)
    .option('--region <regions>', 'with --self: where to look, with commas')
    .addHelpText('after', explained(OWN))
    .action(async (options, command) => {
      if (options.self) return (await import('./profilesSelf.ts')).list(options);
      onlyWithSelf('region', options, command);
      return (await import('./profiles.ts')).list(options);
    });
  printing(onLedger(profiles.command('create').description('get a profile for a person and a model')))
    .option(
      '--user <email>',
      'address, or a name that one person in the directory has; not needed with --self',
    )
    .option('--shared', 'instead of --user: the people of the cost center share it (vending.shared)')
    .option('--cost-center <name>', 'that of the directory unless given; with --self that of your session')
    .requiredOption(
      '--model <id>',
      'system profile, foundation model, or its name: global.anthropic.claude-sonnet-4-6, "Claude Sonnet 4.6"',
    )
    .option('--geography <route>', 'where the model has several: in-region, us, eu, jp, …, global')
    .option('--region <region>', 'the first of the settings unless given; with --self that of AWS')
    .option('--account <id>', 'the first of the settings unless given')
    .option('--tag <key=value>', 'a further tag (vending.tags); again for each', several)
    .option('--reason <text>', 'for the audit log')
    .option('--unknown', UNKNOWN)
    .option('--beyond', BEYOND)
    .option('--self', SELF)
    .addHelpText(
      'after',
      explained(
        `Asking twice makes one profile. ${OWN.trim()}`,
        'bedrock-ledger profiles create --user ann@example.com --model "Claude Opus 5"',
        'bedrock-ledger profiles create --self --model us.anthropic.claude-sonnet-4-6',
      ),
    )
    .action(async (options, command) => {
      if (options.self && options.shared) command.error("error: option '--shared' does not go with --self");
      if (options.self) return (await import('./profilesSelf.ts')).create(options);
      needsOwner(options, command);
      return (await import('./profiles.ts')).create(options);
    });
  printing(
    onLedger(
      profiles.command('delete').description('delete a profile; whoever uses it is refused from then on'),
    ),
  )
    .argument('<arn>', 'see "profiles list"')
    .option('--yes', 'do not ask')
    .option('--self', SELF)
    .option('--user <email>', 'with --self: you, where AWS does not say it')
    .addHelpText('after', explained(OWN))
    .action(async (arn, options, command) => {
      if (options.self) return (await import('./profilesSelf.ts')).remove(arn, options);
      onlyWithSelf('user', options, command);
      return (await import('./profiles.ts')).remove(arn, options);
    });
  addPlans(profiles);
  addHygiene(profiles);
  addRollOver(profiles);
  addSettings(profiles);
  addRequests(profiles.command('requests').description('profiles that somebody has to agree to'), 'profile');
}
