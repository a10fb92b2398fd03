import { isOurs, tagsOf } from '../provisioning/existing.ts';
import type { Settings } from '../settings.ts';
import type { Profile } from '../types.ts';
import type { VendingSettings } from './settings.ts';

/** Profiles that several people share: charged to a cost center, and without a name. Pure. */

/** Whether a profile is shared: made here, for a cost center and for nobody. One that merely lacks its name is not. */
export function isShared(profile: Pick<Profile, 'history'>, tagKeys: Settings['tagKeys']): boolean {
  const tags = tagsOf(profile);
  return isOurs(profile) && (tags[tagKeys.costCenter] ?? '') !== '' && tags[tagKeys.user] === undefined;
}

/** Whether people are known by who calls, and profiles are shared: then what they used reaches them with the bill. */
export const isDayLate = ({
  attribution,
  vending: { shared },
}: {
  attribution: Settings['attribution'];
  vending: Pick<VendingSettings, 'shared'>;
}): boolean => shared.enabled && attribution === 'iamPrincipal';
