import type { Grant, Role, RoleSettings } from './access.ts';
import type { Person } from './people.ts';
import { reportCounts } from './reporting.ts';

/** Which roles somebody has, and where each comes from: told to people, decided by `viewerFrom`. */

export interface HeldRole {
  role: Role;
  /** For `costCenterOwner`: over what; else ''. */
  costCenter: string;
  /** Given by name here, by a group of the directory, by the settings, or through having reports. */
  by: 'name' | 'group' | 'settings' | 'reports';
  /** The group; '' unless it is given by one. */
  group: string;
}

/** The roles of a person beside `user`, which everybody has; one that is given twice stands there twice. */
export function rolesOf(
  { email, costCenter, groups }: Pick<Person, 'email' | 'costCenter' | 'groups'>,
  reports: number,
  grants: readonly Grant[],
  settings: RoleSettings,
): HeldRole[] {
  const held: HeldRole[] = [];
  if (reports > 0) held.push({ role: 'manager', costCenter: '', by: 'reports', group: '' });
  for (const grant of grants)
    held.push({ role: grant.role, costCenter: grant.costCenter, by: 'name', group: '' });
  for (const given of settings.groups)
    if (groups.includes(given.group)) {
      const over = given.role === 'costCenterOwner' ? (given.costCenter ?? costCenter ?? '') : '';
      held.push({ role: given.role, costCenter: over, by: 'group', group: given.group });
    }
  if (settings.administrators.includes(email))
    held.push({ role: 'administrator', costCenter: '', by: 'settings', group: '' });
  // Who owns no cost center by it has nothing of it.
  return held.filter(({ role, costCenter: over }) => role !== 'costCenterOwner' || over !== '');
}

/**
 * Whether somebody could still sign in as an administrator without what `gone` takes away: a role given to them by
 * name, or, with `role` null, the person altogether.
 */
export function leavesAdministrator(
  people: readonly Pick<Person, 'email' | 'costCenter' | 'groups' | 'active'>[],
  grants: readonly Grant[],
  settings: RoleSettings,
  gone: { email: string; role: Grant['role'] | null },
): boolean {
  // Whoever the settings name may sign in for the first time at any moment, but not once they have left.
  const left = new Set(people.filter(({ active }) => !active).map(({ email }) => email));
  if (
    settings.administrators.some((email) => !left.has(email) && (email !== gone.email || gone.role !== null))
  )
    return true;
  const named = new Set(
    grants
      .filter(({ role, email }) => role === 'administrator' && !(email === gone.email && gone.role === role))
      .map(({ email }) => email),
  );
  return people.some(
    ({ email, groups, active }) =>
      active &&
      (gone.role !== null || email !== gone.email) &&
      (named.has(email) ||
        settings.groups.some(({ role, group }) => role === 'administrator' && groups.includes(group))),
  );
}

/** Somebody as lists show them. */
export interface PersonInList {
  person: Person;
  /** How many report to them, directly or not, those who have left included. */
  reports: number;
  roles: HeldRole[];
}

/** Everybody, with their reports and roles. */
export function inList(
  people: readonly Person[],
  grants: readonly Grant[],
  settings: RoleSettings,
): PersonInList[] {
  const counts = reportCounts(people);
  const given = Map.groupBy(grants, ({ email }) => email);
  return people.map((person) => {
    const reports = counts.get(person.email) ?? 0;
    return { person, reports, roles: rolesOf(person, reports, given.get(person.email) ?? [], settings) };
  });
}
