// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like this

import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/simulator/iam/judge.ts';
import type { Context, Document, Policies, Statement, Verdict } from '../../../src/simulator/iam/types.ts';

/** What IAM's documentation says of operators, variables, missing keys, ARNs and levels, a row each. */

const ARN = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123';
const document = (...statements: Statement[]): Document => ({ Version: '2012-10-17', Statement: statements });
const named = (name: string, ...statements: Statement[]) => ({ name, document: document(...statements) });
const ALL: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };

interface Asked {
  action?: string;
  resource?: string;
  context?: Context;
}

const ask = (
  policies: Policies,
  { action = 'bedrock:InvokeModel', resource = ARN, context = {} }: Asked = {},
) => judge(policies, { action, resource, context });

/** Whether a statement that allows everything under a condition lets a request through. */
const holds = (Condition: NonNullable<Statement['Condition']>, context: Context, version = '2012-10-17') =>
  ask(
    {
      identity: [{ name: 'p', document: { Version: version, Statement: { ...ALL, Condition } } }],
      controls: [],
    },
    { context },
  ).allowed;

type Row = [
  operator: string,
  wanted: string | string[] | boolean | number,
  own: string | string[] | undefined,
  boolean,
];

describe('condition operators', () => {
  const rows: Row[] = [
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 'A', false],
    ['StringEquals', ['x', 'a'], 'a', true],
    ['StringEquals', 'a*', 'abc', false],
    ['StringEquals', 'a*', 'a*', true],
    ['StringEquals', 'a', undefined, false],
    ['StringEquals', '', '', true],
    ['StringNotEquals', 'a', 'b', true],
    ['StringNotEquals', ['b', 'c'], 'c', false],
    ['StringNotEquals', 'a', undefined, true],
    ['StringEqualsIgnoreCase', 'Foo@Example.com', 'foo@example.COM', true],
    ['StringNotEqualsIgnoreCase', 'Foo', 'foo', false],
    ['StringNotEqualsIgnoreCase', 'Foo', undefined, true],
    ['StringLike', 'a*c', 'abbbc', true],
    ['StringLike', 'a?c', 'abbc', false],
    ['StringLike', 'a?c', 'abc', true],
    ['StringLike', '*', '', true],
    ['StringLike', '?', '', false],
    ['StringLike', 'a*b*c', 'a-b-b-c-c', true],
    ['StringLike', 'A*', 'abc', false],
    ['StringNotLike', 'a*', 'abc', false],
    ['StringNotLike', ['x*', 'y*'], 'abc', true],
    ['StringNotLike', 'a*', undefined, true],
    ['ArnLike', 'arn:aws:bedrock:*:*:application-inference-profile/*', ARN, true],
    ['ArnLike', 'arn:aws:bedrock:*:application-inference-profile/*', ARN, false],
    ['ArnLike', 'arn:aws:bedrock:*:999900001111:application-inference-profile/*', ARN, false],
    ['ArnLike', 'arn:aws:*', ARN, false],
    ['ArnLike', 'arn:aws:iam::1*:role/a*', 'arn:aws:iam::111122223333:role/a:b', true],
    ['ArnLike', 'arn:aws:iam::?:role/a', 'arn:aws:iam::111122223333:role/a', false],
    ['ArnEquals', 'arn:aws:bedrock:us-*:111122223333:application-inference-profile/*', ARN, true],
    ['ArnEquals', 'not an arn', ARN, false],
    ['ArnLike', ARN, 'not an arn', false],
    ['ArnLike', ARN, undefined, false],
    ['ArnLike', 'a:b', 'a:b', false],
    ['ArnLike', '*', ARN, false],
    ['ArnNotLike', 'arn:aws:bedrock:*:*:application-inference-profile/*', ARN, false],
    ['ArnNotLike', 'arn:aws:iam::*:role/ops', ARN, true],
    ['ArnNotEquals', 'arn:aws:iam::*:role/ops', undefined, true],
    ['NumericEquals', '10', '10.0', true],
    ['NumericNotEquals', '10', '11', true],
    ['NumericLessThan', '10', '9', true],
    ['NumericLessThan', '10', '10', false],
    ['NumericLessThanEquals', 10, '10', true],
    ['NumericGreaterThan', '10', 'many', false],
    ['NumericGreaterThanEquals', '10', '10', true],
    ['NumericEquals', '10', undefined, false],
    ['DateEquals', '2026-11-24T00:00:00Z', '2026-11-24T01:00:00+01:00', true],
    ['DateLessThan', '2026-11-24T00:00:00Z', '2026-11-23T23:59:59Z', true],
    ['DateGreaterThan', '1795478400', '2026-11-24T00:00:01Z', true],
    ['DateGreaterThan', '2026-11-24T00:00:00Z', 'yesterday', false],
    ['DateLessThan', '1795478400', '2026-11-23T23:59:59Z', true],
    ['DateEquals', '2026-11-24T00:00:00Z', '1795478400', true],
    ['DateNotEquals', '2026-11-24T00:00:00Z', undefined, true],
    ['Bool', 'true', 'true', true],
    ['Bool', true, 'TRUE', true],
    ['Bool', 'false', undefined, false],
    ['BoolIfExists', 'false', undefined, true],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', true],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ6', false],
    ['IpAddress', '203.0.113.0/24', '203.0.113.77', true],
    ['IpAddress', '203.0.113.0/24', '203.0.114.1', false],
    ['IpAddress', '203.0.113.7', '203.0.113.7', true],
    ['IpAddress', '2001:db8::/32', '2001:db8:1::1', true],
    ['IpAddress', '203.0.113.0/24', '2001:db8::1', false],
    ['IpAddress', '203.0.113.0/24', 'somewhere', false],
    ['IpAddress', '203.0.113.0/64', '203.0.113.1', false],
    ['NotIpAddress', '203.0.113.0/24', '203.0.114.1', true],
    ['NotIpAddress', '203.0.113.0/24', undefined, true],
    ['Null', 'true', undefined, true],
    ['Null', 'true', 'a', false],
    ['Null', 'false', 'a', true],
    ['Null', false, undefined, false],
    ['Null', 'true', [], true],
    ['StringEqualsIfExists', 'a', undefined, true],
    ['StringEqualsIfExists', 'a', 'b', false],
    ['StringNotEqualsIfExists', 'a', undefined, true],
    ['ArnLikeIfExists', ARN, undefined, true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
    ['ForAllValues:StringEquals', ['a'], undefined, true],
    ['ForAllValues:StringEquals', ['a'], [''], true],
    ['ForAllValues:StringLike', ['a*'], ['a1', 'a2'], true],
    ['ForAllValues:StringNotEquals', ['a'], ['b', 'c'], true],
    ['ForAllValues:StringNotEquals', ['a'], ['a', 'c'], false],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'], true],
    ['ForAnyValue:StringEquals', ['a'], ['b'], false],
    ['ForAnyValue:StringEquals', ['a'], undefined, false],
    ['ForAnyValue:StringEqualsIfExists', ['a'], undefined, true],
    ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], true],
    ['ForAnyValue:StringNotEquals', ['a'], ['a'], false],
    ['ForAnyValue:StringNotEquals', ['a'], undefined, false],
    ['StringEquals', ['a'], ['b', 'a'], true],
    ['StringNotEquals', ['a'], ['b', 'a'], false],
  ];
  it.each(rows)('%s %j of %j: %j', (operator, wanted, own, expected) => {
    expect(holds({ [operator]: { 'x:key': wanted } }, own === undefined ? {} : { 'x:key': own })).toBe(
      expected,
    );
  });
  it('that IAM does not know are no conditions', () => {
    expect(() => holds({ StringMatches: { 'x:key': 'a' } }, {})).toThrow('StringMatches');
    expect(() => holds({ NullIfExists: { 'x:key': 'true' } }, {})).toThrow('NullIfExists');
  });
  it('must all hold, each for all of its keys', () => {
    const two = { StringEquals: { 'x:a': '1', 'x:b': '2' }, Bool: { 'x:c': 'true' } };
    expect(holds(two, { 'x:a': '1', 'x:b': '2', 'x:c': 'true' })).toBe(true);
    expect(holds(two, { 'x:a': '1', 'x:b': '3', 'x:c': 'true' })).toBe(false);
    expect(holds(two, { 'x:a': '1', 'x:b': '2', 'x:c': 'false' })).toBe(false);
  });
  it('find keys in any case, tag keys included', () => {
    expect(
      holds({ StringEquals: { 'AWS:principaltag/COSTCENTER': '1' } }, { 'aws:PrincipalTag/CostCenter': '1' }),
    ).toBe(true);
  });
});

describe('policy variables', () => {
  const rows: [operator: string, wanted: string, context: Context, boolean][] = [
    [
      'StringEquals',
      '${aws:PrincipalTag/UserEmail}',
      { 'x:key': 'a@x', 'aws:PrincipalTag/UserEmail': 'a@x' },
      true,
    ],
    [
      'StringEquals',
      '${aws:PrincipalTag/UserEmail}',
      { 'x:key': 'b@x', 'aws:PrincipalTag/UserEmail': 'a@x' },
      false,
    ],
    ['StringEquals', '${aws:PrincipalTag/UserEmail}', { 'x:key': 'a@x' }, false],
    ['StringEquals', '${aws:PrincipalTag/UserEmail}', { 'x:key': '' }, false],
    ['StringNotEquals', '${aws:PrincipalTag/UserEmail}', { 'x:key': 'a@x' }, true],
    ['StringNotLike', '${aws:PrincipalTag/UserEmail}', { 'x:key': 'a@x' }, true],
    ['StringEqualsIfExists', '${aws:PrincipalTag/UserEmail}', { 'x:key': 'a@x' }, false],
    // A wildcard in a tag's value is no wildcard of the policy.
    [
      'StringLike',
      '${aws:PrincipalTag/UserEmail}',
      { 'x:key': 'a@x', 'aws:PrincipalTag/UserEmail': '*' },
      false,
    ],
    ['StringLike', 'p-${aws:username}-*', { 'x:key': 'p-ann-1', 'aws:username': 'ann' }, true],
    ['StringEquals', "${aws:PrincipalTag/Team, 'none'}", { 'x:key': 'none' }, true],
    [
      'StringEquals',
      "${aws:PrincipalTag/Team, 'none'}",
      { 'x:key': 'none', 'aws:PrincipalTag/team': 'a' },
      false,
    ],
    ['StringLike', '${*}', { 'x:key': '*' }, true],
    ['StringLike', '${*}', { 'x:key': 'a' }, false],
    ['StringLike', 'a${?}', { 'x:key': 'a?' }, true],
    ['StringEquals', '${$}{x}', { 'x:key': '${x}' }, true],
    ['StringEquals', '${aws:TagKeys}', { 'x:key': 'a', 'aws:TagKeys': ['a'] }, false],
    [
      'ArnLike',
      'arn:aws:iam::${aws:PrincipalAccount}:role/*',
      { 'x:key': 'arn:aws:iam::1:role/a', 'aws:PrincipalAccount': '1' },
      true,
    ],
    [
      'ArnLike',
      'arn:aws:iam::${aws:PrincipalAccount}:role/*',
      { 'x:key': 'arn:aws:iam::1:role/a', 'aws:PrincipalAccount': '*' },
      false,
    ],
    ['NumericEquals', '${aws:PrincipalTag/Level}', { 'x:key': '3', 'aws:PrincipalTag/Level': '3' }, false],
  ];
  it.each(rows)('%s %s with %j: %j', (operator, wanted, context, expected) => {
    expect(holds({ [operator]: { 'x:key': wanted } }, context)).toBe(expected);
  });
  it('are plain text in a policy of Version 2008-10-17, and in one without a version', () => {
    const condition = { StringEquals: { 'x:key': '${aws:username}' } };
    expect(holds(condition, { 'x:key': 'ann', 'aws:username': 'ann' }, '2008-10-17')).toBe(false);
    expect(holds(condition, { 'x:key': '${aws:username}' }, '2008-10-17')).toBe(true);
  });
});

describe('actions and resources', () => {
  const rows: [Partial<Statement>, Asked, boolean][] = [
    [{ Action: 'bedrock:invokemodel' }, {}, true],
    [{ Action: 'BEDROCK:Invoke*' }, {}, true],
    [{ Action: 'bedrock:InvokeMode?' }, {}, true],
    [{ Action: 'bedrock:Invoke' }, {}, false],
    [{ Action: ['s3:*', 'bedrock:Get*'] }, {}, false],
    [{ NotAction: 's3:*' }, {}, true],
    [{ NotAction: ['bedrock:*'] }, {}, false],
    [{ Resource: ARN }, {}, true],
    [{ Resource: ARN.toUpperCase() }, {}, false],
    [{ Resource: 'arn:aws:bedrock:*' }, {}, true],
    [{ Resource: 'arn:aws:bedrock:*:application-inference-profile/*' }, {}, true],
    [{ Resource: 'arn:aws:bedrock:*:*:inference-profile/*' }, {}, false],
    [{ Resource: ['arn:aws:s3:::a', 'arn:aws:bedrock:us-east-?:*'] }, {}, true],
    [{ NotResource: 'arn:aws:s3:::*' }, {}, true],
    [{ NotResource: ['arn:aws:bedrock:*'] }, {}, false],
    [{ Resource: 'arn:aws:bedrock:*' }, { resource: '*' }, false],
    // Before the fifth colon of an ARN variables are no variables.
    [
      { Resource: 'arn:aws:bedrock:*:${aws:PrincipalAccount}:*' },
      { context: { 'aws:PrincipalAccount': '111122223333' } },
      false,
    ],
    [
      { Resource: 'arn:aws:bedrock:*:*:*/${aws:PrincipalTag/Id}' },
      { context: { 'aws:PrincipalTag/Id': 'abc123' } },
      true,
    ],
    [{ Resource: 'arn:aws:bedrock:*:${aws:PrincipalAccount}:*' }, {}, false],
    [
      { Resource: 'arn:aws:bedrock:us-east-1:*/${aws:PrincipalTag/Id}' },
      { context: { 'aws:PrincipalTag/Id': '*' } },
      false,
    ],
    [{ NotResource: 'arn:aws:bedrock:*:*:*/${aws:PrincipalTag/Nobody}' }, {}, true],
  ];
  it.each(rows)('%j of %j: %j', (part, asked, expected) => {
    const { Action, Resource, ...effect } = ALL;
    const statement: Statement = {
      ...effect,
      ...(part.NotAction === undefined && { Action: Action as string }),
      ...(part.NotResource === undefined && { Resource: Resource as string }),
      ...part,
    };
    expect(ask({ identity: [named('p', statement)], controls: [] }, asked).allowed).toBe(expected);
  });
});

describe('kinds of policies', () => {
  const allow = (name: string) => named(name, { Sid: 'Yes', ...ALL });
  const deny = (name: string) => named(name, ALL, { Sid: 'No', Effect: 'Deny', Action: '*', Resource: '*' });
  const other = (name: string) => named(name, { ...ALL, Action: 's3:*' });
  const identity = [allow('own')];
  const rows: [string, Policies, Partial<Verdict>][] = [
    [
      'nothing',
      { identity: [], controls: [] },
      { allowed: false, explicit: false, by: null, kind: 'identity' },
    ],
    [
      'one that allows',
      { identity, controls: [] },
      { allowed: true, by: { policy: 'own', statement: 'Yes' } },
    ],
    [
      'one of two that allows',
      { identity: [other('a'), allow('b')], controls: [] },
      { allowed: true, by: { policy: 'b', statement: 'Yes' } },
    ],
    [
      'one that denies beside one that allows',
      { identity: [allow('a'), deny('b')], controls: [] },
      { allowed: false, explicit: true, by: { policy: 'b', statement: 'No' }, kind: 'identity' },
    ],
    ['a level that allows', { identity, controls: [[allow('root')]] }, { allowed: true }],
    [
      'a level that allows something else',
      { identity, controls: [[allow('root')], [other('ou')]] },
      { allowed: false, explicit: false, kind: 'control' },
    ],
    [
      'a level with two, one of which allows',
      { identity, controls: [[other('a'), allow('b')]] },
      { allowed: true },
    ],
    [
      'a level without any',
      { identity, controls: [[allow('root')], []] },
      { allowed: false, kind: 'control' },
    ],
    ['levels alone', { identity: [], controls: [[allow('root')]] }, { allowed: false, kind: 'identity' }],
    [
      'a level that denies',
      { identity, controls: [[allow('root')], [deny('ou')]] },
      { allowed: false, explicit: true, by: { policy: 'ou', statement: 'No' }, kind: 'control' },
    ],
    [
      'a boundary that allows',
      { identity, boundary: allow('b'), controls: [] },
      { allowed: true, by: { policy: 'own', statement: 'Yes' } },
    ],
    [
      'a boundary that allows something else',
      { identity, boundary: other('b'), controls: [] },
      { allowed: false, explicit: false, kind: 'boundary' },
    ],
    [
      'a boundary alone',
      { identity: [], boundary: allow('b'), controls: [] },
      { allowed: false, kind: 'identity' },
    ],
    [
      'a boundary that denies',
      { identity, boundary: deny('b'), controls: [] },
      { allowed: false, explicit: true, kind: 'boundary' },
    ],
    [
      'a session policy that allows something else',
      { identity, session: [other('s')], controls: [] },
      { allowed: false, kind: 'session' },
    ],
    [
      'a session policy alone',
      { identity: [], session: [allow('s')], controls: [] },
      { allowed: false, kind: 'identity' },
    ],
    [
      'a session policy that allows it too',
      { identity, session: [allow('s')], controls: [] },
      { allowed: true },
    ],
    [
      'a statement without a name',
      { identity: [named('own', { ...ALL, Action: 's3:*' }, ALL)], controls: [] },
      { allowed: true, by: { policy: 'own', statement: '2' } },
    ],
  ];
  it.each(rows)('%s', (_what, policies, expected) => expect(ask(policies)).toMatchObject(expected));
});
