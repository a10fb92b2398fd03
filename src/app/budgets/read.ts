import type { BudgetScope } from '../../core/budgets.ts';
import { type Fault, Invalid } from '../../core/errors.ts';
import { isEmail } from '../../core/people.ts';
import { DOLLARS } from '../../core/typedNumbers.ts';
import type { Money } from '../../core/types.ts';
import { amountIn, reasonIn, type Typed, textFaults, tidied } from '../typed.ts';

/** How a budget is read from what somebody typed, wherever they typed it: a form, a command, a line of a file. */

interface BudgetRead {
  scope: BudgetScope;
  amount: Money;
  reason: string;
}

const KINDS = ['user', 'costCenter', 'userDefault'] as const;
const MOST_SIGNS = 256;

/**
 * @param typed `scope` (user, costCenter, userDefault), `key`, `amount` in USD a month, `reason`
 * @throws Invalid with every fault at once
 */
export function readBudget(untidy: Typed): BudgetRead {
  const typed = tidied(untidy);
  const { reason, faults } = reasonIn(typed);
  const scope = scopeIn(typed, faults);
  const amount = amountIn('amount', typed.amount ?? '', DOLLARS, faults);
  if (scope === null || amount === null || faults.length > 0) throw new Invalid(faults);
  return { scope, amount, reason };
}

function scopeIn({ scope = '', key = '' }: Typed, faults: Fault[]): BudgetScope | null {
  // As names of columns are: `Cost center`, `USERDEFAULT`.
  const kind = KINDS.find((one) => one.toLowerCase() === scope.toLowerCase().replaceAll(/[\s_-]/gu, ''));
  if (kind === undefined) {
    faults.push({ field: 'scope', key: 'scope', value: scope, detail: KINDS });
    return null;
  }
  const found = textFaults('key', key, { most: MOST_SIGNS, tooLong: 'key' });
  // The default is everybody's: a name beside it is a mistake, in a form as in a file.
  if (found.length === 0 && kind === 'userDefault' && key !== '')
    found.push({ field: 'key', key: 'noKey', value: key });
  if (found.length === 0 && kind !== 'userDefault' && key === '')
    found.push({ field: 'key', key: 'key', value: key });
  if (found.length === 0 && kind === 'user' && !isEmail(key))
    found.push({ field: 'key', key: 'email', value: key });
  faults.push(...found);
  if (found.length > 0) return null;
  return kind === 'userDefault' ? { kind } : { kind, key };
}
