import type { Context } from 'hono';
import { PEOPLE_SOURCES, type Person } from '../../core/people.ts';
import { managersAbove } from '../../core/reporting.ts';
import { type HeldRole, inList, rolesOf } from '../../core/roles.ts';
import { idleMsOf } from '../../core/settings.ts';
import type { Store } from '../../store/types.ts';
import { instant } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { PlainPage } from '../../ui/plain.tsx';
import { DataTable, type TableData } from '../../ui/table.tsx';
import { SessionsCard, TokensCard } from '../access/tokenTables.tsx';
import type { ServerDeps } from '../deps.ts';
import { messageOf } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { teamPath } from '../http/nav.ts';
import { mayDo, nowOf, visitOf } from '../http/visitor.ts';
import { cards } from '../tables/cards.tsx';
import { instantCell, scopePath } from '../tables/cells.ts';
import { ByHandForm, GrantForm, personPath, type Returned, roleName, typedFrom } from './forms.tsx';
import { leftWords } from './leavePage.tsx';
import { peopleTable, statusBadge } from './peopleTable.tsx';

/** One person: what is believed of them and who says so, whom they report to, who reports to them, and their roles. */

export type Details = NonNullable<Awaited<ReturnType<Store['people']['details']>>>;

export const maySee = (c: Context, { email, costCenter }: Pick<Person, 'email' | 'costCenter'>): boolean =>
  mayDo(c, 'see', { kind: 'person', email, costCenter: costCenter ?? '' });

/**
 * Whom somebody reports to, from the nearest. Whom one reports to oneself is no secret; who stands above them is for those
 * who may see them.
 * @param known everybody, by e-mail address
 */
export function managersFor(c: Context, email: string, known: ReadonlyMap<string, Person>): string[] {
  return managersAbove(email, (one) => known.get(one)?.manager ?? null).filter((manager, i) => {
    const person = known.get(manager);
    return i === 0 || (person !== undefined && maySee(c, person));
  });
}

export async function personPage(c: Context, deps: ServerDeps, found: Details, returned: Returned | null) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const { store, settings } = deps;
  const { person, reports, said, grants } = found;
  const everybody = await store.people.list();
  const granted = (await store.people.grants()).filter(({ email }) => email === person.email);
  const changes = mayDo(c, 'change', { kind: 'directory' });
  const direct = new Set(reports);
  const below = inList(everybody, await store.people.grants(), settings.roles).filter(
    (one) => direct.has(one.person.email) && maySee(c, one.person),
  );
  const result = cards(c, frame, 'people', [
    {
      id: '',
      title: m.people.reports,
      table: peopleTable(c, below, frame),
      empty: m.people.noReports,
    },
  ]);
  if (result.response) return result.response;
  const roles = rolesOf(person, reports.length, grants, settings.roles);
  const path = personPath(person.email);
  const form = (name: Returned['form']) => (returned?.form === name ? returned : null);
  const byHand = form('byHand') ?? { values: typedFrom(said.get('byHand')), faults: {} };
  const grant = form('grant') ?? { values: {}, faults: {} };
  return c.html(
    <PlainPage
      frame={frame}
      title={person.name ?? person.email}
      intro={
        <>
          <a href={scopePath('user', person.email)}>{m.people.spend}</a>
          {reports.length > 0 && (
            <>
              {' · '}
              <a href={teamPath(person.email)}>{m.people.team}</a>
            </>
          )}
        </>
      }
      message={messageOf(
        returned === null ? null : m.invalid.intro,
        c.req.query('done'),
        doneWords(c.req.query('done'), frame),
      )}
    >
      <div class="grid">
        <section class="card">
          <div class="tools">
            <h2>{m.people.about}</h2>
          </div>
          <Facts c={c} frame={frame} person={person} everybody={everybody} />
          <h2>{m.people.sources}</h2>
          <DataTable data={sourcesTable(found, frame)} label={m.people.sources} />
          <p class="note">{m.people.order}</p>
        </section>
        <section class="card">
          <div class="tools">
            <h2>{m.people.rolesTitle}</h2>
          </div>
          {roles.length === 0 ? (
            <p class="note">{m.people.onlyUser}</p>
          ) : (
            <DataTable
              data={rolesTable(person, roles, granted, frame, changes)}
              label={m.people.rolesTitle}
            />
          )}
          {changes && <GrantForm frame={frame} action={`${path}/roles`} {...grant} />}
        </section>
        {changes && (
          <section class="card">
            <div class="tools">
              <h2>{m.people.byHand}</h2>
            </div>
            <p class="note">{m.people.byHandIntro}</p>
            <ByHandForm frame={frame} action={path} {...byHand} />
          </section>
        )}
        {result.shown}
        {changes && deps.signIn !== null && (
          <Credentials
            frame={frame}
            now={nowOf(deps)}
            path={path}
            tokens={await store.tokens.listOf(person.email)}
            sessions={await store.sessions.listOf(person.email, nowOf(deps), idleMsOf(settings))}
            current={visitOf(c)?.session?.id ?? null}
          />
        )}
      </div>
    </PlainPage>,
    returned === null ? 200 : 422,
  );
}

function doneWords(done: string | undefined, frame: Frame): Readonly<Record<string, string>> {
  const { saved, strangeCenter, unchanged, granted, already, withdrawn, gone } = frame.m.people;
  const { revoked, ended } = frame.m.access;
  const words = { saved, strangeCenter, unchanged, granted, already, withdrawn, gone, revoked, ended };
  return { ...words, ...leftWords(done, frame) };
}

function Credentials({
  frame,
  now,
  path,
  tokens,
  sessions,
  current,
}: {
  frame: Frame;
  now: string;
  path: string;
  tokens: Awaited<ReturnType<Store['tokens']['listOf']>>;
  sessions: Awaited<ReturnType<Store['sessions']['listOf']>>;
  current: string | null;
}) {
  return (
    <>
      <TokensCard tokens={tokens} frame={frame} now={now} base={`${path}/tokens`} />
      <SessionsCard sessions={sessions} frame={frame} current={current} action={`${path}/sessions/end`} />
    </>
  );
}

function Facts({
  c,
  frame,
  person,
  everybody,
}: {
  c: Context;
  frame: Frame;
  person: Person;
  everybody: readonly Person[];
}) {
  const { m, locale } = frame;
  const known = new Map(everybody.map((one) => [one.email, one]));
  const above = managersFor(c, person.email, known);
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
          <a href={scopePath('costCenter', costCenter)}>{costCenter}</a>
        ) : (
          (costCenter ?? '–')
        )}
      </dd>
      <dt>{m.people.managers}</dt>
      <dd>
        {above.length === 0
          ? '–'
          : above.map((email, i) => {
              const one = known.get(email);
              return (
                <>
                  {i > 0 && ' → '}
                  {one !== undefined && maySee(c, one) ? <a href={personPath(email)}>{email}</a> : email}
                </>
              );
            })}
      </dd>
      <dt>{m.people.groups}</dt>
      <dd>{person.groups.join(', ') || '–'}</dd>
      <dt>{m.people.lastSignIn}</dt>
      <dd>{person.lastSignInAt === null ? m.people.never : instant(person.lastSignInAt, locale)}</dd>
    </dl>
  );
}

/** What each source says, the surest first: what the first says that says anything is believed. */
function sourcesTable({ said }: Details, { m }: Frame): TableData {
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
            { text: (groups ?? []).join(', ') },
          ],
        },
      ];
    }),
  };
}

function rolesTable(
  person: Person,
  roles: readonly HeldRole[],
  granted: Awaited<ReturnType<Store['people']['grants']>>,
  frame: Frame,
  changes: boolean,
): TableData {
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
                      aria-label={`${m.people.withdraw}: ${name}`}
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
