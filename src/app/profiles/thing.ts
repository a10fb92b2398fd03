import type { Thing } from '../../core/access.ts';
import { ownerOf } from '../../core/estate.ts';
import type { Settings } from '../../core/settings.ts';
import type { Profile } from '../../core/types.ts';
import { isShared } from '../../core/vending/shared.ts';

/** What a profile is to whoever wants to see or change it; of one that is not known nobody is the owner. */
export const profileThing = (profile: Profile | null, tagKeys: Settings['tagKeys']): Thing =>
  profile === null
    ? { kind: 'profile', user: '', costCenter: '' }
    : { kind: 'profile', ...ownerOf(profile, tagKeys), shared: isShared(profile, tagKeys) };
