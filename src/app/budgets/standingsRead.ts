import type { TeamsWithin } from '../../core/belongings.ts';
import { countedDays } from '../../core/budgetChanges.ts';
import type { Budget, Whom } from '../../core/budgets.ts';
import { type ForecastOf, HISTORY_DAYS } from '../../core/forecast.ts';
import { addDays, contains, dayOf, lastDayOf, spanning } from '../../core/periods.ts';
import type { Day, DayRange } from '../../core/types.ts';
import type { Asking } from '../asking.ts';
import type { Series } from '../spend/days.ts';
import { PARTS_OF, seriesByKey } from '../spend/days.ts';
import { keptForecasts, periodEnds } from '../spend/standings.ts';
import { type CountedDays, type Counting, countedTogether } from './counted.ts';
import { teamsWithin } from './teams.ts';

/** What is read to say where budgets stand: of those of one kind and period together. */

/** A budget with whom it is held against. */
export interface Held {
  budget: Budget;
  whom: Whom;
}

/** What of somebody is known. */
export interface Read {
  days: CountedDays;
  /** What its forecast is made of, where that is more than its days. */
  series: Series | null;
  kept: ForecastOf | null;
  /** Its forecast at the end of the period; null of one that is over. The same for all that are read together. */
  ends: ReturnType<typeof periodEnds> | null;
  members: number | null;
}

/** Whether it is all of somebody's spend in a whole period: then its forecast is that of pages. */
const isPlain = ({ budget, whom }: Held): boolean =>
  budget.narrowing === null &&
  budget.period === 'month' &&
  whom.kind !== 'team' &&
  sameRange(countedDays(budget), budget.range);
const sameRange = (a: DayRange, b: DayRange): boolean =>
  a.start === b.start && a.endExclusive === b.endExclusive;

/** The days that are read of a budget: those that count and, while they go on, those that forecasts are made of. */
function daysRead(budget: Budget, today: Day): DayRange {
  const counted = countedDays(budget);
  const history = { start: addDays(today, -HISTORY_DAYS), endExclusive: counted.endExclusive };
  return contains(counted, today) ? spanning([counted, history]) : counted;
}

/** Who is of the teams that budgets are for, on all days that are read of these; none where none is for a team. */
export async function teamsHeld(asking: Asking, all: readonly Held[]): Promise<TeamsWithin | undefined> {
  const teams = all.filter(({ whom }) => whom.kind === 'team');
  if (teams.length === 0) return undefined;
  const today = dayOf(asking.now);
  return teamsWithin(
    asking,
    [...new Set(teams.map(({ whom }) => whom.key))],
    spanning(
      teams.flatMap(({ budget }) => {
        const last = lastDayOf(countedDays(budget), today);
        return [daysRead(budget, today), { start: last, endExclusive: addDays(last, 1) }];
      }),
    ),
  );
}

/**
 * What is known of those whom one question of spend answers, of several such questions.
 * @param groups budgets of one kind, narrowing and period each
 */
export async function readGroups<H extends Held>(
  asking: Asking,
  groups: readonly (readonly H[])[],
  teams: TeamsWithin | undefined,
): Promise<{ same: readonly H[]; read(held: Held): Read }[]> {
  const today = dayOf(asking.now);
  const asked = groups.flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const keys = [...new Set(same.map(({ whom }) => whom.key))];
    const { narrowing } = first.budget;
    return {
      same,
      first,
      kind: first.whom.kind,
      keys,
      narrowing,
      range: daysRead(first.budget, today),
      teams,
    };
  });
  const daysOf = await countedTogether(asking, asked);
  const found = [];
  for (const one of asked) found.push({ same: one.same, read: await readGroup(asking, one, daysOf(one)) });
  return found;
}

async function readGroup(
  asking: Asking,
  { first, kind, keys, range, teams }: Counting & { keys: readonly string[]; first: Held },
  days: ReadonlyMap<string, CountedDays>,
): Promise<(held: Held) => Read> {
  const today = dayOf(asking.now);
  const counted = countedDays(first.budget);
  const running = contains(counted, today);
  const plain = running && isPlain(first) ? await plainForecasts(asking, kind, keys, range, today) : null;
  const ends = running ? periodEnds(today, counted) : null;
  const members = new Map<string, number>();
  if (kind === 'team' && teams !== undefined) {
    const last = lastDayOf(counted, today);
    const of = teams({ start: last, endExclusive: addDays(last, 1) });
    for (const key of keys) members.set(key, of(key).always.length);
  }
  return ({ whom: { key } }) => ({
    days: days.get(key) ?? new Map(),
    series: plain?.series.get(key) ?? null,
    kept: plain?.kept?.get(key) ?? null,
    ends,
    members: members.get(key) ?? null,
  });
}

/** What pages forecast people, cost centers and everything by: kept ones, else the parts that they are made of. */
async function plainForecasts(
  asking: Asking,
  kind: Whom['kind'],
  keys: readonly string[],
  range: DayRange,
  today: Day,
) {
  const none = new Map<string, Series>();
  if (kind === 'organisation')
    return { kept: (await keptForecasts(asking, 'all', today))?.of ?? null, series: none };
  if (kind === 'team') return null;
  // A person's page works its forecast out as it is now: what is kept does only where it is the same.
  const kept = await keptForecasts(asking, kind, today, kind === 'user', keys);
  if (kept !== null) return { kept: kept.of, series: none };
  const groupBy = [kind, PARTS_OF[kind], 'day'] as const;
  const rows = await asking.store.spend.amounts({
    range,
    groupBy,
    basis: 'best',
    filter: { [kind]: keys },
    scope: 'all',
  });
  return { kept: null, series: seriesByKey(rows) };
}
