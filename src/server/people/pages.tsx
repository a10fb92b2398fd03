import { type Context, Hono } from 'hono';
import { GIVEN_ROLES, type Grant } from '../../core/access.ts';
import type { PersonFacts } from '../../core/people.ts';
import { inList, leavesAdministrator, rolesOf } from '../../core/roles.ts';
import { type Faults, PlainPage } from '../../ui/plain.tsx';
import { anchor } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { faultsOf, messageOf, otherSpelling, type Typed, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { notYours, refused } from '../http/refusals.tsx';
import { isKnown, peopleOf } from '../http/visible.ts';
import { actorOf, mayDo, nowOf, only } from '../http/visitor.ts';
import { type Card, cards } from '../tables/cards.tsx';
import { ByHandForm, byHand, grantForm, personPath, reasonForm, withdrawPage } from './forms.tsx';
import { afterLeaving, isConfirmed, leavePage } from './leavePage.tsx';
import { alikeTable, peopleTable, skippedTable } from './peopleTable.tsx';
import { type Details, maySee, personPage } from './personPage.tsx';

/** The directory: everybody whom one may see, one person, and what an administrator changes about them. */

export function peopleRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  const { store } = deps;
  const detailsOf = async (c: Context): Promise<Details | null> => {
    const found = await store.people.details(c.req.param('email') ?? '');
    return found !== null && maySee(c, found.person) ? found : null;
  };
  /** Whose person it is to see, and to change; else the answer. */
  const forChange = async (c: Context): Promise<Details | Response> => {
    const found = await detailsOf(c);
    if (found === null) return notYours(c, deps, 'person');
    return mayDo(c, 'change', { kind: 'directory' }) ? found : refused(c, deps);
  };

  app.get('/people', (c) => listPage(c, deps, null));
  app.post('/people', only(deps, 'change', 'directory'), async (c) => {
    const values = await typed(c);
    const frame = frameOf(c, deps);
    const people = await store.people.list();
    const email = values.email ?? '';
    const alike = otherSpelling(
      people.map((one) => one.email),
      email,
    );
    if (alike !== null)
      return listPage(c, deps, { values, faults: { email: frame.m.invalid.spelling(alike) } });
    if (people.some((one) => one.email === email))
      return listPage(c, deps, { values, faults: { email: frame.m.people.known } });
    const read = byHand(values, email, people, frame);
    if ('faults' in read) return listPage(c, deps, { values, faults: read.faults });
    const actor = actorOf(c, values.reason);
    const done = (await isStrangeCenter(c, deps, read.facts, null)) ? 'strangeCenter' : 'saved';
    await store.people.learn('byHand', [read.facts], { complete: false, actor, now: nowOf(deps) });
    return c.redirect(`${personPath(email)}?done=${done}`, 303);
  });
  app.get('/people/:email', async (c) => {
    const found = await detailsOf(c);
    return found === null ? notYours(c, deps, 'person') : personPage(c, deps, found, null);
  });
  app.post('/people/:email', async (c) => {
    const values = await typed(c);
    const found = await forChange(c);
    if (found instanceof Response) return found;
    const { email } = found.person;
    const frame = frameOf(c, deps);
    const read = byHand(values, email, await store.people.list(), frame);
    if ('faults' in read) return personPage(c, deps, found, { form: 'byHand', values, faults: read.faults });
    const how = { complete: false, actor: actorOf(c, values.reason), now: nowOf(deps) };
    const { left, ended } = await store.people.learn('byHand', [read.facts], { ...how, rehearse: true });
    if (left > 0 && (await isLastAdministrator(deps, found, null))) {
      const faults = { status: frame.m.people.lastAdministrator };
      return personPage(c, deps, found, { form: 'byHand', values, faults });
    }
    if (left > 0 && !isConfirmed(values)) return leavePage(c, deps, found.person, values, ended);
    const strange = await isStrangeCenter(c, deps, read.facts, found);
    const learned = await store.people.learn('byHand', [read.facts], how);
    if (learned.left > 0) return afterLeaving(c, deps, found.person, learned.ended);
    const done = learned.changes.length === 0 ? 'unchanged' : strange ? 'strangeCenter' : 'saved';
    return c.redirect(`${personPath(email)}?done=${done}`, 303);
  });
  app.post('/people/:email/roles', async (c) => {
    const values = await typed(c);
    const found = await forChange(c);
    if (found instanceof Response) return found;
    const parsed = grantForm.safeParse(values);
    if (!parsed.success) {
      const faults = faultsOf(parsed.error, frameOf(c, deps));
      return personPage(c, deps, found, { form: 'grant', values, faults });
    }
    const { role, costCenter, reason } = parsed.data;
    const { email } = found.person;
    const granted = await store.people.grant({ email, role, costCenter }, actorOf(c, reason), nowOf(deps));
    return c.redirect(`${personPath(email)}?done=${granted ? 'granted' : 'already'}`, 303);
  });
  app.get('/people/:email/roles/withdraw', async (c) => {
    const found = await forChange(c);
    if (found instanceof Response) return found;
    const grant = grantIn(found, c.req.query());
    if (grant === null) return c.redirect(`${personPath(found.person.email)}?done=gone`, 303);
    return withdrawPage(c, deps, { person: found.person, grant }, {}, {});
  });
  app.post('/people/:email/roles/withdraw', async (c) => {
    const values = await typed(c);
    const found = await forChange(c);
    if (found instanceof Response) return found;
    const { person } = found;
    const grant = grantIn(found, values);
    // Sent twice it is still gone, which is what was wanted.
    if (grant === null) return c.redirect(`${personPath(person.email)}?done=gone`, 303);
    const frame = frameOf(c, deps);
    const parsed = reasonForm.safeParse(values);
    if (!parsed.success)
      return withdrawPage(c, deps, { person, grant }, values, faultsOf(parsed.error, frame));
    if (await isLastAdministrator(deps, found, grant))
      return withdrawPage(c, deps, { person, grant }, values, { role: frame.m.people.lastAdministrator });
    await store.people.withdraw(grant, actorOf(c, parsed.data.reason), nowOf(deps));
    return c.redirect(`${personPath(person.email)}?done=withdrawn`, 303);
  });
  return app;
}

/** The role by name that an address or form speaks of, if the person has it. */
function grantIn({ grants }: Details, { role, costCenter = '' }: Typed): Grant | null {
  const known = GIVEN_ROLES.find((one) => one === role);
  return grants.find((one) => one.role === known && one.costCenter === costCenter) ?? null;
}

/**
 * Whether nobody could sign in as an administrator any more once this role, or with null this person, is gone. Without
 * sign-in whoever is at the machine always is one.
 */
async function isLastAdministrator(
  { store, settings, signIn }: ServerDeps,
  { person, reports, grants }: Details,
  gone: Grant | null,
): Promise<boolean> {
  const held = rolesOf(person, reports.length, grants, settings.roles);
  if (signIn === null || !person.active || !held.some(({ role }) => role === 'administrator')) return false;
  if (gone !== null && gone.role !== 'administrator') return false;
  return !leavesAdministrator(await store.people.list(), await store.people.grants(), settings.roles, {
    email: person.email,
    role: gone?.role ?? null,
  });
}

/**
 * Whether a cost center that is set by hand is one that nobody else belongs to, that nothing was spent on and that no
 * budget names.
 * @param found the person as they are held; null for somebody new
 */
async function isStrangeCenter(
  c: Context,
  deps: ServerDeps,
  { email, costCenter }: PersonFacts,
  found: Details | null,
): Promise<boolean> {
  if (!costCenter) return false;
  const elsewhere = [...(found?.said ?? [])].filter(([source]) => source !== 'byHand');
  if (elsewhere.some(([, facts]) => facts.costCenter === costCenter)) return false;
  const people = await deps.store.people.list();
  if (people.some((one) => one.email !== email && one.costCenter === costCenter)) return false;
  const budgets = (await deps.store.budgets.list()).filter(({ deletedAt }) => deletedAt === null);
  return !(await isKnown(c, deps, 'costCenter', costCenter, budgets));
}

/** @param returned the form for somebody new as it was typed, where it was refused */
async function listPage(
  c: Context,
  deps: ServerDeps,
  returned: { values: Typed; faults: Faults } | null,
): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const { store, settings } = deps;
  const whole = mayDo(c, 'see', { kind: 'directory' });
  const people = await store.people.list();
  const seen = inList(people, await store.people.grants(), settings.roles).filter(({ person }) =>
    maySee(c, person),
  );
  const list: Card = {
    id: '',
    title: m.nav.people,
    table: peopleTable(c, seen, frame),
    empty: whole ? m.people.empty : m.people.emptyOwn,
  };
  const strange: Card[] = whole
    ? [
        {
          id: 'alike',
          title: m.people.alike,
          table: alikeTable(
            people.map(({ email }) => email),
            await peopleOf(c, deps),
            frame,
          ),
          empty: '',
        },
        {
          id: 'skipped',
          title: m.people.skipped,
          table: skippedTable(await skippedBy(deps), frame),
          empty: '',
        },
      ].filter(({ table }) => table.rows.length > 0)
    : [];
  const result = cards(c, frame, 'people', [list, ...strange]);
  if (result.response) return result.response;
  const left = seen.filter(({ person }) => !person.active).length;
  return c.html(
    <PlainPage
      frame={frame}
      title={m.nav.people}
      intro={seen.length === 0 ? m.people.intro : `${m.people.intro} ${m.people.count(seen.length, left)}`}
      message={messageOf(returned === null ? null : m.invalid.intro, undefined, {})}
    >
      {mayDo(c, 'change', { kind: 'directory' }) && (
        <details class="create" open={returned !== null}>
          <summary>{m.people.add}</summary>
          <ByHandForm
            frame={frame}
            action="/people"
            values={returned?.values ?? {}}
            faults={returned?.faults ?? {}}
            add
          />
        </details>
      )}
      {strange.some(({ id }) => id === 'alike') && (
        <p class="note">
          {m.people.alikeIntro} <a href={`#${anchor('alike')}`}>{m.people.alike}</a>
        </p>
      )}
      <div class="grid">{result.shown}</div>
    </PlainPage>,
    returned === null ? 200 : 422,
  );
}

/** What the last reading of IAM Identity Center says of whom it left out. */
async function skippedBy({ store }: ServerDeps) {
  const last = (await store.runs.latest()).find(({ job }) => job === 'people');
  return last?.status === 'failed' ? [] : (last?.errors ?? []);
}
