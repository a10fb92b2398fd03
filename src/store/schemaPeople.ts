import { index, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { GivenRole, Scope } from '../core/access.ts';
import type { AliasSource } from '../core/aliases.ts';
import type { PeopleSource } from '../core/people.ts';
import { bool, int, json } from './columns.ts';

/** The tables of who there is, who may what, and who is signed in. Secrets are kept as SHA-256 only. */

/** The directory as all sources together say; recomputed with every change of `person_facts`. */
export const people = sqliteTable(
  'people',
  {
    email: text('email').primaryKey(),
    name: text('name'),
    costCenter: text('cost_center'),
    manager: text('manager'),
    active: bool('active').notNull(),
    groups: json<readonly string[]>('groups').notNull(),
    createdAt: text('created_at').notNull(),
    updatedAt: text('updated_at').notNull(),
    lastSignInAt: text('last_sign_in_at'),
  },
  (t) => [index('people_by_manager').on(t.manager), index('people_by_cost_center').on(t.costCenter)],
);

/** What each source says of a person. */
export const personFacts = sqliteTable(
  'person_facts',
  {
    email: text('email').notNull(),
    source: text('source').$type<PeopleSource>().notNull(),
    name: text('name'),
    costCenter: text('cost_center'),
    manager: text('manager'),
    active: bool('active'),
    groups: json<readonly string[]>('groups'),
    /** How the source itself names them for good; null where it has no such name. */
    sourceId: text('source_id'),
  },
  (t) => [primaryKey({ columns: [t.email, t.source] }), index('person_facts_by_source').on(t.source)],
);

/** Other addresses of people. An alias is never the own address of somebody in `people`. */
export const personAliases = sqliteTable(
  'person_aliases',
  {
    alias: text('alias').primaryKey(),
    email: text('email').notNull(),
    source: text('source').$type<AliasSource>().notNull(),
    since: text('since').notNull(),
    by: text('by').notNull(),
  },
  (t) => [index('person_aliases_by_person').on(t.email)],
);

/** Which account of the identity provider signs in as whom. As many as there are people who ever signed in. */
export const bindings = sqliteTable(
  'bindings',
  {
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    /** The person's own address. */
    email: text('email').notNull(),
    /** What the provider said last. */
    address: text('address').notNull(),
    boundAt: text('bound_at').notNull(),
    boundBy: text('bound_by').notNull(),
    signedInAt: text('signed_in_at'),
  },
  (t) => [primaryKey({ columns: [t.issuer, t.subject] }), index('bindings_by_person').on(t.email)],
);

/** Roles given by name. */
export const grants = sqliteTable(
  'grants',
  {
    email: text('email').notNull(),
    role: text('role').$type<GivenRole>().notNull(),
    /** '' unless the role is about one. */
    costCenter: text('cost_center').notNull(),
    grantedAt: text('granted_at').notNull(),
    grantedBy: text('granted_by').notNull(),
  },
  (t) => [primaryKey({ columns: [t.email, t.role, t.costCenter] })],
);

/** Sign-ins under way: from leaving for the identity provider until coming back, once. */
export const signIns = sqliteTable(
  'sign_ins',
  {
    stateHash: text('state_hash').primaryKey(),
    /** Of a cookie: whoever comes back is the browser that left. */
    browserHash: text('browser_hash').notNull(),
    nonce: text('nonce').notNull(),
    codeVerifier: text('code_verifier').notNull(),
    returnTo: text('return_to').notNull(),
    expiresAt: text('expires_at').notNull(),
  },
  (t) => [index('sign_ins_by_expiry').on(t.expiresAt)],
);

export const sessions = sqliteTable(
  'sessions',
  {
    /** SHA-256 of what the cookie holds. */
    hash: text('hash').primaryKey(),
    /** Names it without giving it away. */
    id: text('id').notNull(),
    email: text('email').notNull(),
    createdAt: text('created_at').notNull(),
    seenAt: text('seen_at').notNull(),
    expiresAt: text('expires_at').notNull(),
    address: text('address').notNull(),
    /** What the browser called itself. */
    agent: text('agent').notNull(),
  },
  (t) => [index('sessions_by_email').on(t.email), index('sessions_by_expiry').on(t.expiresAt)],
);

/** Personal access tokens. */
export const tokens = sqliteTable(
  'tokens',
  {
    id: text('id').primaryKey(),
    /** SHA-256 of the token. */
    hash: text('hash').notNull().unique(),
    email: text('email').notNull(),
    name: text('name').notNull(),
    scopes: json<readonly Scope[]>('scopes').notNull(),
    createdAt: text('created_at').notNull(),
    expiresAt: text('expires_at').notNull(),
    lastUsedAt: text('last_used_at'),
    lastUsedFrom: text('last_used_from'),
    revokedAt: text('revoked_at'),
    revokedBy: text('revoked_by'),
  },
  (t) => [
    index('tokens_by_email').on(t.email),
    index('tokens_by_expiry').on(t.expiresAt),
    index('tokens_by_revocation').on(t.revokedAt),
  ],
);

/**
 * Who did what, in the same transaction as the change, beside sign-ins, refusals and exports. Triggers keep it from
 * being edited; only entries before the one that `audit.keptFrom` in `meta` names can be removed.
 */
export const audit = sqliteTable(
  'audit',
  {
    id: int('id').primaryKey(),
    at: text('at').notNull(),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    before: json<unknown>('before'),
    after: json<unknown>('after'),
    reason: text('reason'),
    via: text('via').$type<'page' | 'api' | 'cli' | 'job' | 'slack'>(),
    address: text('address'),
    /**
     * SHA-256, hexadecimal, over the digest before it and all of the entry (`core/auditChain.ts`). Null only in what a
     * program wrote that knows of no digests.
     */
    digest: text('digest'),
  },
  (t) => [
    index('audit_by_time').on(t.at),
    index('audit_by_actor').on(t.actor),
    index('audit_by_subject').on(t.subject),
  ],
);
