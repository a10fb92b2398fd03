import type { Aws } from '../../aws/types.ts';
import { LedgerError } from '../../core/errors.ts';
import { markToDelete } from '../../core/provisioning/existing.ts';
import type { Profile } from '../../core/types.ts';
import {
  type Asking,
  because,
  inOneReading,
  inOneWriting,
  mustBeAllowed,
  NotThere,
  nowOf,
} from '../asking.ts';
import { readReason, type Typed } from '../typed.ts';
import { isSeen } from './lag.ts';
import { findProfile } from './list.ts';
import { profileThing } from './thing.ts';

/** Deleting a profile: in AWS first, then in the ledger, where its past stays. */

/**
 * A profile that whoever asks may delete, by the last part of its ARN.
 * @param goneToo also one that is gone already: asked for twice, it is still gone, which is what was wanted
 * @throws NotThere where they may not see it, Forbidden where they may not delete it
 */
export const deletableProfile = (
  asking: Asking,
  shortId: string,
  { goneToo = false } = {},
): Promise<Profile> =>
  inOneReading(asking, async (inside) => {
    const profile = await findProfile(inside, shortId);
    if (profile.goneAt !== null && !goneToo) throw new NotThere('profile');
    mustDelete(inside, profile);
    return profile;
  });

/**
 * The same by its ARN, for whoever has it.
 * @throws Forbidden; LedgerError `notFound` where the ledger does not know it
 */
export const deletableByArn = (asking: Asking, arn: string): Promise<Profile> =>
  inOneReading(asking, async (inside) => {
    const profile = await inside.store.profiles.get(arn);
    mustDelete(inside, profile);
    if (profile === null)
      throw new LedgerError('notFound', `${arn} is not known here; run "bedrock-ledger sync profiles" first`);
    return profile;
  });

function mustDelete(asking: Asking, profile: Profile | null): void {
  mustBeAllowed(asking, 'change', profileThing(profile, asking.settings.tagKeys));
}

/**
 * Deletes a profile in AWS and marks it. What was interrupted in between is completed when it is asked for again.
 * @throws Forbidden, Invalid, AwsError; LedgerError `notFound` where the ledger does not know it
 */
export async function retireProfile(
  asking: Asking,
  aws: Pick<Aws, 'bedrock'>,
  arn: string,
  typed: Typed,
): Promise<void> {
  const profile = await deletableByArn(asking, arn);
  const actor = because(asking, readReason(typed));
  const mark = markToDelete(profile);
  await isSeen(profile, nowOf(asking), () => aws.bedrock.deleteProfile(profile, arn, mark));
  await inOneWriting(asking, ({ store }) => store.profiles.markDeleted(arn, actor, nowOf(asking)));
}
