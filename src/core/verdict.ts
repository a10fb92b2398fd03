import type { Agreement } from './agreement.ts';
import { sum, ZERO } from './money.ts';
import { LEAST_DISAGREEMENT, type ReconciliationSum, TOLERANCE_PERCENT } from './reconciliation.ts';
import type { Day, Finding, FindingKind, Money } from './types.ts';

/** Whether a period adds up to AWS's bill, and what is open: said before the proof. Pure; money in 10⁻¹⁰ USD, days UTC. */

/** What is open beside what was found on days: days whose bill is not held, models whose estimate the bill does not bear out. */
export type OpenKind = FindingKind | 'unread' | 'differs';

export interface OpenThing {
  kind: OpenKind;
  /** `contradicts`: two sides of the bill say different things. `open`: somebody has to look. `news`: nothing is to be done. */
  weight: 'contradicts' | 'open' | 'news';
  /** On how many days it was found, and the last of them; of models none. */
  days: number;
  last: Day | null;
  /** What it is worth, never negative; null where nobody can say. */
  amount: Money | null;
}

/**
 * `addsUp`: every day is billed in full and nothing is open. `soFar`: nothing is open, and days are still to come or to be
 * billed. `open`: somebody has to look. `off`: something contradicts the bill. `nothing`: AWS has billed nothing yet.
 * `unread`: it may have, and no bill of these days is held.
 */
export type VerdictState = 'addsUp' | 'soFar' | 'open' | 'off' | 'nothing' | 'unread';

export interface Verdict {
  state: VerdictState;
  /** Bedrock's usage on the bill, and how much of it AWS has closed. */
  billed: Money;
  final: Money;
  provisional: Money;
  /** Days of the period; that have begun, are billed in full, are final. */
  days: Readonly<Record<'all' | 'begun' | 'billed' | 'final', number>>;
  /** Worst first. */
  things: readonly OpenThing[];
  /** How many of them need somebody, and what those are worth together, as far as it is known. */
  open: number;
  worth: Money;
  /** Whether what was found is told to whoever asks; where it is not, nobody may take its absence for an all-clear. */
  told: boolean;
}

export interface VerdictFacts {
  days: Verdict['days'];
  billed: Money;
  final: Money;
  /** Estimate held against bill, of days that are billed in full. */
  models: readonly ReconciliationSum[];
  /** null: not told to whoever asks. */
  findings: readonly Finding[] | null;
  /** Whether AWS has had its time to bill a day. */
  isDue(day: Day): boolean;
  agreement: Agreement;
  /** Days that AWS has billed by now and whose bill is not held. */
  unread: number;
}

export function verdictOf(facts: VerdictFacts): Verdict {
  const { days, billed, final, findings, agreement } = facts;
  const things = [...found(findings ?? [], facts), ...unreadDays(facts), ...differing(facts.models)].sort(
    (a, b) => RANK[a.weight] - RANK[b.weight] || Number((b.amount ?? ZERO) - (a.amount ?? ZERO)),
  );
  const needed = things.filter(({ weight }) => weight !== 'news');
  const isEmpty = billed === 0n && days.billed === 0;
  const state: VerdictState = isEmpty
    ? ['nothingRead', 'unread'].includes(agreement.state)
      ? 'unread'
      : 'nothing'
    : needed.some(({ weight }) => weight === 'contradicts')
      ? 'off'
      : needed.length > 0
        ? 'open'
        : days.billed < days.all
          ? 'soFar'
          : 'addsUp';
  return {
    state,
    billed,
    final,
    provisional: (billed - final) as Money,
    days,
    things,
    open: needed.length,
    worth: sum(needed.flatMap(({ amount }) => amount ?? [])),
    told: findings !== null,
  };
}

/** What is open of these is whose it is: the bill is in the total whoever owns it. */
const OF_OWNERS: ReadonlySet<OpenKind> = new Set([
  'ownerCheck',
  'principalCheck',
  'billedNotSeen',
  'unknownUsageType',
  'unknownProfile',
  'sharedProfileTag',
]);

/** Whether all that is open is who owns it, and nothing of it the sum. */
export function isOfOwners({ state, things }: Pick<Verdict, 'state' | 'things'>): boolean {
  const needed = things.filter(({ weight }) => weight !== 'news');
  return state === 'open' && needed.every(({ kind }) => OF_OWNERS.has(kind));
}

const RANK = { contradicts: 0, open: 1, news: 2 } as const;

/** What is worth a look of a finding, whichever side is the larger. */
export const worthOf = ({ amount }: Pick<Finding, 'amount'>): Money | null =>
  amount === null ? null : absolute(amount);

const absolute = (amount: bigint): Money => (amount < 0n ? -amount : amount) as Money;

/** What findings of one kind mean; those of one day or thing each for itself. */
function found(findings: readonly Finding[], { isDue }: Pick<VerdictFacts, 'isDue'>): OpenThing[] {
  return [...Map.groupBy(findings, ({ kind }) => kind)].map(([kind, all]) => {
    const days = [...new Set(all.flatMap(({ day }) => day ?? []))].sort();
    const amounts = all.flatMap((one) => worthOf(one) ?? []);
    const weights = all.map((one) => weightOf(one, isDue));
    return {
      kind,
      weight: (['contradicts', 'open', 'news'] as const).find((one) => weights.includes(one)) ?? 'news',
      days: days.length,
      last: days.at(-1) ?? null,
      amount: amounts.length === 0 ? null : sum(amounts),
    };
  });
}

function weightOf({ kind, day, detail }: Finding, isDue: (day: Day) => boolean): OpenThing['weight'] {
  switch (kind) {
    case 'groupingTotals':
    case 'tagNotPlaced':
      return 'contradicts';
    // Of profiles and tokens the bill says nothing.
    case 'heldBack':
      return detail.source === 'charges' ? 'contradicts' : 'open';
    // A young day has no bill yet: that is how AWS bills.
    case 'billMissing':
      return day !== null && isDue(day) ? 'open' : 'news';
    case 'tagsChanged':
      return 'news';
    default:
      return 'open';
  }
}

function unreadDays({ unread, agreement }: Pick<VerdictFacts, 'unread' | 'agreement'>): OpenThing[] {
  if (unread === 0 || agreement.state !== 'partly') return [];
  return [{ kind: 'unread', weight: 'open', days: unread, last: null, amount: null }];
}

/** Models whose bill is outside the range of their estimate: within the tolerance of all that is compared they need a look. */
function differing(models: readonly ReconciliationSum[]): OpenThing[] {
  const off = models
    .filter(({ status }) => status === 'differs')
    .map(({ difference }) => absolute(difference));
  const amount = sum(off);
  if (amount < LEAST_DISAGREEMENT) return [];
  const compared = absolute(sum(models.map(({ billed }) => billed)));
  const isMuch = amount * 100n > compared * BigInt(TOLERANCE_PERCENT);
  return [{ kind: 'differs', weight: isMuch ? 'contradicts' : 'open', days: 0, last: null, amount }];
}
