import type { Grant, Role, RoleSettings } from './access.ts';
import type { Person } from './people.ts';

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

/** What a change takes away: a role that somebody has by name, or, with `role` null, the person altogether. */
export interface Gone {
  email: string;
  role: Grant['role'] | null;
}
/** By what it is decided who administers. */
export interface Administering {
  people: readonly Pick<Person, 'email' | 'costCenter' | 'groups' | 'active'>[];
  grants: readonly Grant[];
  settings: RoleSettings;
}

/** Whether a change would take the last one who could sign in as an administrator: it is not made then. */
export const takesLastAdministrator = (now: Administering, gone: readonly Gone[]): boolean =>
  leavesAdministrator(now, []) && !leavesAdministrator(now, gone);

/** Whether somebody could still sign in as an administrator without what is `gone`. */
export function leavesAdministrator(
  { people, grants, settings }: Administering,
  gone: readonly Gone[],
): boolean {
  const goneAltogether = new Set(gone.filter(({ role }) => role === null).map(({ email }) => email));
  const isHere = (email: string) => !goneAltogether.has(email);
  // Whoever the settings name may sign in for the first time at any moment, but not once they have left.
  const left = new Set(people.filter(({ active }) => !active).map(({ email }) => email));
  if (settings.administrators.some((email) => !left.has(email) && isHere(email))) return true;
  const withdrawn = new Set(gone.filter(({ role }) => role === 'administrator').map(({ email }) => email));
  const named = new Set(
    grants
      .filter(({ role, email }) => role === 'administrator' && !withdrawn.has(email))
      .map(({ email }) => email),
  );
  return people.some(
    ({ email, groups, active }) =>
      active &&
      isHere(email) &&
      (named.has(email) ||
        settings.groups.some(({ role, group }) => role === 'administrator' && groups.includes(group))),
  );
}

/** Whoever administers, or may come to for the first time, by e-mail address. */
export function administratorsIn({ people, grants, settings }: Administering): string[] {
  const left = new Set(people.filter(({ active }) => !active).map(({ email }) => email));
  const given = Map.groupBy(grants, ({ email }) => email);
  const known = people
    .filter((person) => person.active)
    .filter((person) =>
      rolesOf(person, 0, given.get(person.email) ?? [], settings).some(
        ({ role }) => role === 'administrator',
      ),
    )
    .map(({ email }) => email);
  return [...new Set([...settings.administrators.filter((email) => !left.has(email)), ...known])];
}

/** Who owns which cost center, by name or by a group; those who have left included. */
export function ownersIn({
  people,
  grants,
  settings,
}: Administering): ReadonlyMap<string, readonly string[]> {
  const given = Map.groupBy(grants, ({ email }) => email);
  const owned = people.flatMap((person) =>
    rolesOf(person, 0, given.get(person.email) ?? [], settings)
      .filter(({ role }) => role === 'costCenterOwner')
      .map(({ costCenter }) => ({ costCenter, email: person.email })),
  );
  return new Map(
    [...Map.groupBy(owned, ({ costCenter }) => costCenter)].map(([costCenter, some]) => [
      costCenter,
      [...new Set(some.map(({ email }) => email))].sort(),
    ]),
  );
}

/** Whoever has the role of finance, by name or by a group, and has not left. */
export function financeIn({ people, grants, settings }: Administering): string[] {
  const given = Map.groupBy(grants, ({ email }) => email);
  return people
    .filter(
      (person) =>
        person.active &&
        rolesOf(person, 0, given.get(person.email) ?? [], settings).some(({ role }) => role === 'finance'),
    )
    .map(({ email }) => email);
}

/** Somebody as lists show them. */
export interface PersonInList {
  person: Person;
  /** How many report to them, directly or not, those who have left included. */
  reports: number;
  roles: HeldRole[];
}

/** People with their reports and roles. @param counts how many report to each; those who are missing have none */
export function inList(
  people: readonly Person[],
  counts: ReadonlyMap<string, number>,
  grants: readonly Grant[],
  settings: RoleSettings,
): PersonInList[] {
  const given = Map.groupBy(grants, ({ email }) => email);
  return people.map((person) => {
    const reports = counts.get(person.email) ?? 0;
    return { person, reports, roles: rolesOf(person, reports, given.get(person.email) ?? [], settings) };
  });
}
