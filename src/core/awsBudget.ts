import { compare, formatExact, money } from './money.ts';
import { addMonths, dayOf, instantOf, monthOf, startOf } from './periods.ts';
import type { Threshold } from './thresholds.ts';
import type { Day, Instant, Money } from './types.ts';

/** A budget as AWS Budgets can hold it, and what makes two of them the same. Pure. */

/** The periods that AWS knows; it has no week, and its own years and quarters begin in January. */
export type AwsTimeUnit = 'DAILY' | 'MONTHLY' | 'QUARTERLY' | 'ANNUALLY';

/** Limits of AWS Budgets, known before it is asked. */
export const AWS_BUDGET_LIMITS = {
  /** Of one management account. */
  budgets: 20_000,
  /** Of one budget, by the documentation; the API's model allows ten. */
  notifications: 5,
  /** Of one notification. */
  emails: 10,
  topics: 1,
  /** Signs of one value of a filter. */
  valueLength: 1024,
} as const;

/** What becomes of a budget that somebody changed in AWS: set right at once, left until somebody decides, or left. */
export const DRIFTS = ['mend', 'ask', 'accept'] as const;
export type Drift = (typeof DRIFTS)[number];

/** A limit that begins with a period. */
export interface PlannedLimit {
  from: Day;
  amount: Money;
}

export interface AwsNotification {
  threshold: Threshold;
  /** AWS keeps no notification without one: such a one is not written, and not there when listed. */
  subscribers: readonly string[];
}

export interface AwsBudget {
  name: string;
  timeUnit: AwsTimeUnit;
  /** The limit of the running period. */
  amount: Money;
  /** The limits of this period and those that follow, where they differ: twelve months or four quarters. Else empty. */
  planned: readonly PlannedLimit[];
  /**
   * AWS's filter expression as JSON in the one form that `list` gives, so that it can be compared as text: members in
   * the order And, Or, Not, Dimensions, Tags, CostCategories, Key, Values, MatchOptions; `Values` sorted;
   * `"MatchOptions":["EQUALS"]` written out. Text that is not of this form is written all right, but shows as drift.
   */
  filter: string;
  notifications: readonly AwsNotification[];
}

/** A notification as AWS holds it. */
export interface HeldNotification {
  threshold: Threshold;
  /** Left out: greater than, as all are that the ledger writes. */
  operator?: 'LESS_THAN' | 'EQUAL_TO';
  /** Null: not asked for. */
  subscribers: readonly string[] | null;
}

/** A budget as AWS Budgets holds it, with what AWS itself says has been spent. */
export interface HeldBudget extends Omit<AwsBudget, 'notifications'> {
  notifications: readonly HeldNotification[];
  /** When somebody changed it last; AWS does not say when it worked out the figures. */
  updatedAt: Instant | null;
  actual: Money | null;
  /** AWS forecasts no days, and nothing yet of what is new. */
  forecast: Money | null;
}

/** What of a budget may differ between the ledger and AWS. */
export type MirrorPart = 'amount' | 'period' | 'filter' | 'subscribers';

/** How many limits can be planned, the running period's among them. */
const PLANNED = { MONTHLY: { count: 12, months: 1 }, QUARTERLY: { count: 4, months: 3 } } as const;

/** The first days of the periods whose limits AWS can be told ahead, the running one's first; one where it plans none. */
export function plannedStarts(timeUnit: AwsTimeUnit, today: Day): Day[] {
  if (timeUnit === 'DAILY') return [today];
  if (timeUnit === 'ANNUALLY') return [`${today.slice(0, 4)}-01-01`];
  const { count, months } = PLANNED[timeUnit];
  const month = monthOf(today);
  const back = (Number(month.slice(5, 7)) - 1) % months;
  return Array.from({ length: count }, (_, i) => `${addMonths(month, i * months - back)}-01`);
}

/** The key under which AWS keeps a planned limit: the first second of its period, UTC. */
export const plannedKey = ({ from }: PlannedLimit): string => String(startOf(from) / 1000);
export const plannedFrom = (key: string): Day => dayOf(instantOf(Number(key) * 1000));

/** The limit that holds in the period that begins on a day: after the last planned one, that one stays. */
export function limitAt({ amount, planned }: Pick<AwsBudget, 'amount' | 'planned'>, from: Day): Money {
  return planned.findLast((one) => one.from <= from)?.amount ?? amount;
}

/** What two budgets hold differently, from today on: how limits are written is no difference, what they are is. */
export function partsThatDiffer(a: HeldLike, b: HeldLike, today: Day): MirrorPart[] {
  const parts: MirrorPart[] = [];
  if (plannedStarts(b.timeUnit, today).some((from) => limitAt(a, from) !== limitAt(b, from)))
    parts.push('amount');
  if (a.timeUnit !== b.timeUnit) parts.push('period');
  if (a.filter !== b.filter) parts.push('filter');
  if (!tellsAlike(a, b)) parts.push('subscribers');
  return parts;
}

/** Whether they tell the same people at the same thresholds; whom one of them tells that was not asked, counts as the same. */
function tellsAlike(a: HeldLike, b: HeldLike): boolean {
  const [first, second] = [toldOf(a), toldOf(b)];
  const isAlike = (one: Told, other: Told | undefined): boolean =>
    other !== undefined &&
    one.type === other.type &&
    one.at === other.at &&
    one.operator === other.operator &&
    (one.to === null || other.to === null || one.to.join() === other.to.join());
  return first.length === second.length && first.every((one, i) => isAlike(one, second[i]));
}

/** A budget as it is wanted, was written or is held. */
export type HeldLike = Omit<AwsBudget, 'notifications'> & { notifications: readonly HeldNotification[] };

/** What tells one notification of a budget from another. */
export function notificationId({ threshold, operator }: Omit<HeldNotification, 'subscribers'>): string {
  const at =
    threshold.percent !== undefined ? String(threshold.percent) : `${formatExact(threshold.amount)} USD`;
  return `${threshold.on} ${operator ?? '>'} ${at}`;
}

interface Told {
  type: 'ACTUAL' | 'FORECASTED';
  /** Percent as a number, dollars as text. */
  at: number | string;
  to: string[] | null;
  operator?: string;
}
const toldOf = ({ notifications }: HeldLike): Told[] =>
  notifications
    .filter(({ subscribers }) => subscribers === null || subscribers.length > 0)
    .map(({ threshold, operator, subscribers }) => ({
      type: threshold.on === 'actual' ? ('ACTUAL' as const) : ('FORECASTED' as const),
      at: threshold.percent !== undefined ? threshold.percent : `${formatExact(threshold.amount)} USD`,
      to: subscribers === null ? null : [...subscribers].sort(),
      ...(operator && { operator }),
    }))
    .sort(
      (x, y) => (x.type < y.type ? -1 : x.type > y.type ? 1 : 0) || String(x.at).localeCompare(String(y.at)),
    );

/** What a part of a budget says, as text that can be compared. */
export function partText(budget: HeldLike, part: MirrorPart): string {
  if (part === 'filter') return budget.filter;
  if (part === 'period') return budget.timeUnit;
  if (part === 'subscribers') return JSON.stringify(toldOf(budget));
  return [budget.amount, ...budget.planned.map(({ from, amount }) => `${from} ${amount}`)].join(', ');
}

interface Text {
  name: string;
  amount: string;
  timeUnit?: AwsTimeUnit;
  planned?: [Day, string][];
  filter: string;
  notifications: Told[];
}

/** A budget as one text, by which it is kept; a monthly one without planned limits reads as it always did. */
export function budgetText(budget: HeldLike): string {
  const { name, amount, timeUnit, planned, filter } = budget;
  return JSON.stringify({
    name,
    amount: amount.toString(),
    ...(timeUnit === 'MONTHLY' ? {} : { timeUnit }),
    ...(planned.length === 0
      ? {}
      : { planned: planned.map((one) => [one.from, one.amount.toString()] as [Day, string]) }),
    filter,
    notifications: toldOf(budget),
  } satisfies Text);
}

/** Reads the text back; null for '', which says that nothing was written yet. */
export function readBudgetText(text: string): HeldLike | null {
  if (text === '') return null;
  const {
    name,
    amount,
    timeUnit = 'MONTHLY',
    planned = [],
    filter,
    notifications,
  } = JSON.parse(text) as Text;
  return {
    name,
    amount: BigInt(amount) as Money,
    timeUnit,
    planned: planned.map(([from, limit]) => ({ from, amount: BigInt(limit) as Money })),
    filter,
    notifications: notifications.map(({ type, at, to, operator }) => {
      const on = type === 'ACTUAL' ? ('actual' as const) : ('forecast' as const);
      const threshold = typeof at === 'number' ? { on, percent: at } : { on, amount: money(at.slice(0, -4)) };
      return {
        threshold,
        subscribers: to,
        ...((operator === 'LESS_THAN' || operator === 'EQUAL_TO') && { operator }),
      };
    }),
  };
}

/**
 * The subscribers of a budget as it was last written, where AWS was not asked for them now: a request for each
 * notification of thousands of budgets is more than an hour of requests.
 */
export function withKnownSubscribers<B extends HeldLike>(held: B, written: HeldLike | null): B {
  const known = new Map(written?.notifications.map((one) => [notificationId(one), one.subscribers]));
  return {
    ...held,
    notifications: held.notifications.map((one) => ({
      ...one,
      subscribers: one.subscribers ?? known.get(notificationId(one)) ?? null,
    })),
  };
}

/** The highest thresholds that AWS has room for: the last warnings matter most. */
export function mostTelling(thresholds: readonly Threshold[], limit: Money): Threshold[] {
  const dollars = (one: Threshold): bigint =>
    one.percent !== undefined ? (limit * BigInt(Math.round(one.percent * 1000))) / 100_000n : one.amount;
  return thresholds
    .toSorted((a, b) => compare(dollars(b), dollars(a)) || (a.on < b.on ? -1 : 1))
    .slice(0, AWS_BUDGET_LIMITS.notifications);
}
