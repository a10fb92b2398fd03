import type { Outcome, Plan, PlanState, Step, StepState } from '../core/provisioning/plans.ts';
import type { Deed, Proposal } from '../core/provisioning/types.ts';
import type { Actor, Instant } from '../core/types.ts';
import type { Wanted } from '../core/vending/making.ts';
import type { Lease } from './typesLease.ts';

/** The part of the ledger that is about plans: by the rules of `Store`, which has these among its functions. */

/** Which steps of a plan. */
export interface StepQuestion {
  state?: StepState | undefined;
  kind?: Deed['kind'] | undefined;
  /** Exactly whom or what it is about. */
  about?: string | undefined;
  /** Stands in whom or what it is about. */
  text?: string | undefined;
}

/** What a plan waits for: the next instant at which a step is due, or somebody's hand; neither where a step can be done now. */
export interface Waits {
  until: Instant | null;
  forHand: boolean;
}

export interface ProvisioningStore {
  provisioning: {
    /** Keeps a plan as a draft, with its audit entry. */
    propose(id: string, proposal: Proposal, actor: Actor, now: Instant): Promise<void>;
    /** Newest first. */
    list(page: { limit: number; offset: number }): Promise<Plan[]>;
    count(): Promise<number>;
    get(id: string): Promise<Plan | null>;
    stateOf(id: string): Promise<PlanState | null>;
    /** Of one plan, in their order; how many of each kind are in which state is `kinds`. */
    steps(
      id: string,
      question: StepQuestion,
      page: { limit: number; offset: number } | null,
    ): Promise<Step[]>;
    countSteps(id: string, question: StepQuestion): Promise<number>;
    kinds(id: string): Promise<{ kind: Deed['kind']; state: StepState; count: number }[]>;
    waits(id: string, now: Instant): Promise<Waits>;
    step(id: string, number: number): Promise<Step | null>;
    /**
     * Has its steps done from now on, those that failed as well; with its audit entry. What is being applied stays so.
     * @returns the state it was in; null where there is no such plan
     */
    begin(id: string, actor: Actor, now: Instant): Promise<PlanState | null>;
    /** Has no further step of it done; with its audit entry. @returns whether it was being applied */
    stop(id: string, actor: Actor, now: Instant): Promise<boolean>;
    /** Forgets a draft with its steps; with its audit entry. @returns whether it was one */
    discard(id: string, actor: Actor, now: Instant): Promise<boolean>;
    /** Notes that somebody did a step by hand; with its audit entry. @returns whether it waited for that */
    confirm(id: string, number: number, actor: Actor, now: Instant): Promise<boolean>;
    /** What plans that are being applied will make yet. */
    making(): Promise<Wanted[]>;
    /** What plans that are being applied will delete yet: by ARN, the plan. */
    going(): Promise<ReadonlyMap<string, string>>;
    /** Whether a step of a plan that is being applied can be done now. */
    isDue(now: Instant): Promise<boolean>;
    /** Steps that can be done now, of the plan that is being applied for the longest time; those of one phase. */
    next(now: Instant, limit: number): Promise<{ plan: Plan; steps: Step[] } | null>;
    /**
     * What became of a step that waited; the plan ends with its last one. Nothing where it does not wait any more.
     * @returns whether it was noted
     */
    record(lease: Lease, id: string, number: number, outcome: Outcome, now: Instant): Promise<boolean>;
    /** Removes plans that ended, or were never applied, before an instant, the oldest first; how many rows, steps among them. */
    forget(before: Instant, limit: number): Promise<number>;
  };
}
