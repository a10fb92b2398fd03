import type { TagKeys } from '../estate.ts';
import type { Partition } from '../regions.ts';
import type { CatalogueEntry } from '../types.ts';
import type { FurtherTag } from '../vending/tags.ts';

/** What policies are made for, and the names that they speak of. */

/** Models that answer in the Region that is called, without a route across Regions. */
export const IN_REGION = 'in-region';
/** The route that may end anywhere. */
export const GLOBAL = 'global';
/** What IAM says as Region of a destination of the global route. */
export const ANYWHERE = 'unspecified';

/** The tag that says who made a profile, and its value on those of this product. */
export const MANAGED_BY = 'ManagedBy';
export const OURS = 'bedrock-ledger';
/** The tag that stops a profile, and the value that does. */
export const BUDGET_STATUS = 'BudgetStatus';
export const EXCEEDED = 'exceeded';
/** The value that lets a profile answer where only those answer that bear a mark. */
export const WITHIN = 'ok';

/** Id of a foundation model, or its beginning with `*` at the end. */
export const MODEL_PATTERN = /^[a-z0-9][a-zA-Z0-9.:-]*\*?$/;

/** Source: `ServiceTierType` of Bedrock's runtime. */
export const SERVICE_TIERS = ['default', 'flex', 'priority', 'reserved'] as const;

const EXEMPT_PATTERN = /^arn:aws[a-z-]*:iam::(?:\d{12}|\*):(?:role|user)\/([\w+=,.@/-]{3,})\*?$/;
/** Roles of people who come through IAM Identity Center. */
const OF_PEOPLE = 'aws-reserved/sso.amazonaws.com/AWSReservedSSO_';

/** The role of one permission set, whose name is written out: of break-glass, for example. */
const OF_ONE_SET =
  /^arn:aws[a-z-]*:iam::(?:\d{12}|\*):role\/aws-reserved\/sso\.amazonaws\.com\/(?:[a-z0-9-]+\/)?AWSReservedSSO_[\w+=,.@-]{3,}_\*$/;

/**
 * Whether the guard may leave alone whoever fits: `aws:PrincipalArn` of a role or user, `*` at its end alone and not for
 * all of a name. A pattern that fits everybody, or everybody of Identity Center, would leave nobody bound; that of a
 * session is never the ARN that IAM compares.
 */
export function isExemptible(pattern: string): boolean {
  if (OF_ONE_SET.test(pattern)) return true;
  const name = EXEMPT_PATTERN.exec(pattern)?.[1];
  return name !== undefined && !OF_PEOPLE.startsWith(name) && !name.startsWith('aws-reserved/');
}

/** A key as Bedrock takes it in tags, and IAM within the name of a condition key. */
export const TAG_KEY = /^(?!aws:)[a-z0-9\s._:/=+@-]{1,128}$/i;

/** A key that stands for two things, whatever its case: IAM compares keys in any case. Null where all differ. */
export function keyTwice(
  { user, costCenter, profile }: TagKeys,
  further: readonly Pick<FurtherTag, 'key'>[] = [],
): string | null {
  const keys = [user, costCenter, profile, MANAGED_BY, BUDGET_STATUS, ...further.map(({ key }) => key)].map(
    (key) => key.toLowerCase(),
  );
  return keys.find((key, at) => keys.indexOf(key) !== at) ?? null;
}

/** A role that the guard leaves alone. */
export interface Exemption {
  /** Pattern of `aws:PrincipalArn`. */
  pattern: string;
  /** Who answers for it. */
  owner: string;
  reason: string;
}

/** What a set of policies allows. Read from settings and what was typed; destinations come from the catalogue. */
export interface PolicyChoices {
  partition: Partition;
  /** Accounts with profiles. `own`: the one of whoever calls, for policies that go to many accounts. */
  accounts: readonly string[];
  /** Regions that are called. */
  regions: readonly string[];
  tagKeys: TagKeys;
  /** Tags beside owner and cost center that a profile must or may have. */
  tags: readonly FurtherTag[];
  /** Ids of foundation models, `*` at the end for all that begin so; null: all. */
  models: readonly string[] | null;
  /** `in-region`, `us`, `eu`, `jp`, …, `global`. */
  geographies: readonly string[];
  /** By Region, those of the geographies that its profiles have. */
  routes: Readonly<Record<string, readonly string[]>>;
  /** By Region, where its routes end: Regions, and '' for the model without Region of the global route. */
  ends: Readonly<Record<string, readonly string[]>>;
  /** All of these, sorted. */
  destinations: readonly string[];
  /** Whether people make, tag and delete their profiles themselves, beside getting them from this product. */
  selfService: boolean;
  /** Whether a profile marked as over its budget is denied. */
  enforcement: boolean;
  /**
   * Whether only those profiles answer that the service marked as within their budget: a fresh one of somebody's own making is
   * no way round. Missing: all answer that are not marked as over it.
   */
  needsMark?: boolean;
  /** Of the actions that are closed, those that are open. */
  opened: readonly string[];
  /**
   * Whether people may call profiles that carry no name and are charged to their own cost center: the further tags that must
   * be their own as well. Missing: none is shared.
   */
  shared?: readonly string[];
  /** Service tiers of a call; null: any. */
  tiers: readonly string[] | null;
  exemptions: readonly Exemption[];
  /** ARNs of the roles as which this product works, by their usual name where the settings name none. */
  serviceRoles: readonly string[];
  /** Those that the settings name: only what is known to be there is left alone by the guard. */
  namedRoles: readonly string[];
  /** The name of the policy that holds wide stops as permissions boundary. Missing: marks hold them. */
  boundary?: string;
  /** ARNs of topics of Amazon SNS that this product publishes to. Missing: none. */
  topics?: readonly string[];
}

export const OWN_ACCOUNT = 'own';

/** What is set about policies; null: worked out. */
export interface PolicySettings {
  geographies: string[] | null;
  models: string[] | null;
  selfService: boolean;
  enforcement: boolean;
  opened: string[];
  tiers: string[] | null;
  exemptions: Exemption[];
}

const CALLERS = `\${aws:PrincipalAccount}`;

/**
 * An account as it stands in ARNs of resources: IAM takes variables there only after the fifth colon, so that any
 * account stands for the caller's own, which `inOwnAccount` then asks for.
 */
const inArn = (account: string): string => (account === OWN_ACCOUNT ? '*' : account);
/** What is compared where the ARN alone does not say that it is the caller's own account. */
export const inOwnAccount = ({ accounts }: PolicyChoices): Readonly<Record<string, string>> =>
  isNamed(accounts) ? {} : { 'aws:ResourceAccount': CALLERS };

/** Of several accounts each person calls that in which they are signed in. */
export const isNamed = (accounts: readonly string[]): boolean =>
  accounts.length === 1 && accounts[0] !== OWN_ACCOUNT;

const profilesOf = ({ partition, regions }: PolicyChoices, accounts: readonly string[]): string[] =>
  accounts.flatMap((account) =>
    regions.map((region) => `arn:${partition}:bedrock:${region}:${account}:application-inference-profile/*`),
  );
/** All application inference profiles of the accounts and Regions, as resources. */
export const profileArns = (choices: PolicyChoices): string[] =>
  profilesOf(choices, [...new Set(choices.accounts.map(inArn))]);
/** Those of the caller's account as values of a condition, where variables may stand anywhere. */
export const profileValues = (choices: PolicyChoices, regions = choices.regions): string[] =>
  profilesOf({ ...choices, regions }, isNamed(choices.accounts) ? choices.accounts : [CALLERS]);

const modelsOf = ({ models }: PolicyChoices): readonly string[] => models ?? ['*'];

/** Regions whose calls end in the same places, with the models there. */
export interface EndsGroup {
  regions: readonly string[];
  modelArns: readonly string[];
  /** What tells its statements apart: '' where there is but one. */
  suffix: string;
}
export function endsGroups(choices: PolicyChoices): EndsGroup[] {
  const { partition, regions, ends } = choices;
  const groups = [...Map.groupBy(regions, (region) => (ends[region] ?? []).join()).values()];
  return groups.map((some) => ({
    regions: some,
    modelArns: (ends[some[0] ?? ''] ?? []).flatMap((region) =>
      modelsOf(choices).map((model) => `arn:${partition}:bedrock:${region}::foundation-model/${model}`),
    ),
    suffix: groups.length === 1 ? '' : `${SUFFIX}${some.map(camel).join('')}`,
  }));
}
const SUFFIX = 'From';
/** `UsEast1` of `us-east-1`: a Sid holds letters and digits alone. */
const camel = (region: string): string =>
  region.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
/** The Sid without what tells it apart from its like. */
export const plainSid = (sid: string): string =>
  sid.replace(/From(?:[A-Z][a-z]+[A-Z][a-zA-Z]*\d)+$/, '').replace(/^(DenyShares\w*?)\d+$/, '$1');

/** What a profile may be copied from: system profiles of the geographies, and models of the Regions themselves. */
export function sourceArns(choices: PolicyChoices): string[] {
  const { partition, accounts, regions, geographies, routes } = choices;
  const inRegion = geographies.includes(IN_REGION);
  return regions.flatMap((region) =>
    modelsOf(choices).flatMap((model) => [
      ...(inRegion ? [`arn:${partition}:bedrock:${region}::foundation-model/${model}`] : []),
      // System profiles are the same in every account.
      ...(isNamed(accounts) ? accounts : ['*']).flatMap((account) =>
        (routes[region] ?? []).map(
          (geography) =>
            `arn:${partition}:bedrock:${region}:${account}:inference-profile/${geography}.${model}`,
        ),
      ),
    ]),
  );
}

/** The geography of a system profile's id: what stands before its first dot. */
export const geographyOf = (id: string): string => id.slice(0, id.indexOf('.'));

/**
 * Whether calls may take a route, by what is set; null: any but the global one, for whether prompts may leave the geography
 * is for people to say. What policies allow and what profiles are made for is both asked here.
 */
export const allowsGeography = (geographies: readonly string[] | null, geography: string): boolean =>
  geographies === null ? geography !== GLOBAL : geographies.includes(geography);

/** Whether a model is among those of the patterns; null allows all. */
export const allowsModel = (patterns: readonly string[] | null, model: string): boolean =>
  patterns === null ||
  patterns.some((pattern) =>
    pattern.endsWith('*') ? model.startsWith(pattern.slice(0, -1)) : model === pattern,
  );

/** Geographies that a catalogue has for profiles of the Regions, sorted, `in-region` first and `global` last. */
export function geographiesIn(catalogue: readonly CatalogueEntry[], regions: readonly string[]): string[] {
  const found = new Set(
    catalogue
      .filter(({ type, region }) => type === 'systemProfile' && regions.includes(region))
      .map(({ id }) => geographyOf(id)),
  );
  return [
    IN_REGION,
    ...[...found].filter((geography) => geography !== GLOBAL).sort(),
    ...(found.has(GLOBAL) ? [GLOBAL] : []),
  ];
}

/** The geographies among these that profiles of each Region have, in the order of `geographies`. */
export const routesOf = (
  catalogue: readonly CatalogueEntry[],
  { regions, geographies }: Pick<PolicyChoices, 'regions' | 'geographies'>,
): PolicyChoices['routes'] =>
  Object.fromEntries(
    regions.map((region) => {
      const [, ...there] = geographiesIn(catalogue, [region]);
      return [region, geographies.filter((geography) => there.includes(geography))];
    }),
  );

/**
 * Where calls of each Region may end, by the routes that are allowed: Regions sorted, '' first for the global one. Read
 * from the models behind the system profiles; nobody types them.
 */
export function endsByRegion(
  catalogue: readonly CatalogueEntry[],
  { regions, geographies, models }: Pick<PolicyChoices, 'regions' | 'geographies' | 'models'>,
): PolicyChoices['ends'] {
  const allowed = catalogue.filter(
    ({ type, id, modelKey }) =>
      type === 'systemProfile' && geographies.includes(geographyOf(id)) && allowsModel(models, modelKey),
  );
  const endsFrom = (called: string): string[] => {
    const found = new Set(geographies.includes(IN_REGION) ? [called] : []);
    for (const { id, modelArns } of allowed.filter(({ region }) => region === called)) {
      for (const arn of modelArns) found.add(arn.split(':')[3] ?? '');
      // Listings show the model without Region in some places and leave it out in others; it is judged in all.
      if (geographyOf(id) === GLOBAL) found.add('');
    }
    return [...found].sort();
  };
  return Object.fromEntries(regions.map((region) => [region, endsFrom(region)]));
}

/** All places where calls may end. */
export const destinationsOf = (ends: PolicyChoices['ends']): string[] =>
  [...new Set(Object.values(ends).flat())].sort();
