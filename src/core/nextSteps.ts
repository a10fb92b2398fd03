import { type Budget, isDefault } from './budgets.ts';
import { formatFixed, larger, ZERO } from './money.ts';
import type { Standing } from './standing.ts';
import type { Money } from './types.ts';

/** What to do about a budget that is over, or will be. Pure. */

/**
 * `raise`: this one, for a time; `set`: one of their own, where all are held to one, or where there is none; `ask`: whoever
 * may, for oneself; `write`: to them; `narrow`: a limit of its own for what drives it.
 */
export const NEXT_STEPS = ['raise', 'set', 'ask', 'write', 'narrow'] as const;
export type NextStep = (typeof NEXT_STEPS)[number];

/** What of them is open to whoever looks. */
export function nextStepsOf(of: {
  /** null: there is none. */
  budget: Budget | null;
  /** Whoever looks may set and raise it. */
  mayChange: boolean;
  /** It is held against whoever looks. */
  own: boolean;
  /** People may ask for more at all. */
  askable: boolean;
  /** There is an address to write to, and it is not that of whoever looks. */
  reachable: boolean;
  /** It is known what drives it, and it is of everything: a part of it can have a limit of its own. */
  narrowable: boolean;
}): NextStep[] {
  const { budget, mayChange, own, askable, reachable, narrowable } = of;
  const steps: NextStep[] = [];
  // A raise of what many are held to would be one for all of them.
  if (mayChange) steps.push(budget !== null && !isDefault(budget.scope) ? 'raise' : 'set');
  else if (own && askable && budget !== null) steps.push('ask');
  if (reachable) steps.push('write');
  if (mayChange && narrowable) steps.push('narrow');
  return steps;
}

/** What a period will come to as things go, and what it has come to where nobody can say. */
export const reachedIn = ({
  counted,
  forecastCounted,
}: Pick<Standing, 'counted' | 'forecastCounted'>): Money => larger(counted, forecastCounted?.mid ?? counted);

const DOLLAR = 10_000_000_000n;

/**
 * An amount that a period fits into, for a form to begin with: rounded up to two digits that are not zero, and to whole
 * dollars. $63.20 is $64, $1,630 is $1,700.
 */
export function roomFor(reached: Money): Money {
  if (reached <= 0n) return ZERO;
  const dollars = (reached + DOLLAR - 1n) / DOLLAR;
  const step = 10n ** BigInt(Math.max(0, String(dollars).length - 2));
  return (((dollars + step - 1n) / step) * step * DOLLAR) as Money;
}

/** So much more than the limit is needed for that; nothing where it lasts. */
export function extraFor(standing: Pick<Standing, 'counted' | 'forecastCounted' | 'limit'>): Money {
  const more = roomFor(reachedIn(standing)) - (standing.limit ?? ZERO);
  return (more > 0n ? more : ZERO) as Money;
}

/** An amount as forms take it: dollars and cents. */
export const typedAmount = (amount: Money): string => formatFixed(amount, 2);
