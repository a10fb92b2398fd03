import { parseDocument } from 'yaml';
import * as z from 'zod';
import type { WishTyped } from '../app/provisioning/plan.ts';
import { type Fault, Invalid } from '../core/errors.ts';
import { SPREADS } from '../core/provisioning/wish.ts';
import { tidy } from '../core/signs.ts';
import { textOf } from './textFile.ts';

/** A wish for profiles as a YAML file. */

const word = z.string('wishList').transform(tidy);
const words = z.array(word, 'wishList').default([]);
const flag = z
  .string('wishFlag')
  .regex(/^(true|false)$/i, 'wishFlag')
  .default('false')
  .transform((value) => value.toLowerCase() === 'true');

const WISH = z.strictObject(
  {
    people: z.strictObject(
      { addresses: words, groups: words, costCenters: words, everybody: flag },
      'wishPeople',
    ),
    models: words,
    /** `account/Region`; left out: all that are read. */
    places: words,
    spread: z.enum(SPREADS, 'wishSpread').default('each'),
    tags: z.record(z.string(), word, 'wishTags').default({}),
    removeOthers: flag,
  },
  'wishPeople',
);

/** Fields of the file, and below `people`. */
const FIELDS = {
  '': Object.keys(WISH.shape),
  people: ['addresses', 'groups', 'costCenters', 'everybody'],
} as const;

/** @throws UserError where it cannot be read; Invalid with every fault of what is in it */
export async function wishInFile(file: string): Promise<WishTyped> {
  const given = valueIn(await textOf(file, 'save it as UTF-8'));
  const read = WISH.safeParse(given);
  if (!read.success) throw new Invalid(read.error.issues.flatMap((issue) => faultsOf(issue, given)));
  const { people, ...rest } = read.data;
  return { ...people, ...rest };
}

/** Everything is text as it is written: cost center 0042 is no number, and 2026-11 no date. */
function valueIn(text: string): unknown {
  const document = parseDocument(text, { schema: 'failsafe' });
  const [wrong] = [...document.errors, ...document.warnings];
  if (wrong !== undefined) throw notYaml(wrong.message);
  try {
    return document.toJS();
  } catch (error) {
    // It grows without end by what it refers to.
    if (!(error instanceof ReferenceError)) throw error;
    throw notYaml(error.message);
  }
}

const notYaml = (message: string): Invalid =>
  new Invalid([{ field: 'file', key: 'wishYaml', value: message.split('\n')[0] ?? '' }]);

function faultsOf(issue: z.core.$ZodIssue, given: unknown): Fault[] {
  const path = issue.path.map(String);
  const field = path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const detail = path[0] === 'people' ? FIELDS.people : FIELDS[''];
    return issue.keys.map((key) => ({
      field: [...path, key].join('.'),
      key: 'wishField',
      value: key,
      detail: [...detail],
    }));
  }
  const value = path.reduce<unknown>(
    (at, key) => (at as Readonly<Record<string, unknown>> | null | undefined)?.[key],
    given,
  );
  const shown =
    value === undefined ? {} : { value: typeof value === 'string' ? value : JSON.stringify(value) };
  return [{ field: field === '' ? 'file' : field, key: issue.message, ...shown }];
}
