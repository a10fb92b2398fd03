import type { LedgerContext } from '../context.ts';
import { may } from '../core/access.ts';
import { ownerOf } from '../core/estate.ts';
import { spelledAlike } from '../core/people.ts';

/** Addresses as profiles are tagged with them, held against the directory: AWS takes two spellings for two people. */

/** Whom each profile that is still there is tagged with, by its user and its cost center; '' where it has no such tag. */
export async function taggedOwners({ store, settings }: Pick<LedgerContext, 'store' | 'settings'>) {
  const profiles = await store.profiles.all();
  return profiles.filter(({ goneAt }) => goneAt === null).map((one) => ownerOf(one, settings.tagKeys));
}

/** An address that another one is written as in other letters. */
export interface Spelling {
  email: string;
  /** Where it is written so. */
  in: 'directory' | 'profileTags';
}

/** Other spellings of an address, as far as whoever asks may see whose they are. */
export async function otherSpellings(
  context: Pick<LedgerContext, 'store' | 'settings' | 'viewer'>,
  email: string,
): Promise<Spelling[]> {
  const { store, viewer } = context;
  const people = (await store.people.list()).filter((one) =>
    may(viewer, 'see', { kind: 'person', email: one.email, costCenter: one.costCenter ?? '' }),
  );
  const tagged = (await taggedOwners(context)).filter((owner) =>
    may(viewer, 'see', { kind: 'profile', ...owner }),
  );
  const inDirectory = people.map((one) => one.email);
  const inTags = tagged.map(({ user }) => user);
  const alike = (emails: readonly string[]) =>
    (spelledAlike([email, ...emails]).find((some) => some.includes(email)) ?? []).filter(
      (one) => one !== email,
    );
  return [
    ...alike(inDirectory).map((one) => ({ email: one, in: 'directory' as const })),
    ...alike(inTags).map((one) => ({ email: one, in: 'profileTags' as const })),
  ];
}

/** In a line for people; null where there is none. */
export function spellingWords(found: readonly Spelling[]): string | null {
  if (found.length === 0) return null;
  const named = found.map(({ email, in: where }) =>
    where === 'directory' ? `${email} (directory)` : `${email} (profile tags)`,
  );
  return `Spelled otherwise: ${named.join(', ')}. Upper and lower case count: AWS takes these for different people, so their spend and roles do not come together`;
}
