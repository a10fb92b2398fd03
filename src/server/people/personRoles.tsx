import type { PersonPage } from '../../app/people/read.ts';
import type { Frame } from '../../ui/layout.tsx';
import { DataTable, type TableData } from '../../ui/table.tsx';
import { instantCell } from '../tables/cells.ts';
import { GrantForm, personPath, type Returned, roleName } from './forms.tsx';

/** Which roles somebody has and where each comes from, with the form to give one. */

/** @param returned the form as it was typed, where it was refused */
export function RolesCard({
  seen,
  frame,
  returned,
}: {
  seen: PersonPage;
  frame: Frame;
  returned: Returned | null;
}) {
  const { m } = frame;
  const { values = {}, faults = {} } = returned ?? {};
  return (
    <section class="card">
      <div class="tools">
        <h2>{m.people.rolesTitle}</h2>
      </div>
      {seen.roles.length === 0 ? (
        <p class="note">{m.people.onlyUser}</p>
      ) : (
        <DataTable data={rolesTable(seen, frame)} label={m.people.rolesTitle} />
      )}
      {seen.changes && (
        <GrantForm
          frame={frame}
          action={`${personPath(seen.person.email)}/roles`}
          values={values}
          faults={faults}
        />
      )}
    </section>
  );
}

function rolesTable({ person, roles, granted, changes }: PersonPage, frame: Frame): TableData {
  const { m } = frame;
  return {
    columns: [
      { name: m.people.role, key: 'role' },
      { name: m.people.through, key: 'through' },
      { name: m.profiles.since, key: 'since' },
      ...(changes ? [{ name: '', key: 'action', drawn: true }] : []),
    ],
    rows: roles.map((held) => {
      const { role, costCenter, by, group } = held;
      const grant =
        by === 'name' ? granted.find((one) => one.role === role && one.costCenter === costCenter) : undefined;
      const name =
        role === 'manager' || role === 'user' ? m.people.roles[role] : roleName({ role, costCenter }, frame);
      return {
        cells: [
          { text: name },
          { text: grant === undefined ? m.people.by[by](group) : m.people.by.name(grant.grantedBy) },
          instantCell(grant?.grantedAt ?? null, frame),
          ...(changes
            ? [
                {
                  text: '',
                  show: by === 'name' && (
                    <a
                      class="danger"
                      href={`${personPath(person.email)}/roles/withdraw?${new URLSearchParams({ role, costCenter })}`}
                      aria-label={`${m.people.withdraw}${m.colon}${name}`}
                    >
                      {m.people.withdraw}
                    </a>
                  ),
                },
              ]
            : []),
        ],
      };
    }),
  };
}
