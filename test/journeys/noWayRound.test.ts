import {
  CreateInferenceProfileCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-bedrock';
import { CreateServiceSpecificCredentialCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainTerms } from '../../src/core/budgets.ts';
import { money } from '../../src/core/money.ts';
import { instantOf } from '../../src/core/periods.ts';
import { judgeCallBy } from '../../src/core/policies/calls.ts';
import { judgeOf } from '../../src/core/policies/explain.ts';
import { type PolicyKind, type Printing, printPolicy } from '../../src/core/policies/generate.ts';
import { parsePolicy } from '../../src/core/policies/parse.ts';
import { choicesOf } from '../../src/core/policies/standard.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { type Bench, bench } from '../jobs/setup.ts';
import { clientsOf, keyOf } from '../simulator/wire/support.ts';
import { as, assign, type Owner, owners, PLATFORM, signIn } from './identityCenter.ts';

/**
 * Somebody whose hard budget is used up, under the printed policies and a role that refuses edits: whatever they try, no model
 * answers until they are freed. Others go on.
 */

const REGION = 'us-east-1';
const MODEL = 'anthropic.claude-sonnet-4-6';
const SET = 'BedrockStops';
const arnOf = (rest: string, account = PLATFORM, region = REGION) =>
  `arn:aws:bedrock:${region}:${account}:${rest}`;

let b: Bench;
let me: Owner;
let colleague: Owner;
let person: ReturnType<typeof as>;
/** As one who may do everything in the account, and does so without care. */
let admin: ReturnType<typeof clientsOf>['bedrock'];

beforeAll(async () => {
  b = await bench({
    world: { users: 10, days: 3 },
    settings: {
      backfillDays: 3,
      regions: [REGION],
      enforcement: { mode: 'on', onUnpriced: false, exemptGroups: [], grace: null, contact: null },
      policies: {
        geographies: null,
        models: null,
        selfService: true,
        enforcement: true,
        opened: [],
        tiers: null,
        exemptions: [],
      },
    },
  });
  await runSync(b.deps, ['profiles', 'usage', 'charges', 'rates', 'spend']);
  [me, colleague] = owners(b.simulator, REGION);
  await assign(b.simulator, SET, await printed('invoke'));
  person = as(b.simulator, await signIn(b.simulator, me.email, SET));
  admin = clientsOf(b.simulator, { accessKeyId: keyOf(PLATFORM) }).bedrock;
  await setHard('99999');
  await enforce();
});
afterAll(() => b.close());

async function printed(kind: PolicyKind, printing: Printing = {}): Promise<string> {
  const { settings } = b.deps;
  const accounts = settings.accounts.filter(({ accountId }) => accountId === PLATFORM);
  const choices = choicesOf({ ...settings, accounts }, await b.store.profiles.catalogue());
  return JSON.stringify(printPolicy(kind, choices, printing).document);
}
const setHard = (dollars: string) =>
  b.store.budgets.apply(
    [
      {
        do: 'set',
        slot: { scope: { kind: 'user', key: me.email }, period: 'month', narrowing: null },
        terms: { ...plainTerms(money(dollars)), hard: true },
        from: '2026-11-01',
      },
    ],
    { id: 'ann@example.com' },
    instantOf(b.clock.now()),
  );
const enforce = () => runSync(b.deps, ['profiles', 'enforce']);
const tagsOf = (arn: string) =>
  Object.fromEntries(
    (b.simulator.world.findProfile(arn, arn.split(':')[4] ?? '', REGION)?.tags ?? []).map(
      ({ key, value }) => [key, value],
    ),
  );
const mine = () => {
  const { UserEmail = '', CostCenter = '' } = tagsOf(me.profile);
  return { UserEmail, CostCenter };
};
const create = (
  by: Pick<ReturnType<typeof as>['bedrock'], 'send'>,
  name: string,
  copyFrom: string,
  tags: Readonly<Record<string, string>>,
) =>
  by.send(
    new CreateInferenceProfileCommand({
      inferenceProfileName: name,
      modelSource: { copyFrom },
      tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    }),
  );
const refused = (call: Promise<unknown>) => expect(call).rejects.toThrow(/is not authorized to perform/);

it('before the budget is used up both answer, and all profiles bear a mark', async () => {
  expect((await person.call(me.profile)).usage?.totalTokens).toBeGreaterThan(0);
  const marks = b.deps.settings.accounts.flatMap(({ accountId }) =>
    b.simulator.world.profiles(accountId, REGION).map(({ arn }) => tagsOf(arn).BudgetStatus),
  );
  expect(new Set(marks)).toEqual(new Set(['ok']));
});

describe('somebody who is stopped', () => {
  beforeAll(async () => {
    await setHard('0.01');
    await enforce();
  });

  it('is refused in AWS’s words, whatever session, and nobody else is', async () => {
    expect(tagsOf(me.profile).BudgetStatus).toBe('exceeded');
    const words = new RegExp(
      `^User: arn:aws:sts::${PLATFORM}:assumed-role/AWSReservedSSO_${SET}_.*/${me.email} is not authorized to perform: bedrock:InvokeModel on resource: ${me.profile} with an explicit deny in an identity-based policy$`,
    );
    await expect(person.call(me.profile)).rejects.toThrow(words);
    await expect(person.call(me.profile)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await refused(person.stream(me.profile));
    await refused(as(b.simulator, await signIn(b.simulator, me.email, SET)).call(me.profile));
    const other = as(b.simulator, await signIn(b.simulator, colleague.email, SET));
    expect((await other.call(colleague.profile)).usage?.totalTokens).toBeGreaterThan(0);
  });

  const source = arnOf(`inference-profile/us.${MODEL}`);
  const WAYS: [way: string, attempt: () => Promise<void>][] = [
    [
      'a new profile: it is made, and does not answer, nor once it was seen',
      async () => {
        const { inferenceProfileArn = '' } = await create(person.bedrock, 'a fresh one', source, mine());
        await refused(person.call(inferenceProfileArn));
        await enforce();
        expect(tagsOf(inferenceProfileArn).BudgetStatus).toBe('exceeded');
        await refused(person.call(inferenceProfileArn));
        await refused(create(person.bedrock, 'with a mark', source, { ...mine(), BudgetStatus: 'ok' }));
      },
    ],
    [
      're-tag',
      async () => {
        const tags = [{ key: 'BudgetStatus', value: 'ok' }];
        await refused(person.bedrock.send(new TagResourceCommand({ resourceARN: me.profile, tags })));
        await refused(
          person.bedrock.send(
            new TagResourceCommand({
              resourceARN: colleague.profile,
              tags: [{ key: 'UserEmail', value: me.email }],
            }),
          ),
        );
      },
    ],
    [
      'untag',
      () =>
        refused(
          person.bedrock.send(
            new UntagResourceCommand({ resourceARN: me.profile, tagKeys: ['BudgetStatus'] }),
          ),
        ),
    ],
    [
      'another Region',
      async () => {
        const west = as(b.simulator, await signIn(b.simulator, me.email, SET), 'us-west-2');
        const there = arnOf(`inference-profile/us.${MODEL}`, PLATFORM, 'us-west-2');
        await refused(create(west.bedrock, 'elsewhere', there, mine()));
        await refused(west.call(`us.${MODEL}`));
        await refused(west.call(me.profile.replace(REGION, 'us-west-2')));
      },
    ],
    [
      'another account',
      () => refused(person.call(arnOf('application-inference-profile/abc123def456', '333344445555'))),
    ],
    [
      'what is shared, or a colleague’s',
      async () => {
        await refused(person.call(colleague.profile));
        const { inferenceProfileArn = '' } = await create(admin, 'for all', source, {
          CostCenter: mine().CostCenter,
          ManagedBy: 'bedrock-ledger',
        });
        await refused(person.call(inferenceProfileArn));
      },
    ],
    ['a model directly', () => refused(person.call(MODEL))],
    ['a system profile', () => refused(person.call(`us.${MODEL}`))],
    [
      'the global route',
      async () => {
        const global = arnOf(`inference-profile/global.${MODEL}`);
        await refused(person.call(`global.${MODEL}`));
        await refused(create(person.bedrock, 'mine global', global, mine()));
        const { inferenceProfileArn = '' } = await create(admin, 'careless', global, mine());
        await refused(person.call(inferenceProfileArn));
      },
    ],
    [
      'an API key',
      () =>
        refused(
          person.iam.send(
            new CreateServiceSpecificCredentialCommand({
              UserName: 'review-bot',
              ServiceName: 'bedrock.amazonaws.com',
            }),
          ),
        ),
    ],
  ];
  it.each(WAYS)('does not get round it by %s', async (_, attempt) => attempt());

  it('is judged by the mark as soon as AWS counts it, which takes its time', async () => {
    const delay = (seconds: number) =>
      fetch(`${b.simulator.url}/_sim/settings`, {
        method: 'POST',
        body: JSON.stringify({ tagDelaySeconds: seconds }),
      });
    await delay(30);
    b.clock.advance(60_000);
    await setHard('99999');
    await enforce();
    await refused(person.call(me.profile));
    b.clock.advance(31_000);
    expect((await person.call(me.profile)).usage?.totalTokens).toBeGreaterThan(0);
    await delay(0);
  });
});

it('a role with the part for stops alone writes the budget mark and nothing else', async () => {
  const judge = judgeOf({
    identity: [parsePolicy(JSON.parse(await printed('service', { parts: ['profiles', 'stops'] })), 'stops')],
    boundary: null,
    controls: [],
  });
  const may = (action: string, more: object, arn = me.profile) =>
    judgeCallBy(judge, {
      action: `bedrock:${action}`,
      caller: {
        arn: arnOf('role/bedrock-ledger').replace('bedrock:us-east-1', 'iam:'),
        accountId: PLATFORM,
        tags: {},
      },
      on: { arn, tags: { ...mine(), ManagedBy: 'terraform' }, modelArns: [] },
      region: REGION,
      tagsWhileCreating: 'present',
      ...more,
    }).decision === 'allowed';
  expect(may('TagResource', { requestTags: { BudgetStatus: 'exceeded' } })).toBe(true);
  expect(may('UntagResource', { untagKeys: ['BudgetStatus'] })).toBe(true);
  expect(may('TagResource', { requestTags: { BudgetStatus: 'ok', UserEmail: me.email } })).toBe(false);
  expect(may('TagResource', { requestTags: {} })).toBe(false);
  expect(may('UntagResource', { untagKeys: ['UserEmail'] })).toBe(false);
  expect(may('UntagResource', { untagKeys: [] })).toBe(false);
  expect(
    may(
      'TagResource',
      { requestTags: { BudgetStatus: 'ok' } },
      arnOf('application-inference-profile/x', '999999999999'),
    ),
  ).toBe(false);
  expect(may('InvokeModel', {})).toBe(false);
});
