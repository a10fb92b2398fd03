import { modelKeyOf, routeFrom } from '../../../src/core/models.ts';
import type { Person } from '../../../src/core/people.ts';
import { fitOf, isMadeFor, tagsAfter, tagsOf } from '../../../src/core/provisioning/existing.ts';
import { type PlanFacts, planFor } from '../../../src/core/provisioning/plan.ts';
import type { Proposal } from '../../../src/core/provisioning/types.ts';
import type { Wish } from '../../../src/core/provisioning/wish.ts';
import type { CatalogueEntry, Place, Profile } from '../../../src/core/types.ts';
import { makingOf, tagsOfMaking, type Wanted } from '../../../src/core/vending/making.ts';

/** A small company for plans, and what its ledger would be after some steps of one. */

export const NOW = '2026-11-20T09:00:00.000Z';
export const KEYS = { user: 'UserEmail', costCenter: 'CostCenter', profile: 'InferenceProfile' };
export const PLACES: readonly Place[] = [
  { accountId: '222233334444', region: 'us-east-1' },
  { accountId: '222233334444', region: 'us-west-2' },
  { accountId: '333344445555', region: 'us-east-1' },
];
export const [HOME, WEST, OTHER] = PLACES as [Place, Place, Place];
export const SONNET = 'anthropic.claude-sonnet-4-6';
/** What comes after Sonnet: not in a Region itself, and global in one Region only. */
export const NEXT = 'anthropic.claude-sonnet-5';
export const HAIKU = 'anthropic.claude-haiku-4-5';

const arnIn = (region: string, model: string) => `arn:aws:bedrock:${region}::foundation-model/${model}`;
const entry = (
  region: string,
  type: CatalogueEntry['type'],
  id: string,
  modelKey: string,
): CatalogueEntry => ({
  region,
  type,
  id,
  modelKey,
  name: id,
  provider: 'Anthropic',
  modelArns: [arnIn(region, modelKey)],
});
export const CATALOGUE: readonly CatalogueEntry[] = ['us-east-1', 'us-west-2'].flatMap((region) => [
  entry(region, 'model', SONNET, SONNET),
  entry(region, 'systemProfile', `us.${SONNET}`, SONNET),
  entry(region, 'systemProfile', `global.${SONNET}`, SONNET),
  ...(region === 'us-east-1' ? [entry(region, 'model', HAIKU, HAIKU)] : []),
  entry(region, 'systemProfile', `us.${NEXT}`, NEXT),
  ...(region === 'us-east-1' ? [entry(region, 'systemProfile', `global.${NEXT}`, NEXT)] : []),
]);

export const person = (
  email: string,
  costCenter: string | null = 'CC-1',
  more: Partial<Person> = {},
): Person => ({
  email,
  name: null,
  costCenter,
  manager: null,
  active: true,
  groups: [],
  createdAt: NOW,
  updatedAt: NOW,
  lastSignInAt: null,
  ...more,
});

export const factsOf = (more: Partial<PlanFacts> = {}): PlanFacts => ({
  people: [person('ann@example.com'), person('bob@example.com', 'CC-2')],
  aliases: [],
  profiles: [],
  making: [],
  going: new Map(),
  catalogue: CATALOGUE,
  quotas: new Map(PLACES.map(({ accountId, region }) => [`${accountId}/${region}`, 1000])),
  rules: { keys: KEYS, further: [] },
  allowed: { geographies: null, models: null },
  allowances: { profiles: 50 },
  ...more,
});

export const wishOf = (more: Partial<Wish> = {}): Wish => ({
  people: { addresses: [], groups: [], costCenters: [], everybody: true },
  models: [SONNET],
  places: [HOME],
  spread: 'each',
  tags: {},
  removeOthers: false,
  ...more,
});

/** A profile as AWS would hold it once this was made, the so-manieth of its kind. */
export function madeOf(wanted: Wanted, attempt = 0, more: Readonly<Record<string, string>> = {}): Profile {
  const source = CATALOGUE.find(({ id, region }) => id === wanted.sourceId && region === wanted.region);
  if (source === undefined) throw new Error(`${wanted.sourceId} is not offered in ${wanted.region}`);
  const making = makingOf(wanted, source, attempt);
  const shortId = making.clientToken.slice(0, 12);
  return {
    accountId: wanted.accountId,
    region: wanted.region,
    arn: `arn:aws:bedrock:${wanted.region}:${wanted.accountId}:application-inference-profile/${shortId}`,
    shortId,
    name: making.name,
    status: 'ACTIVE',
    modelKey: modelKeyOf(source.modelArns),
    modelArns: source.modelArns,
    route: routeFrom(source),
    sourceId: source.id,
    createdAt: NOW,
    firstSeenAt: NOW,
    lastSeenAt: NOW,
    goneAt: null,
    history: [{ from: NOW, tags: { ...tagsOfMaking(KEYS, wanted, making), ...more } }],
  };
}

/** The profiles after the first so many steps of a plan were done, as the job does them. */
export function applied(facts: PlanFacts, { steps }: Proposal, count = steps.length): PlanFacts {
  let profiles = [...facts.profiles];
  for (const { deed } of steps.slice(0, count)) {
    if (deed.kind === 'create') {
      const same = profiles.filter((one) => isMadeFor(one, deed.wanted, facts.rules));
      const there = same.some(
        (one) => one.goneAt === null && fitOf(tagsOf(one), deed.wanted, facts.rules) === 'same',
      );
      if (!there) profiles.push(madeOf(deed.wanted, same.length));
    }
    profiles = profiles.map((one) => {
      if (deed.kind === 'delete' && deed.arn === one.arn) return { ...one, goneAt: NOW };
      if (deed.kind !== 'tag' || deed.arn !== one.arn) return one;
      return { ...one, history: [{ from: NOW, tags: tagsAfter(tagsOf(one), deed.set, deed.remove) }] };
    });
  }
  return { ...facts, profiles };
}

/** What a plan does, line by line. */
export const lines = (wish: Wish, facts: PlanFacts): string[] => linesOf(planFor(wish, facts));
export const linesOf = ({ steps, refused, unchanged }: Proposal): string[] => [
  ...steps.map(({ deed, about, phase }) => {
    const place = deed.kind === 'create' ? deed.wanted : deed.kind === 'byHand' ? null : deed.place;
    const what =
      deed.kind === 'create'
        ? deed.wanted.sourceId
        : deed.kind === 'tag'
          ? JSON.stringify([deed.set, deed.remove])
          : '';
    return `${phase} ${deed.kind} ${about} ${what} ${place?.accountId.slice(0, 4)} ${place?.region}`;
  }),
  ...refused.map(({ about, key }) => `refused ${about}: ${key}`),
  ...(unchanged === 0 ? [] : [`unchanged ${unchanged}`]),
];
