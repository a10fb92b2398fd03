import type { ProfilesHeld } from '../../core/allowances.ts';
import { ownerOf } from '../../core/estate.ts';
import type { HygieneFinding } from '../../core/hygiene/types.ts';
import { NOTHING_KNOWN } from '../../core/known.ts';
import type { SpendAnswer } from '../../core/questions.ts';
import type { CatalogueEntry, Profile } from '../../core/types.ts';
import type { ClientSettings } from '../../core/vending/clientSettings/types.ts';
import type { ProfileQuestion } from '../../store/types.ts';
import { type Asking, inOneReading, mayDo, NotThere, scopeOf } from '../asking.ts';
import { noteOwners } from '../privacy/looked.ts';
import { isOwnAlone, showsDays } from '../privacy/shown.ts';
import { profileQuestion, seenProfiles } from '../visible.ts';
import { settingsOf } from './clientSettings.ts';
import { findingsOf } from './hygiene.ts';
import { profilesHeldBy } from './reserve.ts';
import { profileThing } from './thing.ts';

/** Profiles as whoever asks may see them, each question in one reading. */

/** A part of a list, once it is known how long the list is; null: all of it. */
type Part = ((total: number) => { limit: number; offset: number }) | null;

interface ProfilesShown {
  /** The part of the list that was asked for, and how long it is. */
  profiles: readonly Profile[];
  total: number;
  catalogue: readonly CatalogueEntry[];
  /** Whoever asks, where they get profiles for themselves alone: all but administrators. */
  own: { costCenter: string } | null;
  /** What they have of what they may have, for whom that is settled. */
  held: ProfilesHeld | null;
}

/** Profiles that whoever asks may see, and for whom they may get another. */
export const listProfiles = (asking: Asking, part: Part): Promise<ProfilesShown> =>
  inOneReading(asking, async (inside) => {
    const { email, costCenter } = inside.viewer;
    const own = mayDo(inside, 'change', { kind: 'directory' }) ? null : { costCenter };
    return {
      ...(await partOfProfiles(inside, profileQuestion(inside), part)),
      catalogue: await inside.store.profiles.catalogue(),
      own,
      held: own === null || email === '' ? null : await profilesHeldBy(inside, email),
    };
  });

async function partOfProfiles(
  asking: Asking,
  question: ProfileQuestion,
  part: Part,
): Promise<{ profiles: Profile[]; total: number }> {
  const { store } = asking;
  const total = await store.profiles.count(question);
  const profiles = await store.profiles.list(question, part === null ? null : part(total));
  return { profiles: seenProfiles(asking, profiles), total };
}

/** Profiles that whoever asks may see; of one person where an e-mail address is given. */
export const profilesOf = (
  asking: Asking,
  user?: string,
  page?: { limit: number; offset: number },
): Promise<{ profiles: Profile[]; total: number }> =>
  inOneReading(asking, (inside) =>
    partOfProfiles(inside, profileQuestion(inside, user), page === undefined ? null : () => page),
  );

interface ProfileShown {
  profile: Profile;
  catalogue: readonly CatalogueEntry[];
  /** Every day of the ledger on which something was spent with it, as far as whoever asks may see; null: days are not shown. */
  days: SpendAnswer | null;
  /** Whoever asks may delete it. */
  deletable: boolean;
  /** What it wants, worst first. */
  findings: readonly HygieneFinding[];
  /** What to use it with. */
  settings: readonly ClientSettings[];
}

/**
 * One profile and what was spent with it, by the last part of its ARN.
 * @throws NotThere
 */
export const readProfile = (asking: Asking, shortId: string): Promise<ProfileShown> =>
  inOneReading(asking, async (inside) => {
    const profile = await findProfile(inside, shortId);
    const catalogue = await inside.store.profiles.catalogue();
    return {
      profile,
      catalogue,
      findings: await findingsOf(inside, profile),
      settings: await settingsOf(inside, profile, catalogue),
      days: await daysOf(inside, profile),
      deletable: mayDo(inside, 'change', profileThing(profile, inside.settings.tagKeys)),
    };
  });

/** A profile that whoever asks may see, by the last part of its ARN. @throws NotThere */
export async function findProfile(asking: Asking, shortId: string): Promise<Profile> {
  const [profile] = seenProfiles(asking, await asking.store.profiles.byShortId(shortId));
  if (profile === undefined) throw new NotThere('profile');
  return profile;
}

async function daysOf(asking: Asking, profile: Profile): Promise<SpendAnswer | null> {
  const { arn } = profile;
  const { user } = ownerOf(profile, asking.settings.tagKeys);
  const days = showsDays(asking);
  if (!days && !isOwnAlone(asking, [user])) return null;
  const scope = scopeOf(asking);
  const range = await asking.store.spend.range();
  if (range === null) return { rows: [], unallocated: [], total: NOTHING_KNOWN };
  // Whoever had it before is somebody else.
  const filter = { profile: [arn], ...(days ? {} : { user: [user] }) };
  const basis = 'best' as const;
  await noteOwners(asking, { range, basis, filter, scope });
  return asking.store.spend.query({ range, groupBy: ['day'], basis, filter, scope, unowned: 'among' });
}
