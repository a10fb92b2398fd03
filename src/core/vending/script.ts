import { LedgerError } from '../errors.ts';
import type { TagKeys } from '../estate.ts';
import type { FurtherTag } from './tags.ts';

/** What a company has set, as the lines at the top of the scripts that it hands out. Pure. */

export const SHELLS = ['bash', 'powershell'] as const;
export type Shell = (typeof SHELLS)[number];

export interface ScriptChoices {
  tagKeys: Pick<TagKeys, 'user' | 'costCenter'>;
  /** The first is the usual one. */
  regions: readonly string[];
  /** Ids of foundation models, `*` at the end for all that begin so; null: all. */
  models: readonly string[] | null;
  tags: readonly FurtherTag[];
}

const BEGIN = '# @constants@';
const END = '# @end@';

/**
 * A script with the lines between its two marks made for a company; the marks go.
 * @throws LedgerError where a value holds signs that a script cannot be trusted with in each encoding: all but printable ASCII
 */
export function scriptFor(shell: Shell, script: string, choices: ScriptChoices): string {
  const [before, rest] = script.split(`${BEGIN}\n`);
  const after = rest?.split(`${END}\n`)[1];
  if (before === undefined || after === undefined) throw new Error(`the script has no ${BEGIN} and ${END}`);
  const { tagKeys, regions, models } = choices;
  // The scripts hash them in this order, which is that of `makingOf`.
  const tags = choices.tags.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const values = tags.flatMap((tag, of) => (tag.values ?? []).map((value) => ({ of, value })));
  const line = LINES[shell];
  const lines = [
    line.one('USER_TAG', tagKeys.user),
    line.one('COST_CENTER_TAG', tagKeys.costCenter),
    line.several('REGIONS', regions),
    line.several('MODELS', models ?? []),
    line.several(
      'TAG_KEYS',
      tags.map(({ key }) => key),
    ),
    line.several(
      'TAG_REQUIRED',
      tags.map(({ required }) => (required ? 'required' : 'optional')),
    ),
    line.several(
      'TAG_VALUE_OF',
      values.map(({ of }) => String(of)),
    ),
    line.several(
      'TAG_VALUES',
      values.map(({ value }) => value),
    ),
  ];
  return `${before}${lines.join('\n')}\n${after}`;
}

interface Lines {
  one(name: string, value: string): string;
  several(name: string, values: readonly string[]): string;
}

const plain = (value: string): string => {
  if (/^[ -~]*$/.test(value)) return value;
  throw new LedgerError(
    'badRequest',
    `${JSON.stringify(value)} cannot stand in a script: use letters, digits, blanks and . _ : / = + @ - in vending.tags and tagKeys`,
  );
};
/** Nothing is special between single quotes but these themselves. */
const inBash = (value: string): string => `'${plain(value).replaceAll("'", `'\\''`)}'`;
const inPowerShell = (value: string): string => `'${plain(value).replaceAll("'", "''")}'`;
/** `USER_TAG` as PowerShell writes names. */
const pascal = (name: string): string =>
  name.toLowerCase().replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());

const LINES: Readonly<Record<Shell, Lines>> = {
  bash: {
    one: (name, value) => `${name}=${inBash(value)}`,
    several: (name, values) => `${name}=(${values.map(inBash).join(' ')})`,
  },
  powershell: {
    one: (name, value) => `$${pascal(name)} = ${inPowerShell(value)}`,
    several: (name, values) => `$${pascal(name)} = @(${values.map(inPowerShell).join(', ')})`,
  },
};
