import type { SpendScope } from '../core/access.ts';
import type { Alert, AlertDelivery } from '../core/alerts.ts';
import type { BudgetFloor } from '../core/budgetFloors.ts';
import type { BudgetCalendar, BudgetPeriod } from '../core/budgetPeriods.ts';
import type { Budget, BudgetRecord, BudgetScope, BudgetSlot, BudgetTerms } from '../core/budgets.ts';
import type { Recorded } from '../core/crossings.ts';
import type { Recipient } from '../core/recipients.ts';
import type { Actor, Day, Instant, Money } from '../core/types.ts';
import type { Lease } from './typesLease.ts';
import type { OutboxStore } from './typesOutbox.ts';

/** Something that was decided of a budget, by whole UTC days. */
export type BudgetDeed =
  /** What holds from a day on, and until when where that is known. */
  | { do: 'set'; slot: BudgetSlot; terms: BudgetTerms; from: Day; until?: Day | null }
  | { do: 'end'; id: string; from: Day }
  | { do: 'raise'; id: string; extra: Money; from: Day; toExclusive: Day }
  /** A planned change does not come; a raise ends. What held already stays as it was. */
  | { do: 'withdraw'; id: string; version: number };
/** A crossing before it is recorded. */
export type NewAlert = Omit<Alert, 'id'> & {
  /** Of a team: who was of it. */
  members: readonly string[] | null;
  send: readonly Recipient[];
};

export interface BudgetDone {
  id: string;
  changed: boolean;
  /** Nothing held before from that day on. */
  created: boolean;
}

/** A budget without what was decided of it. */
export interface BudgetListed extends BudgetSlot {
  id: string;
  plain: boolean;
}

/** Budgets, and the alerts that their thresholds gave. */
export interface BudgetStore {
  budgets: {
    /**
     * What was the budget on that day: each as it held in its own period, as of that day (`core/budgetChanges`).
     * @param scopes only of these; all unless given
     */
    on(day: Day, calendar: BudgetCalendar, scopes?: readonly BudgetScope[]): Promise<Budget[]>;
    /** Those of which it is not known what held in their period around that day, as `core/budgetChanges` lets them stand. */
    unknownOn(day: Day, calendar: BudgetCalendar, scopes?: readonly BudgetScope[]): Promise<Budget[]>;
    /**
     * Every budget there ever was by what it is for, in the order of lists: what is needed of thousands of which a page is
     * shown. `plain`: nothing of it ends, was withdrawn or is unknown, and it began by that day, so that it holds on it.
     */
    slots(day: Day): Promise<BudgetListed[]>;
    /** The same of all, without asking what was decided: by what they are called alone. */
    named(): Promise<(BudgetSlot & { id: string })[]>;
    /**
     * How little these may be held to of all their spend, on a day of a period: what is needed of thousands of whom those who
     * are near it are shown. With the floors of all defaults that may hold for one of the kind.
     */
    floors(asked: {
      kind: 'user' | 'costCenter';
      period: BudgetPeriod;
      day: Day;
      keys: readonly string[];
    }): Promise<BudgetFloor[]>;
    /** In the order of lists. */
    recordsOf(ids: readonly string[]): Promise<BudgetRecord[]>;
    /** Those of which something is decided that is still to come. */
    plannedAfter(day: Day): Promise<BudgetRecord[]>;
    /** With all that was ever decided of them. @param scopes only of these; all unless given */
    records(scopes?: readonly BudgetScope[]): Promise<BudgetRecord[]>;
    record(id: string): Promise<BudgetRecord | null>;
    /** All or nothing, in this order; the audit log in the same transaction. */
    apply(deeds: readonly BudgetDeed[], actor: Actor, now: Instant): Promise<BudgetDone[]>;
    /** Each as its latest change leaves it, planned ones among them; what holds on a day says `on`. */
    list(): Promise<Budget[]>;
    get(id: string): Promise<Budget | null>;
    /**
     * Sets the monthly budget of all of somebody's spend: from the beginning of the month where there is none, else from
     * today on. What is so already changes nothing.
     */
    set(
      scope: BudgetScope,
      amount: Money,
      actor: Actor,
      now: Instant,
    ): Promise<{ budget: Budget; changed: boolean }>;
    /** `set` for many: all or nothing. */
    setMany(
      items: readonly { scope: BudgetScope; amount: Money }[],
      actor: Actor,
      now: Instant,
    ): Promise<{ created: number; changed: number; unchanged: number }>;
    /** Ends it today. */
    remove(id: string, actor: Actor, now: Instant): Promise<void>;
    /** Ids of those that are in AWS Budgets as well (`store.mirror`). */
    mirrored(): Promise<string[]>;
  };
  alerts: OutboxStore & {
    /** Crossings already recorded in the periods that begin on these days, with how their messages fare. */
    recorded(starts: readonly Day[]): Promise<Recorded[]>;
    /** Messages of these that wait do not leave, since spend fell below what they tell; how many. */
    fall(lease: Lease, ids: readonly string[], now: Instant): Promise<number>;
    /** Who was of the team that crossed; null: it is none. */
    members(id: string): Promise<readonly string[] | null>;
    /** Records crossings and the messages they owe in one transaction; what was recorded before is left out. */
    record(lease: Lease, alerts: readonly NewAlert[], now: Instant): Promise<number>;
    /** What was recorded and fell, with what it is now: its messages are owed again, in one transaction. */
    crossAgain(
      lease: Lease,
      crossed: readonly (Partial<Omit<NewAlert, 'send'>> & Pick<NewAlert, 'send'> & { id: string })[],
      now: Instant,
    ): Promise<void>;
    /** How many there are of whom whoever asks may see them. */
    count(scope: SpendScope): Promise<number>;
    /**
     * Crossings of which somebody was told, of the same budget, whom, version, period and moment as these; `beside` is which.
     */
    toldBeside(
      ids: readonly string[],
    ): Promise<(Pick<Alert, 'threshold' | 'thresholdPercent'> & { beside: string })[]>;
    list(page: {
      limit: number;
      offset: number;
      /** Whose alerts: rows that whoever asks may see. */
      scope: SpendScope;
      scopeKind?: Alert['scopeKind'];
      scopeKey?: string;
    }): Promise<{ alerts: (Alert & { deliveries: AlertDelivery[] })[]; total: number }>;
    /**
     * Forgets crossings before an instant and their messages, of periods that ended by a day, but for those that still wait; at
     * most `limit`; how many.
     */
    forget(crossedBefore: Instant, endedBy: Day, limit: number): Promise<number>;
  };
}
