import { describe, expect, it } from 'vitest';
import { judge, statementBehind } from '../../../src/core/policies/explain.ts';
import { parsePolicy } from '../../../src/core/policies/parse.ts';
import type { AccessRequest, PoliciesInForce } from '../../../src/core/policies/types.ts';
import { allow, deny, identity, policy } from './setup.ts';

/** Each row is a sentence of IAM's documentation. */

const PROFILE = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2';
const MODEL = 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-6';
const TAG = 'aws:ResourceTag/UserEmail';
const variable = (inner: string) => `\${${inner}}`;
const OWN = variable('aws:PrincipalTag/UserEmail');

const asked = (context: AccessRequest['context'] = {}, more: Partial<AccessRequest> = {}): AccessRequest => ({
  action: 'bedrock:InvokeModel',
  resource: PROFILE,
  context,
  ...more,
});

type Decision = 'allowed' | 'denied' | 'unknown';
type Wanted = string | readonly string[];
type Row = readonly [
  sentence: string,
  operator: string,
  key: string,
  wanted: Wanted,
  context: AccessRequest['context'],
  decision: Decision,
];
const ARN = 'aws:PrincipalArn';
const ROLE = 'arn:aws:iam::111122223333:role/team/reader';
const KEYS = 'aws:TagKeys';
const NUMBER = 'bedrock:MaxTokens';
const NOW = 'aws:CurrentTime';
const IP = 'aws:SourceIp';

const STRINGS: readonly Row[] = [
  ['StringEquals: the same text', 'StringEquals', TAG, 'a@x', { [TAG]: 'a@x' }, 'allowed'],
  ['StringEquals: case counts', 'StringEquals', TAG, 'a@x', { [TAG]: 'A@x' }, 'denied'],
  ['StringEquals: one of several values', 'StringEquals', TAG, ['b@x', 'a@x'], { [TAG]: 'a@x' }, 'allowed'],
  ['StringEquals: no wildcard', 'StringEquals', TAG, '*', { [TAG]: 'a@x' }, 'denied'],
  ['StringEquals: a star is a star', 'StringEquals', TAG, 'a*', { [TAG]: 'a*' }, 'allowed'],
  ['StringEquals: a missing key does not match', 'StringEquals', TAG, 'a@x', {}, 'denied'],
  ['StringEquals: an empty value is a value', 'StringEquals', TAG, '', { [TAG]: '' }, 'allowed'],
  ['StringEquals: no value matches none', 'StringEquals', TAG, [], { [TAG]: 'a@x' }, 'denied'],
  ['StringEqualsIfExists: a missing key passes', 'StringEqualsIfExists', TAG, 'a@x', {}, 'allowed'],
  [
    'StringEqualsIfExists: a key that is there must match',
    'StringEqualsIfExists',
    TAG,
    'a@x',
    { [TAG]: 'b@x' },
    'denied',
  ],
  ['StringNotEquals: another text', 'StringNotEquals', TAG, 'a@x', { [TAG]: 'b@x' }, 'allowed'],
  ['StringNotEquals: none of several', 'StringNotEquals', TAG, ['a@x', 'b@x'], { [TAG]: 'b@x' }, 'denied'],
  [
    'StringNotEquals: a missing key does not match, so it holds',
    'StringNotEquals',
    TAG,
    'a@x',
    {},
    'allowed',
  ],
  ['StringNotEqualsIfExists: a missing key passes', 'StringNotEqualsIfExists', TAG, 'a@x', {}, 'allowed'],
  ['StringEqualsIgnoreCase', 'StringEqualsIgnoreCase', TAG, 'a@X', { [TAG]: 'A@x' }, 'allowed'],
  ['StringEqualsIgnoreCase: another text', 'StringEqualsIgnoreCase', TAG, 'a@X', { [TAG]: 'A@y' }, 'denied'],
  ['StringNotEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', TAG, 'a@X', { [TAG]: 'A@x' }, 'denied'],
  ['StringLike: * is any text', 'StringLike', TAG, 'a@*', { [TAG]: 'a@x' }, 'allowed'],
  ['StringLike: * is also no text', 'StringLike', TAG, 'a@x*', { [TAG]: 'a@x' }, 'allowed'],
  ['StringLike: ? is one character', 'StringLike', TAG, '?@x', { [TAG]: 'a@x' }, 'allowed'],
  ['StringLike: ? is not none', 'StringLike', TAG, 'a@x?', { [TAG]: 'a@x' }, 'denied'],
  ['StringLike: several stars', 'StringLike', TAG, '*a*b*', { [TAG]: 'xxaayyab' }, 'allowed'],
  ['StringLike: to the end', 'StringLike', TAG, '*ab', { [TAG]: 'abc' }, 'denied'],
  ['StringLike: case counts', 'StringLike', TAG, 'A@*', { [TAG]: 'a@x' }, 'denied'],
  ['StringLike: a dot is a dot', 'StringLike', TAG, 'a.c*', { [TAG]: 'abc' }, 'denied'],
  ['StringNotLike', 'StringNotLike', TAG, 'a@*', { [TAG]: 'a@x' }, 'denied'],
  ['StringNotLike: a missing key', 'StringNotLike', TAG, 'a@*', {}, 'allowed'],
  [
    'names of keys match in any case',
    'StringEquals',
    'AWS:resourcetag/useremail',
    'a@x',
    { [TAG]: 'a@x' },
    'allowed',
  ],
  [
    'two tags that differ by case only cannot be told apart',
    'StringEquals',
    TAG,
    'a@x',
    { [TAG]: 'a@x', 'aws:ResourceTag/useremail': 'b@x' },
    'unknown',
  ],
];

const PRINCIPAL = { 'aws:PrincipalTag/UserEmail': 'a@x' };
const VARIABLES: readonly Row[] = [
  ['a variable is the value of its key', 'StringEquals', TAG, OWN, { ...PRINCIPAL, [TAG]: 'a@x' }, 'allowed'],
  ['and nothing else', 'StringEquals', TAG, OWN, { ...PRINCIPAL, [TAG]: 'b@x' }, 'denied'],
  [
    'names in variables match in any case',
    'StringEquals',
    TAG,
    variable('AWS:principaltag/USEREMAIL'),
    { ...PRINCIPAL, [TAG]: 'a@x' },
    'allowed',
  ],
  ['text may stand around it', 'StringEquals', TAG, `<${OWN}>`, { ...PRINCIPAL, [TAG]: '<a@x>' }, 'allowed'],
  ['a variable without a value matches nothing', 'StringEquals', TAG, OWN, { [TAG]: 'a@x' }, 'denied'],
  ['not even itself', 'StringEquals', TAG, OWN, { [TAG]: OWN }, 'denied'],
  ['nor a missing key', 'StringEquals', TAG, OWN, {}, 'denied'],
  ['negated, a variable without a value holds', 'StringNotEquals', TAG, OWN, { [TAG]: 'a@x' }, 'allowed'],
  ['another value may match beside it', 'StringEquals', TAG, [OWN, 'a@x'], { [TAG]: 'a@x' }, 'allowed'],
  [
    'a default stands in',
    'StringEquals',
    TAG,
    variable("aws:PrincipalTag/UserEmail, 'none'"),
    { [TAG]: 'none' },
    'allowed',
  ],
  [
    'only where there is no value',
    'StringEquals',
    TAG,
    variable("aws:PrincipalTag/UserEmail, 'none'"),
    { ...PRINCIPAL, [TAG]: 'none' },
    'denied',
  ],
  [
    'a wildcard in a value counts where the policy takes wildcards: the worse is assumed',
    'StringLike',
    TAG,
    OWN,
    { 'aws:PrincipalTag/UserEmail': '*', [TAG]: 'b@x' },
    'allowed',
  ],
  [
    'but not where it takes none',
    'StringEquals',
    TAG,
    OWN,
    { 'aws:PrincipalTag/UserEmail': '*', [TAG]: 'b@x' },
    'denied',
  ],
  [
    'wildcards around a value are wildcards',
    'StringLike',
    TAG,
    `*${OWN}*`,
    { ...PRINCIPAL, [TAG]: 'to a@x!' },
    'allowed',
  ],
  ['an escaped star is a star', 'StringLike', TAG, variable('*'), { [TAG]: 'a@x' }, 'denied'],
  ['and matches one', 'StringLike', TAG, variable('*'), { [TAG]: '*' }, 'allowed'],
  ['an escaped question mark is one', 'StringLike', TAG, `a${variable('?')}`, { [TAG]: 'ab' }, 'denied'],
  ['an escaped dollar sign is one', 'StringEquals', TAG, `${variable('$')}5`, { [TAG]: '$5' }, 'allowed'],
  [
    'a variable in StringEqualsIgnoreCase',
    'StringEqualsIgnoreCase',
    TAG,
    OWN,
    { ...PRINCIPAL, [TAG]: 'A@X' },
    'allowed',
  ],
  [
    'a key with several values is no variable',
    'StringEquals',
    TAG,
    variable(KEYS),
    { [KEYS]: ['a', 'b'], [TAG]: 'a' },
    'unknown',
  ],
  ['a variable that does not end', 'StringEquals', TAG, OWN.slice(0, -1), { [TAG]: 'a' }, 'unknown'],
  [
    'a variable of a key that was not given',
    'StringEquals',
    TAG,
    variable('aws:userid'),
    { [TAG]: 'a' },
    'unknown',
  ],
];

const ARNS: readonly Row[] = [
  ['ArnLike: part by part', 'ArnLike', ARN, 'arn:aws:iam::*:role/team/*', { [ARN]: ROLE }, 'allowed'],
  [
    'ArnLike: all six parts are needed',
    'ArnLike',
    'bedrock:InferenceProfileArn',
    'arn:aws:bedrock:*:application-inference-profile/*',
    { 'bedrock:InferenceProfileArn': PROFILE },
    'denied',
  ],
  [
    'ArnLike: with all six',
    'ArnLike',
    'bedrock:InferenceProfileArn',
    'arn:aws:bedrock:*:*:application-inference-profile/*',
    { 'bedrock:InferenceProfileArn': PROFILE },
    'allowed',
  ],
  [
    'ArnLike: * reaches over no colon',
    'ArnLike',
    ARN,
    'arn:*:role/team/reader:x',
    { [ARN]: `${ROLE}:x` },
    'denied',
  ],
  [
    'ArnLike: the last part takes colons',
    'ArnLike',
    ARN,
    'arn:aws:iam::111122223333:*',
    { [ARN]: `${ROLE}:x:y` },
    'allowed',
  ],
  [
    'ArnLike: an account of another',
    'ArnLike',
    ARN,
    'arn:aws:iam::444455556666:role/*',
    { [ARN]: ROLE },
    'denied',
  ],
  [
    'ArnEquals takes wildcards as well',
    'ArnEquals',
    ARN,
    'arn:aws:iam::*:role/team/?eader',
    { [ARN]: ROLE },
    'allowed',
  ],
  ['ArnEquals: the same ARN', 'ArnEquals', ARN, ROLE, { [ARN]: ROLE }, 'allowed'],
  ['ArnEquals: another ARN', 'ArnEquals', ARN, ROLE, { [ARN]: `${ROLE}s` }, 'denied'],
  ['ArnNotEquals', 'ArnNotEquals', ARN, ROLE, { [ARN]: ROLE }, 'denied'],
  [
    'ArnNotLike: none matches',
    'ArnNotLike',
    ARN,
    ['arn:aws:iam::*:role/x', 'arn:aws:iam::*:role/y'],
    { [ARN]: ROLE },
    'allowed',
  ],
  [
    'ArnNotLike: one matches',
    'ArnNotLike',
    ARN,
    ['arn:aws:iam::*:role/x', 'arn:aws:iam::*:role/team/*'],
    { [ARN]: ROLE },
    'denied',
  ],
  ['ArnNotLike: a missing key', 'ArnNotLike', ARN, ROLE, {}, 'allowed'],
  ['ArnNotLikeIfExists: a missing key', 'ArnNotLikeIfExists', ARN, ROLE, {}, 'allowed'],
  [
    'ArnLike: a variable',
    'ArnLike',
    ARN,
    `arn:aws:iam::${variable('aws:PrincipalAccount')}:role/*`,
    { [ARN]: ROLE, 'aws:PrincipalAccount': '111122223333' },
    'allowed',
  ],
  [
    'ArnLike: a variable without value',
    'ArnLike',
    ARN,
    `arn:aws:iam::${variable('aws:PrincipalAccount')}:role/*`,
    { [ARN]: ROLE },
    'denied',
  ],
  [
    'ArnLike: a wildcard in a value counts',
    'ArnLike',
    ARN,
    `arn:aws:iam::111122223333:role/${OWN}`,
    { [ARN]: ROLE, 'aws:PrincipalTag/UserEmail': '*' },
    'allowed',
  ],
  ['ArnLike: what is no ARN', 'ArnLike', ARN, 'arn:aws:iam::*:role/*', { [ARN]: 'reader' }, 'denied'],
  ['ArnLike: a star alone is no ARN', 'ArnLike', ARN, '*', { [ARN]: ROLE }, 'unknown'],
];

const SETS: readonly Row[] = [
  [
    'ForAllValues: each is listed',
    'ForAllValues:StringEquals',
    KEYS,
    ['a', 'b', 'c'],
    { [KEYS]: ['a', 'c'] },
    'allowed',
  ],
  [
    'ForAllValues: one is not',
    'ForAllValues:StringEquals',
    KEYS,
    ['a', 'b'],
    { [KEYS]: ['a', 'x'] },
    'denied',
  ],
  ['ForAllValues: a missing key is true', 'ForAllValues:StringEquals', KEYS, ['a'], {}, 'allowed'],
  [
    'ForAllValues: an empty list as well',
    'ForAllValues:StringEquals',
    KEYS,
    ['a'],
    { [KEYS]: [] },
    'allowed',
  ],
  ['ForAllValues: and an empty text', 'ForAllValues:StringEquals', KEYS, ['a'], { [KEYS]: [''] }, 'allowed'],
  [
    'ForAllValues: values match by case',
    'ForAllValues:StringEquals',
    KEYS,
    ['Team'],
    { [KEYS]: ['team'] },
    'denied',
  ],
  [
    'ForAllValues:StringLike',
    'ForAllValues:StringLike',
    KEYS,
    ['Cost*', 'User*'],
    { [KEYS]: ['CostCenter', 'UserEmail'] },
    'allowed',
  ],
  [
    'ForAllValues:StringNotEquals: none is listed',
    'ForAllValues:StringNotEquals',
    KEYS,
    ['a', 'b'],
    { [KEYS]: ['x', 'y'] },
    'allowed',
  ],
  [
    'ForAllValues:StringNotEquals: one is listed',
    'ForAllValues:StringNotEquals',
    KEYS,
    ['a', 'b'],
    { [KEYS]: ['x', 'b'] },
    'denied',
  ],
  [
    'ForAnyValue: one is listed',
    'ForAnyValue:StringEquals',
    KEYS,
    ['a', 'b'],
    { [KEYS]: ['x', 'b'] },
    'allowed',
  ],
  ['ForAnyValue: none is', 'ForAnyValue:StringEquals', KEYS, ['a', 'b'], { [KEYS]: ['x', 'y'] }, 'denied'],
  ['ForAnyValue: a missing key is false', 'ForAnyValue:StringEquals', KEYS, ['a'], {}, 'denied'],
  [
    'ForAnyValue:StringNotEquals: one is not listed',
    'ForAnyValue:StringNotEquals',
    KEYS,
    ['a'],
    { [KEYS]: ['a', 'x'] },
    'allowed',
  ],
  [
    'ForAnyValue:StringNotEquals: all are listed',
    'ForAnyValue:StringNotEquals',
    KEYS,
    ['a', 'x'],
    { [KEYS]: ['a', 'x'] },
    'denied',
  ],
  [
    'ForAnyValue:StringNotEquals: a missing key is false',
    'ForAnyValue:StringNotEquals',
    KEYS,
    ['a'],
    {},
    'denied',
  ],
  [
    'ForAnyValue with IfExists: a missing key passes',
    'ForAnyValue:StringEqualsIfExists',
    KEYS,
    ['a'],
    {},
    'allowed',
  ],
  [
    'ForAllValues on a key with one value',
    'ForAllValues:StringEquals',
    TAG,
    ['a@x'],
    { [TAG]: 'b@x' },
    'denied',
  ],
  ['several values without a set operator', 'StringEquals', KEYS, ['a'], { [KEYS]: ['a', 'b'] }, 'unknown'],
];

const OTHERS: readonly Row[] = [
  ['Null true: the key is missing', 'Null', TAG, 'true', {}, 'allowed'],
  ['Null true: the key is there', 'Null', TAG, 'true', { [TAG]: 'a@x' }, 'denied'],
  ['Null true: an empty value is there', 'Null', TAG, 'true', { [TAG]: '' }, 'denied'],
  ['Null false: the key is there', 'Null', TAG, 'false', { [TAG]: 'a@x' }, 'allowed'],
  ['Null false: the key is missing', 'Null', TAG, 'false', {}, 'denied'],
  ['Null: a list of nothing is missing', 'Null', KEYS, 'true', { [KEYS]: [] }, 'allowed'],
  ['Null of something else', 'Null', TAG, 'perhaps', {}, 'unknown'],
  ['Bool', 'Bool', 'aws:ViaAWSService', 'false', { 'aws:ViaAWSService': 'false' }, 'allowed'],
  ['Bool: the other', 'Bool', 'aws:ViaAWSService', 'true', { 'aws:ViaAWSService': 'false' }, 'denied'],
  ['Bool: a missing key', 'Bool', 'aws:ViaAWSService', 'false', {}, 'denied'],
  ['BoolIfExists: a missing key', 'BoolIfExists', 'aws:ViaAWSService', 'true', {}, 'allowed'],
  ['Bool of something else', 'Bool', 'aws:ViaAWSService', 'yes', { 'aws:ViaAWSService': 'true' }, 'unknown'],
  ['NumericEquals', 'NumericEquals', NUMBER, '10', { [NUMBER]: '10.0' }, 'allowed'],
  ['NumericNotEquals', 'NumericNotEquals', NUMBER, '10', { [NUMBER]: '10' }, 'denied'],
  ['NumericLessThan: not the same', 'NumericLessThan', NUMBER, '10', { [NUMBER]: '10' }, 'denied'],
  ['NumericLessThanEquals', 'NumericLessThanEquals', NUMBER, '10', { [NUMBER]: '10' }, 'allowed'],
  ['NumericLessThan: as numbers, not as text', 'NumericLessThan', NUMBER, '10', { [NUMBER]: '9' }, 'allowed'],
  ['NumericGreaterThan', 'NumericGreaterThan', NUMBER, '10', { [NUMBER]: '11' }, 'allowed'],
  ['NumericGreaterThanEquals', 'NumericGreaterThanEquals', NUMBER, '10', { [NUMBER]: '9' }, 'denied'],
  ['Numeric of something else', 'NumericEquals', NUMBER, 'ten', { [NUMBER]: '10' }, 'unknown'],
  [
    'DateGreaterThan',
    'DateGreaterThan',
    NOW,
    '2026-04-01T00:00:00Z',
    { [NOW]: '2026-04-02T00:00:00Z' },
    'allowed',
  ],
  ['DateLessThan: before', 'DateLessThan', NOW, '2026-04-01', { [NOW]: '2026-04-02T00:00:00Z' }, 'denied'],
  [
    'DateEquals: another zone',
    'DateEquals',
    NOW,
    '2026-04-01T09:00:00+09:00',
    { [NOW]: '2026-04-01T00:00:00Z' },
    'allowed',
  ],
  [
    'DateEquals: seconds since 1970',
    'DateEquals',
    NOW,
    '1775001600',
    { [NOW]: '2026-04-01T00:00:00Z' },
    'allowed',
  ],
  ['DateNotEquals', 'DateNotEquals', NOW, '2026-04-01', { [NOW]: '2026-04-01T00:00:00Z' }, 'denied'],
  [
    'Date without a zone',
    'DateLessThan',
    NOW,
    '2026-04-01T00:00:00',
    { [NOW]: '2026-04-01T00:00:00Z' },
    'unknown',
  ],
  ['IpAddress: in the range', 'IpAddress', IP, '203.0.113.0/24', { [IP]: '203.0.113.7' }, 'allowed'],
  ['IpAddress: outside', 'IpAddress', IP, '203.0.113.0/24', { [IP]: '203.0.114.7' }, 'denied'],
  ['IpAddress: one address is /32', 'IpAddress', IP, '203.0.113.7', { [IP]: '203.0.113.8' }, 'denied'],
  [
    'IpAddress: version 6',
    'IpAddress',
    IP,
    '2001:DB8:1234:5678::/64',
    { [IP]: '2001:db8:1234:5678:1::9' },
    'allowed',
  ],
  ['IpAddress: other version', 'IpAddress', IP, '0.0.0.0/0', { [IP]: '2001:db8::1' }, 'denied'],
  ['NotIpAddress', 'NotIpAddress', IP, ['203.0.113.0/24', '10.0.0.0/8'], { [IP]: '10.200.1.1' }, 'denied'],
  ['NotIpAddress: outside', 'NotIpAddress', IP, '10.0.0.0/8', { [IP]: '11.0.0.1' }, 'allowed'],
  ['IpAddress of something else', 'IpAddress', IP, '10.0.0.0/99', { [IP]: '10.0.0.1' }, 'unknown'],
  ['a key that was not given, and that no request here tells', 'IpAddress', IP, '10.0.0.0/8', {}, 'unknown'],
  ['said to be missing', 'IpAddress', IP, '10.0.0.0/8', { [IP]: [] }, 'denied'],
  ['an operator that is not known', 'BinaryEquals', TAG, 'YQ==', { [TAG]: 'a' }, 'unknown'],
  ['an operator in other letters', 'stringEquals', TAG, 'a', { [TAG]: 'a' }, 'unknown'],
  ['Null takes no IfExists', 'NullIfExists', TAG, 'true', {}, 'unknown'],
];

describe('conditions', () => {
  it.each([...STRINGS, ...VARIABLES, ...ARNS, ...SETS, ...OTHERS])(
    '%s',
    (_, operator, key, wanted, context, decision) => {
      const policies = identity(allow({ Condition: { [operator]: { [key]: wanted } } }));
      expect(judge(policies, asked(context)).decision).toBe(decision);
    },
  );
  it('must all hold: keys of an operator, and operators', () => {
    const both = { [TAG]: 'a@x', 'aws:RequestedRegion': 'us-east-1' };
    const within = identity(allow({ Condition: { StringEquals: both } }));
    const across = identity(
      allow({ Condition: { StringEquals: { [TAG]: 'a@x' }, StringLike: { 'aws:RequestedRegion': 'us-*' } } }),
    );
    for (const policies of [within, across]) {
      expect(judge(policies, asked(both)).decision).toBe('allowed');
      expect(judge(policies, asked({ ...both, 'aws:RequestedRegion': 'eu-west-1' })).decision).toBe('denied');
      expect(judge(policies, asked({ ...both, [TAG]: 'b@x' })).decision).toBe('denied');
    }
  });
  it('are text with a dollar sign in policies of 2008', () => {
    const old = parsePolicy({ Statement: allow({ Condition: { StringEquals: { [TAG]: OWN } } }) }, 'old');
    const policies = { identity: [old], boundary: null, controls: [] };
    expect(judge(policies, asked({ ...PRINCIPAL, [TAG]: 'a@x' })).decision).toBe('denied');
    expect(judge(policies, asked({ ...PRINCIPAL, [TAG]: OWN })).decision).toBe('allowed');
  });
});

type Covers = readonly [
  sentence: string,
  statement: Readonly<Record<string, unknown>>,
  request: Partial<AccessRequest>,
  decision: Decision,
];
const COVERS: readonly Covers[] = [
  ['actions match in any case', { Action: 'BEDROCK:invokemodel' }, {}, 'allowed'],
  [
    'actions take wildcards',
    { Action: 'bedrock:Invoke*' },
    { action: 'bedrock:InvokeModelWithResponseStream' },
    'allowed',
  ],
  ['one character', { Action: 'bedrock:InvokeMode?' }, {}, 'allowed'],
  ['another action', { Action: 'bedrock:GetInferenceProfile' }, {}, 'denied'],
  ['every action', { Action: '*' }, {}, 'allowed'],
  ['another service', { Action: 'bedrock:*' }, { action: 'bedrock-mantle:CreateInference' }, 'denied'],
  ['one of several actions', { Action: ['iam:*', 'bedrock:InvokeModel'] }, {}, 'allowed'],
  ['NotAction: all but', { Action: undefined, NotAction: 'iam:*' }, {}, 'allowed'],
  ['NotAction: not these', { Action: undefined, NotAction: ['iam:*', 'bedrock:Invoke*'] }, {}, 'denied'],
  ['resources match letter by letter', { Resource: PROFILE }, {}, 'allowed'],
  ['resources: case counts', { Resource: PROFILE.replace('a1b2', 'A1B2') }, {}, 'denied'],
  ['resources: * reaches over colons', { Resource: 'arn:*:application-inference-profile/*' }, {}, 'allowed'],
  ['resources: ? is one character', { Resource: PROFILE.replace('a1b2', 'a?b2') }, {}, 'allowed'],
  ['resources: another type', { Resource: 'arn:aws:bedrock:*:*:inference-profile/*' }, {}, 'denied'],
  ['a list of resources', { Resource: ['arn:aws:s3:::b', PROFILE] }, {}, 'allowed'],
  ['NotResource: all but', { Resource: undefined, NotResource: MODEL }, {}, 'allowed'],
  [
    'NotResource: not this',
    { Resource: undefined, NotResource: ['arn:aws:bedrock:*:*:application-inference-profile/*'] },
    {},
    'denied',
  ],
  [
    'a variable in a resource',
    { Resource: `arn:aws:bedrock:*:*:application-inference-profile/${variable('aws:PrincipalTag/Own')}` },
    { context: { 'aws:PrincipalTag/Own': 'a1b2' } },
    'allowed',
  ],
  [
    'another value of it',
    { Resource: `arn:aws:bedrock:*:*:application-inference-profile/${variable('aws:PrincipalTag/Own')}` },
    { context: { 'aws:PrincipalTag/Own': 'a1' } },
    'denied',
  ],
  [
    'a variable without value matches no resource',
    { Resource: `arn:aws:bedrock:*:*:${variable('aws:PrincipalTag/Own')}*` },
    {},
    'denied',
  ],
  [
    'and leaves none out',
    { Resource: undefined, NotResource: `arn:aws:bedrock:*:*:${variable('aws:PrincipalTag/Own')}*` },
    {},
    'allowed',
  ],
  [
    'a variable as the account of a resource, which IAM refuses to store',
    { Resource: `arn:aws:bedrock:*:${variable('aws:PrincipalAccount')}:*` },
    { context: { 'aws:PrincipalAccount': '111122223333' } },
    'unknown',
  ],
  ['an escaped star there is none', { Resource: `arn:aws:bedrock:*:${variable('*')}:*` }, {}, 'denied'],
  [
    'a list needs a statement on *',
    { Action: 'bedrock:ListInferenceProfiles', Resource: PROFILE },
    { action: 'bedrock:ListInferenceProfiles', resource: '*' },
    'denied',
  ],
  [
    'a list with *',
    { Action: 'bedrock:ListInferenceProfiles' },
    { action: 'bedrock:ListInferenceProfiles', resource: '*' },
    'allowed',
  ],
  ['an element that is not known', { Because: 'we can' }, {}, 'unknown'],
  ['which does not matter for another action', { Because: 'we can', Action: 'iam:*' }, {}, 'denied'],
  ['a principal in an identity’s policy', { Principal: '*' }, {}, 'unknown'],
];

describe('a statement', () => {
  it.each(COVERS)('%s', (_, statement, request, decision) => {
    const given = Object.fromEntries(
      Object.entries(allow(statement)).filter(([, value]) => value !== undefined),
    );
    expect(judge(identity(given), asked({}, request)).decision).toBe(decision);
  });
});

const STRANGE = { Condition: { BinaryEquals: { [TAG]: 'YQ==' } } };
const certainly = (kind: string) => ({ decision: 'denied', why: { kind } });

describe('policies together', () => {
  const all = policy('all', allow({ Action: '*' }));
  const nothing = policy('nothing');
  const open: PoliciesInForce = { ...identity(allow()), boundary: null, controls: [] };

  it('deny without a statement that allows', () => {
    expect(judge(identity(), asked())).toEqual({
      decision: 'denied',
      request: asked(),
      by: null,
      why: { kind: 'noAllow', nearly: [] },
    });
  });
  it('allow by the first statement that does, by its Sid or its place', () => {
    const policies = identity(allow({ Action: 'iam:*' }), allow(), allow({ Sid: 'Late' }));
    expect(judge(policies, asked())).toMatchObject({
      decision: 'allowed',
      by: { policy: 'own', statement: 'statement 2' },
      why: { kind: 'allow' },
    });
  });
  it('deny explicitly wherever it stands', () => {
    const no = policy('no', deny({ Sid: 'No' }));
    const by = { policy: 'no', statement: 'No' };
    for (const policies of [
      { ...open, identity: [no, ...open.identity] },
      { ...open, boundary: policy('no', allow(), deny({ Sid: 'No' })) },
      { ...open, controls: [[all], [all, no]] },
    ])
      expect(judge(policies, asked())).toMatchObject({ ...certainly('explicitDeny'), by });
  });
  it('allow only within the boundary', () => {
    expect(judge({ ...open, boundary: all }, asked()).decision).toBe('allowed');
    expect(judge({ ...open, boundary: nothing }, asked())).toMatchObject(certainly('boundary'));
    expect(judge({ ...identity(), boundary: all }, asked())).toMatchObject(certainly('noAllow'));
  });
  it('allow only with each level of service control policies', () => {
    expect(judge({ ...open, controls: [[all], [nothing, all]] }, asked()).decision).toBe('allowed');
    expect(judge({ ...open, controls: [[all], [nothing]] }, asked())).toMatchObject({
      decision: 'denied',
      by: null,
      why: { kind: 'controls', level: 1 },
    });
    expect(judge({ ...open, controls: [[]] }, asked())).toMatchObject(certainly('controls'));
  });
  it('do not bind service-linked roles by service control policies', () => {
    const policies = { ...open, controls: [[nothing]] };
    const linked = { [ARN]: 'arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/y' };
    expect(judge(policies, asked(linked)).decision).toBe('allowed');
    expect(judge(policies, asked({ [ARN]: ROLE })).decision).toBe('denied');
  });
});

describe('what cannot be judged', () => {
  const element = 'condition operator BinaryEquals, in Odd of own';
  it('leaves open what is otherwise allowed, where it denies', () => {
    expect(judge(identity(allow(), deny({ Sid: 'Odd', ...STRANGE })), asked())).toMatchObject({
      decision: 'unknown',
      by: { policy: 'own', statement: 'Odd' },
      why: { kind: 'cannotJudge', elements: [element] },
    });
  });
  it('leaves open what is otherwise denied, where it allows', () => {
    expect(judge(identity(allow({ Sid: 'Odd', ...STRANGE })), asked())).toMatchObject({
      decision: 'unknown',
      why: { kind: 'cannotJudge', elements: [element] },
    });
  });
  it('does not matter beside a certain denial, a certain allowance, or where nothing allows', () => {
    const odd = allow({ Sid: 'Odd', ...STRANGE });
    expect(judge(identity(odd, deny()), asked())).toMatchObject(certainly('explicitDeny'));
    expect(judge(identity(deny({ ...STRANGE }), deny()), asked())).toMatchObject(certainly('explicitDeny'));
    expect(judge(identity(odd, allow()), asked()).decision).toBe('allowed');
    expect(judge(identity(deny({ ...STRANGE })), asked())).toMatchObject(certainly('noAllow'));
  });
  it('does not matter where another condition fails', () => {
    const Condition = { ...STRANGE.Condition, StringEquals: { [TAG]: 'a@x' } };
    expect(judge(identity(allow({ Condition })), asked({ [TAG]: 'b@x' })).decision).toBe('denied');
    expect(judge(identity(allow({ Condition })), asked({ [TAG]: 'a@x' })).decision).toBe('unknown');
  });
  it('names every element once', () => {
    const Condition = { ...STRANGE.Condition, IpAddress: { [IP]: '10.0.0.0/8' } };
    const { why } = judge(
      identity(allow({ Sid: 'Odd', Condition }), deny({ Sid: 'Odd', Condition })),
      asked(),
    );
    expect(why).toEqual({
      kind: 'cannotJudge',
      elements: [element, 'condition key aws:sourceip (its value is not given), in Odd of own'],
    });
  });
});

describe('why nothing allows', () => {
  it('names statements about the request with the conditions that failed, and the values', () => {
    const Condition = { StringEquals: { [TAG]: OWN, 'aws:RequestedRegion': 'us-east-1' } };
    const policies = identity(
      allow({ Sid: 'Own', Condition }),
      allow({ Sid: 'Models', Resource: MODEL }),
      allow({ Sid: 'Lists', Action: 'bedrock:List*' }),
    );
    const context = { ...PRINCIPAL, [TAG]: 'b@x', 'aws:RequestedRegion': 'us-east-1' };
    expect(judge(policies, asked(context)).why).toEqual({
      kind: 'noAllow',
      nearly: [
        {
          policy: 'own',
          statement: 'Own',
          failed: [`StringEquals ${TAG}`],
          conditions: [
            { operator: 'StringEquals', key: TAG, wanted: ['a@x'], actual: ['b@x'], holds: false },
          ],
        },
      ],
    });
  });
  it('shows a variable without a value as it is written', () => {
    const policies = identity(allow({ Condition: { StringEquals: { [TAG]: OWN } } }));
    expect(judge(policies, asked()).why).toMatchObject({
      nearly: [{ conditions: [{ wanted: [OWN], actual: null }] }],
    });
  });
  it('finds the statement behind a verdict with all its conditions', () => {
    const policies = identity(deny({ Sid: 'No', Condition: { Null: { [TAG]: 'true' } } }));
    expect(statementBehind(policies, judge(policies, asked()))).toMatchObject({
      statement: 'No',
      conditions: [{ operator: 'Null', key: TAG, wanted: ['true'], actual: null, holds: true }],
    });
    expect(statementBehind(policies, judge(identity(), asked()))).toBeNull();
  });
});
