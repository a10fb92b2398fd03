import type { Command } from 'commander';
import type { RequestKind } from '../core/approvals.ts';
import { explained, looking, onLedger, printing } from './flags.ts';

/** `requests …` and `profiles requests …`: what somebody has to agree to, and `budgets ask`. */

/** @param kind only requests of it; of every kind unless given */
export function addRequests(requests: Command, kind?: RequestKind): void {
  const of = () => import('./requests.ts');
  const listed = kind === undefined ? 'requests list' : 'profiles requests list';
  looking(requests.command('list').description('requests, newest first'))
    .option('--open', 'only those that wait for an answer')
    .action(async (options) => (await of()).list(options, kind));
  const answering = (name: string, text: string) =>
    printing(onLedger(requests.command(name).description(text))).argument('<id>', `see "${listed}"`);
  const approving = answering(
    'approve',
    kind === undefined
      ? 'agree to a request; a profile is made, a budget raised at once'
      : 'agree to a request; the profile is made at once',
  ).option('--reason <text>', 'why, for whoever asked and the audit log');
  if (kind === undefined)
    approving
      .option(
        '--amount <usd>',
        'of more budget: grant so much more in each period, instead of what was asked',
      )
      .option('--until <day>', 'of more budget: its last day (YYYY-MM-DD, UTC), instead of what was asked');
  approving
    .addHelpText(
      'after',
      explained('Exit codes: 0 made or granted, 1 failed, 2 wrong usage, 3 approved and not made yet.'),
    )
    .action(async (id, options) => (await of()).approve(id, options));
  answering('decline', 'decline a request; whoever asked is told why')
    .requiredOption('--reason <text>', 'why, for whoever asked and the audit log')
    .action(async (id, options) => (await of()).decline(id, options));
  answering('withdraw', 'take a request back that waits').action(async (id, options) =>
    (await of()).withdraw(id, options),
  );
}

/** `budgets ask`: for somebody who runs short. */
export function addAsking(budgets: Command): void {
  printing(onLedger(budgets.command('ask').description('ask for more of somebody\u2019s budget, for a time')))
    .argument('<email>', 'whose budget runs short')
    .argument('<usd>', 'so much more in each period')
    .requiredOption('--reason <text>', 'why: whoever decides reads it')
    .option('--budget <period>', 'which of their budgets: month, week, "month vendor:anthropic"', 'month')
    .option(
      '--until <when>',
      'period (its end), next (the end of the next), or a last day as YYYY-MM-DD; UTC',
      'period',
    )
    .addHelpText(
      'after',
      explained(
        'Whoever has to agree is asked by e-mail and on the page of requests. Raising a budget without being asked: "budgets raise".',
      ),
    )
    .action(async (email, amount, options) => (await import('./budgetsAsk.ts')).ask(email, amount, options));
}
