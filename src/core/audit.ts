import type { Actor, Instant } from './types.ts';

/** The audit log: who did what to what, when, from where and why. */

/** Of the reason for a change, signs. */
export const MOST_REASON = 500;

/** Everything that the log is told of: what is written anywhere is named here, and has its words in the messages. */
export const AUDIT_ACTIONS = [
  'budget.set',
  'budget.remove',
  'budget.raise',
  'budget.withdraw',
  'mirror.write',
  'mirror.remove',
  'mirror.mend',
  'mirror.accept',
  'stop.begin',
  'stop.end',
  'stop.grace',
  'stop.release',
  'stop.takeBack',
  'profile.create',
  'profile.tag',
  'profile.delete',
  'profile.missing',
  'request.ask',
  'request.approve',
  'request.decline',
  'request.withdraw',
  'request.escalate',
  'request.expire',
  'request.fail',
  'deputy.set',
  'deputy.remove',
  'plan.propose',
  'plan.apply',
  'plan.stop',
  'plan.confirm',
  'plan.discard',
  'plan.undo',
  'rate.set',
  'rate.remove',
  'person.add',
  'person.change',
  'person.say',
  'person.alias',
  'person.unalias',
  'person.merge',
  'person.rename',
  'role.grant',
  'role.withdraw',
  'token.create',
  'token.refuse',
  'token.revoke',
  'session.begin',
  'session.end',
  'session.refuse',
  'identity.bind',
  'identity.move',
  'identity.unbind',
  'identity.address',
  'identity.refuse',
  'access.refuse',
  'export',
  'sync.trigger',
  'quarantine.accept',
  'message.resend',
  'preferences.set',
  'view.save',
  'view.rename',
  'view.remove',
  'channel.test',
  'channel.answer',
  'tags.activate',
  'tags.backfill',
  'policies.read',
  'policies.prove',
  'ledger.migrate',
  'ledger.backup',
  'ledger.restore',
  'audit.forget',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export interface AuditEntry {
  id: number;
  at: Instant;
  actor: string;
  /** An `AuditAction`, of this version or of an earlier one. */
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
