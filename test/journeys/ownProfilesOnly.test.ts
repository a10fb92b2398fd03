import { CreateInferenceProfileCommand, TagResourceCommand } from '@aws-sdk/client-bedrock';
import {
  CreateAccessKeyCommand,
  CreateServiceSpecificCredentialCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { AttachPolicyCommand, CreatePolicyCommand } from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCompany } from '../cli/setup.ts';
import { clientsOf, keyOf } from '../simulator/wire/support.ts';
import { missingForCli, openCli } from '../wire/cli.ts';
import { as, assign, type Keys, MESSAGES, type Owner, owners, PLATFORM, signIn } from './identityCenter.ts';

/** From the printed policies to a person's own profile and nothing else, over the real SDK and the stock AWS CLI. */

const REGION = 'us-east-1';
const MODEL = 'anthropic.claude-sonnet-4-6';
const arn = (rest: string, account = PLATFORM) => `arn:aws:bedrock:${REGION}:${account}:${rest}`;

let company: Awaited<ReturnType<typeof openCompany>>;
/** Two people with a profile each in the account. */
let me: Owner;
let colleague: Owner;

beforeAll(async () => {
  company = await openCompany({ users: 20, days: 3 });
  expect(await company.run(['sync', 'profiles'])).toMatchObject({ code: 0 });
  [me, colleague] = owners(company.simulator, REGION);
  await assign(company.simulator, 'BedrockPilot', await printed('invoke'));
});
afterAll(() => company.close());

/** What `policies print` puts on stdout. */
async function printed(kind: string): Promise<string> {
  const { code, out, err } = await company.run(['policies', 'print', kind, '--region', REGION]);
  expect({ code, err }).toMatchObject({ code: 0 });
  return JSON.stringify(JSON.parse(out));
}

const refusedFor = (action: string, on: string) =>
  new RegExp(
    `^User: arn:aws:sts::${PLATFORM}:assumed-role/.* is not authorized to perform: ${action} on resource: ${on}`,
  );

/** A profile that an administrator makes, as a careless one would. */
async function makeFor(email: string, copyFrom: string, name: string): Promise<string> {
  const { bedrock } = clientsOf(company.simulator, { accessKeyId: keyOf(PLATFORM) });
  const { inferenceProfileArn = '' } = await bedrock.send(
    new CreateInferenceProfileCommand({
      inferenceProfileName: name,
      modelSource: { copyFrom },
      tags: [{ key: 'UserEmail', value: email }],
    }),
  );
  return inferenceProfileArn;
}

describe('with the printed permission set', () => {
  let person: ReturnType<typeof as>;
  let keys: Keys;
  beforeAll(async () => {
    keys = await signIn(company.simulator, me.email, 'BedrockPilot');
    person = as(company.simulator, keys);
  });

  it('a person calls through their own profile, with the SDK as it comes', async () => {
    expect((await person.call(me.profile)).usage?.totalTokens).toBeGreaterThan(0);
    const { stream } = await person.stream(me.profile);
    const kinds: string[] = [];
    for await (const event of stream ?? []) kinds.push(...Object.keys(event));
    expect(kinds).toContain('metadata');
  });

  it('a colleague’s, a direct and a system call are refused in AWS’s words', async () => {
    await expect(person.call(colleague.profile)).rejects.toThrow(
      refusedFor('bedrock:InvokeModel', colleague.profile),
    );
    await expect(person.call(MODEL)).rejects.toThrow(
      refusedFor('bedrock:InvokeModel', `arn:aws:bedrock:${REGION}::foundation-model/${MODEL}`),
    );
    await expect(person.stream(`us.${MODEL}`)).rejects.toThrow(
      refusedFor('bedrock:InvokeModelWithResponseStream', arn(`inference-profile/us.${MODEL}`)),
    );
  });

  it('a global call is refused, through a profile of their own as well', async () => {
    const global = await makeFor(me.email, arn(`inference-profile/global.${MODEL}`), 'mine-global');
    await expect(person.call(global)).rejects.toThrow(
      /explicit deny in an identity-based policy|not authorized/,
    );
    await expect(
      person.bedrock.send(
        new CreateInferenceProfileCommand({
          inferenceProfileName: 'another-global',
          modelSource: { copyFrom: arn(`inference-profile/global.${MODEL}`) },
        }),
      ),
    ).rejects.toThrow(/not authorized to perform: bedrock:CreateInferenceProfile/);
  });

  it('an API key is neither made nor used', async () => {
    await expect(
      person.iam.send(
        new CreateServiceSpecificCredentialCommand({
          UserName: 'review-bot',
          ServiceName: 'bedrock.amazonaws.com',
        }),
      ),
    ).rejects.toThrow(/not authorized to perform: iam:CreateServiceSpecificCredential/);
  });

  it('nobody’s profile becomes theirs', async () => {
    await expect(
      person.bedrock.send(
        new TagResourceCommand({
          resourceARN: colleague.profile,
          tags: [{ key: 'UserEmail', value: me.email }],
        }),
      ),
    ).rejects.toThrow(refusedFor('bedrock:TagResource', colleague.profile));
  });

  const missing = missingForCli();
  if (missing !== null) console.log(`calls with the AWS CLI are skipped: ${missing}`);
  it.skipIf(missing !== null)('the stock AWS CLI is answered and refused the same', async () => {
    const cli = openCli({
      AWS_ENDPOINT_URL: company.simulator.url,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: keys.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.SecretAccessKey,
      AWS_SESSION_TOKEN: keys.SessionToken ?? '',
      AWS_PAGER: '',
    });
    try {
      const converse = (modelId: string) =>
        cli.run([
          ...['bedrock-runtime', 'converse', '--model-id', modelId],
          ...['--messages', JSON.stringify(MESSAGES)],
        ]);
      expect(await converse(me.profile)).toMatchObject({ code: 0 });
      const refused = await converse(colleague.profile);
      expect(refused.code).not.toBe(0);
      expect(refused.stderr).toMatch(
        /AccessDeniedException.*is not authorized to perform: bedrock:InvokeModel/,
      );
    } finally {
      await cli.close();
    }
  });
});

it('with the copied pattern, somebody takes a colleague’s profile, and doctor names the hole', async () => {
  const thief = as(company.simulator, await signIn(company.simulator, me.email, 'BedrockUsers'));
  await expect(thief.call(colleague.profile)).rejects.toThrow(/not authorized/);
  await thief.bedrock.send(
    new TagResourceCommand({
      resourceARN: colleague.profile,
      tags: [{ key: 'UserEmail', value: me.email }],
    }),
  );
  expect((await thief.call(colleague.profile)).usage?.totalTokens).toBeGreaterThan(0);

  const settings = company.write(
    'directory.yaml',
    `db: ${company.db}\naccounts: [{ accountId: "${PLATFORM}", roleArn: "arn:aws:iam::${PLATFORM}:role/bedrock-ledger-reader" }]\nregions: [${REGION}]\ndirectory: { identityStoreId: ${company.simulator.world.directory().identityStoreId}, region: us-west-2 }\n`,
  );
  const { out } = await company.run(['doctor', '--json'], { BEDROCK_LEDGER_CONFIG: settings });
  const { checks } = JSON.parse(out) as {
    checks: { check: string; holes?: { hole: string; state: string }[] }[];
  };
  const copied = checks.find(({ check }) => check.includes('BedrockUsers'));
  expect(copied?.holes?.[0]).toMatchObject({ hole: 'retag', state: 'open' });
  const pilot = checks.find(({ check }) => check.includes('BedrockPilot'));
  expect(pilot?.holes?.filter(({ state }) => state === 'open')).toEqual([]);
});

it('under the guard a user with a long-term key and every right calls no model directly', async () => {
  const account = { region: REGION, endpoint: company.simulator.url, maxAttempts: 1 };
  const admin = new IAMClient({
    ...account,
    credentials: { accessKeyId: keyOf(PLATFORM), secretAccessKey: 'test' },
  });
  const UserName = 'robot';
  await admin.send(new CreateUserCommand({ UserName }));
  await admin.send(
    new PutUserPolicyCommand({
      UserName,
      PolicyName: 'everything',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
      }),
    }),
  );
  const { AccessKey } = await admin.send(new CreateAccessKeyCommand({ UserName }));
  const robot = as(company.simulator, {
    AccessKeyId: AccessKey?.AccessKeyId ?? '',
    SecretAccessKey: AccessKey?.SecretAccessKey ?? '',
  });
  expect((await robot.call(`us.${MODEL}`)).usage?.totalTokens).toBeGreaterThan(0);

  const { organizations } = clientsOf(company.simulator);
  const { Policy } = await organizations.send(
    new CreatePolicyCommand({
      Type: 'SERVICE_CONTROL_POLICY',
      Name: 'guard',
      Description: 'own profiles only',
      Content: await printed('guard'),
    }),
  );
  await organizations.send(
    new AttachPolicyCommand({ PolicyId: Policy?.PolicySummary?.Id ?? '', TargetId: PLATFORM }),
  );
  await expect(robot.call(`us.${MODEL}`)).rejects.toThrow(/explicit deny in a service control policy/);
  await expect(robot.call(me.profile)).rejects.toThrow(/explicit deny in a service control policy/);
  const person = as(company.simulator, await signIn(company.simulator, me.email, 'BedrockPilot'));
  expect((await person.call(me.profile)).usage?.totalTokens).toBeGreaterThan(0);
});
