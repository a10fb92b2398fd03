import type { Preferences } from '../core/preferences.ts';
import type { Instant } from '../core/types.ts';

/** How people want to be told, and what came from outside. */
export interface PreferencesStore {
  preferences: {
    /** By the own address; null: they chose nothing. */
    get(email: string): Promise<Preferences | null>;
    /** Of those of these who chose something. */
    some(emails: readonly string[]): Promise<Preferences[]>;
    /** Of everybody who chose something. */
    list(): Promise<Preferences[]>;
    /** Replaces what they chose. */
    set(preferences: Preferences): Promise<void>;
    remove(email: string): Promise<void>;
  };
  heard: {
    /** Notes a request that is about to be acted on; false: it was noted before, and must not be acted on again. */
    isNew(id: string, at: Instant): Promise<boolean>;
    /** Forgets what was noted before an instant, at most `limit`; answers how many. */
    forget(before: Instant, limit: number): Promise<number>;
  };
}
