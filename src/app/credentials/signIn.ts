import type { SignIn } from '../../core/credentials.ts';
import type { PersonFacts } from '../../core/people.ts';
import { HOUR_MS, instantOf } from '../../core/periods.ts';
import type { Identity, SignInStart } from '../../core/signIn.ts';
import { inOneWriting, nowOf } from '../asking.ts';
import { admit, noteAccount } from './bindings.ts';
import type { Coming } from './coming.ts';
import { hashOf, newId, newSecret } from './secrets.ts';

/** The way in and out: a sign-in under way, the session that comes of it, and its end. */

/** How long somebody may take at the identity provider. */
export const SIGN_IN_MS = 10 * 60_000;

/**
 * Keeps a sign-in that has begun at the provider.
 * @param browser secret of the browser that began it
 * @param returnTo where to go afterwards: a path of this server
 */
export const beginSignIn = (
  coming: Coming,
  { state, nonce, codeVerifier }: SignInStart,
  browser: string,
  returnTo: string,
): Promise<void> =>
  coming.store.sessions.begin(
    {
      stateHash: hashOf(state),
      browserHash: hashOf(browser),
      nonce,
      codeVerifier,
      returnTo,
      expiresAt: instantOf(coming.now + SIGN_IN_MS),
    },
    nowOf(coming),
  );

/** The sign-in under way, once; `late` where there is none any more, `browser` where another one began it. */
export async function takeSignIn(
  coming: Coming,
  state: string,
  browser: string,
): Promise<SignIn | 'late' | 'browser'> {
  const signIn = state === '' ? null : await coming.store.sessions.take(hashOf(state), nowOf(coming));
  if (signIn === null) return 'late';
  return signIn.browserHash === hashOf(browser) ? signIn : 'browser';
}

/** What a sign-in says of somebody, as a source of the directory. It says nothing about whether they are still here. */
const factsOf = ({ name, costCenter, manager, groups }: Identity, email: string): PersonFacts => ({
  email,
  name,
  costCenter,
  manager,
  active: null,
  groups,
});

/** What became of a sign-in: `left`, the directory holds them as left; `bound`, another account is bound to the person. */
export type Opened = { secret: string; refused: null } | { secret: null; refused: 'left' | 'bound' };

/**
 * Opens a session for whoever an account is bound to, and binds it where neither signed in before. Whoever is refused is
 * entered in the log, and nothing else is stored.
 * @param agent as the browser names itself
 */
export const openSession = (coming: Coming, identity: Identity, agent: string): Promise<Opened> =>
  inOneWriting(coming, async (inside) => {
    const { store, now, settings, actor } = inside;
    const admission = await admit(inside, identity);
    if (admission === null) return { secret: null, refused: 'bound' };
    const { email } = admission;
    const secret = newSecret();
    const opened = await store.sessions.open(
      {
        hash: hashOf(secret),
        id: newId(),
        email,
        createdAt: instantOf(now),
        expiresAt: instantOf(now + settings.signIn.sessionHours * HOUR_MS),
        address: actor.address ?? '',
        agent: plainText(agent),
      },
      factsOf(identity, email),
      { ...actor, id: email, via: 'page' },
    );
    if (!opened) {
      await recordRefusedSignIn(inside, 'left', email);
      return { secret: null, refused: 'left' };
    }
    await noteAccount(inside, identity, admission);
    return { secret, refused: null };
  });

/**
 * As whom an account comes that opens no session: a program behind a load balancer. It is bound as by a sign-in, where the
 * directory holds somebody of that address.
 */
export async function knownBy(
  coming: Coming,
  identity: Identity,
): Promise<{ email: string } | 'left' | 'bound'> {
  const own = await coming.store.bindings.find(identity);
  if (own !== null) return { email: own.email };
  return inOneWriting(coming, async (inside) => {
    const admission = await admit(inside, identity);
    if (admission === null) return 'bound' as const;
    const person = await inside.store.people.get(admission.email);
    if (!person?.active) return 'left' as const;
    await noteAccount(inside, identity, admission);
    return { email: person.email };
  });
}

const plainText = (text: string): string => text.replaceAll(/\p{Cc}/gu, ' ').slice(0, 200);

/** @param email of whom it is, where that is known */
export const recordRefusedSignIn = (
  coming: Coming,
  code: string,
  email: string | null = null,
): Promise<void> =>
  coming.store.audit.record({
    at: nowOf(coming),
    actor: email === null ? coming.actor : { ...coming.actor, id: email },
    action: 'session.refuse',
    subject: email === null ? 'sign-in' : `user:${email}`,
    after: { code },
  });

/** Ends the session behind a cookie, if there is one. */
export async function endSession(coming: Coming, secret: string): Promise<void> {
  await coming.store.sessions.end(hashOf(secret), coming.actor, nowOf(coming));
}
