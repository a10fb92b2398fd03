import type { SavedView } from '../core/savedViews.ts';

/** Questions that people keep under a name. */
export interface SavedViewsStore {
  savedViews: {
    /** Of one person, by name. */
    list(owner: string): Promise<SavedView[]>;
    /** Keeps one, or replaces it by its id. */
    set(view: SavedView): Promise<void>;
    remove(owner: string, id: string): Promise<void>;
  };
}
