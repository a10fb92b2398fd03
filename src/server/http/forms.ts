import type { Context } from 'hono';
import type { AnsweredAlready } from '../../app/approvals/decide.ts';
import { isUnknown } from '../../app/known.ts';
import { type Fault, type Invalid, LedgerError } from '../../core/errors.ts';
import { trimmed, visibleInLine } from '../../core/signs.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Faults, Message, Undo } from '../../ui/plain.tsx';

/** What was typed into a form, trimmed; kept so that a form that was refused comes back as it was. */
export type Typed = Readonly<Record<string, string>>;

/** Of a form: none of ours has nearly as many. */
const MOST_FIELDS = 100;

/** Reads a form as browsers send it. A file where text is expected counts as nothing typed. */
export async function typed(c: Context): Promise<Typed> {
  const type = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded' && type !== 'multipart/form-data')
    throw new LedgerError('notForm', 'this is no form');
  let form: FormData;
  try {
    form = await c.req.formData();
  } catch {
    throw new LedgerError('badForm', 'the form cannot be read');
  }
  const fields = [...form];
  if (fields.length > MOST_FIELDS) throw new LedgerError('badForm', 'the form cannot be read');
  return Object.fromEntries(
    fields.map(([name, value]) => [name, typeof value === 'string' ? trimmed(value) : '']),
  );
}

/** A file that came with a form. */
export interface Sent {
  name: string;
  bytes: Uint8Array;
}

/**
 * The same with the file of one field, and with the text of another as it was sent: at its edges there may be empty cells.
 * @returns `file`: null where none was chosen
 */
export async function typedWithFile(
  c: Context,
  field: string,
  textField: string,
): Promise<{ values: Typed; file: Sent | null }> {
  const values = await typed(c);
  // The form is read once and kept.
  const form = await c.req.formData();
  const sent = form.get(field);
  const text = form.get(textField);
  const isFile = sent instanceof File && (sent.size > 0 || sent.name !== '');
  return {
    values: typeof text === 'string' ? { ...values, [textField]: text } : values,
    file: isFile ? { name: sent.name, bytes: new Uint8Array(await sent.arrayBuffer()) } : null,
  };
}

/** The words for what is wrong with what was typed, by field. */
export function faultWords({ faults }: Invalid, { m }: Frame): Faults {
  const found: Record<string, string> = {};
  for (const fault of faults) {
    found[fault.field] ??= reasonOf(fault, m);
    // A name that is not known may be right: the form asks.
    if (isUnknown(fault)) found[`unknown.${fault.field}`] = m.invalid.unknownAnyway;
  }
  return found;
}

/** Why what was typed cannot be. */
export function reasonOf({ key, value, detail }: Fault, m: Frame['m']): string {
  const words = m.invalid[key as keyof typeof m.invalid];
  const text = typeof words === 'function' ? (words as (detail: unknown) => string)(detail) : (words ?? key);
  // Nobody finds what nobody sees.
  return key === 'signs' && value !== undefined ? `${text} ${shortened(visibleInLine(value))}` : text;
}

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

/** What became of a request before the answer that comes too late. */
export function alreadyWords({ state, by }: AnsweredAlready, m: Frame['m']): string {
  const words = m.approval.already;
  if (state === 'declined') return words.declined(by ?? '');
  if (state === 'withdrawn' || state === 'expired') return words[state];
  return words.approved(by ?? '');
}

/** What a page says after a change, or after a form that was refused. @param undo takes the change back */
export function messageOf(
  error: string | null,
  done: string | undefined,
  texts: Readonly<Record<string, string>>,
  undo?: Undo,
): Message | undefined {
  if (error !== null) return { text: error, bad: true };
  const text = done === undefined || !Object.hasOwn(texts, done) ? undefined : texts[done];
  return text === undefined ? undefined : { text, bad: false, undo };
}
