import type { Tag } from '../types.ts';
import { isOnDemand, modelArn, modelsOf, systemArn, systemProfilesOf } from './bedrock-models.ts';
import { AwsError } from './errors.ts';
import type {
  CreateInferenceProfileRequest,
  CreateInferenceProfileResponse,
} from './models/bedrock-types.ts';
import { fingerprint } from './paging.ts';
import { type Call, profileQuota } from './service.ts';

/** How application inference profiles are made, and what their tags may be, as the reference of the API has it. */

interface Creation {
  request: string;
  arn: string;
}

/** Makes profiles, one per client token of an account and Region. */
export class Creations {
  private readonly byToken = new Map<string, Creation>();

  create(call: Call, input: CreateInferenceProfileRequest): CreateInferenceProfileResponse {
    const { clientRequestToken, ...rest } = input;
    const token = clientRequestToken && `${call.account} ${call.region} ${clientRequestToken}`;
    const request = fingerprint(rest);
    const before = this.before(call, token, request);
    if (before !== undefined) return { inferenceProfileArn: before, status: 'ACTIVE' };
    const copyFrom = sourceIn(call, input);
    const tags = input.tags ?? [];
    checkTags(call, tags, []);
    mustBeFree(call, input.inferenceProfileName);
    const { arn } = call.world.addProfile({
      accountId: call.account,
      region: call.region,
      name: input.inferenceProfileName,
      copyFrom,
      tags,
      ...(input.description !== undefined && { description: input.description }),
    });
    if (token !== undefined) this.byToken.set(token, { request, arn });
    return { inferenceProfileArn: arn, status: 'ACTIVE' };
  }

  /** The ARN that a token was answered with, where that still stands. */
  private before(call: Call, token: string | undefined, request: string): string | undefined {
    const before = token === undefined ? undefined : this.byToken.get(token);
    if (before === undefined) return undefined;
    const { settings, world, account, region } = call;
    const isThere = world.findProfile(before.arn, account, region) !== undefined;
    if (!isThere && settings.tokensOfDeleted === 'forgotten') return undefined;
    if (before.request !== request && settings.tokenMismatch === 'conflict')
      throw new AwsError('ConflictException', 'The client request token was used with other parameters');
    return before.arn;
  }
}

/** A foundation model or a system profile of the caller's Region. */
function sourceIn(call: Call, { modelSource }: CreateInferenceProfileRequest): string {
  const { copyFrom } = modelSource;
  if (copyFrom === undefined)
    throw new AwsError('ValidationException', 'modelSource must have exactly one member');
  const model = modelsOf(call).find(({ modelId }) => modelArn(call.region, modelId) === copyFrom);
  const isSystem = systemProfilesOf(call).some((profile) => systemArn(call, profile) === copyFrom);
  if (model === undefined && !isSystem)
    throw new AwsError('ResourceNotFoundException', `Could not find ${copyFrom}`, 404);
  if (model !== undefined && !isOnDemand(model) && call.settings.profileOnlyModels === 'refused')
    throw new AwsError('ValidationException', 'The provided model is not supported on demand.');
  return copyFrom;
}

function mustBeFree({ world, account, region, settings }: Call, name: string): void {
  const here = world.profiles(account, region);
  if (settings.uniqueNames && here.some((one) => one.name === name))
    throw new AwsError('ConflictException', `An inference profile with the name ${name} already exists`);
  const most = profileQuota(settings, account, region);
  if (here.length >= most)
    throw new AwsError(
      'ServiceQuotaExceededException',
      `You have exceeded the limit of ${most} inference profiles`,
    );
}

/** Tags that are set on what has others. Keys count letter by letter: `Team` and `team` are two. */
export function checkTags({ settings }: Call, tags: readonly Tag[], before: readonly Tag[]): void {
  const keys = new Set(tags.map(({ key }) => key));
  if (keys.size !== tags.length) throw new AwsError('ValidationException', 'Tag keys must be unique');
  if ([...keys].some((key) => key.toLowerCase().startsWith('aws:')))
    throw new AwsError('ValidationException', 'Tag keys must not begin with aws:');
  const kept = before.filter(({ key }) => !keys.has(key));
  if (kept.length + tags.length > settings.tagsPerResource)
    throw new AwsError(
      'TooManyTagsException',
      `The request contains more tags than can be associated with a resource (${settings.tagsPerResource} tags per resource)`,
    );
}
