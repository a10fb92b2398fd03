import { formatExact } from './money.ts';
import { DOLLARS, readAmount } from './typedNumbers.ts';
import type { Money } from './types.ts';

/** At how much of a budget somebody is told. Pure. */

/** When somebody is told: of what was counted so far, or of where it will be at the end of the period. */
export type Threshold = { on: 'actual' | 'forecast' } & (
  | { percent: number; amount?: undefined }
  | { amount: Money; percent?: undefined }
);
/** As it is kept and typed: `80%`, `$50`, `forecast 100%`. */
export const thresholdText = (one: Threshold): string =>
  `${one.on === 'forecast' ? 'forecast ' : ''}${one.percent === undefined ? `$${formatExact(one.amount)}` : `${one.percent}%`}`;

/** Reads `80%`, `80`, `$50`, `forecast 100%`, `forecast $50`; null: it says none. */
export function thresholdFrom(typed: string): Threshold | null {
  const [, ahead, rest = ''] = /^(forecast\s+|actual\s+)?(.+)$/iu.exec(typed.trim()) ?? [];
  const on = ahead?.trim().toLowerCase() === 'forecast' ? 'forecast' : 'actual';
  const [, percent] = /^(\d{1,4})\s*%?$/u.exec(rest) ?? [];
  if (percent !== undefined)
    return Number(percent) >= 1 && Number(percent) <= 1000 ? { on, percent: Number(percent) } : null;
  if (!/[$]|USD/iu.test(rest)) return null;
  const amount = readAmount(rest, DOLLARS);
  return typeof amount === 'bigint' && amount > 0n ? { on, amount } : null;
}

/** Those of the settings, which are percent of what was counted. */
export const ofSettings = (percents: readonly number[]): Threshold[] =>
  percents.map((percent) => ({ on: 'actual', percent }));
