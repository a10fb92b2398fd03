import { describe, expect, it } from 'vitest';
import { Invalid } from '../../../src/core/errors.ts';
import { parsePolicy } from '../../../src/core/policies/parse.ts';
import { en } from '../../../src/ui/messages/en.ts';

const STATEMENT = { Effect: 'Allow', Action: 'bedrock:*', Resource: '*' };
const DOCUMENT = { Version: '2012-10-17', Statement: [STATEMENT] };

function faultsOf(policy: unknown) {
  try {
    parsePolicy(policy, 'p');
    return [];
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return error.faults;
  }
}
/** Field, key and value of each fault. */
const told = (policy: unknown) => faultsOf(policy).map(({ field, key, value }) => [field, key, value]);
const statement = (more: object) => ({ ...DOCUMENT, Statement: [{ ...STATEMENT, ...more }] });

describe('a policy is read', () => {
  it('from JSON and from its text', () => {
    const read = { name: 'p', document: DOCUMENT };
    expect(parsePolicy(DOCUMENT, 'p')).toEqual(read);
    expect(parsePolicy(JSON.stringify(DOCUMENT), 'p')).toEqual(read);
    expect(parsePolicy(`\uFEFF\n${JSON.stringify(DOCUMENT)}\n`, 'p')).toEqual(read);
  });
  it('URL-encoded, as IAM returns it, with plus signs and percent signs as they are', () => {
    const document = statement({ Sid: 'A', Resource: 'arn:aws:x:::a+b%20c' });
    expect(parsePolicy(encodeURIComponent(JSON.stringify(document)), 'p').document).toEqual(document);
    expect(parsePolicy(JSON.stringify(document), 'p').document).toEqual(document);
  });
  it('with one statement that stands in no list', () => {
    expect(parsePolicy({ ...DOCUMENT, Statement: STATEMENT }, 'p').document).toEqual(DOCUMENT);
  });
  it('without a version as one of 2008', () => {
    expect(parsePolicy({ Id: 'x', Statement: [] }, 'p').document).toEqual({
      Id: 'x',
      Version: '2008-10-17',
      Statement: [],
    });
  });
  it('with numbers and truth values in conditions as text', () => {
    const Condition = { Bool: { a: true }, NumericEquals: { b: [1, 2] }, Null: { c: 'true' } };
    expect(parsePolicy(statement({ Condition }), 'p').document.Statement[0]?.Condition).toEqual({
      Bool: { a: 'true' },
      NumericEquals: { b: ['1', '2'] },
      Null: { c: 'true' },
    });
  });
  it('with elements and operators that are not known', () => {
    const strange = statement({ Because: 'x', Condition: { Odd: { key: 'x' } } });
    expect(parsePolicy(strange, 'p').document).toEqual(strange);
  });
  it.each([
    { PolicyVersion: { Document: DOCUMENT, VersionId: 'v1' } },
    { RoleName: 'r', PolicyDocument: DOCUMENT },
    { Policy: { PolicySummary: {}, Content: JSON.stringify(DOCUMENT) } },
    { InlinePolicy: JSON.stringify(DOCUMENT) },
  ])('out of an answer of AWS: %j', (answer) => {
    expect(parsePolicy(JSON.stringify(answer), 'p').document).toEqual(DOCUMENT);
  });
  it('with a principal instead of a resource', () => {
    const trust = { ...DOCUMENT, Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }] };
    expect(parsePolicy(trust, 'p').document).toEqual(trust);
  });
});

describe('a policy is refused', () => {
  it('where it is no JSON', () => {
    expect(faultsOf('{"Version"')).toMatchObject([{ field: 'p', key: 'policyJson', value: '{"Version"' }]);
    expect(told('%7Bx')).toEqual([['p', 'policyJson', '%7Bx'.replace('%7B', '{')]]);
  });
  it('with long values cut', () => {
    const long = 'x'.repeat(81);
    expect(faultsOf(long)[0]?.value).toBe(`${long.slice(0, 60)}…`);
    expect(faultsOf('x'.repeat(60))[0]?.value).toBe('x'.repeat(60));
    expect(told(statement({ Effect: long }))).toEqual([
      ['p: Statement[0].Effect', 'policyEffect', `${long.slice(0, 80)}…`],
    ]);
    expect(told(statement({ Effect: long.slice(1) }))[0]?.[2]).toBe(long.slice(1));
    expect(told('%7B%')).toEqual([['p', 'policyJson', '%7B%']]);
    expect(faultsOf({ Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 'a:b' } })).toEqual([
      { field: 'p: Statement', key: 'policyOneOf', detail: 'Resource and NotResource' },
    ]);
  });
  it.each([null, [], 7, true])('where it is no object: %j', (policy) => {
    expect(told(policy)).toEqual([['p', 'policyObject', JSON.stringify(policy)]]);
  });
  it('where a name stands twice, of which JSON would keep one', () => {
    const text =
      '{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEquals":{"a":"{\\"x"},"StringEquals":{"b":"1","b":"2"}}},{"Sid":"s","Effect":"Allow","Action":"*","Resource":["*","*"],"Sid":"t"}]}';
    expect(told(text)).toEqual([
      ['p: Statement[0].Condition.StringEquals', 'policyTwice', undefined],
      ['p: Statement[0].Condition.StringEquals.b', 'policyTwice', undefined],
      ['p: Statement[1].Sid', 'policyTwice', undefined],
    ]);
  });
  it('with every fault at once: where, what, why', () => {
    const bad = {
      Version: '2012-10-18',
      Statement: [
        7,
        { Effect: 'allow', Action: 'bedrock', NotAction: 'x:y', Resource: 7 },
        {
          Sid: 1,
          Effect: 'Deny',
          Action: ['a:b', 1],
          Resource: '*',
          Condition: { Null: 'x', Bool: { k: null } },
        },
        { Effect: 'Deny' },
      ],
    };
    expect(told(bad)).toEqual([
      ['p: Version', 'policyVersion', '2012-10-18'],
      ['p: Statement[0]', 'policyObject', '7'],
      ['p: Statement[1].Effect', 'policyEffect', 'allow'],
      ['p: Statement[1]', 'policyOneOf', undefined],
      ['p: Statement[1].Resource', 'policyText', '7'],
      ['p: Statement[1].Action', 'policyAction', 'bedrock'],
      ['p: Statement[2].Sid', 'policyText', '1'],
      ['p: Statement[2].Action', 'policyText', '["a:b",1]'],
      ['p: Statement[2].Condition.Null', 'policyObject', 'x'],
      ['p: Statement[2].Condition.Bool.k', 'policyValue', 'null'],
      ['p: Statement[3]', 'policyOneOf', undefined],
      ['p: Statement[3]', 'policyOneOf', undefined],
    ]);
    expect(told({ Version: '2012-10-17' })).toEqual([['p: Statement', 'policyMissing', undefined]]);
  });
  it('in words that pages have', () => {
    const keys = [
      'Json',
      'Twice',
      'Object',
      'Missing',
      'Version',
      'Effect',
      'Text',
      'OneOf',
      'Action',
      'Value',
    ];
    for (const key of keys) expect(en.invalid).toHaveProperty(`policy${key}`);
  });
});
