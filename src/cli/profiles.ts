import { mustBeAllowed } from '../app/asking.ts';
import { profilesOf } from '../app/profiles/list.ts';
import { deletableByArn, retireProfile } from '../app/profiles/retire.ts';
import { vendProfile } from '../app/profiles/vend.ts';
import { awsOf, identify } from '../context.ts';
import { Invalid } from '../core/errors.ts';
import { ownerOf } from '../core/estate.ts';
import { didYouMean } from '../core/nearest.ts';
import type { Settings } from '../core/settings.ts';
import { readAccount } from '../core/typedNumbers.ts';
import type { Place } from '../core/types.ts';
import { type LookingOptions, looking, refuseUnknown } from './allowed.ts';
import { askingOf } from './asking.ts';
import { confirmDeleting } from './deleting.ts';
import { printJson, say, UserError } from './output.ts';
import { printTable } from './table.ts';
import { type LedgerOptions, recordDeed, withContext } from './withContext.ts';

/** `bedrock-ledger profiles …` */

export async function list(options: LookingOptions & { json?: boolean; user?: string }): Promise<void> {
  await looking(options, async (context) => {
    const { profiles: found } = await profilesOf(askingOf(context), options.user);
    if (found.length === 0 && options.as === undefined)
      await refuseUnknown(context, { '--user': ['user', options.user] });
    const whose = options.user === undefined ? '' : ` of ${options.user}`;
    if (options.json) {
      await recordDeed(context, 'export', 'profiles list', { format: 'json', rows: found.length });
      printJson({ profiles: found });
    } else if (found.length === 0)
      say(
        options.as === undefined
          ? `No profile${whose} is known. Read them from AWS: bedrock-ledger sync profiles`
          : `${options.as} sees no profile${whose}.`,
      );
    else
      printTable(
        ['name', 'user', 'cost center', 'model', 'ARN', ''],
        found.map((profile) => [
          profile.name,
          ownerOf(profile, context.settings.tagKeys).user || '–',
          ownerOf(profile, context.settings.tagKeys).costCenter || '–',
          profile.modelKey,
          profile.arn,
          profile.goneAt ? 'gone' : '',
        ]),
      );
  });
}

interface CreateOptions extends LedgerOptions {
  user: string;
  costCenter: string;
  model: string;
  region?: string;
  account?: string;
  unknown?: boolean;
  beyond?: boolean;
  json?: boolean;
}

/** The account and Region that are meant; the first of the settings where none is named. */
export function placeOf(
  settings: Settings,
  { account: typed, region }: Pick<CreateOptions, 'account' | 'region'>,
): Place {
  const accounts = settings.accounts.map((one) => one.accountId);
  const account = typed === undefined ? undefined : (readAccount(typed) ?? typed);
  if (account !== undefined && !accounts.includes(account))
    throw new UserError(
      `--account: "${account}" is none of the accounts in the settings: ${accounts.join(', ')}`,
      'badRequest',
    );
  if (region !== undefined && !settings.regions.includes(region))
    throw new UserError(
      `--region: "${region}" is none of the Regions in the settings: ${settings.regions.join(', ')}`,
      'badRequest',
    );
  return { accountId: account ?? accounts[0] ?? '', region: region ?? settings.regions[0] ?? '' };
}

const OFF = 'creating and deleting profiles is switched off. Set vending.enabled to true.';

export async function create(options: CreateOptions): Promise<void> {
  await withContext(options, async (opened) => {
    const { user, costCenter } = options;
    mustBeAllowed(askingOf(opened), 'change', { kind: 'profile', user, costCenter });
    const context = await identify(opened);
    const { settings } = context;
    if (!settings.vending.enabled) throw new UserError(OFF);
    const { accountId, region } = placeOf(settings, options);
    const typed = {
      userEmail: user,
      costCenter,
      source: options.model,
      place: `${accountId}/${region}`,
      ...(options.beyond ? { beyond: user } : {}),
      ...(options.unknown ? { 'unknown.userEmail': user, 'unknown.costCenter': costCenter } : {}),
    };
    try {
      const { profile, created } = await vendProfile(askingOf(context), awsOf(context), typed);
      if (options.json) printJson({ created, profile });
      else say(`${created ? 'Created' : 'There is one already'}: ${profile.arn}`);
    } catch (error) {
      throw error instanceof Invalid ? inOptions(error, region) : error;
    }
  });
}

/** The first fault of a request in the words of the options. */
function inOptions(invalid: Invalid, region: string): Error {
  const [{ field, key, value = '', detail } = { field: '', key: '' }] = invalid.faults;
  const signs = `"${value}" holds signs that Bedrock does not take in tags (letters, digits, spaces and . _ : / = + @ - are fine)`;
  if (field === 'userEmail' && key === 'email')
    return new UserError(`--user: "${value}" is no e-mail address`, 'badRequest');
  if (key === 'profilesHeld' || key === 'profilesPerDay')
    return new UserError(
      `--user: ${String(detail)} profiles ${key === 'profilesHeld' ? 'are there for this person' : 'were made for this person within 24 hours'}, which is the limit (allowances.${key === 'profilesHeld' ? 'profiles' : key}): delete those that are no longer needed, or add --beyond to make one more all the same`,
    );
  if (key === 'noTag') return new UserError(`user: ${signs}`);
  if (key === 'costCenter') return new UserError(`cost center: ${signs}`);
  if (key === 'sourceHere')
    return new UserError(
      `model: "${value}" is not in the catalogue of ${region}; choose another model or Region, or run "bedrock-ledger sync profiles" where it is new.${didYouMean(Array.isArray(detail) ? detail : [])}`,
    );
  return invalid;
}

export async function remove(arn: string, options: LedgerOptions & { yes?: boolean }): Promise<void> {
  await withContext(options, async (opened) => {
    await deletableByArn(askingOf(opened), arn);
    const context = await identify(opened);
    if (!context.settings.vending.enabled) throw new UserError(OFF);
    await confirmDeleting(arn, options);
    await retireProfile(askingOf(context), awsOf(context), arn, {});
    say(`Deleted: ${arn}`);
  });
}
