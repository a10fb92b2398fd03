import { isIP } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { type Scope, type Viewer, viewerOfPerson } from '../../core/access.ts';
import type { ApiToken } from '../../core/credentials.ts';
import type { PersonFacts } from '../../core/people.ts';
import { idleMsOf } from '../../core/settings.ts';
import { type RefusalCode, SignInRefused } from '../../core/signIn.ts';
import type { Instant } from '../../core/types.ts';
import type { AlbGateway, Identity } from '../../identity/types.ts';
import { hashOf, newId, newSecret, TOKEN_PREFIX } from '../access/secrets.ts';
import type { ServerDeps } from '../deps.ts';
import { frameOf } from './frame.ts';
import { errorJson, isApi, refusalPage } from './refusals.tsx';
import { actorOf, addressOf, forgetVisit, nowOf, setAddress, setVisit, visitOf } from './visitor.ts';

/** Who is asking: the operator where nobody signs in, else whoever a session, a load balancer or a token speaks for. */

/** `__Host-`: only this host over https, or this machine, can set it; no other page of the domain can slip one in. */
export const SESSION_COOKIE = '__Host-ledger-session';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Where signing out ends. */
export const SIGNED_OUT = '/signed-out';
/** Why whoever came through the load balancer, or past it, is not known. */
export type NotKnown = 'past' | 'left' | RefusalCode;
const NOBODY = 'nobody is signed in: send a token as "Authorization: Bearer …"';

/** The address of whoever asks: of the connection, or what the proxies that stand in front say. */
export const addresses =
  (deps: Pick<ServerDeps, 'settings'>): MiddlewareHandler =>
  async (c, next) => {
    const { proxies } = deps.settings;
    const connection = c.env as Partial<HttpBindings> | undefined;
    const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map((one) => one.trim());
    // Each proxy adds who came to it; what stands further left was written by whoever likes to.
    const named = proxies === 0 ? '' : ipIn(forwarded.at(-proxies) ?? '');
    setAddress(c, (named || (connection?.incoming?.socket.remoteAddress ?? '')).slice(0, 45));
    await next();
  };

/** The IP address that a proxy wrote, with or without a port; '' where it is none: it is kept and shown as what it says. */
function ipIn(text: string): string {
  const [, inBrackets] = /^\[([^\]]+)\](?::\d+)?$/.exec(text) ?? [];
  const [, withPort] = /^([\d.]+):\d+$/.exec(text) ?? [];
  const address = inBrackets ?? withPort ?? text;
  return isIP(address) === 0 ? '' : address;
}

/** Finds out who asks, as far as they say so. */
export const identify =
  (deps: ServerDeps): MiddlewareHandler =>
  async (c, next) => {
    if (isApi(c) && c.req.header('authorization') !== undefined) c.set('tokenFault', await byToken(c, deps));
    else if (deps.signIn === null) setVisit(c, { viewer: deps.operator, means: 'none', session: null });
    else if (deps.signIn.kind === 'oidc') await bySession(c, deps);
    else await byLoadBalancer(c, deps, deps.signIn.gateway);
    await next();
  };

/** Behind it there is somebody: others are led to sign in, or told why they are not known. */
export const signedIn =
  (deps: ServerDeps): MiddlewareHandler =>
  async (c, next) => {
    if (visitOf(c) !== null) return next();
    const why = c.get('notKnown') ?? 'past';
    // Whoever has left is entered where that was found.
    if (why !== 'past' && why !== 'left') await recordRefusedSignIn(c, deps, why);
    if (isApi(c)) return unauthorized(c, c.get('tokenFault') ?? NOBODY);
    if (deps.signIn?.kind === 'loadBalancer') {
      const { m } = frameOf(c, deps);
      return refusalPage(c, deps, why === 'unreachable' ? 503 : 403, { text: m.signIn.refused[why] });
    }
    const { pathname, search } = new URL(c.req.url);
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD';
    const to = reads && pathname !== '/' ? `?${new URLSearchParams({ to: pathname + search })}` : '';
    return c.redirect(`/sign-in${to}`, 303);
  };

export function unauthorized(c: Context, reason: string): Response {
  return c.json(errorJson('unauthorized', 'Authorization', reason), 401, {
    'www-authenticate': 'Bearer realm="Bedrock Ledger"',
  });
}

/** What is wrong with the token, or null. */
async function byToken(c: Context, deps: ServerDeps): Promise<string | null> {
  const [, secret] = /^Bearer +([\x21-\x7e]{1,200})$/i.exec(c.req.header('authorization') ?? '') ?? [];
  if (!secret?.startsWith(TOKEN_PREFIX))
    return `this is no token of Bedrock Ledger: they begin with ${TOKEN_PREFIX} and are sent as "Authorization: Bearer …"`;
  const now = nowOf(deps);
  const token = await deps.store.tokens.use(hashOf(secret), now, addressOf(c));
  if (token === null) return 'this token is not known here: make a new one at /tokens';
  const viewer = await viewerByEmail(deps, token.email, new Set(token.scopes));
  const fault = faultOf(token, viewer, now);
  if (fault !== null || viewer === null) {
    await recordRefusedToken(c, deps, token);
    return fault;
  }
  setVisit(c, { viewer, means: 'token', session: null });
  return null;
}

function faultOf({ revokedAt, expiresAt }: ApiToken, viewer: Viewer | null, now: Instant): string | null {
  if (revokedAt !== null) return 'this token was revoked: make a new one at /tokens';
  if (expiresAt <= now) return `this token expired on ${expiresAt.slice(0, 10)}: make a new one at /tokens`;
  return viewer === null ? 'whoever made this token is no longer active' : null;
}

/** A prompt goes on to ask every minute with a token that has ended: once an hour says it as well. */
async function recordRefusedToken(c: Context, deps: ServerDeps, { id, email }: ApiToken): Promise<void> {
  const at = nowOf(deps);
  const filter = { actor: email, action: 'token.refuse' as const, subject: `token:${id}` };
  const [last] = await deps.store.audit.list({ limit: 1, ...filter });
  if (last && Date.parse(at) - Date.parse(last.at) < HOUR_MS) return;
  const { action, subject } = filter;
  await deps.store.audit.record({ at, actor: { ...actorOf(c), id: email }, action, subject });
}

async function bySession(c: Context, deps: ServerDeps): Promise<void> {
  const cookie = getCookie(c, SESSION_COOKIE);
  if (cookie === undefined || cookie.length > 100) return;
  const session = await deps.store.sessions.use(hashOf(cookie), nowOf(deps), idleMsOf(deps.settings));
  if (session === null) return;
  const viewer = await viewerByEmail(deps, session.email);
  if (viewer !== null) setVisit(c, { viewer, means: 'session', session });
}

/** Everything that decides on what somebody may, as of now: who left or lost a role is refused from the next request on. */
async function viewerByEmail(
  deps: ServerDeps,
  email: string,
  scopes: ReadonlySet<Scope> | null = null,
): Promise<Viewer | null> {
  const { store, settings } = deps;
  const facts = await store.people.viewerFacts(email, nowOf(deps));
  return facts === null ? null : viewerOfPerson(facts, settings.roles, scopes);
}

/** What a sign-in says of somebody, as a source of the directory. It says nothing about whether they are still here. */
export const factsOf = ({ email, name, costCenter, manager, groups }: Identity): PersonFacts => ({
  email,
  name,
  costCenter,
  manager,
  active: null,
  groups,
});

/** A session in the ledger and its cookie's secret; null, with an entry in the log, when the directory holds the person as left. */
export async function openSession(c: Context, deps: ServerDeps, identity: Identity): Promise<string | null> {
  const secret = newSecret();
  const now = deps.clock.now();
  const address = addressOf(c);
  const actor = { id: identity.email, via: 'page' as const, address };
  const opened = await deps.store.sessions.open(
    {
      hash: hashOf(secret),
      id: newId(),
      email: identity.email,
      createdAt: new Date(now).toISOString(),
      expiresAt: new Date(now + deps.settings.signIn.sessionHours * 60 * MINUTE_MS).toISOString(),
      address,
      agent: plainText(c.req.header('user-agent') ?? ''),
    },
    factsOf(identity),
    actor,
  );
  if (opened) return secret;
  await recordRefusedSignIn(c, deps, 'left', identity.email);
  return null;
}

/** @param email of whom it is, where that is known */
export const recordRefusedSignIn = (
  c: Context,
  { store, clock }: ServerDeps,
  code: string,
  email: string | null = null,
): Promise<void> =>
  store.audit.record({
    at: nowOf({ clock }),
    actor: email === null ? actorOf(c) : { ...actorOf(c), id: email },
    action: 'session.refuse',
    subject: email === null ? 'sign-in' : `user:${email}`,
    after: { code },
  });
const plainText = (text: string): string => text.replaceAll(/\p{Cc}/gu, ' ').slice(0, 200);

/**
 * Behind a load balancer every request says who it is; the session is kept beside it, so that it can be listed and
 * audited. A header that does not verify is nobody's.
 */
async function byLoadBalancer(c: Context, deps: ServerDeps, gateway: AlbGateway): Promise<void> {
  const header = c.req.header('x-amzn-oidc-data');
  if (header === undefined) {
    // The API is let past the balancer's sign-in, for tokens: there the session that it opened on a page is enough.
    if (isApi(c)) await bySession(c, deps);
    return;
  }
  let identity: Identity;
  try {
    identity = await gateway.verify(header, c.req.header('x-amzn-oidc-accesstoken'));
  } catch (error) {
    if (!(error instanceof SignInRefused)) throw error;
    deps.onError(error);
    c.set('notKnown', error.refusal);
    return;
  }
  await bySession(c, deps);
  if (visitOf(c)?.viewer.email === identity.email) return;
  forgetVisit(c);
  // Programs keep no cookie, and whoever signs out is on the way out: only a page that is looked at begins a session.
  if (c.req.method !== 'GET' || isApi(c) || c.req.path === SIGNED_OUT) {
    const viewer = await viewerByEmail(deps, identity.email);
    if (viewer === null) c.set('notKnown', 'left');
    else setVisit(c, { viewer, means: 'loadBalancer', session: null });
    return;
  }
  const secret = await openSession(c, deps, identity);
  if (secret === null) {
    c.set('notKnown', 'left');
    return;
  }
  setSessionCookie(c, secret);
  const viewer = await viewerByEmail(deps, identity.email);
  if (viewer !== null) setVisit(c, { viewer, means: 'loadBalancer', session: null });
}

/** Lives as long as the browser; the ledger knows when it ends. */
export const setSessionCookie = (c: Context, secret: string): void =>
  setCookie(c, SESSION_COOKIE, secret, { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' });
export const dropSessionCookie = (c: Context): void =>
  setCookie(c, SESSION_COOKIE, '', { path: '/', secure: true, httpOnly: true, sameSite: 'Lax', maxAge: 0 });
