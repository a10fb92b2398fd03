import type { Fault } from '../../core/errors.ts';
import { CLOSED } from '../../core/policies/actions.ts';
import {
  type Exemption,
  IN_REGION,
  isExemptible,
  keyTwice,
  MODEL_PATTERN,
  OWN_ACCOUNT,
  type PolicyChoices,
  SERVICE_TIERS,
  TAG_KEY,
} from '../../core/policies/choices.ts';
import { POLICY_KINDS, type PolicyKind, type Printing, TARGETS_OF } from '../../core/policies/generate.ts';
import { GUARD_PARTS } from '../../core/policies/guard.ts';
import { SERVICE_PARTS } from '../../core/policies/service.ts';
import { type Chosen, SERVICE_ROLE } from '../../core/policies/standard.ts';
import { isRegion, PARTITIONS, type Partition, partitionOf } from '../../core/regions.ts';
import { partsOf, readAccount } from '../../core/typedNumbers.ts';
import type { CatalogueEntry } from '../../core/types.ts';
import type { Asking } from '../asking.ts';
import { type Typed, tidied } from '../typed.ts';

/** What was chosen for a policy, read from what was typed, and what is wrong with it and with what is set. */

/** Parts of a list with commas; undefined where nothing was typed. */
export const listOf = (text: string | undefined): string[] | undefined =>
  text === undefined || text === '' ? undefined : partsOf(text);

export function readChosen(untidy: Typed): { chosen: Chosen; faults: Fault[] } {
  const typed = tidied(untidy);
  const faults: Fault[] = [];
  /** Each of a list must fit. */
  const list = (field: string, key: string, fits: (one: string) => boolean, detail?: readonly string[]) => {
    const values = listOf(typed[field]);
    if (values?.length === 0) faults.push({ field, key: 'emptyList', value: typed[field] ?? '' });
    for (const value of values ?? [])
      if (!fits(value)) faults.push({ field, key, value, ...(detail === undefined ? {} : { detail }) });
    return values === undefined ? undefined : [...new Set(values)];
  };
  const onOff = (field: string) => {
    const value = typed[field];
    if (value === undefined || value === '') return undefined;
    if (value !== 'on' && value !== 'off') faults.push({ field, key: 'onOff', value });
    return value === 'on';
  };
  const accounts = list('account', 'account', (one) => one === OWN_ACCOUNT || readAccount(one) !== null)?.map(
    (one) => readAccount(one) ?? one,
  );
  const regions = list('region', 'region', isRegion);
  const models = list('model', 'modelPattern', (one) => MODEL_PATTERN.test(one));
  // Whether there are such routes is asked of the choices as a whole.
  const chosenGeographies = list('geography', 'geography', () => true);
  const opened = list('open', 'action', (one) => CLOSED.some((action) => action === one));
  const tiers = list('tier', 'tier', (one) => SERVICE_TIERS.includes(one as 'default'), SERVICE_TIERS);
  const partition = readPartition(typed, faults);
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
      tagKeys: readTagKeys(typed, faults),
      selfService: onOff('selfService'),
      enforcement: onOff('enforcement'),
      shared: onOff('shared'),
    }),
  };
}

/** Each where it was typed. */
function readTagKeys(typed: Typed, faults: Fault[]): Chosen['tagKeys'] {
  const keys: Record<string, string> = {};
  for (const [key, field] of [
    ['user', 'userTag'],
    ['costCenter', 'costCenterTag'],
    ['profile', 'profileTag'],
  ] as const) {
    const value = typed[field] ?? '';
    if (value === '') continue;
    if (!TAG_KEY.test(value)) faults.push({ field, key: 'tagKey', value });
    keys[key] = value;
  }
  return keys;
}

/** Without what was not typed. */
const defined = (values: { [K in keyof Chosen]: Chosen[K] | undefined }): Chosen =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Chosen;

function readPartition({ partition = '' }: Typed, faults: Fault[]): Partition | undefined {
  if (partition === '') return undefined;
  const named = PARTITIONS.find((one) => one === partition);
  if (named === undefined)
    faults.push({ field: 'partition', key: 'partition', value: partition, detail: PARTITIONS });
  return named;
}

/** What is wrong with the choices as a whole, whoever made them: what was typed, the settings, the catalogue. */
export function choiceFaults(
  choices: PolicyChoices,
  geographies: readonly string[],
  catalogue: readonly CatalogueEntry[],
): Fault[] {
  const { partition, regions, models, exemptions } = choices;
  const partitions = new Set(regions.map(partitionOf));
  const unknown = choices.geographies.filter(
    (one) => one !== IN_REGION && !(catalogue.length > 0 && geographies.includes(one)),
  );
  const again = keyTwice(choices.tagKeys, choices.tags);
  const nowhere = regions.filter((region) => (choices.ends[region] ?? []).length === 0);
  return [
    ...(partitions.size > 1 ? [{ field: 'region', key: 'partitions', value: regions.join(',') }] : []),
    ...(partitions.size === 1 && !partitions.has(partition)
      ? [{ field: 'partition', key: 'otherPartition', value: partition, detail: [...partitions] }]
      : []),
    ...unknown.map((value) => ({ field: 'geography', key: 'geography', value, detail: geographies })),
    ...(unknown.length === 0 && nowhere.length > 0
      ? [{ field: 'model', key: 'noModelThere', value: models?.join(',') ?? '*', detail: nowhere }]
      : []),
    ...(again === null ? [] : [{ field: 'userTag', key: 'tagKeyTwice', value: again }]),
    ...exemptions
      .filter(({ pattern }) => !isExemptible(pattern) || pattern.split(':')[1] !== partition)
      .map(({ pattern }) => ({ field: 'exempt', key: 'exemptPattern', value: pattern })),
  ];
}

function readExemptions({ exempt = '' }: Typed, faults: Fault[]): Exemption[] | undefined {
  if (exempt === '') return undefined;
  return exempt.split('|').map((one) => {
    const [pattern = '', owner = '', ...reason] = one.split(';').map((part) => part.trim());
    if (owner === '' || reason.join(';') === '')
      faults.push({ field: 'exempt', key: 'exemptWhy', value: pattern });
    return { pattern, owner, reason: reason.join(';') };
  });
}

export function readPrinting(untidy: Typed, kinds: readonly PolicyKind[], faults: Fault[]): Printing {
  const typed = tidied(untidy);
  const { target = '', without = '', part = '', principal = '', externalId = '' } = typed;
  const [kind = POLICY_KINDS[0]] = kinds;
  const place = TARGETS_OF[kind].find((one) => one === target);
  if (target !== '' && place === undefined)
    faults.push({ field: 'target', key: 'target', value: target, detail: TARGETS_OF[kind] });
  const left = listOf(without) ?? [];
  for (const one of left)
    if (!SERVICE_PARTS.some((known) => known === one))
      faults.push({ field: 'without', key: 'part', value: one, detail: SERVICE_PARTS });
  const parts = SERVICE_PARTS.filter((one) => !left.includes(one));
  if (parts.length === 0) faults.push({ field: 'without', key: 'allParts', value: without });
  const guardPart = GUARD_PARTS.find((one) => one === part);
  if (part !== '' && guardPart === undefined)
    faults.push({ field: 'part', key: 'guardPart', value: part, detail: GUARD_PARTS });
  if (externalId !== '' && !EXTERNAL_ID.test(externalId))
    faults.push({ field: 'externalId', key: 'externalId', value: externalId });
  return {
    ...(place === undefined ? {} : { target: place }),
    parts,
    ...(guardPart === undefined ? {} : { guardParts: [guardPart] }),
    ...(principal === '' && externalId === ''
      ? {}
      : { trust: { principal, externalId: externalId === '' ? null : externalId } }),
  };
}

/** Source: `externalIdType` of STS. */
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;
const PRINCIPAL = /^arn:(aws[a-z-]*):iam::\d{12}:(?:role\/[\w+=,.@/-]+|root)$/;

/** Who takes the service's role on, where nobody said it: the service in the account of the payer. */
export function withTrust(
  printing: Printing,
  { payer, accounts }: Asking['settings'],
  { partition, accounts: chosen }: PolicyChoices,
  kinds: readonly PolicyKind[],
  faults: Fault[],
): Printing {
  const typed = printing.trust;
  const account = payer.accountId ?? chosen.find((one) => one !== OWN_ACCOUNT);
  const standard = account === undefined ? '' : `arn:${partition}:iam::${account}:role/${SERVICE_ROLE}`;
  const principal = typed?.principal || payer.roleArn || standard;
  if (kinds.includes('trust') && PRINCIPAL.exec(principal)?.[1] !== partition)
    faults.push({ field: 'principal', key: 'principal', value: principal });
  const set = accounts.find(({ accountId, externalId }) => chosen.includes(accountId) && externalId !== null);
  return { ...printing, trust: { principal, externalId: typed?.externalId ?? set?.externalId ?? null } };
}
