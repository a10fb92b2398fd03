import { describe, expect, it } from 'vitest';
import { judge, statementBehind } from '../../../src/core/policies/explain.ts';
import type { AccessRequest, PolicyDocument } from '../../../src/core/policies/types.ts';
import { allow, deny, identity, policy } from './setup.ts';

/** What the judge leaves open, by its name; and what it decides although a part is open. */

const TAG = 'aws:ResourceTag/UserEmail';
const KEYS = 'aws:TagKeys';
const NUMBER = 'bedrock:MaxTokens';
const NOW = 'aws:CurrentTime';
const IP = 'aws:SourceIp';
const USER_ID = `\${aws:userid}`;
const OWN = `\${aws:PrincipalTag/UserEmail}`;
const ARN = 'aws:PrincipalArn';
const ROLE = 'arn:aws:iam::111122223333:role/reader';

type Wanted = string | readonly string[];
type Context = AccessRequest['context'];

const asked = (context: Context = {}): AccessRequest => ({
  action: 'bedrock:InvokeModel',
  resource: 'arn:aws:bedrock:us-east-1::foundation-model/m',
  context,
});
const verdict = (operator: string, key: string, wanted: Wanted, context: Context) =>
  judge(identity(allow({ Sid: 'S', Condition: { [operator]: { [key]: wanted } } })), asked(context));

const NOT_GIVEN = 'condition key aws:userid (its value is not given)';
const NAMED: readonly (readonly [string, string, Wanted, Context, string])[] = [
  ['StringEquals', TAG, USER_ID, { [TAG]: 'a' }, NOT_GIVEN],
  ['StringNotLike', TAG, USER_ID, { [TAG]: 'a' }, NOT_GIVEN],
  ['StringEqualsIgnoreCase', TAG, USER_ID, { [TAG]: 'a' }, NOT_GIVEN],
  ['ArnLike', ARN, `arn:aws:iam::1:role/${USER_ID}`, { [ARN]: ROLE }, NOT_GIVEN],
  ['Null', 'aws:userid', 'true', {}, NOT_GIVEN],
  ['ArnLike', ARN, '*', { [ARN]: ROLE }, 'the ARN pattern "*", which has no six parts'],
  ['StringEquals', TAG, `x\${aws:user`, { [TAG]: 'a' }, `policy variable \${aws:user`],
  ['StringEquals', TAG, `\${a,b}`, { [TAG]: 'a' }, `policy variable \${a,b}`],
  ['StringEquals', TAG, `\${}`, { [TAG]: 'a' }, `policy variable \${}`],
  [
    'StringEquals',
    TAG,
    `\${aws:tagkeys}`,
    { [TAG]: 'a', [KEYS]: ['a', 'b'] },
    `policy variable \${aws:TagKeys} (it may hold several values)`,
  ],
  [
    'StringEquals',
    KEYS,
    'a',
    { [KEYS]: ['a', 'b'] },
    'condition key aws:TagKeys (it holds several values, and the operator takes one)',
  ],
  [
    'StringEquals',
    TAG,
    'a',
    { [TAG]: 'a', [TAG.toLowerCase()]: 'a' },
    `condition key ${TAG.toLowerCase()} (given twice, in spellings that differ by case)`,
  ],
  [
    'Bool',
    'aws:ViaAWSService',
    'yes',
    { 'aws:ViaAWSService': 'true' },
    'the value "yes", which is not true or false',
  ],
  [
    'Bool',
    'aws:ViaAWSService',
    'true',
    { 'aws:ViaAWSService': 'yes' },
    'the value "yes", which is not true or false',
  ],
  ['Null', TAG, ['true', 'no', 'never'], {}, 'the value "no" of Null, which is not true or false'],
  ['NumericEquals', NUMBER, '1e3', { [NUMBER]: '1000' }, 'the value "1e3", which is no number'],
  ['NumericEquals', NUMBER, '5', { [NUMBER]: 'five' }, 'the value "five", which is no number'],
  ['DateEquals', NOW, '2026', { [NOW]: 'now' }, 'the value "now", which is no date'],
  ['DateEquals', NOW, '1', { [NOW]: '2026' }, 'the value "1", which is no date'],
  ['IpAddress', IP, '10.0.0.0/8', { [IP]: 'here' }, 'the value "here", which is no IP address'],
  ...[
    '10.0.0',
    '10.0.0.0.0',
    '10.0.0.256',
    '10.0.0.x',
    '10.0.0.0/33',
    '10.0.0.0/8/8',
    '10.0.0.0/x',
    '/8',
    '1:2:3',
    '1::2::3',
    '1:2:3:4:5:6:7::8',
    '12345::',
    'g::',
    '::/129',
  ].map(
    (range) =>
      [
        'IpAddress',
        IP,
        range,
        { [IP]: '10.0.0.1' },
        `the value "${range}", which is no range of IP addresses`,
      ] as const,
  ),
];

describe('it names', () => {
  it.each(NAMED)('%s %s %j with %j: %s', (operator, key, wanted, context, element) => {
    expect(verdict(operator, key, wanted, context).why).toEqual({
      kind: 'cannotJudge',
      elements: [`${element}, in S of own`],
    });
  });
  it('elements of a statement, and of a policy', () => {
    const strange = (document: object) => {
      const named = { name: 'own', document: { Version: '2012-10-17', ...document } as PolicyDocument };
      const { why } = judge({ identity: [named], boundary: null, controls: [] }, asked());
      return why.kind === 'cannotJudge' ? why.elements : why.kind;
    };
    const of = 'statement 1 of own';
    expect(strange({ Id: 'x', Statement: [allow()] })).toBe('allow');
    expect(strange({ Note: 'x', Statement: [allow()] })).toEqual([`element Note of the policy, in ${of}`]);
    expect(strange({ Statement: [allow({ Because: 1 })] })).toEqual([`element Because, in ${of}`]);
    expect(strange({ Statement: [{ Effect: 'Allow', Resource: '*' }] })).toEqual([
      `elements Action and NotAction, of which one must be there, in ${of}`,
    ]);
    expect(strange({ Statement: [{ Effect: 'Allow', Action: '*' }] })).toEqual([
      `elements Resource and NotResource, of which one must be there, in ${of}`,
    ]);
    const early = `arn:aws:bedrock:us-east-1:\${aws:PrincipalAccount}:x`;
    expect(strange({ Statement: [{ Effect: 'Allow', Action: '*', NotResource: early }] })).toEqual([
      `a policy variable before the fifth colon of ${early}, which IAM does not take, in ${of}`,
    ]);
    expect(
      strange({ Version: '2008-10-17', Statement: [{ Effect: 'Allow', Action: '*', NotResource: early }] }),
    ).toBe('allow');
  });
  it('a condition without a known value in the statement behind', () => {
    const policies = identity(deny({ Sid: 'D', Condition: { IpAddress: { [IP]: '10.0.0.0/8' } } }), allow());
    expect(statementBehind(policies, judge(policies, asked()))?.conditions).toEqual([
      { operator: 'IpAddress', key: IP, wanted: ['10.0.0.0/8'], actual: null, holds: 'unknown' },
    ]);
  });
});

const NUMBERS = (...values: string[]) => ({ [NUMBER]: values });
const V6 = '2001:db8:0:0:0:0:0:1';
type Decided = readonly [string, string, Wanted, Context, 'allowed' | 'denied' | 'unknown'];
const DECIDED: readonly Decided[] = [
  // One value that matches is enough, whatever stands around it.
  ['StringEquals', TAG, ['a', USER_ID], { [TAG]: 'a' }, 'allowed'],
  ['StringEquals', TAG, [USER_ID, 'a'], { [TAG]: 'a' }, 'allowed'],
  ['StringEquals', TAG, [USER_ID, 'b'], { [TAG]: 'a' }, 'unknown'],
  ['StringNotEquals', TAG, ['a', USER_ID], { [TAG]: 'a' }, 'denied'],
  ['ForAnyValue:NumericEquals', NUMBER, '5', NUMBERS('x', '5'), 'allowed'],
  ['ForAnyValue:NumericEquals', NUMBER, '5', NUMBERS('5', 'x'), 'allowed'],
  ['ForAnyValue:NumericEquals', NUMBER, '5', NUMBERS('x', '6'), 'unknown'],
  // One that does not match is enough to fail for all.
  ['ForAllValues:NumericEquals', NUMBER, '5', NUMBERS('x', '6'), 'denied'],
  ['ForAllValues:NumericEquals', NUMBER, '5', NUMBERS('6', 'x'), 'denied'],
  ['ForAllValues:NumericEquals', NUMBER, '5', NUMBERS('5', 'x'), 'unknown'],
  ['ForAllValues:NumericEquals', NUMBER, '5', NUMBERS('x', '5'), 'unknown'],
  ['ForAllValues:StringEquals', KEYS, 'a', { [KEYS]: ['', 'b'] }, 'denied'],
  // Each comparison on both sides and on the number itself.
  ['NumericEquals', NUMBER, '10', { [NUMBER]: '11' }, 'denied'],
  ['NumericNotEquals', NUMBER, '10', { [NUMBER]: '11' }, 'allowed'],
  ['NumericLessThan', NUMBER, '10', { [NUMBER]: '11' }, 'denied'],
  ['NumericLessThanEquals', NUMBER, '10', { [NUMBER]: '11' }, 'denied'],
  ['NumericGreaterThan', NUMBER, '10', { [NUMBER]: '10' }, 'denied'],
  ['NumericGreaterThan', NUMBER, '10', { [NUMBER]: '9' }, 'denied'],
  ['NumericGreaterThanEquals', NUMBER, '10', { [NUMBER]: '10' }, 'allowed'],
  ['NumericGreaterThanEquals', NUMBER, '-10', { [NUMBER]: ' +2.5 ' }, 'allowed'],
  ['StringEqualsIgnoreCase', TAG, 'A*', { [TAG]: 'ab' }, 'denied'],
  ['StringEqualsIgnoreCase', TAG, 'A*', { [TAG]: 'a*' }, 'allowed'],
  ['StringEqualsIgnoreCase', TAG, OWN, { [TAG]: '' }, 'denied'],
  ['StringNotEqualsIgnoreCase', TAG, OWN, { [TAG]: '' }, 'allowed'],
  ['ArnNotLike', ARN, `arn:aws:iam::1:role/${OWN}`, { [ARN]: ROLE }, 'allowed'],
  ['ArnEquals', ARN, `${ROLE}:a:b`, { [ARN]: `${ROLE}:a:b` }, 'allowed'],
  ['ArnEquals', ARN, `${ROLE}:a:b`, { [ARN]: `${ROLE}:a:c` }, 'denied'],
  ['ArnEquals', ARN, `${ROLE}:a:*`, { [ARN]: `${ROLE}:b:c` }, 'denied'],
  ['ArnLike', ARN, 'arn:aws:iam::*', { [ARN]: 'arn:aws:iam::1' }, 'denied'],
  ['Bool', 'aws:ViaAWSService', 'TRUE', { 'aws:ViaAWSService': 'True' }, 'allowed'],
  ['IpAddress', IP, '255.255.255.255', { [IP]: '255.255.255.255' }, 'allowed'],
  ['IpAddress', IP, '0.0.0.0/0', { [IP]: '9.9.9.9' }, 'allowed'],
  ['IpAddress', IP, '10.1.0.0/16', { [IP]: '10.1.255.255' }, 'allowed'],
  ['IpAddress', IP, '10.1.0.0/16', { [IP]: '10.2.0.0' }, 'denied'],
  ['IpAddress', IP, '::/0', { [IP]: '9.9.9.9' }, 'denied'],
  ['IpAddress', IP, V6, { [IP]: '2001:db8::1' }, 'allowed'],
  ['IpAddress', IP, V6, { [IP]: '2001:db8::2' }, 'denied'],
  ['IpAddress', IP, '::1', { [IP]: '0:0:0:0:0:0:0:1' }, 'allowed'],
  ['IpAddress', IP, '2001:db8::/32', { [IP]: '2001:db9::' }, 'denied'],
];

describe('it decides', () => {
  it.each(DECIDED)('%s %s %j with %j: %s', (operator, key, wanted, context, decision) => {
    expect(verdict(operator, key, wanted, context).decision).toBe(decision);
  });
  it.each([
    'aws:CalledVia',
    'aws:CalledViaFirst',
    'aws:CalledViaLast',
    'aws:PrincipalAccount',
    'aws:PrincipalArn',
    'aws:PrincipalIsAWSService',
    'aws:PrincipalServiceName',
    'aws:PrincipalServiceNamesList',
    'aws:PrincipalTag/Any',
    'aws:PrincipalType',
    'aws:RequestTag/Any',
    'aws:RequestedRegion',
    'aws:ResourceAccount',
    'aws:ResourceTag/Any',
    'aws:SourceAccount',
    'aws:SourceArn',
    'aws:SourceOrgID',
    'aws:SourceOrgPaths',
    'aws:TagKeys',
    'aws:ViaAWSService',
    'aws:username',
    'bedrock:InferenceProfileArn',
    'bedrock:PromptRouterArn',
    'bedrock:ServiceTier',
  ])('that %s is missing where the request does not have it', (key) => {
    expect(verdict('Null', key, 'true', {}).decision).toBe('allowed');
    expect(verdict('Null', key, 'false', { [key]: 'x' }).decision).toBe('allowed');
  });
});

describe('the statement behind a verdict', () => {
  const all = policy('all', allow({ Sid: 'Same', Action: '*' }));
  it('is the identity’s where everything allows', () => {
    const policies = { ...identity(allow({ Sid: 'Same' })), boundary: all, controls: [[all]] };
    const found = judge(policies, asked());
    expect(found.by).toEqual({ policy: 'own', statement: 'Same' });
    expect(statementBehind(policies, found)).toMatchObject({ policy: 'own', statement: 'Same' });
  });
  it('may stand in the boundary', () => {
    const boundary = policy('edge', allow(), deny({ Sid: 'No' }));
    const policies = { ...identity(allow({ Sid: 'No' })), boundary };
    expect(statementBehind(policies, judge(policies, asked()))).toEqual({
      policy: 'edge',
      statement: 'No',
      failed: [],
      conditions: [],
    });
  });
  it('of a service-linked role is still needed', () => {
    const linked = { [ARN]: 'arn:aws:iam::1:role/aws-service-role/x/y' };
    expect(judge({ ...identity(), controls: [[all]] }, asked(linked)).decision).toBe('denied');
    expect(judge({ ...identity(allow()), boundary: policy('none') }, asked(linked)).why.kind).toBe(
      'boundary',
    );
  });
});
