import { type Context, Hono } from 'hono';
import {
  endOwnSessions,
  endSessionsOf,
  revokeToken,
  sessionsToEnd,
  tokenToRevoke,
  type Whose,
} from '../../app/credentials/end.ts';
import { ownCredentials } from '../../app/credentials/list.ts';
import { makeToken } from '../../app/credentials/make.ts';
import { isWriting, mayChangeAny, SCOPES, type Scope } from '../../core/access.ts';
import { Invalid, isError } from '../../core/errors.ts';
import { href } from '../../core/href.ts';
import { isAlive, TOKEN_DAYS } from '../../core/tokens.ts';
import type { Frame } from '../../ui/layout.tsx';
import {
  Badge,
  CopyButton,
  type Faults,
  Field,
  FieldFault,
  faultOf,
  PlainPage,
  SurePage,
} from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { ENDPOINTS } from '../endpoints.ts';
import { askingOf } from '../http/asking.ts';
import { faultWords, messageOf, type Typed, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { mayDo, nowOf, viewerOf, visitOf } from '../http/visitor.ts';
import { personPath } from '../people/forms.tsx';
import { endWords, othersOf, SessionsCard, TokensCard } from './tokenTables.tsx';

/** Personal access tokens and sessions: one's own, and for administrators those of others. */

const ON = 'on';
/** How the form begins. */
const FRESH: Typed = { 'scope.me': ON, days: '90' };

export function tokenRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/tokens', (c) => tokensPage(c, deps, FRESH, {}));
  app.post('/tokens', async (c) => make(c, deps, await typed(c)));
  app.get('/tokens/sessions/end', (c) => {
    const { email } = viewerOf(c);
    return endPage(c, deps, { email, sought: null }, href`/tokens`);
  });
  app.post('/tokens/sessions/end', async (c) => {
    await typed(c);
    await endOwnSessions(askingOf(c, deps), visitOf(c)?.session?.id);
    return c.redirect(href`/tokens?done=ended`, 303);
  });
  const own = (c: Context): Whose => ({ email: viewerOf(c).email, sought: null });
  app.get('/tokens/:id/revoke', (c) => revokePage(c, deps, own(c), href`/tokens`));
  app.post('/tokens/:id/revoke', (c) => revoke(c, deps, own(c), href`/tokens`));
  // Those of somebody else: for administrators, who come from that person's page.
  app.get('/people/:email/tokens/:id/revoke', (c) => {
    const email = c.req.param('email');
    return revokePage(c, deps, { email, sought: 'person' }, personPath(email));
  });
  app.post('/people/:email/tokens/:id/revoke', (c) => {
    const email = c.req.param('email');
    return revoke(c, deps, { email, sought: 'person' }, personPath(email));
  });
  app.get('/people/:email/sessions/end', (c) => {
    const email = c.req.param('email');
    return endPage(c, deps, { email, sought: 'person' }, personPath(email));
  });
  app.post('/people/:email/sessions/end', async (c) => {
    await typed(c);
    const email = c.req.param('email');
    await endSessionsOf(askingOf(c, deps), email);
    return c.redirect(`${personPath(email)}?done=ended`, 303);
  });
  return app;
}

async function make(c: Context, deps: ServerDeps, values: Typed): Promise<Response> {
  const boxes = SCOPES.filter((scope) => values[`scope.${scope}`] === ON);
  const asked = { name: values.name ?? '', days: values.days ?? '', scopes: boxes.join(',') };
  const frame = frameOf(c, deps);
  try {
    const { secret } = await makeToken(askingOf(c, deps), viewerOf(c).email, asked, offeredTo(c));
    return tokensPage(c, deps, FRESH, {}, secret);
  } catch (error) {
    if (error instanceof Invalid) return tokensPage(c, deps, values, faultWords(error, frame));
    if (isError(error, 'conflict'))
      return tokensPage(c, deps, values, { name: frame.m.invalid.tokens(deps.settings.allowances.tokens) });
    throw error;
  }
}

/** Scopes that open something of the API for them, by their roles; the others would only look as if they did. */
const offeredTo = (c: Context): readonly Scope[] =>
  SCOPES.filter((scope) =>
    ENDPOINTS.some(
      ({ scope: needed, audience }) =>
        needed === scope &&
        (audience === 'ownRows' ||
          audience === 'everybody' ||
          (typeof audience === 'object'
            ? mayChangeAny(viewerOf(c), audience.changes)
            : mayDo(c, 'see', { kind: audience }))),
    ),
  );

async function revoke(c: Context, deps: ServerDeps, whose: Whose, back: string): Promise<Response> {
  await typed(c);
  await revokeToken(askingOf(c, deps), whose, c.req.param('id') ?? '');
  return c.redirect(`${back}?done=revoked`, 303);
}

/** Asks before it is done, so that it works without script as well. */
async function revokePage(c: Context, deps: ServerDeps, whose: Whose, back: string): Promise<Response> {
  const token = await tokenToRevoke(askingOf(c, deps), whose, c.req.param('id') ?? '');
  const frame = frameOf(c, deps);
  const { m } = frame;
  return c.html(
    <SurePage
      frame={frame}
      title={m.access.revokeTitle}
      intro={m.access.confirm(token.name, whose.email)}
      action={frame.path}
      submit={m.access.revoke}
      back={back}
      keep={m.access.keep}
    />,
  );
}

/** Asks before sessions end: those of somebody else, or one's own but for the one that asks. */
async function endPage(c: Context, deps: ServerDeps, whose: Whose, back: string): Promise<Response> {
  const sessions = await sessionsToEnd(askingOf(c, deps), whose);
  const frame = frameOf(c, deps);
  const { access } = frame.m;
  const others = othersOf(sessions, visitOf(c)?.session?.id ?? null);
  if (others.length === 0) return c.redirect(back, 303);
  const submit = endWords(sessions, others, frame.m);
  return c.html(
    <SurePage
      frame={frame}
      title={submit}
      intro={access.endConfirm(whose.email, others.length)}
      action={frame.path}
      submit={submit}
      back={back}
      keep={access.endKeep}
    />,
  );
}

/** @param secret of the token just made: shown in this answer and never again */
async function tokensPage(c: Context, deps: ServerDeps, values: Typed, faults: Faults, secret?: string) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const held = await ownCredentials(askingOf(c, deps));
  if (held === null)
    return c.html(<PlainPage frame={frame} title={m.access.title} intro={m.access.noSignIn} />);
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
      {secret !== undefined && <MadeCard secret={secret} frame={frame} />}
      <TokenForm values={values} faults={faults} offered={offeredTo(c)} frame={frame} />
      <p class="note">
        {m.access.held(
          held.tokens.filter((one) => isAlive(one, nowOf(deps))).length,
          deps.settings.allowances.tokens,
        )}
      </p>
      <div class="grid">
        <TokensCard tokens={held.tokens} frame={frame} now={nowOf(deps)} base={href`/tokens`} />
        <SessionsCard
          sessions={held.sessions}
          frame={frame}
          current={visitOf(c)?.session?.id ?? null}
          base={href`/tokens/sessions`}
        />
      </div>
    </PlainPage>,
    bad ? 422 : 200,
  );
}

function MadeCard({ secret, frame: { m } }: { secret: string; frame: Frame }) {
  return (
    <section class="card made">
      <div class="tools">
        <h2>{m.access.made}</h2>
        <CopyButton of="token" m={m} />
      </div>
      <pre id="token" tabindex={0}>
        {secret}
      </pre>
      <p class="note">{m.access.once}</p>
    </section>
  );
}

function TokenForm({
  values,
  faults,
  offered,
  frame: { m },
}: {
  values: Typed;
  faults: Faults;
  offered: readonly Scope[];
  frame: Frame;
}) {
  return (
    <form class="inline tokens" method="post" action={href`/tokens`}>
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
        {offered.map((scope) => (
          <label class="box">
            <input
              type="checkbox"
              name={`scope.${scope}`}
              value={ON}
              checked={values[`scope.${scope}`] === ON}
            />
            <span>
              <b>{scope}</b> {m.access.scope[scope]}{' '}
              {isWriting(scope) && <Badge kind="watch" text={m.access.writes} />}
            </span>
          </label>
        ))}
        <FieldFault name="scopes" faults={faults} />
      </fieldset>
      <button class="primary" type="submit">
        {m.access.make}
      </button>
    </form>
  );
}
