import { countedDays } from '../../core/budgetChanges.ts';
import { type Budget, type Whom, whomName } from '../../core/budgets.ts';
import { type DriverGroup, type Drivers, type KnownOf, largestOf } from '../../core/drivers.ts';
import { bearsOn, countsModel, type Narrowing } from '../../core/narrowing.ts';
import { addDays, dayOf, daysBetween, lastDayOf } from '../../core/periods.ts';
import type { AmountRow, SpendFilter } from '../../core/questions.ts';
import type { DayRange } from '../../core/types.ts';
import { type Asking, scopeOf } from '../asking.ts';
import { isOwnAlone, showsDays } from '../privacy/shown.ts';
import { teamsIn } from './counted.ts';

/** What drives what budgets count, as far as whoever asks sees its lines. */

/** What drives what. */
export interface DriverQuestion {
  id: string;
  whom: Whom;
  narrowing: Narrowing | null;
  /** The days that the budget counts. */
  range: DayRange;
}

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
 */
export const driversOf = (
  asking: Asking,
  held: readonly { budget: Budget; whom: Whom }[],
): Promise<ReadonlyMap<string, Drivers>> =>
  driversIn(
    asking,
    held.map(({ budget, whom }) => ({
      id: `${budget.id} ${whomName(whom)}`,
      ...{ whom, narrowing: budget.narrowing, range: countedDays(budget) },
    })),
  );

/** The same, with or without budgets, by the ids of the questions. */
export async function driversIn(
  asking: Asking,
  questions: readonly DriverQuestion[],
): Promise<ReadonlyMap<string, Drivers>> {
  const { cautiousRatePerMillion: rate } = asking.settings;
  const found = new Map<string, Drivers>();
  const membersOf = await teamsOf(asking, questions);
  const together = Map.groupBy(questions, (one) =>
    isPlain(one) ? `${one.whom.kind} ${one.range.start} ${one.range.endExclusive}` : one.id,
  );
  for (const some of together.values()) {
    const [first] = some;
    if (first === undefined) continue;
    const filter = await filterOf(asking, first, membersOf);
    for (const group of groupsOf(asking, first)) {
      const rows = await rowsOf(asking, some, filter, group);
      for (const { id } of some) {
        const largest = largestOf(rows.get(id) ?? [], rate);
        found.set(id, largest === null ? (found.get(id) ?? {}) : { ...found.get(id), [group]: largest });
      }
    }
  }
  return found;
}

/** All that one person or cost center spent: many of them are read at once. */
const isPlain = ({ whom: { kind }, narrowing }: DriverQuestion): boolean =>
  narrowing === null && (kind === 'user' || kind === 'costCenter');

async function rowsOf(
  asking: Asking,
  questions: readonly DriverQuestion[],
  filter: SpendFilter,
  group: DriverGroup,
): Promise<ReadonlyMap<string, KnownOf[]>> {
  const [first] = questions as [DriverQuestion, ...DriverQuestion[]];
  const { whom, range } = first;
  const ask = { range, basis: 'best' as const, scope: scopeOf(asking), unowned: 'among' as const };
  if (!isPlain(first)) {
    const rows = await asking.store.spend.amounts({ ...ask, filter, groupBy: [group] });
    return new Map([[first.id, rows.map((row) => knownOf(row, 0))]]);
  }
  const kind = whom.kind as 'user' | 'costCenter';
  const keys = questions.map(({ whom: { key } }) => key);
  const rows = await asking.store.spend.amounts({ ...ask, filter: { [kind]: keys }, groupBy: [kind, group] });
  const byKey = Map.groupBy(rows, ({ keys: [key = ''] }) => key);
  return new Map(
    questions.map(({ id, whom: { key } }) => [id, (byKey.get(key) ?? []).map((row) => knownOf(row, 1))]),
  );
}

const knownOf = ({ keys, amount, unpricedTokens }: AmountRow, at: number): KnownOf => ({
  key: keys[at] ?? '',
  amount,
  unpricedTokens,
});

/** What a budget counts in words of spend; of a team those who are of it at the end of its days, or today. */
async function filterOf(
  asking: Asking,
  question: DriverQuestion,
  membersOf: MembersOf,
): Promise<SpendFilter> {
  const { whom } = question;
  const own: SpendFilter =
    whom.kind === 'organisation'
      ? {}
      : whom.kind === 'team'
        ? { user: await membersOf(question) }
        : { [whom.kind]: [whom.key] };
  return { ...own, ...(await narrowedTo(asking, question, own)) };
}

type MembersOf = (question: DriverQuestion) => Promise<readonly string[]>;

/** Who is of the teams that are asked about, each on the last of its days: those of one day are read together. */
async function teamsOf(asking: Asking, questions: readonly DriverQuestion[]): Promise<MembersOf> {
  const dayIn = ({ range }: DriverQuestion) => lastDayOf(range, dayOf(asking.now));
  const found = new Map<string, Awaited<ReturnType<typeof teamsIn>>>();
  const teams = questions.filter(({ whom }) => whom.kind === 'team');
  for (const [day, same] of Map.groupBy(teams, dayIn)) {
    const managers = [...new Set(same.map(({ whom }) => whom.key))];
    found.set(day, await teamsIn(asking, managers, { start: day, endExclusive: addDays(day, 1) }));
  }
  return async (question) => (await found.get(dayIn(question))?.(question.whom.key))?.always ?? [];
}

async function narrowedTo(
  asking: Asking,
  { narrowing, range }: DriverQuestion,
  own: SpendFilter,
): Promise<SpendFilter> {
  const { store } = asking;
  if (narrowing === null) return {};
  if (narrowing.kind === 'tag') {
    const day = lastDayOf(range, dayOf(asking.now));
    const tagged = await store.profiles.tagged(narrowing.key, narrowing.value);
    return {
      profile: tagged.filter(({ history }) => bearsOn(history, narrowing, day)).map(({ arn }) => arn),
    };
  }
  const ask = { range, basis: 'best' as const, scope: scopeOf(asking), unowned: 'among' as const };
  const models = await store.spend.amounts({ ...ask, filter: own, groupBy: ['model'] });
  const keys = models.map((row) => row.keys[0] ?? '');
  return { model: keys.filter((key) => countsModel(narrowing, key)) };
}
