import type { WhyDropped } from './dropped.ts';
import type { Known } from './known.ts';
import type { Instant, Money, Month, Priced, SpendLabel, Tokens } from './types.ts';

/** Crossings of budgets, and the messages that they owe. */

/** A crossing: recorded once per budget, owner, version, month and threshold. */
export interface Alert {
  id: string;
  budgetId: string;
  /** The user or cost center that crossed (differs per person for the default budget). */
  scopeKind: 'user' | 'costCenter';
  scopeKey: string;
  version: number;
  month: Month;
  thresholdPercent: number;
  /** Best-known spend; of crossings before ledgers told them apart, with what counted without a price. */
  spent: Priced;
  /** The tokens without a price; null of crossings before they were kept. */
  unpricedTokens: Tokens | null;
  /** What they counted for. */
  cautious: Money;
  budget: Money;
  label: SpendLabel | 'mixed';
  /** Since when a source had not been read as often as it should be; null: all was fresh. */
  staleSince: Instant | null;
  crossedAt: Instant;
}

/** What was known to be spent then: that something had no price is known by what it counted for, were it not kept how much. */
export const knownThen = ({ spent, unpricedTokens, cautious }: Alert): Known => ({
  amount: spent,
  unpricedTokens: unpricedTokens ?? (cautious > 0n ? 1n : 0n),
});

/** One message owed for an alert, a notice or a letter; retried until delivered, given up, or dropped because it does not hold any more. */
export interface Delivery {
  id: string;
  channel: 'email' | 'webhook';
  target: string;
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
