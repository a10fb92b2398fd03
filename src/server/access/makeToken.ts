import type { Scope } from '../../core/access.ts';
import { instantOf } from '../../core/periods.ts';
import { expiryOf } from '../../core/tokens.ts';
import type { Actor, Instant } from '../../core/types.ts';
import type { ServerDeps } from '../deps.ts';
import { hashOf, newId, newToken } from './secrets.ts';

/**
 * Makes a personal access token and answers its secret, which nobody can read again; null, and nothing is made, when the
 * person has as many as one may.
 */
export async function makeToken(
  { store, clock }: Pick<ServerDeps, 'store' | 'clock'>,
  { days, ...wanted }: { email: string; name: string; scopes: readonly Scope[]; days: number },
  actor: Actor,
): Promise<{ id: string; secret: string; expiresAt: Instant } | null> {
  const id = newId();
  const secret = newToken();
  // Asked once, so that the days are whole ones.
  const now = clock.now();
  const token = { ...wanted, id, createdAt: instantOf(now), expiresAt: expiryOf(now, days) };
  return (await store.tokens.create(token, hashOf(secret), actor))
    ? { id, secret, expiresAt: token.expiresAt }
    : null;
}
