import { type Command, InvalidArgumentError, Option } from 'commander';
import { isRegion } from '../core/regions.ts';
import { isCacheTtl } from '../core/usageWords.ts';

/** Options that several commands share, and how their values are read. */

export const whole = (min: number, max: number) => (text: string) => {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isInteger(value) || value < min || value > max)
    throw new InvalidArgumentError(`must be a whole number from ${min} to ${max}.`);
  return value;
};
export const positive = (text: string) => {
  const value = /^\d{1,7}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= 1_000_000)) throw new InvalidArgumentError('must be a number from 0 to 1000000.');
  return value;
};
export const region = (text: string) => {
  if (!isRegion(text)) throw new InvalidArgumentError('must be an AWS Region such as us-east-1.');
  return text;
};
export const lifetime = (text: string) => {
  if (!isCacheTtl(text)) throw new InvalidArgumentError('must be a time such as 5m or 1h.');
  return text;
};
export const oneOf = (flags: string, text: string, choices: string[], standard: string) =>
  new Option(flags, text).choices(choices).default(standard);

/** Of an option that may be given again and again. */
export const several = (value: string, before: readonly string[] = []) => [...before, value];

/** Options of everything that touches the ledger. */
export const onLedger = (command: Command) =>
  command
    .option('--db <file>', 'the ledger (SQLite file); default: the setting, else bedrock-ledger.db')
    .option('--config <file>', 'settings as YAML');
export const printing = (command: Command) => command.option('--json', 'print JSON');
/** Options of everything that only looks, row by row. */
export const looking = (command: Command) =>
  printing(onLedger(command)).option(
    '--as <email>',
    'look with the eyes of this person of the directory: only what they may see',
  );
