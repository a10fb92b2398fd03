import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { expect } from 'vitest';
import { openCompany, type Ran, run } from '../cli/setup.ts';
import { keyOf } from '../simulator/wire/support.ts';
import { assign, type Keys, type Owner, owners, PLATFORM, signIn } from './identityCenter.ts';

/** A company whose people make their profiles themselves, under the printed policies and nothing else. */

export const REGION = 'us-east-1';
export const MODEL = 'us.anthropic.claude-sonnet-4-6';
/** A model that the policies do not allow. */
export const FORBIDDEN = 'us.amazon.nova-lite-v1:0';
const SET = 'BedrockSelfService';

/** What the company asks for beside owner and cost center. */
const TAGS = `vending:
  tags:
    - { key: "Cost unit/ID", values: [atlas, "north west"] }
    - { key: Note, required: false }
policies: { models: ["anthropic.*"] }
`;

export const arnIn = ({ out }: Pick<Ran, 'out'>): string => /arn:\S+/.exec(out)?.[0] ?? '';

export async function openSelfService() {
  const company = await openCompany({ users: 8, days: 3 });
  const [me, colleague]: [Owner, Owner] = owners(company.simulator, REGION);
  const base = join(company.folder, 'settings.yaml');
  const settings = company.write('tags.yaml', readFileSync(base, 'utf8') + TAGS);
  const policy = await printed(['policies', 'print', 'invoke', '--region', REGION]);
  await assign(company.simulator, SET, JSON.stringify(JSON.parse(policy)));

  async function printed(args: readonly string[]): Promise<string> {
    const { code, out, err } = await company.run(args, { BEDROCK_LEDGER_CONFIG: settings });
    expect({ code, err }).toMatchObject({ code: 0 });
    return out;
  }
  /** What AWS's tools of a person have. */
  const environmentOf = ({ AccessKeyId, SecretAccessKey, SessionToken = '' }: Keys) => ({
    AWS_ENDPOINT_URL: company.simulator.url,
    AWS_ACCESS_KEY_ID: AccessKeyId,
    AWS_SECRET_ACCESS_KEY: SecretAccessKey,
    AWS_SESSION_TOKEN: SessionToken,
    AWS_REGION: REGION,
  });
  const costCenterOf = (email: string): string =>
    company.simulator.world.directory().users.find((user) => user.email === email)?.costCenter ?? '';

  return {
    company,
    me,
    colleague,
    settings,
    printed,
    policy,
    costCenterOf,
    environmentOf,
    environment: environmentOf(await signIn(company.simulator, me.email, SET)),
    /** The command line of somebody who has settings at the most, and no ledger. */
    self: (args: readonly string[], environment: Readonly<Record<string, string>>, input?: string) =>
      run(args, { ...environment, BEDROCK_LEDGER_CONFIG: settings }, input === undefined ? {} : { input }),
    /** A user of IAM with these tags and the printed policy. */
    async userWith(UserName: string, tags: Readonly<Record<string, string>>) {
      const admin = new IAMClient({
        region: REGION,
        endpoint: company.simulator.url,
        credentials: { accessKeyId: keyOf(PLATFORM), secretAccessKey: 'test' },
      });
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      await admin.send(new CreateUserCommand({ UserName, Tags }));
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          ...JSON.parse(policy).Statement,
          { Effect: 'Allow', Action: 'iam:GetUser', Resource: '*' },
        ],
      });
      const { Policy } = await admin.send(new CreatePolicyCommand({ PolicyName: UserName, PolicyDocument }));
      await admin.send(new AttachUserPolicyCommand({ UserName, PolicyArn: Policy?.Arn ?? '' }));
      const { AccessKey } = await admin.send(new CreateAccessKeyCommand({ UserName }));
      return environmentOf({
        AccessKeyId: AccessKey?.AccessKeyId ?? '',
        SecretAccessKey: AccessKey?.SecretAccessKey ?? '',
      });
    },
    close: () => company.close(),
  };
}

/** Runs the script with what is on the PATH, and nothing of whoever runs the tests. */
export const runScript = (
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  path = process.env.PATH ?? '',
): Promise<Ran> =>
  new Promise((resolve) => {
    const env = { PATH: path, HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true', ...environment };
    const child = execFile('bash', [file, ...args], { env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
    child.stdin?.end();
  });
