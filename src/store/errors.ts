import { LedgerError } from '../core/errors.ts';
import type { FileTroubleKind } from '../core/fileTrouble.ts';
import { type Leaving, MOST_PERCENT } from '../core/leaving.ts';
import type { Ended, PeopleSource } from '../core/people.ts';

/** What the store says when it refuses. The messages are for people: what, why, what to do. */

export class LeaseLost extends LedgerError {
  override name = 'LeaseLost';
  constructor() {
    super(
      'leaseLost',
      'another sync took over while this one was not heard of; its results are kept and this one ends. Run it again.',
    );
  }
}
/** The ledger's file cannot be written, or not be read; nothing of what was being written is kept. */
export class LedgerTrouble extends LedgerError {
  override name = 'LedgerTrouble';
  readonly kind: FileTroubleKind;
  constructor(kind: FileTroubleKind, message: string, options: { cause?: unknown } = {}) {
    super(kind, message, options);
    this.kind = kind;
  }
}
/** Another connection writes, so nothing was begun: whoever wanted to write may try again. */
export class NotBegun extends LedgerTrouble {
  override name = 'NotBegun';
  constructor(message: string, options: { cause: unknown }) {
    super('busy', message, options);
  }
}
export class IdentityMismatch extends LedgerError {
  override name = 'IdentityMismatch';
  constructor(message: string) {
    super('conflict', message);
  }
}
export class LedgerTooNew extends LedgerError {
  override name = 'LedgerTooNew';
  constructor(message: string) {
    super('unusable', message);
  }
}
/** The file is of an earlier version, and was only to be looked at. */
export class LedgerTooOld extends LedgerError {
  override name = 'LedgerTooOld';
  constructor(message: string) {
    super('unusable', message);
  }
}
/** A server or another command has the ledger open, so that it cannot be replaced. */
export class LedgerInUse extends LedgerError {
  override name = 'LedgerInUse';
  constructor(message: string) {
    super('busy', message);
  }
}
export class LedgerUnreadable extends LedgerError {
  override name = 'LedgerUnreadable';
  constructor(message: string) {
    super('unusable', message);
  }
}

const READING: Readonly<Record<'file' | 'identityCenter', { what: string; check: string; force: string }>> = {
  file: {
    what: 'the file',
    check: 'Check that it names everybody, in the same letters as before',
    force: 'bedrock-ledger people import FILE --complete --force',
  },
  identityCenter: {
    what: 'the answer of IAM Identity Center',
    check:
      'Check directory.identityStoreId, directory.region and the users in IAM Identity Center ("bedrock-ledger people sync --dry-run" names whoever would leave)',
    force: 'bedrock-ledger people sync --force',
  },
};
/** A complete reading of a source that would mark too many people as left. */
export class TooManyLeave extends LedgerError {
  override name = 'TooManyLeave';
  constructor(source: PeopleSource, { left, active }: Leaving, { sessions, tokens }: Ended) {
    const { what, check, force } = READING[source === 'file' ? 'file' : 'identityCenter'];
    super(
      'conflict',
      `By ${what}, ${left} of ${active} active people would have left, more than ${MOST_PERCENT} % at once, and ${sessions} sessions and ${tokens} tokens would end for good. It is taken for incomplete, so nothing was stored. ${check}. If they have left indeed: ${force}`,
    );
  }
}
