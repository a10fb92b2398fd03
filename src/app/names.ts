import { type ModelNames, modelNames } from '../core/modelNames.ts';
import type { CatalogueEntry, Profile } from '../core/types.ts';
import type { Asking } from './asking.ts';

/** Names for keys: of models the one that each has, of profiles their own. */
export interface Names {
  model: ModelNames;
  profile(arn: string): ProfileName;
}
type ProfileName = Pick<Profile, 'name' | 'shortId'>;

/** @param arns the profiles that are to be named; any other is called by its ARN */
export async function readNames({ store }: Asking, arns: readonly string[]): Promise<Names> {
  const catalogue = await store.profiles.catalogue();
  return namesOf(catalogue, arns.length === 0 ? [] : await store.profiles.names(arns));
}

export function namesOf(
  catalogue: readonly CatalogueEntry[],
  profiles: readonly Pick<Profile, 'arn' | 'name' | 'shortId'>[],
): Names {
  const byArn = new Map(profiles.map((profile) => [profile.arn, profile]));
  return {
    model: modelNames(catalogue),
    profile: (arn) => byArn.get(arn) ?? { name: arn, shortId: arn.slice(arn.lastIndexOf('/') + 1) },
  };
}
