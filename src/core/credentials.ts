import type { Scope } from './access.ts';
import type { Instant } from './types.ts';

/** What somebody is let in by: a sign-in under way, a session, a personal access token. None of them holds its secret. */

/** A use of a session or a token is written down again this much later: one write a minute for somebody who clicks around. */
export const USE_NOTED_AFTER_MS = 60_000;

/** A sign-in under way. */
export interface SignIn {
  stateHash: string;
  browserHash: string;
  nonce: string;
  codeVerifier: string;
  /** Where to go afterwards: a path of this server. */
  returnTo: string;
  expiresAt: Instant;
}
export interface Session {
  /** Names it; the cookie cannot be made from it. */
  id: string;
  email: string;
  createdAt: Instant;
  seenAt: Instant;
  expiresAt: Instant;
  address: string;
  agent: string;
}
/** A personal access token, without its secret. */
export interface ApiToken {
  id: string;
  email: string;
  name: string;
  scopes: readonly Scope[];
  createdAt: Instant;
  expiresAt: Instant;
  lastUsedAt: Instant | null;
  lastUsedFrom: string | null;
  revokedAt: Instant | null;
  revokedBy: string | null;
}
