import type { JobTrouble } from '../core/jobTroubles.ts';
import type { NoticeDraft } from '../core/notices.ts';
import type { Recipient } from '../core/recipients.ts';
import type { JobName } from '../core/runs.ts';
import type { Instant } from '../core/types.ts';
import type { Lease } from './typesLease.ts';

/** Jobs that do not do their work. */
export interface JobTroubleStore {
  jobTroubles: {
    /** By job; at most one for each. */
    all(): Promise<JobTrouble[]>;
    /**
     * Keeps how a job stands from now on (null: well), and owes the operators a message where there is one, in one
     * transaction.
     * @param send whom the message goes to; nobody where nothing can be sent
     */
    settle(
      lease: Lease,
      job: JobName,
      trouble: JobTrouble | null,
      notice: NoticeDraft | null,
      send: readonly Recipient[],
      now: Instant,
    ): Promise<void>;
  };
}
