import { describe, expect, it } from 'vitest';
import { HOLES, type Hole } from '../../../../src/core/policies/holes.ts';
import { openIn } from '../../../../src/core/policies/inForce.ts';
import { choices, facts } from './facts.ts';
import { COMPANIES } from './policies.ts';

/** What is open in policies as companies have them, by name and by the statement that opens it. */

const asked = { ...facts, choices: { ...choices, selfService: false } };
const CHANGES: Hole[] = [
  'retag',
  'claim',
  'giveAway',
  'costCenter',
  'budgetMark',
  'untagOwn',
  'changeOthers',
];
const CREATES: Hole[] = ['createForOthers', 'createUntagged', 'createMoreTags', 'createElsewhere'];
/** Calls of every resource. */
const CALLS: Hole[] = [
  'invokeOthers',
  'otherAccount',
  'directModel',
  'systemProfile',
  'otherModels',
  'globalRoute',
  'geography',
];
const ALL: Hole[] = [...CHANGES, ...CALLS, 'exceeded', ...CREATES, 'apiKeys', 'mantle', 'otherSpending'];
const without = (...holes: Hole[]) => ALL.filter((hole) => !holes.includes(hole));

interface Expected {
  open?: Hole[];
  impossible?: Hole[];
  unknown?: Hole[];
}
const EXPECTED: Readonly<Record<string, Expected>> = {
  'everything of Bedrock, as the managed policy for it': { open: without('mantle') },
  'calls of every resource': { open: [...CALLS, 'exceeded'] },
  'models of some Regions and system profiles by ARN': {
    open: ['directModel', 'systemProfile'],
    impossible: ['ownProfile'],
  },
  'own profiles by StringLike': { open: ['nobody', 'wildcard', 'exceeded'] },
  'own profiles by IfExists': { open: ['untagged', 'nobody', 'exceeded'] },
  'own profiles in any case of letters': { open: ['nobody', 'letterCase', 'exceeded'] },
  'the copied pattern with self-service': {
    open: [
      'retag',
      'claim',
      'costCenter',
      'budgetMark',
      'nobody',
      'globalRoute',
      'geography',
      'exceeded',
      ...CREATES,
    ],
  },
  'profiles of any account': { open: ['nobody', 'otherAccount', 'exceeded'] },
  'calls from the company network': { unknown: [...CALLS, 'exceeded', 'ownProfile'] },
  'an ARN with too few parts': { impossible: ['ownProfile'] },
  'models by StringLike on any profile': { open: ['nobody', 'systemProfile', 'exceeded'] },
  'a guard that only asks whether there is a profile': { open: without('directModel') },
  'a power user without the mantle endpoint': { open: without('mantle') },
  'a permission set with a boundary': {
    open: ['giveAway', 'costCenter', 'budgetMark', 'untagOwn', 'nobody', 'exceeded'],
  },
  'a denial over budget, and no resource': { open: CALLS },
  'an SCP that denies Regions, with the sample exemption': { impossible: ['ownProfile'] },
};

describe('holes of companies', () => {
  it('are asked of every one', () => expect(Object.keys(EXPECTED)).toEqual(Object.keys(COMPANIES)));
  it.each(Object.entries(COMPANIES))('%s', (name, policies) => {
    const found = openIn(policies, asked);
    const of = (state: string) => found.filter((one) => one.state === state).map(({ hole }) => hole);
    const { open = [], impossible = [], unknown = [] } = EXPECTED[name] ?? {};
    const inOrder = (holes: readonly Hole[]) => HOLES.filter((hole) => holes.includes(hole));
    expect({ open: of('open'), impossible: of('impossible'), unknown: of('unknown') }).toEqual({
      open: inOrder(open),
      impossible: inOrder(impossible),
      unknown: inOrder(unknown),
    });
  });
});

describe('each hole', () => {
  const of = (name: string) => openIn(COMPANIES[name] as never, asked);
  it('names the statement that opens it', () =>
    expect(of('the copied pattern with self-service')[0]).toEqual({
      hole: 'retag',
      state: 'open',
      probes: ['retag', 'retag.ownerAlone'],
      by: [{ policy: 'copied', statement: 'SelfService' }],
      elements: [],
    }));
  it('names all actions that spend', () => {
    const spending = of('everything of Bedrock, as the managed policy for it').find(
      ({ hole }) => hole === 'otherSpending',
    );
    expect(spending?.probes).toContain('bedrock:InvokeAgent');
    expect(spending?.probes).toContain('bedrock:CreateModelInvocationJob');
  });
  it('names the statement that keeps the own profile from being called', () =>
    expect(of('an SCP that denies Regions, with the sample exemption')).toMatchObject([
      { hole: 'ownProfile', by: [{ policy: 'regions', statement: 'OutsideUsEast1' }] },
    ]));
  it('names what cannot be judged', () =>
    expect(of('calls from the company network')[0]?.elements).toEqual([
      expect.stringContaining('aws:sourceip'),
    ]));
});
