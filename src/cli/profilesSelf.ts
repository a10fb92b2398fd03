import { setTimeout as wait } from 'node:timers/promises';
import {
  makeOwn,
  ownProfile,
  ownProfiles,
  placeOfOwn,
  type SelfGateways,
  type SelfRules,
  sourceFor,
  whoAmI,
} from '../app/profiles/self.ts';
import { awsAtHand, regionAtHand } from '../context.ts';
import { Invalid } from '../core/errors.ts';
import { spelledModel } from '../core/modelNames.ts';
import { modelKeyOf } from '../core/models.ts';
import { isRegion } from '../core/regions.ts';
import { partsOf } from '../core/typedNumbers.ts';
import type { Wanted } from '../core/vending/making.ts';
import { costCenterSaid, type TaggedProfile, userSaid } from '../core/vending/self.ts';
import { furtherTags } from '../core/vending/tags.ts';
import { confirmDeleting } from './deleting.ts';
import { tagsIn } from './flags.ts';
import { currentIo } from './io.ts';
import { printJson, remark, say, UserError } from './output.ts';
import { inSelfWords, mustBeTags, refusedCreating, theirValue } from './selfWords.ts';
import { printTable } from './table.ts';
import { configOf } from './withContext.ts';

/** `bedrock-ledger profiles … --self`: with AWS credentials of one's own, without a ledger. */

interface SelfOptions {
  config?: string;
  db?: string;
  as?: string;
  user?: string;
  costCenter?: string;
  json?: boolean;
}

/** What is opened: the settings, where there are any, and AWS. */
interface Self {
  aws: SelfGateways;
  rules: SelfRules;
  region: string;
}

/** Options that speak of the ledger, or of profiles of others. */
const OF_THE_LEDGER = {
  db: '--db',
  as: '--as',
  account: '--account',
  geography: '--geography',
  shared: '--shared',
  reason: '--reason',
  unknown: '--unknown',
  beyond: '--beyond',
};

async function open(options: SelfOptions, region: string | undefined): Promise<Self> {
  for (const [name, flag] of Object.entries(OF_THE_LEDGER))
    if (name in options)
      throw new UserError(
        `${flag}: does not go with --self, for which no ledger is opened and which works in the account you are signed in to`,
        'badRequest',
      );
  const { tagKeys, vending, policies } = configOf(options);
  mustBeTags(options, tagKeys);
  const at = region ?? (await regionOfAws());
  return {
    aws: await awsAtHand({ tagKeys }, at, currentIo()),
    rules: { tagKeys, tags: vending.tags, models: policies.models },
    region: at,
  };
}

/** The Region that AWS's tools would take. */
async function regionOfAws(): Promise<string> {
  const { env } = currentIo();
  const region = env.AWS_REGION || env.AWS_DEFAULT_REGION || (await regionAtHand());
  if (!region)
    throw new UserError(
      'no Region is set: name one with --region, or in AWS_REGION, or in the AWS profile that you use',
      'badRequest',
    );
  remark(`Region ${region}, as AWS is set up here.`);
  return region;
}

function regionTyped(typed: string | undefined): string | undefined {
  if (typed !== undefined && !isRegion(typed))
    throw new UserError(`--region: "${typed}" is no AWS Region such as us-east-1`, 'badRequest');
  return typed;
}

/** Who asks, told with where it stands. */
async function me({ aws, rules, region }: Self, { user }: SelfOptions) {
  const { myself, tags } = await whoAmI(aws, region);
  const said = userSaid(myself, tags?.[rules.tagKeys.user], user);
  return { myself, tags, user: theirValue(said, 'user', rules.tagKeys.user, myself) };
}

interface CreateOptions extends SelfOptions {
  model: string;
  region?: string;
  tag?: readonly string[];
}

export async function create(options: CreateOptions): Promise<void> {
  await inSelfWords(async () => {
    const self = await open(options, regionTyped(options.region));
    const { aws, rules, region } = self;
    const further = furtherTags(rules.tags, tagsIn(options.tag));
    if (further.faults.length > 0) throw new Invalid(further.faults);
    const { myself, tags, user } = await me(self, options);
    const place = { accountId: myself.accountId, region };
    const source = await sourceFor(aws, place, options.model, rules);
    const ownTag = tags?.[rules.tagKeys.costCenter];
    const others =
      options.costCenter === undefined && !ownTag ? await ownProfiles(aws, place, user, rules) : [];
    const said = costCenterSaid(
      myself,
      ownTag,
      others.map((one) => one.tags[rules.tagKeys.costCenter] ?? ''),
      options.costCenter,
    );
    const costCenter = theirValue(said, 'costCenter', rules.tagKeys.costCenter, myself);
    const wanted: Wanted = {
      ...place,
      userEmail: user,
      costCenter,
      sourceId: options.model,
      tags: further.tags,
    };
    const made = await makeOwn(aws, wanted, source, rules, wait).catch((error: unknown) => {
      throw refusedCreating(error, wanted, rules);
    });
    const { created, ...profile } = made;
    if (options.json)
      printJson({
        created,
        profile: { ...profile, ...place, userEmail: user, costCenter, tags: further.tags },
      });
    else say(`${created ? 'Created' : 'There is one already'}: ${made.arn}`);
  });
}

export async function list(options: SelfOptions & { region?: string }): Promise<void> {
  await inSelfWords(async () => {
    const typed = options.region === undefined ? undefined : partsOf(options.region);
    for (const region of typed ?? []) regionTyped(region);
    const self = await open(options, typed?.[0]);
    const { aws, rules } = self;
    const { myself, user } = await me(self, options);
    const found: TaggedProfile[] = [];
    for (const region of new Set(typed ?? [self.region]))
      found.push(...(await ownProfiles(aws, { accountId: myself.accountId, region }, user, rules)));
    if (options.json)
      printJson({ profiles: found.map((one) => ({ ...one, modelKey: modelKeyOf(one.modelArns) })) });
    else if (found.length === 0) say(`No profile of ${user} is there.`);
    else
      printTable(
        ['name', 'cost center', 'model', 'Region', 'ARN'],
        found.map(({ name, tags, modelArns, region, arn }) => [
          name,
          tags[rules.tagKeys.costCenter] || '–',
          spelledModel(modelKeyOf(modelArns)),
          region,
          arn,
        ]),
      );
  });
}

export async function remove(
  arn: string,
  options: SelfOptions & { yes?: boolean; json?: boolean },
): Promise<void> {
  await inSelfWords(async () => {
    const self = await open(options, placeOfOwn(arn).region);
    const { myself, user } = await me(self, options);
    const place = await ownProfile(self.aws, arn, { user, accountId: myself.accountId }, self.rules);
    await confirmDeleting(arn, options);
    await self.aws.bedrock.deleteProfile(place, arn);
    if (options.json) printJson({ deleted: arn });
    else say(`Deleted: ${arn}`);
  });
}
