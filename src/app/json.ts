import { amountOf, type Known, saidOf } from '../core/known.ts';
import { formatExact } from '../core/money.ts';
import type { Money, Quantity } from '../core/types.ts';

/** How values look as JSON, in the API and at the command line alike: money as exact decimal strings. */

export const USD = 'USD' as const;

export const exactOrNull = (value: Money | Quantity | null): string | null =>
  value === null ? null : formatExact(value);

/**
 * What some spend comes to, under a name: null where none of it has a price, and beside it the tokens without one. With such
 * tokens an amount is less than all of it.
 */
export const knownJson = <Name extends string>(name: Name, known: Known) => ({
  ...({ [name]: exactOrNull(amountOf(known)) } as Record<Name, string | null>),
  unpricedTokens: known.unpricedTokens.toString(),
  lowerBound: saidOf(known) !== 'whole',
});

/** The same of an amount that stands beside such a one: its tokens have its name before theirs. */
export const besideJson = <Name extends string>(name: Name, known: Known | null) =>
  ({
    [name]: known === null ? null : exactOrNull(amountOf(known)),
    [`${name}UnpricedTokens`]: (known?.unpricedTokens ?? 0n).toString(),
  }) as Record<Name, string | null> & Record<`${Name}UnpricedTokens`, string>;

/** Tenths of a per cent as per cent; null where that says nothing. */
export const percentOf = (tenths: bigint | null): number | null =>
  tenths === null ? null : Number(tenths) / 10;
