import { describe, expect, it } from 'vitest';
import { type ApiCall, authorisationsOf, judgeCall } from '../../../src/simulator/iam/calls.ts';
import type { Statement } from '../../../src/simulator/iam/types.ts';

/** Which authorisations each call needs, and how its refusal reads. */

const ACCOUNT = '111122223333';
const MODEL = 'anthropic.claude-sonnet-4-6';
const arnOf = (what: string, partition = 'aws') => `arn:${partition}:bedrock:us-east-1:${ACCOUNT}:${what}`;
const PROFILE = arnOf('application-inference-profile/abc123');
const modelArn = (region: string) => `arn:aws:bedrock:${region}::foundation-model/${MODEL}`;

const call = (action: string, more: Partial<ApiCall> = {}): ApiCall => ({
  action: `bedrock:${action}`,
  caller: { arn: `arn:aws:iam::${ACCOUNT}:role/People`, accountId: ACCOUNT, tags: { UserEmail: 'a@x' } },
  on: { arn: PROFILE, tags: { UserEmail: 'a@x' }, modelArns: [] },
  region: 'us-east-1',
  tagsWhileCreating: 'present',
  ...more,
});

/** Action, resource and the keys that are asked about, of every authorisation of a call. */
const needs = (asked: ApiCall, ...keys: string[]) =>
  authorisationsOf(asked).map(({ action, resource, context }) => [
    action.replace('bedrock:', ''),
    resource,
    ...keys.map((key) => context[key] ?? null),
  ]);

describe('the authorisations of a call', () => {
  const through = (arn: string, modelArns: string[], more: Partial<ApiCall> = {}) =>
    call('InvokeModel', { on: { arn, tags: { UserEmail: 'a@x' }, modelArns }, ...more });
  const KEYS = [
    'aws:RequestedRegion',
    'bedrock:InferenceProfileArn',
    'aws:ResourceTag/UserEmail',
    'aws:ResourceAccount',
  ];

  it('are the profile and every model behind it, each in its Region', () => {
    const models = [modelArn('us-east-1'), modelArn('us-west-2')];
    expect(needs(through(PROFILE, models), ...KEYS)).toEqual([
      ['InvokeModel', PROFILE, 'us-east-1', null, 'a@x', ACCOUNT],
      ['InvokeModel', models[0], 'us-east-1', PROFILE, null, null],
      ['InvokeModel', models[1], 'us-west-2', PROFILE, null, null],
    ]);
  });
  it('end in no Region for a global route', () => {
    const models = [modelArn('us-east-1'), modelArn('')];
    expect(needs(through(PROFILE, models), 'aws:RequestedRegion').at(-1)).toEqual([
      'InvokeModel',
      models[1],
      'unspecified',
    ]);
  });
  it('are the system profile and its models, or a model alone', () => {
    const system = arnOf(`inference-profile/us.${MODEL}`);
    expect(needs(through(system, [modelArn('us-east-2')]), ...KEYS)).toEqual([
      ['InvokeModel', system, 'us-east-1', null, 'a@x', ACCOUNT],
      ['InvokeModel', modelArn('us-east-2'), 'us-east-2', system, null, null],
    ]);
    const direct = call('InvokeModelWithResponseStream', {
      on: { arn: modelArn('us-east-1'), tags: {}, modelArns: [] },
    });
    expect(needs(direct, ...KEYS)).toEqual([
      ['InvokeModelWithResponseStream', modelArn('us-east-1'), 'us-east-1', null, null, null],
    ]);
  });
  it('are those of a router under a key of its own, and of Converse by the name that IAM has for it', () => {
    const router = arnOf('default-prompt-router/anthropic.claude:1');
    const on = { arn: router, tags: {}, modelArns: [modelArn('us-east-1')] };
    const routed = needs(call('Converse', { on }), 'bedrock:PromptRouterArn', 'bedrock:InferenceProfileArn');
    expect(routed).toEqual([
      ['InvokeModel', router, null, null],
      ['InvokeModel', modelArn('us-east-1'), router, null],
    ]);
    const [streamed] = needs(call('ConverseStream'));
    expect(streamed).toEqual(['InvokeModelWithResponseStream', PROFILE]);
  });
  it('know a user by name', () => {
    const { caller } = call('x');
    const arn = `arn:aws:iam::${ACCOUNT}:user/bots/bot`;
    const [asked] = authorisationsOf(call('GetInferenceProfile', { caller: { ...caller, arn } }));
    expect([asked?.context['aws:PrincipalType'], asked?.context['aws:username']]).toEqual(['User', 'bot']);
  });
  it('carry the tier on each', () => {
    const asked = through(PROFILE, [modelArn('us-east-1')], { serviceTier: 'flex' });
    expect(needs(asked, 'bedrock:ServiceTier').map(([, , tier]) => tier)).toEqual(['flex', 'flex']);
  });
  it('of a new profile are its making, its source, and its tags if there are any', () => {
    const source = { arn: arnOf(`inference-profile/us.${MODEL}`), tags: {}, modelArns: [] };
    const made = arnOf('application-inference-profile/new');
    const create = (more: Partial<ApiCall>) => call('CreateInferenceProfile', { source, ...more });
    const keys = [
      'aws:RequestTag/UserEmail',
      'aws:TagKeys',
      'aws:ResourceTag/UserEmail',
      'aws:ResourceAccount',
    ];
    const requestTags = { UserEmail: 'a@x' };
    expect(needs(create({ requestTags }), ...keys)).toEqual([
      ['CreateInferenceProfile', made, 'a@x', ['UserEmail'], 'a@x', ACCOUNT],
      ['CreateInferenceProfile', source.arn, 'a@x', ['UserEmail'], null, ACCOUNT],
      ['TagResource', made, 'a@x', ['UserEmail'], 'a@x', ACCOUNT],
    ]);
    expect(needs(create({ requestTags, tagsWhileCreating: 'absent' }), ...keys).map((row) => row[4])).toEqual(
      [null, null, null],
    );
    expect(needs(create({}), ...keys)).toEqual([
      ['CreateInferenceProfile', made, null, null, null, ACCOUNT],
      ['CreateInferenceProfile', source.arn, null, null, null, ACCOUNT],
    ]);
    const elsewhere = { ...source, arn: arnOf('inference-profile/us-gov.x', 'aws-us-gov') };
    expect(needs(create({ source: elsewhere }))[0]?.[1]).toBe(
      arnOf('application-inference-profile/new', 'aws-us-gov'),
    );
  });
  it('of tagging know the tags that are there and those that come or go', () => {
    const keys = ['aws:RequestTag/Team', 'aws:TagKeys', 'aws:ResourceTag/UserEmail'];
    expect(needs(call('TagResource', { requestTags: { Team: 'b' } }), ...keys)).toEqual([
      ['TagResource', PROFILE, 'b', ['Team'], 'a@x'],
    ]);
    expect(needs(call('UntagResource', { untagKeys: ['Team'] }), ...keys)).toEqual([
      ['UntagResource', PROFILE, null, ['Team'], 'a@x'],
    ]);
    const service = { ...call('x', { requestTags: { Team: 'b' } }), action: 'tag:TagResources' };
    expect(needs(service, ...keys)).toEqual([
      ['tag:TagResources', '*', null, null, null],
      ['TagResource', PROFILE, 'b', ['Team'], 'a@x'],
    ]);
  });
  it('of lists name no resource; of a profile its own', () => {
    expect(needs(call('ListInferenceProfiles'))).toEqual([['ListInferenceProfiles', '*']]);
    for (const action of ['ListTagsForResource', 'GetInferenceProfile', 'DeleteInferenceProfile'])
      expect(needs(call(action), 'aws:ResourceTag/UserEmail')).toEqual([[action, PROFILE, 'a@x']]);
  });
  it('know the caller, and what is given goes before what is worked out, in any case', () => {
    const [first] = authorisationsOf(
      call('GetInferenceProfile', { context: { 'AWS:requestedregion': 'x' } }),
    );
    expect(first?.context).toEqual({
      'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/People`,
      'aws:PrincipalAccount': ACCOUNT,
      'aws:PrincipalType': 'AssumedRole',
      'aws:SecureTransport': 'true',
      'aws:ViaAWSService': 'false',
      'aws:PrincipalIsAWSService': 'false',
      'aws:PrincipalTag/UserEmail': 'a@x',
      'aws:ResourceTag/UserEmail': 'a@x',
      'aws:ResourceAccount': ACCOUNT,
      'AWS:requestedregion': 'x',
    });
  });
});

describe('a refusal in words', () => {
  const named = (name: string, ...Statement: Statement[]) => ({
    name,
    document: { Version: '2012-10-17', Statement },
  });
  const all = named('all', { Effect: 'Allow', Action: '*', Resource: '*' });
  const none = named('none');
  const deny = named('no', { Effect: 'Deny', Action: 'bedrock:*', Resource: '*' });
  const said = (policies: Parameters<typeof judgeCall>[0], asked = call('GetInferenceProfile')) =>
    judgeCall(policies, asked).message;
  const start = (user: string) =>
    `User: ${user} is not authorized to perform: bedrock:GetInferenceProfile on resource: ${PROFILE} `;
  const role = `arn:aws:iam::${ACCOUNT}:role/People`;

  it('is none for what is allowed', () => expect(said({ identity: [all], controls: [] })).toBeNull());
  it('says what kind of policy decided', () => {
    const because = (name: string) =>
      `${start(role)}because no ${name} allows the bedrock:GetInferenceProfile action`;
    expect(said({ identity: [], controls: [] })).toBe(because('identity-based policy'));
    expect(said({ identity: [all], controls: [[none]] })).toBe(because('service control policy'));
    expect(said({ identity: [all], boundary: none, controls: [] })).toBe(because('permissions boundary'));
    expect(said({ identity: [all], session: [none], controls: [] })).toBe(because('session policy'));
    const explicit = (name: string) => `${start(role)}with an explicit deny in ${name}`;
    expect(said({ identity: [all, deny], controls: [] })).toBe(explicit('an identity-based policy'));
    expect(said({ identity: [all], controls: [[all], [all, deny]] })).toBe(
      explicit('a service control policy'),
    );
    expect(said({ identity: [all], boundary: deny, controls: [] })).toBe(explicit('a permissions boundary'));
  });
  it('names the session where there is one, and no resource where there is none', () => {
    const user = `arn:aws:sts::${ACCOUNT}:assumed-role/People/ann`;
    const { caller } = call('x');
    expect(
      said({ identity: [], controls: [] }, call('ListInferenceProfiles', { caller: { ...caller, user } })),
    ).toBe(
      `User: ${user} is not authorized to perform: bedrock:ListInferenceProfiles because no identity-based policy allows the bedrock:ListInferenceProfiles action`,
    );
  });
  it('is of the first authorisation that is refused', () => {
    const models = [modelArn('us-east-1'), modelArn('us-west-2')];
    const west = named('west', { Effect: 'Deny', Action: '*', Resource: models[1] ?? '' });
    const asked = call('InvokeModel', { on: { arn: PROFILE, tags: {}, modelArns: models } });
    const verdict = judgeCall({ identity: [all, west], controls: [] }, asked);
    expect([verdict.allowed, verdict.explicit, verdict.by, verdict.request.resource]).toEqual([
      false,
      true,
      { policy: 'west', statement: '1' },
      models[1],
    ]);
  });
});
