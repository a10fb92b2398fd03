import type { Grant, SpendScope, ViewerFacts } from '../core/access.ts';
import type { Alias, AliasFault } from '../core/aliases.ts';
import type { AuditAction, AuditEntry, AuditFilter } from '../core/audit.ts';
import type { ChainedEntry, Link } from '../core/auditChain.ts';
import type { AuditHead, SignedHead } from '../core/auditHead.ts';
import type { Account, Binding } from '../core/bindings.ts';
import type { ApiToken, Session, SignIn } from '../core/credentials.ts';
import type { Leaving } from '../core/leaving.ts';
import type { Ended, PeopleSource, Person, PersonChange, PersonFacts } from '../core/people.ts';
import type { Recipient } from '../core/recipients.ts';
import type { Actor, Instant } from '../core/types.ts';
import type { Lease } from './typesLease.ts';

/** The part of the ledger that is about people: the directory and its roles, sign-ins, tokens, and who did what. */

/** How the directory learns from a source. */
export interface Learning {
  /** The source named everybody it knows: whoever it named before and does not name now has left. */
  complete: boolean;
  /** What it does not speak of this time: there, what it said before stays. */
  keep?: readonly ('name' | 'costCenter' | 'manager' | 'active')[];
  /** Of a sync, whose late answer must not undo what its successor learned. */
  lease?: Lease;
  /** Answers what would change, and stores nothing; `tooMany` is then answered, not thrown. */
  rehearse?: boolean;
  /** Believes a complete source also when it says that too many have left at once. */
  force?: boolean;
  actor: Actor;
  now: Instant;
}
export interface Learned {
  /** What became of other addresses of people. */
  addresses: {
    /** Whom the source knows by a name of its own and holds under another address now. */
    renamed: { from: string; to: string }[];
    added: Pick<Alias, 'alias' | 'email'>[];
    removed: Pick<Alias, 'alias' | 'email'>[];
    /** What cannot be an alias; the rest was taken in. */
    refused: (Pick<Alias, 'alias' | 'email'> & { kind: AliasFault; other: string })[];
  };
  added: number;
  changed: number;
  unchanged: number;
  left: number;
  /** Those of whom so many left at once that a complete source is believed only when forced; else null. */
  tooMany: Leaving | null;
  /** What ended because people left. */
  ended: Ended;
  changes: readonly PersonChange[];
}

/** What stood under an address that became another person's alias. */
export interface Moved {
  /** Whether the directory held somebody of that address, who is one with the other now. */
  person: boolean;
  /** How many people reported to it. */
  reports: number;
  /** `ended`: both had one, and the person's own holds. */
  budget: 'none' | 'moved' | 'ended';
}

/** Which people: those in the scope, by who they are and where they belong, and of them those who fit. */
export interface PeopleQuestion {
  scope: SpendScope;
  /** '' for those who belong to none. */
  costCenter?: string | undefined;
  /** To whom they report directly; '' for nobody. */
  manager?: string | undefined;
  /** To whom they report, directly or not. */
  below?: string | undefined;
  active?: boolean | undefined;
}

/** By the rules of `Store`, which has these among its functions. */
export interface PeopleStore {
  audit: {
    list(page: { limit: number } & AuditFilter): Promise<AuditEntry[]>;
    count(filter: AuditFilter): Promise<number>;
    /** Every action there is an entry of. */
    actions(): Promise<string[]>;
    /**
     * What no other function of the store enters: a refusal, an export, what people choose for themselves. Of refusals
     * (`….refuse`) of one kind, and of one person or network, only the first of an hour have their entries; the others are
     * counted.
     */
    record(entry: {
      at: Instant;
      actor: Actor;
      action: AuditAction;
      subject: string;
      before?: Readonly<Record<string, unknown>> | null;
      after?: Readonly<Record<string, unknown>>;
    }): Promise<void>;
    /** Enters how many refusals were counted in hours that are over; how many entries that made. */
    settleRefusals(now: Instant): Promise<number>;
    /**
     * Removes what is older, the oldest first and at most `limit` of it, and says so in the log with the head of what is
     * gone, signed where there is a key; answers how many. Nothing goes that was written after something that stays.
     */
    forget(
      olderThan: Instant,
      actor: Actor,
      now: Instant,
      limit: number,
      key?: string | null,
    ): Promise<number>;
    /** Entries after the one with this id (null: from the very first) as they stand, in the order in which they were written. */
    after(id: number | null, limit: number): Promise<ChainedEntry[]>;
    /** The last entry with its digest, id 0 where there is none, and how many there are. */
    head(): Promise<Omit<AuditHead, 'at'>>;
    /** The same without how many: at once, however long the log is. */
    last(): Promise<Link>;
    /** The entry before so many of the newest; null where there are no more. */
    before(count: number): Promise<Link | null>;
    /**
     * What tells of somebody at the file beside the chain itself: the entry that was written last (null: not noted yet), and
     * names of guards of the table that are missing, changed or foreign.
     */
    traces(): Promise<{ writtenLast: Link | null; guards: string[] }>;
    /** The head of what was forgotten, as the last forgetting left it; null where nothing was since there are digests. */
    forgotten(): Promise<SignedHead | null>;
  };
  people: {
    /** Everybody, by e-mail address. */
    list(): Promise<Person[]>;
    /** Those who fit, by e-mail address; those on a part of the list where one is asked for. */
    find(question: PeopleQuestion, page: { limit: number; offset: number } | null): Promise<Person[]>;
    /** How many fit, and how many of them have left. */
    count(question: PeopleQuestion): Promise<{ people: number; left: number }>;
    /** Those of these addresses whom the directory holds. */
    some(emails: readonly string[]): Promise<Person[]>;
    /** Somebody, and whom they report to, directly or not, as far as the directory holds them; in no order. */
    above(email: string): Promise<Person[]>;
    /** Every address. */
    emails(): Promise<string[]>;
    /** Of whom, of all or of these, some source says that there is none of something, and of what. */
    saidNone(
      emails: readonly string[] | null,
    ): Promise<ReadonlyMap<string, ReadonlySet<'name' | 'costCenter' | 'manager'>>>;
    /** Whoever belongs to one of these cost centers, and to which. */
    belongingTo(costCenters: readonly string[]): Promise<{ email: string; costCenter: string | null }[]>;
    /** How many report to each of these, directly or not, those who have left included. */
    reportCounts(emails: readonly string[]): Promise<ReadonlyMap<string, number>>;
    /** By any address of theirs. */
    get(email: string): Promise<Person | null>;
    /** A person, by any address of theirs, with what each source says, who reports to them, and the roles they have by name. */
    details(email: string): Promise<{
      person: Person;
      said: ReadonlyMap<PeopleSource, PersonFacts>;
      reports: string[];
      grants: Grant[];
    } | null>;
    /**
     * What decides on what somebody may; null when the directory does not hold them, or holds them as left. Unless the
     * ledger changes it stays so from `now` on, and before `until`: UTC milliseconds, `Infinity` where time changes nothing.
     */
    viewerFacts(email: string, now: Instant): Promise<(ViewerFacts & { until: number }) | null>;
    /** How many people each source says something of. */
    sources(): Promise<{ source: PeopleSource; people: number }[]>;
    /** Whoever reports to somebody, directly or not, those who have left included. */
    reportsOf(email: string): Promise<string[]>;
    /**
     * Keeps what a source says of these people, all or none, each change with its audit entry. Throws `TooManyLeave` in
     * words where a complete source says that many have left, unless forced.
     */
    learn(source: PeopleSource, told: readonly PersonFacts[], how: Learning): Promise<Learned>;
    /**
     * Owes operators one message about people who have left and still have profiles, tagged with any address of theirs:
     * in the unit of work in which they left. Answers how many of them have any.
     */
    tellLeft(
      emails: readonly string[],
      userTag: string,
      send: readonly Recipient[],
      now: Instant,
    ): Promise<number>;
    /** Other addresses: of one person, or of all, by person. */
    aliases(of?: string): Promise<Alias[]>;
    /** The own address of the person whom an address is of; the address itself where it is nobody's other one. */
    ownAddress(address: string): Promise<string>;
    /**
     * Makes an address an alias. What stands under it here (somebody in the directory, their roles, sessions, tokens,
     * reports, budget and alerts) is the person's from now on; the audit log stays as it was written.
     */
    addAlias(alias: Pick<Alias, 'alias' | 'email' | 'source'>, actor: Actor, now: Instant): Promise<Moved>;
    /** Answers whether there was one. What was taken over with it stays the person's. */
    removeAlias(alias: string, actor: Actor, now: Instant): Promise<boolean>;
    /** Somebody has another address of their own; the one before becomes an alias. */
    rename(from: string, to: string, actor: Actor, now: Instant): Promise<Moved>;
    /** Takes away the groups of sign-ins that no longer count (`signInCounts`); answers of how many. */
    forgetGroups(actor: Actor, now: Instant): Promise<number>;
    /** Roles given by name: of these people, or of all. */
    grants(of?: readonly string[]): Promise<(Grant & { grantedAt: Instant; grantedBy: string })[]>;
    /** Answers whether it was new. */
    grant(grant: Grant, actor: Actor, now: Instant): Promise<boolean>;
    /** Answers whether there was one. */
    withdraw(grant: Grant, actor: Actor, now: Instant): Promise<boolean>;
  };
  bindings: {
    find(account: Account): Promise<Binding | null>;
    /** Of one person, by their own address, or of all, by person. */
    list(of?: string): Promise<Binding[]>;
    /**
     * From now on an account signs in as a person, and no other one does. Whoever signed in with it before does so no
     * longer; the sessions of both end.
     */
    bind(
      binding: Account & { email: string; address: string; signedInAt: Instant | null },
      actor: Actor,
      now: Instant,
    ): Promise<void>;
    /** Notes a sign-in; one with another address than the last is entered in the audit log. */
    seen(account: Account, address: string, actor: Actor, now: Instant): Promise<void>;
    /** Ends the sessions of the person as well; answers whether there was one. */
    unbind(account: Account, actor: Actor, now: Instant): Promise<boolean>;
  };
  sessions: {
    /** Keeps a sign-in under way, and forgets those that took too long. */
    begin(signIn: SignIn, now: Instant): Promise<void>;
    /** The sign-in under way, once; null when there is none, or it took too long. */
    take(stateHash: string, now: Instant): Promise<SignIn | null>;
    /**
     * Learns what the identity provider said, and opens a session; false, and no session, when the directory holds the
     * person as left.
     */
    open(
      session: Omit<Session, 'seenAt'> & { hash: string },
      facts: PersonFacts,
      actor: Actor,
    ): Promise<boolean>;
    /** The session behind a cookie; null when it ended, expired, or was not used for `idleMs`. */
    find(hash: string, now: Instant, idleMs: number): Promise<Session | null>;
    noteUse(hash: string, now: Instant): Promise<void>;
    /** Each answers whether there was such a session, or how many. */
    end(hash: string, actor: Actor, now: Instant): Promise<boolean>;
    endAllOf(email: string, actor: Actor, now: Instant, butId?: string): Promise<number>;
    /** Those that are still good, by the same rule as `find`, last used first. */
    listOf(email: string, now: Instant, idleMs: number): Promise<Session[]>;
    /** Removes what has expired, at most `limit` sessions; answers how many. */
    tidy(now: Instant, limit: number): Promise<number>;
  };
  tokens: {
    /** False, and nothing is kept, when the person has `most` good ones, or made as many within a day. */
    create(
      token: Omit<ApiToken, 'lastUsedAt' | 'lastUsedFrom' | 'revokedAt' | 'revokedBy'>,
      hash: string,
      actor: Actor,
      most?: number,
    ): Promise<boolean>;
    /** The token behind a secret, whatever became of it. */
    find(hash: string): Promise<ApiToken | null>;
    noteUse(hash: string, now: Instant, address: string): Promise<void>;
    listOf(email: string): Promise<ApiToken[]>;
    all(): Promise<ApiToken[]>;
    revoke(email: string, id: string, actor: Actor, now: Instant): Promise<boolean>;
    /** Removes those that ended before an instant, at most `limit`; answers how many. */
    tidy(endedBefore: Instant, limit: number): Promise<number>;
  };
}
