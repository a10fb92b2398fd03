import type { Notice, NoticeDraft, NoticeKind } from '../core/notices.ts';
import type { Recipient } from '../core/recipients.ts';
import type { Instant } from '../core/types.ts';
import type { Lease } from './typesLease.ts';

/** What somebody has to look at. */
export interface NoticeStore {
  notices: {
    /**
     * Keeps notices with the messages that they owe, in one transaction. Of what is open (`about`) nothing is raised again.
     * @returns how many were raised
     */
    raise(
      lease: Lease,
      drafts: readonly (NoticeDraft & { send: readonly Recipient[] })[],
      now: Instant,
    ): Promise<number>;
    /** What these are about is over: messages that wait do not leave any more. @returns how many were open */
    resolve(lease: Lease, abouts: readonly string[], now: Instant): Promise<number>;
    /** Those of these kinds that are not over, the oldest first. */
    open(kinds: readonly NoticeKind[]): Promise<Notice[]>;
    /** Which of these are open, by what they are of. */
    openOf(abouts: readonly string[]): Promise<string[]>;
    /** Those of these kinds that were raised since an instant, the newest first, at most `limit`. */
    since(kinds: readonly NoticeKind[], from: Instant, limit: number): Promise<Notice[]>;
  };
}
