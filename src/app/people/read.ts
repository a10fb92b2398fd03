import type { Binding } from '../../core/bindings.ts';
import type { ApiToken, Session } from '../../core/credentials.ts';
import type { PeopleSource, Person, PersonFacts } from '../../core/people.ts';
import { type HeldRole, inList, type PersonInList, rolesOf } from '../../core/roles.ts';
import { signsIn } from '../../core/settings.ts';
import { type Asking, inOneReading, mayDo } from '../asking.ts';
import { bindingsIn } from '../credentials/bindings.ts';
import { sessionsHeld, tokensHeld } from '../credentials/list.ts';
import { type Addresses, addressesIn } from './addresses.ts';
import type { SaidNone } from './list.ts';
import { roleSettingsOf } from './roleSettings.ts';
import { type Above, managersSeen, maySeePerson, NotHere } from './seen.ts';

/** One person: what is believed of them and who says so, whom they report to, who reports to them, and their roles. */

export interface PersonSeen {
  person: Person;
  said: ReadonlyMap<PeopleSource, PersonFacts>;
  /** From the nearest. */
  managers: Above[];
  /** Whoever reports to them, directly or not, as far as whoever asks may see them. */
  reports: string[];
  /** How many report to them, seen or not. */
  reportCount: number;
  roles: HeldRole[];
  /** All of theirs, as far as whoever asks may see where else they stand. */
  addresses: Addresses;
  /** Accounts that they sign in with; null where these are not theirs to see who asks. */
  bindings: Binding[] | null;
}

/** @throws NotHere where there is nobody of that address whom whoever asks may see */
export const readPerson = (asking: Asking, email: string): Promise<PersonSeen> =>
  inOneReading(asking, async (inside) => (await personIn(inside, email)).seen);

/** With those who report to them and whom whoever asks may see. */
async function personIn(asking: Asking, email: string): Promise<{ seen: PersonSeen; below: Person[] }> {
  const { store } = asking;
  const found = await store.people.details(email);
  if (!maySeePerson(asking, found?.person ?? { email, costCenter: null }) || found === null)
    throw new NotHere(asking, email, await store.people.list());
  const { person, said, reports, grants } = found;
  const above = new Map((await store.people.above(person.email)).map((one) => [one.email, one]));
  const below = (await store.people.some(reports)).filter((one) => maySeePerson(asking, one));
  const seen: PersonSeen = {
    person,
    said,
    managers: managersSeen(asking, person.email, above),
    reports: below.map((one) => one.email),
    reportCount: reports.length,
    roles: rolesOf(person, reports.length, grants, await roleSettingsOf(asking)),
    addresses: await addressesIn(asking, person),
    bindings: await bindingsIn(asking, person.email),
  };
  return { seen, below };
}

/** A role that somebody has by name: since when, and by whom. */
type GivenGrant = Awaited<ReturnType<Asking['store']['people']['grants']>>[number];

/** All that the page about a person shows. */
export interface PersonPage extends PersonSeen {
  below: PersonInList[];
  granted: GivenGrant[];
  saidNone: SaidNone;
  /** Whether whoever asks may change them. */
  changes: boolean;
  /** null where they are not theirs to end, or nobody signs in. */
  credentials: { tokens: ApiToken[]; sessions: Session[] } | null;
}

/** @throws NotHere */
export const readPersonPage = (asking: Asking, email: string): Promise<PersonPage> =>
  inOneReading(asking, async (inside) => {
    const { seen, below } = await personIn(inside, email);
    const { people } = inside.store;
    const counts = await people.reportCounts(seen.reports);
    const changes = mayDo(inside, 'change', { kind: 'directory' });
    return {
      ...seen,
      below: inList(below, counts, await people.grants(seen.reports), await roleSettingsOf(inside)),
      granted: await people.grants([seen.person.email]),
      saidNone: await people.saidNone(seen.reports),
      changes,
      credentials:
        changes && signsIn(inside.settings)
          ? {
              tokens: await tokensHeld(inside, seen.person.email),
              sessions: await sessionsHeld(inside, seen.person.email),
            }
          : null,
    };
  });
