import type { AwsError } from '../../aws/errors.ts';
import type { AwsOfSession } from '../../aws/types.ts';
import { LedgerError } from '../../core/errors.ts';
import {
  type Answer,
  type ProofStep,
  type ProofStepName,
  pauseAfter,
  STEADY,
} from '../../core/policies/proof.ts';
import type { Settings } from '../../core/settings.ts';
import type { ProofPlan } from './proofPlan.ts';

/** What the steps of a proof work with: they ask AWS something, and note what it answered. */

/** What the names of throw-away profiles begin with. */
export const PREFIX = 'bedrock-ledger-proof-';

/** What surrounds a run. */
export interface ProofRun {
  /** UTC milliseconds. */
  now(): number;
  /** Ends early when it was stopped. */
  wait(ms: number): Promise<void>;
  stopped(): boolean;
  /** Told of each step when it is done. */
  tell(step: ProofStep): void;
  /** Told, at the end, of what could not be deleted. */
  left(arns: readonly string[]): void;
}

/** Why a step is left out although nothing went wrong: that is as good as what was expected of it. */
export class NotDone extends LedgerError {
  constructor(why: string) {
    super('conflict', why);
  }
}
/** What a step is about; null where an earlier step was to make it and did not. */
export type On = string | NotDone | null;

export interface Made {
  arn: string;
  by: 'person' | 'service';
}
export interface Bench {
  plan: ProofPlan;
  run: ProofRun;
  tagKeys: Settings['tagKeys'];
  service: AwsOfSession;
  person: AwsOfSession;
  /** A session that may tag only what carries the person's tag; null where there is no role to narrow. */
  narrowed(who: 'person' | 'service'): Promise<AwsOfSession | null>;
  /** In names of profiles: of this run alone. */
  stamp: string;
  steps: ProofStep[];
  made: Made[];
}

export const openBench = (parts: Omit<Bench, 'stamp' | 'steps' | 'made'>): Bench => ({
  ...parts,
  stamp: parts.run.now().toString(36),
  steps: [],
  made: [],
});

/** Asks once and notes the answer. `on` null: what it is about is not there. */
export async function note(
  bench: Bench,
  step: ProofStepName,
  who: ProofStep['who'],
  expected: ProofStep['expected'],
  on: On,
  ask: (on: string) => Promise<unknown>,
): Promise<void> {
  keep(bench, { step, who, expected, seconds: null }, await answerOf(bench, on, ask));
}

function keep(bench: Bench, step: Omit<ProofStep, 'answer' | 'words'>, answered: Answered): void {
  const { answer, words, isLeftOut } = answered;
  const noted = { ...step, ...(isLeftOut ? { expected: null } : {}), answer, words };
  bench.steps.push(noted);
  bench.run.tell(noted);
}

/**
 * Does something, then calls the profile until the answer is the wanted one and stays so, or patience ends. Notes the
 * seconds since it was done.
 */
export async function callUntil(
  bench: Bench,
  step: ProofStepName,
  who: ProofStep['who'],
  wanted: 'allowed' | 'refused',
  on: On,
  patienceMs: number,
  first: (arn: string) => Promise<unknown> = async () => {},
): Promise<void> {
  const { run, plan, person } = bench;
  const noted = { step, who, expected: wanted };
  const begun = await answerOf(bench, on, first);
  if (begun.answer !== 'allowed') {
    // That it may not be done is no answer to the calls that would have followed.
    const answer = begun.answer === 'refused' ? 'failed' : begun.answer;
    return keep(bench, { ...noted, seconds: null }, { ...begun, answer });
  }
  const from = run.now();
  let since: number | null = null;
  let streak = 0;
  for (;;) {
    const asked = run.now() - from;
    const answered = await answerOf(bench, on, (arn) =>
      person.runtime.callModel(plan, arn, plan.pricePerCall),
    );
    const { answer, passing } = answered;
    streak = answer === wanted ? streak + 1 : 0;
    since = streak === 0 ? null : (since ?? asked);
    const isDone = streak >= STEADY || (answer === 'failed' && !passing) || answer === 'notDone';
    if (isDone || (streak === 0 && run.now() - from >= patienceMs)) {
      const seconds = since === null ? null : Math.round(since / 1000);
      return keep(bench, { ...noted, seconds }, answered);
    }
    await run.wait(pauseAfter(run.now() - from));
  }
}

type Answered = Pick<ProofStep, 'answer' | 'words'> & {
  /** Whether the same may be answered otherwise later. */
  passing?: boolean;
  /** Nothing is expected of it. */
  isLeftOut?: boolean;
};

async function answerOf({ run }: Bench, on: On, ask: (on: string) => Promise<unknown>): Promise<Answered> {
  if (run.stopped()) return { answer: 'notDone', words: 'the proof was stopped' };
  if (on === null) return { answer: 'notDone', words: 'what an earlier step was to make is not there' };
  if (typeof on !== 'string') return { answer: 'notDone', words: on.message, isLeftOut: true };
  try {
    await ask(on);
    return { answer: 'allowed', words: '' };
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    if (error instanceof NotDone) return { answer: 'notDone', words: error.message, isLeftOut: true };
    const words = ofAws(error);
    const answer: Answer = isRefusal(error, words) ? 'refused' : 'failed';
    return { answer, words, passing: error.passing !== null };
  }
}

/** Access to a model that nobody asked for yet is denied as well, with other words: that says nothing of a policy. */
const isRefusal = (error: Partial<AwsError>, words: string): boolean =>
  error.kind === 'accessDenied' && /not authorized to perform/i.test(words);

/** AWS's own words where it said something. */
const ofAws = ({ cause, message }: LedgerError): string =>
  cause instanceof Error && cause.message !== '' ? `${cause.name}: ${cause.message}` : message;
