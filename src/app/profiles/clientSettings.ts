import { Invalid } from '../../core/errors.ts';
import { addressOn, ownerOf } from '../../core/estate.ts';
import { modelNames } from '../../core/modelNames.ts';
import { lastPart } from '../../core/models.ts';
import { BUDGET_STATUS, EXCEEDED } from '../../core/policies/choices.ts';
import type { CatalogueEntry, Profile } from '../../core/types.ts';
import { settingsFor } from '../../core/vending/clientSettings/index.ts';
import { type ManagedGroup, mainClaude, managedGroup } from '../../core/vending/clientSettings/managed.ts';
import type { ClientSettings } from '../../core/vending/clientSettings/types.ts';
import { isShared } from '../../core/vending/shared.ts';
import { type Asking, inOneReading, mayDo, NotThere, sphereOf } from '../asking.ts';
import { profileQuestion, seenProfiles } from '../visible.ts';

/** Settings to paste, for one profile, for a person, and for groups: of profiles that whoever asks may see. */

/**
 * Settings of one profile, which a client that falls back to other models points at others of whoever uses it: of the
 * same address letter by letter, as policies compare it; of a shared one, those that are shared in the same way. None for
 * one that AWS no longer has; of one whose budget is spent each says so.
 */
export async function settingsOf(
  inside: Asking,
  profile: Profile,
  catalogue: readonly CatalogueEntry[],
): Promise<ClientSettings[]> {
  if (profile.goneAt !== null) return [];
  const settings = settingsFor({
    profile,
    modelName: modelNames(catalogue)(profile.modelKey),
    own: await usedBy(inside, profile),
    catalogue,
  });
  const isStopped = profile.history.at(-1)?.tags[BUDGET_STATUS] === EXCEEDED;
  return isStopped
    ? settings.map((one) => ({ ...one, notes: [{ key: 'stopped' as const }, ...one.notes] }))
    : settings;
}

/** What whoever uses a profile may call beside it, as far as whoever asks may see it; the profile among them. */
async function usedBy(inside: Asking, profile: Profile): Promise<Profile[]> {
  const { tagKeys, vending } = inside.settings;
  const address = addressOn(profile, tagKeys);
  const { user } = ownerOf(profile, tagKeys);
  const tags = profile.history.at(-1)?.tags ?? {};
  if (address === '' && !isShared(profile, tagKeys)) return [profile];
  const listed = await inside.store.profiles.list(profileQuestion(inside, user), null);
  const alike = [tagKeys.costCenter, ...vending.shared.by];
  return seenProfiles(inside, listed).filter((one) => {
    const others = one.history.at(-1)?.tags ?? {};
    return (
      isUsable(one) &&
      addressOn(one, tagKeys) === address &&
      (address !== '' || (isShared(one, tagKeys) && alike.every((key) => others[key] === tags[key])))
    );
  });
}

const isUsable = ({ goneAt, status }: Profile): boolean => goneAt === null && status === 'ACTIVE';

/**
 * @param named the ARN or the last part of it
 * @throws NotThere
 */
export const settingsToPaste = (
  asking: Asking,
  named: string,
): Promise<{ profile: Profile; settings: ClientSettings[] }> =>
  inOneReading(asking, async (inside) => {
    const found = seenProfiles(inside, await inside.store.profiles.byShortId(lastPart(named)));
    const profile =
      found.find(({ arn }) => arn === named) ?? (named.startsWith('arn:') ? undefined : found[0]);
    if (profile === undefined) throw new NotThere('profile');
    return { profile, settings: await settingsOf(inside, profile, await inside.store.profiles.catalogue()) };
  });

/**
 * The settings of a person: of the profile that most of their work is done with.
 * @throws NotThere where they have none that whoever asks may see
 */
export const settingsOfPerson = (
  asking: Asking,
  email: string,
): Promise<{ profile: Profile; settings: ClientSettings[] }> =>
  inOneReading(asking, async (inside) => {
    const listed = await inside.store.profiles.list(profileQuestion(inside, email), null);
    const own = seenProfiles(inside, listed).filter(isUsable);
    const main = mainClaude(own)?.arn;
    const profile = own.find(({ arn }) => arn === main) ?? own[0];
    if (profile === undefined) throw new NotThere('profile', `no profile of ${email} is in use here`);
    return { profile, settings: await settingsOf(inside, profile, await inside.store.profiles.catalogue()) };
  });

/**
 * Claude Code's managed settings, a group each: of these groups, else of all that anybody is in.
 * @throws Invalid `group` for those that nobody is in
 */
export const managedSettings = (asking: Asking, named: readonly string[]): Promise<ManagedGroup[]> =>
  inOneReading(asking, async (inside) => {
    const { tagKeys, vending } = inside.settings;
    const found = await inside.store.people.find({ scope: sphereOf(inside), active: true }, null);
    const people = found.filter(({ email, costCenter }) =>
      mayDo(inside, 'see', { kind: 'person', email, costCenter: costCenter ?? '' }),
    );
    const all = [...new Set(people.flatMap(({ groups }) => groups))].sort();
    const faults = named
      .filter((group) => !all.includes(group))
      .map((value) => ({ field: 'group', key: 'group', value, detail: all }));
    if (faults.length > 0) throw new Invalid(faults);
    const visible = seenProfiles(inside, await inside.store.profiles.list(profileQuestion(inside), null));
    const byUser = grouped(visible.filter(isUsable), (one) => ownerOf(one, tagKeys).user);
    // Who is of which project only the sessions of people say: where that decides, nobody is known to share one.
    const forAll = vending.shared.by.length > 0 ? [] : (byUser.get('') ?? []);
    const shared = grouped(
      forAll.filter((one) => isShared(one, tagKeys)),
      (one) => ownerOf(one, tagKeys).costCenter,
    );
    return (named.length === 0 ? all : named).map((group) =>
      managedGroup(
        group,
        people
          .filter(({ groups }) => groups.includes(group))
          .map(({ email, costCenter }) => ({
            email,
            own: byUser.get(email) ?? [],
            shared: shared.get(costCenter ?? '') ?? [],
          })),
      ),
    );
  });

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const by = new Map<string, T[]>();
  for (const one of all) by.set(keyOf(one), [...(by.get(keyOf(one)) ?? []), one]);
  return by;
}
