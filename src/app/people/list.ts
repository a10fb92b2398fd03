import type { Alias } from '../../core/aliases.ts';
import { type Person, spelledAlike } from '../../core/people.ts';
import { inList, type PersonInList } from '../../core/roles.ts';
import type { SliceError } from '../../core/runs.ts';
import type { DayRange } from '../../core/types.ts';
import { type Asking, inOneReading, mayDo, scopeOf, sphereOf } from '../asking.ts';
import { visibleUsers } from '../visible.ts';
import { roleSettingsOf } from './roleSettings.ts';
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

type Page = { limit: number; offset: number };
/** A part of a list, once it is known how long the list is; null: all of it. */
type Part = ((total: number) => Page) | null;

/** Of whom some source says that there is none of something; of whole lists alone, which may be exported. */
export type SaidNone = ReadonlyMap<string, ReadonlySet<'name' | 'costCenter' | 'manager'>>;

/**
 * @param page which of them; all unless given
 * @returns those who fit, by e-mail address, with their other addresses, how many they are in all, and how many there are for whoever asks to see
 */
export const listPeople = (
  asking: Asking,
  filter: PeopleFilter = {},
  page: Page | null = null,
): Promise<{
  people: PersonInList[];
  total: number;
  seen: number;
  aliases: Alias[];
  saidNone: SaidNone;
}> =>
  inOneReading(asking, async (inside) => {
    const { people } = inside.store;
    const question = { scope: sphereOf(inside), ...(await byOwnAddress(inside, filter)) };
    const found = await listed(inside, await people.find(question, page));
    const shown = new Set(found.map(({ person }) => person.email));
    return {
      people: found,
      aliases: (await people.aliases()).filter(({ email }) => shown.has(email)),
      total: (await people.count(question)).people,
      seen: (await people.count({ scope: question.scope })).people,
      saidNone: page === null ? await people.saidNone(null) : new Map(),
    };
  });

/** A manager is one, by whichever address of theirs they are named. */
async function byOwnAddress({ store }: Asking, filter: PeopleFilter): Promise<PeopleFilter> {
  const named = { ...filter };
  for (const name of ['manager', 'below'] as const)
    if (named[name]) named[name] = await store.people.ownAddress(named[name]);
  return named;
}

/** People as lists show them, as far as whoever asks may see them. */
async function listed(asking: Asking, found: readonly Person[]): Promise<PersonInList[]> {
  const { store } = asking;
  // Asked first, so that it was asked even where there is nobody.
  const everybody = mayDo(asking, 'see', { kind: 'directory' });
  const people = found.filter((person) => everybody || maySeePerson(asking, person));
  const emails = people.map(({ email }) => email);
  const counts = await store.people.reportCounts(emails);
  return inList(people, counts, await store.people.grants(emails), await roleSettingsOf(asking));
}

export interface DirectorySeen {
  /** The part that was asked for. */
  people: PersonInList[];
  /** How many there are for whoever asks to see, and how many of them have left. */
  total: number;
  left: number;
  /** Managers of those on the part whom the directory holds and whoever asks may see. */
  managers: ReadonlySet<string>;
  saidNone: SaidNone;
  /** What is strange; null for whoever does not see the directory as a whole. */
  strange: {
    /** Addresses that differ by upper and lower case only, each with the others. */
    alike: string[][];
    /** Addresses of the directory, and, where any are alike, those of profile tags and spend. */
    directory: string[];
    tagged: string[];
    /** Whom the last reading of IAM Identity Center left out. */
    skipped: readonly SliceError[];
  } | null;
}

export const seeDirectory = (asking: Asking, part: Part = null): Promise<DirectorySeen> =>
  inOneReading(asking, async (inside) => {
    const { store } = inside;
    const question = { scope: sphereOf(inside) };
    const { people: total, left } = await store.people.count(question);
    const found = await store.people.find(question, part === null ? null : part(total));
    const seen = {
      people: await listed(inside, found),
      total,
      left,
      managers: await managersIn(inside, found),
      saidNone: part === null ? await store.people.saidNone(null) : new Map(),
    };
    if (!mayDo(inside, 'see', { kind: 'directory' })) return { ...seen, strange: null };
    const directory = await store.people.emails();
    const alike = spelledAlike([...directory, ...(await visibleUsers(inside, { unknown: true }))]);
    const last = (await store.runs.latest()).find(({ job }) => job === 'people');
    return {
      ...seen,
      strange: {
        alike,
        directory,
        tagged: alike.length === 0 ? [] : await visibleUsers(inside),
        skipped: last?.status === 'failed' ? [] : (last?.errors ?? []),
      },
    };
  });

async function managersIn(asking: Asking, people: readonly Person[]): Promise<ReadonlySet<string>> {
  const named = new Set(people.flatMap(({ manager }) => manager ?? []));
  const known = await asking.store.people.some([...named]);
  return new Set(known.filter((one) => maySeePerson(asking, one)).map(({ email }) => email));
}

/** Whoever is here and whom one may see: all by e-mail address, and those who spent something, largest first. */
export const listSpenders = (
  asking: Asking,
  range: DayRange,
): Promise<{ people: Person[]; spenders: Person[] }> =>
  inOneReading(asking, async (inside) => {
    const { store } = inside;
    const seen = await store.people.find({ scope: sphereOf(inside), active: true }, null);
    const people = seen.filter((person) => maySeePerson(inside, person));
    const known = new Map(people.map((person) => [person.email, person]));
    const ask = { range, basis: 'best' as const, filter: {}, scope: scopeOf(inside) };
    const { rows } = await inside.store.spend.query({ ...ask, groupBy: ['user'] });
    return { people, spenders: rows.flatMap(({ keys }) => known.get(keys[0] ?? '') ?? []) };
  });
