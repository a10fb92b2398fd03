/** What the store says when it refuses. The messages are for people: what, why, what to do. */

export class LeaseLost extends Error {
  override name = 'LeaseLost';
  constructor() {
    super(
      'another sync took over while this one was not heard of; its results are kept and this one ends. Run it again.',
    );
  }
}
export class IdentityMismatch extends Error {
  override name = 'IdentityMismatch';
}
export class LedgerTooNew extends Error {
  override name = 'LedgerTooNew';
}
export class LedgerUnreadable extends Error {
  override name = 'LedgerUnreadable';
}
