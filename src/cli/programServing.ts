import type { Command } from 'commander';
import { OTHERS_SEE } from '../core/privacy.ts';
import { oneOf, onLedger, percent, positive, whole } from './flags.ts';

/** Commands that start something which stays: the server, the demo, the simulator. */

const world = (command: Command) =>
  command
    .option('--seed <n>', 'one seed, one world', whole(0, 2 ** 31), 1)
    .option('--users <n>', 'people in the simulated company', whole(1, 5000), 120)
    .option('--days <n>', 'days of history', whole(1, 455), 100)
    .option('--speed <n>', 'simulated seconds per real second', positive, 1)
    .addOption(oneOf('--discounts <state>', 'hidden discounts on some models', ['on', 'off'], 'on'))
    .addOption(oneOf('--tags <state>', 'cost allocation tags', ['active', 'inactive'], 'active'))
    .option('--one-hour-cache <percent>', 'share of cache writes kept for an hour', percent(0, 100), 5)
    .option('--oddities', 'what AWS does now and then: rarer spellings, a new geography, a holiday')
    .option('--throttle <percent>', 'share of requests that AWS throttles', percent(0, 90), 0);

export function addServing(program: Command): void {
  onLedger(program.command('serve').description('start the server and the scheduler'))
    .option('--port <n>', 'port on the loopback interface', whole(0, 65535))
    .option('--no-scheduler', 'serve pages only')
    .action(async (options) => (await import('./serve.ts')).serve(options));
  world(program.command('demo').description('look at it now: simulated AWS, a fresh ledger, the dashboard'))
    .option('--port <n>', 'port of the dashboard', whole(0, 65535), 8080)
    .option('--db <file>', 'where to keep the demo ledger; default: a new temporary file')
    .option('--tokens', 'print a token for the API for each role')
    .option('--approval', 'the owner of a cost center agrees before somebody gets a profile')
    .addOption(oneOf('--others-see <what>', 'what others see of a person', OTHERS_SEE, 'days'))
    .action(async (options) => (await (await import('./demoProgram.ts')).demoProgram()).demo(options));

  world(program.command('simulate').description('run the AWS simulator alone'))
    .option('--port <n>', 'port on the loopback interface', whole(0, 65535), 0)
    .option('--now <instant>', 'simulated time at the start, ISO 8601')
    .action(async (options) => (await import('./simulate.ts')).simulate(options));
}
