import type { Command } from 'commander';
import { Option } from 'commander';
import { STEP_STATES } from '../core/provisioning/plans.ts';
import { explained, looking, onLedger, printing, region, several, whole } from './flags.ts';

/** `bedrock-ledger profiles plan`, `apply` and `plans …` with their options. */

const wishing = (command: Command) =>
  printing(onLedger(command))
    .option('--file <file>', 'the wish as YAML: people, models, places, spread, tags, removeOthers')
    .option('--user <email>', 'for this person; can be given again and again', several)
    .option('--group <name>', 'for whoever is in this group of the directory; again and again', several)
    .option('--cost-center <name>', 'for whoever belongs to this cost center; again and again', several)
    .option('--everybody', 'for everybody in the directory who has not left')
    .option('--model <id>', 'system profile or model; again and again', several)
    .option('--account <id>', 'in this account; again and again; all that are read by default', several)
    .option(
      '--region <region>',
      'in this Region; again and again; all that are read by default',
      (text: string, before: readonly string[] = []) => [...before, region(text)],
    )
    .option('--one-of', 'one of each model, wherever there is room, in the order of the places')
    .addOption(
      new Option(
        '--lacking',
        'one of each model for whoever has none of it anywhere, by whatever route',
      ).conflicts('oneOf'),
    )
    .option('--tag <key=value>', 'a further tag of all of them; again and again', several)
    .option('--remove-others', 'delete what else was made here for these people in these places');

const ALL = 'print every row';
const SEEN = 'see "profiles plans list"';

export function addPlans(profiles: Command): void {
  wishing(profiles.command('plan').description('what it takes to have these people × models × places'))
    .option('--save', 'keep it, to be applied from here or from the page')
    .option('--all', ALL)
    .addHelpText(
      'after',
      explained(
        'It changes nothing: it lists what would be created, tagged and deleted, what is there already, and what is refused and why. A file says the same as options; both together add up.',
        'bedrock-ledger profiles plan --group developers --model amazon.nova-pro-v1:0',
        'bedrock-ledger profiles plan --file plan.yaml --json',
      ),
    )
    .action(async (options) => (await import('./plans.ts')).plan(options));
  printing(
    onLedger(
      profiles
        .command('apply')
        .description('do what a plan says, step by step; can be interrupted and resumed'),
    ),
  )
    .argument('[id]', 'a plan that was kept')
    .option('--file <file>', 'plan by this file, then apply it')
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      explained(
        'Interrupted, it goes on where it was when it is called again, or where a server runs; what failed is tried again, and what is as it should be is left alone. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 some steps failed.',
        'bedrock-ledger profiles apply ID',
        'bedrock-ledger profiles apply --file plan.yaml --yes',
      ),
    )
    .action(async (id, options) => (await import('./plans.ts')).apply(id, options));
  const plans = profiles.command('plans').description('plans that were kept');
  printing(onLedger(plans.command('list').description('all plans, newest first'))).action(async (options) =>
    (await import('./plans.ts')).list(options),
  );
  looking(plans.command('show').description('one plan, and what became of its steps'))
    .argument('<id>', SEEN)
    .addOption(new Option('--state <state>', 'only steps in this state').choices([...STEP_STATES]))
    .option('--all', ALL)
    .action(async (id, options) => (await import('./plans.ts')).show(id, options));
  const changing = (name: string, description: string) =>
    printing(onLedger(plans.command(name).description(description)))
      .argument('<id>', SEEN)
      .option('--reason <text>', 'why, for the audit log');
  changing('stop', 'do no further step of it; what is done stays').action(async (id, options) =>
    (await import('./plans.ts')).stop(id, options),
  );
  changing('discard', 'forget a plan that was never applied').action(async (id, options) =>
    (await import('./plans.ts')).discard(id, options),
  );
  changing('confirm', 'say of a step that somebody did it by hand')
    .argument('<step>', 'its number', whole(1, 20_000))
    .action(async (id, step, options) => (await import('./plans.ts')).confirm(id, step, options));
}
