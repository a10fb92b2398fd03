import { createInterface } from 'node:readline/promises';
import { z } from 'zod';
import { awsOf, identify } from '../context.ts';
import { may } from '../core/access.ts';
import { ownerOf } from '../core/estate.ts';
import type { Settings } from '../core/settings.ts';
import type { Place } from '../core/types.ts';
import { retireProfile, VendRefused, vendProfile } from '../jobs/vend.ts';
import { type LookingOptions, looking, mustBeAllowed } from './allowed.ts';
import { currentIo } from './io.ts';
import { printJson, printTable, say, UserError } from './output.ts';
import { type LedgerOptions, recordDeed, withContext } from './withContext.ts';

/** `bedrock-ledger profiles …` */

export async function list(options: LookingOptions & { json?: boolean; user?: string }): Promise<void> {
  await looking(options, async (context) => {
    const { store, settings, viewer } = context;
    const found = (await store.profiles.all())
      .map((profile) => ({ profile, owner: ownerOf(profile, settings.tagKeys) }))
      .filter(({ owner }) => options.user === undefined || owner.user === options.user)
      .filter(({ owner }) => may(viewer, 'see', { kind: 'profile', ...owner }));
    const whose = options.user === undefined ? '' : ` of ${options.user}`;
    if (options.json) {
      await recordDeed(context, 'export', 'profiles list', { format: 'json', rows: found.length });
      printJson({ profiles: found.map(({ profile }) => profile) });
    } else if (found.length === 0)
      say(
        options.as === undefined
          ? `No profile${whose} is known. Read them from AWS: bedrock-ledger sync profiles`
          : `${options.as} sees no profile${whose}.`,
      );
    else
      printTable(
        ['name', 'user', 'cost center', 'model', 'ARN', ''],
        found.map(({ profile, owner }) => [
          profile.name,
          owner.user || '–',
          owner.costCenter || '–',
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
  json?: boolean;
}

/** The account and Region that are meant; the first of the settings where none is named. */
function placeOf(settings: Settings, { account, region }: Pick<CreateOptions, 'account' | 'region'>): Place {
  const accounts = settings.accounts.map((one) => one.accountId);
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
    mustBeAllowed(opened, 'change', { kind: 'profile', user, costCenter });
    const context = await identify(opened);
    const { settings, actor } = context;
    if (!settings.vending.enabled) throw new UserError(OFF);
    if (!z.email().safeParse(user).success)
      throw new UserError(`--user: "${user}" is no e-mail address`, 'badRequest');
    const { accountId, region } = placeOf(settings, options);
    try {
      const { profile, created } = await vendProfile(
        { ...context, aws: awsOf(context) },
        {
          userEmail: user,
          costCenter,
          sourceId: options.model,
          accountId,
          region,
        },
        actor,
      );
      if (options.json) printJson({ created, profile });
      else say(`${created ? 'Created' : 'There is one already'}: ${profile.arn}`);
    } catch (error) {
      throw error instanceof VendRefused ? new UserError(error.message) : error;
    }
  });
}

export async function remove(arn: string, options: LedgerOptions & { yes?: boolean }): Promise<void> {
  await withContext(options, async (opened) => {
    const profile = await opened.store.profiles.get(arn);
    const owner = profile && ownerOf(profile, opened.settings.tagKeys);
    mustBeAllowed(opened, 'change', { kind: 'profile', ...(owner ?? { user: '', costCenter: '' }) });
    const context = await identify(opened);
    if (!context.settings.vending.enabled) throw new UserError(OFF);
    if (!options.yes) {
      const { stdin, err } = currentIo();
      if (!stdin.isTTY) throw new UserError('deleting needs a yes: add --yes', 'badRequest');
      const ask = createInterface({ input: stdin, output: err });
      const answer = await ask.question(`Delete ${arn}? Whoever uses it is refused from then on. [y/N] `);
      ask.close();
      if (!/^y(es)?$/i.test(answer.trim())) throw new UserError('nothing was deleted');
    }
    try {
      await retireProfile({ ...context, aws: awsOf(context) }, arn, context.actor);
    } catch (error) {
      throw error instanceof VendRefused ? new UserError(error.message) : error;
    }
    say(`Deleted: ${arn}`);
  });
}
