import { type Context, Hono } from 'hono';
import {
  AnsweredAlready,
  approveRequest,
  declineRequest,
  withdrawRequest,
} from '../../app/approvals/decide.ts';
import { removeDeputy, setDeputy } from '../../app/approvals/deputies.ts';
import { listRequests, readRequest } from '../../app/approvals/list.ts';
import { NotThere } from '../../app/asking.ts';
import type { Viewer } from '../../core/access.ts';
import type { ApprovalSettings } from '../../core/approvalRules.ts';
import type { Deputy, Request } from '../../core/approvals.ts';
import { personalChannels } from '../../core/channels.ts';
import { Invalid } from '../../core/errors.ts';
import { href } from '../../core/href.ts';
import { addDays } from '../../core/periods.ts';
import type { Settings } from '../../core/settings.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, PlainPage, SurePage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf, inOnePage } from '../http/asking.ts';
import { alreadyWords, faultWords, messageOf, type Typed, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { backWith, undoOf } from '../http/undo.ts';
import { forEverybody, nowOf, viewerOf } from '../http/visitor.ts';
import { partOf } from '../tables/arrange.ts';
import { cards } from '../tables/cards.tsx';
import { askRoutes } from './askPage.tsx';
import { DeputiesCard } from './deputiesCard.tsx';
import { requestPage } from './requestPage.tsx';
import { requestHref, requestsTable, WaitingCard, whatIn } from './requestTables.tsx';

/**
 * Requests that somebody has to agree to, whatever is asked for. Whatever changes something is posted: mail scanners follow every link, and a
 * GET changes nothing.
 */

const requestsHref = (): string => href`/requests`;

export function requestRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  askRoutes(app, deps);
  // Where requests for profiles stood by themselves: mails of then lead there.
  app.get('/profiles/requests', forEverybody, (c) => c.redirect(href`/requests` + search(c), 302));
  app.get('/profiles/requests/:id', forEverybody, (c) =>
    c.redirect(requestHref({ id: c.req.param('id') }) + search(c), 302),
  );
  app.get('/requests', (c) => inOnePage(c, deps, () => requestsPage(c, deps, {}, {})));
  app.post('/requests/deputies', async (c) => {
    const values = await typed(c);
    const since = nowOf(deps);
    let set: Deputy;
    try {
      set = await setDeputy(askingOf(c, deps), viewerOf(c).email, values);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      return requestsPage(c, deps, values, faultWords(error, frameOf(c, deps)));
    }
    // Who stood in already is not taken away by taking this back.
    const undo = set.setAt < since ? null : { action: href`/requests/deputies/${set.id}/remove`, fields: {} };
    return backWith(c, deps, requestsHref(), 'deputySet', undo);
  });
  app.post('/requests/deputies/:id/remove', async (c) => {
    const { email, deputy, start, endExclusive } = await removeDeputy(askingOf(c, deps), c.req.param('id'));
    const fields = { deputy, from: start, until: addDays(endExclusive, -1) };
    // The form is about whoever sends it.
    const undo = email === viewerOf(c).email ? { action: href`/requests/deputies`, fields } : null;
    return backWith(c, deps, requestsHref(), 'deputyRemoved', undo);
  });
  app.get('/requests/:id', (c) => requestPage(c, deps, c.req.param('id')));
  app.post('/requests/:id/approve', async (c) => {
    const values = await typed(c);
    return answered(c, deps, values, async (asking, id) => {
      const request = await approveRequest(asking, id, values);
      if (request.kind === 'budget') return request;
      // The transaction is over: AWS is waited for by whoever pressed, and what comes to no end is done by the job.
      return deps.actions.makeApproved?.(asking, id) ?? request;
    });
  });
  app.post('/requests/:id/decline', async (c) => {
    const values = await typed(c);
    return answered(c, deps, values, (asking, id) => declineRequest(asking, id, values));
  });
  app.get('/requests/:id/withdraw', (c) => withdrawPage(c, deps, c.req.param('id')));
  app.post('/requests/:id/withdraw', async (c) =>
    answered(c, deps, await typed(c), (asking, id) => withdrawRequest(asking, id)),
  );
  return app;
}

/** Asks before it is done: whoever takes a request back has to ask anew. */
async function withdrawPage(c: Context, deps: ServerDeps, id: string): Promise<Response> {
  const { request, catalogue, mayWithdraw } = await readRequest(askingOf(c, deps), id);
  // What was answered meanwhile is said by its page.
  if (request.state !== 'waiting') return c.redirect(requestHref({ id }), 303);
  if (!mayWithdraw) throw new NotThere('request');
  const frame = frameOf(c, deps);
  const { approval } = frame.m;
  return c.html(
    <SurePage
      frame={frame}
      title={approval.withdraw}
      intro={approval.withdrawConfirm(whatIn(request, catalogue, frame))}
      action={frame.path}
      submit={approval.withdraw}
      back={requestHref({ id })}
      keep={approval.withdrawKeep}
    />,
  );
}

/** Leads back to the request with what became of it; what cannot be done is said there, with what was typed. */
async function answered(
  c: Context,
  deps: ServerDeps,
  values: Typed,
  work: (asking: ReturnType<typeof askingOf>, id: string) => Promise<Request>,
): Promise<Response> {
  const id = c.req.param('id') ?? '';
  try {
    const { kind, state } = await work(askingOf(c, deps), id);
    const done = kind === 'budget' && state === 'made' ? 'granted' : state;
    return c.redirect(`${requestHref({ id })}?done=${done}`, 303);
  } catch (error) {
    const frame = frameOf(c, deps);
    if (error instanceof Invalid)
      return requestPage(c, deps, id, { values, faults: faultWords(error, frame) });
    if (error instanceof AnsweredAlready)
      return requestPage(c, deps, id, { values, faults: {}, words: alreadyWords(error, frame.m) });
    throw error;
  }
}

/** Whoever is asked of nothing needs nobody to stand in. */
const mayBeAsked = (
  { email, roles, reports, ownedCostCenters }: Viewer,
  rules: readonly ApprovalSettings['by'][],
): boolean =>
  email !== '' &&
  (roles.has('administrator') ||
    (rules.includes('manager') && reports.size > 0) ||
    (rules.includes('costCenterOwner') && ownedCostCenters.size > 0));

/** Who is asked first, for each kind that is asked for. */
function introOf({ vending, budgets }: Settings, { m }: Frame): string {
  const said = [m.approval.intro[vending.approval.by], m.asking.intros[budgets.requests.by]];
  return said.filter((text) => text !== '').join(m.gap) || m.approval.introNone;
}

async function requestsPage(c: Context, deps: ServerDeps, values: Typed, faults: Faults): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const words = m.approval;
  const part = partOf(c, '');
  const { forMe, all, total, catalogue, deputies } = await listRequests(askingOf(c, deps), part);
  const what = (request: Request) => whatIn(request, catalogue, frame);
  const rows = requestsTable(all, frame, what);
  const result = await cards(c, frame, 'requests', [
    { id: '', title: words.all, table: part === null ? rows : { ...rows, total }, empty: words.allNone },
  ]);
  if (result.response) return result.response;
  const isBad = Object.keys(faults).length > 0;
  const { notify, vending, budgets } = deps.settings;
  const rules = [vending.approval.by, budgets.requests.by];
  return c.html(
    <PlainPage
      frame={frame}
      title={words.title}
      intro={introOf(deps.settings, frame)}
      message={messageOf(
        isBad ? m.invalid.intro : null,
        c.req.query('done'),
        words.done,
        undoOf(c, deps, requestsHref()),
      )}
    >
      {personalChannels(notify).length === 0 && <p class="note">{words.unmailed}</p>}
      <div class="grid">
        <WaitingCard lines={forMe} frame={frame} what={what} />
        {result.shown}
        {(deputies.length > 0 || mayBeAsked(viewerOf(c), rules)) && (
          <DeputiesCard deputies={deputies} values={values} faults={faults} frame={frame} />
        )}
      </div>
    </PlainPage>,
    isBad ? 422 : 200,
  );
}

/** As it was asked for: filters and the form of a file among it. */
const search = (c: Context): string => new URL(c.req.url).search;
