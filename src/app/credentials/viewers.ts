import { LRUCache } from 'lru-cache';
import { type Scope, type Viewer, viewerOfPerson } from '../../core/access.ts';
import type { Account } from '../../core/bindings.ts';
import { type ApiToken, isUseDue, NOTED_AGAIN_MS, type Session } from '../../core/credentials.ts';
import { idleMsOf } from '../../core/settings.ts';
import { nowOf } from '../asking.ts';
import type { Coming } from './coming.ts';

/** Nobody waits at the door until a sync has written; what could not be noted is made good by the next use. */
const inPassing = (noted: Promise<void>): void => void noted.catch(() => undefined);

/** Which state the ledger is in, as it says itself: asked before anything else of it, once for each who comes. */
export type LedgerVersion = Awaited<ReturnType<Coming['store']['version']['get']>>;

/** Somebody who comes, before it is known who they are, with the state that the ledger is in. */
export type ComingTo = Coming & { version: LedgerVersion };

/** What was found, and for how long: as long as the ledger's version, within `from` and `until` (excluded), UTC milliseconds. */
interface Found<T> {
  version: string;
  what: T;
  from: number;
  until: number;
}

/** Of each kind, of those who come by. */
const MOST = 2_000;

/**
 * Those who came by, with what lets them in and everything that decides on what they may. All of it is as of now: who
 * signed out, left or lost a role is refused from the next request on, since each of these moves a version of the ledger.
 */
export class Viewers {
  readonly #people = new LRUCache<string, Found<Viewer>>({ max: MOST });
  readonly #accounts = new LRUCache<string, Found<string>>({ max: MOST });
  readonly #sessions = new LRUCache<string, Found<Session>>({ max: MOST });
  readonly #tokens = new LRUCache<string, Found<ApiToken>>({ max: MOST });

  /**
   * @param scopes of the token that they came with; null: they signed in themselves
   * @returns null where the directory does not hold them, or holds them as left
   */
  async of(coming: ComingTo, email: string, scopes: readonly Scope[] | null = null): Promise<Viewer | null> {
    const { store, settings, now } = coming;
    const key = scopes === null ? email : JSON.stringify([email, scopes]);
    const version = coming.version.ledger;
    const known = standing(this.#people.get(key), version, now);
    if (known !== null) return known;
    const facts = await store.people.viewerFacts(email, nowOf(coming));
    if (facts === null) return null;
    const viewer = viewerOfPerson(facts, settings.roles, scopes && new Set(scopes));
    this.#people.set(key, { version, what: viewer, from: now, until: facts.until });
    return viewer;
  }

  /** Whom an account is bound to, by their own address; null: nobody. */
  async boundTo(coming: ComingTo, account: Account): Promise<string | null> {
    const key = JSON.stringify([account.issuer, account.subject]);
    const version = coming.version.ledger;
    const known = standing(this.#accounts.get(key), version, coming.now);
    if (known !== null) return known;
    const email = (await coming.store.bindings.find(account))?.email ?? null;
    if (email !== null) this.#accounts.set(key, { version, what: email, from: coming.now, until: Infinity });
    return email;
  }

  /** The session behind a cookie; it is asked for again whenever its use has to be noted. */
  async session(coming: ComingTo, hash: string): Promise<Session | null> {
    const { store, settings, now } = coming;
    const version = ofCredentials(coming);
    const known = standing(this.#sessions.get(hash), version, now);
    if (known !== null) return known;
    const idleMs = idleMsOf(settings);
    const session = await store.sessions.find(hash, nowOf(coming), idleMs);
    if (session === null) return null;
    const due = isUseDue(session.seenAt, nowOf(coming));
    if (due) inPassing(store.sessions.noteUse(hash, nowOf(coming)));
    const noted = (due ? now : Date.parse(session.seenAt)) + Math.min(NOTED_AGAIN_MS, idleMs);
    const until = Math.min(noted, Date.parse(session.expiresAt));
    this.#sessions.set(hash, { version, what: session, from: now, until });
    return session;
  }

  /** The token behind a secret; it is asked for again whenever its use has to be noted. */
  async token(coming: ComingTo, hash: string, address: string): Promise<ApiToken | null> {
    const { store, now } = coming;
    const version = ofCredentials(coming);
    const key = `${hash} ${address}`;
    const known = standing(this.#tokens.get(key), version, now);
    if (known !== null) return known;
    const token = await store.tokens.find(hash);
    if (token === null || token.revokedAt !== null) return token;
    const isGood = token.expiresAt > nowOf(coming);
    const due = isUseDue(token.lastUsedAt, nowOf(coming)) || token.lastUsedFrom !== address;
    if (isGood && due) inPassing(store.tokens.noteUse(hash, nowOf(coming), address));
    const noted = due || token.lastUsedAt === null ? now : Date.parse(token.lastUsedAt);
    const until = Math.min(noted + NOTED_AGAIN_MS, Date.parse(token.expiresAt));
    this.#tokens.set(key, { version, what: token, from: now, until });
    return token;
  }
}

/** Sessions end with an entry in the audit log, tokens with a change of the ledger. */
const ofCredentials = ({ version }: ComingTo): string => `${version.ledger} ${version.work}`;

const standing = <T>(found: Found<T> | undefined, version: string, now: number): T | null =>
  found?.version === version && found.from <= now && now < found.until ? found.what : null;
