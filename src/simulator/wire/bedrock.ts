import type { AppProfile, SystemProfile, Tag } from '../types.ts';
import { Creations, checkTags } from './bedrock-creation.ts';
import {
  getFoundationModel,
  getFoundationModelAvailability,
  listFoundationModels,
  modelArn,
  modelsOf,
  systemArn,
  systemProfilesOf,
} from './bedrock-models.ts';
import { AwsError } from './errors.ts';
import { parseModel } from './model.ts';
import { bedrock as text } from './models/bedrock.ts';
import type {
  CreateInferenceProfileRequest,
  InferenceProfileSummary,
  ListInferenceProfilesRequest,
  ListInferenceProfilesResponse,
} from './models/bedrock-types.ts';
import { page, pageAfter } from './paging.ts';
import type { Call, Service } from './service.ts';

/** AWS does not publish how many profiles a page holds when nobody says so. */
const DEFAULT_PAGE = 100;
/** A profile has at most five models in Amazon's own model of the answer. */
const MAX_MODELS = 5;

/** Bedrock's control plane: inference profiles, foundation models, tags. `everTagged` learns of profiles that lost their tags. */
export function bedrockService(everTagged: Set<string>): Service {
  const creations = new Creations();
  return {
    id: 'bedrock',
    signingName: 'bedrock',
    model: parseModel(text),
    invalid: (message) => new AwsError('ValidationException', message),
    throttled: (message) => new AwsError('ThrottlingException', message, 429),
    failed: (message) => new AwsError('InternalServerException', message, 500),
    handlers: {
      ListInferenceProfiles: listInferenceProfiles,
      GetInferenceProfile: (call: Call, input: { inferenceProfileIdentifier: string }) => {
        const found = findAny(call, input.inferenceProfileIdentifier);
        if (!found) throw notFound(input.inferenceProfileIdentifier);
        return found;
      },
      CreateInferenceProfile: (call: Call, input: CreateInferenceProfileRequest) =>
        creations.create(call, input),
      DeleteInferenceProfile: (call: Call, input: { inferenceProfileIdentifier: string }) => {
        call.world.deleteProfile(findApplication(call, input.inferenceProfileIdentifier).arn);
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
        checkTags(call, input.tags, tags);
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
  const { account, region, world, settings } = call;
  const refuse = () => new AwsError('ValidationException', 'The provided token is not valid');
  const size = input.maxResults ?? DEFAULT_PAGE;
  const request = [account, region, input.typeEquals];
  const seen = world.clock.now() - settings.listDelaySeconds * 1_000;
  const { items, next } =
    input.typeEquals === 'APPLICATION'
      ? pageAfter(
          world.profiles(account, region, seen).map(describeApplication),
          ({ inferenceProfileArn }) => world.listed(inferenceProfileArn),
          size,
          input.nextToken,
          request,
          refuse,
        )
      : page(
          systemProfilesOf(call).map((profile) => describeSystem(call, profile)),
          size,
          input.nextToken,
          request,
          refuse,
        );
  return { inferenceProfileSummaries: items, ...(next !== undefined && { nextToken: next }) };
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

/** The Region-less ARN of a global route is for policies; Amazon's model of this answer has no place for it. */
const hasRegion = (arn: string) => !arn.includes(':bedrock:::');

const notFound = (identifier: string) =>
  new AwsError('ResourceNotFoundException', `The resource ${identifier} was not found`, 404);
