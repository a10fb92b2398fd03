import { partitionOf } from '../regions.ts';
import type { Settings } from '../settings.ts';
import { needsMark } from '../stop/settings.ts';
import type { CatalogueEntry } from '../types.ts';
import {
  allowsGeography,
  destinationsOf,
  endsByRegion,
  geographiesIn,
  OWN_ACCOUNT,
  type PolicyChoices,
  routesOf,
} from './choices.ts';

/** What an installation's policies are made for, as its settings say it. */

/** The name of the role of this product, where the settings name no ARN. */
export const SERVICE_ROLE = 'bedrock-ledger';

/** What may be chosen otherwise than it is set. */
export type Chosen = Partial<
  Omit<
    PolicyChoices,
    | 'destinations'
    | 'ends'
    | 'routes'
    | 'needsMark'
    | 'boundary'
    | 'serviceRoles'
    | 'namedRoles'
    | 'topics'
    | 'tagKeys'
    | 'tags'
    | 'shared'
  >
> & {
  tagKeys?: Partial<PolicyChoices['tagKeys']>;
  /** As it is set unless chosen. */
  shared?: boolean;
};

/**
 * The choices of an installation, with what was chosen otherwise. Geographies that nobody chose are those that the
 * catalogue has for the Regions, without the global route (`allowsGeography`).
 */
export function choicesOf(
  settings: Pick<Settings, 'accounts' | 'payer' | 'regions' | 'tagKeys' | 'policies' | 'vending'> &
    Partial<Pick<Settings, 'notify' | 'enforcement'>>,
  catalogue: readonly CatalogueEntry[],
  chosen: Chosen = {},
): PolicyChoices {
  const { policies } = settings;
  const regions = chosen.regions ?? settings.regions;
  const partition = chosen.partition ?? partitionOf(regions[0] ?? '');
  const accounts = chosen.accounts ?? settings.accounts.map(({ accountId }) => accountId);
  const geographies =
    chosen.geographies ??
    policies.geographies ??
    geographiesIn(catalogue, regions).filter((geography) => allowsGeography(null, geography));
  const models = chosen.models === undefined ? policies.models : chosen.models;
  const closes = {
    selfService: chosen.selfService ?? policies.selfService,
    enforcement: chosen.enforcement ?? policies.enforcement,
  };
  const ends = endsByRegion(catalogue, { regions, geographies, models });
  return {
    partition,
    accounts: accounts.length === 0 ? [OWN_ACCOUNT] : accounts,
    regions,
    tagKeys: { ...settings.tagKeys, ...chosen.tagKeys },
    tags: settings.vending.tags,
    models,
    geographies,
    routes: routesOf(catalogue, { regions, geographies }),
    ends,
    destinations: destinationsOf(ends),
    ...closes,
    ...(settings.enforcement !== undefined &&
    needsMark({ enforcement: settings.enforcement, policies: closes })
      ? { needsMark: true }
      : {}),
    ...(settings.enforcement?.boundary ? { boundary: settings.enforcement.boundary.policyName } : {}),
    ...((chosen.shared ?? settings.vending?.shared.enabled)
      ? { shared: settings.vending?.shared.by ?? [] }
      : {}),
    opened: chosen.opened ?? policies.opened,
    tiers: chosen.tiers === undefined ? (policies.tiers?.length ? policies.tiers : null) : chosen.tiers,
    // What is set stays: whoever adds one does not lose the others.
    exemptions: [
      ...policies.exemptions.filter(
        ({ pattern }) => !chosen.exemptions?.some((one) => one.pattern === pattern),
      ),
      ...(chosen.exemptions ?? []),
    ],
    serviceRoles: serviceRoles(settings, partition, accounts),
    ...topicsIn(settings.notify),
    namedRoles: [settings.payer, ...settings.accounts].flatMap(({ roleArn }) => roleArn ?? []),
  };
}

/** The role of each account: as the settings name it, else by the name that this product gives it. */
/** Topics that the settings name; left out where they name none. */
function topicsIn(notify: Settings['notify'] | undefined): Pick<PolicyChoices, 'topics'> {
  const topics = (notify?.channels ?? []).flatMap((one) => (one.kind === 'sns' ? one.topicArn : []));
  return topics.length === 0 ? {} : { topics: [...new Set(topics)].sort() };
}

function serviceRoles(
  { accounts, payer }: Pick<Settings, 'accounts' | 'payer'>,
  partition: string,
  chosen: readonly string[],
): string[] {
  const named = new Map(accounts.map(({ accountId, roleArn }) => [accountId, roleArn]));
  const ofPayer = payer.roleArn === null ? [] : [payer.roleArn];
  const others = chosen.map(
    (account) =>
      named.get(account) ??
      `arn:${partition}:iam::${account === OWN_ACCOUNT ? '*' : account}:role/${SERVICE_ROLE}`,
  );
  return [...new Set([...ofPayer, ...others])];
}
