import { GLOBAL, geographyOf } from '../../core/policies/choices.ts';
import { endsOf, withAnywhere } from '../../core/policies/ends.ts';
import type { Tags } from '../../core/policies/types.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';
import { seenProfiles } from '../visible.ts';

/** What the ledger knows of something that is called. */
export interface KnownResource {
  arn: string;
  /** As they were last read; null for what carries none. */
  tags: Tags | null;
  /** Where calls end: one per destination Region, and the one without a Region of the global route. */
  modelArns: readonly string[];
}

const SYSTEM_PROFILE = /^arn:[^:]+:bedrock:([^:]+):[^:]*:inference-profile\/(.+)$/;

/**
 * Tags and models of an application or a system profile; null where the ledger does not hold it, or it is not theirs to
 * see.
 * @throws Forbidden
 */
export async function knownResource(asking: Asking, arn: string): Promise<KnownResource | null> {
  mustBeAllowed(asking, 'see', { kind: 'policies' });
  const [, region, id] = SYSTEM_PROFILE.exec(arn) ?? [];
  return inOneReading(asking, async (inside) => {
    if (id !== undefined) {
      const listed = await inside.store.profiles.catalogue();
      const entry = listed.find(
        (one) => one.type === 'systemProfile' && one.region === region && one.id === id,
      );
      if (entry === undefined) return null;
      const isGlobal = geographyOf(id) === GLOBAL;
      return { arn, tags: null, modelArns: isGlobal ? withAnywhere(entry.modelArns) : entry.modelArns };
    }
    const found = await inside.store.profiles.get(arn);
    const [profile] = seenProfiles(inside, found === null ? [] : [found]);
    return profile === undefined
      ? null
      : { arn, tags: profile.history.at(-1)?.tags ?? {}, modelArns: endsOf(profile) };
  });
}
