import { type Context, Hono } from 'hono';
import { addAliasOf, type Joined, removeAliasOf, renamePerson } from '../../app/people/addresses.ts';
import { addPerson, changePerson } from '../../app/people/change.ts';
import { NobodyBound } from '../../app/people/lastAdministrator.ts';
import { grantRole, withdrawable, withdrawRole } from '../../app/people/roles.ts';
import { Invalid, isError } from '../../core/errors.ts';
import type { Faults, Undo } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf, inOnePage } from '../http/asking.ts';
import { faultWords, type Typed, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { backWith } from '../http/undo.ts';
import { only } from '../http/visitor.ts';
import { byHandFaults, personPath, typedFrom, withdrawPage } from './forms.tsx';
import { afterLeaving, isConfirmed, leavePage } from './leavePage.tsx';
import { listPage } from './listPage.tsx';
import { mergePage, renamedPage } from './personAddresses.tsx';
import { proposeMove } from './personMove.tsx';
import { personPage } from './personPage.tsx';

/** The directory: everybody whom one may see, one person, and what an administrator changes about them. */

/** A person's page is about somebody whom the directory holds. */
const KNOWN = { strangers: false };

export function peopleRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/people', (c) => inOnePage(c, deps, () => listPage(c, deps, null)));
  app.post('/people', only('change', 'directory'), async (c) => add(c, deps, await typed(c)));
  app.get('/people/:email', (c) => inOnePage(c, deps, () => personPage(c, deps, c.req.param('email'), null)));
  app.post('/people/:email', async (c) => change(c, deps, c.req.param('email'), await typed(c)));
  app.post('/people/:email/roles', async (c) => grant(c, deps, c.req.param('email'), await typed(c)));
  app.get('/people/:email/roles/withdraw', (c) =>
    askToWithdraw(c, deps, c.req.param('email'), c.req.query(), null),
  );
  app.post('/people/:email/roles/withdraw', async (c) =>
    withdraw(c, deps, c.req.param('email'), await typed(c)),
  );
  app.post('/people/:email/addresses', async (c) => join(c, deps, c.req.param('email'), await typed(c)));
  app.post('/people/:email/addresses/remove', async (c) =>
    part(c, deps, c.req.param('email'), await typed(c)),
  );
  app.post('/people/:email/rename', async (c) => rename(c, deps, c.req.param('email'), await typed(c)));
  app.post('/people/:email/move', only('change', 'plan'), async (c) =>
    move(c, deps, c.req.param('email') ?? '', await typed(c)),
  );
  return app;
}

async function move(c: Context, deps: ServerDeps, email: string, values: Typed): Promise<Response> {
  try {
    return await proposeMove(c, deps, email, values);
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    const faults = faultWords(error, frameOf(c, deps));
    return personPage(c, deps, email, { form: 'move', values, faults });
  }
}

/** The form about addresses as it came back. */
const refusedAddress = (
  c: Context,
  deps: ServerDeps,
  email: string,
  form: 'alias' | 'rename',
  values: Typed,
  error: unknown,
) => {
  const frame = frameOf(c, deps);
  const { accounts, lastAdministrator } = frame.m.people;
  const words = error instanceof NobodyBound ? accounts.last : lastAdministrator;
  const last = { [form === 'alias' ? 'alias' : 'email']: words };
  if (error instanceof Invalid)
    return personPage(c, deps, email, { form, values, faults: faultWords(error, frame) });
  if (isError(error, 'conflict')) return personPage(c, deps, email, { form, values, faults: last });
  throw error;
};

async function join(c: Context, deps: ServerDeps, email: string, values: Typed): Promise<Response> {
  try {
    const how = { confirmed: isConfirmed(values) };
    const joined = await addAliasOf(askingOf(c, deps), email, values, how);
    if (joined.done === 'asked')
      return mergePage(c, deps, { email, other: joined.other, action: 'addresses' }, values);
    if (joined.done === 'already') return back(c, email, 'alias');
    return backWith(c, deps, personPath(email), 'joined', undoOfJoining(email, values, joined.moved));
  } catch (error) {
    return refusedAddress(c, deps, email, 'alias', values, error);
  }
}

type Moved = Exclude<Joined, { done: 'asked' }>['moved'];

/** What came over with an address stays when it is taken away: that is not how it was. */
const undoOfJoining = (email: string, { alias = '' }: Typed, moved: Moved): Undo | null =>
  moved.person || moved.reports > 0 || moved.budget !== 'none'
    ? null
    : { action: `${personPath(email)}/addresses/remove`, fields: { alias } };

async function part(c: Context, deps: ServerDeps, email: string, values: Typed): Promise<Response> {
  try {
    const removed = await removeAliasOf(askingOf(c, deps), email, values);
    if (!removed) return back(c, email, 'noAlias');
    const fields = { alias: values.alias ?? '' };
    return backWith(c, deps, personPath(email), 'removed', {
      action: `${personPath(email)}/addresses`,
      fields,
    });
  } catch (error) {
    return refusedAddress(c, deps, email, 'alias', values, error);
  }
}

async function rename(c: Context, deps: ServerDeps, email: string, values: Typed): Promise<Response> {
  try {
    const how = { confirmed: isConfirmed(values) };
    const renamed = await renamePerson(askingOf(c, deps), email, values, how);
    if (renamed.done === 'asked')
      return mergePage(c, deps, { email, other: renamed.other, action: 'rename' }, values);
    return renamedPage(c, deps, renamed.to, renamed.untaggable);
  } catch (error) {
    return refusedAddress(c, deps, email, 'rename', values, error);
  }
}

const back = (c: Context, email: string, done: string): Response =>
  c.redirect(`${personPath(email)}?done=${done}`, 303);

async function add(c: Context, deps: ServerDeps, values: Typed): Promise<Response> {
  try {
    const done = await addPerson(askingOf(c, deps), values);
    return back(c, values.email ?? '', done);
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return listPage(c, deps, { values, faults: byHandFaults(error, frameOf(c, deps)) });
  }
}

async function change(c: Context, deps: ServerDeps, email: string, values: Typed): Promise<Response> {
  const refused = (faults: Faults) => personPage(c, deps, email, { form: 'byHand', values, faults });
  const frame = frameOf(c, deps);
  try {
    const changed = await changePerson(askingOf(c, deps), email, values, { confirmed: isConfirmed(values) });
    if (changed.done === 'asked') return leavePage(c, deps, changed.person, values, changed.ended);
    if (changed.done === 'left') return afterLeaving(c, deps, email, changed.ended);
    if (changed.done === 'unchanged') return back(c, email, 'unchanged');
    return backWith(c, deps, personPath(email), 'saved', {
      action: personPath(email),
      fields: typedFrom(changed.before),
    });
  } catch (error) {
    if (error instanceof Invalid) return refused(byHandFaults(error, frame));
    if (isError(error, 'conflict')) return refused({ status: frame.m.people.lastAdministrator });
    throw error;
  }
}

async function grant(c: Context, deps: ServerDeps, email: string, values: Typed): Promise<Response> {
  try {
    const { granted, grant } = await grantRole(askingOf(c, deps), email, values, KNOWN);
    if (!granted) return back(c, email, 'already');
    return backWith(c, deps, personPath(email), 'granted', {
      action: `${personPath(email)}/roles/withdraw`,
      fields: { role: grant.role, costCenter: grant.costCenter },
    });
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    const faults = faultWords(error, frameOf(c, deps));
    return personPage(c, deps, email, { form: 'grant', values, faults });
  }
}

/**
 * @param sought the role
 * @param faults of the form, where it was refused; it comes back as it was typed
 */
async function askToWithdraw(
  c: Context,
  deps: ServerDeps,
  email: string,
  sought: Typed,
  faults: Faults | null,
): Promise<Response> {
  const { person, grant } = await withdrawable(askingOf(c, deps), email, sought);
  if (grant === null) return back(c, email, 'gone');
  return withdrawPage(c, deps, { person, grant }, faults === null ? {} : sought, faults ?? {});
}

async function withdraw(c: Context, deps: ServerDeps, email: string, values: Typed): Promise<Response> {
  const frame = frameOf(c, deps);
  try {
    const { withdrawn } = await withdrawRole(askingOf(c, deps), email, values, KNOWN);
    // Sent twice it is still gone, which is what was wanted.
    if (withdrawn === null) return back(c, email, 'gone');
    const { role, costCenter } = withdrawn;
    return backWith(c, deps, personPath(email), 'withdrawn', {
      action: `${personPath(email)}/roles`,
      // They had it for that cost center, whether or not one of that name is there still.
      fields: { role, costCenter, 'unknown.costCenter': costCenter },
    });
  } catch (error) {
    if (error instanceof Invalid) return askToWithdraw(c, deps, email, values, faultWords(error, frame));
    if (isError(error, 'conflict'))
      return askToWithdraw(c, deps, email, values, { role: frame.m.people.lastAdministrator });
    throw error;
  }
}
