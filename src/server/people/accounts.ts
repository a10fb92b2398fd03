import { type Context, Hono } from 'hono';
import { bindAccount, bindingToUnbind, unbindAccounts } from '../../app/credentials/bindings.ts';
import { Invalid, isError } from '../../core/errors.ts';
import type { Faults } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { faultWords, type Typed, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { personPath } from './forms.tsx';
import { isConfirmed } from './leavePage.tsx';
import { movePage, unbindPage } from './personAccounts.tsx';
import { personPage } from './personPage.tsx';

/** What an administrator changes about the accounts that somebody signs in with. */

/** A page is about somebody whom the directory holds, and a browser never overrules what keeps an administrator. */
const HOW = { strangers: false, force: false };

export function accountRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.post('/people/:email/accounts', async (c) => bind(c, deps, c.req.param('email'), await typed(c)));
  app.get('/people/:email/accounts/unbind', (c) => ask(c, deps, c.req.param('email'), c.req.query(), {}));
  app.post('/people/:email/accounts/unbind', async (c) =>
    unbind(c, deps, c.req.param('email'), await typed(c)),
  );
  return app;
}

const back = (c: Context, email: string, done: string): Response =>
  c.redirect(`${personPath(email)}?done=${done}`, 303);

/** What is wrong with the form; whatever is none of its faults goes on. */
function faultsOf(c: Context, deps: ServerDeps, error: unknown): Faults {
  const frame = frameOf(c, deps);
  if (error instanceof Invalid) return faultWords(error, frame);
  if (isError(error, 'conflict')) return { subject: frame.m.people.accounts.last };
  throw error;
}

async function bind(c: Context, deps: ServerDeps, email: string, values: Typed): Promise<Response> {
  try {
    const how = { ...HOW, confirmed: isConfirmed(values) };
    const { done, from } = await bindAccount(askingOf(c, deps), email, values, how);
    if (done === 'asked') return movePage(c, deps, email, from ?? '', values);
    return back(c, email, done === 'already' ? 'boundAlready' : 'bound');
  } catch (error) {
    return personPage(c, deps, email, { form: 'account', values, faults: faultsOf(c, deps, error) });
  }
}

async function ask(c: Context, deps: ServerDeps, email: string, values: Typed, faults: Faults) {
  const binding = await bindingToUnbind(askingOf(c, deps), email, values);
  if (binding === null) return back(c, email, 'unbound');
  return unbindPage(c, deps, binding, values, faults);
}

async function unbind(c: Context, deps: ServerDeps, email: string, values: Typed): Promise<Response> {
  try {
    await unbindAccounts(askingOf(c, deps), email, { subject: '', ...values }, HOW);
    // Sent twice it is still gone, which is what was wanted.
    return back(c, email, 'unbound');
  } catch (error) {
    return ask(c, deps, email, values, faultsOf(c, deps, error));
  }
}
