import { inferRoute, modelKeyOf } from '../core/models.ts';
import type { SliceError } from '../core/runs.ts';
import { placesOf } from '../core/settings.ts';
import { freshnessOf, type Job, nowOf, slice } from './job.ts';

/**
 * Reads application inference profiles with their tags, and the catalogue, per account and Region, in bulk. A listing
 * is stored only when it is complete, so that nothing is called gone because a page failed.
 */
export const profilesJob: Job = {
  name: 'profiles',
  async run(context) {
    const { aws, store, lease, progress } = context;
    const places = placesOf(context.settings);
    const fresh = await freshnessOf(context, 'profiles');
    const errors: SliceError[] = [];
    let rows = 0;
    progress.start('profiles and tags', places.length);
    for (const [index, place] of places.entries()) {
      const name = `${place.accountId}/${place.region}`;
      const failed = await slice(context, 'profiles', name, fresh.get(name), async () => {
        // Before the first page: what is made while the pages are read is not missing from them.
        const now = nowOf(context);
        const listed = await aws.bedrock.listApplicationProfiles(place);
        const tags = await aws.tagging.profileTags(place);
        const catalogue = await aws.bedrock.listCatalogue(place);
        await store.profiles.replaceCatalogue(lease, place.region, catalogue);
        await store.profiles.replacePlace(
          lease,
          place,
          listed.map((profile) => ({
            ...profile,
            modelKey: modelKeyOf(profile.modelArns),
            ...inferRoute(place.region, profile.modelArns, catalogue),
          })),
          tags,
          now,
        );
        rows += listed.length;
        return now;
      });
      errors.push(...failed);
      progress.step(index + 1, name);
    }
    progress.done(`${rows} profiles`);
    return { rows, errors };
  },
};
