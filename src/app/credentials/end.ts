import type { ApiToken, Session } from '../../core/credentials.ts';
import { isAlive } from '../../core/tokens.ts';
import {
  type Asking,
  because,
  Forbidden,
  inOneReading,
  inOneWriting,
  mayDo,
  mustBeAllowed,
  mustChangeAny,
  NotThere,
  nowOf,
  type Sought,
} from '../asking.ts';
import { readReason, type Typed } from '../typed.ts';
import { sessionsHeld } from './list.ts';

/** How tokens and sessions end: by their owner, or by an administrator. */

/** Whose they are: the owner's address, and what was looked for where there is none. */
export interface Whose {
  email: string;
  /** null where they are one's own. */
  sought: Extract<Sought, 'person'> | null;
}

/**
 * One that is still good, of somebody whose credentials are theirs to change.
 * @throws NotThere in every other case: nobody learns which
 */
export const tokenToRevoke = (asking: Asking, whose: Whose, id: string): Promise<ApiToken> =>
  inOneReading(asking, (inside) => good(inside, whose, id));

async function good(asking: Asking, { email, sought }: Whose, id: string): Promise<ApiToken> {
  if (email === '' || !mayDo(asking, 'change', { kind: 'credentials', email })) throw new NotThere(sought);
  const token = (await asking.store.tokens.listOf(email)).find((one) => one.id === id);
  if (token === undefined || !isAlive(token, nowOf(asking))) throw new NotThere(sought);
  return token;
}

/** @throws NotThere */
export const revokeToken = (asking: Asking, whose: Whose, id: string): Promise<void> =>
  inOneWriting(asking, async (inside) => {
    const token = await good(inside, whose, id);
    await inside.store.tokens.revoke(token.email, token.id, inside.actor, nowOf(inside));
  });

/**
 * Revokes one by its name alone, whoever has it.
 * @returns the token, and whether it was not revoked before; null where there is none
 * @throws Forbidden, Invalid
 */
export async function revokeById(
  asking: Asking,
  id: string,
  typed: Typed,
): Promise<{ token: ApiToken; revoked: boolean } | null> {
  mustChangeAny(asking, 'credentials');
  const actor = because(asking, readReason(typed));
  return inOneWriting(asking, async (inside) => {
    const token = (await inside.store.tokens.all()).find((one) => one.id === id);
    if (token === undefined) return null;
    mustBeAllowed(inside, 'change', { kind: 'credentials', email: token.email });
    return { token, revoked: await inside.store.tokens.revoke(token.email, id, actor, nowOf(inside)) };
  });
}

/** Those of somebody whose credentials are theirs to change, last used first. @throws NotThere in every other case */
export const sessionsToEnd = (asking: Asking, { email, sought }: Whose): Promise<Session[]> =>
  inOneReading(asking, async (inside) => {
    if (email === '' || !mayDo(inside, 'change', { kind: 'credentials', email })) throw new NotThere(sought);
    return sessionsHeld(inside, email);
  });

/**
 * Ends one's own sessions.
 * @param but the id of the one that stays
 * @throws Forbidden for whoever is nobody
 */
export async function endOwnSessions(asking: Asking, but: string | undefined): Promise<void> {
  const { email } = asking.viewer;
  const thing = { kind: 'credentials' as const, email };
  if (email === '' || !mayDo(asking, 'change', thing)) throw new Forbidden(asking, 'change', thing);
  await asking.store.sessions.endAllOf(email, asking.actor, nowOf(asking), but);
}

/** Ends those of somebody. @throws NotThere where they are not theirs to end */
export async function endSessionsOf(asking: Asking, email: string): Promise<void> {
  if (!mayDo(asking, 'change', { kind: 'credentials', email })) throw new NotThere('person');
  await asking.store.sessions.endAllOf(email, asking.actor, nowOf(asking));
}
