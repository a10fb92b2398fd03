import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runWith } from '../../src/cli/io.ts';
import { type Patience, type ProveOptions, prove } from '../../src/cli/policiesProve.ts';
import type { Proof } from '../../src/core/policies/proof.ts';
import { ioOf, openCompany } from './setup.ts';

/** The whole run over the real SDK, against the simulator's own judge of IAM policies. */

const ACCOUNT = '222233334444';
const PLACE = ['--account', ACCOUNT, '--region', 'us-east-1'];
const PERSON = `arn:aws:iam::${ACCOUNT}:role/person`;
const SERVICE = `arn:aws:iam::${ACCOUNT}:role/bedrock-ledger-reader`;
const MODEL = 'anthropic.claude-haiku-4-5-20251001-v1:0';

let company: Awaited<ReturnType<typeof openCompany>>;
let iam: IAMClient;
beforeAll(async () => {
  company = await openCompany();
  const { AWS_ENDPOINT_URL: endpoint = '', AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = company.environment;
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  const sts = new STSClient({ endpoint, region: 'us-east-1', credentials });
  const { Credentials: given } = await sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/set-up`, RoleSessionName: 'set-up' }),
  );
  iam = new IAMClient({
    endpoint,
    region: 'us-east-1',
    credentials: {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    },
  });
  await makeRole('bedrock-ledger-reader', 'arn:aws:iam::111122223333:root', await printed('service', '--for', 'role'));
  await makeRole('person', SERVICE, await printed('invoke', '--self-service', '--for', 'role'));
});
afterAll(() => company.close());

async function printed(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await company.run(['policies', 'print', ...args, ...PLACE]);
  expect({ code, err }).toEqual({ code: 0, err: expect.any(String) });
  return out;
}
async function makeRole(name: string, who: string, policy: string): Promise<void> {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: who }, Action: ['sts:AssumeRole', 'sts:TagSession'] },
    ],
  };
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) }));
  await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'policy', PolicyDocument: policy }));
}

const OPTIONS: ProveOptions = {
  live: true,
  account: ACCOUNT,
  region: 'us-east-1',
  model: MODEL,
  roleArn: PERSON,
  patience: 15,
  yesItCosts: true,
  json: true,
};
async function proved(options: Partial<ProveOptions> = {}, patience: Patience = {}) {
  const io = ioOf(
    { ...company.environment },
    { clock: company.clock },
  );
  const wait = async (ms: number) => company.clock.advanceTo(company.clock.now() + ms);
  await runWith(io, () => prove({ ...OPTIONS, ...options }, { wait, ...patience }));
  const { out, err } = io.said();
  return { out, err, code: io.exitCode };
}

describe('policies prove', () => {
  it('tries', async () => {
    const { out, err, code } = await proved({ json: false });
    console.log(out, err, code);
    const p = await proved();
    const proof = JSON.parse(p.out) as Proof;
    expect(proof.holds).toBe(true);
  });
});
