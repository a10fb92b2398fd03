import { addressOn } from '../../core/estate.ts';
import { isUnknownModel } from '../../core/models.ts';
import type { Person } from '../../core/people.ts';
import { globOf, matchesGlob } from '../../core/policies/arns.ts';
import { type AttributeFinding, attributeFindings, peopleFindings } from '../../core/policies/attributes.ts';
import type { PolicyChoices } from '../../core/policies/choices.ts';
import { endsAsAllowed, endsOf } from '../../core/policies/ends.ts';
import type { AccountControls, Holder, ModelAccess, PermissionSets } from '../../core/policies/found.ts';
import { controlsOf, type Held, type HoldersReport, holdersReport } from '../../core/policies/holders.ts';
import { type PastedReport, pastedReport } from '../../core/policies/pasted.ts';
import { probeFacts } from '../../core/policies/probeFacts.ts';
import { type CalledProfile, type RegionsDenied, regionsDenied } from '../../core/policies/regionsDenied.ts';
import { choicesOf } from '../../core/policies/standard.ts';
import type { PoliciesInForce } from '../../core/policies/types.ts';
import { partitionOf } from '../../core/regions.ts';
import type { Settings } from '../../core/settings.ts';
import type { CatalogueEntry, Place, Profile } from '../../core/types.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';
import {
  controlsIn,
  holdersIn,
  type PolicyGateways,
  type Reading,
  readingOf,
  setsOf,
  type Unread,
} from './inForceReads.ts';

/** Policies as they are in force, held against what ours promise. For administrators: it says where the doors are. */

export interface PoliciesReport extends HoldersReport {
  /** Geographies that were taken as allowed. */
  geographies: readonly string[];
  /** Of accounts under the same service control policies, where these deny destinations. */
  regions: readonly (RegionsDenied & { accounts: readonly string[] })[];
  /** The management account, which service control policies do not bind, where profiles of it are read. */
  unbound: string | null;
  attributes: readonly AttributeFinding[];
  /** Whether the directory was there to be asked at all. */
  directory: boolean;
  models: readonly (Place & ModelAccess)[];
  unread: readonly Unread[];
}

/**
 * Reads permission sets, roles, users and service control policies, as far as they may be read, and says what is open.
 * @throws Forbidden for whoever is no administrator
 */
export async function policiesInForce(asking: Asking, aws: PolicyGateways): Promise<PoliciesReport> {
  const known = await inOneReading(asking, knownOf);
  const reading = readingOf();
  const { settings } = asking;
  const accounts = settings.accounts.map(({ accountId }) => accountId);
  const sets = await setsOf(aws, settings, reading);
  const controls = new Map<string, AccountControls | null>();
  const holders = new Map<string, readonly Holder[]>();
  for (const accountId of accounts) {
    controls.set(accountId, await controlsIn(aws, settings, accountId, reading));
    holders.set(accountId, await holdersIn(aws, settings, accountId, reading));
  }
  const choices = choicesOf(settings, known.catalogue);
  const held = heldIn({ settings, known, sets, controls, holders, choices });
  return {
    ...holdersReport(held),
    geographies: choices.geographies,
    // That other routes are denied is meant: who takes them is told by the audit.
    regions: regionsIn(
      accounts,
      controls,
      known.profiles.filter((one) => endsAsAllowed(choices, { ...one, modelArns: endsOf(one) })),
    ),
    unbound:
      [...controls.values()].find((one) => one?.accountId === one?.managementAccountId)?.accountId ?? null,
    attributes: [
      ...(sets === null ? [] : attributeFindings(sets.attributes, settings.tagKeys)),
      ...peopleFindings(
        known.people,
        known.profiles.map((profile) => addressOn(profile, settings.tagKeys)),
        settings.tagKeys,
      ),
    ],
    directory: settings.directory !== null,
    models: await modelsIn(aws, known.profiles, reading),
    unread: reading.unread,
  };
}

interface Known {
  /** Those that are there. */
  profiles: Profile[];
  catalogue: CatalogueEntry[];
  people: Person[];
}

async function knownOf(inside: Asking): Promise<Known> {
  mustBeAllowed(inside, 'change', { kind: 'policies' });
  const { store } = inside;
  return {
    profiles: (await store.profiles.all()).filter(({ goneAt }) => goneAt === null),
    catalogue: await store.profiles.catalogue(),
    people: await store.people.list(),
  };
}

/** Policies that were handed in, with the routes that the ledger knows. */
export const judgePasted = (asking: Asking, policies: PoliciesInForce): Promise<PastedReport> =>
  inOneReading(asking, async (inside) => {
    const { profiles, catalogue } = await knownOf(inside);
    return pastedReport(policies, inside.settings, catalogue, profiles);
  });

interface Survey {
  settings: Settings;
  known: Known;
  sets: PermissionSets | null;
  controls: ReadonlyMap<string, AccountControls | null>;
  holders: ReadonlyMap<string, readonly Holder[]>;
  choices: PolicyChoices;
}

/** Permission sets once for each account they are in, and whoever else there is. */
function heldIn(survey: Survey): Held[] {
  const { settings, sets, holders } = survey;
  const accounts = settings.accounts.map(({ accountId }) => accountId);
  const named = sets?.sets ?? [];
  const own = new Set([settings.payer.roleArn, ...settings.accounts.map(({ roleArn }) => roleArn)]);
  // Whoever is on the exemption list has what they need by intent.
  const exempt = survey.choices.exemptions.map(({ pattern }) => globOf(pattern));
  const ofSets = named.flatMap((set) => {
    const within = accounts.filter((accountId) => set.accounts.includes(accountId));
    return (within.length > 0 ? within : set.accounts.length > 0 ? [] : accounts.slice(0, 1)).map(
      (accountId) => heldBy(survey, withRoles(set, holders.get(accountId) ?? []), accountId),
    );
  });
  const others = accounts.flatMap((accountId) =>
    (holders.get(accountId) ?? [])
      // Those of sets are judged as sets; nobody can change what AWS made for its services; our own has a policy of its own.
      .filter(
        ({ name, arn }) =>
          !named.some((set) => isRoleOf(set, name)) && !arn.includes(':role/aws-service-role/'),
      )
      .filter(({ arn }) => !own.has(arn) && !exempt.some((pattern) => matchesGlob(pattern, arn)))
      .map((holder) => heldBy(survey, holder, accountId)),
  );
  return [...ofSets, ...others];
}

const RESERVED = 'AWSReservedSSO_';
const isRoleOf = (set: Holder, role: string): boolean =>
  role.startsWith(`${RESERVED}${set.name}_`) &&
  /^[0-9a-f]+$/.test(role.slice(RESERVED.length + set.name.length + 1));

/** Policies of the account that a set names are read where its role is. */
function withRoles(set: Holder, inAccount: readonly Holder[]): Holder {
  const role = inAccount.find(({ name }) => isRoleOf(set, name));
  if (role === undefined) return set;
  const filled = set.policies.map(
    (policy) =>
      (policy.text === null ? role.policies.find(({ name }) => name === policy.name) : null) ?? policy,
  );
  const boundary = set.boundary?.text === null ? (role.boundary ?? set.boundary) : set.boundary;
  return { ...set, policies: filled, boundary };
}

function heldBy({ settings, known, controls, choices }: Survey, holder: Holder, accountId: string): Held {
  const here = known.profiles.filter((profile) => profile.accountId === accountId);
  const [region = 'us-east-1'] = [...settings.regions].sort(
    (a, b) =>
      countIn(here, b) - countIn(here, a) || settings.regions.indexOf(a) - settings.regions.indexOf(b),
  );
  return {
    holder,
    accountId,
    controls: controls.get(accountId) ?? null,
    facts: probeFacts({
      accountId,
      region,
      catalogue: known.catalogue,
      // Whoever has no self-service of their own is not told that it lacks; what it would open is.
      choices: { ...choices, selfService: false },
      caller: { arn: callerArn(holder, accountId, region), tags: holder.tags },
    }),
  };
}

const countIn = (profiles: readonly Profile[], region: string): number =>
  profiles.filter((profile) => profile.region === region).length;

const callerArn = ({ kind, name, arn }: Holder, accountId: string, region: string): string =>
  kind === 'permissionSet'
    ? `arn:${partitionOf(region)}:iam::${accountId}:role/aws-reserved/sso.amazonaws.com/${RESERVED}${name}_0000000000000000`
    : arn;

/** Accounts under the same policies are told of together: what is to be changed is the same. */
function regionsIn(
  accounts: readonly string[],
  controls: ReadonlyMap<string, AccountControls | null>,
  profiles: readonly Profile[],
): (RegionsDenied & { accounts: readonly string[] })[] {
  const alike = Map.groupBy(accounts, (accountId) =>
    JSON.stringify(controlsOf(controls.get(accountId) ?? null)),
  );
  return [...alike.values()].flatMap((some) => {
    const levels = controlsOf(controls.get(some[0] ?? '') ?? null);
    if (levels.length === 0) return [];
    const called = profiles.filter(({ accountId }) => some.includes(accountId));
    return [{ accounts: some, ...regionsDenied(levels, distinctRoutes(called)) }];
  });
}

/** One profile for each place and way that calls take. */
function distinctRoutes(profiles: readonly Profile[]): CalledProfile[] {
  const called = profiles.map((profile): [string, CalledProfile] => {
    const modelArns = endsOf(profile);
    const regions = modelArns.map((arn) => arn.split(':')[3]).sort();
    return [`${profile.accountId} ${profile.region} ${regions}`, { arn: profile.arn, modelArns }];
  });
  return [...new Map(called).values()];
}

/** Of models that profiles stand for; so many questions at most. */
const MOST_MODELS = 20;
async function modelsIn(
  aws: PolicyGateways,
  profiles: readonly Profile[],
  { read, unread }: Reading,
): Promise<(Place & ModelAccess)[]> {
  const asked = new Map(
    profiles
      .filter(({ modelKey }) => !isUnknownModel(modelKey))
      .map(({ accountId, region, modelKey }) => [
        `${accountId} ${region} ${modelKey}`,
        { accountId, region, modelKey },
      ]),
  );
  const found: (Place & ModelAccess)[] = [];
  for (const { modelKey, ...place } of [...asked.values()].slice(0, MOST_MODELS)) {
    const access = await read(
      {
        what: `access to models in ${place.accountId}/${place.region}`,
        kind: 'models',
        place: `${place.accountId}/${place.region}`,
        allow: 'bedrock:GetFoundationModelAvailability',
      },
      () => aws.modelAccess.access(place, modelKey),
    );
    // What is closed for one model is closed for all.
    if (access === null) break;
    found.push({ ...place, ...access });
  }
  if (asked.size > MOST_MODELS)
    unread.push({
      what: 'access to models',
      kind: 'moreModels',
      place: String(asked.size - MOST_MODELS),
      allow: '',
      why: `${asked.size - MOST_MODELS} more combinations of account, Region and model were not asked about`,
    });
  return found;
}
