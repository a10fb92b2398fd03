import { createInterface } from 'node:readline/promises';
import { z } from 'zod';
import { awsOf, identify } from '../context.ts';
import type { Settings } from '../core/settings.ts';
import type { Place } from '../core/types.ts';
import { retireProfile, VendRefused, vendProfile } from '../jobs/vend.ts';
import { printJson, printTable, say, UserError } from './output.ts';
import { type LedgerOptions, recordDeed, withContext, withLedger } from './withContext.ts';

/** `bedrock-ledger profiles …` */

export async function list(options: LedgerOptions & { json?: boolean; user?: string }): Promise<void> {
  await withLedger(options, async (context) => {
    const { store, settings } = context;
    const tags = (p: { history: readonly { tags: Readonly<Record<string, string>> }[] }) =>
      p.history.at(-1)?.tags ?? {};
    const found = (await store.profiles.all()).filter(
      (p) => options.user === undefined || tags(p)[settings.tagKeys.user] === options.user,
    );
    if (options.json) {
      await recordDeed(context, 'export', 'profiles list', { format: 'json', rows: found.length });
      printJson({ profiles: found });
    } else if (found.length === 0)
      say(
        `No profile${options.user === undefined ? '' : ` of ${options.user}`} is known. Read them from AWS: bedrock-ledger sync profiles`,
      );
    else
      printTable(
        ['name', 'user', 'cost center', 'model', 'ARN', ''],
        found.map((p) => [
          p.name,
          tags(p)[settings.tagKeys.user] ?? '–',
          tags(p)[settings.tagKeys.costCenter] ?? '–',
          p.modelKey,
          p.arn,
          p.goneAt ? 'gone' : '',
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
      2,
    );
  if (region !== undefined && !settings.regions.includes(region))
    throw new UserError(
      `--region: "${region}" is none of the Regions in the settings: ${settings.regions.join(', ')}`,
      2,
    );
  return { accountId: account ?? accounts[0] ?? '', region: region ?? settings.regions[0] ?? '' };
}

const OFF = 'creating and deleting profiles is switched off. Set vending.enabled to true.';

export async function create(options: CreateOptions): Promise<void> {
  await withContext(options, async (opened) => {
    const context = await identify(opened);
    const { settings, actor } = context;
    if (!settings.vending.enabled) throw new UserError(OFF);
    if (!z.email().safeParse(options.user).success)
      throw new UserError(`--user: "${options.user}" is no e-mail address`, 2);
    const { accountId, region } = placeOf(settings, options);
    try {
      const { profile, created } = await vendProfile(
        { ...context, aws: awsOf(context) },
        {
          userEmail: options.user,
          costCenter: options.costCenter,
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
    const context = await identify(opened);
    if (!context.settings.vending.enabled) throw new UserError(OFF);
    if (!options.yes) {
      if (!process.stdin.isTTY) throw new UserError('deleting needs a yes: add --yes', 2);
      const ask = createInterface({ input: process.stdin, output: process.stderr });
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
