import type { Money } from '../../core/types.ts';

/** Where the marks of a meter lie. In whole numbers until the last step, so that no amount is too large or too small. Pure. */

export interface MeterFigures {
  /** What counts against the limit. */
  counted: Money;
  /** What of it the bill says; null: nobody asked, so that nothing tells it from what is estimated. */
  billed: Money | null;
  /** All that may be used, with what was raised and carried over. */
  limit: Money;
  raised: Money;
  carried: Money;
  /** Of what counts, at the end of the period; null: not enough data. */
  forecast: { low: Money; mid: Money; high: Money } | null;
}

/** From where to where, in per cent of the width, to a tenth. */
export interface Span {
  from: number;
  width: number;
}
export interface MeterMarks {
  billed: Span;
  estimated: Span;
  /** What of both lies beyond the limit. */
  over: Span;
  limit: number;
  /** What of the limit was added for a time, and what was left of the period before. */
  raised: Span;
  carried: Span;
  forecast: { low: number; mid: number; high: number } | null;
  /** What is used, or expected, ends beyond the picture. */
  beyond: boolean;
}

/** `twice`: the limit in the middle, so that meters below one another share one scale; `fits`: all of it, as far as it tells. */
export type MeterReach = 'twice' | 'fits';

/** Beyond so many times the limit it would be pressed against the beginning. */
const FARTHEST = 3n;
/** Room behind the limit, and behind what reaches beyond it, in per cent. */
const ROOM = 115n;

const largest = (...all: bigint[]): bigint => all.reduce((a, b) => (b > a ? b : a));
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

export function meterMarks(figures: MeterFigures, reach: MeterReach): MeterMarks {
  const { counted, limit, forecast } = figures;
  const end = endOf(figures, reach);
  const at = (value: bigint): number => Number(least(1000n, (largest(value, 0n) * 1000n) / end)) / 10;
  const span = (from: bigint, to: bigint): Span => {
    const start = at(from);
    return { from: start, width: Math.max(0, Math.round((at(to) - start) * 10) / 10) };
  };
  const billed = figures.billed === null ? counted : least(counted, largest(figures.billed, 0n));
  const raisedFrom = largest(0n, limit - figures.raised - figures.carried);
  const carriedFrom = largest(0n, limit - figures.carried);
  return {
    billed: span(0n, billed),
    estimated: span(billed, counted),
    over: span(limit, counted),
    limit: at(limit),
    raised: span(raisedFrom, figures.raised > 0n ? carriedFrom : raisedFrom),
    carried: span(carriedFrom, figures.carried > 0n ? limit : carriedFrom),
    forecast:
      forecast === null ? null : { low: at(forecast.low), mid: at(forecast.mid), high: at(forecast.high) },
    beyond: largest(counted, forecast?.mid ?? 0n) > end,
  };
}

/** The amount at the right end; never nothing. */
function endOf({ counted, limit, forecast }: MeterFigures, reach: MeterReach): bigint {
  const used = largest(counted, forecast?.high ?? 0n);
  // Of a limit of nothing, whatever is used is all there is to see.
  if (limit <= 0n) return reach === 'twice' ? 1n : largest(1n, used);
  if (reach === 'twice') return limit * 2n;
  return largest(1n, least(largest(limit, used) * ROOM, limit * FARTHEST * 100n) / 100n);
}
