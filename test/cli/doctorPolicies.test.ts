import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  OrganizationsClient,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations';
import {
  DescribePermissionSetCommand,
  ListInstancesCommand,
  ListPermissionSetsCommand,
  ProvisionPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operator } from '../../src/core/access.ts';
import { openCompany } from './setup.ts';

/** Policies in force in a company that copied its policy, and who would be denied by ours. */

const PLATFORM = '222233334444';
const RESEARCH = '333344445555';
const ROLE = (id: string) =>
  `{ accountId: "${id}", roleArn: "arn:aws:iam::${id}:role/bedrock-ledger-reader" }`;

interface Check {
  check: string;
  state: string;
  found: string;
  advice: string;
  holes?: { hole: string; state: string; by: { statement: string }[] }[];
  exemptions?: { policy: string; changed: object; added: object | null }[];
}

let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany({ days: 8 });
  const config = company.write(
    'directory.yaml',
    `db: ${company.db}\naccounts: [${ROLE(PLATFORM)}, ${ROLE(RESEARCH)}]\nregions: [us-east-1, us-west-2]\nbackfillDays: 8\ndirectory: { identityStoreId: d-92670f5a31, region: us-west-2 }\n`,
  );
  Object.assign(company.environment, { BEDROCK_LEDGER_CONFIG: config });
  expect(await company.run(['sync'])).toMatchObject({ code: 0 });
});
afterAll(() => company.close());

const client = (region: string) => ({
  region,
  endpoint: company.environment.AWS_ENDPOINT_URL ?? '',
  credentials: { accessKeyId: 'AKIASIMULATED0000000', secretAccessKey: 'simulated' },
});
async function checks(args: string[] = [], around = {}): Promise<Check[]> {
  const { code, out, err } = await company.run(['doctor', '--json', ...args], {}, around);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out).checks;
}
const of = (all: readonly Check[], name: string, within = '') =>
  all.filter(({ check, found }) => check.includes(name) && found.includes(within));
const printed = async (...args: string[]): Promise<string> => {
  const { code, out } = await company.run(['policies', 'print', ...args]);
  expect(code).toBe(0);
  return out;
};

describe('doctor', () => {
  it('names what the copied policy leaves open, the re-tag hole first, with the change that closes it', async () => {
    const [users] = of(await checks(), 'permission set BedrockUsers');
    expect(users).toMatchObject({
      state: 'warning',
      found: expect.stringContaining(`in ${PLATFORM}, ${RESEARCH}: `),
    });
    expect(users?.holes?.map(({ hole }) => hole)).toEqual([
      ...['retag', 'claim', 'costCenter', 'budgetMark', 'nobody', 'otherAccount', 'globalRoute', 'geography'],
      ...['exceeded', 'createForOthers', 'createUntagged', 'createMoreTags', 'createElsewhere'],
    ]);
    expect(users?.found.split('\n')[0]).toBe(
      "in 222233334444, 333344445555: retag: they can re-tag somebody else's profile to themselves, and so call it and move what it costs (MakeOwnProfiles of inline policy)",
    );
    expect(users?.advice.split('\n')[0]).toMatch(
      /^retag: .*StringEquals aws:ResourceTag\/UserEmail = .*GiveOwnTagsToOwnProfiles/,
    );
  });
  it('tells a policy for everything in one line', async () => {
    const [administrators] = of(await checks(), 'permission set AdministratorAccess');
    expect(administrators?.found).toMatch(
      /: everything is open \(statement 1 of AdministratorAccess\): retag, [^\n]*$/,
    );
    expect(administrators?.advice).toContain('policies print guard');
  });
  it('says nothing of it to whoever is no administrator', async () => {
    const viewerOf = (id: string) => ({ ...operator(id), roles: new Set(['finance'] as const) });
    expect(of(await checks([], { viewerOf }), 'permission set')).toEqual([]);
  });
  it('says what accounts may use of the models behind profiles', async () => {
    const models = of(await checks(), 'access to models');
    expect(models.length).toBeGreaterThan(0);
    for (const one of models)
      expect(one).toMatchObject({ state: 'ok', found: expect.stringMatching(/^(\d+) of \1 may be used$/) });
  });

  it('tells of roles by what they may, and apart of those that services take', async () => {
    const iam = new IAMClient({
      ...client('us-east-1'),
      credentials: { accessKeyId: `ASIA${PLATFORM}0000`, secretAccessKey: 'simulated' },
    });
    const make = async (RoleName: string, Principal: object) => {
      const trust = {
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' },
      };
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: { Sid: 'Call', Effect: 'Allow', Action: 'bedrock:InvokeModel*', Resource: '*' },
      });
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'call', PolicyDocument }));
    };
    await make('experiments', { AWS: `arn:aws:iam::${PLATFORM}:root` });
    await make('a-nightly', { Service: 'lambda.amazonaws.com' });
    const all = await checks();
    const [experiments] = of(all, 'role experiments');
    expect(experiments?.holes?.map(({ hole }) => hole)).toContain('directModel');
    expect(experiments?.found).toContain('(Call of call)');
    expect(of(all, 'role a-nightly')).toEqual([]);
    expect(of(all, 'roles of services')).toMatchObject([
      { state: 'ok', found: expect.stringContaining(`a-nightly in ${PLATFORM} (lambda.amazonaws.com)`) },
    ]);
  });
  it('says what may not be read, and what to allow', async () => {
    const iam = new IAMClient(client('us-east-1'));
    const UserName = 'auditor';
    await iam.send(new CreateUserCommand({ UserName }));
    const Action = ['sts:*', 'ce:*', 'bedrock:List*', 'tag:*', 'cloudwatch:*', 'identitystore:*'];
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action, Resource: '*' },
    });
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'read', PolicyDocument }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const keys = {
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
    };
    const { code, out } = await company.run(['doctor', '--json'], keys);
    expect(code).toBe(0);
    const all: Check[] = JSON.parse(out).checks;
    for (const [name, action] of [
      ['permission sets', 'sso:ListInstances'],
      ['service control policies', 'organizations:DescribeOrganization'],
    ] as const)
      expect(of(all, name)).toMatchObject([
        {
          state: 'warning',
          found: expect.stringMatching(/^not read: .*denied/),
          advice: expect.stringContaining(action),
        },
      ]);
    // Nothing is taken for empty: roles are judged, and the sets as the roles that come of them.
    expect(of(all, 'role AWSReservedSSO_BedrockUsers')[0]?.holes?.[0]?.hole).toBe('retag');
  });
  it('says that service control policies do not bind the management account', async () => {
    const config = company.write('alone.yaml', `db: ${company.folder}/alone.db\n`);
    const { out } = await company.run(['doctor', '--json', '--config', config]);
    expect(of(JSON.parse(out).checks, 'management account')).toMatchObject([
      { check: 'management account 111122223333', state: 'warning' },
    ]);
  });
  it('finds nothing open in the printed policy, once the set has it', async () => {
    const sso = new SSOAdminClient(client('us-west-2'));
    const { Instances = [] } = await sso.send(new ListInstancesCommand({}));
    const InstanceArn = Instances[0]?.InstanceArn;
    const { PermissionSets = [] } = await sso.send(new ListPermissionSetsCommand({ InstanceArn }));
    for (const PermissionSetArn of PermissionSets) {
      const asked = { InstanceArn, PermissionSetArn };
      const { PermissionSet } = await sso.send(new DescribePermissionSetCommand(asked));
      if (PermissionSet?.Name !== 'BedrockUsers') continue;
      await sso.send(
        new PutInlinePolicyToPermissionSetCommand({ ...asked, InlinePolicy: await printed('invoke') }),
      );
      await sso.send(new ProvisionPermissionSetCommand({ ...asked, TargetType: 'ALL_PROVISIONED_ACCOUNTS' }));
    }
    expect(of(await checks(), 'permission set BedrockUsers')).toMatchObject([
      { state: 'ok', found: expect.stringMatching(/: nothing is open$/), holes: [] },
    ]);
  });
  it('judges an SCP that denies Regions, with the exemption that mends it', async () => {
    const organizations = new OrganizationsClient(client('us-east-1'));
    const statement = {
      Sid: 'OnlyVirginia',
      Effect: 'Deny',
      NotAction: ['iam:*', 'sts:*'],
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:RequestedRegion': ['us-east-1', 'us-west-2'] } },
    };
    const { Policy } = await organizations.send(
      new CreatePolicyCommand({
        Name: 'regions',
        Description: '',
        Type: 'SERVICE_CONTROL_POLICY',
        Content: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
      }),
    );
    const PolicyId = Policy?.PolicySummary?.Id;
    await organizations.send(new AttachPolicyCommand({ PolicyId, TargetId: PLATFORM }));
    const all = await checks();
    const [regions] = of(all, 'Regions of profiles', `in ${PLATFORM}`);
    expect(regions).toMatchObject({
      state: 'warning',
      found: expect.stringContaining('OnlyVirginia of regions denies it'),
    });
    expect(regions?.exemptions).toMatchObject([
      { policy: 'regions', changed: { Condition: { ArnNotLike: {} } } },
    ]);
    // The account where it is not attached is as it was, and whoever is under it cannot call their own.
    expect(of(all, 'Regions of profiles', `in ${RESEARCH}`)).toMatchObject([{ state: 'ok' }]);
    expect(of(all, 'permission set BedrockUsers', `in ${PLATFORM}`)[0]?.holes).toMatchObject([
      { hole: 'ownProfile', state: 'impossible', by: [{ statement: 'OnlyVirginia' }] },
    ]);
    const mended = [...(regions?.exemptions ?? [])].flatMap(({ changed, added }) => [changed, added]);
    const Content = JSON.stringify({ Version: '2012-10-17', Statement: mended });
    await organizations.send(new UpdatePolicyCommand({ PolicyId, Content }));
    const then = await checks();
    expect(of(then, 'Regions of profiles', `in ${PLATFORM}`)).toMatchObject([{ state: 'ok' }]);
    expect(of(then, 'permission set BedrockUsers')).toMatchObject([{ state: 'ok' }]);
  });
});

describe('doctor --policy', () => {
  it('judges files without AWS and without a ledger', async () => {
    const file = company.write(
      'wide.json',
      JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: 'bedrock:InvokeModel*', Resource: '*' },
      }),
    );
    const none = { AWS_ENDPOINT_URL: '', AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
    const { code, out } = await company.run(
      ['doctor', '--policy', file, '--db', `${company.folder}/none.db`],
      none,
    );
    expect(code).toBe(0);
    expect(out).toMatch(/directModel: they can call foundation models directly/);
    expect(out).toMatch(/no ledger knows where calls end/);
  });
  it('wants the policy that a boundary bounds', async () => {
    const { code, err } = await company.run(['doctor', '--boundary', company.write('boundary.json', '{}')]);
    expect(code).toBe(2);
    expect(err).toContain('--boundary: it needs --policy');
  });
  it('says of a file that is no policy what is wrong with it', async () => {
    const { code, err } = await company.run(['doctor', '--policy', company.write('wrong.json', '{')]);
    expect(code).toBe(2);
    expect(err).toContain('wrong.json');
  });
});

describe('policies audit', () => {
  interface Row {
    who: string;
    role: string;
    what: string;
    reason: string;
    calls: number | null;
    amount: string | null;
    invoke: string | null;
    guard: string | null;
  }
  const rows = async (...args: string[]): Promise<Row[]> => {
    const { code, out } = await company.run(['policies', 'audit', '--days', '7', '--json', ...args]);
    expect(code).toBe(0);
    return JSON.parse(out).rows;
  };
  it('names what the ledger saw go round profiles, dearest first, with what denies it', async () => {
    const found = await rows();
    const reasons = new Set(found.map(({ reason }) => reason));
    for (const reason of ['directModel', 'systemProfile', 'noOwner', 'letterCase'])
      expect(reasons).toContain(reason);
    const direct = found.find(({ reason }) => reason === 'directModel');
    expect(direct).toMatchObject({ who: '', calls: null, guard: 'DenyModelsOutsideProfiles' });
    const amounts = found.map(({ amount }) => Number(amount ?? 0));
    expect(amounts).toEqual([...amounts].sort((a, b) => b - a));
  });
  it('names them with CloudTrail', async () => {
    const found = await rows('--cloudtrail');
    const direct = found.filter(({ reason }) => reason === 'directModel' || reason === 'systemProfile');
    expect(direct.length).toBeGreaterThan(0);
    for (const { who, calls, guard } of direct) {
      expect(who).not.toBe('');
      expect(calls).toBeGreaterThan(0);
      expect(guard).not.toBeNull();
    }
    // Roles of programs keep their own policies: only the guard would stop them.
    expect(
      direct.filter(({ role }) => role.startsWith('bedrock-')).every(({ invoke }) => invoke === null),
    ).toBe(true);
    const people = found.filter(({ reason }) => reason === 'noOwner');
    for (const { who } of people) expect(who).toMatch(/@example\.com$/);
  });
  it('leaves out roles on the exemption list', async () => {
    const exempt = company.write(
      'exempt.yaml',
      `db: ${company.db}\naccounts: [${ROLE(PLATFORM)}, ${ROLE(RESEARCH)}]\nregions: [us-east-1, us-west-2]\npolicies: { geographies: [in-region, us, global], exemptions: [{ pattern: "arn:aws:iam::*:role/service/*", owner: platform, reason: programs }] }\n`,
    );
    const found = await rows('--cloudtrail', '--config', exempt);
    expect(found.filter(({ role }) => role.startsWith('bedrock-'))).toEqual([]);
  });
  it('is a table and CSV as well', async () => {
    const { out } = await company.run(['policies', 'audit', '--days', '7']);
    expect(out).toMatch(/^who +what +where/);
    expect(out).toMatch(/→ calls a model directly: give them a profile/);
    const csv = await company.run(['policies', 'audit', '--days', '7', '--csv']);
    expect(csv.out.split('\n')[0]).toMatch(/^who,role,account,region,what,denied_because/);
  });
});
