import { type ErrorCode, Invalid, LedgerError } from '../../core/errors.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Faults } from '../../ui/plain.tsx';
import { faultWords } from '../http/forms.ts';

/** Refusals that a page about profiles tells beside its form, in their own words. */
const TOLD: ReadonlySet<ErrorCode> = new Set(['conflict', 'outside']);

/** What a page says of a refusal, beside its fields or above them; any other fault goes on. */
export function toldOf(error: unknown, frame: Frame): { faults: Faults; words: string | null } {
  if (error instanceof Invalid) return { faults: faultWords(error, frame), words: null };
  if (error instanceof LedgerError && TOLD.has(error.code)) return { faults: {}, words: error.message };
  throw error;
}
