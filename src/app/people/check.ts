import { issuerOf } from '../../core/bindings.ts';
import { addressOn, ownerOf } from '../../core/estate.ts';
import { type PeopleSource, spelledAlike } from '../../core/people.ts';
import { administratorsIn } from '../../core/roles.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';
import { listBindings } from '../credentials/bindings.ts';
import { visibleProfiles } from '../visible.ts';
import { roleSettingsOf } from './roleSettings.ts';

/** What whoever looks after the directory wants to know of it. */

interface DirectoryState {
  people: number;
  left: number;
  /** How many people each source says something of. */
  sources: ReadonlyMap<PeopleSource, number>;
  /** Addresses that differ by upper and lower case only, in the directory and in tags of profiles. */
  alike: string[][];
  /** Own addresses of people, with another one of theirs that profiles are tagged with: AWS refuses them there. */
  taggedOtherwise: [own: string, address: string][];
}

/** @throws Forbidden */
export const directoryState = (asking: Asking): Promise<DirectoryState> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'directory' });
    const people = await inside.store.people.list();
    const sources = await inside.store.people.sources();
    const { tagKeys } = inside.settings;
    const profiles = (await visibleProfiles(inside)).filter(({ goneAt }) => goneAt === null);
    const owned = profiles.map((one) => [ownerOf(one, tagKeys).user, addressOn(one, tagKeys)] as const);
    return {
      people: people.length,
      left: people.filter(({ active }) => !active).length,
      sources: new Map(sources.map((one) => [one.source, one.people])),
      alike: spelledAlike([...people.map(({ email }) => email), ...owned.map(([user]) => user)]),
      taggedOtherwise: [...new Map(owned.map(([user, address]) => [address, user]))]
        .filter(([address, user]) => address !== user)
        .map(([address, user]) => [user, address]),
    };
  });

/** Who signs in how, as far as somebody has to look after it. */
interface AccountsState {
  bound: number;
  /** Of an issuer that is not that of the settings, by issuer: they sign in no more. */
  elsewhere: ReadonlyMap<string, number>;
  /** Who administers and signed in with no account yet: the first one of their address is them. */
  unboundAdministrators: string[];
  /** Whose account has an address at the provider that is none of theirs here. */
  movedAddresses: [own: string, address: string][];
}

/** @throws Forbidden */
export const accountsState = (asking: Asking): Promise<AccountsState> =>
  inOneReading(asking, async (inside) => {
    const bindings = await listBindings(inside);
    const { oidc, alb } = inside.settings.signIn;
    const own = issuerOf((oidc ?? alb)?.issuer ?? '');
    const other = bindings.filter(({ issuer }) => issuer !== own);
    const bound = new Set(bindings.map(({ email }) => email));
    const aliases = new Map((await inside.store.people.aliases()).map(({ alias, email }) => [alias, email]));
    return {
      bound: bindings.length,
      elsewhere: new Map(
        [...Map.groupBy(other, ({ issuer }) => issuer)].map(([issuer, some]) => [issuer, some.length]),
      ),
      unboundAdministrators: (await whoAdministers(inside)).filter((email) => !bound.has(email)),
      movedAddresses: bindings
        .filter(({ address, email }) => (aliases.get(address) ?? address) !== email)
        .map(({ email, address }) => [email, address]),
    };
  });

/** Who could sign in as an administrator now. @throws Forbidden */
export const whoAdministers = (asking: Asking): Promise<string[]> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'directory' });
    const { store } = inside;
    return administratorsIn({
      people: await store.people.list(),
      grants: await store.people.grants(),
      settings: await roleSettingsOf(inside),
    });
  });
