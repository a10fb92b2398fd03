import type { Money, Priced, SpendRow, Tokens } from './types.ts';

/** What is known of some spend: what bill and rates say of it, and the tokens of which neither says anything. */

export interface Known {
  /** Best-known spend, without what the tokens below cost. */
  amount: Priced;
  /** Tokens that nobody has billed and that have no rate. A rate of zero is one. */
  unpricedTokens: Tokens;
}

/**
 * How an amount stands for the spend that it is of. `whole`: it is all of it. `atLeast`: what tokens without a rate cost comes
 * on top. `unpriced`: there are such tokens and no amount beside them, so that there is none to show; it is not zero.
 */
export type Said = 'whole' | 'atLeast' | 'unpriced';

export const saidOf = ({ amount, unpricedTokens }: Known): Said =>
  unpricedTokens <= 0n ? 'whole' : amount === 0n ? 'unpriced' : 'atLeast';

/** The amount as it may be shown beside what `saidOf` says; null where there is none. */
export const amountOf = (known: Known): Money | null =>
  saidOf(known) === 'unpriced' ? null : pricedPart(known);

/** What bill and rates say, for working on with: shown it is only beside what `saidOf` says. */
export const pricedPart = ({ amount }: Pick<Known, 'amount'>): Money => amount as bigint as Money;

export const NOTHING_KNOWN: Known = { amount: 0n as Priced, unpricedTokens: 0n };

/** What several come to. */
export function sumKnown(all: Iterable<Known>): Known {
  let amount = 0n;
  let unpricedTokens = 0n;
  for (const one of all) {
    amount += one.amount;
    unpricedTokens += one.unpricedTokens;
  }
  return { amount: amount as Priced, unpricedTokens };
}

/**
 * What was spent more than before, as bill and rates say it of both: at least that, where tokens of now have no price. Null where
 * nobody can say: something of before had none, or there is nothing but such tokens now.
 */
export function changeOf(now: Known, then: Known | null): Known | null {
  if (then === null || then.unpricedTokens > 0n) return null;
  if (saidOf(now) === 'unpriced' && then.amount === 0n) return null;
  return { amount: (now.amount - then.amount) as Priced, unpricedTokens: now.unpricedTokens };
}

type Row = Pick<SpendRow, 'amount' | 'tokens' | 'label' | 'rateSource'>;

/** What a row of spend says: where the bill counts, it says what tokens cost, be there a rate or not. */
export const knownOfRow = ({ amount, tokens, label, rateSource }: Row): Known => ({
  amount,
  unpricedTokens: label === 'estimated' && rateSource === null ? tokens : 0n,
});

/** The estimate of a row, whether the bill counts or not. */
export const estimateOfRow = ({
  estimated,
  tokens,
  rateSource,
}: Pick<SpendRow, 'estimated' | 'tokens' | 'rateSource'>): Known => ({
  amount: estimated,
  unpricedTokens: rateSource === null ? tokens : 0n,
});
