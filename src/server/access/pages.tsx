import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { SCOPES, type Scope } from '../../core/access.ts';
import type { ApiToken } from '../../core/credentials.ts';
import { idleMsOf } from '../../core/settings.ts';
import { isAlive, MOST_TOKENS, TOKEN_DAYS } from '../../core/tokens.ts';
import { type Faults, Field, FieldFault, faultOf, PlainPage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { ENDPOINTS } from '../endpoints.ts';
import { faultsOf, messageOf, type Typed, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { nothing, notYours, refused } from '../http/refusals.tsx';
import { actorOf, mayDo, nowOf, viewerOf, visitOf } from '../http/visitor.ts';
import { personPath } from '../people/forms.tsx';
import { makeToken } from './makeToken.ts';
import { SessionsCard, TokensCard } from './tokenTables.tsx';

/** Personal access tokens and sessions: one's own, and for administrators those of others. */

const ON = 'on';
const tokenForm = z
  .object({
    name: z
      .string('tokenName')
      .min(1, 'tokenName')
      .max(80, 'tokenName')
      .regex(/^\P{Cc}*$/u, 'signs'),
    days: z
      .string('days')
      .transform(Number)
      .refine((days) => TOKEN_DAYS.some((one) => one === days), 'days'),
    ...Object.fromEntries(SCOPES.map((scope) => [`scope.${scope}`, z.literal(ON).optional()])),
  })
  .transform(({ name, days, ...boxes }) => ({
    name,
    days,
    scopes: SCOPES.filter((scope) => (boxes as Typed)[`scope.${scope}`] === ON),
  }))
  .refine(({ scopes }) => scopes.length > 0, { error: 'scopes', path: ['scopes'] });

export function tokenRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/tokens', (c) => tokensPage(c, deps, { 'scope.me': ON, days: '90' }, {}));
  app.post('/tokens', async (c) => {
    const values = await typed(c);
    const { email } = viewerOf(c);
    if (!mayHold(c) || !mayDo(c, 'change', { kind: 'credentials', email })) return refused(c, deps);
    const { m } = frameOf(c, deps);
    const parsed = tokenForm.safeParse(values);
    if (!parsed.success) return tokensPage(c, deps, values, faultsOf(parsed.error, frameOf(c, deps)));
    const offered = offeredTo(c);
    const idle = parsed.data.scopes.filter((scope) => !offered.includes(scope));
    if (idle.length > 0) return tokensPage(c, deps, values, { scopes: m.invalid.idleScopes(idle) });
    const made = await makeToken(deps, { email, ...parsed.data }, actorOf(c));
    if (made === null) return tokensPage(c, deps, values, { name: m.invalid.tokens(MOST_TOKENS) });
    return tokensPage(c, deps, { 'scope.me': ON, days: '90' }, {}, made.secret);
  });
  app.post('/tokens/sessions/end', async (c) => {
    await typed(c);
    const { email } = viewerOf(c);
    if (!mayHold(c) || !mayDo(c, 'change', { kind: 'credentials', email })) return refused(c, deps);
    await deps.store.sessions.endAllOf(email, actorOf(c), nowOf(deps), visitOf(c)?.session?.id);
    return c.redirect('/tokens?done=ended', 303);
  });
  app.get('/tokens/:id/revoke', (c) => revokePage(c, deps, viewerOf(c).email, '/tokens'));
  app.post('/tokens/:id/revoke', (c) => revoke(c, deps, viewerOf(c).email, '/tokens'));
  // Those of somebody else: for administrators, who come from that person's page.
  app.get('/people/:email/tokens/:id/revoke', (c) =>
    revokePage(c, deps, c.req.param('email'), personPath(c.req.param('email'))),
  );
  app.post('/people/:email/tokens/:id/revoke', (c) =>
    revoke(c, deps, c.req.param('email'), personPath(c.req.param('email'))),
  );
  app.post('/people/:email/sessions/end', async (c) => {
    await typed(c);
    const email = c.req.param('email');
    if (!mayDo(c, 'change', { kind: 'credentials', email })) return notYours(c, deps, 'person');
    await deps.store.sessions.endAllOf(email, actorOf(c), nowOf(deps));
    return c.redirect(`${personPath(email)}?done=ended`, 303);
  });
  return app;
}

/** Whether they are somebody: whoever works at a machine without sign-in has no tokens and no sessions. */
const mayHold = (c: Context): boolean => viewerOf(c).email !== '';

/** Scopes that open something of the API for them, by their roles; the others would only look as if they did. */
const offeredTo = (c: Context): readonly Scope[] =>
  SCOPES.filter((scope) =>
    ENDPOINTS.some(
      ({ scope: needed, audience }) =>
        needed === scope &&
        (audience === 'ownRows' || audience === 'everybody' || mayDo(c, 'see', { kind: audience })),
    ),
  );

/** One that is still good, of somebody whose credentials are theirs to change; else null. */
async function tokenOf(c: Context, { store, clock }: ServerDeps, email: string): Promise<ApiToken | null> {
  if (email === '' || !mayDo(c, 'change', { kind: 'credentials', email })) return null;
  const id = c.req.param('id');
  const token = (await store.tokens.listOf(email)).find((one) => one.id === id);
  return token && isAlive(token, nowOf({ clock })) ? token : null;
}

async function revoke(c: Context, deps: ServerDeps, email: string, back: string): Promise<Response> {
  await typed(c);
  const token = await tokenOf(c, deps, email);
  if (token === null) return notYours(c, deps, back === '/tokens' ? undefined : 'person');
  await deps.store.tokens.revoke(email, token.id, actorOf(c), nowOf(deps));
  return c.redirect(`${back}?done=revoked`, 303);
}

/** Asks before it is done, so that it works without script as well. */
async function revokePage(c: Context, deps: ServerDeps, email: string, back: string): Promise<Response> {
  const token = await tokenOf(c, deps, email);
  if (token === null) return notYours(c, deps, back === '/tokens' ? undefined : 'person');
  const frame = frameOf(c, deps);
  const { m } = frame;
  return c.html(
    <PlainPage frame={frame} title={m.access.revokeTitle} intro={m.access.confirm(token.name, email)}>
      <form class="inline" method="post" action={frame.path}>
        <button class="danger" type="submit">
          {m.access.revoke}
        </button>
        <a href={back}>{m.access.keep}</a>
      </form>
    </PlainPage>,
  );
}

/** @param secret of the token just made: shown in this answer and never again */
async function tokensPage(c: Context, deps: ServerDeps, values: Typed, faults: Faults, secret?: string) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const { email } = viewerOf(c);
  if (!mayDo(c, 'see', { kind: 'credentials', email })) return nothing(c, deps);
  if (!mayHold(c))
    return c.html(<PlainPage frame={frame} title={m.access.title} intro={m.access.noSignIn} />);
  const now = nowOf(deps);
  const tokens = await deps.store.tokens.listOf(email);
  const sessions = await deps.store.sessions.listOf(email, now, idleMsOf(deps.settings));
  const bad = Object.keys(faults).length > 0;
  const { revoked, ended } = m.access;
  if (secret !== undefined) c.header('cache-control', 'no-store');
  return c.html(
    <PlainPage
      frame={frame}
      title={m.access.title}
      intro={m.access.intro}
      message={messageOf(bad ? m.invalid.intro : null, c.req.query('done'), { revoked, ended })}
    >
      {secret !== undefined && (
        <section class="card made">
          <div class="tools">
            <h2>{m.access.made}</h2>
            <button
              type="button"
              class="quiet"
              data-copy="token"
              data-copied={m.profiles.copied}
              data-by-hand={m.profiles.copyByHand}
              aria-live="polite"
              hidden
            >
              {m.profiles.copy}
            </button>
          </div>
          <pre id="token" tabindex={0}>
            {secret}
          </pre>
          <p class="note">{m.access.once}</p>
        </section>
      )}
      <form class="inline tokens" method="post" action="/tokens">
        <Field name="name" label={m.access.name} values={values} faults={faults} />
        <label>
          {m.access.days}
          <select name="days" {...faultOf('days', faults)}>
            {TOKEN_DAYS.map((days) => (
              <option value={String(days)} selected={values.days === String(days)}>
                {m.access.forDays(days)}
              </option>
            ))}
          </select>
          <FieldFault name="days" faults={faults} />
        </label>
        <fieldset {...(faults.scopes === undefined ? {} : { 'aria-describedby': 'fault-scopes' })}>
          <legend>{m.access.scopes}</legend>
          {offeredTo(c).map((scope) => (
            <label class="box">
              <input
                type="checkbox"
                name={`scope.${scope}`}
                value={ON}
                checked={values[`scope.${scope}`] === ON}
              />
              <span>
                <b>{scope}</b> {m.access.scope[scope]}
              </span>
            </label>
          ))}
          <FieldFault name="scopes" faults={faults} />
        </fieldset>
        <button class="primary" type="submit">
          {m.access.make}
        </button>
      </form>
      <div class="grid">
        <TokensCard tokens={tokens} frame={frame} now={now} base="/tokens" />
        <SessionsCard
          sessions={sessions}
          frame={frame}
          current={visitOf(c)?.session?.id ?? null}
          action="/tokens/sessions/end"
        />
      </div>
    </PlainPage>,
    bad ? 422 : 200,
  );
}
