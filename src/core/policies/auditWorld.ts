import { lastPart, type ModelReader, modelReader } from '../models.ts';
import type { Person } from '../people.ts';
import type { CatalogueEntry, Profile } from '../types.ts';
import type { PolicyChoices } from './choices.ts';
import { endsOf, withAnywhere } from './ends.ts';
import type { CalledResource } from './types.ts';

/** What the ledger knows of things and people that calls name. */

export type Somebody = Pick<Person, 'email' | 'costCenter' | 'active'>;

export interface World {
  profile(accountId: string, region: string, id: string): Profile | undefined;
  system(region: string, id: string): CatalogueEntry | undefined;
  /** What an id or ARN stands for. */
  read: ModelReader;
  person(email: string): Somebody | undefined;
  /** Somebody who is written so but for upper and lower case. */
  alike(email: string): Somebody | undefined;
  /** Whether the directory holds anybody. */
  known: boolean;
}

export function worldOf({
  profiles,
  catalogue,
  people,
}: {
  profiles: readonly Profile[];
  catalogue: readonly CatalogueEntry[];
  people: readonly Somebody[];
}): World {
  const byId = new Map(profiles.map((one) => [`${one.accountId} ${one.region} ${one.shortId}`, one]));
  const systems = new Map(
    catalogue.filter(({ type }) => type === 'systemProfile').map((one) => [`${one.region} ${one.id}`, one]),
  );
  const active = people.filter((person) => person.active);
  const byEmail = new Map(active.map((person) => [person.email, person]));
  const byLetters = new Map(active.map((person) => [person.email.toLowerCase(), person]));
  return {
    profile: (accountId, region, id) => byId.get(`${accountId} ${region} ${id}`),
    read: modelReader(catalogue),
    system: (region, id) => systems.get(`${region} ${id}`),
    person: (email) => byEmail.get(email),
    alike: (email) => byLetters.get(email.toLowerCase()),
    known: active.length > 0,
  };
}

/** Something that was called, as IAM sees it. */
export interface Called {
  on: CalledResource;
  what: string;
  profile: Profile | null;
  kind: 'model' | 'systemProfile' | 'profile' | 'unknownProfile';
  modelKey: string;
}

export function calledOf(
  { partition }: PolicyChoices,
  world: World,
  accountId: string,
  region: string,
  id: string,
): Called {
  const profile = world.profile(accountId, region, lastPart(id));
  if (profile !== undefined)
    return {
      on: { arn: profile.arn, tags: profile.history.at(-1)?.tags ?? {}, modelArns: endsOf(profile) },
      what: profile.arn,
      profile,
      kind: 'profile',
      modelKey: profile.modelKey,
    };
  const bedrock = `arn:${partition}:bedrock:${region}`;
  const ref = world.read(id);
  if (ref.type === 'systemProfile') {
    const known = world.system(region, ref.sourceId)?.modelArns ?? [
      `${bedrock}::foundation-model/${ref.modelKey}`,
    ];
    const modelArns = ref.route === 'global' ? withAnywhere(known) : known;
    const on = { arn: `${bedrock}:${accountId}:inference-profile/${ref.sourceId}`, tags: {}, modelArns };
    return { on, what: ref.sourceId, profile: null, kind: 'systemProfile', modelKey: ref.modelKey };
  }
  if (ref.type === 'model') {
    const on = { arn: `${bedrock}::foundation-model/${ref.modelKey}`, tags: {}, modelArns: [] };
    return { on, what: ref.modelKey, profile: null, kind: 'model', modelKey: ref.modelKey };
  }
  const arn = id.startsWith('arn:') ? id : `${bedrock}:${accountId}:application-inference-profile/${id}`;
  return {
    on: { arn, tags: {}, modelArns: [] },
    what: arn,
    profile: null,
    kind: 'unknownProfile',
    modelKey: '',
  };
}
