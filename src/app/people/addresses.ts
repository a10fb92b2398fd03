import { type Alias, type AliasFault, aliasFault, MOST_ALIASES } from '../../core/aliases.ts';
import { TAG_VALUE } from '../../core/directory.ts';
import { Invalid } from '../../core/errors.ts';
import { addressOn } from '../../core/estate.ts';
import { emailFault, type Person } from '../../core/people.ts';
import type { Moved } from '../../store/typesPeople.ts';
import { type Asking, because, inOneReading, inOneWriting, nowOf } from '../asking.ts';
import { showsDays } from '../privacy/shown.ts';
import { readReason, type Typed } from '../typed.ts';
import { profileQuestion, seenProfiles, visibleUsers } from '../visible.ts';
import { keepingAdministrator, keepingBound } from './lastAdministrator.ts';
import { mustChangePerson, NotHere } from './seen.ts';

/**
 * Other addresses of a person, and a new one of their own. What changes here changes nothing at AWS, where tags are compared
 * letter by letter: `Addresses` says what must change there with it.
 */

/** An address that profiles are tagged with. */
export interface TaggedAddress {
  address: string;
  /** How many profiles that are still there. */
  profiles: number;
}
export interface Addresses {
  email: string;
  aliases: Alias[];
  /**
   * What their profiles are tagged with that is not their own address: whoever is known to AWS by that one only is refused
   * there.
   */
  taggedOtherwise: TaggedAddress[];
  /** Addresses of nobody here that are written as one of theirs but for upper and lower case: most likely theirs. */
  suggested: TaggedAddress[];
}

/** What is known of somebody's addresses, as far as whoever asks may see it. Within a reading that saw the person. */
export async function addressesIn(asking: Asking, { email }: Pick<Person, 'email'>): Promise<Addresses> {
  const { store, settings } = asking;
  const aliases = await store.people.aliases(email);
  const own = [email, ...aliases.map(({ alias }) => alias)];
  const profiles = seenProfiles(asking, await store.profiles.list(profileQuestion(asking, email), null));
  const tagged = Map.groupBy(
    profiles.filter(({ goneAt }) => goneAt === null),
    (one) => addressOn(one, settings.tagKeys),
  );
  const written = new Set(own.map((one) => one.toLowerCase()));
  const alike = (await visibleUsers(asking, { unknown: true })).filter((one) =>
    written.has(one.toLowerCase()),
  );
  const suggested: TaggedAddress[] = [];
  for (const address of alike)
    suggested.push({ address, profiles: await store.profiles.count(profileQuestion(asking, address)) });
  return {
    email,
    aliases,
    taggedOtherwise: [...tagged]
      .filter(([address]) => address !== email)
      .map(([address, some]) => ({ address, profiles: some.length }))
      .sort((one, other) => (one.address < other.address ? -1 : 1)),
    suggested,
  };
}

/** What became of it; `asked`: the address is somebody's own, and that both are one person must be confirmed. */
export type Joined = { done: 'joined' | 'already'; moved: Moved } | { done: 'asked'; other: Person };

/** The words of each fault: keys of `invalid` in the messages. */
const KEY: Readonly<Record<AliasFault, string>> = {
  missing: 'addressMissing',
  notEmail: 'addressNotEmail',
  long: 'addressLong',
  signs: 'signs',
  ownAddress: 'addressOwn',
  person: 'addressTaken',
  taken: 'addressTaken',
  tooMany: 'addressTooMany',
};

const NOTHING: Moved = { person: false, reports: 0, budget: 'none' };

/**
 * Says that an address is another one of somebody.
 * @param typed `alias`, `reason`
 * @throws NotHere, Forbidden; Invalid with `alias` at fault
 */
export async function addAliasOf(
  asking: Asking,
  address: string,
  typed: Typed,
  { confirmed }: { confirmed: boolean },
): Promise<Joined> {
  await inOneReading(asking, (inside) => mustChangePerson(inside, address));
  return inOneWriting(asking, async (inside) => {
    const { store } = inside;
    const { email } = await personAt(inside, address);
    const { alias = '' } = typed;
    const reason = readReason(typed);
    mustBeOfOthers(inside, email, { field: 'alias', value: alias });
    const aliases = await store.people.aliases();
    const people = new Set(await store.people.emails());
    const fault = aliasFault(alias, email, { people, aliases });
    if (fault !== null && fault.kind !== 'person')
      throw new Invalid([{ field: 'alias', key: KEY[fault.kind], value: alias, detail: fault.other }]);
    if (aliases.some((one) => one.alias === alias)) return { done: 'already', moved: NOTHING };
    const other = await store.people.get(alias);
    if (other !== null && !confirmed) return { done: 'asked', other };
    const actor = because(inside, reason);
    const moved = await keepingAdministrator(inside, () =>
      store.people.addAlias({ alias, email, source: 'byHand' }, actor, nowOf(inside)),
    );
    return { done: 'joined', moved };
  });
}

/**
 * Takes another address of somebody away. What was taken over with it stays theirs; spend and profiles under it are nobody's
 * here again.
 * @param typed `alias`, `reason`
 * @returns whether there was one
 * @throws NotHere, Forbidden; Invalid where it is a source's that would say it again (`addressSource`)
 */
export async function removeAliasOf(asking: Asking, address: string, typed: Typed): Promise<boolean> {
  await inOneReading(asking, (inside) => mustChangePerson(inside, address));
  return inOneWriting(asking, async (inside) => {
    const { people } = inside.store;
    const { email } = await personAt(inside, address);
    const { alias = '' } = typed;
    const reason = readReason(typed);
    const held = (await people.aliases(email)).find((one) => one.alias === alias);
    if (held === undefined) return false;
    if (held.source === 'file' || held.source === 'identityCenter')
      throw new Invalid([{ field: 'alias', key: 'addressSource', value: alias, detail: held.source }]);
    const remove = () => people.removeAlias(alias, because(inside, reason), nowOf(inside));
    // With the address goes the account of whoever came under it.
    return keepingAdministrator(inside, () => keepingBound(inside, false, remove));
  });
}

/** What became of it; as for an alias. `untaggable`: no profile can be tagged with the new address. */
export type Renamed =
  | { done: 'renamed'; from: string; to: string; untaggable: boolean; addresses: Addresses }
  | { done: 'asked'; other: Person };

/**
 * Somebody has another address of their own from now on. All that was theirs stays theirs, the address until now becomes an
 * alias, and renaming back undoes it.
 * @param typed `email`: the new one; `reason`
 * @throws NotHere, Forbidden; Invalid with `email` at fault
 */
export async function renamePerson(
  asking: Asking,
  address: string,
  typed: Typed,
  { confirmed }: { confirmed: boolean },
): Promise<Renamed> {
  await inOneReading(asking, (inside) => mustChangePerson(inside, address));
  return inOneWriting(asking, async (inside) => {
    const { people } = inside.store;
    const { email: from } = await personAt(inside, address);
    const { email: to = '' } = typed;
    const reason = readReason(typed);
    mustBeOfOthers(inside, from, { field: 'email', value: to });
    const wrong = (kind: AliasFault, other = ''): Invalid =>
      new Invalid([{ field: 'email', key: KEY[kind], value: to, detail: other }]);
    const fault = emailFault(to);
    if (fault !== null) throw wrong(fault);
    if (to === from) throw wrong('ownAddress');
    const aliases = await people.aliases();
    const held = aliases.find(({ alias }) => alias === to);
    if (held !== undefined && held.email !== from) throw wrong('taken', held.email);
    if (held === undefined && aliases.filter(({ email }) => email === from).length >= MOST_ALIASES)
      throw wrong('tooMany');
    const other = held === undefined ? await people.get(to) : null;
    if (other !== null && !confirmed) return { done: 'asked', other };
    await keepingAdministrator(inside, () => people.rename(from, to, because(inside, reason), nowOf(inside)));
    const addresses = await addressesIn(inside, { email: to });
    return { done: 'renamed', from, to, untaggable: !TAG_VALUE.test(to), addresses };
  });
}

/**
 * Whoever joins an address to their own, on either side, sees all of whoever that is as theirs: where figures of others are
 * kept back, somebody else does it.
 * @throws Invalid
 */
function mustBeOfOthers(
  asking: Asking,
  email: string,
  { field, value }: { field: string; value: string },
): void {
  if ([email, value].includes(asking.viewer.email) && !showsDays(asking))
    throw new Invalid([{ field, key: 'addressForOneself', value }]);
}

async function personAt(asking: Asking, address: string): Promise<Person> {
  const person = await asking.store.people.get(address);
  if (person === null) throw new NotHere(asking, address, await asking.store.people.list());
  return person;
}
