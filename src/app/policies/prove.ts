import type { AwsOfSession } from '../../aws/types.ts';
import { LedgerError } from '../../core/errors.ts';
import { factsOf, isAsExpected, type Proof } from '../../core/policies/proof.ts';
import { type Asking, inOneReading, mustBeAllowed, nowOf } from '../asking.ts';
import { recordDeed } from '../operations/recordDeed.ts';
import { openBench, type ProofRun } from './proofBench.ts';
import { cleanUp } from './proofCleanUp.ts';
import type { ProofGateways, ProofPlan } from './proofPlan.ts';
import { COST_CENTER, PERSON, prove } from './proofSteps.ts';

/**
 * Real requests with throw-away profiles in one account: what AWS answers, and how long it takes. Nothing of it is
 * kept in the ledger but the result.
 */

/**
 * Does it, deletes what it made whatever happens, and keeps the result in the audit log.
 * @throws Forbidden; LedgerError where the role cannot be taken on: then nothing was made
 */
export async function provePolicies(
  asking: Asking,
  aws: ProofGateways,
  plan: ProofPlan,
  run: ProofRun,
): Promise<Proof> {
  mustBeAllowed(asking, 'change', { kind: 'policies' });
  const { tagKeys, accounts } = asking.settings;
  const person = await takeOn(aws, plan, {
    [tagKeys.user]: PERSON,
    [tagKeys.costCenter]: COST_CENTER,
  });
  const access = accounts.find(({ accountId }) => accountId === plan.accountId);
  const bench = openBench({
    plan,
    run,
    tagKeys,
    service: aws,
    person,
    narrowed: narrowedBy(aws, plan, access, tagKeys),
  });
  let leftOver: string[] = [];
  try {
    await prove(bench);
  } finally {
    leftOver = await cleanUp(bench);
    run.left(leftOver);
  }
  const { steps } = bench;
  const proof: Proof = {
    at: nowOf(asking),
    accountId: plan.accountId,
    region: plan.region,
    modelKey: plan.modelKey,
    source: plan.source?.id ?? null,
    globalSource: plan.globalSource?.id ?? null,
    roleArn: plan.roleArn,
    steps,
    facts: factsOf(steps),
    holds: steps.every(isAsExpected),
    leftOver,
    interrupted: run.stopped(),
  };
  await recordDeed(asking, 'policies.prove', PROOF, { ...proof });
  return proof;
}

/** One subject for all proofs, by which the newest is found without reading the log. */
const PROOF = 'policies/proof';
const SESSION = 'bedrock-ledger-proof';

async function takeOn(
  aws: ProofGateways,
  plan: ProofPlan,
  tags: Readonly<Record<string, string>>,
  policy?: string,
): Promise<AwsOfSession> {
  const { roleArn } = plan;
  try {
    const asked = { roleArn, name: SESSION, tags, ...(policy === undefined ? {} : { policy }) };
    return aws.as(await aws.sts.assume(asked, plan));
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    const who = await aws.sts.account(plan).then(
      ({ arn }) => arn,
      () => 'the role of this product',
    );
    throw new LedgerError(
      'outside',
      `--role-arn: ${roleArn} could not be taken on with session tags; its trust policy must allow ${who} both sts:AssumeRole and sts:TagSession. AWS says: ${error.message}`,
      { cause: error },
    );
  }
}

/**
 * Sessions that may tag only what carries the person's tag already, whatever their role may: of the person, or of this
 * product's own role where it is entered through one.
 */
const narrowedBy =
  (
    aws: ProofGateways,
    plan: ProofPlan,
    access: Asking['settings']['accounts'][number] | undefined,
    tagKeys: Asking['settings']['tagKeys'],
  ) =>
  async (who: 'person' | 'service'): Promise<AwsOfSession | null> => {
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'bedrock:CreateInferenceProfile', Resource: '*' },
        {
          Effect: 'Allow',
          Action: 'bedrock:TagResource',
          Resource: '*',
          Condition: { StringEquals: { [`aws:ResourceTag/${tagKeys.user}`]: PERSON } },
        },
      ],
    });
    if (who === 'person')
      return takeOn(aws, plan, { [tagKeys.user]: PERSON, [tagKeys.costCenter]: COST_CENTER }, policy);
    const { roleArn, externalId } = access ?? {};
    if (!roleArn) return null;
    return aws.as(
      await aws.sts.assume({ roleArn, externalId: externalId ?? null, name: SESSION, tags: {}, policy }),
    );
  };

/** The last proof that the audit log holds; null: none. @throws Forbidden */
export const lastProof = (asking: Asking): Promise<Proof | null> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'change', { kind: 'policies' });
    const [entry] = await inside.store.audit.list({ subject: PROOF, limit: 1 });
    return entry === undefined ? null : (entry.after as Proof);
  });
