import type { Context } from 'hono';
import * as z from 'zod';
import type {} from 'zod-openapi';
import { LedgerError } from '../../core/errors.ts';
import { didYouMean, nearest } from '../../core/nearest.ts';
import {
  dayOf,
  FIRST_DAY,
  monthOf,
  monthRange,
  PeriodError,
  parseDay,
  parseMonth,
  parseRange,
} from '../../core/periods.ts';
import { GROUPS, GROUPS_FAULT, readGroups } from '../../core/questions.ts';
import { tidy } from '../../core/signs.ts';
import { readAccount, readWhole } from '../../core/typedNumbers.ts';
import { type DayRange, type Month, TOKEN_KINDS, UNALLOCATED_REASONS } from '../../core/types.ts';
import { wholeWords } from '../../core/valueWords.ts';
import { GROUPINGS } from './charges.ts';

/** What may stand in the query of an API address, and how it is read: strictly, one fault named at a time. */

/** A fault of the caller, answered with the field and the reason. */
const badRequest = (field: string, reason: string) => new LedgerError('badRequest', reason, { field });

const KINDS = [...TOKEN_KINDS, 'other', 'unknown'] as const;

/** What a reader of days or months says of what it cannot read becomes the fault of the field. */
const readBy = (read: (text: string) => string) => (text: string, context: z.RefinementCtx) => {
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof PeriodError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    return z.NEVER;
  }
};
const day = z.string().transform(readBy(parseDay)).meta({ format: 'date' });
/** A whole number; the description of the API says so, where JSON Schema would see but its digits. */
export const whole = (min: number, max: number, standard: number, description: string) => {
  return z
    .string()
    .transform((text, context) => {
      const value = readWhole(text, min, max);
      if (value === null) context.addIssue({ code: 'custom', message: wholeWords(min, max) });
      return value ?? z.NEVER;
    })
    .prefault(String(standard))
    .meta({
      description,
      override: ({ jsonSchema }) => {
        Object.assign(jsonSchema, { type: 'integer', minimum: min, maximum: max, default: standard });
      },
    });
};
const text = z
  .string()
  .max(300, 'is longer than 300 characters')
  .regex(/^\P{Cc}*$/u, 'holds a control character')
  .overwrite(tidy);
/** One value or several, any of which fits; an empty one means "has none". */
const values = <T extends z.ZodType>(type: T, description: string) =>
  z.array(type).optional().describe(`${description} Repeat it for any of several; empty: has none.`);
/** One of these words. */
export const oneOf = <const T extends readonly [string, ...string[]]>(words: T) =>
  z.enum(words, `must be one of ${words.join(', ')}`);
/** What a reader understands. @param read null: it is none of those */
export const readWord = <T>(read: (text: string) => T | null, fault: string, description: string) =>
  text
    .transform((typed, context) => {
      const value = read(typed);
      if (value === null) context.addIssue({ code: 'custom', message: fault });
      return value ?? z.NEVER;
    })
    .optional()
    .describe(description);
export const word = (description: string) => text.optional().describe(description);

/** A day that may be left out. */
export const dayWord = (description: string) => day.optional().meta({ description, format: 'date' });

/** Which part of a long list: `limit` rows from `offset` on. */
export const pageQuery = (standard: number) => ({
  limit: whole(1, 10_000, standard, 'Rows of this part of the list.'),
  offset: whole(0, 999_999_999, 0, 'Rows before it: what `nextOffset` of the part before said.'),
});
/** Of what is shown by month; the running one unless given. Read it by `rangeOfMonth`. */
export const monthQuery = {
  month: z
    .string()
    .transform(readBy(parseMonth))
    .optional()
    .meta({ description: 'YYYY-MM, UTC; the running month unless given.', format: 'year-month' }),
};
export const rangeQuery = {
  start: z
    .string('is missing: the first day, YYYY-MM-DD (UTC)')
    .pipe(day)
    .meta({ description: 'The first day, UTC.', format: 'date' }),
  endExclusive: z
    .string('is missing: the day after the last, YYYY-MM-DD (UTC)')
    .pipe(day)
    .meta({ description: 'The day after the last, UTC.', format: 'date' }),
};
const filters = {
  costCenter: values(text, 'Cost centers.'),
  user: values(text, 'E-mail addresses.'),
  model: values(text, 'Foundation model ids.'),
  profile: values(text, 'ARNs of inference profiles.'),
  account: values(
    text.overwrite((typed) => readAccount(typed) ?? typed),
    'AWS accounts.',
  ),
  day: values(day, 'Days.'),
  tokenKind: values(oneOf(KINDS), 'Kinds of tokens.'),
};
export const spendQuery = {
  ...rangeQuery,
  groupBy: z
    .string()
    .transform((typed, context) => {
      const groups = readGroups(typed);
      if (groups === null) context.addIssue({ code: 'custom', message: GROUPS_FAULT });
      return groups ?? z.NEVER;
    })
    .prefault('user')
    .meta({
      description: 'What the rows are of: one dimension, or two divided by a comma, such as `model,day`.',
      override: ({ jsonSchema }) => {
        const one = `(${GROUPS.join('|')})`;
        Object.assign(jsonSchema, { type: 'string', pattern: `^${one}(,${one})?$`, default: 'user' });
      },
    }),
  basis: oneOf(['best', 'billed', 'estimated'])
    .default('best')
    .describe('`best`: the bill where it counts, else the estimate; or only one of the two.'),
  ...pageQuery(1000),
  ...filters,
};
export const linesQuery = {
  ...rangeQuery,
  ...pageQuery(1000),
  ...filters,
  region: values(text, 'AWS Regions.'),
  reason: values(
    z.enum(['', ...UNALLOCATED_REASONS], `must be empty or one of ${UNALLOCATED_REASONS.join(', ')}`),
    'Why nobody owns a row.',
  ),
};
export const chargesQuery = {
  ...rangeQuery,
  grouping: oneOf(GROUPINGS)
    .default('line')
    .describe('Which view of the bill; they are compared, never added.'),
  ...pageQuery(1000),
};
/** Whether there is such an instant: what reads dates takes 30 February for 2 March. */
function exists(text: string): boolean {
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text.slice(0, 19).replace('Z', ''));
}
export const instantWord = (description: string) =>
  z
    .string()
    .regex(
      /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,3})?Z)?$/,
      'must be a day, YYYY-MM-DD, or an instant, YYYY-MM-DDThh:mm:ssZ (UTC)',
    )
    .refine(exists, 'is no day or instant that there is')
    .transform((text) => new Date(text).toISOString())
    .optional()
    .describe(description);
export const auditQuery = {
  limit: whole(1, 10_000, 1000, 'Entries at most.'),
  before: z
    .string()
    .regex(/^\d{1,15}$/, 'must be the id of an entry: what nextBefore said')
    .transform(Number)
    .optional()
    .describe('Only entries older than the one with this id: what `nextBefore` said.'),
  subject: word('What was changed, letter by letter, as entries name it: `user:ann@example.com`.'),
  actor: word('Who did it, letter by letter.'),
  action: word(
    'An action, or what stands before its point: `budget` means `budget.set` and `budget.remove`.',
  ),
  from: instantWord('From this day or instant on, UTC.'),
  to: instantWord('Before this day or instant, UTC.'),
  text: word('What stands anywhere in who, what, why, before or after.'),
};

/** Filters that were given, by the store's names. */
export const givenFilters = (filter: Readonly<Record<string, readonly string[] | undefined>>) =>
  Object.fromEntries(Object.entries(filter).filter(([, values]) => values !== undefined));

/** Query of an address by a schema whose arrays may be repeated. Throws a `badRequest` that names the field. */
export function readQuery<T extends z.ZodObject>(c: Context, schema: T): z.output<T> {
  const query = new URL(c.req.url).search.slice(1);
  const given = new Map<string, string[]>();
  for (const part of query.split('&').filter((one) => one !== '')) {
    const [name = '', value = ''] = splitAtFirst(part).map(decode);
    given.set(name, [...(given.get(name) ?? []), value]);
  }
  const read = new Map<string, string | string[]>();
  for (const [name, all] of given) {
    if (!Object.hasOwn(schema.shape, name))
      throw badRequest(
        name,
        `is no parameter of this address${didYouMean(nearest(name, Object.keys(schema.shape))).replace(/^ /, '. ')}`,
      );
    const repeatable = isRepeatable(schema.shape[name]);
    if (!repeatable && all.length > 1) throw badRequest(name, `is given ${all.length} times: give it once`);
    read.set(name, repeatable ? all : (all[0] ?? ''));
  }
  const parsed = schema.safeParse(Object.fromEntries(read));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw badRequest(String(issue?.path[0] ?? 'query'), issue?.message ?? 'is not valid');
}

const isRepeatable = (type: unknown): boolean =>
  type instanceof z.ZodOptional && type.unwrap() instanceof z.ZodArray;

function splitAtFirst(part: string): [string, string] {
  const at = part.indexOf('=');
  return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
}

function decode(encoded: string, index: number, [name = '']: readonly string[]): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    throw badRequest(
      index === 0 ? 'query' : name,
      `"${encoded.slice(0, 50)}" cannot be read: write a % itself as %25, and all else in UTF-8`,
    );
  }
}

/** The range of a query. Throws a `badRequest` for one that is empty. */
export function rangeOf({ start, endExclusive }: DayRange): DayRange {
  try {
    return parseRange(start, endExclusive);
  } catch (error) {
    throw error instanceof PeriodError ? badRequest('endExclusive', error.message) : error;
  }
}

/** The days that a month is. Throws a `badRequest` for one that has not begun, or that was before Amazon Bedrock. */
export function rangeOfMonth(month: Month | undefined, now: number): DayRange {
  const running = monthOf(dayOf(now));
  if (month !== undefined && month > running)
    throw badRequest('month', `"${month}" has not begun: the running month is ${running}`);
  if (month !== undefined && month < monthOf(FIRST_DAY))
    throw badRequest('month', `"${month}" was before there was Amazon Bedrock`);
  return monthRange(month ?? running);
}

/** The part of a list that was asked for, how many there are, and where the next part begins. */
export function pageOf<T>(all: readonly T[], { limit, offset }: { limit: number; offset: number }) {
  const items = all.slice(offset, offset + limit);
  return { items, rowCount: all.length, nextOffset: nextOffset(items.length, all.length, offset) };
}
export const nextOffset = (shown: number, all: number, offset: number): number | null =>
  shown > 0 && offset + shown < all ? offset + shown : null;
