import { describe, expect, it } from 'vitest';
import { type AuditInput, auditRows, directKey } from '../../../src/core/policies/audit.ts';
import type { RecordedCall } from '../../../src/core/policies/found.ts';
import type { Money, Profile } from '../../../src/core/types.ts';
import { ACCOUNT, choices, MODEL } from './companies/facts.ts';

/** Who would have been denied: each kind of call that was seen, with and without its name. */

const REGION = 'us-east-1';
const OTHER = '444455556666';
const at = (region: string) => `arn:aws:bedrock:${region}::foundation-model/${MODEL}`;
const US = ['us-east-1', 'us-west-2'].map(at);
const usd = (cents: number) => (BigInt(cents) * 100_000_000n) as Money;

function profile(shortId: string, tags: Record<string, string>, more: Partial<Profile> = {}): Profile {
  const seen = '2026-11-01T00:00:00.000Z';
  return {
    arn: `arn:aws:bedrock:${REGION}:${ACCOUNT}:application-inference-profile/${shortId}`,
    accountId: ACCOUNT,
    region: REGION,
    shortId,
    name: shortId,
    status: 'ACTIVE',
    modelKey: MODEL,
    modelArns: US,
    route: 'geo',
    sourceId: `us.${MODEL}`,
    createdAt: seen,
    firstSeenAt: seen,
    lastSeenAt: seen,
    goneAt: null,
    history: [{ from: seen, tags }],
    ...more,
  };
}
const owned = (UserEmail: string) => ({ UserEmail, CostCenter: '4711' });
const PROFILES = [
  profile('own', owned('ann@example.com')),
  profile('none', {}),
  profile('left', owned('gone@example.com')),
  profile('letters', owned('BOB@example.com')),
  profile('world', owned('ann@example.com'), {
    route: 'global',
    sourceId: `global.${MODEL}`,
    modelArns: [at(REGION)],
  }),
  profile('europe', owned('ann@example.com'), { modelArns: [at('eu-west-1')] }),
];
const person = (email: string, active = true) => ({ email, costCenter: '4711', active });
const used = (dimension: string, tokens = 1000n) => ({
  accountId: ACCOUNT,
  region: REGION,
  dimension,
  tokens,
});

const audited = (more: Partial<AuditInput> = {}) =>
  auditRows({
    choices,
    profiles: PROFILES,
    catalogue: [],
    people: [person('ann@example.com'), person('bob@example.com'), person('gone@example.com', false)],
    seen: [],
    ofProfile: new Map(),
    ofDirect: new Map(),
    principals: [],
    calls: [],
    ...more,
  });

describe('what the ledger saw', () => {
  it.each([
    ['none', 'noOwner', '', 'DenyProfilesOfOthers'],
    ['left', 'ownerLeft', 'gone@example.com', 'DenyProfilesOfOthers'],
    ['letters', 'letterCase', 'BOB@example.com', 'DenyProfilesOfOthers'],
    ['world', 'globalRoute', 'ann@example.com', 'DenyOtherModelsThroughProfiles'],
    ['europe', 'geography', 'ann@example.com', 'DenyOtherModelsThroughProfiles'],
    [MODEL, 'directModel', '', 'DenyModelsOutsideProfiles'],
    [`us.${MODEL}`, 'systemProfile', '', 'DenyAllButProfilesAndTheirModels'],
    ['unheardof', 'unknownProfile', '', 'DenyProfilesOfOthers'],
  ])('%s is %s', (dimension, reason, who, guard) => {
    expect(audited({ seen: [used(dimension)] })).toMatchObject([
      { reason, who, guard, tokens: 1000n, calls: null, invoke: expect.any(String) },
    ]);
  });
  it('a profile under another address of somebody is theirs here, and refused there', () => {
    const old = profile('old', owned('maiden@example.com'), {
      aliases: { 'maiden@example.com': 'ann@example.com' },
    });
    expect(audited({ profiles: [old], seen: [used('old')] })).toMatchObject([
      { who: 'ann@example.com', reason: 'notOwn', guard: 'DenyProfilesOfOthers' },
    ]);
  });
  it("leaves one's own profile out", () => expect(audited({ seen: [used('own')] })).toEqual([]));
  it('tells of models that are not chosen, and of profiles over their budget', () => {
    const models = ['amazon.*'];
    expect(audited({ choices: { ...choices, models }, seen: [used('own')] })).toMatchObject([
      { reason: 'model' },
    ]);
    expect(audited({ choices: { ...choices, models: ['anthropic.*'] }, seen: [used('own')] })).toEqual([]);
    const over = profile('over', { ...owned('ann@example.com'), BudgetStatus: 'exceeded' });
    const call = { profiles: [...PROFILES, over], seen: [used('over')] };
    expect(audited(call)).toMatchObject([{ reason: 'exceeded', guard: 'DenyWhenBudgetExceeded' }]);
    expect(audited({ ...call, choices: { ...choices, enforcement: false } })).toEqual([]);
  });
  it('allows what is chosen: the global route', () => {
    const destinations = ['', ...choices.destinations];
    const global = {
      ...choices,
      geographies: ['us', 'global'],
      destinations,
      ends: { 'us-east-1': destinations },
    };
    expect(audited({ choices: global, seen: [used('world')] })).toEqual([]);
  });
  it('knows what it came to, and whether others had a part in it', () => {
    const ofDirect = new Map([[directKey(ACCOUNT, REGION, MODEL), usd(250)]]);
    const ofProfile = new Map([[PROFILES[1]?.arn ?? '', usd(300)]]);
    expect(audited({ seen: [used(MODEL), used('none')], ofDirect, ofProfile })).toMatchObject([
      { reason: 'noOwner', amount: usd(300), shared: false },
      { reason: 'directModel', amount: usd(250), shared: false },
    ]);
    expect(audited({ seen: [used(MODEL), used(`us.${MODEL}`)], ofDirect })).toMatchObject([
      { amount: usd(250), shared: true },
      { amount: usd(250), shared: true },
    ]);
  });
  it('without a directory takes the tag for the owner', () =>
    expect(audited({ people: [], seen: [used('left'), used('own')] })).toEqual([]));
});

describe('what the bill says of callers', () => {
  const principals = (amount: number, explained: number) => [
    { email: 'ann@example.com', amount: usd(amount), explained: usd(explained) },
  ];
  it('is told where their profiles do not explain it', () =>
    expect(audited({ principals: principals(500, 100) })).toMatchObject([
      { who: 'ann@example.com', reason: 'aroundProfiles', amount: usd(400) },
    ]));
  it('is not where the rest is rounding', () => {
    expect(audited({ principals: principals(10_000, 9_999) })).toEqual([]);
    expect(audited({ principals: principals(100, 200) })).toEqual([]);
  });
});

describe('what CloudTrail recorded', () => {
  const PEOPLE = `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_people_0123456789abcdef`;
  const call = (who: string, modelId: string, more: Partial<RecordedCall> = {}): RecordedCall => ({
    at: '2026-11-20T00:00:00.000Z',
    accountId: ACCOUNT,
    region: REGION,
    operation: 'Converse',
    modelId,
    caller: `arn:aws:sts::${ACCOUNT}:assumed-role/x/${who}`,
    role: PEOPLE,
    who,
    apiKey: false,
    error: null,
    ...more,
  });
  const arnOf = (shortId: string) => PROFILES.find((one) => one.shortId === shortId)?.arn ?? '';
  const program = {
    role: `arn:aws:iam::${ACCOUNT}:role/programs/batch`,
    caller: `arn:aws:sts::${ACCOUNT}:assumed-role/batch/run`,
  };

  it('names whoever calls a profile that is not theirs, once, with how often', () =>
    expect(
      audited({
        calls: [
          call('ann@example.com', arnOf('own')),
          call('bob@example.com', arnOf('own')),
          call('bob@example.com', arnOf('own')),
        ],
      }),
    ).toMatchObject([{ who: 'bob@example.com', reason: 'notOwn', calls: 2 }]));
  it('takes the place of what has no name', () => {
    const found = audited({ seen: [used(MODEL)], calls: [call('ann@example.com', MODEL)] });
    expect(found).toMatchObject([{ who: 'ann@example.com', reason: 'directModel', calls: 1, tokens: 1000n }]);
  });
  it('shares an amount among all who called the same', () => {
    const ofDirect = new Map([[directKey(ACCOUNT, REGION, MODEL), usd(250)]]);
    const calls = [call('ann@example.com', MODEL), call('bob@example.com', `us.${MODEL}`)];
    expect(audited({ ofDirect, calls }).map(({ shared, amount }) => [shared, amount])).toEqual([
      [true, usd(250)],
      [true, usd(250)],
    ]);
  });
  it('judges roles of programs by the guard alone, and leaves the exempt out', () => {
    const calls = [call('run', MODEL, program)];
    expect(audited({ calls })).toMatchObject([
      { role: 'batch', invoke: null, guard: 'DenyModelsOutsideProfiles' },
    ]);
    const exemptions = [{ pattern: 'arn:aws:iam::*:role/programs/*', owner: 'platform', reason: 'batch' }];
    expect(audited({ choices: { ...choices, exemptions }, seen: [used(MODEL)], calls })).toEqual([]);
  });
  it('finds keys of Bedrock on calls that are right otherwise', () =>
    expect(audited({ calls: [call('ann@example.com', arnOf('own'), { apiKey: true })] })).toMatchObject([
      { reason: 'apiKey', guard: 'DenyOtherSpending' },
    ]));
  it('leaves out what AWS refused already', () =>
    expect(audited({ calls: [call('ann@example.com', MODEL, { error: 'AccessDenied' })] })).toEqual([]));
  it('takes no name from calls that failed for what passed without one', () =>
    expect(
      audited({
        seen: [used(MODEL)],
        calls: [call('ann@example.com', MODEL, { error: 'ThrottlingException' })],
      }),
    ).toMatchObject([{ who: '', reason: 'directModel', tokens: 1000n }]));
  it('knows a person by the letters of the directory', () =>
    expect(audited({ calls: [call('Ann@Example.com', arnOf('own'))] })).toEqual([]));
  it('tells of profiles of other accounts', () =>
    expect(
      audited({
        calls: [
          call('ann@example.com', `arn:aws:bedrock:${REGION}:${OTHER}:application-inference-profile/own2`),
        ],
      }),
    ).toMatchObject([{ reason: 'unknownProfile' }]));
});
