import * as z from 'zod';
import { flag, list, optional, text, usd, whole } from './configValues.ts';
import { ENFORCEMENT_MODES } from './core/stop/settings.ts';
import { DOLLARS } from './core/typedNumbers.ts';

/** How hard budgets stop use: what `enforcement` may hold. */

export const enforcementSchema = z
  .strictObject({
    mode: z.enum(ENFORCEMENT_MODES, `must be ${ENFORCEMENT_MODES.join(', ')}`).default('off'),
    /** Whether tokens without a price count, at the cautious rate. */
    onUnpriced: flag.default(false),
    /** Whose people are never stopped. */
    exemptGroups: list(text(1)).default([]),
    /** How much more each may give themselves, once in a period; left out: nothing. */
    graceAmount: optional(usd(DOLLARS)),
    graceHours: whole(1, 168).default(4),
    contact: optional(text(2)),
  })
  .prefault({})
  .transform(({ graceAmount, graceHours, ...rest }) => ({
    ...rest,
    grace: graceAmount === null ? null : { amount: graceAmount, hours: graceHours },
  }));
