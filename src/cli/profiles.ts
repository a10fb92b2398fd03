import { mustBeAllowed } from '../app/asking.ts';
import { readNames } from '../app/names.ts';
import { profilesOf } from '../app/profiles/list.ts';
import { deletableByArn, retireProfile } from '../app/profiles/retire.ts';
import { madeAtOnce, vendProfile } from '../app/profiles/vend.ts';
import type { Typed } from '../app/typed.ts';
import { awsOf, identify } from '../context.ts';
import { Invalid } from '../core/errors.ts';
import { ownerOf } from '../core/estate.ts';
import type { Settings } from '../core/settings.ts';
import { readAccount } from '../core/typedNumbers.ts';
import type { Place } from '../core/types.ts';
import { tagField } from '../core/vending/tags.ts';
import { type LookingOptions, looking, refuseUnknown } from './allowed.ts';
import { askingOf } from './asking.ts';
import { confirmDeleting } from './deleting.ts';
import { tagsIn } from './flags.ts';
import { printJson, remark, say, UserError } from './output.ts';
import { inOptions } from './profileFaults.ts';
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
    else {
      const names = await readNames(askingOf(context), []);
      printTable(
        ['name', 'user', 'cost center', 'model', 'ARN', ''],
        found.map((profile) => [
          profile.name,
          ownerOf(profile, context.settings.tagKeys).user || '–',
          ownerOf(profile, context.settings.tagKeys).costCenter || '–',
          names.model(profile.modelKey),
          profile.arn,
          profile.goneAt ? 'gone' : '',
        ]),
      );
    }
  });
}

interface CreateOptions extends LedgerOptions {
  /** '' where it is shared. */
  user?: string;
  shared?: boolean;
  costCenter?: string;
  model: string;
  geography?: string;
  region?: string;
  account?: string;
  tag?: string[];
  reason?: string;
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
    const { user = '', costCenter = '', shared = false } = options;
    mustBeAllowed(askingOf(opened), 'change', { kind: 'profile', user, costCenter, shared });
    const context = await identify(opened);
    const { settings } = context;
    if (!settings.vending.enabled) throw new UserError(OFF);
    const place = placeOf(settings, options);
    try {
      const typed = typedOf(options, place);
      // Whoever works at the machine needs nobody's yes.
      const answer = await vendProfile(askingOf(context), awsOf(context), typed);
      const { profile, created, verified } = madeAtOnce(answer);
      if (options.json) return printJson({ created, verified, profile });
      say(`${created ? 'Created' : 'There is one already'}: ${profile.arn}`);
      if (!verified) remark('AWS could not be asked just now whether it still has it.');
      if (options.region === undefined && settings.regions.length > 1)
        remark(`No --region was given: ${place.region} is the first of the settings.`);
    } catch (error) {
      throw error instanceof Invalid ? inOptions(error, place.region) : error;
    }
  });
}

/** What was typed as options, as the form has it. */
function typedOf(options: CreateOptions, { accountId, region }: Place): Typed {
  const { user = '', costCenter = '', model, geography = '', tag = [], reason = '' } = options;
  const tags = Object.entries(tagsIn(tag)).map(([key, value]) => [tagField(key), value] as const);
  return {
    userEmail: user,
    ...(options.shared ? { shared: 'on' } : {}),
    costCenter,
    model,
    geography,
    reason,
    place: `${accountId}/${region}`,
    ...Object.fromEntries(tags),
    ...(options.shared ? { shared: 'on' } : {}),
    ...(options.beyond ? { beyond: user } : {}),
    ...(options.unknown ? { 'unknown.userEmail': user, 'unknown.costCenter': costCenter } : {}),
  };
}

export async function remove(
  arn: string,
  options: LedgerOptions & { yes?: boolean; json?: boolean },
): Promise<void> {
  await withContext(options, async (opened) => {
    await deletableByArn(askingOf(opened), arn);
    const context = await identify(opened);
    if (!context.settings.vending.enabled) throw new UserError(OFF);
    await confirmDeleting(arn, options);
    await retireProfile(askingOf(context), awsOf(context), arn, {});
    if (options.json) printJson({ deleted: arn });
    else say(`Deleted: ${arn}`);
  });
}
