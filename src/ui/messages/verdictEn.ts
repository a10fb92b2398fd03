import type { OpenKind, VerdictState } from '../../core/verdict.ts';

/** Words of the verdict on a bill, of what is open, and of the way from the ledger to the invoice. Amounts come as text. */

/** What a verdict is said with: the period, what is on the bill, and how much of it is open, worth what. */
export interface VerdictWords {
  period: string;
  billed: string;
  open: number;
  /** '' where nobody can say. */
  worth: string;
}
/** The state in words, which bears its sign, and what follows it. */
type Said = readonly [state: string, rest: string];

const things = (count: number, one: string, more: string): string =>
  count === 1 ? `1 thing ${one}` : `${count} things ${more}`;
const worthOf = ({ worth, billed }: VerdictWords): string =>
  worth === '' ? `, with ${billed} on AWS’s bill.` : `, worth ${worth} of ${billed} on AWS’s bill.`;

export const verdict = {
  said: {
    addsUp: ({ period, billed }) => [`${period} adds up`, `: ${billed} on AWS’s bill, nothing open.`],
    soFar: ({ period, billed }) => [`${period} adds up so far`, `: ${billed} on AWS’s bill, nothing open.`],
    open: (words) => [
      `${words.period} agrees with AWS’s bill`,
      `: ${words.billed}. ${things(words.open, 'is still open', 'are still open')}${words.worth === '' ? '.' : `, worth ${words.worth} of it.`}`,
    ],
    off: (words) => [
      `${words.period} does not add up`,
      `: ${things(words.open, 'is', 'are')} open${worthOf(words)}`,
    ],
    nothing: ({ period }) => ['Nothing is billed yet', ` for ${period}.`],
    unread: ({ period }) => [`The bill of ${period} is not read`, ': the ledger holds no day of it.'],
  } satisfies Readonly<Record<VerdictState, (words: VerdictWords) => Said>>,
  /** Where no findings are told. */
  untold: 'What was found on single days is not shown to you, so that something may be open.',
  /** Where nothing that is open touches the sum. */
  ofOwners: (open: number) =>
    open === 1
      ? 'What is open concerns who owns it, not the sum.'
      : `The ${open} open things concern who owns what, not the sum.`,
  final: 'All of it is final: AWS has closed it.',
  provisional: 'All of it is provisional: AWS may still change it until the month is closed.',
  parts: (final: string, provisional: string) =>
    `${final} is final, ${provisional} provisional: AWS may still change that until the month is closed.`,
  days: (billed: number, begun: number) =>
    billed === begun
      ? `All ${begun === 1 ? 'of its one day is' : `${begun} days are`} billed in full.`
      : `${billed} of ${begun} days are billed in full.`,
  toCome: (days: number) => (days === 1 ? 'One day is still to come.' : `${days} days are still to come.`),
  open: 'What is open',
  what: 'What',
  worth: 'Worth',
  act: 'What to do',
  kinds: {
    unread: 'Days whose bill is not in the ledger',
    differs: 'Models whose bill is outside the range of their estimate',
  },
  why: {
    heldBack: 'AWS answered with much less than before; what it said before stands until that is confirmed.',
    billMissing: 'Tokens were seen, and AWS has sent no bill of the day.',
    groupingTotals: 'One view of the bill comes to another total than the bill itself.',
    ownerCheck: 'The owner that the bill names is another than the one on the profile.',
    principalCheck: 'Somebody calls a profile that belongs to somebody else.',
    billedNotSeen: 'Batch jobs, or an account or Region that is not read: nobody is known to have used it.',
    seenNotBilled: 'Tokens were counted that the bill does not hold.',
    unknownUsageType:
      'The bill counts something that this version does not know; its cost is kept, and nobody’s.',
    unpricedModel: 'No rate says what its tokens cost.',
    unknownProfile: 'No listing of profiles holds the one that was called.',
    sharedProfileTag: 'The bill cannot tell profiles apart that carry the same tag.',
    tagNotPlaced: 'The bill gives a tag a cost that none of its lines holds.',
    tagsChanged: 'The tags at the end of the day count.',
    unread: 'What was spent then is not in the total.',
    differs: 'A rate may be out of date, or tokens are counted twice or not at all.',
  } satisfies Readonly<Record<OpenKind, string>>,
  todo: {
    heldBack: 'Accept it or wait',
    billMissing: 'See when the bill was read',
    groupingTotals: 'See which view',
    ownerCheck: 'See whom it concerns',
    principalCheck: 'See who calls whose',
    billedNotSeen: 'See the lines',
    seenNotBilled: 'See models and days',
    unknownUsageType: 'See the lines',
    unpricedModel: 'Set a rate',
    unknownProfile: 'Read the profiles again',
    sharedProfileTag: 'Give each its own tag',
    tagNotPlaced: 'See the days',
    tagsChanged: 'Nothing to do',
    unread: 'Read it from AWS',
    differs: 'See the rates',
  } satisfies Readonly<Record<OpenKind, string>>,
  way: {
    title: 'From the ledger to the invoice',
    step: 'Step',
    spent: 'Spent, as this ledger has it',
    waiting: 'Days that AWS has not billed in full: estimated more than billed so far',
    neverBilled: 'Used and never billed: an estimate that is on no invoice',
    usage: 'Usage on AWS’s bill',
    billed: 'of it held against the estimate',
    notCompared: 'of it with no tokens to hold it against (images, guardrails, batch …)',
    open: 'of it on days that are not billed in full',
  },
  /** Of people of whom the bill and the ledger say different things. */
  people: (count: string, most: string, amount: string, isMore: boolean) =>
    `${count === '1' ? '1 person' : `${count} people, the most`}: ${most} has ${amount} ${isMore ? 'more' : 'less'} here than on the bill`,
  whom: 'Whom it concerns',
  byBill: 'By the bill',
  byLedger: 'In the ledger',
  settled: 'Settled by the owner that the bill names, where the profile names another',
  dayOnly: 'Choose one day to see everybody whom it concerns.',
  how: 'How estimate and bill are compared',
};
export type VerdictMessages = typeof verdict;
