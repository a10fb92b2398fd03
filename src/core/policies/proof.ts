import { listRates } from '../listPrices.ts';
import { ratesInForce } from '../rates.ts';
import type { CatalogueEntry, Day, Instant, Money, Rate } from '../types.ts';

/** What real requests in AWS showed of the policies, step by step, and what they say about facts that nobody publishes. */

export const PROOF_STEPS = [
  'createOwn',
  'createForPerson',
  'createOther',
  'createNarrowed',
  'createGlobal',
  'createGlobalForPerson',
  'callOwn',
  'callOther',
  'callModel',
  'callSystem',
  'callGlobal',
  'claimOther',
  'block',
  'liftBlock',
  'unblock',
  'giveAway',
  'deleteOwn',
] as const;
export type ProofStepName = (typeof PROOF_STEPS)[number];

/** `failed`: AWS answered with something else than a refusal; `notDone`: what it needs was not there. */
export type Answer = 'allowed' | 'refused' | 'failed' | 'notDone';

export interface ProofStep {
  step: ProofStepName;
  who: 'person' | 'service';
  /** null: this is what the step finds out. */
  expected: 'allowed' | 'refused' | null;
  answer: Answer;
  /** AWS's own words, or why it was not done; '' where it was allowed. */
  words: string;
  /** How long the answer took to become this one; null where it was asked once, or never became so. */
  seconds: number | null;
}

/** What the documentation leaves open; null: this run cannot say. */
export interface ProofFacts {
  /** Whether IAM sees the tags of a profile on itself while it is being made. */
  tagsWhileCreating: 'present' | 'absent' | null;
  /** Until a new profile's tags counted for a call. */
  secondsUntilNewTagsCount: number | null;
  /** Until a profile that was marked as over its budget was refused. */
  secondsUntilBlocked: number | null;
  /** Until it answered again. */
  secondsUntilUnblocked: number | null;
  /** Whether models behind a global route are judged with the application profile's ARN in `bedrock:InferenceProfileArn`. */
  profileArnOnGlobalRoute: boolean | null;
}

export interface Proof {
  at: Instant;
  accountId: string;
  region: string;
  modelKey: string;
  /** Ids of the system profiles that profiles were made from; null: the model itself, or none. */
  source: string | null;
  globalSource: string | null;
  roleArn: string;
  steps: readonly ProofStep[];
  facts: ProofFacts;
  /** Whether every step was as expected; false where one could not be done. */
  holds: boolean;
  /** Profiles that could not be deleted again. */
  leftOver: readonly string[];
  interrupted: boolean;
}

export const isAsExpected = ({ expected, answer }: Pick<ProofStep, 'expected' | 'answer'>): boolean =>
  answer !== 'failed' && (expected === null || answer === expected);

/** What the steps say of what is not documented. */
export function factsOf(steps: readonly ProofStep[]): ProofFacts {
  const of = (name: ProofStepName) => steps.find(({ step }) => step === name);
  return {
    tagsWhileCreating: tagsWhileCreating(of),
    secondsUntilNewTagsCount: of('callOwn')?.seconds ?? null,
    secondsUntilBlocked: of('block')?.seconds ?? null,
    secondsUntilUnblocked: of('block')?.answer === 'refused' ? (of('unblock')?.seconds ?? null) : null,
    profileArnOnGlobalRoute: profileArnOnGlobal(of('callGlobal')),
  };
}

type Steps = (name: ProofStepName) => ProofStep | undefined;

/**
 * The narrowed session may tag only what carries the tag already. It can; or it is refused that, while the same maker
 * made one without being narrowed.
 */
function tagsWhileCreating(of: Steps): ProofFacts['tagsWhileCreating'] {
  const narrowed = of('createNarrowed');
  if (narrowed?.answer === 'allowed') return 'present';
  const wide = of(narrowed?.who === 'person' ? 'createOwn' : 'createOther');
  const refusedTags = narrowed?.answer === 'refused' && narrowed.words.includes('bedrock:TagResource');
  return refusedTags && wide?.answer === 'allowed' ? 'absent' : null;
}

/** Where the policy allows global routes, models only through application profiles, and it answered, the key was there. */
function profileArnOnGlobal(step: ProofStep | undefined): boolean | null {
  if (step?.expected !== 'allowed') return null;
  if (step.answer === 'allowed') return true;
  return step.answer === 'refused' && step.words.includes(':foundation-model/') ? false : null;
}

/** An answer counts once it came so often in a row: not every server of AWS learns of a tag at the same moment. */
export const STEADY = 2;
/** How long new tags are waited for: what a refusal after that means is not the delay. */
export const SETTLE_MS = 120_000;
const QUICK_MS = 2_000;
const SLOW_MS = 10_000;
/** Pause before the next question, by how long has been asked already, milliseconds. */
export const pauseAfter = (elapsedMs: number): number => (elapsedMs < 60_000 ? QUICK_MS : SLOW_MS);

/** Calls of which each is asked once. */
const SINGLE_CALLS = 4;

/** How many calls of a model can be answered, and so cost something, at the most. */
export function mostCalls(patienceMs: number): number {
  const within = (limitMs: number) => {
    let asked = STEADY;
    for (let elapsed = 0; elapsed < limitMs; elapsed += pauseAfter(elapsed)) asked += 1;
    return asked;
  };
  return SINGLE_CALLS + within(Math.min(SETTLE_MS, patienceMs)) + 2 * within(patienceMs);
}

/** Tokens that one call is reckoned with: two letters and what a model puts around them; one token back was asked for. */
const INPUT_TOKENS = 50n;
const OUTPUT_TOKENS = 5n;
const MILLION = 1_000_000n;

/**
 * The most that one call can cost, by the dearest rate that is in force for the model, else by its list price, else by
 * the cautious rate.
 */
export function priceOfCall(
  modelKey: string,
  known: readonly Rate[],
  catalogue: readonly CatalogueEntry[],
  day: Day,
  cautious: Money,
): { price: Money; isListed: boolean } {
  const rates = [...known, ...listRates(catalogue)].filter((rate) => rate.modelKey === modelKey);
  const inForce = ratesInForce(rates, day);
  const dearest = (kind: Rate['kind']): bigint | null =>
    inForce
      .filter((rate) => rate.kind === kind)
      .reduce<bigint | null>((most, { perMillion }) => ((most ?? 0n) > perMillion ? most : perMillion), null);
  const [input, output] = [dearest('input'), dearest('output')];
  const isListed = input !== null && output !== null;
  const total = (input ?? cautious) * INPUT_TOKENS + (output ?? cautious) * OUTPUT_TOKENS;
  // Rounded up: it is an upper bound.
  return { price: ((total + MILLION - 1n) / MILLION) as Money, isListed };
}
