/**
 * Why the mark of a profile was changed, as its audit entry has it: written by the job, and read by pages that say it in
 * their reader's language. Pure.
 */

/** What an entry says where no budget stops a profile any more. */
export const NOTHING_STOPS = 'nothing stops it';

/** @param of whom the stop is of; '' for everybody @param since when it began */
export const stoppedReason = (budgetId: string, of: string, since: string): string =>
  `budget ${budgetId}${of === '' ? '' : ` of ${of}`}, stopped since ${since}`;

const STOPPED = /^budget (?<budgetId>\S+)(?: of (?<of>.+))?, stopped since (?<since>\S+)$/s;

/** What `stoppedReason` wrote; null for any other text. */
export function stopIn(reason: string): { budgetId: string; of: string; since: string } | null {
  const { budgetId, of = '', since } = STOPPED.exec(reason)?.groups ?? {};
  return budgetId === undefined || since === undefined ? null : { budgetId, of, since };
}
