import { addressOn, ownerOf } from '../../core/estate.ts';
import type { Collected, HygieneFacts, KnownOwner } from '../../core/hygiene/types.ts';
import { addDays, dayOf, instantOf, startOf } from '../../core/periods.ts';
import { placeKey } from '../../core/places.ts';
import type { Instant, Profile } from '../../core/types.ts';
import { type Asking, mayDo, nowOf } from '../asking.ts';
import { maySeePerson } from '../people/seen.ts';
import { visibleProfiles } from '../visible.ts';

/** What the ledger holds that says what profiles want, as far as whoever asks may see it. */

/**
 * In one reading. How long it takes follows from how many profiles and people there are now, and from the days after which
 * a profile counts as unused; not from the age of the ledger.
 * @param some profiles that whoever asks may see, of which alone is read: whether the directory has an address in other letters
 * is then not known, and nothing said of it; unless given, all
 */
export async function hygieneFacts(asking: Asking, some?: readonly Profile[]): Promise<HygieneFacts> {
  const { store, settings } = asking;
  const profiles = (some ?? (await visibleProfiles(asking))).filter(({ goneAt }) => goneAt === null);
  const collected = await collectedIn(asking, profiles);
  return {
    profiles,
    people: await peopleFor(asking, profiles, some === undefined),
    tagKeys: settings.tagKeys,
    vending: settings.vending,
    catalogue: await store.profiles.catalogue(),
    lastUsed: await lastUsedOf(asking, profiles, collected, some === undefined),
    collected,
    quotas: await quotasKnown(asking),
    now: nowOf(asking),
  };
}

/**
 * The directory. Whoever does not see all of it knows whom they may see; of the others they learn nothing, not even that
 * they are not there.
 */
async function peopleFor(
  asking: Asking,
  profiles: readonly Profile[],
  everybody: boolean,
): Promise<ReadonlyMap<string, KnownOwner>> {
  const { store, settings } = asking;
  const seesAll = mayDo(asking, 'see', { kind: 'bill' });
  const all = seesAll && everybody;
  const known = new Map<string, KnownOwner>();
  const people = all ? await store.people.list() : await store.people.some(addressesOf(asking, profiles));
  for (const person of people)
    known.set(
      person.email,
      seesAll || maySeePerson(asking, person)
        ? { active: person.active, costCenter: person.costCenter ?? '' }
        : { active: true, costCenter: '' },
    );
  if (all) return known;
  for (const profile of profiles) {
    const { user } = ownerOf(profile, settings.tagKeys);
    if (user !== '' && !known.has(user)) known.set(user, { active: true, costCenter: '' });
  }
  return known;
}

const addressesOf = ({ settings }: Asking, profiles: readonly Profile[]): string[] => [
  ...new Set(
    profiles.flatMap((one) => [addressOn(one, settings.tagKeys), ownerOf(one, settings.tagKeys).user]),
  ),
];

/** From when to when use of each place would have been seen; what was never read is left out. */
async function collectedIn(
  { store }: Asking,
  profiles: readonly Profile[],
): Promise<ReadonlyMap<string, Collected>> {
  const held = await store.spend.range();
  const usage = (await store.freshness.all()).filter(({ source }) => source === 'usage');
  const until = new Map(usage.map(({ slice, completeUntil }) => [slice, completeUntil]));
  const found = new Map<string, Collected>();
  if (held === null) return found;
  for (const place of profiles) {
    const read = until.get(placeKey(place)) ?? null;
    if (read !== null) found.set(placeKey(place), { from: instantOf(startOf(held.start)), until: read });
  }
  return found;
}

/**
 * When each was last seen in use: by its tokens, and, of those without, by what was charged for them, as not all that models
 * do is counted in tokens.
 */
async function lastUsedOf(
  { store, settings }: Asking,
  profiles: readonly Profile[],
  collected: ReadonlyMap<string, Collected>,
  all: boolean,
): Promise<ReadonlyMap<string, Instant>> {
  const used = new Map(await store.watching.lastUsed(all ? null : profiles.map(({ arn }) => arn)));
  const [last] = [...collected.values()].map(({ until }) => until).sort();
  if (last === undefined) return used;
  const start = addDays(dayOf(last), -settings.vending.unusedDays);
  const idle = profiles.filter(({ arn }) => (used.get(arn) ?? '') < instantOf(startOf(start)));
  if (idle.length === 0) return used;
  const rows = await store.spend.amounts({
    range: { start, endExclusive: addDays(dayOf(last), 2) },
    groupBy: ['profile', 'day'],
    basis: 'best',
    filter: { profile: idle.map(({ arn }) => arn) },
    // Whether it was used is all that is told of it.
    scope: 'all',
    unowned: 'among',
  });
  for (const { keys } of rows) {
    const [arn = '', day = ''] = keys;
    const until = instantOf(startOf(addDays(day, 1)));
    if (until > (used.get(arn) ?? '')) used.set(arn, until);
  }
  return used;
}

/** By `placeKey`, as they were read last; one that AWS does not tell is left out. */
const quotasKnown = async ({ store }: Pick<Asking, 'store'>): Promise<ReadonlyMap<string, number>> =>
  new Map(
    (await store.profiles.quotas()).flatMap(({ quota, ...place }) =>
      quota === null ? [] : [[placeKey(place), quota] as const],
    ),
  );
