import type { AuditAction } from '../../core/audit.ts';
import { type Asking, nowOf } from '../asking.ts';

/**
 * Keeps in the audit log what somebody did that the ledger itself does not hold: an export, a refusal, a write to AWS,
 * a job that was started.
 */
export const recordDeed = (
  { store, actor, now }: Pick<Asking, 'store' | 'actor' | 'now'>,
  action: AuditAction,
  subject: string,
  after?: Readonly<Record<string, unknown>>,
): Promise<void> =>
  store.writing((inside) =>
    inside.audit.record({
      at: nowOf({ now }),
      actor,
      action,
      subject,
      ...(after === undefined ? {} : { after }),
    }),
  );
