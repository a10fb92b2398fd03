import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyVersionCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListPolicyVersionsCommand,
} from '@aws-sdk/client-iam';
import {
  ProvisionPermissionSetCommand,
  PutPermissionsBoundaryToPermissionSetCommand,
} from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bornMarked } from '../../src/app/stop/born.ts';
import { listStops } from '../../src/app/stop/list.ts';
import { boundaryChecks } from '../../src/cli/doctorStops.ts';
import type { Context } from '../../src/context.ts';
import { plainTerms } from '../../src/core/budgets.ts';
import { money } from '../../src/core/money.ts';
import { instantOf } from '../../src/core/periods.ts';
import { printPolicy } from '../../src/core/policies/generate.ts';
import { choicesOf } from '../../src/core/policies/standard.ts';
import type { EnforcementSettings } from '../../src/core/stop/settings.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { askingOf } from '../asking.ts';
import { as, assign, type Owner, PLATFORM, signIn } from '../journeys/identityCenter.ts';
import { callerOf, policyOf, TRUST } from '../simulator/wire/iam-support.ts';
import { clientsOf, keyOf } from '../simulator/wire/support.ts';
import { type Bench, bench, tamper } from './setup.ts';

/**
 * Stops of whole cost centers by one policy in each account, which is the permissions boundary of the permission set that people
 * come with: what AWS answers them, and what happens where the policy cannot do it.
 */

const REGION = 'us-east-1';
const RESEARCH = '333344445555';
const SET = 'BedrockBounded';
const NAME = 'BedrockLedgerStops';
const ARN = `arn:aws:iam::${PLATFORM}:policy/${NAME}`;
const ON: EnforcementSettings = {
  mode: 'on',
  onUnpriced: false,
  exemptGroups: [],
  grace: null,
  contact: null,
  boundary: { policyName: NAME },
};

let b: Bench;
let iam: ReturnType<typeof callerOf>['iam'];
let me: Owner & { costCenter: string };
let other: Owner & { costCenter: string };
let base: string;

beforeAll(async () => {
  b = await bench({
    world: { users: 12, days: 3 },
    settings: {
      ...{ backfillDays: 3, regions: [REGION], enforcement: ON },
      policies: {
        ...{ geographies: null, models: null, selfService: false, enforcement: true },
        ...{ opened: [], tiers: null, exemptions: [] },
      },
    },
  });
  const { settings } = b.deps;
  settings.accounts = settings.accounts.filter(({ accountId }) => [PLATFORM, RESEARCH].includes(accountId));
  await runSync(b.deps, ['people', 'profiles', 'usage', 'charges', 'rates', 'spend']);
  [me, other] = twoCenters();
  const choices = choicesOf(
    { ...settings, accounts: settings.accounts.filter(({ accountId }) => accountId === PLATFORM) },
    await b.store.profiles.catalogue(),
  );
  iam = callerOf(b.simulator, keyOf(PLATFORM)).iam;
  await assign(b.simulator, SET, JSON.stringify(printPolicy('invoke', choices).document));
  base = JSON.stringify(printPolicy('boundary', choices).document);
});
afterAll(() => b.close());

/** People of two cost centers with a profile each in the account of the permission set. */
function twoCenters(): [typeof me, typeof other] {
  const active = new Set(
    b.simulator.world.directory().users.flatMap((one) => (one.enabled ? [one.email] : [])),
  );
  const owned = b.simulator.world.profiles(PLATFORM, REGION).flatMap(({ arn: profile, tags, copyFrom }) => {
    const of = (name: string) => tags.find(({ key }) => key === name)?.value ?? '';
    const email = of('UserEmail');
    return active.has(email) && !copyFrom.includes('/global.')
      ? [{ email, profile, costCenter: of('CostCenter') }]
      : [];
  });
  const [first] = owned;
  const second = owned.find(({ costCenter }) => costCenter !== first?.costCenter);
  if (!first || !second) throw new Error('nobody has a profile');
  return [first, second];
}

const setHard = (dollars: string) =>
  b.store.budgets.apply(
    [
      {
        do: 'set',
        slot: { scope: { kind: 'costCenter', key: me.costCenter }, period: 'month', narrowing: null },
        terms: { ...plainTerms(money(dollars)), hard: true },
        from: '2026-11-01',
      },
    ],
    { id: 'ann@example.com' },
    instantOf(b.clock.now()),
  );
async function enforce(more: Partial<EnforcementSettings> = {}) {
  const settings = { ...b.deps.settings, enforcement: { ...b.deps.settings.enforcement, ...more } };
  const { runs } = await runSync({ ...b.deps, settings }, ['profiles', 'enforce']);
  const { id } = runs.find(({ job }) => job === 'enforce') ?? expect.unreachable();
  return (await b.store.runs.list({ limit: 5 })).find((one) => one.id === id) ?? expect.unreachable();
}
async function bind(): Promise<void> {
  const { ssoadmin } = clientsOf(b.simulator, { region: 'us-west-2' });
  const { instanceArn: InstanceArn } = b.simulator.world.permissionSets;
  const PermissionSetArn = b.simulator.world.permissionSets.named(SET)?.arn;
  const PermissionsBoundary = { CustomerManagedPolicyReference: { Name: NAME } };
  await ssoadmin.send(
    new PutPermissionsBoundaryToPermissionSetCommand({ InstanceArn, PermissionSetArn, PermissionsBoundary }),
  );
  const target = { TargetType: 'AWS_ACCOUNT', TargetId: PLATFORM } as const;
  await ssoadmin.send(new ProvisionPermissionSetCommand({ InstanceArn, PermissionSetArn, ...target }));
}
const call = async ({ email, profile }: Owner): Promise<string> => {
  try {
    await as(b.simulator, await signIn(b.simulator, email, SET)).call(profile);
    return 'answered';
  } catch (error) {
    return (error as Error).message.replace(/^.*?(with an explicit)/, '$1');
  }
};
/** Profiles of my cost center that are marked, by account. */
const marked = (account: string) =>
  b.simulator.world
    .profiles(account, REGION)
    .filter(({ tags }) => tags.some(({ key, value }) => key === 'BudgetStatus' && value === 'exceeded'))
    .length;
const inForce = async () => {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: ARN }));
  const VersionId = Policy?.DefaultVersionId;
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn: ARN, VersionId }));
  return decodeURIComponent(PolicyVersion?.Document ?? '');
};
/** By hand: the oldest of five versions goes. */
async function put(PolicyDocument: string): Promise<void> {
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: ARN }));
  const { VersionId } = Versions.findLast(({ IsDefaultVersion }) => IsDefaultVersion !== true) ?? {};
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn: ARN, VersionId }));
  await iam.send(new CreatePolicyVersionCommand({ PolicyArn: ARN, PolicyDocument, SetAsDefault: true }));
}
const writes = () => b.simulator.requests()['iam:CreatePolicyVersion'] ?? 0;
/** What `doctor` says of the policy, by account. */
async function doctored(): Promise<Record<string, string>> {
  const checks = await boundaryChecks({ ...b.deps, store: b.store as Context['store'] });
  return Object.fromEntries(
    checks.map(({ check, state, found }) => [check.slice(-12), `${state}: ${found}`]),
  );
}
const REFUSED = 'with an explicit deny in a permissions boundary';

describe('a cost center whose budget is used up', () => {
  it('bears marks where there is no policy, and the run says what is missing', async () => {
    await setHard('0.01');
    const run = await enforce();
    expect(run.status).toBe('partial');
    expect(run.errors.map(({ slice, error }) => `${slice}: ${error}`)[0]).toMatch(
      new RegExp(`^${ARN}: there is no such policy: make it .*policies print boundary`),
    );
    expect(marked(PLATFORM)).toBeGreaterThan(1);
    expect((await doctored())[PLATFORM]).toMatch(/^warning: there is no such policy/);
  });

  it('bears them while nobody has the policy as boundary', async () => {
    await iam.send(new CreatePolicyCommand({ PolicyName: NAME, PolicyDocument: base }));
    expect((await enforce()).errors[0]?.error).toMatch(/^nobody has it as permissions boundary/);
    expect(marked(PLATFORM)).toBeGreaterThan(1);
  });

  it('is refused by one write once it is a boundary, and needs no marks there', async () => {
    await bind();
    expect(await call(other)).toBe('answered');
    await enforce();
    expect(await call(me)).toBe(REFUSED);
    expect(await call(other)).toBe('answered');
    expect(marked(PLATFORM)).toBe(0);
    expect((await doctored())[PLATFORM]).toMatch(/^ok: 1 roles and users have it, \d+ of 6144 characters/);
    expect(await inForce()).toContain(`"aws:ResourceTag/CostCenter":["${me.costCenter}"]`);
    const { going } = await listStops(askingOf(b.store, { settings: b.deps.settings, now: b.clock.now() }));
    expect(going).toMatchObject([{ whom: { key: me.costCenter }, boundaries: [PLATFORM] }]);
    const before = writes();
    expect((await enforce()).rows).toBe(0);
    expect(writes()).toBe(before);
  });

  it('answers again by one write after a raise, and never more than five versions are kept', async () => {
    for (const dollars of ['99999', '0.01', '99999', '0.01', '99999', '0.01', '99999']) {
      await setHard(dollars);
      const before = writes();
      await enforce();
      expect(writes()).toBe(before + 1);
      expect(await call(me)).toBe(dollars === '0.01' ? REFUSED : 'answered');
    }
    const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: ARN }));
    expect(Versions).toHaveLength(5);
  });

  it('is stopped anew where somebody wrote over it, and the run says so', async () => {
    await setHard('0.01');
    await enforce();
    await put(base);
    expect(await call(me)).toBe('answered');
    expect((await enforce()).errors).toContainEqual({ slice: ARN, error: 'somebody changed it' });
    expect(await call(me)).toBe(REFUSED);
  });

  it('does not stop who is never stopped', async () => {
    const nothing = { name: null, costCenter: null, manager: null, active: null };
    const fact = { email: me.email, ...nothing, groups: ['on-call'] };
    const actor = { id: 'ann@example.com' };
    await b.store.people.learn('byHand', [fact], { complete: false, actor, now: instantOf(b.clock.now()) });
    await tamper(b.store, (lease) => b.store.belongings.record(lease, '2026-11-20'));
    await enforce({ exemptGroups: ['on-call'] });
    expect(await call(me)).toBe('answered');
    expect(await inForce()).toContain(`"aws:ResourceTag/UserEmail":["${me.email}"]`);
    await enforce();
    expect(await call(me)).toBe(REFUSED);
  });

  it('is born without a mark where the policy holds it', async () => {
    const { store, settings, clock } = b.deps;
    const born = (accountId: string) =>
      bornMarked(
        { store, settings, now: clock.now() },
        { accountId, userEmail: me.email, costCenter: me.costCenter, tags: {} },
        { modelKey: 'anthropic.claude-sonnet-4-6' },
      );
    expect([await born(PLATFORM), await born(RESEARCH)]).toEqual([{}, { BudgetStatus: 'exceeded' }]);
  });

  it('bears marks again where the policy is attached, and it is left as it is', async () => {
    const held = await inForce();
    const at = { RoleName: 'careless', PolicyArn: ARN };
    const AssumeRolePolicyDocument = TRUST;
    await iam.send(new CreateRoleCommand({ RoleName: at.RoleName, AssumeRolePolicyDocument }));
    await iam.send(new AttachRolePolicyCommand(at));
    expect((await enforce()).errors[0]?.error).toMatch(/^it is attached to somebody, whom it would grant/);
    expect([marked(PLATFORM) > 0, await inForce()]).toEqual([true, held]);
    expect((await doctored())[PLATFORM]).toMatch(/^failed: it is attached to somebody/);
    await iam.send(new DetachRolePolicyCommand(at));
    await enforce();
    expect(marked(PLATFORM)).toBe(0);
  });

  it('is never written over where it holds what somebody else wrote', async () => {
    const document = policyOf({ Sid: 'Ours', Effect: 'Allow', Action: '*', Resource: '*' });
    await put(document);
    expect((await enforce()).errors[0]?.error).toMatch(/^it holds statements of somebody else/);
    expect([await inForce(), marked(PLATFORM) > 0]).toEqual([document, true]);
    await put(base);
    await enforce();
    expect([await call(me), marked(PLATFORM)]).toEqual([REFUSED, 0]);
  });

  it('answers once it is switched off, and nothing is looked at any more', async () => {
    await enforce({ mode: 'off' });
    expect(await call(me)).toBe('answered');
    expect(JSON.parse(await inForce())).toEqual(JSON.parse(base.replaceAll('"*"', '["*"]')));
    expect(await b.store.boundaries.all()).toEqual([]);
  });
});
