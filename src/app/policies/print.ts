import { type Fault, Invalid } from '../../core/errors.ts';
import { CLOSED } from '../../core/policies/actions.ts';
import {
  EXEMPT_PATTERN,
  type Exemption,
  geographiesIn,
  IN_REGION,
  OWN_ACCOUNT,
  PARTITIONS,
  type Partition,
  type PolicyChoices,
  partitionOf,
  SERVICE_TIERS,
} from '../../core/policies/choices.ts';
import {
  POLICY_KINDS,
  type PolicyKind,
  type PrintedPolicy,
  type Printing,
  printPolicy,
  TARGETS_OF,
} from '../../core/policies/generate.ts';
import { type JudgedCall, judgedTable } from '../../core/policies/judgedTable.ts';
import { SERVICE_PARTS, type ServicePart } from '../../core/policies/service.ts';
import { type Chosen, choicesOf } from '../../core/policies/standard.ts';
import { isRegion } from '../../core/regions.ts';
import type { CatalogueEntry } from '../../core/types.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';
import type { Typed } from '../typed.ts';

/** Policies, made from the settings, the catalogue and what was typed. Nothing is kept. */

export interface PoliciesShown {
  choices: PolicyChoices;
  policies: readonly PrintedPolicy[];
  /** Geographies that can be chosen in these Regions. */
  geographies: readonly string[];
  /** Ids of the models of these Regions, sorted. */
  models: readonly string[];
}

/**
 * The policies of the kinds asked for.
 * @param typed what is chosen otherwise than the settings have it, lists with commas: `account`, `region`, `partition`,
 * `model`, `geography`, `open`, `tier`, `exempt` (`PATTERN;OWNER;REASON`, with `|` between several), `selfService` and
 * `enforcement` (`on` or `off`), `target`, `without`, `principal`, `externalId`
 * @param more the catalogue of Regions that the ledger does not know
 * @throws Forbidden; Invalid with every fault
 */
export async function showPolicies(
  asking: Asking,
  kinds: readonly PolicyKind[],
  typed: Typed,
  more: readonly CatalogueEntry[] = [],
): Promise<PoliciesShown> {
  const listed = await catalogueFor(asking, typed);
  return policiesFor(asking.settings, [...listed, ...more], kinds, typed);
}

/** The same with what the first of them lets somebody do, call by call. @throws Forbidden; Invalid */
export async function showJudged(
  asking: Asking,
  kinds: readonly [PolicyKind, ...PolicyKind[]],
  typed: Typed,
): Promise<PoliciesShown & { judged: readonly JudgedCall[] }> {
  const listed = await catalogueFor(asking, typed);
  const shown = policiesFor(asking.settings, listed, kinds, typed);
  const [first] = shown.policies as [PrintedPolicy];
  return { ...shown, judged: judgedTable(first.kind, first.document, shown.choices, listed) };
}

/** Everybody sees what is set; administrators choose otherwise. */
function catalogueFor(asking: Asking, typed: Typed): Promise<CatalogueEntry[]> {
  mustBeAllowed(asking, 'see', { kind: 'policies' });
  if (Object.keys(typed).length > 0) mustBeAllowed(asking, 'change', { kind: 'policies' });
  return inOneReading(asking, ({ store }) => store.profiles.catalogue());
}

/** The same of a catalogue, for whoever has no ledger. Pure. */
export function policiesFor(
  settings: Asking['settings'],
  all: readonly CatalogueEntry[],
  kinds: readonly PolicyKind[],
  typed: Typed,
): PoliciesShown {
  const regions = listOf(typed.region) ?? settings.regions;
  const catalogue = all.filter(({ region }) => regions.includes(region));
  const geographies = geographiesIn(catalogue, regions);
  const { chosen, faults } = readChosen(typed, catalogue, geographies);
  const printing = readPrinting(typed, kinds, faults);
  if (faults.length > 0) throw new Invalid(faults);
  const choices = choicesOf(settings, catalogue, chosen);
  return {
    choices,
    policies: kinds.map((kind) => printPolicy(kind, choices, withTrust(printing, settings, choices))),
    geographies,
    models: [
      ...new Set(catalogue.filter(({ type }) => type === 'model').map(({ modelKey }) => modelKey)),
    ].sort(),
  };
}

/** Regions that are asked for and whose routes the ledger does not know. */
export async function regionsWithoutCatalogue(asking: Asking, typed: Typed): Promise<string[]> {
  mustBeAllowed(asking, 'see', { kind: 'policies' });
  const { settings } = asking;
  const geographies = listOf(typed.geography) ?? settings.policies.geographies;
  if (geographies?.every((geography) => geography === IN_REGION)) return [];
  const catalogue = await inOneReading(asking, ({ store }) => store.profiles.catalogue());
  const regions = listOf(typed.region) ?? settings.regions;
  return regions.filter((region) => isRegion(region) && !catalogue.some((entry) => entry.region === region));
}

/** Parts of a list with commas; undefined where nothing was typed. */
const listOf = (text: string | undefined): string[] | undefined =>
  text === undefined || text === ''
    ? undefined
    : text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean);

function readChosen(
  typed: Typed,
  catalogue: readonly CatalogueEntry[],
  geographies: readonly string[],
): { chosen: Chosen; faults: Fault[] } {
  const faults: Fault[] = [];
  /** Each of a list must fit. */
  const list = (field: string, key: string, fits: (one: string) => boolean, detail?: readonly string[]) => {
    const values = listOf(typed[field]);
    for (const value of values ?? [])
      if (!fits(value)) faults.push({ field, key, value, ...(detail === undefined ? {} : { detail }) });
    return values;
  };
  const onOff = (field: string) => {
    const value = typed[field];
    if (value === undefined || value === '') return undefined;
    if (value !== 'on' && value !== 'off') faults.push({ field, key: 'onOff', value });
    return value === 'on';
  };
  const accounts = list('account', 'account', (one) => one === OWN_ACCOUNT || /^\d{12}$/.test(one));
  const regions = list('region', 'region', isRegion);
  const models = list('model', 'modelPattern', (one) => /^[a-z0-9][a-zA-Z0-9.:-]*\*?$/.test(one));
  const known = (one: string) => one === IN_REGION || geographies.includes(one);
  const chosenGeographies = list(
    'geography',
    'geography',
    catalogue.length === 0 ? (one) => one === IN_REGION : known,
    geographies,
  );
  const opened = list('open', 'action', (one) => CLOSED.some((action) => action === one));
  const tiers = list('tier', 'tier', (one) => SERVICE_TIERS.includes(one as 'default'), SERVICE_TIERS);
  const partition = readPartition(typed, regions, faults);
  const exemptions = readExemptions(typed, faults);
  return {
    faults,
    chosen: defined({
      accounts,
      regions,
      partition,
      models,
      geographies: chosenGeographies,
      opened,
      tiers,
      exemptions,
      selfService: onOff('selfService'),
      enforcement: onOff('enforcement'),
    }),
  };
}

/** Without what was not typed. */
const defined = (values: { [K in keyof Chosen]: Chosen[K] | undefined }): Chosen =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Chosen;

function readPartition(
  { partition = '' }: Typed,
  regions: readonly string[] | undefined,
  faults: Fault[],
): Partition | undefined {
  const found = new Set((regions ?? []).filter(isRegion).map(partitionOf));
  if (found.size > 1) faults.push({ field: 'region', key: 'partitions', value: (regions ?? []).join(',') });
  if (partition === '') return undefined;
  const named = PARTITIONS.find((one) => one === partition);
  if (named === undefined)
    faults.push({ field: 'partition', key: 'partition', value: partition, detail: PARTITIONS });
  else if (found.size === 1 && !found.has(named))
    faults.push({ field: 'partition', key: 'otherPartition', value: partition, detail: [...found] });
  return named;
}

function readExemptions({ exempt = '' }: Typed, faults: Fault[]): Exemption[] | undefined {
  if (exempt === '') return undefined;
  return exempt.split('|').map((one) => {
    const [pattern = '', owner = '', ...reason] = one.split(';').map((part) => part.trim());
    if (!EXEMPT_PATTERN.test(pattern)) faults.push({ field: 'exempt', key: 'exemptPattern', value: pattern });
    if (owner === '' || reason.join(';') === '')
      faults.push({ field: 'exempt', key: 'exemptWhy', value: pattern });
    return { pattern, owner, reason: reason.join(';') };
  });
}

function readPrinting(typed: Typed, kinds: readonly PolicyKind[], faults: Fault[]): Printing {
  const { target = '', without = '', principal = '', externalId = '' } = typed;
  const [kind = POLICY_KINDS[0]] = kinds;
  const place = TARGETS_OF[kind].find((one) => one === target);
  if (target !== '' && place === undefined)
    faults.push({ field: 'target', key: 'target', value: target, detail: TARGETS_OF[kind] });
  const left = listOf(without) ?? [];
  for (const part of left)
    if (!SERVICE_PARTS.includes(part as ServicePart))
      faults.push({ field: 'without', key: 'part', value: part, detail: SERVICE_PARTS });
  if (principal !== '' && !/^arn:aws[a-z-]*:iam::\d{12}:(role\/.+|root)$/.test(principal))
    faults.push({ field: 'principal', key: 'principal', value: principal });
  return {
    ...(place === undefined ? {} : { target: place }),
    parts: SERVICE_PARTS.filter((part) => !left.includes(part)),
    ...(principal === '' && externalId === ''
      ? {}
      : { trust: { principal, externalId: externalId === '' ? null : externalId } }),
  };
}

/** Who takes the service's role on, where nobody said it: the service in the account of the payer. */
function withTrust(
  printing: Printing,
  { payer, accounts }: Asking['settings'],
  { partition, accounts: chosen }: PolicyChoices,
): Printing {
  const typed = printing.trust;
  const account = payer.accountId ?? chosen.find((one) => one !== OWN_ACCOUNT);
  const role = payer.roleArn ?? `arn:${partition}:iam::${account ?? '*'}:role/bedrock-ledger`;
  const set = accounts.find(({ accountId, externalId }) => chosen.includes(accountId) && externalId !== null);
  return {
    ...printing,
    trust: {
      principal: typed?.principal || role,
      externalId: typed?.externalId ?? set?.externalId ?? null,
    },
  };
}
