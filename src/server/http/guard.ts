import type { Context, MiddlewareHandler } from 'hono';
import { ERRORS } from '../../core/errors.ts';
import { isLoopback } from '../../core/hosts.ts';
import type { ServerDeps } from '../deps.ts';
import { errorJson } from './refusals.tsx';
import { isApi } from './visitor.ts';

/** A name or an address with its port. Anything else, such as a user before an @, makes addresses that cannot be built. */
const NAMED = /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i;
/** `.1` has the signs of a name and is none: addresses are built of it everywhere, so the parser has the last word. */
const isHost = (text: string): boolean => NAMED.test(text) && URL.canParse(`http://${text}/`);
const isLocal = (host: string): boolean =>
  isHost(host) && isLoopback(host.toLowerCase().replace(/:\d+$/, ''));

/**
 * Without sign-in only this machine is served: a Host that is not loopback means that a name somewhere points here
 * (DNS rebinding) or that the port is exposed; a foreign Origin means that another site asks.
 */
const loopbackOnly: MiddlewareHandler = async (c, next) => {
  const host = c.req.header('host') ?? '';
  if (!isLocal(host))
    return refuse(
      c,
      'Host',
      `Without sign-in Bedrock Ledger answers on the loopback interface only, and not as "${host}". Open http://localhost with its port.`,
    );
  if (isForeign(c, [`http://${host}`, `https://${host}`])) return refuseForeign(c);
  await next();
};

/**
 * With sign-in it is served under its public address, which alone the identity provider leads back to and cookies belong
 * to: pages asked for by another name lead there, and what other sites send is not carried out.
 */
function publicAddress(publicUrl: string): MiddlewareHandler {
  const { host: own, origin } = new URL(publicUrl);
  return async (c, next) => {
    const host = c.req.header('host') ?? '';
    if (host !== own && !isHost(host))
      return refuse(
        c,
        'Host',
        'The Host header names no host. Open the address that Bedrock Ledger was given.',
      );
    if (isForeign(c, [origin])) return refuseForeign(c);
    if (isApi(c) || host === own) return next();
    const { pathname, search } = new URL(c.req.url);
    return reads(c) ? c.redirect(origin + pathname + search, 307) : refuseForeign(c);
  };
}

/** Who is served under which name, and that no other site sends anything here. */
export const guard = ({ signIn, settings }: Pick<ServerDeps, 'signIn' | 'settings'>): MiddlewareHandler =>
  signIn === null || settings.publicUrl === null ? loopbackOnly : publicAddress(settings.publicUrl);

const reads = (c: Context): boolean => c.req.method === 'GET' || c.req.method === 'HEAD';

/**
 * Whether another site sent it; a change must say that it comes from here. A program that sends a token to the API says so
 * by that: no browser adds one by itself, and with a token no session counts.
 */
function isForeign(c: Context, own: readonly string[]): boolean {
  const origin = c.req.header('origin');
  if (origin !== undefined) return !own.includes(origin);
  const site = c.req.header('sec-fetch-site');
  if (reads(c) || site === 'same-origin') return false;
  return site !== undefined || !(isApi(c) && c.req.header('authorization') !== undefined);
}

const FOREIGN_TO_API =
  'This came from another site, or does not say where it comes from, and was not carried out. Programs send a token as "Authorization: Bearer …" and no Origin; pages of Bedrock Ledger send their own Origin.';

const refuseForeign = (c: Context): Response =>
  refuse(
    c,
    'Origin',
    isApi(c)
      ? FOREIGN_TO_API
      : 'This came from another site and was not carried out. Use the pages of Bedrock Ledger themselves.',
  );

/** Words alone, and no page: whoever is refused is told nothing of what there is. */
const refuse = (c: Context, field: string, reason: string): Response =>
  isApi(c)
    ? c.json(errorJson(c, 'forbidden', field, reason), ERRORS.forbidden.status)
    : c.text(reason, ERRORS.forbidden.status);
