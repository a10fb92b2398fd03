import * as z from 'zod';
import { usd, whole } from './configValues.ts';
import { APPROVAL_RULES } from './core/approvalRules.ts';
import { money } from './core/money.ts';
import { DOLLARS } from './core/typedNumbers.ts';

/** How budgets are reckoned: what `budgets` may hold. */

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const WEEKDAY = `must be one of ${WEEKDAYS.join(', ')}`;

const REQUEST_RULES = [...APPROVAL_RULES, 'nobody'] as const;

export const budgetsSchema = z
  .strictObject({
    /** On which day weeks begin. */
    weekStart: z.enum(WEEKDAYS, WEEKDAY).default('monday'),
    /** The month in which the fiscal year begins, by which quarters begin as well. */
    fiscalYearStart: whole(1, 12).default(1),
    /** Asking for more of a budget. */
    requests: z
      .strictObject({
        by: z.enum(REQUEST_RULES, `must be ${REQUEST_RULES.join(', ')}`).default('administrator'),
        ceiling: usd(DOLLARS).default(money('100')),
        deadlineDays: whole(1, 90).default(7),
        escalateDays: whole(1, 90).default(2),
      })
      .prefault({}),
  })
  .prefault({})
  .transform(({ weekStart, fiscalYearStart, ...rest }) => ({
    ...rest,
    calendar: { weekStart: WEEKDAYS.indexOf(weekStart), fiscalYearStart },
  }));
