import { MOST_REASON } from '../core/audit.ts';
import { type Fault, Invalid } from '../core/errors.ts';
import { holdsHiddenInKey, tidy } from '../core/signs.ts';
import { type AmountKind, amountDetail, readAmount } from '../core/typedNumbers.ts';
import type { Money } from '../core/types.ts';

/** What was typed, by field: of a form, of a command, of a line of a file. */
export type Typed = Readonly<Record<string, string>>;

/** The same as every verb reads it, wherever it was typed. Not for documents that are pasted whole. */
export const tidied = (typed: Typed): Typed =>
  Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, tidy(value)]));

/** What is wrong with a name: `tooLong`, or `signs` that nobody sees, as keys of `invalid` in the messages. */
export function textFaults(
  field: string,
  value: string,
  { most, tooLong }: { most: number; tooLong: string },
): Fault[] {
  if (value.length > most) return [{ field, key: tooLong, value }];
  return holdsHiddenInKey(value) ? [{ field, key: 'signs', value }] : [];
}

/** The amount that was typed, or null with what is wrong with it among the faults. */
export function amountIn(field: string, value: string, kind: AmountKind, faults: Fault[]): Money | null {
  const read = readAmount(value, kind);
  if (typeof read !== 'string') return read;
  const detail = amountDetail(read, kind);
  faults.push({ field, key: read, value, ...(detail === undefined ? {} : { detail }) });
  return null;
}

/** The reason that was typed, with what is wrong with it. */
export function reasonIn({ reason = '' }: Typed): { reason: string; faults: Fault[] } {
  return {
    reason,
    faults: reason.length > MOST_REASON ? [{ field: 'reason', key: 'reason', value: reason }] : [],
  };
}

/** @throws Invalid when it is too long */
export function readReason(typed: Typed): string {
  const { reason, faults } = reasonIn(typed);
  if (faults.length > 0) throw new Invalid(faults);
  return reason;
}
