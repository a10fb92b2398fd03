import { type Known, NOTHING_KNOWN } from '../../core/known.ts';
import { monthOf, monthRange, previousMonth } from '../../core/periods.ts';
import type { AmountRow, BriefSum, SpendAnswer, SpendGroup, SpendQuery } from '../../core/questions.ts';
import { KNOWN_WITHOUT_OWNER } from '../../core/questions.ts';
import { limitsIn } from '../../core/standing.ts';
import type { DayRange } from '../../core/types.ts';
import { type Asking, sphereOf } from '../asking.ts';
import { goneOf } from '../kept.ts';
import { maySeePerson } from '../people/seen.ts';
import { NONE_STOPPED, stoppedAmong } from '../stop/stopped.ts';
import { lookedAt, needAttention } from './attention.ts';
import { daysByKey, type SeriesByKey } from './days.ts';
import type { Forecasts } from './forecasts.ts';
import type { BudgetOf, GroupFacts, Shown, SpendFacts, SpendQuestion } from './known.ts';
import { budgetsSay } from './parts.ts';
import type { Standings } from './standings.ts';
import { endOfOthers, NO_WHOLES, tellers, unownedEnds, type Whose, wholesOf } from './whose.ts';

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
const NOTHING_GIVEN: SpendAnswer<BriefSum> = { rows: [], unallocated: [], total: NOTHING_KNOWN };

export async function readGroups(
  asking: Asking,
  question: SpendQuestion,
  facts: SpendFacts,
  stand: Standings,
  trend: DayRange,
  forecasts: Forecasts,
): Promise<GroupFacts[]> {
  const found: GroupFacts[] = [];
  for (const group of question.groups) {
    const unowned = KNOWN_WITHOUT_OWNER.has(group) ? 'among' : 'apart';
    const asked = askOf(question, [group], question.range, unowned);
    const gone = await goneOf(asking, asked);
    const answer = gone === null ? await asking.store.spend.brief(asked) : NOTHING_GIVEN;
    found.push(
      isDeep(group)
        ? await deepGroup(asking, question, facts, stand, forecasts, { group, answer, trend })
        : {
            group,
            answer,
            gone,
            shown: [],
            standIsWhole: false,
            attentionIsTold: false,
            nameOf: () => null,
            daily: null,
            attention: [],
            stopped: NONE_STOPPED,
            standingOf: () => stand.ofKnown(NOTHING_KNOWN, null, null, null),
            budgetOf: () => null,
            expectedOf: () => null,
            expectedOfOthers: null,
            expectedUnowned: () => null,
            ...(await modelsIn(asking, question, facts, group)),
          },
    );
  }
  return found;
}

/** What models consist of, and how that was before, where somebody asks. */
async function modelsIn(
  asking: Asking,
  question: SpendQuestion,
  { ledger, past, range }: SpendFacts,
  group: SpendGroup,
): Promise<Pick<GroupFacts, 'earlier' | 'earlierIsWhole' | 'kinds' | 'usedBefore'>> {
  if (group !== 'model' || question.shown.kinds !== true)
    return { earlier: null, earlierIsWhole: false, kinds: null, usedBefore: null };
  const { spend } = asking.store;
  const ask = (groupBy: SpendQuery['groupBy'], at: DayRange) => askOf(question, groupBy, at, 'among');
  const parts = await spend.brief(ask(['model', 'tokenKind'], range));
  const earlier = await spend.amounts(ask(['model'], past));
  const before = { start: monthRange(previousMonth(monthOf(range.start))).start, endExclusive: range.start };
  const isHeld = ledger !== null && ledger.start <= before.start;
  const used = isHeld ? await spend.amounts(ask(['model'], before)) : null;
  return {
    earlier: new Map(earlier.map((row): [string, Known] => [keyOf(row), row])),
    earlierIsWhole: true,
    kinds: Map.groupBy(parts.rows, keyOf),
    usedBefore: used === null ? null : new Set(used.map(keyOf)),
  };
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
  forecasts: Forecasts,
  { group, answer, trend }: Deep,
): Promise<GroupFacts> {
  const { shown, range } = question;
  const amounts = (at: DayRange, groupBy: SpendQuery['groupBy'], keys: readonly string[] | null) =>
    asking.store.spend.amounts(askOf(question, groupBy, at, 'apart', keys));
  const earlierOf = async (keys: readonly string[] | null) =>
    new Map((await amounts(facts.past, [group], keys)).map((row): [string, Known] => [keyOf(row), row]));
  const says = facts.wholePeriod && budgetsSay(group, question.filter);
  const compared = shown.compared(group);
  const rows = new Map(answer.rows.map((row) => [keyOf(row), row]));
  const limit = limitsIn(range);
  const budgetsOf = async (keys: readonly string[]): Promise<BudgetOf> =>
    says ? question.budgetsOf(group, keys) : () => null;
  const forecast = facts.running && facts.wholeMonth && says;
  const kept = says ? await forecasts.keptOf(group, shown.whole ?? false) : null;
  // What nobody worked out before is worked out of everybody's days, since what they come to is shown.
  const all = forecast && kept === null ? await forecasts.seriesIn(group) : null;
  const wholesIn = async (keys: readonly string[], of: BudgetOf, before = NO_WHOLES) => {
    const budgeted = keys.filter((key) => limit(of(key)) !== null);
    return says && group === 'user' ? wholesOf(asking, question, facts, trend, budgeted, before) : NO_WHOLES;
  };
  const same = { rows, stand, kept, forecasts: forecast };
  const ofAll = says && shown.standing(group);
  const looked = says ? await lookedAt(asking, question, facts, group, same, all) : [];
  const budgetOf = await budgetsOf(looked);
  const wholes = await wholesIn(looked, budgetOf);
  const whose: Whose = { ...same, budgetOf };
  const listed: Omit<GroupFacts, 'standingOf' | 'expectedOf'> = {
    ...{ group, budgetOf, kinds: null, usedBefore: null },
    answer,
    // People and cost centers are in the sums.
    gone: null,
    shown: [],
    earlier: compared ? await earlierOf(null) : new Map(),
    earlierIsWhole: compared,
    standIsWhole: ofAll,
    attentionIsTold: ofAll || shown.counted === true,
    nameOf: await namesOfRows(asking, group, shown),
    daily: new Map(),
    attention: [],
    stopped: await stoppedNow(asking, group, rows, { says, running: facts.running }),
    expectedOfOthers: endOfOthers(whose, all, facts),
    expectedUnowned: whose.forecasts ? await unownedEnds(forecasts, facts, answer) : () => null,
  };
  const first = tellers(whose, all, wholes);
  const attention = needAttention(looked, {
    limit: (key) => limit(budgetOf(key)),
    counted: (key) => stand.countedOf(wholes.known.get(key) ?? rows.get(key) ?? NOTHING_KNOWN),
    expected: (key) => first.countedEndOf(key),
  });
  const keys = [...new Set(shown.keys(facts, { ...listed, ...first, attention }))];
  const areAll = keys.length === rows.size;
  const told = [...new Set([...keys, ...attention.slice(0, shown.attention).map(({ key }) => key)])];
  const toldOf = ofAll ? budgetOf : await budgetsOf(told);
  // Of a cost center's part in what some people spent no forecast is told: its days are drawn, and no others are read.
  const isDrawn = group === 'costCenter' && !says;
  const readTold = (): Promise<SeriesByKey> =>
    kept?.outdated === true && group === 'user'
      ? forecasts.seriesIn(group, told)
      : daysOnly(told, amounts, isDrawn ? range : trend, group);
  const series = all ?? (await readTold());
  return {
    ...listed,
    earlier: compared || keys.length === 0 ? listed.earlier : await earlierOf(keys),
    earlierIsWhole: compared || areAll,
    standIsWhole: ofAll || areAll,
    daily: new Map([...series].map(([key, { days }]) => [key, days])),
    ...tellers(
      { ...whose, budgetOf: toldOf },
      isDrawn ? null : series,
      ofAll ? wholes : await wholesIn(told, toldOf, wholes),
    ),
    ...{ attention, budgetOf: toldOf, shown: keys },
  };
}

/** Who is stopped today says something about a period that runs, where budgets say something. */
const stoppedNow = async (
  asking: Asking,
  group: Deep['group'],
  rows: ReadonlyMap<string, unknown>,
  { says, running }: { says: boolean; running: boolean },
): Promise<GroupFacts['stopped']> => (says && running ? stoppedAmong(asking, group, rows) : NONE_STOPPED);

/** What people are called whom whoever asks may see, where rows are looked for by it. */
async function namesOfRows(
  asking: Asking,
  group: SpendGroup,
  shown: Shown,
): Promise<(email: string) => string | null> {
  if (group !== 'user' || !shown.named?.(group)) return () => null;
  const people = await asking.store.people.find({ scope: sphereOf(asking) }, null);
  const names = new Map(
    people.filter((one) => maySeePerson(asking, one)).map(({ email, name }) => [email, name]),
  );
  return (email) => names.get(email) ?? null;
}

async function daysOnly(
  keys: readonly string[],
  amounts: (at: DayRange, groupBy: SpendQuery['groupBy'], keys: readonly string[]) => Promise<AmountRow[]>,
  trend: DayRange,
  group: 'user' | 'costCenter',
): Promise<SeriesByKey> {
  const rows = keys.length === 0 ? [] : await amounts(trend, [group, 'day'], keys);
  return new Map([...daysByKey(rows)].map(([key, days]) => [key, { days, parts: null }]));
}
