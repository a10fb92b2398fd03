/** Why a message is not sent any more: what it says does not hold, or nobody is there to be told. */
export const WHY_DROPPED = [
  'changed',
  'removed',
  'over',
  'overtaken',
  'resolved',
  'left',
  'notRecipient',
  'fallen',
  'unwanted',
  'private',
  'noChannel',
] as const;
export type WhyDropped = (typeof WHY_DROPPED)[number];

/** For terminals, logs and runs. */
export const DROPPED_WORDS: Readonly<Record<WhyDropped, string>> = {
  changed: 'the amount of the budget was changed meanwhile',
  removed: 'the budget does not hold for them any more',
  over: 'the month it is about is over, or it is older than 30 days',
  overtaken: 'something newer of the same is told: a higher threshold of the budget, or the next report',
  resolved: 'what it is about was resolved meanwhile',
  left: 'the recipient has left',
  notRecipient: 'the settings do not name this recipient any more',
  fallen: 'spend fell below it again',
  unwanted: 'the recipient does not want it',
  private: 'it would show others the figures of one person',
  noChannel: 'there is no channel by which it could reach them',
};

/** Of what did not hold for a while: where it is crossed again, it is owed as if it were new. */
export const HELD_NO_MORE = ['fallen', 'changed', 'removed'] as const satisfies readonly WhyDropped[];

/** Of what was not to be told from the beginning: nothing failed to arrive. */
export const NOT_OWED = ['unwanted', 'private', 'noChannel'] as const satisfies readonly WhyDropped[];
