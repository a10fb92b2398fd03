import type { Actor, Instant } from './types.ts';

/** The audit log: who did what to what, when, from where and why. */

export interface AuditEntry {
  id: number;
  at: Instant;
  actor: string;
  action: string;
  subject: string;
  before: unknown;
  after: unknown;
  reason: string | null;
  via: NonNullable<Actor['via']> | null;
  address: string | null;
}
/** Which entries; those that are left out say nothing. Instants are half-open, `text` stands in who, what, on what, why, from where, before or after. */
export interface AuditFilter {
  /** Only older ones than the entry with this id. */
  before?: number;
  /** Only newer ones than the entry with this id; of them, a list holds those next to it. */
  since?: number;
  subject?: string;
  actor?: string;
  /** An action, or its beginning up to a point: `budget` means `budget.set` and `budget.remove`. */
  action?: string;
  from?: Instant;
  to?: Instant;
  text?: string;
}
