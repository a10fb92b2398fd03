import { formatExact, money } from '../../core/money.ts';
import type { Money } from '../../core/types.ts';

/** Names of the fields that hold money in what the audit log keeps, as whole 10⁻¹⁰ dollars. */
const MONEY: ReadonlySet<string> = new Set(['amount', 'perMillion', 'counted', 'limit', 'extra']);
/** Requests say amounts in dollars, as they were typed. */
const IN_DOLLARS = /^request\./;

/** The money of a field of a state that the audit log keeps; null for what is none. */
export function moneyIn(action: string, name: string, value: unknown): Money | null {
  if (typeof value !== 'string') return null;
  if (IN_DOLLARS.test(action))
    return ASKED.has(name) && /^\d+(\.\d{1,10})?$/.test(value) ? money(value) : null;
  return MONEY.has(name) && /^-?\d+$/.test(value) ? (BigInt(value) as Money) : null;
}
const ASKED: ReadonlySet<string> = new Set(['amount', 'extra', 'granted']);

/** A state that the audit log keeps, with its money as exact decimal strings in USD. */
export function exactState(action: string, state: unknown): unknown {
  const text = JSON.stringify(state, (name, value) => {
    const money = moneyIn(action, name, value);
    return money === null ? value : formatExact(money);
  });
  return text === undefined ? null : JSON.parse(text);
}
