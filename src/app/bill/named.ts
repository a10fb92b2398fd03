import type { CatalogueEntry, Profile } from '../../core/types.ts';
import type { Asking } from '../asking.ts';

/** What models and profiles are called, for pages that show them all: only for whoever may see the bill or the rates. */
export interface NamedThings {
  catalogue: readonly CatalogueEntry[];
  profiles: readonly Profile[];
}

export const namedThings = async ({ store }: Asking): Promise<NamedThings> => ({
  catalogue: await store.profiles.catalogue(),
  profiles: await store.profiles.all(),
});
