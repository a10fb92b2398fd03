import { Argument, type Command, Option } from 'commander';
import { CLOSED } from '../core/policies/actions.ts';
import { POLICY_KINDS } from '../core/policies/generate.ts';
import { GUARD_PARTS } from '../core/policies/guard.ts';
import { TARGETS } from '../core/policies/limits.ts';
import { SERVICE_PARTS } from '../core/policies/service.ts';
import { FORMATS } from '../core/policies/textOf.ts';
import { PARTITIONS } from '../core/regions.ts';
import { SHELLS } from '../core/vending/script.ts';
import { explained, oneOf, onLedger, printing, region, several, whole } from './flags.ts';

/** `bedrock-ledger policies …` with its options. */

const PRINTED = `
Kinds: invoke (people: their own profiles, models only through them), self-service (people make their own profiles),
guard (an SCP that binds everybody but an exemption list), service (the role of Bedrock Ledger), trust (of that role).
Lists have commas. What is left out is as the settings have it; routes to other Regions come from the ledger, or AWS.
Closed, and opened by --open: ${CLOSED.join(', ')}.`;

export function addPolicies(policies: Command): void {
  onLedger(policies.command('print').description('print a policy, and nothing else'))
    .addArgument(new Argument('<kind>', 'which policy').choices(POLICY_KINDS))
    .option('--account <ids>', 'accounts with profiles; "own": the account of whoever calls')
    .option('--region <regions>', 'Regions that are called')
    .addOption(new Option('--partition <name>', 'default: that of the Regions').choices(PARTITIONS))
    .option('--model <ids>', 'foundation models, * at the end for all that begin so; default: all')
    .option('--geography <names>', 'in-region, us, eu, jp, …, global; default: all of the Regions but global')
    .option('--user-tag <key>', 'tag that names a person; default: tagKeys.user, UserEmail')
    .option('--cost-center-tag <key>', 'default: tagKeys.costCenter, CostCenter')
    .option('--profile-tag <key>', 'tag that names a profile on the bill; default: tagKeys.profile')
    .option('--self-service', 'people make, tag and delete their profiles themselves (as set by default)')
    .option('--no-self-service', 'they do not, and the guard lets nobody do it but the exemptions')
    .option('--shared', 'people may call profiles that their cost center shares (as set by default)')
    .option('--no-shared', 'they may not')
    .option('--no-enforcement', 'without the denial of profiles that are over their budget')
    .option('--open <actions>', 'of the actions that are closed, these')
    .option('--tier <names>', 'only these service tiers: default, flex, priority, reserved')
    .option('--exempt <PATTERN;OWNER;REASON...>', 'a role that the guard does not bind')
    .addOption(new Option('--for <place>', 'where it is put').choices(TARGETS))
    .option('--without <parts>', `of the service: ${SERVICE_PARTS.join(', ')}`)
    .addOption(
      new Option('--part <part>', 'of the guard, where one policy does not hold both').choices(GUARD_PARTS),
    )
    .option('--principal <arn>', 'of the trust policy: the role that takes this one on')
    .option('--external-id <word>', 'of the trust policy')
    .addOption(oneOf('--format <format>', 'as what', [...FORMATS], 'json'))
    .option('--sentences', 'say on stderr what each statement does')
    .addHelpText('after', explained(PRINTED))
    .action(async (kind, options) => (await import('./policiesPrint.ts')).print(kind, options));
  addScript(policies);
  addExplain(policies);
  printing(
    onLedger(
      policies
        .command('audit')
        .description('who would have been denied in the last days by the printed invoke policy and guard'),
    ),
  )
    .option('--days <n>', 'how many days to look back', whole(1, 90), 14)
    .option('--cloudtrail', 'ask CloudTrail for the names of callers; free, and slow for many calls')
    .option('--csv', 'print CSV')
    .action(async (options) => (await import('./policiesAudit.ts')).audit(options));
  addProve(policies);
}

const SCRIPTED = `
It makes, lists and deletes the profiles of whoever runs it, and prints their settings, under the policy that "policies
print self-service" prints. What is left out is as the settings have it: tagKeys, regions, policies.models, vending.tags.
Nothing is asked and no ledger opened.`;

function addScript(policies: Command): void {
  policies
    .command('script')
    .description('print a script by which people get profiles with the AWS CLI, without a server')
    .option('--config <file>', 'settings as YAML')
    .addOption(oneOf('--shell <shell>', 'for which', [...SHELLS], 'bash'))
    .option('--region <regions>', 'Regions with profiles, the usual one first; with commas')
    .option('--model <ids>', 'models that it offers, * at the end for all that begin so; with commas')
    .option('--user-tag <key>', 'tag that names a person; default: tagKeys.user, UserEmail')
    .option('--cost-center-tag <key>', 'default: tagKeys.costCenter, CostCenter')
    .addHelpText('after', explained(SCRIPTED))
    .action(async (options) => (await import('./policiesScript.ts')).script(options));
}

const EXPLAINED = `
A file holds a policy as JSON, or an answer of AWS with one in it; - reads standard input. Exit codes: 0 it could say,
3 it cannot say; with --expect 0 as expected, 1 otherwise.`;

function addExplain(policies: Command): void {
  printing(
    onLedger(policies.command('explain').description('whether policies allow a call, by what and why')),
  )
    .requiredOption('--policy <file>', 'a policy of the caller; again for each', several)
    .option(
      '--scp <files>',
      'service control policies of one level, with commas; again for each level',
      several,
    )
    .option('--boundary <file>', 'the permissions boundary of the caller')
    .option('--as <tags>', 'tags of the caller: UserEmail=a@example.com,CostCenter=1')
    .option('--principal <arn>', 'the role or user that calls; default: a role of the account that is called')
    .requiredOption('--do <action>', 'such as bedrock:InvokeModel; also bedrock:Converse')
    .option('--on <arn>', 'what is called, tagged or deleted')
    .option('--region <region>', 'the Region that is called; default: that of the ARN', region)
    .option('--tags <tags>', 'tags that it carries; default: those of the ledger, else none')
    .option('--request-tags <tags>', 'tags that the request gives')
    .option('--untag <keys>', 'keys of tags that the request takes off')
    .option(
      '--destination <arn>',
      'a model behind the profile; again for each; default: by the ledger',
      several,
    )
    .option('--source <arn>', 'what a new profile copies')
    .option('--context <key=value>', 'another condition key; without a value: it is not there', several)
    .option('--with-aws', 'ask the policy simulator of AWS as well, and say where it disagrees')
    .addOption(new Option('--expect <decision>', 'for scripts').choices(['allowed', 'denied']))
    .addHelpText('after', explained(EXPLAINED))
    .action(async (options) => (await import('./policiesExplain.ts')).explain(options));
}

function addProve(policies: Command): void {
  printing(
    onLedger(
      policies
        .command('prove')
        .description('ask AWS itself, with throw-away profiles in one account; costs some cents'),
    ),
  )
    .option('--live', 'do it: without this word nothing is asked')
    .requiredOption('--account <id>', 'the account, one of the settings')
    .requiredOption('--region <region>', 'the Region, one of the settings', region)
    .requiredOption('--model <id>', 'a foundation model that answers text; a cheap one is enough')
    .requiredOption(
      '--role-arn <arn>',
      "a role in that account with people's policy, which the role of Bedrock Ledger may take on with session tags",
    )
    .option('--geo <name>', 'geography whose profile is copied; default: the first that the Region has')
    .option('--patience <minutes>', 'how long a tag is waited for', whole(1, 25), 15)
    .option('--yes-it-costs', 'do not ask')
    .action(async (options) => (await import('./policiesProve.ts')).prove(options));
}
