import type { Instant, Money, Month, SpendLabel } from './types.ts';

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
  spent: Money;
  /** What tokens without a price counted for. */
  cautious: Money;
  budget: Money;
  label: SpendLabel | 'mixed';
  /** Since when a source had not been read as often as it should be; null: all was fresh. */
  staleSince: Instant | null;
  crossedAt: Instant;
}

/** One message owed for an alert or a notice; retried until delivered or given up. */
export interface Delivery {
  id: string;
  channel: 'email' | 'webhook';
  target: string;
  attempts: number;
  nextAttemptAt: Instant | null;
  deliveredAt: Instant | null;
  givenUpAt: Instant | null;
  lastError: string | null;
}
export interface AlertDelivery extends Delivery {
  alertId: string;
}
