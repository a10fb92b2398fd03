import type { Scope } from '../core/access.ts';
import { expiryOf } from '../core/tokens.ts';
import type { Actor } from '../core/types.ts';
import type { ServerDeps } from './deps.ts';
import { hashOf, newId, newToken } from './secrets.ts';
import { nowOf } from './visitor.ts';

/**
 * Makes a personal access token and answers its secret, which nobody can read again; null, and nothing is made, when the
 * person has as many as one may.
 */
export async function makeToken(
  { store, clock }: Pick<ServerDeps, 'store' | 'clock'>,
  { days, ...wanted }: { email: string; name: string; scopes: readonly Scope[]; days: number },
  actor: Actor,
): Promise<{ id: string; secret: string } | null> {
  const id = newId();
  const secret = newToken();
  const token = { ...wanted, id, createdAt: nowOf({ clock }), expiresAt: expiryOf(clock.now(), days) };
  return (await store.tokens.create(token, hashOf(secret), actor)) ? { id, secret } : null;
}
