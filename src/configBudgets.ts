import * as z from 'zod';
import { whole } from './configValues.ts';

/** How budgets are reckoned: what `budgets` may hold. */

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const WEEKDAY = `must be one of ${WEEKDAYS.join(', ')}`;

export const budgetsSchema = z
  .strictObject({
    /** On which day weeks begin. */
    weekStart: z.enum(WEEKDAYS, WEEKDAY).default('monday'),
    /** The month in which the fiscal year begins, by which quarters begin as well. */
    fiscalYearStart: whole(1, 12).default(1),
  })
  .prefault({})
  .transform(({ weekStart, fiscalYearStart }) => ({
    calendar: { weekStart: WEEKDAYS.indexOf(weekStart), fiscalYearStart },
  }));
