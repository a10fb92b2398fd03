import { approximate } from '../../core/money.ts';
import type { BriefSum, SpendAnswer, SpendGroup, SpendQuery } from '../../core/questions.ts';
import { KNOWN_WITHOUT_OWNER } from '../../core/questions.ts';
import { type Known, limitsIn, type Standing, stateIn } from '../../core/standing.ts';
import type { DayRange, Money } from '../../core/types.ts';
import type { Asking } from '../asking.ts';
import { type DaysByKey, daysByKey, wholeDays } from './days.ts';
import type { Attention, GroupFacts, Shown, SpendFacts, SpendQuestion } from './known.ts';
import { budgetsSay, isPart, rowsAreWhole } from './parts.ts';
import { keptForecasts, type Standings } from './standings.ts';

/** Spend by its dimensions: all rows with what they come to, and more of those that are shown. */

export const ALL_SHOWN: Shown = {
  compared: () => true,
  keys: (_, { answer }) => answer.rows.map(keyOf),
  attention: 0,
};

const isDeep = (group: SpendGroup): group is 'costCenter' | 'user' =>
  group === 'costCenter' || group === 'user';
const keyOf = ({ keys }: Pick<BriefSum, 'keys'>): string => keys[0] ?? '';
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
    const answer = await asking.store.spend.brief(askOf(question, [group], question.range, unowned));
    found.push(
      isDeep(group)
        ? await deepGroup(asking, question, facts, stand, { group, answer, trend })
        : {
            group,
            answer,
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
  const { store } = asking;
  const { shown } = question;
  const says = facts.wholeMonth && budgetsSay(group, question.filter);
  const compared = shown.compared(group);
  const isWhole = rowsAreWhole(question, group);
  const kept =
    says && facts.running && isWhole
      ? await keptForecasts(asking, group, facts.today, shown.whole ? 'all' : answer.rows.length)
      : null;
  // Where no forecasts are kept, they follow from everybody's days.
  const everybody = says && facts.running && kept === null;
  const amounts = (range: DayRange, groupBy: SpendQuery['groupBy'], keys: readonly string[] | null) =>
    store.spend.amounts(askOf(question, groupBy, range, 'apart', keys));
  const earlierOf = async (keys: readonly string[] | null) =>
    new Map((await amounts(facts.past, [group], keys)).map((row) => [keyOf(row), row.amount]));
  const rows = new Map(answer.rows.map((row) => [keyOf(row), row]));
  const partly = group === 'user' && says ? partlyShown(question, rows.keys()) : [];
  const wholes = await wholesOf(asking, question.range, partly, trend, facts.running);
  const all = everybody ? daysByKey(await amounts(trend, [group, 'day'], null)) : null;
  const limit = limitsIn(question.range);
  const knownOf = (key: string): Known => wholes.known.get(key) ?? rows.get(key) ?? NOBODY;
  const budgetOf = (key: string) => (says ? question.held(group, key) : null);
  const standings = (days: DaysByKey | null) => {
    const told = new Map<string, Standing>();
    return (key: string): Standing => {
      const before = told.get(key);
      if (before !== undefined) return before;
      const own = wholes.days.get(key) ?? days?.get(key) ?? (everybody ? new Map() : null);
      const made = stand.ofKnown(knownOf(key), own, kept?.get(key) ?? null, budgetOf(key));
      told.set(key, made);
      return made;
    };
  };
  const listed: GroupFacts = {
    group,
    answer,
    earlier: compared ? await earlierOf(null) : new Map(),
    daily: new Map(),
    standingOf: standings(all),
    attention: [],
  };
  const attention = needAttention(says ? rows.keys() : [], {
    limit: (key) => limit(budgetOf(key)),
    counted: (key) => stand.countedOf(knownOf(key)),
    expected: (key) => {
      const forecast =
        kept === null || wholes.days.has(key) ? listed.standingOf(key).forecast : kept.get(key)?.counted;
      return forecast?.mid ?? null;
    },
  });
  const keys = [...new Set(shown.keys(facts, listed))];
  const top = attention.slice(0, shown.attention).map(({ key }) => key);
  const told = [...new Set([...keys, ...top])];
  const daily = all ?? daysByKey(told.length === 0 ? [] : await amounts(trend, [group, 'day'], told));
  return {
    ...listed,
    earlier: compared || keys.length === 0 ? listed.earlier : await earlierOf(keys),
    daily,
    standingOf: standings(daily),
    attention,
  };
}

/** People with a budget of whom only a part is on the page. */
function partlyShown(question: SpendQuestion, keys: Iterable<string>): string[] {
  const limit = limitsIn(question.range);
  return [...keys].filter(
    (key) => key !== '' && isPart(question, key) && limit(question.held('user', key)) !== null,
  );
}

/** Of those people all that they spent, be it on the page or not. */
async function wholesOf(
  asking: Asking,
  range: DayRange,
  people: readonly string[],
  trend: DayRange,
  running: boolean,
): Promise<{ known: ReadonlyMap<string, Known>; days: DaysByKey }> {
  if (people.length === 0) return { known: new Map(), days: new Map() };
  const days = await wholeDays(asking, running ? trend : range, people);
  const known = new Map(
    [...days].map(([key, ofKey]): [string, Known] => {
      let [amount, unpricedTokens] = [0n, 0n];
      for (const [day, one] of ofKey) {
        if (day < range.start || day >= range.endExclusive) continue;
        amount += one.amount;
        unpricedTokens += one.unpricedTokens;
      }
      return [key, { amount: amount as Money, unpricedTokens }];
    }),
  );
  return { known, days };
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
