import { type Partition, partitionOf } from '../regions.ts';
import type { CatalogueEntry } from '../types.ts';
import { ANYWHERE, allowsModel, GLOBAL, geographyOf } from './choices.ts';
import { withAnywhere } from './ends.ts';
import type { ProbeFacts } from './probes.ts';
import type { Tags } from './types.ts';

/** What policies are probed with: an account with its routes, as the ledger knows them. */

export interface Surveyed {
  accountId: string;
  /** The Region that is called. */
  region: string;
  catalogue: readonly CatalogueEntry[];
  choices: ProbeFacts['choices'];
  /** ARN and tags of who calls; tags that they lack are made up. */
  caller: { arn: string; tags: Tags };
}

/** Names that nobody has. */
const MADE_UP = { user: 'somebody@example.com', costCenter: 'a-cost-center' };
const NO_MODEL = 'anthropic.claude-sonnet-4-6-v1:0';

export function probeFacts({ accountId, region, catalogue, choices, caller }: Surveyed): ProbeFacts {
  const { tagKeys, destinations } = choices;
  const { model, routes } = routesOf(region, catalogue, choices);
  const ends = Object.values(routes).flat();
  return {
    choices: { ...choices, destinations: [...new Set([...destinations, ...ends])].sort() },
    caller: {
      arn: caller.arn,
      accountId,
      tags: { [tagKeys.user]: MADE_UP.user, [tagKeys.costCenter]: MADE_UP.costCenter, ...caller.tags },
    },
    region,
    model,
    routes,
  };
}

/** An allowed model that has most of the allowed routes from a Region, and where they end. */
function routesOf(
  region: string,
  catalogue: readonly CatalogueEntry[],
  { geographies, models }: ProbeFacts['choices'],
) {
  const systems = catalogue.filter(
    (entry) =>
      entry.type === 'systemProfile' &&
      entry.region === region &&
      geographies.includes(geographyOf(entry.id)) &&
      allowsModel(models, entry.modelKey),
  );
  const byModel = [...Map.groupBy(systems, ({ modelKey }) => modelKey)].sort(
    ([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1),
  );
  const anyModel = models?.[0]?.replace('*', '') ?? NO_MODEL;
  const [model = anyModel, entries = []] = byModel[0] ?? [];
  const routes: Record<string, string[]> = {};
  for (const { id, modelArns } of entries)
    routes[geographyOf(id)] = (geographyOf(id) === GLOBAL ? withAnywhere(modelArns) : modelArns).map(
      (arn) => arn.split(':')[3] ?? '',
    );
  // Without a catalogue nobody knows where a geography ends, but for the Region itself.
  for (const geography of geographies) routes[geography] ??= geography === GLOBAL ? [region, ''] : [region];
  return { model, routes };
}

/** The Region by which services without Regions are reached. */
export const GLOBAL_REGIONS: Readonly<Record<Partition, string>> = {
  aws: 'us-east-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-eusc': 'eusc-de-east-1',
  'aws-cn': 'cn-northwest-1',
  'aws-iso': 'us-iso-east-1',
  'aws-iso-b': 'us-isob-east-1',
  'aws-iso-e': 'eu-isoe-west-1',
  'aws-iso-f': 'us-isof-south-1',
};
export const globalRegionOf = (region: string): string => GLOBAL_REGIONS[partitionOf(region)];

/** How a destination is told to people. */
export const destinationWords = (destination: string): string =>
  destination === ANYWHERE || destination === ''
    ? 'the global route (aws:RequestedRegion = unspecified)'
    : destination;
