import * as z from 'zod';
import { flag, list, optional, text, usd, whole } from './configValues.ts';
import { ENFORCEMENT_MODES } from './core/stop/settings.ts';
import { DOLLARS } from './core/typedNumbers.ts';

const POLICY_NAME = 'must be the name of a managed policy: letters, digits and +=,.@_-, at most 128';
const policyName = z.string(POLICY_NAME).regex(/^[\w+=,.@-]{1,128}$/, POLICY_NAME);

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
    /** The managed policy that holds wide stops as permissions boundary; left out: marks hold them. */
    boundary: optional(z.strictObject({ policyName })),
  })
  .prefault({})
  .transform(({ graceAmount, graceHours, ...rest }) => ({
    ...rest,
    grace: graceAmount === null ? null : { amount: graceAmount, hours: graceHours },
  }));
