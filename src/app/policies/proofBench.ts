import type { AwsError } from '../../aws/errors.ts';
import type { AwsOfSession } from '../../aws/types.ts';
import { LedgerError } from '../../core/errors.ts';
import {
  BUDGET_STATUS,
  EXCEEDED,
  GLOBAL,
  MANAGED_BY,
  OURS,
  partitionOf,
} from '../../core/policies/choices.ts';
import {
  type Answer,
  type ProofStep,
  type ProofStepName,
  pauseAfter,
  SETTLE_MS,
  STEADY,
} from '../../core/policies/proof.ts';
import type { Settings } from '../../core/settings.ts';
import type { ProofPlan } from './proofPlan.ts';

/** The steps of a proof: each asks AWS something, and notes what it answered. */

/** Nobody's address: what is spent under it was spent by a proof. */
export const PERSON = 'proof@bedrock-ledger.invalid';
const SOMEBODY_ELSE = 'other-proof@bedrock-ledger.invalid';
export const COST_CENTER = 'bedrock-ledger-proof';
/** What the names of throw-away profiles begin with. */
const PREFIX = 'bedrock-ledger-proof-';
/** Older ones were left by a run that was killed. */
const LEFT_MS = 3_600_000;

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
class NotDone extends LedgerError {
  constructor(why: string) {
    super('conflict', why);
  }
}
const NO_SOURCE = 'the model has no geographic profile in this Region';
/** What a step is about; null where an earlier step was to make it and did not. */
type On = string | NotDone | null;

interface Made {
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

/** All steps, in the order in which they build on each other. Once stopped, the rest is noted as not done. */
export async function prove(bench: Bench): Promise<void> {
  const { plan, tagKeys } = bench;
  const own = await makeOwn(bench);
  const other = await make(bench, 'createOther', 'service', 'allowed', 'other');
  await narrow(bench);
  const global = await makeGlobal(bench);
  await callUntil(bench, 'callOwn', 'person', 'allowed', own, Math.min(SETTLE_MS, plan.patienceMs));
  await call(bench, 'callOther', 'refused', other);
  await call(bench, 'callModel', 'refused', plan.modelKey);
  await call(bench, 'callSystem', 'refused', plan.source?.id ?? new NotDone(NO_SOURCE));
  await call(bench, 'callGlobal', plan.choices.geographies.includes(GLOBAL) ? 'allowed' : 'refused', global);
  await tag(bench, 'claimOther', other, { [tagKeys.user]: PERSON, [tagKeys.costCenter]: COST_CENTER });
  await budget(bench, own);
  await tag(bench, 'giveAway', own, { [tagKeys.user]: SOMEBODY_ELSE });
  await note(
    bench,
    'deleteOwn',
    'person',
    plan.choices.selfService ? 'allowed' : 'refused',
    own,
    async (arn) => {
      await bench.person.bedrock.deleteProfile(plan, arn);
      bench.made = bench.made.filter((made) => made.arn !== arn);
    },
  );
}

/** The person's own profile: made by themselves where they may, else for them. */
async function makeOwn(bench: Bench): Promise<string | null> {
  const may = bench.plan.choices.selfService ? 'allowed' : 'refused';
  const made = await make(bench, 'createOwn', 'person', may, 'own');
  return made ?? make(bench, 'createForPerson', 'service', 'allowed', 'own2');
}

async function makeGlobal(bench: Bench): Promise<On> {
  const { choices, globalSource } = bench.plan;
  if (globalSource === null) return new NotDone('the model has no global profile in this Region');
  const isOpen = choices.geographies.includes(GLOBAL);
  const expected = isOpen && choices.selfService ? 'allowed' : 'refused';
  const made = await make(bench, 'createGlobal', 'person', expected, 'global');
  if (made !== null) return made;
  const forThem = await make(bench, 'createGlobalForPerson', 'service', isOpen ? 'allowed' : null, 'global2');
  return forThem ?? (isOpen ? null : new NotDone('nobody here may make one, which is as safe'));
}

/** Whether the same creation goes through in a session that may tag only what carries the tag. */
async function narrow(bench: Bench): Promise<void> {
  const mayCreate = bench.steps.some(({ step, answer }) => step === 'createOwn' && answer === 'allowed');
  const who = mayCreate ? 'person' : 'service';
  await note(bench, 'createNarrowed', who, null, 'narrowed', async (part) => {
    const session = await bench.narrowed(who);
    if (session === null) throw new NotDone('this product has no role of its own in this account to narrow');
    await create(bench, session, who, part, PERSON);
  });
}

async function make(
  bench: Bench,
  step: ProofStepName,
  who: 'person' | 'service',
  expected: ProofStep['expected'],
  part: string,
): Promise<string | null> {
  let arn: string | null = null;
  const user = step === 'createOther' ? SOMEBODY_ELSE : PERSON;
  await note(bench, step, who, expected, part, async () => {
    arn = await create(bench, bench[who], who, part, user);
  });
  return arn;
}

/** With the tags that each may give: people their own and no others, the service its mark beside them. */
async function create(
  bench: Bench,
  { bedrock }: AwsOfSession,
  by: Made['by'],
  part: string,
  user: string,
): Promise<string> {
  const { plan, tagKeys, stamp } = bench;
  const name = `${PREFIX}${stamp}-${part}`;
  const { arn } = await bedrock.createProfile(plan, {
    name,
    copyFrom: copiedFrom(plan, part.startsWith('global') ? plan.globalSource : plan.source),
    tags: {
      [tagKeys.user]: user,
      [tagKeys.costCenter]: COST_CENTER,
      ...(by === 'service' ? { [MANAGED_BY]: OURS } : {}),
    },
    clientToken: name,
  });
  bench.made.push({ arn, by });
  return arn;
}

const copiedFrom = ({ accountId, region, modelArn }: ProofPlan, source: ProofPlan['source']): string =>
  source === null
    ? modelArn
    : `arn:${partitionOf(region)}:bedrock:${region}:${accountId}:inference-profile/${source.id}`;

const call = (bench: Bench, step: ProofStepName, expected: 'allowed' | 'refused', on: On) =>
  note(bench, step, 'person', expected, on, (modelId) =>
    bench.person.runtime.callModel(bench.plan, modelId, bench.plan.pricePerCall),
  );

const tag = (bench: Bench, step: ProofStepName, on: On, tags: Record<string, string>) =>
  note(bench, step, 'person', 'refused', on, (arn) => bench.person.bedrock.tagProfile(bench.plan, arn, tags));

/** Marks the profile as over its budget, and takes the mark off again. */
async function budget(bench: Bench, own: string | null): Promise<void> {
  const { plan, service, person } = bench;
  const answered = bench.steps.some(({ step, answer }) => step === 'callOwn' && answer === 'allowed');
  const there = answered ? own : null;
  const arn = plan.choices.enforcement ? there : new NotDone('policies.enforcement is switched off');
  const mark = { [BUDGET_STATUS]: EXCEEDED };
  await callUntil(bench, 'block', 'service', 'refused', arn, plan.patienceMs, (profile) =>
    service.bedrock.tagProfile(plan, profile, mark),
  );
  await note(bench, 'liftBlock', 'person', 'refused', arn, (profile) =>
    person.bedrock.untagProfile(plan, profile, [BUDGET_STATUS]),
  );
  await callUntil(bench, 'unblock', 'service', 'allowed', arn, plan.patienceMs, (profile) =>
    service.bedrock.untagProfile(plan, profile, [BUDGET_STATUS]),
  );
}

/** Asks once and notes the answer. `on` null: what it is about is not there. */
async function note(
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
async function callUntil(
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
  if (begun.answer !== 'allowed') return keep(bench, { ...noted, seconds: null }, begun);
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

/**
 * Deletes what was made, by whoever may, and what earlier runs left; never throws.
 * @returns the ARNs that are still there
 */
export async function cleanUp(bench: Bench): Promise<string[]> {
  const { plan, service, person, stamp, run } = bench;
  const listed = await service.bedrock.listApplicationProfiles(plan).catch(() => []);
  const ours = listed.filter(
    ({ name, createdAt }) =>
      name.startsWith(`${PREFIX}${stamp}-`) ||
      (name.startsWith(PREFIX) && run.now() - Date.parse(createdAt) > LEFT_MS),
  );
  const ways: readonly ((arn: string) => Promise<void>)[] = [
    (arn) => service.bedrock.deleteProfile(plan, arn),
    (arn) => person.bedrock.deleteProfile(plan, arn),
    // The service deletes only what carries its mark.
    async (arn) => {
      await service.bedrock.tagProfile(plan, arn, { [MANAGED_BY]: OURS });
      await service.bedrock.deleteProfile(plan, arn);
    },
  ];
  const left: string[] = [];
  for (const arn of new Set([...bench.made.map((made) => made.arn), ...ours.map((one) => one.arn)]))
    if (!(await byAnyOf(ways, arn))) left.push(arn);
  return left;
}

async function byAnyOf(ways: readonly ((arn: string) => Promise<void>)[], arn: string): Promise<boolean> {
  for (const way of ways) {
    const isDone = await way(arn).then(
      () => true,
      () => false,
    );
    if (isDone) return true;
  }
  return false;
}
