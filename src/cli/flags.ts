import { type AddHelpTextContext, type Command, InvalidArgumentError, Option } from 'commander';
import { GROUPS, GROUPS_FAULT, readGroups, type SpendGroup } from '../core/questions.ts';
import { isRegion } from '../core/regions.ts';
import { tidy } from '../core/signs.ts';
import { figures, readPercent, readWhole } from '../core/typedNumbers.ts';
import { isCacheTtl } from '../core/usageWords.ts';
import { wholeWords } from '../core/valueWords.ts';
import { UserError } from './output.ts';

/** Options that several commands share, and how their values are read. */

const by = (read: typeof readWhole) => (min: number, max: number) => (text: string) => {
  const value = read(text, min, max);
  if (value === null) throw new InvalidArgumentError(`${wholeWords(min, max)}.`);
  return value;
};
export const whole = by(readWhole);
export const percent = by(readPercent);
export const positive = (typed: string) => {
  const text = figures(typed);
  const value = /^\d{1,7}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= 1_000_000)) throw new InvalidArgumentError('must be a number from 0 to 1000000.');
  return value;
};
export const region = (typed: string) => {
  const text = tidy(typed);
  if (!isRegion(text)) throw new InvalidArgumentError('must be an AWS Region such as us-east-1.');
  return text;
};
export const lifetime = (text: string) => {
  if (!isCacheTtl(text)) throw new InvalidArgumentError('must be a time such as 5m or 1h.');
  return text;
};
export const oneOf = (flags: string, text: string, choices: readonly string[], standard: string) =>
  new Option(flags, text).choices(choices).default(standard);

/** What names files: a folder may be called as it likes. */
const FILES: ReadonlySet<string> = new Set([
  'file',
  'db',
  'config',
  'policy',
  'scp',
  'boundary',
  'to',
  'head',
]);

/** Arguments and options as every way in reads what is typed, before the command sees them. */
export function tidyArguments(command: Command): void {
  const read = <T>(name: string, value: T): T =>
    FILES.has(name) ? value : ((typeof value === 'string' ? tidy(value) : value) as T);
  const each = (name: string, value: unknown): unknown =>
    Array.isArray(value) ? value.map((one) => read(name, one)) : read(name, value);
  command.processedArgs = command.processedArgs.map((value, at) =>
    each(command.registeredArguments[at]?.name() ?? '', value),
  );
  for (const [name, value] of Object.entries(command.opts()))
    command.setOptionValueWithSource(name, each(name, value), command.getOptionValueSource(name));
}

/** Of an option that may be given again and again. */
export const several = (value: string, before: readonly string[] = []) => [...before, value];

/** What `--tag KEY=VALUE` gave, each again and again. @throws UserError where one is none, or a key is given twice */
export function tagsIn(pairs: readonly string[] = []): Record<string, string> {
  const tags = new Map<string, string>();
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1) throw new UserError(`--tag: "${pair}": it must be KEY=VALUE`, 'badRequest');
    const key = pair.slice(0, at).trim();
    if (tags.has(key)) throw new UserError(`--tag: "${key}" is given twice`, 'badRequest');
    tags.set(key, pair.slice(at + 1).trim());
  }
  return Object.fromEntries(tags);
}

export const BEYOND = 'also where the person has as many as the settings allow (allowances)';
export const UNKNOWN = 'also where nothing is known here of that name yet';

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

/** What stands under the options in a help, as wide as the terminal is. @param examples what to paste: as it is, below it */
export const explained =
  (text: string, ...examples: readonly string[]) =>
  ({ command }: AddHelpTextContext): string => {
    const width = command.configureOutput().getOutHelpWidth?.() ?? 80;
    const said = command.createHelp().boxWrap(text.trim().replaceAll('\n', ' '), width);
    const shown = examples.length === 0 ? [] : ['', 'Examples:', ...examples.map((one) => `  ${one}`)];
    return ['', said, ...shown].join('\n');
  };

/** What the rows of spend are of: one dimension, or two. */
export const groupsOption = (): Option =>
  new Option(
    '--group-by <what>',
    `rows of the table: one of ${GROUPS.join(', ')}, or two of them, such as model,day`,
  )
    .default(['user'] satisfies SpendGroup[], 'user')
    .argParser((text) => {
      const groups = readGroups(text);
      if (groups === null) throw new InvalidArgumentError(`${GROUPS_FAULT}.`);
      return groups;
    });
