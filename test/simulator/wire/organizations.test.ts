import {
  AttachPolicyCommand,
  type ConstraintViolationException,
  CreatePolicyCommand,
  DeletePolicyCommand,
  DescribeAccountCommand,
  DescribeOrganizationalUnitCommand,
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  DetachPolicyCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListChildrenCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListPoliciesCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  ListTargetsForPolicyCommand,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/server.ts';
import { clientsOf, keyOf, refusal, startSmall } from './support.ts';

const PAYER = '111122223333';
const RESEARCH = '333344445555';
const Filter = 'SERVICE_CONTROL_POLICY';
const DENY = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'NoModels', Effect: 'Deny', Action: 'bedrock:InvokeModel*', Resource: '*' }],
};

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSmall();
});
afterAll(() => simulator.close());

const client = (accessKeyId = 'test') => clientsOf(simulator, { accessKeyId }).organizations;
let made = 0;
const create = (Content: string, Name = `policy ${++made}`) =>
  client().send(new CreatePolicyCommand({ Name, Description: 'for a test', Type: Filter, Content }));
const created = async () => (await create(JSON.stringify(DENY))).Policy?.PolicySummary?.Id ?? '';
const attach = (PolicyId: string, TargetId: string) =>
  client().send(new AttachPolicyCommand({ PolicyId, TargetId }));
const detach = (PolicyId: string, TargetId: string) =>
  client().send(new DetachPolicyCommand({ PolicyId, TargetId }));

async function rootId(): Promise<string> {
  const { Roots = [] } = await client().send(new ListRootsCommand({}));
  expect(Roots).toHaveLength(1);
  return Roots[0]?.Id ?? '';
}

/** The units below a node, by name. */
async function unitsOf(ParentId: string): Promise<Record<string, string>> {
  const { OrganizationalUnits = [] } = await client().send(
    new ListOrganizationalUnitsForParentCommand({ ParentId }),
  );
  return Object.fromEntries(OrganizationalUnits.map(({ Name = '', Id = '' }) => [Name, Id]));
}

describe('the tree', () => {
  it('holds every account once, each below its units', async () => {
    const { Organization } = await client().send(new DescribeOrganizationCommand({}));
    expect(Organization).toMatchObject({ FeatureSet: 'ALL', MasterAccountId: PAYER });
    const { Accounts = [] } = await client().send(new ListAccountsCommand({}));
    expect(Accounts.map(({ Id }) => Id)).toEqual(simulator.world.accounts.map(({ id }) => id));
    const root = await rootId();
    const units = await unitsOf(root);
    expect(Object.keys(units)).toEqual(['Platform', 'Workloads', 'Sandbox']);
    const { Research = '' } = await unitsOf(units.Workloads ?? '');
    const { Accounts: below = [] } = await client().send(
      new ListAccountsForParentCommand({ ParentId: Research }),
    );
    expect(below.map(({ Id }) => Id)).toEqual([RESEARCH]);
    const parents = async (ChildId: string) =>
      (await client().send(new ListParentsCommand({ ChildId }))).Parents;
    expect(await parents(RESEARCH)).toEqual([{ Id: Research, Type: 'ORGANIZATIONAL_UNIT' }]);
    expect(await parents(PAYER)).toEqual([{ Id: root, Type: 'ROOT' }]);
    const { Children } = await client().send(
      new ListChildrenCommand({ ParentId: root, ChildType: 'ACCOUNT' }),
    );
    expect(Children).toEqual([{ Id: PAYER, Type: 'ACCOUNT' }]);
  });

  it('is told to the payer alone, and knows what it does not hold', async () => {
    const ask = (AccountId: string, accessKeyId?: string) =>
      refusal(client(accessKeyId).send(new DescribeAccountCommand({ AccountId })));
    expect(await ask(RESEARCH)).toBe('no error');
    expect(await ask(RESEARCH, keyOf(RESEARCH))).toBe('AccessDeniedException');
    expect(await ask('999999999999')).toBe('AccountNotFoundException');
    expect(await ask('mine')).toBe('InvalidInputException');
    const unit = new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: 'ou-ex4m-abcdefgh' });
    expect(await refusal(client().send(unit))).toBe('OrganizationalUnitNotFoundException');
    const parent = new ListAccountsForParentCommand({ ParentId: 'r-none' });
    expect(await refusal(client().send(parent))).toBe('ParentNotFoundException');
  });
});

describe('service control policies', () => {
  it('begin with full access everywhere', async () => {
    const { Policies = [] } = await client().send(new ListPoliciesCommand({ Filter }));
    expect(Policies[0]).toMatchObject({ Id: 'p-FullAWSAccess', AwsManaged: true });
    const { Targets = [] } = await client().send(
      new ListTargetsForPolicyCommand({ PolicyId: 'p-FullAWSAccess' }),
    );
    expect(Targets.map(({ Type }) => Type).sort()).toEqual([
      ...simulator.world.accounts.map(() => 'ACCOUNT'),
      ...Array(4).fill('ORGANIZATIONAL_UNIT'),
      'ROOT',
    ]);
    const change = new UpdatePolicyCommand({ PolicyId: 'p-FullAWSAccess', Name: 'mine' });
    expect(await refusal(client().send(change))).toBe('InvalidInputException');
  });

  it('bind the accounts below what they are attached to, level by level, and not the payer', async () => {
    const id = await created();
    const { Workloads = '' } = await unitsOf(await rootId());
    await attach(id, Workloads);
    const { Policies = [] } = await client().send(
      new ListPoliciesForTargetCommand({ TargetId: Workloads, Filter }),
    );
    expect(Policies.map(({ Id }) => Id)).toEqual(['p-FullAWSAccess', id]);
    const levels = simulator.world.organization.controlsOf(RESEARCH);
    expect(levels).toHaveLength(4);
    expect(levels.map(({ documents }) => documents.length)).toEqual([1, 2, 1, 1]);
    expect(levels[1]).toMatchObject({ target: Workloads });
    expect(JSON.parse(levels[1]?.documents[1] ?? '')).toEqual(DENY);
    expect(simulator.world.organization.controlsOf(PAYER)).toEqual([]);
    expect(await refusal(attach(id, Workloads))).toBe('DuplicatePolicyAttachmentException');
    expect(await refusal(client().send(new DeletePolicyCommand({ PolicyId: id })))).toBe(
      'PolicyInUseException',
    );
    await detach(id, Workloads);
    expect(await refusal(detach(id, Workloads))).toBe('PolicyNotAttachedException');
    expect(simulator.world.organization.controlsOf(RESEARCH)[1]?.documents).toHaveLength(1);
    await client().send(new DeletePolicyCommand({ PolicyId: id }));
    expect(await refusal(client().send(new DescribePolicyCommand({ PolicyId: id })))).toBe(
      'PolicyNotFoundException',
    );
  });

  it('are changed for all whom they bind', async () => {
    const id = await created();
    await attach(id, RESEARCH);
    const Content = JSON.stringify({ ...DENY, Statement: [{ ...DENY.Statement[0], Sid: 'Changed' }] });
    await client().send(new UpdatePolicyCommand({ PolicyId: id, Content }));
    expect(simulator.world.organization.controlsOf(RESEARCH).at(-1)?.documents[1]).toBe(Content);
    const { Policy } = await client().send(new DescribePolicyCommand({ PolicyId: id }));
    expect(Policy?.Content).toBe(Content);
    await detach(id, RESEARCH);
  });

  it('keep to the limits of their number, their size and the last one', async () => {
    const { Sandbox = '' } = await unitsOf(await rootId());
    const full = await Promise.all(Array.from({ length: 10 }, created));
    for (const id of full.slice(0, 9)) await attach(id, Sandbox);
    const broken = (await attach(full[9] ?? '', Sandbox).catch((e) => e)) as ConstraintViolationException;
    expect([broken.name, broken.Reason]).toEqual([
      'ConstraintViolationException',
      'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
    ]);
    for (const id of full.slice(0, 9)) await detach(id, Sandbox);
    expect(await refusal(detach('p-FullAWSAccess', Sandbox))).toBe('ConstraintViolationException');
    const padded = (length: number) => JSON.stringify(DENY).padEnd(length);
    expect(await refusal(create(padded(10_241)))).toBe('ConstraintViolationException');
    expect(await refusal(create(padded(10_240)))).toBe('no error');
    expect(await refusal(create(JSON.stringify(DENY), 'FullAWSAccess'))).toBe('DuplicatePolicyException');
  });

  it.each([
    ['no JSON', '{'],
    ['no version', { Statement: DENY.Statement }],
    ['no statement', { Version: '2012-10-17' }],
    ['a principal', { ...DENY, Statement: [{ ...DENY.Statement[0], Principal: '*' }] }],
    ['no resource', { ...DENY, Statement: [{ Effect: 'Deny', Action: '*' }] }],
    ['two actions', { ...DENY, Statement: [{ ...DENY.Statement[0], NotAction: '*' }] }],
    ['an action of no service', { ...DENY, Statement: [{ ...DENY.Statement[0], Action: 'Invoke' }] }],
    ['an operator of nothing', { ...DENY, Statement: [{ ...DENY.Statement[0], Condition: { Is: {} } }] }],
    ['an effect of nothing', { ...DENY, Statement: [{ ...DENY.Statement[0], Effect: 'deny' }] }],
  ])('are refused with %s', async (_, content) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    expect(await refusal(create(text))).toBe('MalformedPolicyDocumentException');
  });
});
