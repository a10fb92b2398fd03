import { TAG_VALUE } from '../directory.ts';
import type { Fault } from '../errors.ts';

/** Tags beside owner and cost center that a company wants on its profiles, such as project or environment. Pure. */

/** One of them, as the settings say it. */
export interface FurtherTag {
  key: string;
  /** What it may say; null: anything that Bedrock takes. */
  values: readonly string[] | null;
  required: boolean;
}

/** Its field, in forms and faults. */
export const tagField = (key: string): string => `tag.${key}`;

/** The longest value that Bedrock takes. */
const MOST_SIGNS = 256;

/**
 * What was given for further tags, by key; '' says nothing.
 * @returns the tags to set, and every fault: `tagMissing`, `tagValue` (with the values it may have), `tagSigns`, `tagUnknown`
 */
export function furtherTags(
  rules: readonly FurtherTag[],
  given: Readonly<Record<string, string>>,
): { tags: Record<string, string>; faults: Fault[] } {
  const tags: Record<string, string> = {};
  const faults: Fault[] = [];
  for (const { key, values, required } of rules) {
    const value = given[key] ?? '';
    const field = tagField(key);
    if (value === '') {
      if (required) faults.push({ field, key: 'tagMissing', value, detail: key });
    } else if (values !== null && !values.includes(value))
      faults.push({ field, key: 'tagValue', value, detail: values });
    else if (!TAG_VALUE.test(value) || value.length > MOST_SIGNS)
      faults.push({ field, key: 'tagSigns', value });
    else tags[key] = value;
  }
  const known = new Set(rules.map(({ key }) => key));
  for (const key of Object.keys(given))
    if (!known.has(key))
      faults.push({ field: tagField(key), key: 'tagUnknown', value: key, detail: [...known] });
  return { tags, faults };
}
