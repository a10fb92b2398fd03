import { parseDocument } from 'yaml';
import * as z from 'zod';
import type { WishTyped } from '../app/provisioning/plan.ts';
import { type Fault, Invalid } from '../core/errors.ts';
import { tidy } from '../core/signs.ts';
import { textOf } from './textFile.ts';

/** A wish for profiles as a YAML file. */

const word = z.union([z.string(), z.number()], 'wishList').transform((value) => tidy(String(value)));
const words = z.array(word, 'wishList').default([]);
const flag = z.boolean('wishFlag').default(false);

const WISH = z.strictObject(
  {
    people: z.strictObject(
      { addresses: words, groups: words, costCenters: words, everybody: flag },
      'wishPeople',
    ),
    models: words,
    /** `account/Region`; left out: all that are read. */
    places: words,
    spread: z.enum(['each', 'oneOf'], 'wishSpread').default('each'),
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
  const document = parseDocument(await textOf(file, 'save it as UTF-8'));
  const [wrong] = document.errors;
  if (wrong !== undefined)
    throw new Invalid([{ field: 'file', key: 'wishYaml', value: wrong.message.split('\n')[0] ?? '' }]);
  const read = WISH.safeParse(document.toJS());
  if (!read.success)
    throw new Invalid(read.error.issues.flatMap((issue) => faultsOf(issue, document.toJS())));
  const { people, ...rest } = read.data;
  return { ...people, ...rest };
}

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
