import { formatExact } from '../core/money.ts';
import type { Money, Quantity } from '../core/types.ts';

/** How values look as JSON, in the API and at the command line alike: money as exact decimal strings. */

export const USD = 'USD' as const;

export const exactOrNull = (value: Money | Quantity | null): string | null =>
  value === null ? null : formatExact(value);

/** Tenths of a per cent as per cent; null where that says nothing. */
export const percentOf = (tenths: bigint | null): number | null =>
  tenths === null ? null : Number(tenths) / 10;
