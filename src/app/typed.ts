import { type Fault, Invalid } from '../core/errors.ts';

/** What was typed, by field, trimmed: of a form, of a command, of a line of a file. */
export type Typed = Readonly<Record<string, string>>;

const CONTROL = /\p{Cc}/u;
/** Why somebody changed something, for the audit log. */
const MOST_REASON = 500;

/** What is wrong with a text: `tooLong` or `signs` (of control) as keys of `invalid` in the messages. */
export function textFaults(
  field: string,
  value: string,
  { most, tooLong }: { most: number; tooLong: string },
): Fault[] {
  if (value.length > most) return [{ field, key: tooLong, value }];
  return CONTROL.test(value) ? [{ field, key: 'signs', value }] : [];
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
