import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { below, href } from '../../core/href.ts';

/**
 * Cookies of one ledger. At the root of a host they are `__Host-`: only this host over https, or this machine, can set
 * them. That allows no path, so that under one they are `__Secure-`, for that path alone. Their names hold the path: of
 * a ledger at `/a` a browser sends the cookies to one at `/a/b` too, which must not take them for its own.
 */

/** Secrets: who is signed in, and the browser in which somebody is on the way to it. */
export type SecretCookie = 'ledger-session' | 'ledger-sign-in';

const HOW = { secure: true, httpOnly: true, sameSite: 'Lax' } as const;

/** A name of its own for each path: `/` is no sign of a name, and `!` none of a path. */
const named = (name: string): string => name + below('').replaceAll('/', '!');
const pathOf = (): string => below('') || href`/`;

export const secretCookieName = (name: SecretCookie): string =>
  below('') === '' ? `__Host-${name}` : `__Secure-${named(name)}`;

export const secretCookie = (c: Context, name: SecretCookie): string | undefined =>
  getCookie(c, secretCookieName(name));

/** @param maxAge seconds, 0 to drop it; left out: as long as the browser lives */
export const setSecretCookie = (c: Context, name: SecretCookie, value: string, maxAge?: number): void =>
  setCookie(c, secretCookieName(name), value, {
    ...HOW,
    path: pathOf(),
    ...(maxAge === undefined ? {} : { maxAge }),
  });

/** What a browser keeps of how pages look: nothing secret, and kept over http as well. */
export const choiceCookie = (c: Context, name: string): string | undefined => getCookie(c, named(name));
export const setChoiceCookie = (c: Context, name: string, value: string, maxAge: number): void =>
  setCookie(c, named(name), value, { path: pathOf(), maxAge, sameSite: 'Lax', httpOnly: true });
