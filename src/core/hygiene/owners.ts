import { addressOn } from '../estate.ts';
import type { Profile } from '../types.ts';
import type { HygieneFacts, KnownOwner } from './types.ts';

/** Whom the tag of a profile means. */

export interface OwnerFound {
  /** As the tag has it, letter by letter; '' where it has none. */
  address: string;
  /** Their own address where somebody of the directory is meant, else as the tag has it. */
  own: string;
  /** null: nobody of the directory. */
  person: KnownOwner | null;
}

/** Finds owners: by their own address, by another one of theirs, or by one that differs in case only and from one person. */
export function ownersIn({ people, tagKeys }: HygieneFacts): (profile: Profile) => OwnerFound {
  const alike = Map.groupBy(people.keys(), (email) => email.toLowerCase());
  return (profile) => {
    const address = addressOn(profile, tagKeys);
    const spelled = alike.get(address.toLowerCase()) ?? [];
    const own = people.has(address)
      ? address
      : (profile.aliases?.[address] ?? (spelled.length === 1 ? spelled[0] : undefined) ?? address);
    return { address, own, person: people.get(own) ?? null };
  };
}
