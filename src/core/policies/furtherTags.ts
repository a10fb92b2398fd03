import type { FurtherTag } from '../vending/tags.ts';
import type { PolicyChoices } from './choices.ts';
import { requestTag, resourceTag, SOMETHING } from './printed.ts';
import type { Conditions, Tags } from './types.ts';

/** What policies of people hold of the tags that a company wants beside owner and cost center. */

type Keyed = Record<string, string | readonly string[]>;

/**
 * Of a profile that is made: what is required is there, and says what it may. A condition with `IfExists` lets a request
 * pass that does not name the tag.
 */
export const askedTags = ({ tags }: Pick<PolicyChoices, 'tags'>): Conditions => ({
  StringEquals: keyed(tags, ({ key, values, required }) =>
    required && values !== null ? [requestTag(key), values] : null,
  ),
  StringLike: keyed(tags, ({ key, values, required }) =>
    required && values === null ? [requestTag(key), SOMETHING] : null,
  ),
  StringEqualsIfExists: keyed(tags, allowedWhereGiven),
});

/**
 * Of a profile that is there: none of them is changed. What a request gives is what the profile says already; what it
 * need not say may be added, as it is allowed.
 */
export const keptTags = ({ tags }: Pick<PolicyChoices, 'tags'>): Conditions => ({
  StringEquals: keyed(tags, (tag) => (tag.required ? asItIs(tag) : null)),
  StringEqualsIfExists: {
    ...keyed(tags, allowedWhereGiven),
    ...keyed(tags, (tag) => (tag.required ? null : asItIs(tag))),
  },
});

const allowedWhereGiven = ({ key, values, required }: FurtherTag) =>
  !required && values !== null ? ([requestTag(key), values] as const) : null;
const asItIs = ({ key }: FurtherTag) => [resourceTag(key), `\${${requestTag(key)}}`] as const;

const keyed = (
  tags: readonly FurtherTag[],
  condition: (tag: FurtherTag) => readonly [string, string | readonly string[]] | null,
): Keyed => Object.fromEntries(tags.map(condition).filter((one) => one !== null));

/** Conditions with more of them, operator by operator; without operators that say nothing. */
export function withConditions(conditions: Conditions, more: Conditions): Conditions {
  const operators = new Set([...Object.keys(conditions), ...Object.keys(more)]);
  return Object.fromEntries(
    [...operators]
      .map((operator) => [operator, { ...conditions[operator], ...more[operator] }] as const)
      .filter(([, keys]) => Object.keys(keys).length > 0),
  );
}

/** What somebody gives who gives no more than has to be: the first that each may say. */
export const sampleTags = (tags: readonly FurtherTag[]): Tags =>
  Object.fromEntries(
    tags.filter(({ required }) => required).map(({ key, values }) => [key, values?.[0] ?? 'any']),
  );
