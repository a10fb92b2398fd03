import type { Delivery } from '../core/alerts.ts';
import type { Notice, NoticeDraft } from '../core/notices.ts';
import type { HeldBack, Quarantined, SliceKey } from '../core/quarantine.ts';
import type { Recipient } from '../core/recipients.ts';
import type { Actor, Instant } from '../core/types.ts';
import type { Lease } from './typesLease.ts';

/** What AWS said and was not believed yet. */
export interface QuarantineStore {
  quarantine: {
    /** By source, name and day. */
    all(): Promise<HeldBack[]>;
    /**
     * Holds these back, and owes the operators one message about those that are new, all in one transaction.
     * @param send whom the message goes to; nobody where nothing can be sent
     */
    hold(
      lease: Lease,
      slices: readonly HeldBack[],
      notice: NoticeDraft | null,
      send: readonly Recipient[],
      now: Instant,
    ): Promise<void>;
    /** What was believed, or does not fall any more. */
    release(lease: Lease, slices: readonly SliceKey[]): Promise<void>;
    /** The next answer about all of a source and name is to be believed; how many slices; with its audit entry. */
    accept(source: Quarantined, name: string, actor: Actor, now: Instant): Promise<number>;
    /** Forgets what nobody has asked AWS about since an instant; at most `limit`; how many. */
    forget(lastBefore: Instant, limit: number): Promise<number>;
    /** What operators were told, newest first. */
    notices(limit: number): Promise<(Notice & { deliveries: Delivery[] })[]>;
    /** Forgets notices raised before an instant with their messages, but for those that still wait; at most `limit`; how many. */
    forgetNotices(raisedBefore: Instant, limit: number): Promise<number>;
  };
}
