import { createHash } from 'node:crypto';
import {
  AWS_BUDGET_LIMITS,
  type AwsBudget,
  type AwsTimeUnit,
  mostTelling,
  type PlannedLimit,
  plannedStarts,
} from './awsBudget.ts';
import { budgetOn } from './budgetChanges.ts';
import { type BudgetCalendar, type BudgetPeriod, periodOf } from './budgetPeriods.ts';
import {
  type Budget,
  type BudgetRecord,
  type BudgetScope,
  isDefault,
  MIRROR_PREFIX,
  scopeKeyOf,
} from './budgets.ts';
import { type MirrorFacts, mirrorFilter } from './mirror.ts';
import { type Narrowing, narrowingText } from './narrowing.ts';
import { addDays } from './periods.ts';
import { ofSettings, type Threshold } from './thresholds.ts';
import type { Day, Money } from './types.ts';

/** What AWS Budgets should hold for a budget of the ledger, or why it cannot. Known before AWS is asked. Pure. */

/** Why AWS Budgets holds nothing for a budget. */
export const UNMIRRORED = [
  /** AWS knows no weeks. */
  'week',
  /** Its quarters and years begin in January, the company's do not. */
  'fiscal',
  /** AWS wants more than nothing. */
  'zero',
  /** Nobody's own: AWS would need one for each person. */
  'default',
  /** It begins later. */
  'later',
  /** The bill names no SERVICE that is these models and no others. */
  'models',
  /** AWS would count nothing: nobody reports to them. */
  'nobody',
  /** A value that is longer than a filter may hold. */
  'long',
] as const;
export type Unmirrored = (typeof UNMIRRORED)[number];

/** What AWS holds of a budget is less than the ledger does. */
export const MIRROR_NOTES = [
  /** AWS forecasts no days. */
  'noForecast',
  /** More thresholds than AWS has room for: the highest are there. */
  'thresholds',
  /** More addresses than a notification takes: the first are there. */
  'subscribers',
  /** What is carried over is not part of AWS's amount. */
  'carryOver',
  /** AWS tells and stops nobody. */
  'hard',
  /** A later amount of nothing cannot be planned: AWS is told when it holds. */
  'laterZero',
  /** It counts models by the names that the bill has had: new ones count once the bill names them. */
  'named',
] as const;
export type MirrorNote = (typeof MIRROR_NOTES)[number];

export interface Wanted {
  budgetId: string;
  wanted: AwsBudget;
  notes: readonly MirrorNote[];
}
export type Mirroring = Wanted | { budgetId: string; reason: Unmirrored };

/** What decides what budgets look like in AWS, beside themselves. */
export interface WantedFacts extends MirrorFacts {
  today: Day;
  calendar: BudgetCalendar;
  /** Percents of the settings. */
  thresholds: readonly number[];
  subscribers: readonly string[];
  /** What the owner's tag says of a budget's people: their addresses, all of them; or the cost center's name. */
  valuesOf(scope: BudgetScope): readonly string[];
  /** SERVICE names that are these models and no others; empty where the bill has none such. */
  servicesOf(narrowing: Extract<Narrowing, { kind: 'family' | 'vendor' }>): readonly string[];
}

const TIME_UNITS: Readonly<Record<Exclude<BudgetPeriod, 'week'>, AwsTimeUnit>> = {
  day: 'DAILY',
  month: 'MONTHLY',
  quarter: 'QUARTERLY',
  year: 'ANNUALLY',
};
const KINDS: Readonly<Record<BudgetScope['kind'], string>> = {
  user: 'user',
  costCenter: 'cc',
  team: 'team',
  organisation: 'org',
  userDefault: 'user',
  memberDefault: 'each',
  groupDefault: 'each',
  costCenterDefault: 'cc',
};
const SLUG = 40;

/**
 * Name in AWS Budgets: no e-mail address, none of the forbidden signs, stable for the budget's life (AWS renames none).
 * That of a monthly budget of all spend is what it always was.
 */
export function mirrorName({
  scope,
  period,
  narrowing,
}: Pick<Budget, 'scope' | 'period' | 'narrowing'>): string {
  const key = scopeKeyOf(scope);
  const isPlain = period === 'month' && narrowing === null;
  const identity = isPlain
    ? `${scope.kind}:${key}`
    : `${scope.kind}:${key} ${period} ${narrowingText(narrowing)}`;
  const words = isPlain
    ? []
    : [...(period === 'month' ? [] : [period]), slug(narrowingText(narrowing), SLUG / 2)];
  const parts = [
    KINDS[scope.kind],
    slug(key.split('@')[0] ?? '', SLUG),
    ...words.filter((one) => one !== ''),
  ];
  return `${MIRROR_PREFIX}${parts.join('-')}-${createHash('sha256').update(identity).digest('hex').slice(0, 8)}`;
}

const slug = (text: string, most: number): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, most);

/**
 * What AWS should hold of a budget today.
 * @returns null where it does not hold and will not
 */
export function mirrorOf(record: BudgetRecord, facts: WantedFacts): Mirroring | null {
  const { today, calendar } = facts;
  const budgetId = record.id;
  const budget = budgetOn(record, today, calendar);
  if (budget === null || budget === 'unknown' || budget.endedOn !== null)
    return beginsLater(record, today) ? { budgetId, reason: 'later' } : null;
  const reason = whyNot(budget, facts);
  if (reason !== null) return { budgetId, reason };
  const timeUnit = TIME_UNITS[budget.period as Exclude<BudgetPeriod, 'week'>];
  const notes: MirrorNote[] = [];
  const planned = plannedLimits(record, timeUnit, budget.amount, facts, notes);
  if (budget.terms.carryOver) notes.push('carryOver');
  if (budget.terms.hard) notes.push('hard');
  const { narrowing } = budget;
  const services = narrowing === null || narrowing.kind === 'tag' ? null : facts.servicesOf(narrowing);
  if (services !== null) notes.push('named');
  const wanted: AwsBudget = {
    name: mirrorName(budget),
    timeUnit,
    amount: budget.amount,
    planned,
    filter: mirrorFilter(
      {
        kind: tagOf(budget.scope),
        values: facts.valuesOf(budget.scope),
        tag: narrowing?.kind === 'tag' ? narrowing : null,
        services,
      },
      facts,
    ),
    notifications: notificationsOf(budget, facts, notes),
  };
  return { budgetId, wanted, notes };
}

const beginsLater = ({ changes }: BudgetRecord, today: Day): boolean =>
  changes.some(({ kind, from, withdrawnAt }) => kind === 'set' && from > today && withdrawnAt === null);

/** Whose tag decides what counts. */
const tagOf = ({ kind }: BudgetScope): 'user' | 'costCenter' | 'everybody' =>
  kind === 'costCenter' ? 'costCenter' : kind === 'organisation' ? 'everybody' : 'user';

function whyNot(budget: Budget, { calendar, valuesOf, servicesOf }: WantedFacts): Unmirrored | null {
  const { scope, period, narrowing, amount } = budget;
  if (isDefault(scope)) return 'default';
  if (period === 'week') return 'week';
  const isOff = (months: number) => (calendar.fiscalYearStart - 1) % months !== 0;
  if ((period === 'quarter' && isOff(3)) || (period === 'year' && isOff(12))) return 'fiscal';
  if (amount <= 0n) return 'zero';
  const values = valuesOf(scope);
  if (scope.kind !== 'organisation' && values.length === 0) return 'nobody';
  const all = narrowing?.kind === 'tag' ? [...values, narrowing.value] : values;
  if (all.some((value) => value.length > AWS_BUDGET_LIMITS.valueLength)) return 'long';
  if (narrowing !== null && narrowing.kind !== 'tag' && servicesOf(narrowing).length === 0) return 'models';
  return null;
}

/** The limits of the periods that AWS can be told ahead, where they are known to differ; each that of its last day. */
function plannedLimits(
  record: BudgetRecord,
  timeUnit: AwsTimeUnit,
  now: Money,
  { today, calendar }: WantedFacts,
  notes: MirrorNote[],
): PlannedLimit[] {
  if (timeUnit !== 'MONTHLY' && timeUnit !== 'QUARTERLY') return [];
  const planned: PlannedLimit[] = [];
  let last = now;
  for (const [i, from] of plannedStarts(timeUnit, today).entries()) {
    const end = addDays(periodOf(record.period, from, calendar).endExclusive, -1);
    const then = i === 0 ? null : budgetOn(record, end, calendar);
    // Where it has ended the limit stays until the budget is taken away, that day.
    const amount = then === null || then === 'unknown' || then.endedOn !== null ? last : then.amount;
    planned.push({ from, amount });
    last = amount;
  }
  if (planned.some(({ amount }) => amount <= 0n)) {
    notes.push('laterZero');
    return [];
  }
  return planned.every(({ amount }) => amount === now) ? [] : planned;
}

function notificationsOf(
  budget: Budget,
  { thresholds, subscribers }: WantedFacts,
  notes: MirrorNote[],
): AwsBudget['notifications'] {
  if (subscribers.length === 0) return [];
  const all = budget.terms.thresholds ?? ofSettings(thresholds);
  const told = budget.period === 'day' ? all.filter(({ on }) => on === 'actual') : all;
  if (told.length < all.length) notes.push('noForecast');
  const most = mostTelling(unlike(told), budget.amount);
  if (most.length < unlike(told).length) notes.push('thresholds');
  const topics = subscribers.filter((one) => one.startsWith('arn:')).slice(0, AWS_BUDGET_LIMITS.topics);
  const emails = subscribers.filter((one) => !one.startsWith('arn:')).slice(0, AWS_BUDGET_LIMITS.emails);
  if (topics.length + emails.length < subscribers.length) notes.push('subscribers');
  return most.map((threshold) => ({ threshold, subscribers: [...emails, ...topics] }));
}

/** AWS takes each threshold once. */
const unlike = (all: readonly Threshold[]): Threshold[] => [
  ...new Map(all.map((one) => [`${one.on} ${one.percent ?? `$${one.amount}`}`, one])).values(),
];
