import { belongingsOn } from '../core/belongings.ts';
import {
  asksWhereTheyBelong,
  type BelongingOf,
  type Budget,
  type BudgetInForce,
  budgetsInForce,
} from '../core/budgets.ts';
import { ownerOf } from '../core/estate.ts';
import { type Known, unitKey } from '../core/lookPlan.ts';
import { billedRoute, type ModelReader, modelReader } from '../core/models.ts';
import { multiplyRate, ZERO } from '../core/money.ts';
import { addDays, dayOf, monthOf, monthRange } from '../core/periods.ts';
import type { AmountRow, SpendQuery } from '../core/questions.ts';
import { type RateBook, rateBook } from '../core/rates.ts';
import type { Settings } from '../core/settings.ts';
import { countedAmount, limitOf, limitsIn } from '../core/standing.ts';
import { ofSettings, type Threshold } from '../core/thresholds.ts';
import type { Day, Money, Place, Profile, Route, TokenKind, Tokens } from '../core/types.ts';
import { dimensionKey, type WatchedDimension } from '../core/usageMarks.ts';
import { gapTo } from '../core/watching.ts';
import type { Store } from '../store/types.ts';

/** What the ledger knows that decides whom to look at: owners, prices, and how far everybody is from a threshold. */

/** A cost center's highest day is looked for among so many. */
const HIGHEST_OF_DAYS = 35;

interface Owner {
  user: string;
  costCenter: string;
  modelKey: string;
  route: Route | null;
}
const NOBODY = { user: '', costCenter: '' };

export interface Facts extends Known {
  /** What names everything that is read together with a dimension. */
  unitOf(one: WatchedDimension): string;
  /** Whether such a name is a person's. */
  isPerson(unit: string): boolean;
  ownerOf(one: Place & { dimension: string }): Owner;
  /** What tokens are worth; null while no price is known at all. */
  valueOf(one: Place & { dimension: string }, kind: TokenKind, tokens: Tokens, day: Day): Money | null;
}

export async function readFacts(store: Store, settings: Settings, now: number): Promise<Facts> {
  const today = dayOf(now);
  const month = monthRange(monthOf(today));
  const ask = (question: Pick<SpendQuery, 'range' | 'groupBy'>): SpendQuery => ({
    ...question,
    basis: 'best',
    filter: {},
    scope: 'all',
  });
  const recent = { start: addDays(today, -HIGHEST_OF_DAYS), endExclusive: addDays(today, 1) };
  return store.reading(async (inside) => {
    const profiles = await inside.profiles.all();
    const known = await inside.rates.all();
    const read = modelReader(await inside.profiles.catalogue());
    const users = await inside.spend.amounts(ask({ range: month, groupBy: ['user'] }));
    const costCenters = await inside.spend.amounts(ask({ range: month, groupBy: ['costCenter'] }));
    const days = await inside.spend.amounts(ask({ range: recent, groupBy: ['costCenter', 'day'] }));
    const budgets = await inside.budgets.on(today, settings.budgets.calendar);
    const others = await gapsOfOthers(inside, settings, today, budgets);
    const rates = rateBook(known);
    const owned = ownersAndValues(profiles, read, known.length > 0 ? rates : null, settings);
    const gaps = gapsOf({ users, costCenters, days }, budgets, profiles, settings, month, others);
    return {
      ...owned,
      ...gaps,
      unitOf: (one) => unitKey(one, owned),
      isPerson: (unit) => gaps.people.has(unit),
    };
  });
}

function ownersAndValues(
  profiles: readonly Profile[],
  read: ModelReader,
  rates: RateBook | null,
  settings: Settings,
): Pick<Facts, 'ownerOf' | 'valueOf'> {
  const owners = new Map<string, Owner>(
    profiles.map((profile) => [
      dimensionKey({ ...profile, dimension: profile.shortId }),
      {
        ...ownerOf(profile, settings.tagKeys),
        modelKey: profile.modelKey,
        route: billedRoute(profile.route),
      },
    ]),
  );
  const owner = (one: Place & { dimension: string }): Owner => {
    const key = dimensionKey(one);
    const held = owners.get(key) ?? calledDirectly(read(one.dimension));
    owners.set(key, held);
    return held;
  };
  return {
    ownerOf: owner,
    valueOf(one, kind, tokens, day) {
      if (rates === null) return null;
      const { modelKey, route } = owner(one);
      const rate = rates.estimateRate({ modelKey, kind, route, region: one.region, day });
      return multiplyRate(tokens, rate?.mid ?? settings.cautiousRatePerMillion);
    },
  };
}

function calledDirectly(ref: ReturnType<ModelReader>): Owner {
  return ref.type === 'model' || ref.type === 'systemProfile'
    ? { ...NOBODY, modelKey: ref.modelKey, route: billedRoute(ref.route) }
    : { ...NOBODY, modelKey: 'unknown', route: null };
}

/**
 * What a budget is looked at more closely for: its thresholds, and where it stops somebody, at the limit and at the end of a
 * grace.
 */
export function awaited(
  budget: Pick<Budget, 'terms'> | null,
  limit: Money,
  { thresholds, enforcement }: Pick<Settings, 'thresholds' | 'enforcement'>,
): readonly Threshold[] {
  const told = budget?.terms.thresholds ?? ofSettings(thresholds);
  if (budget?.terms.hard !== true || enforcement.mode === 'off') return told;
  const { grace } = enforcement;
  return [
    ...told,
    { on: 'actual', percent: 100 },
    ...(grace === null ? [] : [{ on: 'actual', amount: (limit + grace.amount) as Money } as const]),
  ];
}

interface Others {
  /** By kind and name of whom it is. */
  gaps: ReadonlyMap<string, Money>;
  belongs: BelongingOf;
}

/**
 * How far everybody is from a threshold of their budgets of other periods, or of a part of their spend, as of the last
 * collection; of several the nearest. Teams and the organisation are nobody's in particular: they are judged with each
 * collection, and nobody is looked at more closely for them.
 */
async function gapsOfOthers(
  inside: Store,
  settings: Settings,
  today: Day,
  budgets: readonly Budget[],
): Promise<Others> {
  const belongs = asksWhereTheyBelong(budgets)
    ? belongingsOn(await inside.belongings.during({ start: today, endExclusive: addDays(today, 1) }), today)
    : () => null;
  const other = new Map(
    budgets
      .filter(({ period, narrowing, scope }) => {
        const isNobodys = scope.kind === 'team' || scope.kind === 'organisation';
        return !isNobodys && (period !== 'month' || narrowing !== null);
      })
      .map((one) => [one.id, one]),
  );
  const gaps = new Map<string, Money>();
  if (other.size === 0) return { gaps, belongs };
  const asked = { scope: 'all' as const, budgetIds: [...other.keys()] };
  const { figures } = await inside.budgetFigures.worst(asked, { limit: Number.MAX_SAFE_INTEGER, offset: 0 });
  for (const { budgetId, scopeKind, scopeKey, spent, unpricedTokens, carriedOver, periodStart } of figures) {
    const budget = other.get(budgetId);
    if (budget === undefined || budget.range.start !== periodStart) continue;
    const counted = countedAmount({ amount: spent, unpricedTokens }, settings.cautiousRatePerMillion);
    const limit = limitOf({ ...budget, carriedOver });
    const gap = gapTo(counted, limit, awaited(budget, limit, settings));
    const name = `${scopeKind}|${scopeKey}`;
    if (gap !== null && gap < (gaps.get(name) ?? gap + 1n)) gaps.set(name, gap);
  }
  return { gaps, belongs };
}

function gapsOf(
  sums: Record<'users' | 'costCenters' | 'days', readonly AmountRow[]>,
  budgets: readonly Budget[],
  profiles: readonly Profile[],
  settings: Settings,
  month: SpendQuery['range'],
  { gaps: others, belongs }: Others,
): Pick<Facts, 'gapOfPerson' | 'isHeld' | 'gapOfCostCenter' | 'highestDayOf'> & {
  people: ReadonlySet<string>;
} {
  const { cautiousRatePerMillion, tagKeys } = settings;
  const counted = (rows: readonly AmountRow[]) =>
    new Map(rows.map((row) => [row.keys[0] ?? '', countedAmount(row, cautiousRatePerMillion)]));
  const spent = { user: counted(sums.users), costCenter: counted(sums.costCenters) };
  const people = new Set([...spent.user.keys(), ...profiles.map((one) => ownerOf(one, tagKeys).user)]);
  const inForce = new Map<string, BudgetInForce>();
  for (const one of budgetsInForce(budgets, month, [...people], [], belongs))
    inForce.set(`${one.scopeKind}|${one.scopeKey}`, one);
  const limit = limitsIn(month);
  const gap = (scope: 'user' | 'costCenter', key: string): Money | null => {
    const budget = inForce.get(`${scope}|${key}`)?.budget ?? null;
    const most = limit(budget);
    const own = gapTo(spent[scope].get(key) ?? ZERO, most, awaited(budget, most ?? ZERO, settings));
    const other = others.get(`${scope}|${key}`) ?? null;
    return own === null || (other !== null && other < own) ? other : own;
  };
  const highest = new Map<string, Money>();
  for (const row of sums.days) {
    const [key = ''] = row.keys;
    const amount = countedAmount(row, cautiousRatePerMillion);
    if (amount > (highest.get(key) ?? ZERO)) highest.set(key, amount);
  }
  people.delete('');
  return {
    people,
    gapOfPerson: (user) => gap('user', user),
    isHeld: (user) =>
      settings.enforcement.mode === 'on' && inForce.get(`user|${user}`)?.budget.terms.hard === true,
    gapOfCostCenter: (costCenter) => gap('costCenter', costCenter),
    highestDayOf: (costCenter) => highest.get(costCenter) ?? ZERO,
  };
}
