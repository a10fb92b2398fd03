import type { SpendScope } from '../core/access.ts';
import type { Deputy, Request, RequestKind, RequestState, RequestValues } from '../core/approvals.ts';
import type { AuditAction } from '../core/audit.ts';
import type { Actor, Day, Instant } from '../core/types.ts';

/** Which requests, newest first. */
export interface RequestQuestion {
  /** Of this kind; of every kind unless given. */
  kind?: RequestKind | undefined;
  /** Those for or by these users, charged to these cost centers, or of which somebody was asked. */
  scope: SpendScope;
  askedOf?: string | undefined;
}

/** What waits for somebody's yes, and who stands in for whom. */
export interface ApprovalStore {
  requests: {
    /** Keeps a request, with its audit entry; of the same key none may be open. */
    ask(request: Request, actor: Actor, now: Instant): Promise<Request>;
    get(id: string): Promise<Request | null>;
    /** The one of this key that waits or is approved; null where there is none. */
    open(key: string): Promise<Request | null>;
    /**
     * Changes one that is in that state, with its audit entry; false where it is in another one by now, and nothing is done.
     * @param entry null: nothing that anybody decided or would ask for
     */
    change(
      id: string,
      from: RequestState,
      values: RequestValues,
      entry: { action: AuditAction; actor: Actor } | null,
      now: Instant,
    ): Promise<boolean>;
    list(question: RequestQuestion, page: { limit: number; offset: number } | null): Promise<Request[]>;
    count(question: RequestQuestion): Promise<number>;
    /** Those of which something is to be done by itself now, the longest due first. */
    due(now: Instant, limit: number): Promise<Request[]>;
    /** Those that wait for an answer, whoever's, what was asked first first. */
    waiting(limit: number): Promise<Request[]>;
    /** Open ones of a kind for a person. */
    openFor<K extends RequestKind>(user: string, kind: K): Promise<Extract<Request, { kind: K }>[]>;
    /** Those of a kind for a person that came to something, newest first, at most `limit`. */
    madeFor<K extends RequestKind>(
      user: string,
      kind: K,
      limit: number,
    ): Promise<Extract<Request, { kind: K }>[]>;
    /** How many somebody has asked since an instant. */
    askedSince(askedBy: string, since: Instant): Promise<number>;
    /** Forgets those that ended before an instant, oldest first, at most `limit`; answers how many. */
    forget(endedBefore: Instant, limit: number): Promise<number>;
  };
  deputies: {
    /** Those who stand in on that day or will later; of one person, or of all. */
    list(from: Day, of?: string): Promise<Deputy[]>;
    get(id: string): Promise<Deputy | null>;
    set(deputy: Deputy, actor: Actor, now: Instant): Promise<void>;
    /** Answers whether there was one. */
    remove(id: string, actor: Actor, now: Instant): Promise<boolean>;
    /** Forgets those whose last day was before that, at most `limit`; answers how many. */
    forget(endedBefore: Day, limit: number): Promise<number>;
  };
}
