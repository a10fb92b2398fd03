import type { Draft, Letter, LetterAbout, Standings } from '../core/letters.ts';
import type { Settings } from '../core/settings.ts';
import type { Instant } from '../core/types.ts';

/** Letters to single people. */
export interface LetterStore {
  letters: {
    /**
     * Owes letters from now on, by the channels that are set; nothing is kept where none is. Called in the transaction that
     * causes them; the job `deliver` words and sends them.
     * @returns how many are owed
     */
    owe(drafts: readonly Draft[], notify: Settings['notify'], now: Instant): Promise<number>;
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
