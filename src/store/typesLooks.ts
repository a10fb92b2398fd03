import type { Look } from '../core/privacy.ts';
import type { Day } from '../core/types.ts';

/** Who looked at whose figures. */
export interface LookStore {
  looks: {
    /** Notes them; those of the same day and kind are noted already. */
    add(looks: readonly Look[]): Promise<void>;
    /** Looks at a person, or at more people than are noted one by one, newest first. */
    at(person: string, page: { limit: number; offset: number }): Promise<{ looks: Look[]; total: number }>;
    /** Looks of somebody, newest first. */
    by(viewer: string, limit: number): Promise<Look[]>;
    /** Forgets those of days before, oldest first, at most `limit`; answers how many. */
    forget(before: Day, limit: number): Promise<number>;
  };
}
