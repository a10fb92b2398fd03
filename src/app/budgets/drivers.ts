import type { SpendScope } from '../../core/access.ts';
import type { TeamsWithin } from '../../core/belongings.ts';
import { countedDays } from '../../core/budgetChanges.ts';
import { type Budget, type Whom, whomName } from '../../core/budgets.ts';
import {
  DRIVER_GROUPS,
  type Driver,
  type DriverGroup,
  type DriverQuestion,
  type Drivers,
  type KnownOf,
  largestOf,
} from '../../core/drivers.ts';
import { forecastsFor } from '../../core/forecast.ts';
import { type Known, sumKnown } from '../../core/known.ts';
import { bearsOn, countsModel, narrowingText } from '../../core/narrowing.ts';
import { addDays, dayOf, daysBetween, lastDayOf } from '../../core/periods.ts';
import type { AmountRow, SpendFilter, SpendGroup } from '../../core/questions.ts';
import type { DayRange } from '../../core/types.ts';
import { type Asking, scopeOf } from '../asking.ts';
import { isOwnAlone, showsDays } from '../privacy/shown.ts';
import { isOfModels, modelsOfTeams } from './driversOfTeams.ts';
import { peopleByTeams, teamsIn } from './teams.ts';

/** What drives what budgets count, as far as whoever asks sees its lines. */

/**
 * Of a person their profile, of others who of them. Both have a model and a day, a period of one day no day. All of it is
 * answered from sums that are kept.
 */
const groupsOf = (asking: Asking, { whom: { kind, key }, range }: DriverQuestion): DriverGroup[] => [
  'model',
  ...(kind === 'user' || kind === 'costCenter' ? (['profile'] as const) : []),
  ...(kind === 'user' ? [] : (['user'] as const)),
  ...(daysBetween(range.start, range.endExclusive) > 1 &&
  (showsDays(asking) || (kind === 'user' && isOwnAlone(asking, [key])))
    ? (['day'] as const)
    : []),
];

/**
 * The largest of each dimension, for the rows that are shown: those of one kind and period are read together.
 * @param held budgets with whom each is held against; what is answered is named `ID KIND:KEY`
 * @param only these dimensions, where no others are shown: each is read by itself
 * @param teams who is of which team, where `teamsHeld` read it already of the same budgets
 */
export const driversOf = (
  asking: Asking,
  held: readonly { budget: Budget; whom: Whom }[],
  only?: readonly DriverGroup[],
  teams?: TeamsWithin,
): Promise<ReadonlyMap<string, Drivers>> =>
  driversIn(
    asking,
    held.map(({ budget, whom }) => ({
      id: `${budget.id} ${whomName(whom)}`,
      ...{ whom, narrowing: budget.narrowing, range: countedDays(budget) },
    })),
    only,
    teams,
  );

/** The same, with or without budgets, by the ids of the questions. */
export async function driversIn(
  asking: Asking,
  questions: readonly DriverQuestion[],
  only: readonly DriverGroup[] = DRIVER_GROUPS,
  teams?: TeamsWithin,
): Promise<ReadonlyMap<string, Drivers>> {
  const found = new Map<string, Drivers>();
  const kept = only.includes('user') ? await keptDrivers(asking, questions) : new Map();
  const membersOf = await teamsOf(asking, questions, teams);
  const ofModels = only.includes('model') ? questions.filter(isOfModels) : [];
  for (const [id, models] of await modelsOfTeams(asking, ofModels, membersOf)) {
    const largest = largestOf(models, asking.settings.cautiousRatePerMillion);
    if (largest) found.set(id, { model: largest });
  }
  const together = Map.groupBy(questions, ({ whom, narrowing, range }) =>
    [whom.kind, range.start, range.endExclusive, narrowingText(narrowing)].join(' '),
  );
  for (const some of together.values())
    for (const { id, group, largest } of await readTogether(asking, some, { membersOf, kept, only }))
      found.set(id, { ...found.get(id), [group]: largest });
  for (const { id } of questions) if (!found.has(id)) found.set(id, {});
  return found;
}

/** Of questions of one kind, period and narrowing. */
async function readTogether(
  asking: Asking,
  some: readonly DriverQuestion[],
  {
    membersOf,
    kept,
    only,
  }: { membersOf: MembersOf; kept: ReadonlyMap<string, Driver | null>; only: readonly DriverGroup[] },
): Promise<{ id: string; group: DriverGroup; largest: Driver }[]> {
  const [first] = some;
  if (first === undefined) return [];
  const { range, whom } = first;
  // Models of teams were read before, of all of them together.
  const groups = groupsTogether(asking, some).filter(
    (one) => only.includes(one) && !(one === 'model' && isOfModels(first)),
  );
  if (groups.length === 0) return [];
  const scope = scopeOf(asking);
  const whose = whoseOf(some, membersOf);
  const part = await narrowedTo({ ...asking, scope }, first, whose);
  const ofUsers = whom.kind === 'organisation' ? kept.get(periodName(first)) : undefined;
  const found: { id: string; group: DriverGroup; largest: Driver }[] = [];
  for (const group of groups) {
    const isKept = group === 'user' && ofUsers !== undefined;
    const rows = isKept ? null : await rowsOf(asking, { range, kind: whom.kind, scope }, whose, part, group);
    for (const one of some.filter((question) => groupsOf(asking, question).includes(group))) {
      const rate = asking.settings.cautiousRatePerMillion;
      const largest = rows === null ? ofUsers : largestOf(rows.get(one.whom.key) ?? [], rate);
      if (largest) found.push({ id: one.id, group, largest });
    }
  }
  return found;
}

/** Whose days are told depends on whose they are. */
const groupsTogether = (asking: Asking, questions: readonly DriverQuestion[]): DriverGroup[] =>
  DRIVER_GROUPS.filter((group) => questions.some((one) => groupsOf(asking, one).includes(group)));

/** Rows of spend that drive somebody's. */
interface Whose {
  filter: SpendFilter;
  /** Whose they are; null: a dimension of each row says it. */
  keys: readonly string[] | null;
}

/** Of a team those who are of it at the end of its days, or today. */
function whoseOf(questions: readonly DriverQuestion[], membersOf: MembersOf): Whose[] {
  const kind = questions[0]?.whom.kind;
  const keys = [...new Set(questions.map(({ whom }) => whom.key))];
  if (kind === 'user' || kind === 'costCenter') return [{ filter: { [kind]: keys }, keys: null }];
  if (kind === 'organisation') return [{ filter: {}, keys: [''] }];
  const teams = new Map<string, readonly string[]>();
  for (const one of questions) teams.set(one.whom.key, membersOf(one));
  return peopleByTeams(teams).map(({ people, teams: same }) => ({ filter: { user: people }, keys: same }));
}

/** What a dimension comes to, by whose it is. */
async function rowsOf(
  { store }: Pick<Asking, 'store'>,
  { kind, range, scope }: { kind: Whom['kind']; range: DayRange; scope: SpendScope },
  whose: readonly Whose[],
  part: SpendFilter,
  group: DriverGroup,
): Promise<ReadonlyMap<string, readonly KnownOf[]>> {
  const ask = { range, basis: 'best' as const, scope, unowned: 'among' as const };
  const found = new Map<string, Map<string, KnownOf>>();
  const answers =
    kind === 'team'
      ? await store.spend.amountsOf(
          { ...ask, filter: part, groupBy: [group] },
          whose.map(({ filter }) => filter.user ?? []),
        )
      : null;
  for (const [i, { filter, keys }] of whose.entries()) {
    const by: SpendGroup[] = keys === null ? [kind as 'user' | 'costCenter', group] : [group];
    const rows =
      answers?.[i] ?? (await store.spend.amounts({ ...ask, filter: { ...filter, ...part }, groupBy: by }));
    for (const row of rows) {
      const key = row.keys.at(-1) ?? '';
      for (const one of keys ?? [row.keys[0] ?? '']) {
        const own = found.get(one) ?? new Map<string, KnownOf>();
        const before = own.get(key);
        found.set(
          one,
          own.set(key, { key, ...(before === undefined ? knownOf(row) : sumKnown([before, row])) }),
        );
      }
    }
  }
  return new Map([...found].map(([key, rows]) => [key, [...rows.values()]]));
}

/** The name of what is kept of the organisation: days, and what of its spend. */
const periodName = ({ range, narrowing }: Pick<DriverQuestion, 'range' | 'narrowing'>): string =>
  `${range.start} ${range.endExclusive} ${narrowingText(narrowing)}`;

/** Who drives what of the organisation, as far as it was worked out of the same spend, for whoever sees all of it. */
async function keptDrivers(
  asking: Asking,
  questions: readonly DriverQuestion[],
): Promise<ReadonlyMap<string, Driver | null>> {
  const isAsked = questions.some(({ whom }) => whom.kind === 'organisation');
  if (!isAsked || scopeOf(asking) !== 'all') return new Map();
  const { store, settings } = asking;
  const { madeFor, outdated } = await store.forecasts.state();
  const isOfNow = madeFor === forecastsFor(dayOf(asking.now), settings) && !outdated;
  return isOfNow ? store.forecasts.drivers() : new Map();
}

/**
 * Which person drives each budget of the organisation, to be kept beside the forecasts: everybody's spend is read for it. Of
 * a tag it is not kept, for profiles change their tags when no spend changes.
 */
export async function organisationDrivers({
  store,
  settings,
  now,
}: Pick<Asking, 'store' | 'settings' | 'now'>): Promise<ReadonlyMap<string, Driver | null>> {
  const budgets = await store.budgets.on(dayOf(now), settings.budgets.calendar, [{ kind: 'organisation' }]);
  const found = new Map<string, Driver | null>();
  for (const budget of budgets.filter(({ narrowing }) => narrowing?.kind !== 'tag')) {
    const question = { narrowing: budget.narrowing, range: countedDays(budget) };
    const whose = [{ filter: {}, keys: [''] }];
    const asked = { store, now, scope: 'all' as const };
    const part = await narrowedTo(asked, question, whose);
    const rows = await rowsOf(
      asked,
      { ...question, kind: 'organisation', scope: 'all' },
      whose,
      part,
      'user',
    );
    found.set(periodName(question), largestOf(rows.get('') ?? [], settings.cautiousRatePerMillion));
  }
  return found;
}

const knownOf = ({ amount, unpricedTokens }: AmountRow): Known => ({ amount, unpricedTokens });

type MembersOf = (question: DriverQuestion) => readonly string[];

/** Who is of the teams that are asked about, each on the last of its days: those of one day are read together. */
async function teamsOf(
  asking: Asking,
  questions: readonly DriverQuestion[],
  read: TeamsWithin | undefined,
): Promise<MembersOf> {
  const dayIn = ({ range }: DriverQuestion) => lastDayOf(range, dayOf(asking.now));
  const found = new Map<string, Awaited<ReturnType<typeof teamsIn>>>();
  const teams = questions.filter(({ whom }) => whom.kind === 'team');
  for (const [day, same] of Map.groupBy(teams, dayIn)) {
    const managers = [...new Set(same.map(({ whom }) => whom.key))];
    const range = { start: day, endExclusive: addDays(day, 1) };
    found.set(day, read?.(range) ?? (await teamsIn(asking, managers, range)));
  }
  return (question) => found.get(dayIn(question))?.(question.whom.key).always ?? [];
}

/** What of their spend drives it, in words of spend. */
async function narrowedTo(
  { store, now, scope }: Pick<Asking, 'store' | 'now'> & { scope: SpendScope },
  { narrowing, range }: Pick<DriverQuestion, 'narrowing' | 'range'>,
  whose: readonly Whose[],
): Promise<SpendFilter> {
  if (narrowing === null) return {};
  if (narrowing.kind === 'tag') {
    const day = lastDayOf(range, dayOf(now));
    const tagged = await store.profiles.tagged(narrowing.key, narrowing.value);
    return {
      profile: tagged.filter(({ history }) => bearsOn(history, narrowing, day)).map(({ arn }) => arn),
    };
  }
  const ask = { range, basis: 'best' as const, scope, unowned: 'among' as const };
  const keys = new Set<string>();
  const [together] = whose;
  // Of several sets of people at once: nothing is asked of them but which models there are.
  const filters =
    together?.filter.user === undefined
      ? whose.map(({ filter }) => filter)
      : [{ user: whose.flatMap(({ filter }) => filter.user ?? []) }];
  for (const filter of filters)
    for (const row of await store.spend.amounts({ ...ask, filter, groupBy: ['model'] }))
      keys.add(row.keys[0] ?? '');
  return { model: [...keys].filter((key) => countsModel(narrowing, key)) };
}
