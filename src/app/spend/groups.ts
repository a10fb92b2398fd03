import type { ForecastOf } from '../../core/forecast.ts';
import { approximate, ZERO } from '../../core/money.ts';
import { contains } from '../../core/periods.ts';
import type { AmountRow, BriefSum, SpendAnswer, SpendGroup, SpendQuery } from '../../core/questions.ts';
import { KNOWN_WITHOUT_OWNER } from '../../core/questions.ts';
import { type Known, limitsIn, type Standing, stateIn } from '../../core/standing.ts';
import type { Day, DayRange, Money } from '../../core/types.ts';
import type { Asking } from '../asking.ts';
import { goneOf } from '../kept.ts';
import { type DaysByKey, daysByKey, knownOf, wholeDays } from './days.ts';
import type { Attention, GroupFacts, Shown, SpendFacts, SpendQuestion } from './known.ts';
import { budgetsSay, isPart, rowsAreWhole } from './parts.ts';
import { keptForecasts, type Standings } from './standings.ts';

/** Spend by its dimensions: all rows with what they come to, and more of those that are shown. */

export const ALL_SHOWN: Shown = {
  compared: () => true,
  standing: () => true,
  keys: (_, { answer }) => answer.rows.map(keyOf),
  attention: 0,
};

const isDeep = (group: SpendGroup): group is 'costCenter' | 'user' =>
  group === 'costCenter' || group === 'user';
const keyOf = ({ keys }: Pick<BriefSum, 'keys'>): string => keys[0] ?? '';
const NOTHING_KNOWN: SpendAnswer<BriefSum> = { rows: [], unallocated: [], total: ZERO };
const NOBODY = { amount: 0n as Money, unpricedTokens: 0n };

export async function readGroups(
  asking: Asking,
  question: SpendQuestion,
  facts: SpendFacts,
  stand: Standings,
  trend: DayRange,
): Promise<GroupFacts[]> {
  const found: GroupFacts[] = [];
  for (const group of question.groups) {
    const unowned = KNOWN_WITHOUT_OWNER.has(group) ? 'among' : 'apart';
    const asked = askOf(question, [group], question.range, unowned);
    const gone = await goneOf(asking, asked);
    const answer = gone === null ? await asking.store.spend.brief(asked) : NOTHING_KNOWN;
    found.push(
      isDeep(group)
        ? await deepGroup(asking, question, facts, stand, { group, answer, trend })
        : {
            group,
            answer,
            gone,
            earlier: null,
            daily: null,
            attention: [],
            standingOf: () => stand.ofKnown(NOBODY, null, null, null),
          },
    );
  }
  return found;
}

function askOf(
  { filter, scope }: SpendQuestion,
  groupBy: SpendQuery['groupBy'],
  range: DayRange,
  unowned: SpendQuery['unowned'] = 'apart',
  keys: readonly string[] | null = null,
): SpendQuery {
  const [group] = groupBy;
  const narrowed = keys === null || group === undefined ? filter : { ...filter, [group]: keys };
  return { range, groupBy, basis: 'best', filter: narrowed, scope, unowned };
}

type Deep = { group: 'costCenter' | 'user'; answer: SpendAnswer<BriefSum>; trend: DayRange };

/** People or cost centers: where each stands, and of those that are shown what happened day by day. */
async function deepGroup(
  asking: Asking,
  question: SpendQuestion,
  facts: SpendFacts,
  stand: Standings,
  { group, answer, trend }: Deep,
): Promise<GroupFacts> {
  const { shown, range } = question;
  const amounts = (at: DayRange, groupBy: SpendQuery['groupBy'], keys: readonly string[] | null) =>
    asking.store.spend.amounts(askOf(question, groupBy, at, 'apart', keys));
  const earlierOf = async (keys: readonly string[] | null) =>
    new Map((await amounts(facts.past, [group], keys)).map((row) => [keyOf(row), row.amount]));
  const says = facts.wholeMonth && budgetsSay(group, question.filter);
  const ofAll = says && shown.standing(group);
  const compared = shown.compared(group);
  const rows = new Map(answer.rows.map((row) => [keyOf(row), row]));
  const listed: Omit<GroupFacts, 'standingOf'> = {
    group,
    answer,
    // People and cost centers are in the sums.
    gone: null,
    earlier: compared ? await earlierOf(null) : new Map(),
    daily: new Map(),
    attention: [],
  };
  const budgetOf = (key: string) => (says ? question.held(group, key) : null);
  const limit = limitsIn(range);
  const all = ofAll
    ? await everybody(asking, question, facts, { group, answer, trend }, amounts)
    : NONE_KNOWN;
  const standingsBy = (known: Everybody) => {
    const told = new Map<string, Standing>();
    return (key: string): Standing => {
      const before = told.get(key);
      if (before !== undefined) return before;
      const spent = known.wholes.get(key) ?? rows.get(key) ?? NOBODY;
      const made = stand.ofKnown(spent, known.daysOf(key), known.forecastOf(key), budgetOf(key));
      told.set(key, made);
      return made;
    };
  };
  const standingOf = standingsBy(all);
  const attention = needAttention(ofAll ? rows.keys() : [], {
    limit: (key) => limit(budgetOf(key)),
    counted: (key) => stand.countedOf(all.wholes.get(key) ?? rows.get(key) ?? NOBODY),
    expected: (key) =>
      (all.daysOf(key) === null ? all.forecastOf(key)?.counted : standingOf(key).forecast)?.mid ?? null,
  });
  const keys = [...new Set(shown.keys(facts, { ...listed, standingOf }))];
  const top = attention.slice(0, shown.attention).map(({ key }) => key);
  const told = [...new Set([...keys, ...top])];
  const daily = all.days ?? daysByKey(told.length === 0 ? [] : await amounts(trend, [group, 'day'], told));
  const partly = says && group === 'user' ? partlyShown(question, told) : [];
  const wholes = all.wholeDays ?? (await wholeDays(asking, facts.running ? trend : range, partly));
  const known: Everybody = {
    ...all,
    wholes: new Map([
      ...all.wholes,
      ...[...wholes].map(([key, days]) => [key, knownIn(days, range)] as const),
    ]),
    daysOf: (key) => wholes.get(key) ?? daily.get(key) ?? all.daysOf(key),
  };
  return {
    ...listed,
    earlier: compared || keys.length === 0 ? listed.earlier : await earlierOf(keys),
    daily,
    standingOf: standingsBy(known),
    attention,
  };
}

/** What is known of everybody in a group to say where each stands. */
interface Everybody {
  /** All that people spent of whom only a part is on the page. */
  wholes: ReadonlyMap<string, Known>;
  /** Of all, and of all those people, where they had to be read; null: they were not. */
  days: DaysByKey | null;
  wholeDays: DaysByKey | null;
  daysOf(key: string): ReadonlyMap<Day, Known> | null;
  forecastOf(key: string): ForecastOf | null;
}
const NONE_KNOWN: Everybody = {
  wholes: new Map(),
  days: null,
  wholeDays: null,
  daysOf: () => null,
  forecastOf: () => null,
};

/** By forecasts that are kept, as far as they are of what is looked at; else by everybody's days. */
async function everybody(
  asking: Asking,
  question: SpendQuestion,
  facts: SpendFacts,
  { group, answer, trend }: Deep,
  amounts: (at: DayRange, groupBy: SpendQuery['groupBy'], keys: null) => Promise<AmountRow[]>,
): Promise<Everybody> {
  const { range, shown } = question;
  const { running, today } = facts;
  const partly = group === 'user' ? partlyShown(question, answer.rows.map(keyOf)) : [];
  const ask = { range, groupBy: ['user'] as const, basis: 'best' as const, scope: 'all' as const };
  const ofPartly =
    partly.length === 0 ? [] : await asking.store.spend.amounts({ ...ask, filter: { user: partly } });
  const wholes = new Map(ofPartly.map((row): [string, Known] => [keyOf(row), row]));
  if (!running) return { ...NONE_KNOWN, wholes };
  const partlyKept =
    partly.length === 0
      ? null
      : await keptForecasts(asking, 'user', today, shown.whole ? 'all' : partly.length, partly);
  const partlyDays = partlyKept === null ? await wholeDays(asking, trend, partly) : null;
  const kept = rowsAreWhole(question, group)
    ? await keptForecasts(asking, group, today, shown.whole ? 'all' : answer.rows.length)
    : null;
  const days = kept === null ? daysByKey(await amounts(trend, [group, 'day'], null)) : null;
  const isPartly = new Set(partly);
  return {
    wholes,
    days,
    wholeDays: partlyDays,
    daysOf: (key) => {
      const of = isPartly.has(key) ? partlyDays : days;
      return of === null ? null : (of.get(key) ?? new Map());
    },
    forecastOf: (key) => (isPartly.has(key) ? partlyKept : kept)?.get(key) ?? null,
  };
}

/** What days of a range come to. */
const knownIn = (days: ReadonlyMap<Day, Known>, range: DayRange): Known =>
  knownOf([...days].filter(([day]) => contains(range, day)).map(([, one]) => one));

/** People with a budget of whom only a part is on the page. */
function partlyShown(question: SpendQuestion, keys: readonly string[]): string[] {
  const limit = limitsIn(question.range);
  return keys.filter(
    (key) => key !== '' && isPart(question, key) && limit(question.held('user', key)) !== null,
  );
}

/** Who is over budget or will be, worst first: of thousands, so that no more is worked out than which they are. */
function needAttention(
  keys: Iterable<string>,
  of: {
    limit(key: string): Money | null;
    counted(key: string): Money;
    /** Of what counts, at the month's end. */
    expected(key: string): Money | null;
  },
): Attention[] {
  const found: Attention[] = [];
  for (const key of keys) {
    const limit = of.limit(key);
    if (limit === null) continue;
    const counted = of.counted(key);
    const expected = of.expected(key);
    const state = stateIn(limit, counted, expected);
    if (state !== 'over' && state !== 'watch') continue;
    const reached = state === 'over' ? counted : (expected ?? counted);
    found.push({ key, state, excess: (reached - limit) as Money });
  }
  return found.sort((a, b) => rank(a) - rank(b) || approximate(b.excess) - approximate(a.excess));
}
const rank = ({ state }: Attention): number => (state === 'over' ? 0 : 1);
