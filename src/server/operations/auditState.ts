import { formatExact } from '../../core/money.ts';
import type { Money } from '../../core/types.ts';

/** Names of the fields that hold money in what the audit log keeps, as whole 10⁻¹⁰ dollars. */
const MONEY: ReadonlySet<string> = new Set(['amount', 'perMillion']);

/** The money of a field of a state that the audit log keeps; null for what is none. */
export const moneyIn = (name: string, value: unknown): Money | null =>
  MONEY.has(name) && typeof value === 'string' && /^-?\d+$/.test(value) ? (BigInt(value) as Money) : null;

/** A state that the audit log keeps, with its money as exact decimal strings in USD. */
export function exactState(state: unknown): unknown {
  const text = JSON.stringify(state, (name, value) => {
    const money = moneyIn(name, value);
    return money === null ? value : formatExact(money);
  });
  return text === undefined ? null : JSON.parse(text);
}
