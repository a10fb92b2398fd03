import type { Scope } from './access.ts';
import type { Instant } from './types.ts';

/** What somebody is let in by: a sign-in under way, a session, a personal access token. None of them holds its secret. */

/** How much later a use is noted again: one write a minute at most for somebody who clicks around. */
const NOTED_AGAIN_MS = 60_000;

/** Whether a use of what was noted last then, or never, is to be noted again. */
export const isUseDue = (noted: Instant | null, now: Instant): boolean =>
  noted === null || Date.parse(now) - Date.parse(noted) >= NOTED_AGAIN_MS;

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
