import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  budgetThing,
  type Changeable,
  costCentersIn,
  type Deed,
  GIVEN_ROLES,
  type Grant,
  may,
  mayChangeAny,
  mayUse,
  operator,
  ROLES,
  SCOPES,
  seesOnlyOwn,
  spendScope,
  type Thing,
  type Viewer,
  viewerFrom,
  viewerOfPerson,
} from '../../src/core/access.ts';
import type { BudgetScope } from '../../src/core/budgets.ts';

/** Ann works for Mobile and reports to Bob through Carl; Olga owns Mobile; Eve has nothing to do with any of them. */
const facts = (email: string, more: Partial<Parameters<typeof viewerFrom>[0]> = {}) => ({
  email,
  name: null,
  costCenter: 'Mobile',
  groups: [],
  reports: [],
  grants: [],
  ...more,
});
const grant = (email: string, role: Grant['role'], costCenter = ''): Grant => ({ email, role, costCenter });
const VIEWERS = {
  user: viewerFrom(facts('ann@x'), []),
  manager: viewerFrom(facts('bob@x', { reports: ['carl@x', 'ann@x'] }), []),
  owner: viewerFrom(
    facts('olga@x', { costCenter: 'Search', grants: [grant('olga@x', 'costCenterOwner', 'Mobile')] }),
    [],
  ),
  finance: viewerFrom(facts('fay@x', { grants: [grant('fay@x', 'finance')] }), []),
  admin: viewerFrom(facts('adam@x', { grants: [grant('adam@x', 'administrator')] }), []),
  machine: operator('local:root'),
} satisfies Record<string, Viewer>;
const WHO = Object.keys(VIEWERS) as (keyof typeof VIEWERS)[];

const spend = (user: string, costCenter: string): Thing => ({ kind: 'spend', user, costCenter });
const profile = (user: string, costCenter: string): Thing => ({ kind: 'profile', user, costCenter });
const person = (email: string, costCenter: string): Thing => ({ kind: 'person', email, costCenter });
const budget = (kind: 'user' | 'costCenter', key: string, costCenter = ''): Thing => ({
  kind: 'budget',
  scope: { kind, key },
  costCenter,
});
const DEFAULT: Thing = { kind: 'budget', scope: { kind: 'userDefault' }, costCenter: '' };

describe('who may', () => {
  /** y and n: user, manager, cost-center owner, finance, administrator, whoever is at the machine. */
  it.each<[Deed, string, Thing, string]>([
    ['see', "Ann's spend on Mobile", spend('ann@x', 'Mobile'), 'yyyyyy'],
    ['see', "Ann's spend on Search", spend('ann@x', 'Search'), 'yynyyy'],
    ['see', "Eve's spend on Mobile", spend('eve@x', 'Mobile'), 'nnyyyy'],
    ['see', "Eve's spend on Search", spend('eve@x', 'Search'), 'nnnyyy'],
    ['see', "Bob's spend", spend('bob@x', 'Mobile'), 'nyyyyy'],
    ['see', 'spend that nobody owns', spend('', ''), 'nnnyyy'],
    ['see', 'spend of Mobile that nobody owns', spend('', 'Mobile'), 'nnyyyy'],
    ['see', 'an address in other letters', spend('Ann@x', 'mobile'), 'nnnyyy'],
    ['see', "Ann's profile", profile('ann@x', 'Mobile'), 'yyyyyy'],
    ['see', "Eve's profile", profile('eve@x', 'Search'), 'nnnyyy'],
    ['see', 'a profile without tags', profile('', ''), 'nnnyyy'],
    ['see', 'Ann', person('ann@x', 'Mobile'), 'yyyyyy'],
    ['see', 'Eve', person('eve@x', 'Search'), 'nnnyyy'],
    ['see', "Ann's budget", budget('user', 'ann@x', 'Mobile'), 'yyyyyy'],
    ['see', "Eve's budget", budget('user', 'eve@x', 'Search'), 'nnnyyy'],
    ['see', "Mobile's budget", budget('costCenter', 'Mobile'), 'nnyyyy'],
    ['see', "Search's budget", budget('costCenter', 'Search'), 'nnnyyy'],
    ['see', 'the budget of whoever has none', DEFAULT, 'yyyyyy'],
    ['see', 'Mobile as a cost center', { kind: 'costCenter', name: 'Mobile' }, 'nnyyyy'],
    ['see', "Ann's sessions and tokens", { kind: 'credentials', email: 'ann@x' }, 'ynnnyy'],
    ['see', 'the bill', { kind: 'bill' }, 'nnnyyy'],
    ['see', 'jobs', { kind: 'jobs' }, 'nnnyyy'],
    ['see', 'rates', { kind: 'rates' }, 'nnnyyy'],
    ['see', 'the audit log', { kind: 'audit' }, 'nnnyyy'],
    ['see', 'the directory', { kind: 'directory' }, 'nnnyyy'],
    ['see', "the demo's mails", { kind: 'inbox' }, 'nnnyyy'],
    ['change', "Ann's budget", budget('user', 'ann@x', 'Mobile'), 'nnnnyy'],
    ['change', "Mobile's budget", budget('costCenter', 'Mobile'), 'nnnnyy'],
    ['change', 'the default', DEFAULT, 'nnnnyy'],
    ['change', "Ann's profile on Mobile", profile('ann@x', 'Mobile'), 'ynnnyy'],
    ['change', "Ann's profile on somebody else's cost center", profile('ann@x', 'Search'), 'nnnnyy'],
    ['change', "Ann's profile on none", profile('ann@x', ''), 'nnnnyy'],
    ['change', "Eve's profile", profile('eve@x', 'Mobile'), 'nnnnyy'],
    ['change', "Ann's spend", spend('ann@x', 'Mobile'), 'nnnnyy'],
    ['change', 'jobs', { kind: 'jobs' }, 'nnnnyy'],
    ['change', 'the directory', { kind: 'directory' }, 'nnnnyy'],
    ['change', "Ann's sessions and tokens", { kind: 'credentials', email: 'ann@x' }, 'ynnnyy'],
    ['change', 'the audit log', { kind: 'audit' }, 'nnnnyy'],
  ])('%s %s', (deed, _name, thing, expected) => {
    const answers = WHO.map((who) => ({ true: 'y', false: 'n' })[String(may(VIEWERS[who], deed, thing))]);
    expect(answers.join('')).toBe(expected);
  });

  it('whoever has no e-mail address owns nothing that has none', () => {
    const nobody = { ...viewerFrom(facts(''), []), costCenter: '' };
    for (const thing of [spend('', ''), profile('', ''), person('', '')])
      expect([may(nobody, 'see', thing), may(nobody, 'change', thing)]).toEqual([false, false]);
    const ofNone = { ...viewerFrom(facts('ann@x', { costCenter: '' }), []), ownedCostCenters: new Set(['']) };
    expect(may(ofNone, 'change', profile('ann@x', ''))).toBe(false);
    expect(may(ofNone, 'see', { kind: 'costCenter', name: '' })).toBe(false);
    expect([VIEWERS.machine.email, VIEWERS.machine.costCenter]).toEqual(['', '']);
  });
});

describe('who may change anything at all', () => {
  it.each<[Changeable, string]>([
    ['credentials', 'yyyyyy'],
    ['profile', 'yyyyyy'],
    ['budget', 'nnnnyy'],
    ['directory', 'nnnnyy'],
    ['rates', 'nnnnyy'],
    ['jobs', 'nnnnyy'],
  ])('of %s', (kind, expected) => {
    const answers = WHO.map((who) => ({ true: 'y', false: 'n' })[String(mayChangeAny(VIEWERS[who], kind))]);
    expect(answers.join('')).toBe(expected);
  });

  it('has an address, and for profiles a cost center', () => {
    const of = (email: string, costCenter: string) => {
      const viewer = viewerFrom(facts(email, { costCenter }), []);
      return [mayChangeAny(viewer, 'credentials'), mayChangeAny(viewer, 'profile')];
    };
    expect([of('ann@x', 'Mobile'), of('ann@x', ''), of('', 'Mobile')]).toEqual([
      [true, true],
      [true, false],
      [false, false],
    ]);
  });
});

it('who sees no more than their own', () => {
  expect(WHO.map((who) => (seesOnlyOwn(VIEWERS[who]) ? 'y' : 'n')).join('')).toBe('ynnnnn');
});

it.each<[BudgetScope, string]>([
  [{ kind: 'user', key: 'ann@x' }, 'of ann@x'],
  [{ kind: 'costCenter', key: 'Mobile' }, ''],
  [{ kind: 'userDefault' }, ''],
])('the budget of %j is a thing of the cost center of whose it is', (scope, costCenter) =>
  expect(budgetThing({ scope }, (email) => `of ${email}`)).toEqual({ kind: 'budget', scope, costCenter }),
);

/** Settings, tokens and scripts of others hold these names. */
it('what roles and scopes are called', () => {
  expect([ROLES, GIVEN_ROLES, SCOPES].map((names) => names.join(' '))).toEqual([
    'user manager costCenterOwner finance administrator',
    'costCenterOwner finance administrator',
    'me spend budgets profiles people operations audit vend budget',
  ]);
});

describe('roles', () => {
  it('come from the directory, by name, and from groups, and add up', () => {
    const groups = [
      { group: 'finops', role: 'finance' as const, costCenter: null },
      { group: 'leads', role: 'costCenterOwner' as const, costCenter: null },
      { group: 'mobile', role: 'costCenterOwner' as const, costCenter: 'Mobile' },
    ];
    const viewer = viewerFrom(
      facts('x@x', {
        costCenter: 'Search',
        groups: ['finops', 'leads', 'mobile'],
        reports: ['y@x'],
        grants: [grant('x@x', 'costCenterOwner', 'Data')],
      }),
      groups,
    );
    expect([...viewer.roles].sort()).toEqual(['costCenterOwner', 'finance', 'manager', 'user']);
    expect([...viewer.ownedCostCenters].sort()).toEqual(['Data', 'Mobile', 'Search']);
  });
  it('of a group are not for who is in a group of another spelling, and owning nothing is no role', () => {
    const groups = [
      { group: 'FinOps', role: 'finance' as const, costCenter: null },
      { group: 'leads', role: 'costCenterOwner' as const, costCenter: null },
    ];
    const viewer = viewerFrom(facts('x@x', { costCenter: '', groups: ['finops', 'leads'] }), groups);
    expect([...viewer.roles]).toEqual(['user']);
    expect(seesOnlyOwn(viewer)).toBe(true);
  });
  it('over everything are not over a cost center that a grant of them names', () => {
    const grants = [grant('x@x', 'finance', 'Data')];
    expect(viewerFrom(facts('x@x', { grants }), []).ownedCostCenters.size).toBe(0);
  });
  it('of a circle do not make anybody their own report', () => {
    const viewer = viewerFrom(facts('x@x', { reports: ['x@x', 'y@x'] }), []);
    expect([...viewer.reports]).toEqual(['y@x']);
  });
  it('of the settings are theirs whose address and groups stand there, letter by letter', () => {
    const settings = {
      administrators: ['x@x'],
      groups: [{ group: 'finops', role: 'finance' as const, costCenter: null }],
    };
    const rolesOf = (email: string, groups: string[]) =>
      [...viewerOfPerson(facts(email, { groups }), settings).roles].sort();
    expect(rolesOf('x@x', ['finops'])).toEqual(['administrator', 'finance', 'user']);
    expect(rolesOf('X@x', [])).toEqual(['user']);
    const granted = facts('y@x', { grants: [grant('y@x', 'costCenterOwner', 'Data')] });
    expect(viewerOfPerson(granted, settings, new Set(['me']))).toMatchObject({
      ownedCostCenters: new Set(['Data']),
      scopes: new Set(['me']),
    });
  });
  it('are narrowed by the scopes of a token', () => {
    const token = { ...VIEWERS.admin, scopes: new Set(['me' as const]) };
    expect([mayUse(token, 'me'), mayUse(token, 'spend'), mayUse(VIEWERS.user, 'audit')]).toEqual([
      true,
      false,
      true,
    ]);
  });
});

it('where people belong is what the directory says of exactly that address', () => {
  const costCenterOf = costCentersIn([
    { email: 'ann@x', costCenter: 'Mobile' },
    { email: 'bob@x', costCenter: null },
  ]);
  expect(['ann@x', 'bob@x', 'Ann@x'].map(costCenterOf)).toEqual(['Mobile', '', '']);
});

describe('the scope of a question', () => {
  const names = fc.constantFrom('', 'a@x', 'A@x', 'b@x', 'c@x');
  const centers = fc.constantFrom('', 'One', 'one', 'Two');
  const viewers = fc
    .record({
      email: names,
      costCenter: centers,
      reports: fc.array(names),
      owned: fc.array(centers),
      role: fc.constantFrom(null, 'finance' as const, 'administrator' as const),
    })
    .map(({ email, costCenter, reports, owned, role }) =>
      viewerFrom(
        facts(email, {
          costCenter,
          reports,
          grants: [
            ...owned.map((name) => grant(email, 'costCenterOwner', name)),
            ...(role === null ? [] : [grant(email, role)]),
          ],
        }),
        [],
      ),
    );
  it('holds exactly the rows that one may see', () => {
    fc.assert(
      fc.property(viewers, names, centers, (viewer, user, costCenter) => {
        const scope = spendScope(viewer);
        const inside =
          scope === 'all' || scope.users.includes(user) || scope.costCenters.includes(costCenter);
        // Rows of spend, profiles and people are asked of the store by one and the same scope.
        for (const thing of [
          spend(user, costCenter),
          { kind: 'profile' as const, user, costCenter },
          { kind: 'person' as const, email: user, costCenter },
        ])
          expect(inside).toBe(may(viewer, 'see', thing));
      }),
      { numRuns: 2000 },
    );
  });
});
