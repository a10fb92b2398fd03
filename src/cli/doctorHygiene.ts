import type { Asking } from '../app/asking.ts';
import { readHygiene } from '../app/profiles/hygiene.ts';
import { HYGIENE_KINDS } from '../core/hygiene/types.ts';
import { en } from '../ui/messages/en.ts';
import { type Check, unasked } from './doctorAws.ts';
import { MENDS } from './doctorMends.ts';

/** How many profiles want something: an owner, tags, or to go. */
export async function hygieneOfProfiles(asking: Asking): Promise<Check[]> {
  const check = 'hygiene of profiles';
  const { wanting, profiles, counts } = await readHygiene(asking);
  if (profiles === 0) return [unasked(check, 'no profile is known yet')];
  const { kinds, about, verdict } = en.hygiene;
  const found = HYGIENE_KINDS.filter((kind) => counts[kind] > 0);
  if (found.length === 0) return [{ check, state: 'ok', found: verdict(0, profiles), advice: '' }];
  return [
    {
      check,
      state: 'warning',
      found: `${wanting} of ${profiles} profiles (${found.map((kind) => `${kinds[kind]} ${counts[kind]}`).join(', ')})`,
      advice: found.map((kind) => about[kind])[0] ?? '',
      mend: MENDS.hygiene,
    },
  ];
}
