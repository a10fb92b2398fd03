import type { SpendScope } from '../core/access.ts';
import type { Alert, AlertDelivery, Delivery } from '../core/alerts.ts';
import type { Budget, BudgetScope } from '../core/budgets.ts';
import type { Actor, Instant, Money, Month } from '../core/types.ts';
import type { Lease } from './typesLease.ts';
import type { OutboxStore } from './typesOutbox.ts';

export interface MirroredBudget {
  name: string;
  budgetId: string;
  /** What was last written to AWS, as stable JSON. */
  written: string;
  writtenAt: Instant;
}

/** Budgets, what of them is mirrored to AWS, and the alerts that their thresholds gave. */
export interface BudgetStore {
  budgets: {
    list(): Promise<Budget[]>;
    get(id: string): Promise<Budget | null>;
    /** Creates or changes the budget of a scope; an unchanged amount changes nothing. Audit in the same transaction. */
    set(
      scope: BudgetScope,
      amount: Money,
      actor: Actor,
      now: Instant,
    ): Promise<{ budget: Budget; changed: boolean }>;
    /** All or nothing, for the import. */
    setMany(
      items: readonly { scope: BudgetScope; amount: Money }[],
      actor: Actor,
      now: Instant,
    ): Promise<{ created: number; changed: number; unchanged: number }>;
    remove(id: string, actor: Actor, now: Instant): Promise<void>;
    mirrored(): Promise<MirroredBudget[]>;
    /** What was written to AWS, or taken away there, each with its audit entry. */
    recordMirrored(lease: Lease, m: MirroredBudget): Promise<void>;
    forgetMirrored(lease: Lease, name: string, now: Instant): Promise<void>;
  };
  alerts: OutboxStore & {
    /** Crossings already recorded in a month: `budgetId|scopeKey|version|threshold`. */
    recorded(month: Month): Promise<ReadonlySet<string>>;
    /** Records crossings and the messages they owe in one transaction; what was recorded before is left out. */
    record(
      lease: Lease,
      alerts: readonly (Omit<Alert, 'id'> & {
        send: readonly { channel: Delivery['channel']; target: string }[];
      })[],
      now: Instant,
    ): Promise<number>;
    list(page: {
      limit: number;
      offset: number;
      /** Whose alerts: rows that whoever asks may see. */
      scope: SpendScope;
      scopeKind?: Alert['scopeKind'];
      scopeKey?: string;
    }): Promise<{ alerts: (Alert & { deliveries: AlertDelivery[] })[]; total: number }>;
    /** Forgets crossings before an instant and their messages, but for those that still wait; at most `limit`; how many. */
    forget(crossedBefore: Instant, limit: number): Promise<number>;
  };
}
