import type { Aws } from '../aws/types.ts';
import { inferRoute, modelKeyOf } from '../core/models.ts';
import { DAY_MS } from '../core/periods.ts';
import { placeKey } from '../core/places.ts';
import { fallenLists, fallOfList, type ListSizes, listSizes, type Quarantined } from '../core/quarantine.ts';
import type { SliceError } from '../core/runs.ts';
import { placesOf } from '../core/settings.ts';
import type { CatalogueEntry, Instant, Place } from '../core/types.ts';
import { endsJob, freshnessOf, type Job, type JobContext, nowOf, slice, wordsOf } from './job.ts';
import { AnswerHeldBack, type Judged, judge } from './quarantine.ts';

/**
 * Reads application inference profiles with their tags, and the catalogue, per account and Region, in bulk. A listing
 * is stored only when it is complete, so that nothing is called gone because a page failed; one that lacks much of what was
 * listed before is held back. All places are read before any is stored: many small ones are judged together.
 */
export const profilesJob: Job = {
  name: 'profiles',
  async run(context) {
    const places = placesOf(context.settings);
    const fresh = await freshnessOf(context, 'profiles');
    const errors: SliceError[] = [];
    let rows = 0;
    context.progress.start('profiles and tags', places.length);
    const answers: Answer[] = [];
    for (const [index, place] of places.entries()) {
      answers.push(await readPlace(context, place));
      context.progress.step(index + 1, placeKey(place));
    }
    const listings = answers.flatMap(({ listing }) => (listing === null ? [] : [listing]));
    const known = await context.store.profiles.catalogue();
    const before = await context.store.quarantine.all();
    const isSure = (place: string) =>
      context.force === true || before.some(({ source, name }) => source === 'tags' && name === place);
    const held = await judge(context, [
      ...(await judgedProfiles(context, listings)),
      ...judgedCatalogue(known, listings),
    ]);
    for (const { place, listing, fault } of answers) {
      const name = placeKey(place);
      const failed = await slice(context, 'profiles', name, fresh.get(name), async () => {
        if (listing === null) throw fault;
        const own = held.filter((one) => one.name === name || one.name.startsWith(`${name} `));
        await storePlace(context, listing, known, new Set(own.map(({ source }) => source)), isSure(name));
        rows += listing.profiles.length;
        if (own.length > 0) throw new AnswerHeldBack(own);
        return listing.at;
      });
      errors.push(...failed);
    }
    const notes = await readQuotas(context);
    context.progress.done(`${rows} profiles`);
    return { rows, errors, ...(notes.length > 0 && { notes }) };
  },
};

/** A quota is raised now and then, and is asked for again whenever a profile is made. */
const QUOTA_MS = DAY_MS;

/** How many profiles AWS allows in each place. No figure hangs on it: where it cannot be read, what was known stays. */
async function readQuotas(context: JobContext): Promise<SliceError[]> {
  const { settings, store, aws, clock } = context;
  const notes: SliceError[] = [];
  if (!settings.vending.enabled) return notes;
  const known = await store.profiles.quotas();
  for (const place of placesOf(settings)) {
    const last = known.find((one) => placeKey(one) === placeKey(place));
    if (last !== undefined && clock.now() - Date.parse(last.readAt) < QUOTA_MS) continue;
    try {
      await store.profiles.keepQuota(place, await aws.quotas.profileQuota(place), nowOf(context));
    } catch (fault) {
      if (endsJob(fault, context)) throw fault;
      notes.push({ slice: placeKey(place), error: wordsOf(fault) });
    }
  }
  return notes;
}

/** All that AWS lists of a place. */
interface Listing {
  place: Place;
  /** Before the first page: what is made while the pages are read is not missing from them. */
  at: Instant;
  profiles: Awaited<ReturnType<Aws['bedrock']['listApplicationProfiles']>>;
  tags: Awaited<ReturnType<Aws['tagging']['profileTags']>>;
  catalogue: readonly CatalogueEntry[];
}
type Answer = { place: Place } & ({ listing: Listing; fault: null } | { listing: null; fault: unknown });

async function readPlace(context: JobContext, place: Place): Promise<Answer> {
  const { bedrock, tagging } = context.aws;
  try {
    const at = nowOf(context);
    const profiles = await bedrock.listApplicationProfiles(place);
    const tags = await tagging.profileTags(place);
    const catalogue = await bedrock.listCatalogue(place);
    return { place, listing: { place, at, profiles, tags, catalogue }, fault: null };
  } catch (fault) {
    if (endsJob(fault, context)) throw fault;
    return { place, listing: null, fault };
  }
}

/** Stores a place but for what of it is held back. */
async function storePlace(
  { store, lease }: JobContext,
  { place, at, profiles, tags, catalogue }: Listing,
  known: readonly CatalogueEntry[],
  held: ReadonlySet<Quarantined>,
  isSure: boolean,
): Promise<void> {
  const entries = held.has('catalogue') ? known.filter(({ region }) => region === place.region) : catalogue;
  if (!held.has('catalogue')) await store.profiles.replaceCatalogue(lease, place.region, entries);
  if (held.has('profiles') || held.has('tags')) return;
  const listed = profiles.map((profile) => ({
    ...profile,
    modelKey: modelKeyOf(profile.modelArns),
    ...inferRoute(place.region, profile.modelArns, entries),
  }));
  await store.profiles.replacePlace(lease, place, listed, tags, at, isSure);
}

/** Profiles that are missing, and those that are still there and lack tags which they had. */
async function judgedProfiles({ store }: JobContext, listings: readonly Listing[]): Promise<Judged[]> {
  const profiles: Named[] = [];
  const tags: Named[] = [];
  for (const { place, at, profiles: listed, tags: told } of listings) {
    const known = await store.profiles.knownIn(place, at);
    const arns = new Set(listed.map(({ arn }) => arn));
    const name = placeKey(place);
    profiles.push({
      name,
      ...listSizes(
        known.map(({ arn }) => arn),
        arns,
      ),
    });
    const tagged = known.filter((one) => arns.has(one.arn) && Object.keys(one.tags).length > 0);
    const keepsAll = ({ arn, tags: had }: (typeof known)[number]): boolean => {
      const has = told.get(arn);
      return has !== undefined && Object.keys(had).every((key) => key in has);
    };
    tags.push({ name, ...listSizes(tagged, new Set(tagged.filter(keepsAll))) });
  }
  return [...judged('profiles', profiles), ...judged('tags', tags)];
}

/** Models and system profiles, each a list of its own. */
function judgedCatalogue(known: readonly CatalogueEntry[], listings: readonly Listing[]): Judged[] {
  const ids = (entries: readonly CatalogueEntry[], place: Place, wanted: CatalogueEntry['type']) =>
    entries.filter(({ type, region }) => type === wanted && region === place.region).map(({ id }) => id);
  return (['model', 'systemProfile'] as const).flatMap((type) =>
    judged(
      'catalogue',
      listings.map(({ place, catalogue }) => ({
        name: `${placeKey(place)} ${type === 'model' ? 'models' : 'system profiles'}`,
        ...listSizes(ids(known, place, type), new Set(ids(catalogue, place, type))),
      })),
    ),
  );
}

type Named = ListSizes & { name: string };

function judged(source: Quarantined, lists: readonly Named[]): Judged[] {
  const falls = new Set(fallenLists(lists));
  return lists.map((list) => ({
    source,
    name: list.name,
    day: '',
    fall: falls.has(list) ? fallOfList(list) : null,
  }));
}
