import type { Whom } from '../../core/budgets.ts';

import { type Reprieve, slotText } from '../../core/stop/reprieves.ts';
import type { EnforcementMode } from '../../core/stop/settings.ts';
import type { Money } from '../../core/types.ts';
import type { MarkRow, StopRow } from '../../store/typesStops.ts';
import { type Asking, inOneReading, mayDo, mustBeAllowed, NotThere, nowOf } from '../asking.ts';
import { type Names, readNames } from '../names.ts';
import { whomOf } from './reprieve.ts';
import { mayTell } from './seen.ts';
import { type Askable, askedAbout, stopThings } from './whom.ts';

/** Who is stopped, since when, until when and by which budget, as far as whoever asks may see it. */

export type MarkListed = MarkRow;
export interface StopListed extends Omit<StopRow, 'counted' | 'limit'> {
  whom: Whom;
  /** '' where the directory has none. */
  name: string;
  /** Null where whoever asks is not told. */
  figures: { counted: Money; limit: Money } | null;
  mayRelease: boolean;
  /** Profiles that it wants marked. */
  profiles: readonly MarkRow[];
  /** Accounts in which the permissions boundary holds it, so that no profile there needs a mark. */
  boundaries: readonly string[];
}
export interface ReprieveListed extends Reprieve {
  whom: Whom;
  name: string;
  mayTakeBack: boolean;
}
export interface StopsListed {
  mode: EnforcementMode;
  /** Those that go on, the oldest first. */
  going: readonly StopListed[];
  /** Those that ended, the newest first. */
  ended: readonly StopListed[];
  /** What holds stops off now. */
  reprieves: readonly ReprieveListed[];
  /** Profiles whose mark is not as it should be, of these stops or of whoever was freed; of others administrators alone. */
  unsettled: readonly MarkRow[];
  /** Whom those ask who are stopped, by the settings; empty: whoever decides on their budget. */
  contact: readonly Askable[];
  names: Names;
}

/** Of those that ended, at most; and of profiles. */
const MOST_ENDED = 200;
const MOST_PROFILES = 1_000;

/** Everything of it, dry ones only where stops are only worked out. */
export const listStops = (asking: Asking): Promise<StopsListed> =>
  inOneReading(asking, async (inside) => {
    const { store, settings } = inside;
    const seesJobs = mayDo(inside, 'see', { kind: 'jobs' });
    const now = nowOf(inside);
    const isDry = settings.enforcement.mode !== 'on';
    const going = (await store.stops.going()).filter((one) => one.isDry === isDry);
    const ended = (await store.stops.list({ limit: MOST_ENDED })).filter(({ endedAt }) => endedAt !== null);
    const given = await Promise.all(
      (await store.stops.reprieves(now))
        .filter(({ from }) => from <= now)
        .map(async (one) => ({ ...one, whom: await whomOf(inside, one) })),
    );
    const rows = [...going, ...ended].map((row) => ({
      ...row,
      whom: { kind: row.scopeKind, key: row.scopeKey },
    }));
    const things = await stopThings(
      inside,
      [...rows, ...given].map(({ whom }) => whom),
    );
    const isSeen = ({ whom }: { whom: Whom }) => mayDo(inside, 'see', things(whom));
    const seen = rows.filter(isSeen);
    const held = given.filter(isSeen);
    const marks = await store.marks.shown(
      seen.filter(({ endedAt }) => endedAt === null).map(({ id }) => id),
      MOST_PROFILES,
    );
    const byStop = Map.groupBy(marks, ({ stopId }) => stopId);
    const boundaries = await store.boundaries.all();
    const boundIn = (row: StopRow) =>
      boundaries.flatMap(({ accountId, held }) => (held.includes(slotText(row)) ? accountId : []));
    const nameOf = await namesOfPeople(
      inside,
      [...seen, ...held].map(({ whom }) => whom),
    );
    const mayChange = (whom: Whom) => mayDo(inside, 'change', things(whom));
    inside.noteLook?.(seen.flatMap(({ whom }) => (whom.kind === 'user' ? whom.key : [])));
    const listed = seen.map((row): StopListed => {
      const { counted, limit, ...rest } = row;
      const isGoing = row.endedAt === null && !row.isDry;
      return {
        ...rest,
        name: nameOf(row.whom),
        figures: mayTell(inside, row.whom) ? { counted, limit } : null,
        mayRelease: isGoing && mayChange(row.whom),
        profiles: byStop.get(row.id) ?? [],
        boundaries: isGoing ? boundIn(row) : [],
      };
    });
    const unsettled = marks.filter(
      ({ dueAt, stopId }) => dueAt !== null && (seesJobs || listed.some(({ id }) => id === stopId)),
    );
    return {
      mode: settings.enforcement.mode,
      going: listed.filter(({ endedAt }) => endedAt === null),
      ended: listed.filter(({ endedAt }) => endedAt !== null),
      reprieves: held.map((one) => ({
        ...one,
        name: nameOf(one.whom),
        mayTakeBack: one.kind === 'release' && mayChange(one.whom),
      })),
      unsettled,
      contact:
        settings.enforcement.contact === null
          ? []
          : await askedAbout(inside, { kind: 'organisation', key: '' }),
      names: await readNames(inside, [
        ...new Set([...unsettled, ...listed.flatMap(({ profiles }) => profiles)].map(({ arn }) => arn)),
      ]),
    };
  });

/** What people and managers among these are called; "" where the directory has no name. */
export async function namesOfPeople(
  { store }: Asking,
  all: readonly Whom[],
): Promise<(whom: Whom) => string> {
  const emails = [
    ...new Set(all.flatMap(({ kind, key }) => (kind === 'user' || kind === 'team' ? key : []))),
  ];
  const people = emails.length === 0 ? [] : await store.people.some(emails);
  const names = new Map(people.map(({ email, name }) => [email, name ?? '']));
  return ({ kind, key }) => (kind === 'user' || kind === 'team' ? (names.get(key) ?? '') : '');
}

/** A stop for whoever may release it. @throws NotThere, Forbidden */
export const stopToRelease = (asking: Asking, id: string): Promise<{ whom: Whom; name: string }> =>
  inOneReading(asking, async (inside) => {
    const row = await inside.store.stops.one(id);
    const whom: Whom = { kind: row?.scopeKind ?? 'organisation', key: row?.scopeKey ?? '' };
    const thing = (await stopThings(inside, [whom]))(whom);
    if (row === null || !mayDo(inside, 'see', thing)) throw new NotThere();
    mustBeAllowed(inside, 'change', thing);
    return { whom, name: (await namesOfPeople(inside, [whom]))(whom) };
  });
