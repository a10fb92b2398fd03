import { type PeopleSource, spelledAlike } from '../../core/people.ts';
import { administratorsIn } from '../../core/roles.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';
import { taggedUsers } from './spelling.ts';

/** What whoever looks after the directory wants to know of it. */

interface DirectoryState {
  people: number;
  left: number;
  /** How many people each source says something of. */
  sources: ReadonlyMap<PeopleSource, number>;
  /** Addresses that differ by upper and lower case only, in the directory and in tags of profiles. */
  alike: string[][];
}

/** @throws Forbidden */
export const directoryState = (asking: Asking): Promise<DirectoryState> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'directory' });
    const people = await inside.store.people.list();
    const sources = await inside.store.people.sources();
    return {
      people: people.length,
      left: people.filter(({ active }) => !active).length,
      sources: new Map(sources.map((one) => [one.source, one.people])),
      alike: spelledAlike([...people.map(({ email }) => email), ...(await taggedUsers(inside))]),
    };
  });

/** Who could sign in as an administrator now. @throws Forbidden */
export const whoAdministers = (asking: Asking): Promise<string[]> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'directory' });
    const { store, settings } = inside;
    return administratorsIn({
      people: await store.people.list(),
      grants: await store.people.grants(),
      settings: settings.roles,
    });
  });
