import type { Person } from '../../core/people.ts';
import { inList, type PersonInList } from '../../core/roles.ts';
import type { SliceError } from '../../core/runs.ts';
import type { DayRange } from '../../core/types.ts';
import { type Asking, inOneReading, mayDo, scopeOf } from '../asking.ts';
import { visibleUsers } from '../visible.ts';
import { maySeePerson } from './seen.ts';

/** The directory: everybody whom one may see, and what is strange about it. */

/** Which of them; what is left out says nothing. */
interface PeopleFilter {
  /** '' for those who belong to none. */
  costCenter?: string | undefined;
  /** To whom they report directly; '' for nobody. */
  manager?: string | undefined;
  /** To whom they report, directly or not. */
  below?: string | undefined;
  active?: boolean | undefined;
}

/** @returns those who fit, by e-mail address, and how many there are for whoever asks to see */
export const listPeople = (
  asking: Asking,
  filter: PeopleFilter = {},
): Promise<{ people: PersonInList[]; seen: number }> =>
  inOneReading(asking, async (inside) => {
    const seen = await visiblePeople(inside);
    const { below } = filter;
    const reports = below === undefined ? null : new Set(await inside.store.people.reportsOf(below));
    const people = seen.filter(
      ({ person }) => (reports === null || reports.has(person.email)) && fits(person, filter),
    );
    return { people, seen: seen.length };
  });

const fits = (person: Person, { costCenter, manager, active }: PeopleFilter): boolean =>
  (costCenter === undefined || costCenter === (person.costCenter ?? '')) &&
  (manager === undefined || manager === (person.manager ?? '')) &&
  (active === undefined || active === person.active);

async function visiblePeople(asking: Asking): Promise<PersonInList[]> {
  // Asked first, so that it was asked even where there is nobody.
  const everybody = mayDo(asking, 'see', { kind: 'directory' });
  const { store, settings } = asking;
  return inList(await store.people.list(), await store.people.grants(), settings.roles).filter(
    ({ person }) => everybody || maySeePerson(asking, person),
  );
}

export interface DirectorySeen {
  people: PersonInList[];
  /** What is strange; null for whoever does not see the directory as a whole. */
  strange: {
    /** Addresses of the directory, and those of profile tags and spend. */
    directory: string[];
    tagged: string[];
    /** Whom the last reading of IAM Identity Center left out. */
    skipped: readonly SliceError[];
  } | null;
}

export const seeDirectory = (asking: Asking): Promise<DirectorySeen> =>
  inOneReading(asking, async (inside) => {
    const people = await visiblePeople(inside);
    if (!mayDo(inside, 'see', { kind: 'directory' })) return { people, strange: null };
    const last = (await inside.store.runs.latest()).find(({ job }) => job === 'people');
    return {
      people,
      strange: {
        directory: people.map(({ person }) => person.email),
        tagged: await visibleUsers(inside),
        skipped: last?.status === 'failed' ? [] : (last?.errors ?? []),
      },
    };
  });

/** Whoever is here and whom one may see: all by e-mail address, and those who spent something, largest first. */
export const listSpenders = (
  asking: Asking,
  range: DayRange,
): Promise<{ people: Person[]; spenders: Person[] }> =>
  inOneReading(asking, async (inside) => {
    const people = (await visiblePeople(inside)).map(({ person }) => person).filter(({ active }) => active);
    const known = new Map(people.map((person) => [person.email, person]));
    const ask = { range, basis: 'best' as const, filter: {}, scope: scopeOf(inside) };
    const { rows } = await inside.store.spend.query({ ...ask, groupBy: ['user'] });
    return { people, spenders: rows.flatMap(({ keys }) => known.get(keys[0] ?? '') ?? []) };
  });
