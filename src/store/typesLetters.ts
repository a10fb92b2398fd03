import type { Draft, Letter, LetterAbout, Standings } from '../core/letters.ts';
import type { Recipient } from '../core/recipients.ts';
import type { Instant } from '../core/types.ts';

/** Letters to single people. */
export interface LetterStore {
  letters: {
    /**
     * Owes letters to whom each goes (`app/notify/letters`); one that goes to nobody is not kept. Called in the transaction that
     * causes them; the job `deliver` words and sends them.
     * @returns how many are owed
     */
    owe(drafts: readonly (Draft & { send: readonly Recipient[] })[], now: Instant): Promise<number>;
    /** What was told about something, whether it was sent or not; all letters are looked through. */
    listAbout(about: LetterAbout): Promise<Draft[]>;
    /** What a person was told, newest first, at most `limit`; all letters are looked through. */
    listTo(person: string, limit: number): Promise<Letter[]>;
    /** How that stands now which letters that wait are about. */
    standings(): Promise<Standings>;
    /** Forgets letters raised before an instant that wait no more, oldest first, at most `limit`; answers how many. */
    forget(raisedBefore: Instant, limit: number): Promise<number>;
  };
}
