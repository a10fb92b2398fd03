import { formatExact } from '../../core/money.ts';
import type { Verdict } from '../../core/verdict.ts';

/** The verdict on a bill for machines: amounts as exact decimals. */
export const verdictJson = ({ billed, final, provisional, worth, things, ...rest }: Verdict) => ({
  ...rest,
  billed: formatExact(billed),
  final: formatExact(final),
  provisional: formatExact(provisional),
  worth: formatExact(worth),
  things: things.map(({ amount, ...thing }) => ({
    ...thing,
    amount: amount === null ? null : formatExact(amount),
  })),
});
