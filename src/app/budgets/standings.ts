import type { TeamsWithin } from '../../core/belongings.ts';
import { ofBillOn } from '../../core/bestKnown.ts';
import { budgetOn, countedDays } from '../../core/budgetChanges.ts';
import { type Budget, ownWhom, type Whom, whomName } from '../../core/budgets.ts';
import { summarizeFreshness } from '../../core/freshness.ts';
import { ZERO } from '../../core/money.ts';
import { narrowingText } from '../../core/narrowing.ts';
import { addDays, contains } from '../../core/periods.ts';
import { isWholeMonths } from '../../core/privacy.ts';
import {
  carriedFrom,
  countedAmount,
  limitOf,
  type Standing,
  staleSince,
  standing,
} from '../../core/standing.ts';
import type { DayRange, Instant, Money } from '../../core/types.ts';
import { type Asking, inOneReading } from '../asking.ts';
import { isOwnAlone, showsDays, showsPeople } from '../privacy/shown.ts';
import { within } from '../spend/standings.ts';
import { type CountedDay, countedOf, NONE_COUNTED, sumCounted } from './counted.ts';
import { type Held, type Read, readGroups, teamsHeld } from './standingsRead.ts';

/** Where budgets of all kinds stand, each against whom it holds for. */

export interface BudgetStanding {
  budget: Budget;
  /** null: of a default without anybody whom it is asked for. */
  whom: Whom | null;
  /** Its limit is with what is carried over. */
  standing: Standing | null;
  /** What of spent is an estimate still: not the bill's own word. */
  estimated: Money;
  carriedOver: Money;
  /** Days of the period on which it counts. */
  countedDays: DayRange;
  /** Where it stands is what others spent, and kept from whoever asks. */
  withheld: boolean;
  /** How many are of a team on the last of those days, or today; null of everything else. */
  members: number | null;
}

/**
 * Where budgets stand in their own periods, in the order they are given; of a default one for each of `forWhom` of its
 * kind. It does not ask whether whoever asks may see them: only for budgets that were asked for by `budgetsFor`.
 * @param budgets as they hold (`store.budgets.on`), only those that are shown
 * @param forWhom whom defaults are asked for; that they hold for them was decided before
 */
export const standingsOf = (
  asking: Asking,
  budgets: readonly Budget[],
  forWhom: readonly Whom[] = [],
): Promise<BudgetStanding[]> =>
  inOneReading(asking, async (inside) => {
    const each = budgets.flatMap((budget): { budget: Budget; whom: Whom | null }[] => {
      const whom = ownWhom(budget);
      if (whom !== null) return [{ budget, whom }];
      const kind = budget.scope.kind === 'costCenterDefault' ? 'costCenter' : 'user';
      const whose = forWhom.filter((one) => one.kind === kind);
      return whose.length === 0 ? [{ budget, whom: null }] : whose.map((one) => ({ budget, whom: one }));
    });
    const stands = await standingsHeld(
      inside,
      each.flatMap(({ budget, whom }) => (whom === null ? [] : [{ budget, whom }])),
    );
    return each.map(({ budget, whom }) => {
      const found = whom === null ? undefined : stands.get(heldName({ budget, whom }));
      return (
        found ?? {
          budget,
          whom,
          standing: null,
          estimated: ZERO,
          carriedOver: ZERO,
          countedDays: countedDays(budget),
          members: null,
          withheld: false,
        }
      );
    });
  });

/** The name of a budget with whom it is held against, in one of its periods. */
export const heldName = ({ budget, whom }: Held): string =>
  `${budget.id} ${budget.range.start} ${whomName(whom)}`;

/**
 * The same of each budget with whom it is held against, by the name of both.
 * @param teams who is of which team, where `teamsHeld` read it already
 */
export async function standingsHeld(
  asking: Asking,
  all: readonly Held[],
  teams?: TeamsWithin,
): Promise<ReadonlyMap<string, BudgetStanding>> {
  const { store, now } = asking;
  const stale = staleSince(summarizeFreshness(await store.freshness.all(), now));
  const carried = await carriedOverOf(asking, all, (held) => tellsStanding(asking, held));
  const found = new Map<string, BudgetStanding>();
  const belongs = teams ?? (await teamsHeld(asking, all));
  for (const { same, read } of await readGroups(asking, groupsOf(all), belongs)) {
    for (const held of same) {
      const carriedOver = carried(held);
      const one = { ...held, budget: { ...held.budget, carriedOver: carriedOver ?? ZERO } };
      const stands = standsAt(asking, one, read(held), stale);
      found.set(heldName(held), carriedOver === null ? keptBack(stands) : asShown(asking, stands));
    }
  }
  asking.noteLook?.(
    [...found.values()].flatMap(({ whom, withheld }) => (whom?.kind === 'user' && !withheld ? whom.key : [])),
  );
  return found;
}

/** The budget as it was decided, and nothing of what is used of it: a limit with what is carried over tells what was not. */
const keptBack = (stands: BudgetStanding): BudgetStanding => ({
  ...stands,
  budget: { ...stands.budget, carriedOver: ZERO },
  standing: null,
  estimated: ZERO,
  carriedOver: ZERO,
  withheld: true,
});

/** As far as figures of others are told: of days nothing where only months are, of single people nothing where only sums are. */
export function asShown(asking: Asking, stands: BudgetStanding): BudgetStanding {
  const { whom, standing: found } = stands;
  if (whom === null || found === null || showsDaysOf(asking, whom)) return stands;
  if (!tellsStanding(asking, { ...stands, whom })) return keptBack(stands);
  return { ...stands, standing: withoutDays(asking, whom, found) };
}

/** Where somebody stands without the day on which they will be over, where days of others are not told. */
export const withoutDays = (asking: Asking, whom: Whom, stands: Standing): Standing =>
  showsDaysOf(asking, whom) ? stands : { ...stands, reachesOn: null };

const showsDaysOf = (asking: Asking, { kind, key }: Whom): boolean =>
  showsDays(asking) || (kind === 'user' && isOwnAlone(asking, [key]));

/** Whether whoever asks is told where somebody stands against a budget: where only months are shown, of whole months. */
export function tellsStanding(asking: Asking, { budget, whom }: Held): boolean {
  if (showsDaysOf(asking, whom)) return true;
  return tellsRange(asking, countedDays(budget));
}

/** Whether of a default it is told for how many it holds and how many of them are over: as where a single one stands. */
export const tellsCounts = (asking: Asking, budget: Budget): boolean =>
  showsDays(asking) || tellsRange(asking, countedDays(budget));

const tellsRange = (asking: Asking, range: DayRange): boolean => showsPeople(asking) && isWholeMonths(range);

/** Those that one question of spend answers. */
const groupsOf = <H extends Held>(all: readonly H[]): H[][] => [
  ...Map.groupBy(all, ({ budget, whom }) =>
    [
      countedDays(budget).start,
      countedDays(budget).endExclusive,
      budget.range.start,
      whom.kind,
      narrowingText(budget.narrowing),
    ].join(' '),
  ).values(),
];

function standsAt(
  { settings, now }: Pick<Asking, 'settings' | 'now'>,
  { budget, whom }: Held,
  { days, series, kept, ends, members }: Read,
  stale: Instant | null,
): BudgetStanding {
  const counted = countedDays(budget);
  const cautiousRate = settings.cautiousRatePerMillion;
  const own = series ?? { days, parts: null };
  const known: CountedDay = sumCounted(
    [...days]
      .filter(([day]) => contains(counted, day))
      .map(([day, one]) => ({ ...one, ofBill: ofBillOn(day, one.ofBill, now) })),
  );
  return {
    budget,
    whom,
    carriedOver: budget.carriedOver ?? ZERO,
    estimated: (known.amount - known.ofBill) as Money,
    countedDays: counted,
    members,
    withheld: false,
    standing: standing({
      range: counted,
      known: within(days, counted),
      days: [...days].map(([day, one]) => ({ day, amount: one.amount, unpricedTokens: one.unpricedTokens })),
      limit: limitOf(budget),
      carriedOver: budget.carriedOver ?? ZERO,
      cautiousRate,
      staleSince: stale,
      forecastOf:
        ends === null
          ? null
          : (_, isCounted) =>
              ends.of(own, isCounted ? cautiousRate : ZERO, kept?.[isCounted ? 'counted' : 'best'] ?? null),
    }),
  };
}

/**
 * What is carried over to each: what was unused of the base of its period before. Nothing where it is not set so, or where
 * the budget did not hold in that period.
 * @param tells whether it may be told where somebody stood in that period; null of those of whom it may not
 */
export async function carriedOverOf(
  asking: Pick<Asking, 'store' | 'settings'>,
  all: readonly Held[],
  tells: (before: Held) => boolean = () => true,
): Promise<(held: Held) => Money | null> {
  const asked = all.filter(({ budget }) => budget.terms.carryOver);
  if (asked.length === 0) return () => ZERO;
  const { store, settings } = asking;
  const records = new Map(
    (
      await store.budgets.records([...new Map(asked.map(({ budget }) => [budget.id, budget.scope])).values()])
    ).map((one) => [one.id, one]),
  );
  const before = asked.flatMap(({ budget, whom }) => {
    const record = records.get(budget.id);
    const day = addDays(budget.range.start, -1);
    const held = record === undefined ? null : budgetOn(record, day, settings.budgets.calendar);
    return held === null || held === 'unknown' || held.endedOn !== null
      ? []
      : [{ after: budget, budget: held, whom }];
  });
  const carried = new Map<string, Money | null>();
  for (const { after, whom } of before.filter((one) => !tells(one)))
    carried.set(heldName({ budget: after, whom }), null);
  for (const same of groupsOf(before.filter(tells))) {
    const [first] = same;
    if (first === undefined) continue;
    const counting = {
      kind: first.whom.kind,
      keys: same.map(({ whom }) => whom.key),
      narrowing: first.budget.narrowing,
      range: countedDays(first.budget),
    };
    const found = await countedOf(asking, counting, false);
    for (const one of same) {
      const known = found.get(one.whom.key)?.get('') ?? NONE_COUNTED;
      const counted = countedAmount(known, settings.cautiousRatePerMillion);
      carried.set(heldName({ budget: one.after, whom: one.whom }), carriedFrom(one.budget, counted));
    }
  }
  return (held) => {
    const found = carried.get(heldName(held));
    return found === undefined ? ZERO : found;
  };
}
