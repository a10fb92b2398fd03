import type { Instant } from '../types.ts';
import type { QuotaRequest } from './quota.ts';
import type { Deed, PlannedStep, Purpose, Refused } from './types.ts';

/** Plans as they are kept, and what became of each of their steps. Pure. */

export const PLAN_STATES = ['draft', 'applying', 'stopped', 'done'] as const;
/**
 * `draft`: read and not applied yet. `applying`: its steps are done as they come due. `stopped`: by somebody, or because steps
 * that failed keep the later ones waiting. `done`: no step waits any more; some may have failed.
 */
export type PlanState = (typeof PLAN_STATES)[number];

export const STEP_STATES = ['waiting', 'done', 'failed', 'skipped'] as const;
/** `skipped`: it was not to be done any more, and its reason says why. */
export type StepState = (typeof STEP_STATES)[number];
/** How many steps are in each state. */
export type StepCounts = Readonly<Record<StepState, number>>;

/** Steps that a plan may have at most: more are several plans. */
export const MOST_STEPS = 20_000;
/** Of what was refused, and of notes, so many are kept with the plan; how many were refused is kept always. */
export const MOST_REFUSED = 2_000;

/** Why a step is as it is: a key of the words of plans, with its values. */
export interface StepReason {
  key: string;
  detail: Readonly<Record<string, string>>;
}

/** A plan without its steps. */
export interface Plan {
  id: string;
  purpose: Purpose;
  title: string;
  state: PlanState;
  /** Who proposed it, and when. */
  by: string;
  at: Instant;
  /** Who had it applied last; null where nobody did. */
  appliedBy: string | null;
  /** When its state became what it is. */
  since: Instant;
  unchanged: number;
  /** How many were refused; `refused` holds the first of them. */
  refusedCount: number;
  refused: readonly Refused[];
  requests: readonly QuotaRequest[];
  notes: readonly Refused[];
  counts: StepCounts;
}

/** A step as it is kept. */
export interface Step extends PlannedStep {
  plan: string;
  /** From 1, in the order in which they were planned. */
  number: number;
  state: StepState;
  reason: StepReason | null;
  /** How often it was tried in vain. */
  attempts: number;
  /** Not before; null: at once. */
  due: Instant | null;
  /** ARN of what was made or changed. */
  result: string | null;
  doneAt: Instant | null;
}

/** What became of a step that was tried. */
export type Outcome =
  | { state: 'done' | 'skipped' | 'failed'; reason: StepReason | null; result: string | null }
  /** Tried again later. */
  | { state: 'waiting'; reason: StepReason; due: Instant; attempts: number };

/** When a step is due as it is planned. */
export const dueOf = (deed: Deed): Instant | null => (deed.kind === 'delete' ? deed.notBefore : null);

/** A step that fails for a reason that may pass is tried so often. */
const MOST_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 15_000;
const TIMES = 4;

/** How long after so many vain attempts it is tried again, milliseconds; null: no more. */
export const pauseMs = (attempts: number): number | null =>
  attempts >= MOST_ATTEMPTS ? null : FIRST_PAUSE_MS * TIMES ** (attempts - 1);
