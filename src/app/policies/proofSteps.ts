import type { AwsOfSession } from '../../aws/types.ts';
import { BUDGET_STATUS, EXCEEDED, GLOBAL, MANAGED_BY, OURS, WITHIN } from '../../core/policies/choices.ts';
import { type ProofStep, type ProofStepName, SETTLE_MS } from '../../core/policies/proof.ts';
import { partitionOf } from '../../core/regions.ts';
import { type Bench, callUntil, type Made, NotDone, note, type On, PREFIX } from './proofBench.ts';
import type { ProofPlan } from './proofPlan.ts';

/** The steps of a proof. */

/** Nobody's address: what is spent under it was spent by a proof. */
export const PERSON = 'proof@bedrock-ledger.invalid';
const SOMEBODY_ELSE = 'other-proof@bedrock-ledger.invalid';
export const COST_CENTER = 'bedrock-ledger-proof';
const NO_SOURCE = 'the model has no geographic profile in this Region';

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
  // What the job `enforce` does with whatever somebody makes themselves.
  if (plan.choices.needsMark === true)
    await bench.service.bedrock.tagProfile(plan, arn, { [BUDGET_STATUS]: WITHIN });
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
    plan.choices.needsMark === true
      ? service.bedrock.tagProfile(plan, profile, { [BUDGET_STATUS]: WITHIN })
      : service.bedrock.untagProfile(plan, profile, [BUDGET_STATUS]),
  );
}
