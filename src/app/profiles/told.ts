import type { Asking } from '../asking.ts';
import { everSpent, seenProfiles } from '../visible.ts';

/** Of which of these profiles the name may be told: it says that there is such a profile, and often whose. */
export async function toldProfiles(asking: Asking, arns: readonly string[]): Promise<string[]> {
  const told: string[] = [];
  for (const arn of arns) {
    const profile = await asking.store.profiles.get(arn);
    const seen = profile !== null && seenProfiles(asking, [profile]).length > 0;
    if (seen || (await everSpent(asking, { profile: [arn] }))) told.push(arn);
  }
  return told;
}
