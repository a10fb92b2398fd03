import type { Command } from 'commander';
import { BEYOND, looking, onLedger, printing, several, UNKNOWN } from './flags.ts';

/** `bedrock-ledger profiles …` with its options. */

const SELF = 'your own, with AWS credentials of your own: no ledger, no server';

const OWN = `
With --self AWS is asked with the credentials at hand (environment, AWS_PROFILE, aws sso login …) under the self-service
policy, and no ledger is opened. You are who the tags of your IAM user or role say, else the name of your session; your
cost center is what these tags say, else your other profiles. Where neither says it, or both differ, give --user and
--cost-center letter by letter as your session has them.`;

/** Whose a profile is, which has to be said unless it is one's own. */
function needsOwner(options: object, command: Command): void {
  for (const { name, flags } of [
    { name: 'user', flags: '--user <email>' },
    { name: 'costCenter', flags: '--cost-center <name>' },
  ])
    if (!(name in options)) command.error(`error: required option '${flags}' not specified`);
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
    .addHelpText('after', OWN)
    .action(async (options, command) => {
      if (options.self) return (await import('./profilesSelf.ts')).list(options);
      onlyWithSelf('region', options, command);
      return (await import('./profiles.ts')).list(options);
    });
  printing(onLedger(profiles.command('create').description('get a profile for a person and a model')))
    .option('--user <email>', 'whose it is; needed unless it is your own (--self)')
    .option('--cost-center <name>', 'what it is charged to; needed unless it is your own (--self)')
    .requiredOption(
      '--model <id>',
      'foundation model or system profile, such as global.anthropic.claude-sonnet-4-6',
    )
    .option('--region <region>', 'default: the first of the settings; with --self that of AWS')
    .option('--account <id>')
    .option('--unknown', UNKNOWN)
    .option('--beyond', BEYOND)
    .option('--self', SELF)
    .option(
      '--tag <key=value>',
      'with --self: another tag that the company asks for; again for each',
      several,
    )
    .addHelpText('after', OWN)
    .action(async (options, command) => {
      if (options.self) return (await import('./profilesSelf.ts')).create(options);
      onlyWithSelf('tag', options, command);
      needsOwner(options, command);
      return (await import('./profiles.ts')).create(options);
    });
  onLedger(
    profiles.command('delete').description('delete a profile; whoever uses it is refused from then on'),
  )
    .argument('<arn>')
    .option('--yes', 'do not ask')
    .option('--self', SELF)
    .option('--user <email>', 'with --self: you, where AWS does not say it')
    .addHelpText('after', OWN)
    .action(async (arn, options, command) => {
      if (options.self) return (await import('./profilesSelf.ts')).remove(arn, options);
      onlyWithSelf('user', options, command);
      return (await import('./profiles.ts')).remove(arn, options);
    });
}
