import type { Context } from 'hono';
import { z } from 'zod';
import { PeriodError, parseDay, parseRange } from '../core/periods.ts';
import { type DayRange, GROUPINGS, TOKEN_KINDS, UNALLOCATED_REASONS } from '../core/types.ts';

/** What may stand in the query of an API address, and how it is read: strictly, one fault named at a time. */

/** A fault of the caller, answered as 400 with the field and the reason. */
export class BadRequest extends Error {
  override name = 'BadRequest';
  readonly field: string;
  constructor(field: string, reason: string) {
    super(reason);
    this.field = field;
  }
}

export const GROUPS = ['costCenter', 'user', 'model', 'profile', 'account', 'day', 'tokenKind'] as const;
/** Filters, of which one value or several may be given. */
const REPEATABLE: ReadonlySet<string> = new Set([...GROUPS, 'region', 'reason']);
const KINDS = [...TOKEN_KINDS, 'other', 'unknown'] as const;

const day = z.string().superRefine((text, context) => {
  try {
    parseDay(text);
  } catch (error) {
    if (!(error instanceof PeriodError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
  }
});
const whole = (min: number, max: number, standard: number) => {
  const words = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, words)
    .transform(Number)
    .pipe(z.number().min(min, words).max(max, words))
    .prefault(String(standard));
};
const text = z
  .string()
  .max(300, 'is longer than 300 characters')
  .regex(/^\P{Cc}*$/u, 'holds a control character');
const values = <T extends z.ZodType>(type: T) => z.array(type).optional();

/** Which part of a long list: `limit` rows from `offset` on. */
export const pageQuery = (standard: number) => ({
  limit: whole(1, 10_000, standard),
  offset: whole(0, 999_999_999, 0),
});

export const rangeQuery = {
  start: z.string('is missing: the first day, YYYY-MM-DD (UTC)').pipe(day),
  endExclusive: z.string('is missing: the day after the last, YYYY-MM-DD (UTC)').pipe(day),
};
const filters = {
  costCenter: values(text),
  user: values(text),
  model: values(text),
  profile: values(text),
  account: values(text),
  day: values(day),
  tokenKind: values(z.enum(KINDS, `must be one of ${KINDS.join(', ')}`)),
};
export const spendQuery = z.strictObject({
  ...rangeQuery,
  groupBy: z.enum(GROUPS, `must be one of ${GROUPS.join(', ')}`).default('user'),
  basis: z.enum(['best', 'billed', 'estimated'], 'must be best, billed or estimated').default('best'),
  ...pageQuery(1000),
  ...filters,
});
export const linesQuery = z.strictObject({
  ...rangeQuery,
  ...pageQuery(1000),
  ...filters,
  region: values(text),
  reason: values(
    z.enum(['', ...UNALLOCATED_REASONS], `must be empty or one of ${UNALLOCATED_REASONS.join(', ')}`),
  ),
});
export const chargesQuery = z.strictObject({
  ...rangeQuery,
  grouping: z.enum(GROUPINGS, `must be one of ${GROUPINGS.join(', ')}`).default('line'),
  ...pageQuery(1000),
});

/** Filters that were given, by the store's names. */
export const givenFilters = (filter: Readonly<Record<string, readonly string[] | undefined>>) =>
  Object.fromEntries(Object.entries(filter).filter(([, values]) => values !== undefined));

/** Query of an address by a schema whose arrays may be repeated. Throws a BadRequest that names the field. */
export function readQuery<T extends z.ZodObject>(c: Context, schema: T): z.output<T> {
  const query = new URL(c.req.url).search.slice(1);
  const given = new Map<string, string[]>();
  for (const part of query.split('&').filter((one) => one !== '')) {
    const [name = '', value = ''] = splitAtFirst(part).map(decode);
    given.set(name, [...(given.get(name) ?? []), value]);
  }
  const read = new Map<string, string | string[]>();
  for (const [name, all] of given) {
    if (!Object.hasOwn(schema.shape, name)) throw new BadRequest(name, 'is no parameter of this address');
    const repeatable = REPEATABLE.has(name);
    if (!repeatable && all.length > 1)
      throw new BadRequest(name, `is given ${all.length} times: give it once`);
    read.set(name, repeatable ? all : (all[0] ?? ''));
  }
  const parsed = schema.safeParse(Object.fromEntries(read));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new BadRequest(String(issue?.path[0] ?? 'query'), issue?.message ?? 'is not valid');
}

function splitAtFirst(part: string): [string, string] {
  const at = part.indexOf('=');
  return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
}

function decode(encoded: string, index: number, [name = '']: readonly string[]): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    throw new BadRequest(
      index === 0 ? 'query' : name,
      `"${encoded.slice(0, 50)}" cannot be read: write a % itself as %25, and all else in UTF-8`,
    );
  }
}

/** The range of a query. Throws a BadRequest for one that is empty. */
export function rangeOf({ start, endExclusive }: DayRange): DayRange {
  try {
    return parseRange(start, endExclusive);
  } catch (error) {
    throw error instanceof PeriodError ? new BadRequest('endExclusive', error.message) : error;
  }
}

/** The part of a list that was asked for, how many there are, and where the next part begins. */
export function pageOf<T>(all: readonly T[], { limit, offset }: { limit: number; offset: number }) {
  const items = all.slice(offset, offset + limit);
  return { items, rowCount: all.length, nextOffset: nextOffset(items.length, all.length, offset) };
}
export const nextOffset = (shown: number, all: number, offset: number): number | null =>
  shown > 0 && offset + shown < all ? offset + shown : null;
