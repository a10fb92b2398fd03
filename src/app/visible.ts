import { budgetThing, costCentersIn, seesOnlyOwn } from '../core/access.ts';
import { belongingsOn } from '../core/belongings.ts';
import {
  askedWhereTheyBelong,
  asksWhereTheyBelong,
  type BelongingOf,
  type Budget,
  type BudgetInForce,
  type BudgetScope,
  budgetsHeld,
  budgetsHolding,
  budgetsInForce,
  isDefault,
  ownWhom,
  saysOf,
  scopeOfParts,
  type Whom,
  whomName,
} from '../core/budgets.ts';
import { addDays, dayOf, lastDayOf } from '../core/periods.ts';
import type { SpendFilter } from '../core/questions.ts';
import type { Day, DayRange, Profile } from '../core/types.ts';
import type { ProfileQuestion } from '../store/types.ts';
import type { NamesAsked } from '../store/typesSpend.ts';
import { type Asking, mayDo, scopeOf, sphereOf } from './asking.ts';
import { carriedOverOf, tellsStanding } from './budgets/standings.ts';
import { isOwnAlone, showsPeople } from './privacy/shown.ts';
import { profileThing } from './profiles/thing.ts';

/** What of a noun whoever asks may see: asked by every verb that shows some of them. */

/** Which profiles whoever asks may see, as a question to the store: those for which `may` says yes. */
export const profileQuestion = (asking: Asking, user?: string): ProfileQuestion => ({
  scope: sphereOf(asking),
  tagKeys: asking.settings.tagKeys,
  user,
  sharedBy: asking.viewer.costCenter === '' ? [] : [asking.viewer.costCenter],
});

/** Those of them that whoever asks may see: it is asked of each one that is shown. */
export function seenProfiles(asking: Asking, profiles: readonly Profile[]): Profile[] {
  const { tagKeys } = asking.settings;
  // Asked first, so that it was asked even where there is none.
  if (mayDo(asking, 'see', { kind: 'bill' })) return [...profiles];
  return profiles.filter((profile) => mayDo(asking, 'see', profileThing(profile, tagKeys)));
}

/** Profiles that whoever asks may see. */
export const visibleProfiles = async (asking: Asking): Promise<Profile[]> =>
  seenProfiles(asking, await asking.store.profiles.list(profileQuestion(asking), null));

/**
 * Where people belong, as far as whoever asks owns their cost center; '' for everybody else. Only who owns a cost center
 * sees by it, and only by their own, so that of the directory nothing else is read.
 */
export async function costCentersOf({ viewer, store }: Asking): Promise<(email: string) => string> {
  if (viewer.ownedCostCenters.size === 0) return () => '';
  return costCentersIn(await store.people.belongingTo([...viewer.ownedCostCenters]));
}

/** Everybody whom whoever asks may see and who ever spent something or owns a profile, by name. */
export async function visibleUsers(asking: Asking, names: NamesAsked = {}): Promise<string[]> {
  const { store } = asking;
  const question = profileQuestion(asking);
  const found = new Set([
    ...(await store.profiles.users(question, names)),
    ...(await store.spend.users(scopeOf(asking), names)),
  ]);
  return [...found].sort().slice(0, names.limit);
}

/**
 * How somebody is spelled here, when what was typed differs from it by upper and lower case only; else null. Made once for
 * all that is to be looked for.
 */
export function spelling(users: readonly string[]): (written: string) => string | null {
  const known = new Set(users);
  const alike = new Map(users.map((user) => [user.toLowerCase(), user]));
  return (written) => (known.has(written) ? null : (alike.get(written.toLowerCase()) ?? null));
}

/** Whether the ledger holds any spend by these words that whoever asks may see. */
export async function everSpent(asking: Asking, filter: SpendFilter): Promise<boolean> {
  const scope = scopeOf(asking);
  const range = await asking.store.spend.range();
  if (range === null) return false;
  const answer = await asking.store.spend.query({
    range,
    groupBy: [],
    basis: 'best',
    filter,
    scope,
    unowned: 'among',
  });
  return answer.rows.length > 0;
}

/** Whether there is something of that name that whoever asks may see: spend, a budget, or a person. */
export async function isKnown(
  asking: Asking,
  group: 'costCenter' | 'user' | 'model',
  key: string,
  budgets: readonly Budget[],
): Promise<boolean> {
  if (budgets.some(({ scope }) => scope.kind === group && scope.key === key)) return true;
  if (await everSpent(asking, { [group]: [key] })) return true;
  const person = group === 'user' ? await asking.store.people.get(key) : null;
  return (
    person !== null &&
    mayDo(asking, 'see', { kind: 'person', email: key, costCenter: person.costCenter ?? '' })
  );
}

/** The budget that somebody is held against, where whoever asks may see it and where they stand; null where there is none, or it is not theirs. */
export type HeldBudget = (
  kind: 'user' | 'costCenter' | 'team' | 'organisation',
  key: string,
) => Budget | null;

export interface Budgets {
  /** All that hold, whoever asks: to decide among, never to show. */
  all: readonly Budget[];
  /** Those that whoever asks may see. */
  visible: readonly Budget[];
  /** Whether whoever asks may see where these stand, as far as figures of others are told at all. */
  maySee(whom: Whom): boolean;
  /** For whom each of all budgets holds of these users, where whoever asks may see it and where they stand. */
  inForce(users: readonly string[]): BudgetInForce[];
  held: HeldBudget;
  /** Whether of any that whoever asks may see it is not known what held. */
  anyUnknown: boolean;
  /** All that somebody is held to, of each period and narrowing one at most, where whoever asks may see it. */
  holding(whom: Whom): Budget[];
}

/** Of whom or what alone it is asked. */
export interface BudgetsAsked {
  users: readonly string[];
  costCenters?: readonly string[];
  /** By their managers. */
  teams?: readonly string[];
  organisation?: boolean;
}

/** Which budgets whoever asks may see, and of whom where they stand, as far as figures of others are told at all. */
export async function seenOfBudgets(
  asking: Asking,
): Promise<{ maySee(scope: BudgetScope): boolean; maySeeWhom(whom: Whom): boolean }> {
  const costCenterOf = await costCentersOf(asking);
  const open = seesOnlyOwn(asking.viewer) || showsPeople(asking);
  const tells = ({ kind, key }: Whom) => open || (kind === 'user' && isOwnAlone(asking, [key]));
  const maySee = (scope: BudgetScope) => mayDo(asking, 'see', budgetThing({ scope }, costCenterOf));
  return { maySee, maySeeWhom: (whom) => tells(whom) && maySee(scopeOfParts(whom.kind, whom.key)) };
}

/**
 * Budgets in the eyes of whoever asks. Which one holds is decided among all of them: one that they may not see is not
 * replaced by the default. Whoever may see somebody's budget may see where they stand against it, as far as figures of others
 * are shown at all. They are those that held in `range`, as of its last day: of the running period today; where people belong is that of the same day.
 * @param as another day of it, as of which they are shown
 * @param of whom alone it is asked, so that no more is read than that; everybody unless given
 */
export async function budgetsFor(
  asking: Asking,
  range: DayRange,
  as: Day = lastDayOf(range, dayOf(asking.now)),
  of?: BudgetsAsked,
): Promise<Budgets> {
  const { store, settings } = asking;
  const day = as;
  const { live, scopes, belongs } = await budgetsRead(asking, day, of);
  const { maySee, maySeeWhom } = await seenOfBudgets(asking);
  // Of a person whose budget of then is not known, the default does not hold in its place.
  const unknown = (await store.budgets.unknownOn(day, settings.budgets.calendar, scopes)).filter(
    ({ endedOn }) => endedOn === null || day < dayOf(asking.now),
  );
  const heldBy = budgetsHeld([...live, ...unknown], range, belongs);
  const holdingBy = budgetsHolding(live, belongs);
  const carried = await carriedIn(asking, live, range, heldBy, of);
  return {
    all: live,
    visible: live.filter(({ scope, endedOn }) => endedOn === null && maySee(scope)),
    anyUnknown: unknown.some(({ scope }) => maySee(scope)),
    maySee: maySeeWhom,
    inForce: (users) =>
      budgetsInForce(live, range, users, [], belongs).filter(({ scopeKind: kind, scopeKey: key }) =>
        maySeeWhom({ kind, key }),
      ),
    held(kind, key) {
      const budget = heldBy(kind, key);
      return budget !== null && maySeeWhom({ kind, key }) ? carried(budget, { kind, key }) : null;
    },
    holding: (whom) => (maySeeWhom(whom) ? holdingBy(whom) : []),
  };
}

/** From so many people on, budgets are read without looking for the names of each. */
const MANY = 2_000;

/** The budgets that hold on a day for whom it is asked, and where people belong, as far as some budget goes by it. */
async function budgetsRead({ store, settings }: Asking, day: Day, of: BudgetsAsked | undefined) {
  const { calendar } = settings.budgets;
  const ofDay = { start: day, endExclusive: addDays(day, 1) };
  const belonging = async (emails?: readonly string[]): Promise<BelongingOf> =>
    emails?.length === 0
      ? () => null
      : belongingsOn(await store.belongings.during(ofDay, emails && { emails }), day);
  if (of !== undefined && of.users.length < MANY) {
    const belongs = await belonging(of.users.filter((email) => email !== ''));
    const scopes = scopesOf(of, belongs);
    return { scopes, live: await store.budgets.on(day, calendar, scopes), belongs };
  }
  const live = await store.budgets.on(day, calendar);
  const asked = of === undefined ? undefined : askedWhereTheyBelong(live, of.users);
  return { live, belongs: asksWhereTheyBelong(live) ? await belonging(asked) : undefined };
}

/** Every scope by which a budget can hold for these people and cost centers. */
function scopesOf(
  { users, costCenters = [], teams = [], organisation = false }: BudgetsAsked,
  belongs: BelongingOf,
): BudgetScope[] {
  const people = users.map((key) => ({ kind: 'user' as const, key }));
  // Many people belong to few cost centers and groups.
  const where = users.map(belongs);
  const members = new Set(where.map((one) => one?.costCenter ?? ''));
  const groups = new Set(where.flatMap((one) => one?.groups ?? []));
  const centers = costCenters.map((key) => ({ kind: 'costCenter' as const, key }));
  const of = teams.map((key) => ({ kind: 'team' as const, key }));
  return [
    ...people,
    ...[...groups].map((key) => ({ kind: 'groupDefault' as const, key })),
    ...[...members].map((key) => ({ kind: 'memberDefault' as const, key })),
    ...centers,
    ...of,
    ...(organisation ? [{ kind: 'organisation' as const }] : []),
    { kind: 'userDefault' },
    { kind: 'costCenterDefault' },
  ];
}

/**
 * Budgets of these days with what is carried over for whom they hold; looked up only where something may be. None where that
 * would tell what is kept back of the period before.
 */
async function carriedIn(
  asking: Asking,
  live: readonly Budget[],
  range: DayRange,
  heldBy: HeldBudget,
  of: BudgetsAsked | undefined,
): Promise<(budget: Budget, whom: Whom) => Budget | null> {
  const own = live.filter((one) => one.terms.carryOver && saysOf(one, range));
  if (own.length === 0) return (budget) => budget;
  const whom =
    of === undefined
      ? [...(await everybody(asking, range, own)), ...own.flatMap((one) => ownWhom(one) ?? [])]
      : whomIn(of);
  const held = whom.flatMap((one) => {
    const budget = heldBy(one.kind, one.key);
    return budget?.terms.carryOver === true ? [{ budget, whom: one }] : [];
  });
  const unique = new Map(held.map((one) => [`${one.budget.id} ${whomName(one.whom)}`, one]));
  const carried = await carriedOverOf(asking, [...unique.values()], (held) => tellsStanding(asking, held));
  return (budget, one) => {
    if (!budget.terms.carryOver) return budget;
    const carriedOver = carried({ budget, whom: one });
    return carriedOver === null ? null : { ...budget, carriedOver };
  };
}

const whomIn = ({ users, costCenters = [], teams = [], organisation = false }: BudgetsAsked): Whom[] => [
  ...users.map((key) => ({ kind: 'user' as const, key })),
  ...costCenters.map((key) => ({ kind: 'costCenter' as const, key })),
  ...teams.map((key) => ({ kind: 'team' as const, key })),
  ...(organisation ? [{ kind: 'organisation' as const, key: '' }] : []),
];

/** Whom defaults with something carried over may hold for: whoever spent something in the period. */
async function everybody({ store }: Asking, range: DayRange, budgets: readonly Budget[]): Promise<Whom[]> {
  const found: Whom[] = [];
  for (const kind of ['user', 'costCenter'] as const) {
    const asked = budgets.some(
      ({ scope }) => isDefault(scope) && (scope.kind === 'costCenterDefault') === (kind === 'costCenter'),
    );
    if (!asked) continue;
    const rows = await store.spend.amounts({
      range,
      groupBy: [kind],
      basis: 'best',
      filter: {},
      scope: 'all',
    });
    found.push(...rows.map((row) => ({ kind, key: row.keys[0] ?? '' })));
  }
  return found;
}
