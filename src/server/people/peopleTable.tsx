import type { Context } from 'hono';
import type { DirectorySeen } from '../../app/people/list.ts';
import { cellOf } from '../../core/directory.ts';
import { scopeHref } from '../../core/href.ts';
import type { HeldRole } from '../../core/roles.ts';
import type { SliceError } from '../../core/runs.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import { type Cell, lazyRow, type TableData } from '../../ui/table.tsx';
import { mayDo } from '../http/visitor.ts';
import { countCell, instantCell } from '../tables/cells.ts';
import { personPath, roleName } from './forms.tsx';

/** People as rows, and what is strange about the directory. */

export const statusBadge = ({ active }: { active: boolean }, { m }: Frame) => (
  <Badge kind={active ? 'ok' : 'interrupted'} text={m.people.states[active ? 'active' : 'left']} />
);

export function peopleTable(
  c: Context,
  {
    people,
    managers: linked,
    saidNone,
    total = people.length,
    left = 0,
  }: Pick<DirectorySeen, 'people' | 'managers' | 'saidNone'> & Partial<Pick<DirectorySeen, 'total' | 'left'>>,
  frame: Frame,
): TableData {
  const { m } = frame;
  return {
    states: {
      all: (['active', 'left'] as const).map((state) => [state, m.people.states[state]]),
      counts:
        people.length === total
          ? 'rows'
          : new Map([
              ['active', total - left],
              ['left', left],
            ]),
    },
    columns: [
      { name: m.people.name, key: 'email' },
      { name: m.people.name, key: 'name', file: true },
      { name: m.name.costCenter, key: 'costCenter' },
      { name: m.people.manager, key: 'manager' },
      { name: m.people.reports, key: 'reports', number: true },
      { name: m.people.rolesTitle, key: 'roles' },
      { name: m.state, key: 'status' },
      { name: m.people.lastSignIn, key: 'lastSignInAt' },
    ],
    rows: people.map(({ person, reports, roles }) => {
      const cellIn = (field: 'name' | 'costCenter' | 'manager') =>
        cellOf(person[field], saidNone.get(person.email)?.has(field) === true);
      const cells = (): Cell[] => [
        { text: person.email, person: person.email, href: personPath(person.email) },
        orNone(cellIn('name'), person.name),
        orNone(
          cellIn('costCenter'),
          person.costCenter,
          person.costCenter !== null && mayDo(c, 'see', { kind: 'costCenter', name: person.costCenter })
            ? scopeHref('costCenter', person.costCenter)
            : null,
        ),
        {
          ...orNone(
            cellIn('manager'),
            person.manager,
            person.manager !== null && linked.has(person.manager) ? personPath(person.manager) : null,
          ),
          person: person.manager ?? '',
        },
        countCell(reports),
        rolesCell(roles, frame),
        {
          text: m.people.states[person.active ? 'active' : 'left'],
          raw: person.active ? 'active' : 'left',
          show: statusBadge(person, frame),
        },
        instantCell(person.lastSignInAt, frame),
      ];
      return lazyRow(person.email, cells, !person.active, { state: person.active ? 'active' : 'left' });
    }),
  };
}

/** @param raw for a file, from which it can be taken in again */
const orNone = (raw: string, value: string | null, href: string | null = null): Cell =>
  value === null ? { text: '–', raw } : { text: value, ...(href === null ? {} : { href }) };

/** Each role once, however often it was given. */
function rolesCell(roles: readonly HeldRole[], frame: Frame): Cell {
  const { m } = frame;
  const names = roles.map(({ role, costCenter }) =>
    role === 'manager' || role === 'user' ? m.people.roles[role] : roleName({ role, costCenter }, frame),
  );
  const raw = roles.map(({ role, costCenter }) => (costCenter === '' ? role : `${role} ${costCenter}`));
  return {
    text: [...new Set(names)].join(m.comma) || '–',
    raw: [...new Set(raw)].join(', '),
  };
}

/** Addresses that differ by upper and lower case only: in the directory, and in what profiles and spend are tagged with. */
export function alikeTable(
  { alike, directory, tagged }: Pick<NonNullable<DirectorySeen['strange']>, 'alike' | 'directory' | 'tagged'>,
  { m }: Frame,
): TableData {
  const known = new Set(directory);
  const used = new Set(tagged);
  return {
    columns: [
      { name: m.people.inDirectory, key: 'directory', csv: 'in_directory' },
      { name: m.people.inTags, key: 'tags', csv: 'in_tags' },
    ],
    rows: alike.map((spellings) => ({
      cells: [
        alikeCell(spellings.filter((one) => known.has(one))),
        { text: spellings.filter((one) => used.has(one)).join(', ') || '–' },
      ],
    })),
  };
}

/** Where it is one person, their page offers to make them one with what is written alike. */
const alikeCell = (people: readonly string[]): Cell => {
  const [only] = people;
  const text = people.join(', ') || '–';
  return only !== undefined && people.length === 1 ? { text, href: personPath(only) } : { text };
};

/** Whom the last reading of IAM Identity Center left out. */
export const skippedTable = (skipped: readonly SliceError[], { m }: Frame): TableData => ({
  columns: [
    { name: m.people.skippedId, key: 'id' },
    { name: m.people.why, key: 'reason' },
  ],
  rows: skipped.map(({ slice, error }) => ({ cells: [{ text: slice }, { text: error }] })),
});
