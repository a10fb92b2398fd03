import type { Instant } from './types.ts';

/** Questions that somebody keeps under a name, for themselves. Pure. */

export interface SavedView {
  id: string;
  /** Whose: their own address, or as the audit log names whoever works at the machine. */
  owner: string;
  name: string;
  /** The question and its period, as the address of Explore says them; never a whole address. */
  query: string;
  savedAt: Instant;
}

/** Of one person. */
export const MOST_VIEWS = 50;
/** Signs of a name. */
export const MOST_VIEW_NAME = 80;
