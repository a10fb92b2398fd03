import { readFileSync, writeFileSync } from 'node:fs';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { showPolicies } from '../../src/app/policies/print.ts';
import { operator } from '../../src/core/access.ts';
import type { PolicyKind } from '../../src/core/policies/generate.ts';
import type { PolicyDocument } from '../../src/core/policies/types.ts';
import { callerOf, policyOf } from '../simulator/wire/iam-support.ts';
import { keyOf } from '../simulator/wire/support.ts';
import { VENDING } from '../vendingSettings.ts';
import { doEverything, openSmallWorld, type World } from './everything.ts';

/** The printed policy of the service against what is really asked of AWS: neither too little nor too much. */

const [PAYER, PLATFORM, RESEARCH] = ['111122223333', '222233334444', '333344445555'];

/** IAM's prefix of each service where it is not the one that the simulator goes by. */
const PREFIX: Record<string, string> = {
  monitoring: 'cloudwatch',
  resourcegroupstaggingapi: 'tag',
  tagging: 'tag',
  'service-quotas': 'servicequotas',
  'sso-admin': 'sso',
};
/**
 * AWS Budgets has few actions for its many operations (Service Authorization Reference, AWS Budgets); `CreateInferenceProfile`
 * with tags, which is how profiles are always made here, needs `TagResource` too (same reference, Amazon Bedrock).
 */
const BUDGETS_READ = /^Describe/;
/** Needs no permission at all. */
const FREE = 'sts:GetCallerIdentity';
/** What this test itself asks for, to begin with. */
const BEFORE = ['iam:CreateRole', 'iam:PutRolePolicy'];

let world: World;
beforeAll(async () => {
  world = await openSmallWorld();
  await world.sync(['profiles']);
  await doEverything(world, world.simulator.url, await asService());
});
afterAll(() => world.close());

/** The printed policy; without choices, for the world. */
async function printed(
  kind: PolicyKind,
  typed: Readonly<Record<string, string>>,
  settings = world.settings,
): Promise<PolicyDocument> {
  const { store, clock } = world;
  const asking = {
    viewer: operator('local:test'),
    actor: { id: 'local:test', via: 'cli' as const },
    now: clock.now(),
    store,
    settings,
    noteAsked: () => undefined,
  };
  const [policy] = (await showPolicies(asking, [kind], typed)).policies;
  return policy?.document ?? { Version: '', Statement: [] };
}

/** The roles of the product in all accounts, with the printed policy and nothing else; the keys of the payer's. */
async function asService() {
  const { simulator } = world;
  const PolicyDocument = JSON.stringify(
    await printed('service', { geography: 'in-region,us,jp,apac,global' }),
  );
  for (const account of [PAYER, PLATFORM, RESEARCH]) {
    const { iam } = callerOf(simulator, keyOf(account));
    const RoleName = account === PAYER ? 'bedrock-ledger' : 'bedrock-ledger-reader';
    const trust = policyOf({ Effect: 'Allow', Principal: { AWS: PAYER }, Action: 'sts:AssumeRole' });
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'bedrock-ledger', PolicyDocument }));
  }
  const { sts } = callerOf(simulator, keyOf(PAYER));
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${PAYER}:role/bedrock-ledger`,
      RoleSessionName: 'bedrock-ledger',
    }),
  );
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}

function actionsOf(request: string): string[] {
  const [service = '', operation = ''] = request.split(':');
  if (service === 'budgets' && operation !== 'TagResource')
    return [BUDGETS_READ.test(operation) ? 'budgets:ViewBudget' : 'budgets:ModifyBudget'];
  const action = `${PREFIX[service] ?? service}:${operation}`;
  return action === 'bedrock:CreateInferenceProfile' ? [action, 'bedrock:TagResource'] : [action];
}

/** What `policies print` makes for an account of the demo, as the README has it. */
const README_CHOICES = { account: PLATFORM, region: 'us-east-1', geography: 'in-region,us' };

const README = new URL('../../README.md', import.meta.url);

/** The JSON below the first line of the README that speaks of this command; written anew where it is asked for. */
function inReadme(command: string, printedNow: PolicyDocument): unknown {
  const readme = readFileSync(README, 'utf8');
  const [before = '', after = ''] = readme.split(command);
  const [block = '', json = 'null'] = /```json\n([\s\S]*?)^```/m.exec(after) ?? [];
  if (process.env.UPDATE_EXAMPLES !== undefined) {
    const anew = `\`\`\`json\n${asPeopleWrite(printedNow)}\n\`\`\``;
    writeFileSync(README, before + command + after.replace(block, () => anew));
    return printedNow;
  }
  return JSON.parse(json);
}

/** JSON with what is short on one line. */
function asPeopleWrite(value: unknown, indent = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const parts = (deeper: number) =>
    Object.entries(value).map(
      ([key, one]) => (isList ? '' : `${JSON.stringify(key)}: `) + asPeopleWrite(one, deeper),
    );
  const line = isList ? `[${parts(0).join(', ')}]` : `{ ${parts(0).join(', ')} }`;
  const fits = !line.includes('\n') && line.length + indent <= (isList ? 100 : 90);
  if (fits && (isList || indent > 4)) return line;
  const inner = `\n${' '.repeat(indent + 2)}`;
  const [open, close] = isList ? '[]' : '{}';
  return `${open}${inner}${parts(indent + 2).join(`,${inner}`)}\n${' '.repeat(indent)}${close}`;
}

const sorted = (actions: Iterable<string>) => [...new Set(actions)].filter((one) => one !== FREE).sort();

it('the policy of the service allows exactly what sync, the mirror, profiles and the reading of policies use', async () => {
  const used = sorted(Object.keys(world.simulator.requests()).flatMap(actionsOf)).filter(
    (one) => !BEFORE.includes(one),
  );
  expect(used.length).toBeGreaterThan(10);
  const actions = (await printed('service', {})).Statement.flatMap(({ Action }) => Action ?? []);
  expect(sorted(actions)).toEqual(used);
});

it.each(['invoke', 'service'] as const)('the README has the printed policy: %s', async (kind) => {
  const { account, region, geography } = README_CHOICES;
  const command = `policies print ${kind} --account ${account} --region ${region} --geography ${geography}`;
  const now = await printed(kind, README_CHOICES, { ...world.settings, vending: VENDING });
  expect(inReadme(command, now)).toEqual(JSON.parse(JSON.stringify(now)));
});
