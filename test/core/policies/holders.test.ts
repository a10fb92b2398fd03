import { describe, expect, it } from 'vitest';
import { attributeFindings, peopleFindings } from '../../../src/core/policies/attributes.ts';
import type { AccountControls, Holder } from '../../../src/core/policies/found.ts';
import { controlsOf, holdersReport, servicesIn } from '../../../src/core/policies/holders.ts';
import { ACCOUNT, choices, facts } from './companies/facts.ts';

/** Whoever has policies about Bedrock, and whose sessions carry which tags. */

const text = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const BEDROCK = text({ Sid: 'All', Effect: 'Allow', Action: 'bedrock:*', Resource: '*' });
const trustOf = (Principal: object) => text({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
const role = (name: string, more: Partial<Holder> = {}): Holder => ({
  kind: 'role',
  name,
  arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
  accountId: ACCOUNT,
  tags: {},
  policies: [{ name: 'own', text: BEDROCK }],
  boundary: null,
  trust: trustOf({ AWS: `arn:aws:iam::${ACCOUNT}:root` }),
  accounts: [],
  ...more,
});
const asked = { ...facts, choices: { ...choices, selfService: false } };
const report = (holders: Holder[], controls: AccountControls | null = null, most?: number) =>
  holdersReport(
    holders.map((holder) => ({ holder, accountId: ACCOUNT, controls, facts: asked })),
    most,
  );
const level = (...policies: { name: string; text: string | null }[]) => ({
  target: 'r',
  name: 'Root',
  policies,
});
const FULL = { name: 'FullAWSAccess', text: text({ Effect: 'Allow', Action: '*', Resource: '*' }) };
const DENY = { name: 'no', text: text({ Effect: 'Deny', Action: 'bedrock:*', Resource: '*' }) };
const under = (managementAccountId: string): AccountControls => ({
  accountId: ACCOUNT,
  managementAccountId,
  levels: [level(FULL, DENY)],
});

describe('holders', () => {
  it('that say the same are told together, and those without Bedrock not at all', () => {
    const storage = text({ Effect: 'Allow', Action: 's3:*', Resource: '*' });
    const { holders } = report([
      role('a'),
      role('b'),
      role('c', { policies: [{ name: 'own', text: storage }] }),
    ]);
    expect(holders.map(({ names }) => names)).toEqual([['a', 'b']]);
    expect(holders[0]?.holes[0]).toMatchObject({ hole: 'retag', by: [{ policy: 'own', statement: 'All' }] });
  });
  it('that services take are told apart, as they may need models directly', () => {
    const { holders, services } = report([
      role('lambda', { trust: trustOf({ Service: 'lambda.amazonaws.com' }) }),
    ]);
    expect(holders).toEqual([]);
    expect(services).toEqual([{ name: 'lambda', accountId: ACCOUNT, by: ['lambda.amazonaws.com'] }]);
  });
  it('of services are not told where they call no models', () => {
    const listing = text({ Effect: 'Allow', Action: 'bedrock:List*', Resource: '*' });
    const lambda = {
      trust: trustOf({ Service: 'lambda.amazonaws.com' }),
      policies: [{ name: 'own', text: listing }],
    };
    expect(report([role('lambda', lambda)])).toEqual({ holders: [], services: [], more: 0 });
  });
  it('of one permission set are told together whatever is different, and roles only where all is alike', () => {
    const set = (accountId: string, boundary: Holder['boundary']) => ({
      holder: role('People', { kind: 'permissionSet', accountId: '', boundary }),
      accountId,
      controls: null,
      facts: asked,
    });
    const same = holdersReport([set('111122223333', null), set('222233334444', null)]).holders;
    expect(same.map(({ accounts }) => accounts)).toEqual([['111122223333', '222233334444']]);
    const apart = holdersReport([
      set('111122223333', null),
      set('222233334444', { name: 'b', text: DENY.text }),
    ]).holders;
    expect(apart.map(({ accounts }) => accounts)).toEqual([['111122223333'], ['222233334444']]);
  });
  it('are no more than a page of them', () => {
    const { holders, more } = report([role('a'), role('b'), role('c')], null, 2);
    expect([holders[0]?.names, more]).toEqual([['a', 'b'], 1]);
  });
  it('say which of their policies could not be read', () => {
    const policies = [
      { name: 'own', text: BEDROCK },
      { name: 'shared', text: null },
      { name: 'broken', text: '{' },
    ];
    expect(report([role('a', { policies })]).holders[0]?.unread).toEqual(['shared', 'broken']);
  });
  it('are judged under service control policies, but for the management account', () => {
    expect(
      report([role('a')], under('999999999999'))
        .holders[0]?.holes.filter(({ state }) => state === 'open')
        .map(({ hole }) => hole),
    ).toEqual([]);
    expect(controlsOf(under(ACCOUNT))).toEqual([]);
    expect(report([role('a')], under(ACCOUNT)).holders[0]?.holes[0]?.hole).toBe('retag');
  });
  it('are people where anybody but a service may take the role', () => {
    expect(servicesIn(trustOf({ Service: ['a.amazonaws.com', 'b.amazonaws.com'] }))).toEqual([
      'a.amazonaws.com',
      'b.amazonaws.com',
    ]);
    expect(servicesIn(trustOf({ Service: 'a.amazonaws.com', AWS: '*' }))).toEqual([]);
    expect(servicesIn(trustOf({ Federated: 'arn:aws:iam::1:saml-provider/x' }))).toEqual([]);
    expect(servicesIn(null)).toEqual([]);
    expect(servicesIn(text({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }))).toEqual([]);
    const denied = { Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
    const allowed = { Effect: 'Allow', Principal: { Service: 'a.amazonaws.com' }, Action: 'sts:AssumeRole' };
    expect(servicesIn(text(denied, allowed))).toEqual(['a.amazonaws.com']);
  });
});

describe('attributes for access control', () => {
  const { tagKeys } = choices;
  const EMAIL = { key: 'UserEmail', sources: [`\${path:emails[primary eq true].value}`] };
  const CENTER = { key: 'CostCenter', sources: [`\${path:enterprise.costCenter}`] };
  it('are in order', () => expect(attributeFindings([EMAIL, CENTER], tagKeys)).toEqual([]));
  it('are off', () => expect(attributeFindings(null, tagKeys)).toMatchObject([{ kind: 'off' }]));
  it('lack one, or take it from something else', () => {
    const userName = { key: 'UserEmail', sources: [`\${path:userName}`] };
    expect(attributeFindings([userName], tagKeys)).toMatchObject([
      { kind: 'source', key: 'UserEmail', values: userName.sources, wanted: EMAIL.sources[0] },
      { kind: 'missing', key: 'CostCenter', wanted: CENTER.sources[0] },
    ]);
  });
  it('fail people whom no tag can hold, who have no cost center, or whose profile is written otherwise', () => {
    const person = (email: string, costCenter: string | null, active = true) => ({
      email,
      costCenter,
      active,
    });
    const people = [
      person('ann@example.com', '4711'),
      person("o'neil@example.com", 'Küche'),
      person('bob@example.com', null),
      person('gone@example.com', null, false),
    ];
    expect(
      peopleFindings(people, ['Ann@example.com', 'bob@example.com', 'strange@example.com'], tagKeys),
    ).toEqual([
      {
        kind: 'letterCase',
        key: 'UserEmail',
        values: ['Ann@example.com (ann@example.com in the directory)'],
        wanted: '',
      },
      { kind: 'untaggable', key: 'UserEmail', values: ["o'neil@example.com"], wanted: '' },
      { kind: 'untaggable', key: 'CostCenter', values: ['Küche'], wanted: '' },
      { kind: 'noCostCenter', key: 'CostCenter', values: ['bob@example.com'], wanted: '' },
    ]);
  });
});
