import type { Command } from 'commander';
import { expect, it } from 'vitest';
import { programOf } from '../../src/cli/program.ts';
import { ioOf } from './setup.ts';

/** What `--help` of every command says, and that machines can read every command that tells something. */

/** Commands that print no JSON, and why. */
const NO_JSON: Readonly<Record<string, string>> = {
  demo: 'it serves until it is stopped',
  simulate: 'it serves until it is stopped',
  serve: 'it serves until it is stopped',
  'policies print': 'prints the policy itself, in a format of its own',
  'policies script': 'prints the script itself',
  me: 'one line, in a format of its own',
  migrate: 'says what it did',
  ...Object.fromEntries(
    ['budgets import', 'rates set', 'rates remove', 'alerts resend', 'audit head'].map((name) => [
      name,
      'says in a line that it did what it was told',
    ]),
  ),
  'people data': 'prints JSON whatever is said: it is a file to hand to somebody',
  'tokens create': 'prints the secret alone',
  'tokens revoke': 'says that it did what it was told',
};

const commandsOf = (command: Command, before = ''): [string, Command][] =>
  command.commands.flatMap((one): [string, Command][] => {
    const name = `${before}${one.name()}`;
    return one.commands.length > 0 ? [[name, one], ...commandsOf(one, `${name} `)] : [[name, one]];
  });

/** As it is printed, with what stands under the options. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => 80,
  });
  command.outputHelp();
  return text;
}

it('every help fits 80 columns', () => {
  const all = commandsOf(programOf(ioOf()));
  expect(all.length).toBeGreaterThan(60);
  const wide = all.flatMap(([name, command]) =>
    helpOf(command)
      .split('\n')
      // A word that is longer cannot be broken, and `me` has a help of its own.
      .filter((line) => line.length > 80 && line.trim().includes(' ') && name !== 'me')
      .map((line) => `${name}: ${line}`),
  );
  expect(wide).toEqual([]);
});

it('every command that tells something can tell it as JSON', () => {
  const without = commandsOf(programOf(ioOf()))
    .filter(
      ([, { commands, options }]) => commands.length === 0 && !options.some(({ long }) => long === '--json'),
    )
    .map(([name]) => name);
  expect(without.sort()).toEqual(Object.keys(NO_JSON).sort());
});
