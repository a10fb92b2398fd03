import { INVOKE } from './actions.ts';
import { BUDGET_STATUS, GLOBAL, IN_REGION, type PolicyChoices, WITHIN } from './choices.ts';
import { sampleTags } from './furtherTags.ts';
import type { Hole } from './holes.ts';
import type { Call, CalledResource, Caller, Tags } from './types.ts';

/** Calls by which policies are probed: of whom, on what, and what is expected. */

/** With whom and what is asked. */
export interface ProbeFacts {
  choices: Pick<
    PolicyChoices,
    | 'partition'
    | 'tagKeys'
    | 'tags'
    | 'models'
    | 'geographies'
    | 'destinations'
    | 'selfService'
    | 'enforcement'
    | 'needsMark'
    | 'opened'
    | 'tiers'
  >;
  /** Somebody with an owner tag and a cost center of their own. */
  caller: Caller;
  region: string;
  /** A foundation model. */
  model: string;
  /** Where the routes of the Region end, for geographies that are allowed: Regions, `''` for the Region-less model. */
  routes: Readonly<Record<string, readonly string[]>>;
}

export interface Probe {
  id: string;
  expects: 'allowed' | 'denied';
  /** What is open, or not possible, when it is not as expected. */
  hole: Hole;
  /** null where it is not asked with these choices. */
  call(facts: ProbeFacts): Call | null;
}

export const COLLEAGUE = 'somebody.else@example.com';
export const OTHER_COST_CENTER = 'another-cost-center';
export const OTHER_ACCOUNT = '999999999999';

export type Make = (about: About) => Partial<Call> & Pick<Call, 'on'>;
export interface About extends ProbeFacts {
  /** The caller's own. */
  own: Tags;
  /** Those of one that answers the caller. */
  answering: Tags;
  others: Tags;
  profile(tags: Tags, more?: Partial<CalledResource>): CalledResource;
  /** A resource of the account without tags. */
  at(path: string, service?: string): CalledResource;
  models(regions: readonly string[]): string[];
  system(geography: string): CalledResource;
}

function aboutOf(facts: ProbeFacts): About {
  const { choices, caller, region, model, routes } = facts;
  const { partition, tagKeys, tags } = choices;
  const further = sampleTags(tags);
  const models = (regions: readonly string[]) =>
    regions.map((one) => `arn:${partition}:bedrock:${one}::foundation-model/${model}`);
  const at = (path: string, service = 'bedrock'): CalledResource => ({
    arn: `arn:${partition}:${service}:${region}:${caller.accountId}:${path}`,
    tags: {},
    modelArns: [],
  });
  const [, usual = [region]] =
    Object.entries(routes).find(([name]) => name !== GLOBAL) ?? Object.entries(routes)[0] ?? [];
  const own = {
    [tagKeys.user]: caller.tags[tagKeys.user] ?? '',
    [tagKeys.costCenter]: caller.tags[tagKeys.costCenter] ?? '',
    ...further,
  };
  return {
    ...facts,
    own,
    answering: choices.needsMark === true ? { ...own, [BUDGET_STATUS]: WITHIN } : own,
    others: { [tagKeys.user]: COLLEAGUE, [tagKeys.costCenter]: OTHER_COST_CENTER, ...further },
    models,
    at,
    profile: (tags, more = {}) => ({
      ...at('application-inference-profile/abc123def456'),
      tags,
      modelArns: models(usual),
      ...more,
    }),
    system: (geography) => ({
      ...at(`inference-profile/${geography}.${model}`),
      modelArns: models(routes[geography] ?? [region]),
    }),
  };
}

/** One call of whoever the facts are about, unless `make` says otherwise; null where it is not asked. */
export const callOf =
  (action: string, make: Make, asked?: Asked): Probe['call'] =>
  (facts) => {
    const about = aboutOf(facts);
    if (asked !== undefined && !asked(about)) return null;
    return {
      action,
      caller: facts.caller,
      region: facts.region,
      tagsWhileCreating: 'present',
      ...tierOf(facts),
      ...make(about),
    };
  };
/** A call names its service tier only where the default one is not allowed. */
const tierOf = ({ choices: { tiers } }: ProbeFacts): Pick<Call, 'serviceTier'> => {
  const [tier] = tiers ?? [];
  return tier === undefined || tiers?.includes('default') ? {} : { serviceTier: tier };
};

export const probe = (
  id: string,
  expects: Probe['expects'],
  hole: Hole,
  action: string,
  make: Make,
  asked?: Asked,
): Probe => ({
  id,
  expects,
  hole,
  call: callOf(action, make, asked),
});
export type Asked = (about: About) => boolean;

/** Calls come as one answer or as a stream, which are two actions. */
export const calling = (
  id: string,
  expects: Probe['expects'],
  hole: Hole,
  make: Make,
  asked?: Asked,
): Probe[] =>
  INVOKE.map((action, at) => probe(at === 0 ? id : `${id}.stream`, expects, hole, action, make, asked));
/** Whether IAM sees the tags of a profile on itself while it is being made is not known. */
export const creating = (
  id: string,
  expects: Probe['expects'],
  hole: Hole,
  make: Make,
  asked?: Asked,
): Probe[] =>
  (['present', 'absent'] as const).map((tagsWhileCreating) =>
    probe(
      tagsWhileCreating === 'present' ? id : `${id}.untaggedYet`,
      expects,
      hole,
      'bedrock:CreateInferenceProfile',
      (about) => ({ ...make(about), tagsWhileCreating }),
      asked,
    ),
  );
export const denied = (id: string, hole: Hole, action: string, make: Make, asked?: Asked): Probe[] => [
  probe(id, 'denied', hole, action, make, asked),
];

export const allows =
  (geography: string): Asked =>
  ({ choices }) =>
    choices.geographies.includes(geography);
export const forbids =
  (geography: string): Asked =>
  (about) =>
    !allows(geography)(about);
export const selfServes: Asked = ({ choices }) => choices.selfService;
export const isGeo = (name: string): boolean => name !== GLOBAL && name !== IN_REGION;

export const callerNamed = (about: About, user: string | null): Caller => {
  const { [about.choices.tagKeys.user]: _, ...others } = about.caller.tags;
  return {
    ...about.caller,
    tags: user === null ? others : { ...others, [about.choices.tagKeys.user]: user },
  };
};
export const upper = (tags: Tags, key: string): Tags => ({ ...tags, [key]: (tags[key] ?? '').toUpperCase() });

/** A Region of another part of the world, which no allowed route leads to; null in a partition of few Regions. */
export function elsewhere({ choices, region }: ProbeFacts): string | null {
  const known = {
    aws: ['eu-central-1', 'us-west-2', 'ap-southeast-2', 'sa-east-1', 'ca-central-1', 'me-central-1'],
  };
  const regions = choices.partition === 'aws' ? known.aws : [];
  return regions.find((one) => one !== region && !choices.destinations.includes(one)) ?? null;
}
/** A geography that is not allowed; the source of a profile that nobody should have. */
export const forbiddenGeography = ({ choices }: ProbeFacts): string =>
  ['eu', 'us', 'apac', 'jp', 'au'].find((one) => !choices.geographies.includes(one)) ?? 'ca';
