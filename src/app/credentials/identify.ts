import { type Scope, type Viewer, viewerOfPerson } from '../../core/access.ts';
import { type ApiToken, isUseDue, type Session } from '../../core/credentials.ts';
import { HOUR_MS } from '../../core/periods.ts';
import { idleMsOf } from '../../core/settings.ts';
import { inOneWriting, nowOf } from '../asking.ts';
import type { Coming } from './coming.ts';
import { hashOf } from './secrets.ts';

/** Who somebody is, by what they come with. Each is asked on every request, and a use is noted once a minute. */

/** Nobody waits at the door until a sync has written; what could not be noted is made good by the next use. */
const inPassing = (noted: Promise<void>): void => void noted.catch(() => undefined);

/** Whoever a token speaks for, or why it is not good. `token` null: it is not known here. */
export type ByToken =
  | { viewer: Viewer; fault: null }
  | { viewer: null; fault: 'unknown' | 'revoked' | 'expired' | 'left'; token: ApiToken | null };

/** @param address from where it is used */
export async function byToken(coming: Coming, secret: string, address: string): Promise<ByToken> {
  const now = nowOf(coming);
  const hash = hashOf(secret);
  const token = await coming.store.tokens.find(hash);
  if (token === null) return { viewer: null, fault: 'unknown', token };
  const isGood = token.revokedAt === null && token.expiresAt > now;
  if (isGood && (isUseDue(token.lastUsedAt, now) || token.lastUsedFrom !== address))
    inPassing(coming.store.tokens.noteUse(hash, now, address));
  const viewer = await viewerByEmail(coming, token.email, new Set(token.scopes));
  const fault =
    token.revokedAt !== null
      ? 'revoked'
      : token.expiresAt <= now
        ? 'expired'
        : viewer === null
          ? 'left'
          : null;
  if (fault === null && viewer !== null) return { viewer, fault: null };
  await recordRefusedToken(coming, token);
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
  coming: Coming,
  secret: string,
): Promise<{ viewer: Viewer; session: Session } | null> {
  const { store, settings } = coming;
  const [hash, now] = [hashOf(secret), nowOf(coming)];
  const session = await store.sessions.find(hash, now, idleMsOf(settings));
  if (session === null) return null;
  if (isUseDue(session.seenAt, now)) inPassing(store.sessions.noteUse(hash, now));
  const viewer = await viewerByEmail(coming, session.email);
  return viewer === null ? null : { viewer, session };
}

/**
 * Everything that decides on what somebody may, as of now: who left or lost a role is refused from the next request on.
 * Null where the directory does not hold them, or holds them as left.
 */
export async function viewerByEmail(
  coming: Coming,
  email: string,
  scopes: ReadonlySet<Scope> | null = null,
): Promise<Viewer | null> {
  const facts = await coming.store.people.viewerFacts(email, nowOf(coming));
  return facts === null ? null : viewerOfPerson(facts, coming.settings.roles, scopes);
}
