import * as z from 'zod';
import { flag, list, tagKey, text, whole } from './configValues.ts';
import { TAG_VALUE } from './core/directory.ts';
import { BUDGET_STATUS, MANAGED_BY } from './core/policies/choices.ts';
import { APPROVERS } from './core/vending/settings.ts';

/** How profiles are given out: what `vending` may hold. */

const A_TAG_VALUE =
  'must be 1 to 256 letters, digits, spaces and . _ : / = + @ -, which is what Bedrock takes in tags';

const furtherTag = z.strictObject({
  key: tagKey,
  /** Without a list anything is fine that Bedrock takes. */
  values: list(z.string(A_TAG_VALUE).regex(TAG_VALUE, A_TAG_VALUE))
    .refine((values) => values.length > 0, 'must name at least one value, or be left out')
    .nullable()
    .default(null),
  required: flag.default(true),
});

/** Tags that say something here already. */
const OWN_KEYS = [MANAGED_BY, BUDGET_STATUS].map((key) => key.toLowerCase());

export const vendingSchema = z
  .strictObject({
    enabled: flag.default(false),
    // AWS does not publish what its control plane takes; it is asked more slowly as soon as it says so.
    stepsPerSecond: whole(1, 50).default(3),
    tags: z
      .array(furtherTag, 'must be a list of tags with key, values and required')
      .superRefine((tags, context) => {
        const keys = tags.map(({ key }) => key.toLowerCase());
        const again = keys.find((key, at) => keys.indexOf(key) < at || OWN_KEYS.includes(key));
        if (again !== undefined)
          context.addIssue(
            `names ${again} twice, whatever its case, or it is one of ${MANAGED_BY} and ${BUDGET_STATUS}`,
          );
      })
      .default([]),
    approval: z
      .strictObject({
        by: z.enum(APPROVERS, `must be ${APPROVERS.join(', ')}`).default('nobody'),
        deadlineDays: whole(1, 90).default(14),
        escalateDays: whole(1, 90).default(3),
      })
      .prefault({}),
    unusedDays: whole(7, 455).default(60),
    shared: z.strictObject({ enabled: flag.default(false), by: list(text(1)).default([]) }).prefault({}),
  })
  .prefault({});
