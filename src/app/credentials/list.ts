import type { ApiToken, Session } from '../../core/credentials.ts';
import { idleMsOf } from '../../core/settings.ts';
import { type Asking, inOneReading, mayDo, NotThere, nowOf, ownRows } from '../asking.ts';

/** Tokens and sessions: one's own, and for administrators those of others; what opens is in none of them. */

/** Inside a reading in which it was asked whose they are to see. */
export const tokensHeld = ({ store }: Asking, email: string): Promise<ApiToken[]> =>
  store.tokens.listOf(email);
export const sessionsHeld = (asking: Asking, email: string): Promise<Session[]> =>
  asking.store.sessions.listOf(email, nowOf(asking), idleMsOf(asking.settings));

/** Newest first. */
export const ownTokens = (asking: Asking): Promise<ApiToken[]> =>
  inOneReading(asking, (inside) => tokensHeld(inside, ownRows(inside).email));
/** Last used first. */
export const ownSessions = (asking: Asking): Promise<Session[]> =>
  inOneReading(asking, (inside) => sessionsHeld(inside, ownRows(inside).email));

/** @throws NotThere where there is nobody of that address whose credentials are theirs to see */
export const tokensOf = (asking: Asking, email: string): Promise<ApiToken[]> =>
  inOneReading(asking, async (inside) => {
    await mustSee(inside, email);
    return tokensHeld(inside, email);
  });
/** @throws NotThere */
export const sessionsOf = (asking: Asking, email: string): Promise<Session[]> =>
  inOneReading(asking, async (inside) => {
    await mustSee(inside, email);
    return sessionsHeld(inside, email);
  });

async function mustSee(asking: Asking, email: string): Promise<void> {
  if (
    !mayDo(asking, 'see', { kind: 'credentials', email }) ||
    (await asking.store.people.get(email)) === null
  )
    throw new NotThere();
}

/** What the page about one's own shows; null for whoever is nobody, and so holds none. */
export const ownCredentials = (asking: Asking): Promise<{ tokens: ApiToken[]; sessions: Session[] } | null> =>
  inOneReading(asking, async (inside) => {
    const { email } = ownRows(inside);
    if (email === '') return null;
    return { tokens: await tokensHeld(inside, email), sessions: await sessionsHeld(inside, email) };
  });

/** Tokens of everybody, or of one, that are theirs to see. */
export const listTokens = (asking: Asking, email?: string): Promise<ApiToken[]> =>
  inOneReading(asking, async (inside) => {
    const { tokens } = inside.store;
    const all = email === undefined ? await tokens.all() : await tokens.listOf(email);
    return all.filter((one) => mayDo(inside, 'see', { kind: 'credentials', email: one.email }));
  });
