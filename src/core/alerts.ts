import type { BudgetPeriod } from './budgetPeriods.ts';
import type { Whom } from './budgets.ts';
import type { WhyDropped } from './dropped.ts';
import type { Known } from './known.ts';
import type { LetterLocale } from './letters.ts';
import type { Day, Instant, Money, Month, Priced, SpendLabel, Tokens } from './types.ts';

/** Crossings of budgets, and the messages that they owe. */

/** A crossing: recorded once per budget, whom it holds for, version, period and threshold. */
export interface Alert {
  id: string;
  budgetId: string;
  /** Whom it holds for that crossed (differs per person for a default); the key is '' of the organisation. */
  scopeKind: Whom['kind'];
  scopeKey: string;
  version: number;
  /** In which its period begins. */
  month: Month;
  period: BudgetPeriod;
  periodStart: Day;
  /** The first day after it. */
  periodEnd: Day;
  /** What of the spend it is about, as `narrowingText` writes it; '': all of it. */
  narrowing: string;
  /** As `thresholdText` writes it: `80%`, `$50`, `forecast 100%`. */
  threshold: string;
  /** At how many percent of the limit that is, rounded down. */
  thresholdPercent: number;
  /** Best-known spend; of crossings before ledgers told them apart, with what counted without a price. */
  spent: Priced;
  /** The tokens without a price; null of crossings before they were kept. */
  unpricedTokens: Tokens | null;
  /** What they counted for. */
  cautious: Money;
  /** The limit, with what was carried over. */
  budget: Money;
  carriedOver: Money;
  /** What will count at the end of the period, as it looked then; null: nobody knew. */
  forecast: Money | null;
  /** How many were of the team; who they were is kept beside it. */
  memberCount: number | null;
  label: SpendLabel | 'mixed';
  /** Since when a source had not been read as often as it should be; null: all was fresh. */
  staleSince: Instant | null;
  crossedAt: Instant;
}

/** Whether it tells of what is to come, not of what was counted. */
export const isAhead = ({ threshold }: Pick<Alert, 'threshold'>): boolean =>
  threshold.startsWith('forecast ');

/**
 * Whether whoever was told of another crossing of the same moment needs no word of this one: it is higher, and of what was
 * counted where this one is.
 */
export const covers = (
  other: Pick<Alert, 'threshold' | 'thresholdPercent'>,
  alert: Pick<Alert, 'threshold' | 'thresholdPercent'>,
): boolean => isAhead(other) <= isAhead(alert) && other.thresholdPercent > alert.thresholdPercent;

/** What was known to be spent then: that something had no price is known by what it counted for, were it not kept how much. */
export const knownThen = ({
  spent,
  unpricedTokens,
  cautious,
}: Pick<Alert, 'spent' | 'unpricedTokens' | 'cautious'>): Known => ({
  amount: spent,
  unpricedTokens: unpricedTokens ?? (cautious > 0n ? 1n : 0n),
});

/** Why somebody is told; of several the first one. */
export const TOLD_AS = [
  'spender',
  'asked',
  'manager',
  'owner',
  'finance',
  'administrator',
  'subscriber',
  'channel',
] as const;
export type ToldAs = (typeof TOLD_AS)[number];

/** One message owed for an alert, a notice or a letter; retried until delivered, given up, or dropped because it does not hold any more. */
export interface Delivery {
  id: string;
  /** The name of a channel: `email`, `webhook`, or one of `notify.channels`. */
  channel: string;
  target: string;
  role: ToldAs;
  /** In which language; null: the company's. */
  locale: LetterLocale | null;
  owedAt: Instant;
  /** Messages that left together as one have the same; null: it left alone. */
  digestId: string | null;
  attempts: number;
  nextAttemptAt: Instant | null;
  deliveredAt: Instant | null;
  givenUpAt: Instant | null;
  lastError: string | null;
  droppedAt: Instant | null;
  droppedWhy: WhyDropped | null;
}
export interface AlertDelivery extends Delivery {
  alertId: string;
}
