import type { Viewer } from '../../core/access.ts';
import type { ApiToken, Session } from '../../core/credentials.ts';
import { HOUR_MS } from '../../core/periods.ts';
import { inOneWriting, nowOf } from '../asking.ts';
import { inPassing } from '../operations/inPassing.ts';
import type { Coming } from './coming.ts';
import { hashOf } from './secrets.ts';
import type { ComingTo, Viewers } from './viewers.ts';

/** Who somebody is, by what they come with. Each is asked on every request, and a use is noted once a minute. */

/** Whoever a token speaks for, or why it is not good. `token` null: it is not known here. */
export type ByToken =
  | { viewer: Viewer; fault: null }
  | { viewer: null; fault: 'unknown' | 'revoked' | 'expired' | 'left'; token: ApiToken | null };

/**
 * @param address from where it is used
 * @param tell is told where a refusal could not be entered in the audit log
 */
export async function byToken(
  coming: ComingTo,
  viewers: Viewers,
  secret: string,
  address: string,
  tell: (error: unknown) => void,
): Promise<ByToken> {
  const now = nowOf(coming);
  const token = await viewers.token(coming, hashOf(secret), address);
  if (token === null) return { viewer: null, fault: 'unknown', token };
  const viewer = await viewers.of(coming, token.email, token.scopes);
  const fault =
    token.revokedAt !== null
      ? 'revoked'
      : token.expiresAt <= now
        ? 'expired'
        : viewer === null
          ? 'left'
          : null;
  if (fault === null && viewer !== null) return { viewer, fault: null };
  await inPassing(
    `token.refuse of ${token.email}, ${token.id}`,
    () => recordRefusedToken(coming, token),
    tell,
  );
  return { viewer: null, fault: fault ?? 'left', token };
}

/** A prompt goes on to ask every minute with a token that has ended: once an hour says it as well. */
const recordRefusedToken = (coming: Coming, { id, email }: ApiToken): Promise<void> =>
  inOneWriting(coming, async ({ store, actor, now }) => {
    const filter = { actor: email, action: 'token.refuse' as const, subject: `token:${id}` };
    const [last] = await store.audit.list({ limit: 1, ...filter });
    if (last && now - Date.parse(last.at) < HOUR_MS) return;
    const { action, subject } = filter;
    await store.audit.record({ at: nowOf({ now }), actor: { ...actor, id: email }, action, subject });
  });

/** Whoever a session speaks for; null where it ended, or they have left. */
export async function bySession(
  coming: ComingTo,
  viewers: Viewers,
  secret: string,
): Promise<{ viewer: Viewer; session: Session } | null> {
  const session = await viewers.session(coming, hashOf(secret));
  if (session === null) return null;
  const viewer = await viewers.of(coming, session.email);
  return viewer === null ? null : { viewer, session };
}
