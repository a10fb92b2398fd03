import type { Context } from 'hono';
import * as z from 'zod';
import { LedgerError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import { duplicateKeys } from '../../core/policies/duplicateKeys.ts';
import { en, type Messages } from '../../ui/messages/en.ts';

/**
 * What programs send to the API is read as strictly as what they ask: JSON in UTF-8, each name once, none that is not
 * known, and no value that has to be guessed at. All faults are told at once, and nothing is done before there is none.
 */

/** One of the faults of a body, as it is told. `value` is left out where none was given, or where it is no plain value. */
export interface BodyFault {
  /** `tags.project`; `body` where it is about all of it. */
  field: string;
  value?: string | number | boolean | null;
  reason: string;
  /** The reason in the language of whoever asked; left out where there is English alone. */
  said?: (m: Messages) => string;
}

/** A body that cannot be taken: status 400 where it cannot be read, 422 where what it says is wrong. */
export class BodyRefused extends LedgerError {
  readonly faults: readonly BodyFault[];
  constructor(code: 'badRequest' | 'invalid', faults: readonly BodyFault[]) {
    const [first] = faults;
    super(code, first?.reason ?? 'is not valid', { field: first?.field ?? 'body' });
    this.faults = faults;
  }
}

/** Faults that are told at most: whoever made more has them all the same. */
const MOST_FAULTS = 50;
/** Of a value that is told again. */
const MOST_SIGNS = 200;

/**
 * The body of a request by its schema.
 * @throws BodyRefused with every fault at once; LedgerError `notJson` where it says that it is something else
 */
export async function readBody<T extends z.ZodObject>(c: Context, schema: T): Promise<z.output<T>> {
  const given = await jsonIn(c);
  const twice = duplicateKeys(given.text).map(
    (field): BodyFault => ({ field, ...inWords((m) => m.api.form.twice) }),
  );
  const parsed = schema.safeParse(given.value, { error: (issue) => wordsOf(issue) });
  const inherited = inheritedIn(given.value);
  if (parsed.success && twice.length === 0 && inherited.length === 0) return parsed.data;
  const others = parsed.success
    ? []
    : parsed.error.issues.flatMap((issue) => faultsOf(issue, schema, given.value));
  throw new BodyRefused('badRequest', [...twice, ...inherited, ...others].slice(0, MOST_FAULTS));
}

/** What every object has already: readers of JSON pass over it without a word. */
const INHERITED = '__proto__';

/** Each place where it is given. Ways are walked one after the other: a body may be deeper than calls can be. */
function inheritedIn(body: unknown): BodyFault[] {
  const found: BodyFault[] = [];
  const left: [path: string, value: unknown][] = [['', body]];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [path, value] = next;
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      const field = path === '' ? key : `${path}.${key}`;
      if (key === INHERITED) found.push({ field: shortened(field), ...inWords((m) => m.api.form.inherited) });
      left.push([field, inner]);
    }
  }
  return found;
}

/** @throws BodyRefused where an address takes no body and is given one: what it says would be done by nobody */
export async function mustBeEmpty(c: Context): Promise<void> {
  if ((await c.req.arrayBuffer()).byteLength > 0)
    throw new BodyRefused('badRequest', [{ field: 'body', ...inWords((m) => m.api.form.noBody) }]);
}

async function jsonIn(c: Context): Promise<{ text: string; value: unknown }> {
  const [type = '', ...parameters] = (c.req.header('content-type') ?? '').toLowerCase().split(';');
  const charset = parameters.map((one) => one.trim()).find((one) => one.startsWith('charset='));
  if (type.trim() !== 'application/json' || (charset !== undefined && !/^charset="?utf-8"?$/.test(charset)))
    throw new LedgerError('notJson', 'send JSON in UTF-8, with the header "Content-Type: application/json"', {
      field: 'Content-Type',
    });
  const encoding = c.req.header('content-encoding');
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    throw new LedgerError('notJson', 'send the body as it is, without compression', {
      field: 'Content-Encoding',
    });
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await c.req.arrayBuffer());
    return { text, value: JSON.parse(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    throw new BodyRefused('badRequest', [
      { field: 'body', reason: `cannot be read as JSON in UTF-8: ${printable(error.message)}` },
    ]);
  }
}

const printable = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, MOST_SIGNS);

/** A reason, with its words in the other languages. */
const inWords = (said: (m: Messages) => string): Pick<BodyFault, 'reason' | 'said'> => ({
  reason: said(en),
  said,
});

/** What is wrong with a value of another kind than is wanted. */
const ofKind =
  (expected: string, isMissing: boolean) =>
  ({ api: { form } }: Messages): string =>
    (isMissing ? form.missing : form.wrong)(form.kinds[expected] ?? expected);

/** What is wrong, where the schema itself has no words for it. */
const wordsOf = (issue: z.core.$ZodRawIssue): string | undefined =>
  issue.code === 'invalid_type' ? ofKind(issue.expected, issue.input === undefined)(en) : undefined;

/** The words of a fault of one field; those of a schema are English alone. */
function wordsOfIssue(issue: z.core.$ZodIssue): Pick<BodyFault, 'reason' | 'said'> {
  if (issue.code !== 'invalid_type') return { reason: issue.message };
  const known = [true, false].map((isMissing) => ofKind(issue.expected, isMissing));
  const said = known.find((one) => one(en) === issue.message);
  return said === undefined ? { reason: issue.message } : inWords(said);
}

function faultsOf(issue: z.core.$ZodIssue, schema: z.ZodObject, body: unknown): BodyFault[] {
  const at = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      field: nameOf([...at, key]),
      ...valueAt(body, [...at, key]),
      ...inWords(({ api }) => api.form.unknown(nearest(key.slice(0, MOST_SIGNS), schemaAt(schema, at)))),
    }));
  return [{ field: nameOf(at), ...valueAt(body, at), ...wordsOfIssue(issue) }];
}

const nameOf = (path: readonly string[]): string => (path.length === 0 ? 'body' : shortened(path.join('.')));
const shortened = (text: string): string => text.slice(0, MOST_SIGNS);

/** Names that are known at this place. */
function schemaAt(schema: z.ZodType, path: readonly string[]): string[] {
  let at: z.ZodType | undefined = schema;
  for (const name of path) {
    at = unwrapped(at);
    at = at instanceof z.ZodObject ? (at.shape[name] as z.ZodType | undefined) : undefined;
  }
  const found = unwrapped(at);
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

const unwrapped = (type: z.ZodType | undefined): z.ZodType | undefined =>
  type instanceof z.ZodOptional || type instanceof z.ZodDefault
    ? unwrapped(type.unwrap() as z.ZodType)
    : type;

/** What was given there, where it is a plain value. */
function valueAt(body: unknown, path: readonly string[]): Pick<BodyFault, 'value'> {
  let at: unknown = body;
  for (const name of path)
    at =
      typeof at === 'object' && at !== null && Object.hasOwn(at, name)
        ? (at as Record<string, unknown>)[name]
        : undefined;
  if (typeof at === 'string') return { value: at.slice(0, MOST_SIGNS) };
  return at === null || typeof at === 'boolean' || typeof at === 'number' ? { value: at } : {};
}
