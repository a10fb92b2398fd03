import type { Context } from 'hono';
import type { PersonSeen } from '../../app/people/read.ts';
import { scopeHref } from '../../core/href.ts';
import { PEOPLE_SOURCES } from '../../core/people.ts';
import { instant } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { DataTable, type TableData } from '../../ui/table.tsx';
import { mayDo } from '../http/visitor.ts';
import { personPath } from './forms.tsx';
import { statusBadge } from './peopleTable.tsx';

/** What is believed of a person, and what each source says of them. */

/** @param called how people are called by their addresses */
export function FactsCard({
  c,
  frame,
  seen,
  called,
}: {
  c: Context;
  frame: Frame;
  seen: PersonSeen;
  called: (email: string) => string;
}) {
  const { m } = frame;
  return (
    <section class="card">
      <div class="tools">
        <h2>{m.people.about}</h2>
      </div>
      <Facts c={c} frame={frame} seen={seen} called={called} />
      <h2>{m.people.sources}</h2>
      <DataTable data={sourcesTable(seen, frame)} label={m.people.sources} />
      <p class="note">{m.people.order}</p>
    </section>
  );
}

function Facts({
  c,
  frame,
  seen: { person, managers },
  called,
}: {
  c: Context;
  frame: Frame;
  seen: PersonSeen;
  called: (email: string) => string;
}) {
  const { m, locale } = frame;
  const { costCenter } = person;
  return (
    <dl class="facts">
      <dt>{m.people.email}</dt>
      <dd>{person.email}</dd>
      <dt>{m.state}</dt>
      <dd>{statusBadge(person, frame)}</dd>
      <dt>{m.name.costCenter}</dt>
      <dd>
        {costCenter !== null && mayDo(c, 'see', { kind: 'costCenter', name: costCenter }) ? (
          <a href={scopeHref('costCenter', costCenter)}>{costCenter}</a>
        ) : (
          (costCenter ?? '–')
        )}
      </dd>
      <dt>{m.people.managers}</dt>
      <dd>
        {managers.length === 0
          ? '–'
          : managers.map(({ email, seen }, i) => (
              <>
                {i > 0 && ' → '}
                {seen ? <a href={personPath(email)}>{called(email)}</a> : called(email)}
              </>
            ))}
      </dd>
      <dt>{m.people.groups}</dt>
      <dd>{person.groups.join(m.comma) || '–'}</dd>
      <dt>{m.people.lastSignIn}</dt>
      <dd>{person.lastSignInAt === null ? m.people.never : instant(person.lastSignInAt, locale)}</dd>
    </dl>
  );
}

/** What each source says, the surest first: what the first says that says anything is believed. */
function sourcesTable({ said }: PersonSeen, { m }: Frame): TableData {
  const cell = (value: string | null) => ({
    text: value === null ? '' : value === '' ? m.people.none : value,
  });
  return {
    columns: [
      { name: m.people.source, key: 'source' },
      { name: m.people.name, key: 'name' },
      { name: m.name.costCenter, key: 'costCenter' },
      { name: m.people.manager, key: 'manager' },
      { name: m.state, key: 'status' },
      { name: m.people.groups, key: 'groups' },
    ],
    rows: PEOPLE_SOURCES.flatMap((source) => {
      const facts = said.get(source);
      if (facts === undefined) return [];
      const { name, costCenter, manager, active, groups } = facts;
      const status = active === null ? '' : m.people.states[active ? 'active' : 'left'];
      return [
        {
          cells: [
            { text: m.people.from[source] },
            cell(name),
            cell(costCenter),
            cell(manager),
            { text: status },
            { text: (groups ?? []).join(m.comma) },
          ],
        },
      ];
    }),
  };
}
