import { BedrockClient, ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runWith } from '../../src/cli/io.ts';
import { type Patience, type ProveOptions, prove } from '../../src/cli/policiesProve.ts';
import type { Proof, ProofStepName } from '../../src/core/policies/proof.ts';
import type { SimulatorOptions } from '../../src/simulator/server.ts';
import { type Environment, ioOf, openCompany } from './setup.ts';

/** The whole run over the real SDK, against the simulator's own judge of IAM policies. */

const ACCOUNT = '222233334444';
const PLACE = ['--account', ACCOUNT, '--region', 'us-east-1'];
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const MODEL = 'anthropic.claude-haiku-4-5-20251001-v1:0';
/** Seconds until a call is judged by new tags. */
const DELAY = 45;

const OPTIONS: ProveOptions = {
  live: true,
  account: ACCOUNT,
  region: 'us-east-1',
  model: MODEL,
  roleArn: role('person'),
  patience: 15,
  yesItCosts: true,
  json: true,
};
/** Whatever a person is allowed, in whatever way it is written. */
const allow = (Action: readonly string[], Condition?: object, Resource: unknown = '*') => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});
const MINE = { StringEquals: { 'aws:ResourceTag/UserEmail': `\${aws:PrincipalTag/UserEmail}` } };
const INVOKE = ['bedrock:InvokeModel'];
/** As it is widely copied: whoever may create may re-tag what is somebody else's, and delete nothing. */
const COPIED = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    allow(INVOKE, MINE, 'arn:aws:bedrock:*:*:application-inference-profile/*'),
    allow(
      INVOKE,
      { ArnLike: { 'bedrock:InferenceProfileArn': 'arn:aws:bedrock:*:*:application-inference-profile/*' } },
      'arn:aws:bedrock:*::foundation-model/*',
    ),
    allow(['bedrock:CreateInferenceProfile', 'bedrock:TagResource'], {
      StringEqualsIfExists: { 'aws:RequestTag/UserEmail': `\${aws:PrincipalTag/UserEmail}` },
    }),
  ],
});

/** A company with the roles of this product and of people in its sandbox account, with the printed policies. */
async function openSandbox(options: SimulatorOptions, more: Environment = {}) {
  const company = await openCompany(options);
  const {
    AWS_ENDPOINT_URL: endpoint = '',
    AWS_ACCESS_KEY_ID = '',
    AWS_SECRET_ACCESS_KEY = '',
  } = company.environment;
  const around = { endpoint, region: 'us-east-1' };
  const own = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  const { Credentials: given } = await new STSClient({ ...around, credentials: own }).send(
    new AssumeRoleCommand({ RoleArn: role('set-up'), RoleSessionName: 'set-up' }),
  );
  const credentials = {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  };
  const iam = new IAMClient({ ...around, credentials });
  const bedrock = new BedrockClient({ ...around, credentials });
  const environment = { ...company.environment, ...more };
  const printed = async (...args: readonly string[]): Promise<string> =>
    (await company.run(['policies', 'print', ...args, '--for', 'role', ...PLACE], more)).out;
  const putPolicy = (RoleName: string, PolicyDocument: string) =>
    iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'policy', PolicyDocument }));
  async function makeRole(name: string, who: string, policy: string): Promise<void> {
    const trusted = {
      Effect: 'Allow',
      Principal: { AWS: who },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
    };
    const trust = JSON.stringify({ Version: '2012-10-17', Statement: [trusted] });
    await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
    await putPolicy(name, policy);
  }
  await makeRole('bedrock-ledger-reader', 'arn:aws:iam::111122223333:root', await printed('service'));
  await makeRole('person', role('bedrock-ledger-reader'), await printed('invoke', '--self-service'));
  return {
    ...company,
    printed,
    putPolicy,
    makeRole,
    /** Names of throw-away profiles that are there. */
    async left(): Promise<string[]> {
      const { inferenceProfileSummaries: all = [] } = await bedrock.send(
        new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION', maxResults: 1000 }),
      );
      const names = all.map(({ inferenceProfileName }) => inferenceProfileName ?? '');
      return names.filter((name) => name.startsWith('bedrock-ledger-proof-'));
    },
    async prove(changed: Partial<ProveOptions> = {}, patience: Patience = {}) {
      const io = ioOf(environment, { clock: company.clock });
      const wait = async (ms: number) => company.clock.advanceTo(company.clock.now() + ms);
      await runWith(io, () => prove({ ...OPTIONS, ...changed }, { wait, ...patience }));
      return { ...io.said(), code: io.exitCode };
    },
  };
}
type Sandbox = Awaited<ReturnType<typeof openSandbox>>;

const proofOf = ({ out }: { out: string }) => JSON.parse(out) as Proof;
const answersOf = ({ steps }: Proof) =>
  Object.fromEntries(steps.map(({ step, answer }) => [step, answer])) as Record<ProofStepName, string>;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await openSandbox({ settings: { tagDelaySeconds: DELAY } });
});
afterAll(() => sandbox.close());

describe('policies prove', () => {
  it('shows that the printed policies hold, and how long tags take', async () => {
    const ran = await sandbox.prove();
    const proof = proofOf(ran);
    expect(answersOf(proof)).toEqual({
      createOwn: 'allowed',
      createOther: 'allowed',
      createNarrowed: 'allowed',
      createGlobal: 'refused',
      createGlobalForPerson: 'refused',
      callOwn: 'allowed',
      callOther: 'refused',
      callModel: 'refused',
      callSystem: 'refused',
      callGlobal: 'notDone',
      claimOther: 'refused',
      block: 'refused',
      liftBlock: 'refused',
      unblock: 'allowed',
      giveAway: 'refused',
      deleteOwn: 'allowed',
    });
    // Asked every two seconds.
    const seconds = DELAY + 1;
    expect(proof.facts).toEqual({
      tagsWhileCreating: 'present',
      secondsUntilNewTagsCount: seconds,
      secondsUntilBlocked: seconds,
      secondsUntilUnblocked: seconds,
      profileArnOnGlobalRoute: null,
    });
    expect(proof).toMatchObject({ holds: true, leftOver: [], interrupted: false, source: `us.${MODEL}` });
    expect(proof.steps.find(({ step }) => step === 'block')?.words).toContain('with an explicit deny');
    expect({ code: ran.code, left: await sandbox.left() }).toEqual({ code: 0, left: [] });
    expect(ran.err).toMatch(/us-east-1, and deleted again; .* at most 274 times .*at most \$0\.03 /);
  });

  it('keeps what it found in the audit log, and what the calls can have cost in the month', async () => {
    const { openStore } = await import('../../src/store/open.ts');
    const store = await openStore(sandbox.db, { attribution: 'profileTags', now: sandbox.clock.now() });
    const [entry] = await store.audit.list({ action: 'policies.prove', limit: 1 });
    const charged = await store.runs.awsCharges('2026-11');
    store.close();
    const calls = charged.find(({ operation }) => operation === 'bedrock-runtime:Converse');
    // Two at first, 23 until the mark counted, two at the end; each as 50 tokens in and 5 out at the list price.
    expect(calls?.charge).toBe(27n * 825_000n);
    expect(entry).toMatchObject({
      subject: 'policies/proof',
      after: {
        accountId: ACCOUNT,
        region: 'us-east-1',
        holds: true,
        facts: { secondsUntilBlocked: DELAY + 1 },
      },
    });
  });

  it('says it in words at a terminal', async () => {
    const { out } = await sandbox.prove({ json: false });
    expect(out).toMatch(
      /^Bedrock Ledger +mark the profile as over its budget, then they call it +refused +refused +46 s$/m,
    );
    expect(out).toMatch(
      /^ {2}call the model directly: AccessDeniedException: User: .* is not authorized to perform/m,
    );
    expect(out).toContain('Tags of a profile on itself while it is being made: present\n');
    expect(out).toMatch(/Everything was as expected\.\n$/);
  });

  it('shows the hole of the pattern that is widely copied', async () => {
    await sandbox.makeRole('copied', role('bedrock-ledger-reader'), COPIED);
    const ran = await sandbox.prove({ roleArn: role('copied') });
    const { holds, steps } = proofOf(ran);
    const wrong = steps.filter(({ expected, answer }) => expected !== null && expected !== answer);
    expect(wrong.map(({ step }) => step)).toEqual([
      'createGlobal',
      'callGlobal',
      'claimOther',
      'block',
      'deleteOwn',
    ]);
    expect({ holds, code: ran.code, left: await sandbox.left() }).toEqual({
      holds: false,
      code: 1,
      left: [],
    });
  });

  it('gives up after its patience, and does not say how long it takes', async () => {
    const { facts, holds, steps } = proofOf(await sandbox.prove({ patience: 0.5 }));
    expect(steps.find(({ step }) => step === 'callOwn')).toMatchObject({ answer: 'refused', seconds: null });
    expect(answersOf({ steps } as Proof)).toMatchObject({ block: 'notDone', unblock: 'notDone' });
    expect({ holds, seconds: facts.secondsUntilNewTagsCount }).toEqual({ holds: false, seconds: null });
  });

  it('stopped halfway, does nothing more and deletes what it made', async () => {
    const stop = new AbortController();
    const wait = async () => {
      sandbox.clock.advanceTo(sandbox.clock.now() + 1);
      stop.abort();
    };
    const ran = await sandbox.prove({}, { stop, wait });
    const { interrupted, holds, steps } = proofOf(ran);
    expect(answersOf({ steps } as Proof)).toMatchObject({
      createOwn: 'allowed',
      callOwn: 'notDone',
      block: 'notDone',
    });
    expect({ interrupted, holds, code: ran.code }).toEqual({ interrupted: true, holds: false, code: 130 });
    expect(await sandbox.left()).toEqual([]);
  });

  it('does not take it for a block that the service may not mark profiles', async () => {
    const service = await sandbox.printed('service');
    const { Statement, ...rest } = JSON.parse(service);
    const mayNotMark = {
      Effect: 'Deny',
      Action: 'bedrock:TagResource',
      Resource: '*',
      Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'BudgetStatus' } },
    };
    const narrowed = JSON.stringify({ ...rest, Statement: [...Statement, mayNotMark] });
    await sandbox.putPolicy('bedrock-ledger-reader', narrowed);
    const { facts, holds, steps } = proofOf(await sandbox.prove());
    await sandbox.putPolicy('bedrock-ledger-reader', service);
    const block = steps.find(({ step }) => step === 'block');
    expect(block).toMatchObject({ answer: 'failed', words: expect.stringContaining('bedrock:TagResource') });
    expect({ holds, unblocked: facts.secondsUntilUnblocked }).toEqual({ holds: false, unblocked: null });
  });

  it('names what it could not delete, and deletes it the next time', async () => {
    const service = await sandbox.printed('service');
    const mayNotDelete = { Effect: 'Deny', Action: 'bedrock:DeleteInferenceProfile', Resource: '*' };
    const { Statement, ...rest } = JSON.parse(service);
    await sandbox.putPolicy(
      'bedrock-ledger-reader',
      JSON.stringify({ ...rest, Statement: [...Statement, mayNotDelete] }),
    );
    const ran = await sandbox.prove();
    const { leftOver, holds } = proofOf(ran);
    // The person deletes their own; that of somebody else stays.
    expect({ holds, code: ran.code, left: await sandbox.left() }).toEqual({
      holds: true,
      code: 1,
      left: [expect.stringMatching(/-other$/)],
    });
    expect(ran.err).toContain(`could not be deleted, delete it by hand: ${leftOver[0]}\n`);
    await sandbox.putPolicy('bedrock-ledger-reader', service);
    await sandbox.prove();
    expect(await sandbox.left()).toHaveLength(1);
    sandbox.clock.advanceTo(sandbox.clock.now() + 2 * 3_600_000);
    await sandbox.prove();
    expect(await sandbox.left()).toEqual([]);
  });

  it.each([
    [{ live: false }, 'add --live'],
    [{ yesItCosts: false }, 'it costs at most $0.03: add --yes-it-costs'],
    [{ account: '999999999999', roleArn: 'arn:aws:iam::999999999999:role/x' }, 'is none of the accounts'],
    [{ region: 'eu-west-1' }, 'is none of the Regions'],
    [{ roleArn: 'arn:aws:iam::999999999999:role/x' }, '--role-arn: the role must be in account'],
    [{ model: 'nothing.of-the-kind' }, '--model: us-east-1 has no model'],
    [{ geo: 'eu' }, `--geo: us-east-1 has no profile "eu" of ${MODEL}; it has us`],
    [
      { roleArn: role('bedrock-ledger-reader') },
      `its trust policy must allow arn:aws:sts::${ACCOUNT}:assumed-role/bedrock-ledger-reader/bedrock-ledger both`,
    ],
  ])('is refused before anything is made: %o', async (changed, words) => {
    await expect(sandbox.prove(changed)).rejects.toThrow(words);
    expect(await sandbox.left()).toEqual([]);
  });
});

describe('where AWS judges otherwise, or more is allowed', () => {
  let other: Sandbox;
  const ALLOWED = ['us', 'global'];
  beforeAll(async () => {
    const more = { BEDROCK_LEDGER_POLICIES_GEOGRAPHIES: ALLOWED.join(',') };
    other = await openSandbox({ settings: { tagsWhileCreating: 'absent' } }, more);
  });
  afterAll(() => other.close());

  it('says that tags are absent while creating, and how the global route is judged', async () => {
    const proof = proofOf(await other.prove());
    expect(answersOf(proof)).toMatchObject({
      createOwn: 'refused',
      createForPerson: 'allowed',
      createNarrowed: 'refused',
      createGlobal: 'refused',
      createGlobalForPerson: 'allowed',
      callGlobal: 'allowed',
    });
    expect(proof.facts).toMatchObject({ tagsWhileCreating: 'absent', profileArnOnGlobalRoute: true });
    expect(await other.left()).toEqual([]);
  });
});
