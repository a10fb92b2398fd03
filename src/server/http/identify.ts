import { isIP } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import { type ByToken, bySession, byToken } from '../../app/credentials/identify.ts';
import { TOKEN_PREFIX } from '../../app/credentials/secrets.ts';
import { knownBy, openSession, recordRefusedSignIn } from '../../app/credentials/signIn.ts';
import { Viewers } from '../../app/credentials/viewers.ts';
import { inPassing } from '../../app/operations/inPassing.ts';
import { href } from '../../core/href.ts';
import { type Identity, type RefusalCode, SignInRefused } from '../../core/signIn.ts';
import type { AlbGateway } from '../../identity/types.ts';
import type { ServerDeps } from '../deps.ts';
import { comingOf, comingToOf } from './asking.ts';
import { secretCookie, setSecretCookie } from './cookies.ts';
import { frameOf } from './frame.ts';
import { errorJson, refusalPage } from './refusals.tsx';
import { addressOf, forgetVisit, isApi, setAddress, setVisit, visitOf } from './visitor.ts';

/** Who is asking: the operator where nobody signs in, else whoever a session, a load balancer or a token speaks for. */

/** Where signing out ends. */
export const SIGNED_OUT = '/signed-out';
/** Why whoever came through the load balancer, or past it, is not known. */
export type NotKnown = 'past' | 'left' | 'bound' | RefusalCode;
/** Entered in the log where it was found. */
const ENTERED: ReadonlySet<NotKnown> = new Set(['left', 'bound']);
const NOT_BOUND =
  'another account is bound to the person of this e-mail address: ask an administrator of Bedrock Ledger to bind this one';
const NOBODY = 'nobody is signed in: send a token as "Authorization: Bearer …"';

/** The address of whoever asks: of the connection, or what the proxies that stand in front say. */
export const addresses =
  (deps: Pick<ServerDeps, 'settings'>): MiddlewareHandler =>
  async (c, next) => {
    const { proxies } = deps.settings;
    const connection = c.env as Partial<HttpBindings> | undefined;
    const named = proxies === 0 ? '' : forwardedBy(c, proxies);
    setAddress(c, (named || (connection?.incoming?.socket.remoteAddress ?? '')).slice(0, 45));
    await next();
  };

/** Each proxy adds who came to it; what stands further left was written by whoever likes to. */
function forwardedBy(c: Context, proxies: number): string {
  const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map((one) => one.trim());
  return ipIn(forwarded.at(-proxies) ?? '');
}

/** The IP address that a proxy wrote, with or without a port; '' where it is none: it is kept and shown as what it says. */
function ipIn(text: string): string {
  const [, inBrackets] = /^\[([^\]]+)\](?::\d+)?$/.exec(text) ?? [];
  const [, withPort] = /^([\d.]+):\d+$/.exec(text) ?? [];
  const address = inBrackets ?? withPort ?? text;
  return isIP(address) === 0 ? '' : address;
}

/** Finds out who asks, as far as they say so. */
export function identify(deps: ServerDeps): MiddlewareHandler {
  const viewers = new Viewers();
  return async (c, next) => {
    c.set('version', await deps.store.version.get());
    if (isApi(c) && c.req.header('authorization') !== undefined)
      c.set('tokenFault', await useToken(c, deps, viewers));
    else if (deps.signIn === null) setVisit(c, { viewer: deps.operator, means: 'none', session: null });
    else if (deps.signIn.kind === 'oidc') await useSession(c, deps, viewers);
    else await byLoadBalancer(c, deps, viewers, deps.signIn.gateway);
    await next();
  };
}

const nobodyWords = (why: NotKnown): string => (why === 'bound' ? NOT_BOUND : NOBODY);

/** Behind it there is somebody: others are led to sign in, or told why they are not known. */
export const signedIn =
  (deps: ServerDeps): MiddlewareHandler =>
  async (c, next) => {
    if (visitOf(c) !== null) return next();
    const why = c.get('notKnown') ?? 'past';
    // Who it is of whom that is known is entered where it was found.
    if (why !== 'past' && !ENTERED.has(why)) {
      const enter = () => recordRefusedSignIn(comingOf(c, deps), why);
      await inPassing(`session.refuse (${why})`, enter, deps.onError);
    }
    if (isApi(c)) return unauthorized(c, c.get('tokenFault') ?? nobodyWords(why));
    if (deps.signIn?.kind === 'loadBalancer') {
      const { m } = frameOf(c, deps);
      return refusalPage(c, deps, why === 'unreachable' ? 503 : 403, { text: m.signIn.refused[why] });
    }
    const { pathname, search } = new URL(c.req.url);
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD';
    const to = reads && c.req.path !== '/' ? pathname + search : undefined;
    return c.redirect(to === undefined ? href`/sign-in` : href`/sign-in?${{ to }}`, 303);
  };

function unauthorized(c: Context, reason: string): Response {
  return c.json(errorJson(c, 'unauthorized', 'Authorization', reason), 401, {
    'www-authenticate': 'Bearer realm="Bedrock Ledger"',
  });
}

/** What is wrong with the token, or null. */
async function useToken(c: Context, deps: ServerDeps, viewers: Viewers): Promise<string | null> {
  const [, secret] = /^Bearer +([\x21-\x7e]{1,200})$/i.exec(c.req.header('authorization') ?? '') ?? [];
  if (!secret?.startsWith(TOKEN_PREFIX))
    return `this is no token of Bedrock Ledger: they begin with ${TOKEN_PREFIX} and are sent as "Authorization: Bearer …"`;
  const found = await byToken(comingToOf(c, deps), viewers, secret, addressOf(c), deps.onError);
  if (found.fault !== null) return faultWords(found);
  setVisit(c, { viewer: found.viewer, means: 'token', session: null });
  return null;
}

function faultWords({ fault, token }: Extract<ByToken, { viewer: null }>): string {
  switch (fault) {
    case 'unknown':
      return `this token is not known here: make a new one at ${href`/tokens`}`;
    case 'revoked':
      return `this token was revoked: make a new one at ${href`/tokens`}`;
    case 'expired':
      return `this token expired on ${token?.expiresAt.slice(0, 10)}: make a new one at ${href`/tokens`}`;
    case 'left':
      return 'whoever made this token is no longer active';
  }
}

async function useSession(c: Context, deps: ServerDeps, viewers: Viewers): Promise<void> {
  const cookie = secretCookie(c, 'ledger-session');
  if (cookie === undefined || cookie.length > 100) return;
  const found = await bySession(comingToOf(c, deps), viewers, cookie);
  if (found !== null) setVisit(c, { ...found, means: 'session' });
}

/** How the browser that is used names itself. */
export const agentOf = (c: Context): string => c.req.header('user-agent') ?? '';

/**
 * Behind a load balancer every request says who it is; the session is kept beside it, so that it can be listed and
 * audited. A header that does not verify is nobody's.
 */
async function byLoadBalancer(
  c: Context,
  deps: ServerDeps,
  viewers: Viewers,
  gateway: AlbGateway,
): Promise<void> {
  const header = c.req.header('x-amzn-oidc-data');
  if (header === undefined) {
    // The API is let past the balancer's sign-in, for tokens: there the session that it opened on a page is enough.
    if (isApi(c)) await useSession(c, deps, viewers);
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
  await useSession(c, deps, viewers);
  const visit = visitOf(c);
  if (visit !== null && visit.viewer.email === (await viewers.boundTo(comingToOf(c, deps), identity))) return;
  forgetVisit(c);
  // Programs keep no cookie, and whoever signs out is on the way out: only a page that is looked at begins a session.
  if (c.req.method !== 'GET' || isApi(c) || c.req.path === SIGNED_OUT) {
    const known = await knownBy(comingOf(c, deps), identity);
    await useAccount(c, deps, viewers, known);
    return;
  }
  const { secret, refused } = await openSession(comingOf(c, deps), identity, agentOf(c));
  if (refused !== null) {
    c.set('notKnown', refused);
    return;
  }
  setSessionCookie(c, secret);
  // With the sign-in the directory may have learned something of them.
  c.set('version', await deps.store.version.get());
  const email = await viewers.boundTo(comingToOf(c, deps), identity);
  await useAccount(c, deps, viewers, email === null ? 'left' : { email });
}

/** Whoever the load balancer's account is bound to asks; else it is said why nobody does. */
async function useAccount(
  c: Context,
  deps: ServerDeps,
  viewers: Viewers,
  known: Awaited<ReturnType<typeof knownBy>>,
): Promise<void> {
  if (typeof known === 'string') {
    c.set('notKnown', known);
    return;
  }
  const viewer = await viewers.of(comingToOf(c, deps), known.email);
  if (viewer === null) c.set('notKnown', 'left');
  else setVisit(c, { viewer, means: 'loadBalancer', session: null });
}

/** Lives as long as the browser; the ledger knows when it ends. */
export const setSessionCookie = (c: Context, secret: string): void =>
  setSecretCookie(c, 'ledger-session', secret);
export const dropSessionCookie = (c: Context): void => setSecretCookie(c, 'ledger-session', '', 0);
