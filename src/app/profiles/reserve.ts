import { exceededBy, type ProfilesHeld, profilesHeld } from '../../core/allowances.ts';
import { type Fault, Invalid } from '../../core/errors.ts';
import { instantOf } from '../../core/periods.ts';
import type { Profile } from '../../core/types.ts';
import { type Asking, mayDo, nowOf } from '../asking.ts';
import type { Typed } from '../typed.ts';

/** How many profiles a person may have, and that requests at the same time do not pass it together. */

/** Who makes a profile, until it is there. */
export interface Maker {
  id: string;
  /** An administrator said that it may be one more than a person may have. */
  beyond: boolean;
}

/** Said in the field `beyond`, by the person whom it is for. */
export const mayGoBeyond = (asking: Asking, user: string, typed: Typed): boolean =>
  mayDo(asking, 'change', { kind: 'directory' }) &&
  // What was typed may be the name of that very person.
  [user, typed.userEmail].includes(typed.beyond ?? '');

/** How long a profile that is being made counts, however its making ends: AWS is not waited for as long. */
const MAKING_MS = 10 * 60_000;

/**
 * Has the profile count from now on, in the transaction in which it was counted that there may be one more: of requests at
 * the same time each sees the others.
 * @throws Invalid where the person has as many as one may, unless an administrator confirmed it
 */
export async function reserve(
  asking: Asking,
  userEmail: string,
  clientToken: string,
  { id, beyond }: Maker,
): Promise<void> {
  const { store, settings, now } = asking;
  const making = (await store.profiles.making(userEmail, nowOf(asking))).filter((one) => one !== clientToken);
  const held = await profilesOf(asking, userEmail);
  const exceeded = exceededBy(profilesHeld(held, making.length, now), settings.allowances);
  if (exceeded !== null && !beyond) {
    const { key, most } = exceeded;
    const faults: Fault[] = [{ field: 'userEmail', key, detail: most }];
    if (mayDo(asking, 'change', { kind: 'directory' }))
      faults.push({ field: 'beyond', key: 'beyondAllowance', value: userEmail });
    throw new Invalid(faults);
  }
  const expiresAt = instantOf(now + MAKING_MS);
  await store.profiles.reserve({ id, token: clientToken, email: userEmail, expiresAt }, nowOf(asking));
}

/** All of a person, by any address of theirs, those that are gone among them: counted, and shown to nobody. */
const profilesOf = ({ store, settings: { tagKeys } }: Asking, user: string): Promise<Profile[]> =>
  store.profiles.list({ scope: 'all', tagKeys, user }, null);

/** What a person has of what they may have. */
export const profilesHeldBy = async (asking: Asking, user: string): Promise<ProfilesHeld> =>
  profilesHeld(
    await profilesOf(asking, user),
    (await asking.store.profiles.making(user, nowOf(asking))).length,
    asking.now,
  );

/** Nothing is made: it counts no longer. */
export async function given({ store }: Asking, { id }: Pick<Maker, 'id'>, error: Error): Promise<Error> {
  await store.profiles.release(id);
  return error;
}
