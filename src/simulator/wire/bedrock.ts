import type { AppProfile, SystemProfile, Tag } from '../types.ts';
import {
  getFoundationModel,
  getFoundationModelAvailability,
  listFoundationModels,
  modelArn,
  modelsOf,
} from './bedrock-models.ts';
import { AwsError } from './errors.ts';
import { parseModel } from './model.ts';
import { bedrock as text } from './models/bedrock.ts';
import type {
  CreateInferenceProfileRequest,
  CreateInferenceProfileResponse,
  InferenceProfileSummary,
  ListInferenceProfilesRequest,
  ListInferenceProfilesResponse,
} from './models/bedrock-types.ts';
import { fingerprint, page } from './paging.ts';
import type { Call, Service } from './service.ts';

/** AWS does not publish how many profiles a page holds when nobody says so. */
const DEFAULT_PAGE = 100;
const MAX_TAGS = 200;
/** A profile has at most five models in Amazon's own model of the answer. */
const MAX_MODELS = 5;

/** Bedrock's control plane: inference profiles, foundation models, tags. `everTagged` learns of profiles that lost their tags. */
export function bedrockService(everTagged: Set<string>): Service {
  const created = new Map<string, { request: string; arn: string }>();
  return {
    id: 'bedrock',
    signingName: 'bedrock',
    model: parseModel(text),
    invalid: (message) => new AwsError('ValidationException', message),
    throttled: (message) => new AwsError('ThrottlingException', message, 429),
    handlers: {
      ListInferenceProfiles: listInferenceProfiles,
      GetInferenceProfile: (call: Call, input: { inferenceProfileIdentifier: string }) => {
        const found = findAny(call, input.inferenceProfileIdentifier);
        if (!found) throw notFound(input.inferenceProfileIdentifier);
        return found;
      },
      CreateInferenceProfile: (call: Call, input: CreateInferenceProfileRequest) =>
        createInferenceProfile(call, input, created),
      DeleteInferenceProfile: (call: Call, input: { inferenceProfileIdentifier: string }) => {
        const { accountId, region, arn } = findApplication(call, input.inferenceProfileIdentifier);
        if (accountId !== call.account || region !== call.region) throw notFound(arn);
        call.world.deleteProfile(arn);
        return {};
      },
      ListFoundationModels: listFoundationModels,
      GetFoundationModel: getFoundationModel,
      GetFoundationModelAvailability: getFoundationModelAvailability,
      ListTagsForResource: (call: Call, input: { resourceARN: string }) => ({
        tags: findApplication(call, input.resourceARN).tags,
      }),
      TagResource: (call: Call, input: { resourceARN: string; tags: Tag[] }) => {
        const { arn, tags } = findApplication(call, input.resourceARN);
        checkTags(input.tags);
        const kept = tags.filter(({ key }) => !input.tags.some((tag) => tag.key === key));
        if (kept.length + input.tags.length > MAX_TAGS)
          throw new AwsError('TooManyTagsException', `A resource has at most ${MAX_TAGS} tags`);
        call.world.setTags(arn, input.tags, []);
        return {};
      },
      UntagResource: (call: Call, input: { resourceARN: string; tagKeys: string[] }) => {
        const { arn, tags } = findApplication(call, input.resourceARN);
        if (tags.length > 0) everTagged.add(arn);
        call.world.setTags(arn, [], input.tagKeys);
        return {};
      },
    },
  };
}

function listInferenceProfiles(
  call: Call,
  input: ListInferenceProfilesRequest,
): ListInferenceProfilesResponse {
  const all =
    input.typeEquals === 'APPLICATION'
      ? call.world.profiles(call.account, call.region).map(describeApplication)
      : systemProfilesOf(call).map((profile) => describeSystem(call, profile));
  const refuse = () => new AwsError('ValidationException', 'The provided token is not valid');
  const { items, next } = page(
    all,
    input.maxResults ?? DEFAULT_PAGE,
    input.nextToken,
    [call.account, call.region, input.typeEquals],
    refuse,
  );
  return { inferenceProfileSummaries: items, ...(next !== undefined && { nextToken: next }) };
}

function createInferenceProfile(
  call: Call,
  input: CreateInferenceProfileRequest,
  created: Map<string, { request: string; arn: string }>,
): CreateInferenceProfileResponse {
  const { clientRequestToken, ...request } = input;
  const token = clientRequestToken && `${call.account} ${call.region} ${clientRequestToken}`;
  const before = token === undefined ? undefined : created.get(token);
  const stands =
    before !== undefined &&
    (call.settings.tokensOfDeleted === 'kept' ||
      call.world.findProfile(before.arn, call.account, call.region) !== undefined);
  if (stands) {
    if (before.request !== fingerprint(request))
      throw new AwsError('ConflictException', 'The client request token was used with other parameters');
    return { inferenceProfileArn: before.arn, status: 'ACTIVE' };
  }
  const copyFrom = input.modelSource.copyFrom;
  if (copyFrom === undefined)
    throw new AwsError('ValidationException', 'modelSource must have exactly one member');
  if (!isSource(call, copyFrom))
    throw new AwsError('ResourceNotFoundException', `Could not find ${copyFrom}`, 404);
  const tags = input.tags ?? [];
  checkTags(tags);
  if (call.world.profiles(call.account, call.region).length >= call.settings.profilesPerRegion)
    throw new AwsError(
      'ServiceQuotaExceededException',
      `You have exceeded the limit of ${call.settings.profilesPerRegion} inference profiles`,
    );
  const profile = call.world.addProfile({
    accountId: call.account,
    region: call.region,
    name: input.inferenceProfileName,
    copyFrom,
    tags,
    ...(input.description !== undefined && { description: input.description }),
  });
  if (token !== undefined) created.set(token, { request: fingerprint(request), arn: profile.arn });
  return { inferenceProfileArn: profile.arn, status: 'ACTIVE' };
}

/** A foundation model or a system profile of the caller's Region. */
function isSource(call: Call, arn: string): boolean {
  return (
    modelsOf(call).some(({ modelId }) => modelArn(call.region, modelId) === arn) ||
    systemProfilesOf(call).some((profile) => systemArn(call, profile) === arn)
  );
}

function findAny(call: Call, identifier: string): InferenceProfileSummary | undefined {
  const system = systemProfilesOf(call).find(
    (each) => each.id === identifier || systemArn(call, each) === identifier,
  );
  if (system) return describeSystem(call, system);
  const own = call.world.findProfile(identifier, call.account, call.region);
  return own && describeApplication(own);
}

function findApplication(call: Call, identifier: string): AppProfile {
  const found = call.world.findProfile(identifier, call.account, call.region);
  if (!found) throw notFound(identifier);
  return found;
}

function describeApplication(profile: AppProfile): InferenceProfileSummary {
  return {
    inferenceProfileName: profile.name,
    ...(profile.description !== undefined && { description: profile.description }),
    createdAt: new Date(profile.createdAt),
    updatedAt: new Date(profile.updatedAt),
    inferenceProfileArn: profile.arn,
    models: profile.modelArns
      .filter(hasRegion)
      .slice(0, MAX_MODELS)
      .map((arn) => ({ modelArn: arn })),
    inferenceProfileId: profile.shortId,
    status: 'ACTIVE',
    type: 'APPLICATION',
  };
}

function describeSystem(call: Call, profile: SystemProfile): InferenceProfileSummary {
  const launched = modelsOf(call, true).find(({ modelId }) => modelId === profile.modelId)?.launchedOn;
  const date = new Date(`${launched ?? '2024-01-01'}T00:00:00Z`);
  return {
    // Amazon's model of the answer allows no dot in a name, though "Claude Sonnet 4.6" has one.
    inferenceProfileName: profile.name.replaceAll('.', '-'),
    description: profile.description,
    createdAt: date,
    updatedAt: date,
    inferenceProfileArn: systemArn(call, profile),
    models: profile.destinationRegions
      .map((region) => modelArn(region, profile.modelId))
      .filter(hasRegion)
      .slice(0, MAX_MODELS)
      .map((arn) => ({ modelArn: arn })),
    inferenceProfileId: profile.id,
    status: 'ACTIVE',
    type: 'SYSTEM_DEFINED',
  };
}

export function systemProfilesOf(call: Call): SystemProfile[] {
  const launched = new Set(modelsOf(call, true).map(({ modelId }) => modelId));
  return call.world.systemProfiles.filter(
    (profile) => profile.region === call.region && launched.has(profile.modelId),
  );
}

export const systemArn = (call: Call, profile: SystemProfile) =>
  `arn:aws:bedrock:${call.region}:${call.account}:inference-profile/${profile.id}`;

function checkTags(tags: Tag[]): void {
  const keys = tags.map(({ key }) => key);
  if (new Set(keys).size !== keys.length)
    throw new AwsError('ValidationException', 'Tag keys must be unique');
  if (keys.some((key) => key.toLowerCase().startsWith('aws:')))
    throw new AwsError('ValidationException', 'Tag keys must not begin with aws:');
}

/** The Region-less ARN of a global route is for policies; Amazon's model of this answer has no place for it. */
const hasRegion = (arn: string) => !arn.includes(':bedrock:::');

const notFound = (identifier: string) =>
  new AwsError('ResourceNotFoundException', `The resource ${identifier} was not found`, 404);
