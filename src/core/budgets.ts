import { type BudgetCalendar, type BudgetPeriod, periodBefore, periodOf } from './budgetPeriods.ts';
import { type Narrowing, narrowingText } from './narrowing.ts';
import { addDays, daysBetween } from './periods.ts';
import { type Threshold, thresholdText } from './thresholds.ts';
import type { Day, DayRange, Instant, Money } from './types.ts';

/** Whom budgets hold for. Names are compared letter by letter, as AWS compares tags. */
export type BudgetScope =
  | { kind: 'user'; key: string }
  | { kind: 'costCenter'; key: string }
  /** Whoever reports to this manager, directly or not. */
  | { kind: 'team'; key: string }
  | { kind: 'organisation' }
  /** Everybody without one of their own. */
  | { kind: 'userDefault' }
  /** Each person who belongs to this cost center. */
  | { kind: 'memberDefault'; key: string }
  /** Each person of this group. */
  | { kind: 'groupDefault'; key: string }
  /** Each cost center without one of its own. */
  | { kind: 'costCenterDefault' };
export const BUDGET_SCOPES = [
  'user',
  'costCenter',
  'team',
  'organisation',
  'userDefault',
  'memberDefault',
  'groupDefault',
  'costCenterDefault',
] as const satisfies readonly BudgetScope['kind'][];

/** The name in a scope; '' where it has none. */
export const scopeKeyOf = (scope: BudgetScope): string => ('key' in scope ? scope.key : '');
/** A scope by its parts, as they are kept. */
export const scopeOfParts = (kind: BudgetScope['kind'], key: string): BudgetScope =>
  kind === 'organisation' || kind === 'userDefault' || kind === 'costCenterDefault'
    ? { kind }
    : { kind, key };
/** Whether it is nobody's own: each of those that it holds for is held against it alone. */
export const isDefault = ({ kind }: BudgetScope): boolean =>
  kind === 'userDefault' ||
  kind === 'memberDefault' ||
  kind === 'groupDefault' ||
  kind === 'costCenterDefault';

/** What is one budget, however its amount changes: of each there is one. */
export interface BudgetSlot {
  scope: BudgetScope;
  period: BudgetPeriod;
  /** What of the spend it is about; null: all of it. */
  narrowing: Narrowing | null;
}

/** What was decided of a budget. */
export interface BudgetTerms {
  /** Of one period, without raises. */
  amount: Money;
  /** null: those of the settings. */
  thresholds: readonly Threshold[] | null;
  /** Whether what was unused of the amount of the period before counts beside it, once. */
  carryOver: boolean;
  /** Whether it stops use, where that is switched on (`core/stop`); a soft one only tells. */
  hard: boolean;
}
/** Whether two decisions are the same. */
export const isSameTerms = (a: BudgetTerms, b: BudgetTerms): boolean => termsText(a) === termsText(b);
const termsText = ({ amount, thresholds, carryOver, hard }: BudgetTerms): string =>
  JSON.stringify([amount.toString(), thresholds?.map(thresholdText) ?? null, carryOver, hard]);
/** A soft amount that nothing is carried over to, with the company's thresholds: what most budgets are. */
export const plainTerms = (amount: Money): BudgetTerms => ({
  amount,
  thresholds: null,
  carryOver: false,
  hard: false,
});

/** What all changes have. `version` rises with each change of a budget. */
interface Decided {
  version: number;
  /** From this day on. */
  from: Day;
  recordedAt: Instant;
  /** Who decided, as the audit log names them. */
  by: string;
  reason: string;
  /** When it was taken back: a planned change does not come, a raise ends that day. */
  withdrawnAt: Instant | null;
}
export type BudgetChange = Decided &
  (
    | { kind: 'set'; terms: BudgetTerms }
    /** Nothing holds from then on. */
    | { kind: 'end' }
    /** So much more, on these days only. */
    | { kind: 'raise'; extra: Money; toExclusive: Day }
  );
export type Raise = Extract<BudgetChange, { kind: 'raise' }>;

/** A budget with all that was ever decided of it, by version. */
export interface BudgetRecord extends BudgetSlot {
  id: string;
  createdAt: Instant;
  /** What held before this day is not known; null: all of it is. */
  knownFrom: Day | null;
  changes: readonly BudgetChange[];
}

/** A budget as it holds in one of its periods, as of a day (`budgetOn`). */
export interface Budget extends BudgetSlot {
  id: string;
  terms: BudgetTerms;
  /** The limit: the amount that was decided and the raises in force. What is carried over comes beside it. */
  amount: Money;
  /** What is carried over, where it was looked up for whom it holds for. */
  carriedOver?: Money;
  /** In force on that day. */
  raises: readonly Raise[];
  /** The change that its limit comes from last: it arms thresholds again. */
  version: number;
  /** Since when the amount holds, and the budget itself; until when, where its end is known. */
  since: Day;
  holdsFrom: Day;
  holdsUntil: Day | null;
  /** It ended within the period: the day from which on it does not hold; else null. */
  endedOn: Day | null;
  /** It is not known what held then: its amount says nothing. */
  unknown?: true;
  /** The period. */
  range: DayRange;
  createdAt: Instant;
  updatedAt: Instant;
}

/** Budgets in AWS Budgets whose name begins so are ours; no other is ever touched. */
export const MIRROR_PREFIX = 'bedrock-ledger-';

/** Whether a budget is of a person's or cost center's whole spend in exactly these days. */
export const saysOf = (budget: Budget, range: DayRange): boolean =>
  budget.narrowing === null &&
  budget.range.start === range.start &&
  budget.range.endExclusive === range.endExclusive;

/** Where people belong, for the budgets that hold for members: as of the day that is asked about. */
export interface Belonging {
  costCenter: string;
  groups: readonly string[];
}
export type BelongingOf = (email: string) => Belonging | null;

/** Whom a budget is held against: of a default each of those it holds for, by themselves. */
export interface Whom {
  kind: 'user' | 'costCenter' | 'team' | 'organisation';
  /** '' of the organisation. */
  key: string;
}
export const whomName = ({ kind, key }: Whom): string => `${kind}:${key}`;
/** The scope of a budget that is theirs alone. */
export const scopeOfWhom = ({ kind, key }: Whom): BudgetScope =>
  kind === 'organisation' ? { kind } : { kind, key };
/** Whom a budget is of that is somebody's own; null of a default. */
export const ownWhom = ({ scope }: Pick<Budget, 'scope'>): Whom | null =>
  scope.kind === 'user' || scope.kind === 'costCenter' || scope.kind === 'team'
    ? { kind: scope.kind, key: scope.key }
    : scope.kind === 'organisation'
      ? { kind: 'organisation', key: '' }
      : null;

/** Period and narrowing: of each somebody is held to one budget at most. */
const kindOf = ({ period, narrowing }: Pick<BudgetSlot, 'period' | 'narrowing'>): string =>
  `${period} ${narrowingText(narrowing)}`;

/**
 * Which budgets hold for somebody or something: of each period and narrowing one at most. For a person: their own, else the
 * largest of their groups, else that of each person of their cost center, else everybody's. For a cost center: its own,
 * else the default of cost centers. Nothing holds for ''. Put in order once, to be asked for thousands.
 * @param budgets as they hold (`store.budgets.on`)
 * @param of where people belong; without it budgets of members hold for nobody
 */
export function budgetsHolding(
  budgets: readonly Budget[],
  of: BelongingOf = () => null,
): (whom: Whom) => Budget[] {
  const kinds = [...Map.groupBy(budgets, kindOf).values()].map((same) => heldAmong(same, of));
  return (whom) => kinds.flatMap((held) => held(whom) ?? []);
}

/**
 * Which budget holds for a person or a cost center over these days, of all their spend: `budgetsHolding` of one period.
 */
export function budgetsHeld(
  budgets: readonly Budget[],
  range: DayRange,
  of: BelongingOf = () => null,
): (kind: Whom['kind'], key: string) => Budget | null {
  const held = heldAmong(
    budgets.filter((one) => saysOf(one, range)),
    of,
  );
  return (kind, key) => held({ kind, key });
}

/** @param budgets of one period and narrowing */
function heldAmong(budgets: readonly Budget[], of: BelongingOf): (whom: Whom) => Budget | null {
  const byName = new Map<string, Budget>();
  // One that ended within the period says something only where nothing holds any more.
  const inOrder = [...budgets].sort((a, b) => Number(a.endedOn !== null) - Number(b.endedOn !== null));
  for (const budget of inOrder) {
    const name = scopeName(budget.scope);
    if (!byName.has(name)) byName.set(name, budget);
  }
  const isMember = budgets.some(
    ({ scope }) => scope.kind === 'memberDefault' || scope.kind === 'groupDefault',
  );
  const namesOf = ({ kind, key }: Whom): string[] => {
    if (kind === 'organisation') return ['organisation'];
    if (kind === 'team') return [`team:${key}`];
    if (kind === 'costCenter') return [`costCenter:${key}`, 'costCenterDefault'];
    return [`user:${key}`, ...(isMember ? memberNames(byName, of(key)) : []), 'userDefault'];
  };
  return (whom) => {
    if (whom.key === '' && whom.kind !== 'organisation') return null;
    // Most of thousands have one of their own: where they belong decides nothing then.
    const own = whom.kind === 'user' ? byName.get(`user:${whom.key}`) : undefined;
    if (own !== undefined && own.endedOn === null) return own;
    const found = namesOf(whom).flatMap((name) => byName.get(name) ?? []);
    return found.find(({ endedOn }) => endedOn === null) ?? found[0] ?? null;
  };
}

/** Names of the budgets that somebody is held to as a member, the largest of their groups first. */
function memberNames(byName: ReadonlyMap<string, Budget>, of: Belonging | null): string[] {
  if (of === null) return [];
  const amountOf = (name: string) => byName.get(name)?.amount ?? -1n;
  const groups = of.groups.map((group) => `groupDefault:${group}`);
  groups.sort((a, b) => (amountOf(a) > amountOf(b) ? -1 : amountOf(a) < amountOf(b) ? 1 : a < b ? -1 : 1));
  return [...groups, ...(of.costCenter === '' ? [] : [`memberDefault:${of.costCenter}`])];
}

/** Whether any of these holds for people by where they belong. */
export const asksWhereTheyBelong = (budgets: readonly Budget[]): boolean =>
  budgets.some(({ scope }) => scope.kind === 'memberDefault' || scope.kind === 'groupDefault');

/** Those of some people of whom where they belong decides: who have one of their own of each such period and narrowing do not ask. */
export function askedWhereTheyBelong(budgets: readonly Budget[], users: readonly string[]): string[] {
  const isMember = ({ scope: { kind } }: Budget) => kind === 'memberDefault' || kind === 'groupDefault';
  const kinds = new Set(budgets.filter(isMember).map(kindOf));
  const own = new Set(
    budgets.flatMap((one) =>
      one.scope.kind === 'user' && one.endedOn === null && kinds.has(kindOf(one))
        ? `${kindOf(one)} ${one.scope.key}`
        : [],
    ),
  );
  return users.filter((email) => email !== '' && [...kinds].some((kind) => !own.has(`${kind} ${email}`)));
}

/** The name of whom a budget is for, one of a kind: `user:ann@example.com`, `userDefault`. */
export const scopeName = (scope: BudgetScope): string =>
  'key' in scope ? `${scope.kind}:${scope.key}` : scope.kind;

/** The name of one budget, whatever its amount: whom it is for, and its period and narrowing where they are not the usual ones. */
export const slotName = ({ scope, period, narrowing }: BudgetSlot): string =>
  [
    scopeName(scope),
    ...(period === 'month' ? [] : [period]),
    ...(narrowing === null ? [] : [narrowingText(narrowing)]),
  ].join(' ');

/** A budget with whom it holds for: a default counts for each of those it holds for by themselves. */
export interface BudgetInForce {
  budget: Budget;
  scopeKind: Whom['kind'];
  scopeKey: string;
}

/** Every budget of all of somebody's spend in these days with whom it holds for (`budgetsHoldingFor`). */
export const budgetsInForce = (
  budgets: readonly Budget[],
  range: DayRange,
  users: readonly string[],
  costCenters: readonly string[] = [],
  of?: BelongingOf,
): BudgetInForce[] =>
  budgetsHoldingFor(
    budgets.filter((one) => saysOf(one, range)),
    users,
    costCenters,
    of,
  );

/** Every budget that holds, with whom it holds for: own ones as they are, defaults once for each of these without one. */
export function budgetsHoldingFor(
  budgets: readonly Budget[],
  users: readonly string[],
  costCenters: readonly string[] = [],
  of?: BelongingOf,
): BudgetInForce[] {
  const live = budgets.filter((one) => one.endedOn === null);
  const held = budgetsHolding(live, of);
  const own = { user: new Set(users), costCenter: new Set(costCenters) };
  const others: BudgetInForce[] = [];
  for (const budget of live) {
    const whom = ownWhom(budget);
    if (whom === null) continue;
    if (whom.kind === 'user' || whom.kind === 'costCenter') own[whom.kind].add(whom.key);
    else others.push({ budget, scopeKind: whom.kind, scopeKey: whom.key });
  }
  const each = (['user', 'costCenter'] as const).flatMap((scopeKind) =>
    [...own[scopeKind]].flatMap((scopeKey) =>
      held({ kind: scopeKind, key: scopeKey }).map((budget) => ({ budget, scopeKind, scopeKey })),
    ),
  );
  return [...each, ...others];
}

/** The bill of a period's last days counts this many days into the next, and what was seen then is published by it. */
const SETTLES_AFTER_DAYS = 4;

/** Periods whose budgets are judged on a day, oldest first: the running one, and those whose last days still settle. */
export function judgedPeriods(period: BudgetPeriod, today: Day, calendar: BudgetCalendar): DayRange[] {
  const ranges = [periodOf(period, today, calendar)];
  for (let at = periodBefore(period, today, calendar); ; at = periodBefore(period, at.start, calendar)) {
    if (daysBetween(at.endExclusive, today) >= SETTLES_AFTER_DAYS) return ranges;
    ranges.unshift(at);
  }
}

/** Periods that end on this day or before are not judged any more: their crossings may be forgotten, others would be told again. */
export const settledBy = (today: Day): Day => addDays(today, -SETTLES_AFTER_DAYS);

/** What one crossing is remembered by: once per budget, whom, version, period and threshold. */
export const crossingKey = (
  budgetId: string,
  scopeKey: string,
  version: number,
  periodStart: Day,
  threshold: string,
): string => `${budgetId}|${scopeKey}|${version}|${periodStart}|${threshold}`;
