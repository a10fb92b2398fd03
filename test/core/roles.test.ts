import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GIVEN_ROLES, type Grant, type GroupRole, viewerFrom } from '../../src/core/access.ts';
import {
  administratorsIn,
  leavesAdministrator,
  rolesOf,
  takesLastAdministrator,
} from '../../src/core/roles.ts';

const EMAIL = 'ann@example.com';
const ann = { email: EMAIL, costCenter: null, groups: [], active: true };
const ben = { email: 'ben@example.com', costCenter: null, groups: ['admins'], active: true };
const admin = (email: string): Grant => ({ email, role: 'administrator', costCenter: '' });
const costCenter = fc.constantFrom('', 'CC-1', 'CC-2');
const grant: fc.Arbitrary<Grant> = fc
  .record({ email: fc.constant(EMAIL), role: fc.constantFrom(...GIVEN_ROLES), costCenter })
  .map((one) => ({ ...one, costCenter: one.role === 'costCenterOwner' ? one.costCenter : '' }));
const groupRole: fc.Arbitrary<GroupRole> = fc.record({
  group: fc.constantFrom('finops', 'admins', 'leads'),
  role: fc.constantFrom(...GIVEN_ROLES),
  costCenter: fc.option(fc.constantFrom('CC-1', 'CC-9')),
});

describe('the roles that are shown', () => {
  it('are those that decide, and own the same cost centers', () => {
    fc.assert(
      fc.property(
        costCenter,
        fc.subarray(['finops', 'admins', 'leads']),
        fc.array(grant, { maxLength: 3 }),
        fc.array(groupRole, { maxLength: 3 }),
        fc.boolean(),
        (own, groups, grants, groupRoles, manages) => {
          const person = { email: EMAIL, name: null, costCenter: own, groups };
          const reports = manages ? ['ben@example.com'] : [];
          const viewer = viewerFrom({ ...person, reports, grants }, groupRoles);
          const held = rolesOf(person, reports.length, grants, { administrators: [], groups: groupRoles });
          expect(new Set(['user', ...held.map(({ role }) => role)])).toEqual(viewer.roles);
          const owned = held.map((one) => one.costCenter).filter((name) => name !== '');
          expect(new Set(owned)).toEqual(viewer.ownedCostCenters);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('say where each comes from', () => {
    const person = { email: EMAIL, costCenter: 'CC-1', groups: ['leads'] };
    const grants = [{ email: EMAIL, role: 'finance' as const, costCenter: '' }];
    const groups = [{ group: 'leads', role: 'costCenterOwner' as const, costCenter: null }];
    expect(rolesOf(person, 2, grants, { administrators: [EMAIL], groups })).toEqual([
      { role: 'manager', costCenter: '', by: 'reports', group: '' },
      { role: 'finance', costCenter: '', by: 'name', group: '' },
      { role: 'costCenterOwner', costCenter: 'CC-1', by: 'group', group: 'leads' },
      { role: 'administrator', costCenter: '', by: 'settings', group: '' },
    ]);
  });
});

describe('an administrator is left', () => {
  const byGroup = {
    administrators: [],
    groups: [{ group: 'admins', role: 'administrator' as const, costCenter: null }],
  };
  const byName = { administrators: ['root@example.com'], groups: [] };
  const none = { administrators: [], groups: [] };
  const role = { email: EMAIL, role: 'administrator' as const };
  const person = { email: EMAIL, role: null };
  it.each([
    ['nobody else', [ann], [admin(EMAIL)], none, role, false],
    ['nobody else, and the person leaves', [ann], [admin(EMAIL)], none, person, false],
    [
      'another role is taken away',
      [ann],
      [admin(EMAIL)],
      none,
      { email: EMAIL, role: 'finance' as const },
      true,
    ],
    ['somebody else by name', [ann, ben], [admin(EMAIL), admin(ben.email)], none, role, true],
    ['somebody by name who is not here yet', [ann], [admin(EMAIL), admin(ben.email)], none, role, false],
    [
      'somebody by name who has left',
      [ann, { ...ben, active: false }],
      [admin(EMAIL), admin(ben.email)],
      none,
      role,
      false,
    ],
    ['somebody of a group', [ann, ben], [admin(EMAIL)], byGroup, role, true],
    ['a group of those who left', [ann, { ...ben, active: false }], [admin(EMAIL)], byGroup, role, false],
    ['a name in the settings', [ann], [admin(EMAIL)], byName, person, true],
    [
      'a name in the settings of somebody who has left',
      [ann, { ...ben, email: 'root@example.com', active: false }],
      [admin(EMAIL)],
      byName,
      person,
      false,
    ],
    [
      'the settings name the one who leaves',
      [ann],
      [],
      { administrators: [EMAIL], groups: [] },
      person,
      false,
    ],
    [
      'the settings name them, and a role by name is taken away',
      [ann],
      [admin(EMAIL)],
      { administrators: [EMAIL], groups: [] },
      role,
      true,
    ],
  ])('%s', (_, people, grants, settings, gone, expected) => {
    expect(leavesAdministrator({ people, grants, settings }, [gone])).toBe(expected);
  });
});

describe('a change', () => {
  const nobody = { administrators: [], groups: [] };
  const left = [EMAIL, 'ben@example.com'].map((email) => ({ email, role: null }));
  it('that takes several at once is held against what all of them together leave', () => {
    const now = { people: [ann, ben], grants: [admin(EMAIL), admin(ben.email)], settings: nobody };
    expect(left.map((one) => takesLastAdministrator(now, [one]))).toEqual([false, false]);
    expect(takesLastAdministrator(now, left)).toBe(true);
  });
  it('takes nothing where there was nobody before', () => {
    expect(takesLastAdministrator({ people: [ann, ben], grants: [], settings: nobody }, left)).toBe(false);
  });
});

it('administrators are whom the settings name and who is here with the role', () => {
  const settings = { administrators: ['root@example.com', 'gone@example.com'], groups: [] };
  const gone = { ...ann, email: 'gone@example.com', active: false };
  const grants = [admin('ben@example.com'), admin('gone@example.com'), admin('stranger@example.com')];
  expect(administratorsIn({ people: [ann, ben, gone], grants, settings })).toEqual([
    'root@example.com',
    'ben@example.com',
  ]);
});
