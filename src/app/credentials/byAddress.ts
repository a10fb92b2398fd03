import { type Viewer, viewerOfPerson } from '../../core/access.ts';
import type { LetterLocale } from '../../core/letters.ts';
import { nowOf } from '../asking.ts';
import type { Coming } from './coming.ts';

/** Somebody who comes by a way that vouches for their address, such as a button in Slack: who that is here. */

/**
 * Who vouches for an address may have its letters small, as Slack has: whoever is spelled so but for that is meant, and nobody
 * where two are.
 * @returns null where the directory does not hold the address, or holds whoever it is of as left
 */
export async function byAddress(
  { store, settings, now }: Coming,
  address: string,
): Promise<{ viewer: Viewer; locale: LetterLocale } | null> {
  return store.reading(async ({ people, preferences }) => {
    const isAlike = ({ email }: { email: string }) => email.toLowerCase() === address.toLowerCase();
    const alike = (await people.list()).filter(isAlike);
    if (alike.length > 1) return null;
    const facts = await people.viewerFacts(alike[0]?.email ?? address, nowOf({ now }));
    if (facts === null) return null;
    const chosen = await preferences.get(facts.email);
    return {
      viewer: viewerOfPerson(facts, settings.roles),
      locale: chosen?.locale ?? settings.notify.language,
    };
  });
}
