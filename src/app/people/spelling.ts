import { ownerOf } from '../../core/estate.ts';
import { spelledAlike } from '../../core/people.ts';
import { type Asking, inOneReading } from '../asking.ts';
import { visibleProfiles } from '../visible.ts';
import { maySeePerson } from './seen.ts';

/** Addresses as profiles are tagged with them, held against the directory: AWS takes two spellings for two people. */

/** Whom profiles that are still there are tagged with, as far as whoever asks may see them. */
export async function taggedUsers(asking: Asking): Promise<string[]> {
  const { tagKeys } = asking.settings;
  const profiles = (await visibleProfiles(asking)).filter(({ goneAt }) => goneAt === null);
  return profiles.map((one) => ownerOf(one, tagKeys).user).filter((email) => email !== '');
}

/** An address that another one is written as in other letters. */
export interface Spelling {
  email: string;
  /** Where it is written so. */
  in: 'directory' | 'profileTags';
}

/** Other spellings of an address, as far as whoever asks may see whose they are. */
export const otherSpellings = (asking: Asking, email: string): Promise<Spelling[]> =>
  inOneReading(asking, async (inside) => {
    const people = (await inside.store.people.list()).filter((one) => maySeePerson(inside, one));
    const tagged = await taggedUsers(inside);
    const alike = (emails: readonly string[]) =>
      (spelledAlike([email, ...emails]).find((some) => some.includes(email)) ?? []).filter(
        (one) => one !== email,
      );
    return [
      ...alike(people.map((one) => one.email)).map((one) => ({ email: one, in: 'directory' as const })),
      ...alike(tagged).map((one) => ({ email: one, in: 'profileTags' as const })),
    ];
  });
