import { type Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { newSecret } from '../../app/credentials/secrets.ts';
import {
  beginSignIn,
  endSession,
  openSession,
  recordRefusedSignIn,
  SIGN_IN_MS,
  takeSignIn,
} from '../../app/credentials/signIn.ts';
import { inPassing } from '../../app/operations/inPassing.ts';
import { LedgerError } from '../../core/errors.ts';
import { below, href } from '../../core/href.ts';
import { CALLBACK, callbackOf } from '../../core/settings.ts';
import { SignInRefused } from '../../core/signIn.ts';
import type { OidcGateway } from '../../identity/types.ts';
import { PlainPage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { comingOf } from '../http/asking.ts';
import { secretCookie, setSecretCookie } from '../http/cookies.ts';
import { frameOf } from '../http/frame.ts';
import { agentOf, dropSessionCookie, SIGNED_OUT, setSessionCookie } from '../http/identify.ts';

/** The way in and out: to the identity provider, back once, and the end of a session. */

export function signInRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/sign-in', async (c) => {
    const to = ownPath(c.req.query('to'));
    if (deps.signIn?.kind !== 'oidc') return c.redirect(to, 303);
    try {
      return await leave(c, deps, deps.signIn.gateway, to);
    } catch (error) {
      return refusedPage(c, deps, error);
    }
  });
  app.get(CALLBACK, async (c) => {
    if (deps.signIn?.kind !== 'oidc') return c.notFound();
    try {
      return await comeBack(c, deps, deps.signIn.gateway);
    } catch (error) {
      return refusedPage(c, deps, error);
    }
  });
  app.post('/sign-out', async (c) => {
    const cookie = secretCookie(c, 'ledger-session');
    if (cookie !== undefined) await endSession(comingOf(c, deps), cookie);
    dropSessionCookie(c);
    // What the browser keeps of pages goes too: the next one at this machine must not find them with "back".
    c.header('clear-site-data', '"cache"');
    // The load balancer's own session, which would sign in again at once (up to four parts).
    if (deps.signIn?.kind === 'loadBalancer')
      for (const part of [0, 1, 2, 3])
        setCookie(c, `AWSELBAuthSessionCookie-${part}`, '', { path: '/', secure: true, maxAge: 0 });
    return c.redirect(below(SIGNED_OUT), 303);
  });
  app.get(SIGNED_OUT, (c) => {
    const frame = frameOf(c, deps);
    const { m } = frame;
    return c.html(
      <PlainPage frame={frame} title={m.signIn.outTitle} intro={m.signIn.out}>
        <p>
          <a class="button primary" href={href`/sign-in`}>
            {m.signIn.again}
          </a>
        </p>
      </PlainPage>,
    );
  });
  return app;
}

/** Of a path that somebody is led back to: it is kept while they sign in. */
const MOST_PATH = 1_000;

/** A path of this server out of what an address asks for; anything else leads to the first page. */
export function ownPath(asked: string | undefined): string {
  const base = 'http://this.invalid';
  if (asked === undefined || !asked.startsWith('/') || !URL.canParse(asked, base)) return href`/`;
  const url = new URL(asked, base);
  const path = url.pathname + url.search;
  // As it is kept: a sign that is no ASCII takes nine there.
  if (path.length > MOST_PATH) return href`/`;
  // `//host`, `/\host` and their like lead elsewhere; so would a path that begins so once it was normalised.
  const isHere = url.pathname === below('') || url.pathname.startsWith(href`/`);
  const isSafe = url.origin === base && isHere && !/^\/[/\\]/.test(path);
  return isSafe && !path.startsWith(href`/sign-`) ? path : href`/`;
}

async function leave(
  c: Context,
  deps: ServerDeps,
  gateway: OidcGateway,
  returnTo: string,
): Promise<Response> {
  const started = await gateway.begin(callbackOf(deps.settings));
  const { url } = started;
  // Binds a sign-in to the browser that began it, so that nobody is signed in as somebody else by following a link.
  // One for all tabs: a second one that is opened meanwhile must not undo the first.
  const browser = secretCookie(c, 'ledger-sign-in') ?? newSecret();
  await beginSignIn(comingOf(c, deps), started, browser, returnTo);
  setSecretCookie(c, 'ledger-sign-in', browser, SIGN_IN_MS / 1000);
  return c.req.header('sec-fetch-site') === 'same-origin' ? goOn(c, deps, url) : c.redirect(url, 302);
}

/**
 * Leads on by a page instead of a redirect: whoever sent a form after their session had ended would stay where they
 * are without a word, because browsers hold what a form leads to in the end against `form-action`.
 */
function goOn(c: Context, deps: ServerDeps, url: string): Response | Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  c.header('refresh', `0; url=${url}`);
  return c.html(
    <PlainPage frame={frame} title={m.signIn.onTitle} intro={m.signIn.on}>
      <p>
        <a class="button primary" href={url}>
          {m.signIn.again}
        </a>
      </p>
    </PlainPage>,
  );
}

/** Of whoever left, and of whoever comes with another account, it is known who it is, and entered already. */
type Refused = 'late' | 'browser' | 'left' | 'bound';

/** Why somebody is not signed in, where no provider says it. */
class NotSignedIn extends LedgerError {
  override name = 'NotSignedIn';
  readonly refusal: Refused;
  constructor(refusal: Refused) {
    super('unauthorized', refusal);
    this.refusal = refusal;
  }
}

async function comeBack(c: Context, deps: ServerDeps, gateway: OidcGateway): Promise<Response> {
  const { search, searchParams } = new URL(c.req.url);
  const browser = secretCookie(c, 'ledger-sign-in');
  if (browser === undefined) throw new NotSignedIn('browser');
  const state = searchParams.get('state') ?? '';
  const signIn = await takeSignIn(comingOf(c, deps), state, browser);
  if (typeof signIn === 'string') throw new NotSignedIn(signIn);
  const { nonce, codeVerifier, returnTo } = signIn;
  const identity = await gateway.finish(new URL(callbackOf(deps.settings) + search), {
    state,
    nonce,
    codeVerifier,
  });
  const { secret, refused } = await openSession(comingOf(c, deps), identity, agentOf(c));
  if (refused !== null) throw new NotSignedIn(refused);
  const before = secretCookie(c, 'ledger-session');
  if (before !== undefined) await endSession(comingOf(c, deps), before);
  setSessionCookie(c, secret);
  return c.redirect(returnTo, 303);
}

/** Says why, offers to begin again, and keeps it in the audit log. Whatever is no refusal goes on to the log as a fault. */
async function refusedPage(c: Context, deps: ServerDeps, error: unknown): Promise<Response> {
  if (!(error instanceof NotSignedIn || error instanceof SignInRefused)) throw error;
  const frame = frameOf(c, deps);
  const { m } = frame;
  const { refusal, message } = error;
  // Of whoever left, or has another account, it is known who it is, and entered already.
  if (refusal !== 'left' && refusal !== 'bound') {
    const enter = () => recordRefusedSignIn(comingOf(c, deps), refusal);
    await inPassing(`session.refuse (${refusal})`, enter, deps.onError);
  }
  // For whoever has to set it right: the page says little of it, and in English only.
  if (error instanceof SignInRefused) deps.onError(error);
  return c.html(
    <PlainPage frame={frame} title={m.signIn.refusedTitle} intro={m.signIn.refused[refusal]}>
      {/* The provider's own case in detail, which there is in English only. */}
      {error instanceof SignInRefused && frame.locale === 'en' && <p class="note">{message}</p>}
      <p>
        <a class="button primary" href={href`/sign-in`}>
          {m.signIn.again}
        </a>
      </p>
    </PlainPage>,
    refusal === 'unreachable' ? 503 : 403,
  );
}
