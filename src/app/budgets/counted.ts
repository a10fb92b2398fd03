import type { TeamsWithin } from '../../core/belongings.ts';
import type { Whom } from '../../core/budgets.ts';
import { type Known, NOTHING_KNOWN, sumKnown } from '../../core/known.ts';
import { bearsOn, countsModel, type Narrowing, narrowingText } from '../../core/narrowing.ts';
import { commonParts, daysOf, isWithin } from '../../core/periods.ts';
import type { BriefSum, SpendFilter, SpendGroup, SpendQuery } from '../../core/questions.ts';
import type { Day, DayRange, Money, SpendLabel } from '../../core/types.ts';
import type { Asking } from '../asking.ts';
import { peopleByTeams, teamsIn } from './teams.ts';

/**
 * What budgets count: of whom, of which models or profiles, on which days. Of a team whoever was of it on the day, of a tag
 * the profiles that bore it on the day. It is all that was spent, whoever asks: only for budgets that they may see.
 */

export interface CountedDay extends Known {
  /** What of the amount the bill says itself. */
  ofBill: Money;
  /** How sure it is; null of nothing. */
  label: SpendLabel | 'mixed' | null;
}
/** By day; of sums without days by ''. */
export type CountedDays = ReadonlyMap<Day, CountedDay>;
export const NONE_COUNTED: CountedDay = { ...NOTHING_KNOWN, ofBill: 0n as Money, label: null };

export const sumCounted = (days: Iterable<CountedDay>): CountedDay => {
  const all = [...days];
  // What came to nothing says nothing of how sure the rest is.
  const said = all.filter(({ amount }) => amount !== 0n);
  const labels = new Set((said.length > 0 ? said : all).flatMap(({ label }) => label ?? []));
  const [label = null] = labels;
  return {
    ...sumKnown(all),
    ofBill: all.reduce((sum, { ofBill }) => sum + ofBill, 0n) as Money,
    label: labels.size > 1 ? 'mixed' : label,
  };
};

/** Several of a kind, over the same days and of the same spend. */
export interface Counting {
  kind: Whom['kind'];
  /** null: of everybody of that kind who spent something; not for teams. */
  keys: readonly string[] | null;
  narrowing: Narrowing | null;
  range: DayRange;
  /** Who is of which team, where that was read already: of all of these days. */
  teams?: TeamsWithin | undefined;
}

/** What each of them comes to, by key. @param byDay day by day, else together */
export async function countedOf(
  asking: Pick<Asking, 'store'>,
  counting: Counting,
  byDay: boolean,
): Promise<ReadonlyMap<string, CountedDays>> {
  const { range, keys } = counting;
  const found = new Map<string, Map<Day, CountedDay>>();
  if (range.start >= range.endExclusive || keys?.length === 0) return found;
  const narrowed = await narrowedTo(asking, counting);
  const [sets, others] = partition(await whoseRows(asking, counting), isSet);
  const add = ({ key, day, counted }: RowCounted, { keys: whom }: Whose): void => {
    for (const each of whom ?? [key]) {
      const days = found.get(each) ?? new Map<Day, CountedDay>();
      const before = days.get(day);
      found.set(each, days.set(day, before === undefined ? counted : sumCounted([before, counted])));
    }
  };
  for (const part of narrowed) {
    // Profiles that count on some days only are told apart row by row.
    const oneByOne = part.days === null ? others : [...others, ...sets];
    for (const whose of oneByOne)
      for (const row of await rowsOf(asking, range, whose, part, byDay)) add(row, whose);
    if (part.days !== null) continue;
    const rows = await rowsOfSets(asking, range, sets, part, byDay);
    sets.forEach((whose, i) => {
      for (const row of rows[i] ?? []) add(row, whose);
    });
  }
  return found;
}

/** People all of whose spend counts, on all days. */
const isSet = ({ by, days, filter }: Whose): boolean =>
  by === null && days === null && filter.user !== undefined;

function partition<T>(all: readonly T[], is: (one: T) => boolean): [T[], T[]] {
  return [all.filter(is), all.filter((one) => !is(one))];
}

/** The same of several sets of people, in one reading of what was spent. */
async function rowsOfSets(
  { store }: Pick<Asking, 'store'>,
  range: DayRange,
  sets: readonly Whose[],
  part: Narrowed,
  byDay: boolean,
): Promise<RowCounted[][]> {
  const groupBy: SpendGroup[] = byDay ? ['day'] : [];
  const ask = { range, groupBy, basis: 'best' as const, filter: part.filter, scope: 'all' as const };
  const found = await store.spend.briefOf(
    { ...ask, unowned: 'left' },
    sets.map(({ filter }) => filter.user ?? []),
  );
  return found.map((rows) => rows.map((row) => ({ key: '', ...countedIn(row, row.keys[0] ?? '') })));
}

/**
 * The same of several, day by day. Months and quarters are of the same days: what any of them asks of a kind and narrowing is
 * read once of each day.
 */
export async function countedTogether<C extends Counting & { keys: readonly string[] }>(
  asking: Pick<Asking, 'store'>,
  all: readonly C[],
): Promise<(counting: C) => ReadonlyMap<string, CountedDays>> {
  const found = new Map(all.map((one) => [one, new Map<string, Map<Day, CountedDay>>()]));
  const alike = Map.groupBy(all, ({ kind, narrowing }) => `${kind} ${narrowingText(narrowing)}`);
  for (const same of alike.values())
    for (const part of commonParts(same.map(({ range }) => range))) {
      const asked = same.filter(({ range }) => isWithin(part, range));
      const [first] = asked;
      if (first === undefined) continue;
      const keys = [...new Set(asked.flatMap((one) => one.keys))];
      const counted = await countedOf(asking, { ...first, keys, range: part }, true);
      for (const one of asked)
        for (const key of one.keys) {
          const days = found.get(one)?.get(key) ?? new Map<Day, CountedDay>();
          for (const [day, of] of counted.get(key) ?? []) found.get(one)?.set(key, days.set(day, of));
        }
    }
  return (counting) => found.get(counting) ?? new Map();
}

const countedIn = ({ amount, unpricedTokens, ofBill, label }: BriefSum, day: Day) => ({
  day,
  counted: { amount, unpricedTokens, ofBill, label },
});

/**
 * How many people spent something of what one budget counts: of a part of the spend those who have to do with that part.
 * @param counting of one key
 */
export async function peopleCounted(asking: Pick<Asking, 'store'>, counting: Counting): Promise<number> {
  const users = new Set<string>();
  const narrowed = await narrowedTo(asking, counting);
  for (const whose of await whoseRows(asking, counting))
    for (const part of narrowed)
      for (const user of await peopleOf(asking, counting.range, whose, part)) users.add(user);
  users.delete('');
  return users.size;
}

async function peopleOf(
  { store }: Pick<Asking, 'store'>,
  range: DayRange,
  whose: Whose,
  part: Narrowed,
): Promise<string[]> {
  const isByDay = whose.days !== null || part.days !== null;
  const groupBy: SpendGroup[] = ['user'];
  if (part.days !== null) groupBy.push('profile');
  if (isByDay) groupBy.push('day');
  const filter = { ...whose.filter, ...part.filter };
  const ask = { range, groupBy, basis: 'best' as const, filter, scope: 'all' as const };
  const { rows } = await store.spend.brief({ ...ask, unowned: 'left' });
  return rows
    .filter(({ keys }) => fits(keys, isByDay ? (keys.at(-1) ?? '') : '', whose.days, part.days))
    .map(({ keys }) => keys[0] ?? '');
}

interface RowCounted {
  key: string;
  day: Day;
  counted: CountedDay;
}

/** Rows of those who and of that which counts; where some of it counts on some days only, day by day. */
async function rowsOf(
  { store }: Pick<Asking, 'store'>,
  range: DayRange,
  whose: Whose,
  part: Narrowed,
  byDay: boolean,
): Promise<RowCounted[]> {
  const isByDay = byDay || whose.days !== null || part.days !== null;
  const groupBy: SpendGroup[] = [];
  if (whose.by !== null) groupBy.push(whose.by);
  if (part.days !== null) groupBy.push('profile');
  if (isByDay) groupBy.push('day');
  const filter = { ...whose.filter, ...part.filter };
  const ask = { range, groupBy, basis: 'best' as const, filter, scope: 'all' as const };
  const { rows } = await store.spend.brief({ ...ask, unowned: whose.unowned });
  return rows.flatMap((row) => {
    const day = isByDay ? (row.keys.at(-1) ?? '') : '';
    if (!fits(row.keys, day, whose.days, part.days)) return [];
    return [{ key: row.keys[0] ?? '', ...countedIn(row, byDay ? day : '') }];
  });
}

/** On which days each of some people or profiles counts. */
type DaysOfEach = ReadonlyMap<string, ReadonlySet<Day>>;
function fits(
  keys: readonly string[],
  day: Day,
  people: DaysOfEach | null,
  profiles: DaysOfEach | null,
): boolean {
  if (people !== null && people.get(keys[0] ?? '')?.has(day) !== true) return false;
  return profiles === null || profiles.get(keys.at(-2) ?? '')?.has(day) === true;
}

/** Rows of spend that are somebody's. */
interface Whose {
  filter: SpendFilter;
  /** The dimension that says whose a row is; null: it is not asked. */
  by: SpendGroup | null;
  /** For whom each of these rows counts; null: the dimension says it. */
  keys: readonly string[] | null;
  /** Of people who count on some days only. */
  days: DaysOfEach | null;
  unowned: NonNullable<SpendQuery['unowned']>;
}

async function whoseRows(
  asking: Pick<Asking, 'store'>,
  { kind, keys, range, teams: read }: Counting,
): Promise<Whose[]> {
  if (kind === 'organisation') return [{ filter: {}, by: null, keys: [''], days: null, unowned: 'among' }];
  if (kind !== 'team')
    return [
      { filter: keys === null ? {} : { [kind]: keys }, by: kind, keys: null, days: null, unowned: 'left' },
    ];
  const found: Whose[] = [];
  const whole = new Map<string, readonly string[]>();
  const teams = read?.(range) ?? (await teamsIn(asking, keys ?? [], range));
  for (const key of keys ?? []) {
    const { always, partly } = teams(key);
    whole.set(key, always);
    if (partly.size > 0)
      found.push({
        filter: { user: [...partly.keys()] },
        by: 'user',
        keys: [key],
        days: partly,
        unowned: 'left',
      });
  }
  for (const { people, teams: same } of peopleByTeams(whole))
    found.push({ filter: { user: people }, by: null, keys: same, days: null, unowned: 'left' });
  return found;
}

/** What of the rows counts; `days`: of profiles that count on some days only. */
interface Narrowed {
  filter: SpendFilter;
  days: DaysOfEach | null;
}

async function narrowedTo(
  { store }: Pick<Asking, 'store'>,
  { narrowing, range }: Counting,
): Promise<Narrowed[]> {
  if (narrowing === null) return [{ filter: {}, days: null }];
  if (narrowing.kind !== 'tag') {
    const models = await store.spend.amounts({
      range,
      groupBy: ['model'],
      basis: 'best',
      filter: {},
      scope: 'all',
      unowned: 'among',
    });
    const keys = models.map((row) => row.keys[0] ?? '').filter((key) => countsModel(narrowing, key));
    return [{ filter: { model: keys }, days: null }];
  }
  const always: string[] = [];
  const partly = new Map<string, Set<Day>>();
  const days = daysOf(range);
  for (const { arn, history } of await store.profiles.tagged(narrowing.key, narrowing.value)) {
    const bears = days.filter((day) => bearsOn(history, narrowing, day));
    if (bears.length === days.length) always.push(arn);
    else if (bears.length > 0) partly.set(arn, new Set(bears));
  }
  const found: Narrowed[] = [];
  if (always.length > 0) found.push({ filter: { profile: always }, days: null });
  if (partly.size > 0) found.push({ filter: { profile: [...partly.keys()] }, days: partly });
  return found;
}
