import { describe, expect, it } from 'vitest';
import {
  isInvocation,
  isProfile,
  judgeAll,
  judgeCall,
  requestsOf,
} from '../../../src/core/policies/calls.ts';
import type { Call, CalledResource } from '../../../src/core/policies/types.ts';
import { allow, deny, identity } from './setup.ts';

/** Which authorisations AWS asks for; the deciding one names the whole call's answer. */

const partitions = [
  { partition: 'aws', region: 'us-east-1', other: 'us-west-2', geo: 'us' },
  { partition: 'aws-us-gov', region: 'us-gov-west-1', other: 'us-gov-east-1', geo: 'us-gov' },
  { partition: 'aws-eusc', region: 'eusc-de-east-1', other: 'eusc-de-east-2', geo: 'eusc' },
];

const NAME = 'anthropic.claude-sonnet-4-6';

function place({ partition, region, other, geo }: (typeof partitions)[number]) {
  const bare = { tags: {}, modelArns: [] };
  const model = (of: string) => `arn:${partition}:bedrock:${of}::foundation-model/${NAME}`;
  const own = (kind: string) => `arn:${partition}:bedrock:${region}:111122223333:${kind}`;
  const profile: CalledResource = {
    arn: own('application-inference-profile/a1b2'),
    tags: { UserEmail: 'a@x' },
    modelArns: [model(region), model(other)],
  };
  const system: CalledResource = {
    ...bare,
    arn: own(`inference-profile/${geo}.${NAME}`),
    modelArns: [model(region), model(other)],
  };
  const call = (more: Partial<Call>): Call => ({
    action: 'bedrock:InvokeModel',
    caller: {
      arn: `arn:${partition}:iam::111122223333:role/people`,
      accountId: '111122223333',
      tags: { UserEmail: 'a@x' },
    },
    on: profile,
    region,
    tagsWhileCreating: 'present',
    ...more,
  });
  return { bare, model, own, profile, system, call, region, other };
}

/** What is the same in all requests of a call, left out. */
const shown = (call: Call) =>
  requestsOf(call).map(({ action, resource, context }) => [
    action.replace('bedrock:', ''),
    resource,
    Object.fromEntries(
      Object.entries(context).filter(([key]) => !/^aws:(Principal|ViaAWS|SecureTransport)/.test(key)),
    ),
  ]);

describe.each(partitions)('in $partition', (where) => {
  const { bare, model, own, profile, system, call, region, other } = place(where);
  const account = { 'aws:ResourceAccount': '111122223333' };
  const here = { 'aws:RequestedRegion': region };
  const mine = { 'aws:ResourceTag/UserEmail': 'a@x' };

  it('a call through an application profile needs it, and each model in its own Region', () => {
    const through = { 'bedrock:InferenceProfileArn': profile.arn };
    expect(shown(call({}))).toEqual([
      ['InvokeModel', profile.arn, { ...here, ...account, ...mine }],
      ['InvokeModel', model(region), { ...here, ...through }],
      ['InvokeModel', model(other), { 'aws:RequestedRegion': other, ...through }],
    ]);
  });
  it('a global route has a model without a Region, which is not specified', () => {
    const on = { ...profile, modelArns: [model(region), model('')] };
    expect(requestsOf(call({ on })).map(({ context }) => context['aws:RequestedRegion'])).toEqual([
      region,
      region,
      'unspecified',
    ]);
  });
  it('a system profile is judged by itself and its models', () => {
    const through = { 'bedrock:InferenceProfileArn': system.arn };
    expect(shown(call({ on: system, serviceTier: 'flex' }))).toEqual([
      ['InvokeModel', system.arn, { ...here, ...account, 'bedrock:ServiceTier': 'flex' }],
      ['InvokeModel', model(region), { ...here, ...through, 'bedrock:ServiceTier': 'flex' }],
      [
        'InvokeModel',
        model(other),
        { 'aws:RequestedRegion': other, ...through, 'bedrock:ServiceTier': 'flex' },
      ],
    ]);
  });
  it('a foundation model has no account, no tags and no profile', () => {
    expect(shown(call({ on: { ...bare, arn: model(region) } }))).toEqual([
      ['InvokeModel', model(region), here],
    ]);
  });
  it.each([
    'provisioned-model/p',
    'imported-model/i',
    'custom-model-deployment/c',
    'prompt-router/r',
    'default-prompt-router/d',
  ])('%s is judged by itself', (kind) => {
    expect(shown(call({ on: { ...bare, arn: own(kind) } }))).toEqual([
      ['InvokeModel', own(kind), { ...here, ...account }],
    ]);
  });
  it('a marketplace endpoint is judged by itself', () => {
    const arn = `arn:${where.partition}:sagemaker:${region}:111122223333:endpoint/e`;
    expect(shown(call({ on: { ...bare, arn } }))).toEqual([['InvokeModel', arn, { ...here, ...account }]]);
  });
  it('creation needs the new profile, its source, and tagging', () => {
    const asked = {
      'aws:RequestTag/UserEmail': 'a@x',
      'aws:RequestTag/CostCenter': '1',
      'aws:TagKeys': ['UserEmail', 'CostCenter'],
    };
    const carried = { ...mine, 'aws:ResourceTag/CostCenter': '1' };
    const creating = call({
      action: 'bedrock:CreateInferenceProfile',
      on: { ...bare, arn: own('application-inference-profile/*') },
      source: system,
      requestTags: { UserEmail: 'a@x', CostCenter: '1' },
    });
    const made = own('application-inference-profile/new');
    expect(shown(creating)).toEqual([
      ['CreateInferenceProfile', made, { ...here, ...account, ...asked, ...carried }],
      ['CreateInferenceProfile', system.arn, { ...here, ...account, ...asked }],
      ['TagResource', made, { ...here, ...account, ...asked, ...carried }],
    ]);
    expect(
      shown({ ...creating, tagsWhileCreating: 'absent', source: { ...bare, arn: model(region) } }),
    ).toEqual([
      ['CreateInferenceProfile', made, { ...here, ...account, ...asked }],
      ['CreateInferenceProfile', model(region), { ...here, ...asked }],
      ['TagResource', made, { ...here, ...account, ...asked }],
    ]);
    expect(shown({ ...creating, requestTags: {} }).map(([action]) => action)).toEqual([
      'CreateInferenceProfile',
      'CreateInferenceProfile',
    ]);
  });
  it('tagging tells old and new tags, untagging the keys', () => {
    expect(shown(call({ action: 'bedrock:TagResource', requestTags: { CostCenter: '2' } }))).toEqual([
      [
        'TagResource',
        profile.arn,
        { ...here, ...account, ...mine, 'aws:RequestTag/CostCenter': '2', 'aws:TagKeys': ['CostCenter'] },
      ],
    ]);
    expect(shown(call({ action: 'bedrock:UntagResource', untagKeys: ['UserEmail'] }))).toEqual([
      ['UntagResource', profile.arn, { ...here, ...account, ...mine, 'aws:TagKeys': ['UserEmail'] }],
    ]);
  });
  it.each(['DeleteInferenceProfile', 'GetInferenceProfile', 'ListTagsForResource'])(
    '%s tells the tags',
    (name) => {
      expect(shown(call({ action: `bedrock:${name}` }))).toEqual([
        [name, profile.arn, { ...here, ...account, ...mine }],
      ]);
    },
  );
  it('a list is about everything', () => {
    expect(shown(call({ action: 'bedrock:ListInferenceProfiles' }))).toEqual([
      ['ListInferenceProfiles', '*', here],
    ]);
  });
});

const US = place({ partition: 'aws', region: 'us-east-1', other: 'us-west-2', geo: 'us' });

describe('a request', () => {
  it('is InvokeModel for Converse, and with a stream for ConverseStream', () => {
    const first = (action: string) => requestsOf(US.call({ action }))[0]?.action;
    expect(first('bedrock:Converse')).toBe('bedrock:InvokeModel');
    expect(first('bedrock:ConverseStream')).toBe('bedrock:InvokeModelWithResponseStream');
    expect(first('BEDROCK:invokemodelwithresponsestream')).toBe('bedrock:InvokeModelWithResponseStream');
  });
  it('says who calls', () => {
    const of = (arn: string) =>
      requestsOf(US.call({ caller: { arn, accountId: '1', tags: { Team: 'a' } } }))[0]?.context;
    expect(of('arn:aws:iam::1:role/people')).toMatchObject({
      'aws:PrincipalArn': 'arn:aws:iam::1:role/people',
      'aws:PrincipalAccount': '1',
      'aws:PrincipalTag/Team': 'a',
      'aws:PrincipalType': 'AssumedRole',
      'aws:PrincipalIsAWSService': 'false',
    });
    expect(of('arn:aws:iam::1:role/people')).toMatchObject({
      'aws:ViaAWSService': 'false',
      'aws:SecureTransport': 'true',
    });
    expect(of('arn:aws:iam::1:role/people')).not.toHaveProperty(['aws:username']);
    expect(of('arn:aws:iam::1:root')).toMatchObject({ 'aws:PrincipalType': 'Account' });
    expect(of('arn:aws:iam::1:group/x')).not.toHaveProperty(['aws:PrincipalType']);
    expect(of('nobody')).not.toHaveProperty(['aws:PrincipalType']);
    expect(of('arn:aws:iam::1:user/team/ann')).toMatchObject({
      'aws:PrincipalType': 'User',
      'aws:username': 'ann',
    });
  });
  it('of a router tells it to each model behind it, that of another resource has none', () => {
    const modelArns = [US.model('us-east-1')];
    for (const kind of ['prompt-router/r', 'default-prompt-router/d']) {
      const [, behind] = requestsOf(US.call({ on: { ...US.bare, arn: US.own(kind), modelArns } }));
      expect(behind?.context).toMatchObject({ 'bedrock:PromptRouterArn': US.own(kind) });
      expect(behind?.context).not.toHaveProperty(['bedrock:InferenceProfileArn']);
    }
    for (const kind of ['provisioned-model/p', 'imported-model/i', 'inference-profiles/x'])
      expect(requestsOf(US.call({ on: { ...US.bare, arn: US.own(kind), modelArns } }))).toHaveLength(1);
  });
  it('is of a profile, or a call of a model', () => {
    expect(isProfile(US.profile.arn) && isProfile(US.system.arn)).toBe(true);
    expect(isProfile(US.own('prompt-router/r')) || isProfile(US.model('')) || isProfile('*')).toBe(false);
    expect(isInvocation('bedrock:converse')).toBe(true);
    expect(isInvocation('bedrock:TagResource')).toBe(false);
  });
  it('without a tier, a source or tags has no keys of them', () => {
    const of = (more: Partial<Call>) => requestsOf(US.call(more)).map(({ context }) => Object.keys(context));
    expect(of({}).flat()).not.toContain('bedrock:ServiceTier');
    expect(of({ action: 'bedrock:CreateInferenceProfile' })).toHaveLength(1);
    expect(of({ action: 'bedrock:CreateInferenceProfile' }).flat()).not.toContain('aws:TagKeys');
  });
  it('takes keys of the call before those that are worked out, in any case', () => {
    const context = { 'AWS:requestedregion': 'eu-west-1', 'iam:ServiceSpecificCredentialServiceName': 'b' };
    const [first] = requestsOf(US.call({ context }));
    expect(first?.context).toMatchObject(context);
    expect(first?.context).not.toHaveProperty(['aws:RequestedRegion']);
  });
  it('of any other action is one, on its resource or on all', () => {
    const of = (arn: string) =>
      requestsOf(US.call({ action: 'bedrock:CallWithBearerToken', on: { ...US.bare, arn } }));
    expect(of('').map(({ resource }) => resource)).toEqual(['*']);
    expect(of('arn:aws:x:y:z:w').map(({ resource }) => resource)).toEqual(['arn:aws:x:y:z:w']);
  });
});

describe('a call', () => {
  const profiles = allow({ Resource: 'arn:aws:bedrock:*:111122223333:application-inference-profile/*' });
  const models = allow({
    Resource: 'arn:aws:bedrock:*::foundation-model/*',
    Condition: { ArnLike: { 'bedrock:InferenceProfileArn': US.own('application-inference-profile/*') } },
  });
  it('is allowed where all its authorisations are', () => {
    const answer = judgeCall(identity(profiles, models), US.call({}));
    expect(answer).toMatchObject({
      decision: 'allowed',
      deciding: { request: { resource: US.profile.arn } },
    });
    expect(answer.verdicts).toHaveLength(3);
  });
  it('is denied by the first that is not', () => {
    const west = deny({ Condition: { StringEquals: { 'aws:RequestedRegion': US.other } } });
    expect(judgeCall(identity(profiles, models, west), US.call({}))).toMatchObject({
      decision: 'denied',
      deciding: { request: { resource: US.model(US.other) }, why: { kind: 'explicitDeny' } },
    });
    expect(judgeCall(identity(profiles), US.call({})).deciding.request.resource).toBe(US.model(US.region));
  });
  it('is denied rather than unknown', () => {
    const odd = { ...profiles, Condition: { Odd: { 'aws:RequestedRegion': 'x' } } };
    expect(judgeCall(identity(odd, models), US.call({})).decision).toBe('unknown');
    expect(judgeCall(identity(odd), US.call({})).decision).toBe('denied');
  });
  it('is unknown by the first that is, and is never about nothing', () => {
    const odd = { ...models, Condition: { Odd: { 'aws:RequestedRegion': 'x' } } };
    const { decision, deciding } = judgeCall(identity(profiles, odd), US.call({}));
    expect(decision).toBe('unknown');
    expect(deciding.request.resource).toBe(US.model(US.region));
    expect(() => judgeAll(() => deciding, [])).toThrow('one authorisation at least');
  });
});
