import {
  CreateInferenceProfileCommand,
  DeleteInferenceProfileCommand,
  type FoundationModelSummary,
  GetInferenceProfileCommand,
  type InferenceProfileSummary,
  type InferenceProfileType,
  ListFoundationModelsCommand,
  ListInferenceProfilesCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-bedrock';
import { lastPart, modelKeyOf } from '../core/models.ts';
import { dayOf } from '../core/periods.ts';
import type { CatalogueEntry, ModelAbout, Place } from '../core/types.ts';
import { type CallContext, isAwsError } from './errors.ts';
import { allPages, incomplete, listIn, mustBeIn, type Run } from './runner.ts';
import type { BedrockGateway, ListedProfile } from './types.ts';

/** The API's own limit. */
const PAGE_SIZE = 1000;
const service = 'bedrock';

/** Bedrock's control plane: profiles and what they can stand for. */
export function createBedrockGateway(run: Run): BedrockGateway {
  return {
    async listApplicationProfiles(place) {
      const profiles = await listProfiles(run, place, 'APPLICATION');
      return profiles.map((profile) => listedProfile(place, profile));
    },

    listCatalogue: (place) => listCatalogue(run, place),

    async createProfile(place, { name, description, copyFrom, tags, clientToken }) {
      const answer = await run({
        service,
        operation: 'CreateInferenceProfile',
        target: place,
        send: (client) =>
          client.send(
            new CreateInferenceProfileCommand({
              inferenceProfileName: name,
              ...(description === undefined ? {} : { description }),
              modelSource: { copyFrom },
              clientRequestToken: clientToken,
              tags: tagList(tags),
            }),
          ),
      });
      return { arn: answer.inferenceProfileArn ?? '' };
    },

    async hasProfile(place, arn) {
      const operation = 'GetInferenceProfile';
      try {
        const { inferenceProfileArn } = await run({
          service,
          operation,
          target: place,
          send: (client) => client.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: arn })),
        });
        if (inferenceProfileArn !== arn)
          throw incomplete({ service, operation, place }, `it is not of ${arn}`);
        return true;
      } catch (error) {
        if (isAwsError(error, 'notFound')) return false;
        throw error;
      }
    },

    async deleteProfile(place, arn, mark = null) {
      try {
        if (mark !== null) await this.tagProfile(place, arn, mark);
        await run({
          service,
          operation: 'DeleteInferenceProfile',
          target: place,
          send: (client) =>
            client.send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: arn })),
        });
      } catch (error) {
        // Already gone is what was wanted: an interrupted run may have deleted it.
        if (!isAwsError(error, 'notFound')) throw error;
        return false;
      }
      return true;
    },

    async tagProfile(place, arn, tags) {
      await run({
        service,
        operation: 'TagResource',
        target: place,
        send: (client) => client.send(new TagResourceCommand({ resourceARN: arn, tags: tagList(tags) })),
      });
    },

    async untagProfile(place, arn, keys) {
      await run({
        service,
        operation: 'UntagResource',
        target: place,
        send: (client) => client.send(new UntagResourceCommand({ resourceARN: arn, tagKeys: [...keys] })),
      });
    },
  };
}

function listProfiles(run: Run, place: Place, type: InferenceProfileType) {
  const operation = 'ListInferenceProfiles';
  const context = { service, operation, place } as const;
  return allPages(
    context,
    (nextToken) =>
      run({
        service,
        operation,
        target: place,
        send: (client) =>
          client.send(
            new ListInferenceProfilesCommand({
              typeEquals: type,
              maxResults: PAGE_SIZE,
              ...(nextToken === undefined ? {} : { nextToken }),
            }),
          ),
      }),
    (page) => ({
      items: listIn(context, page.inferenceProfileSummaries, 'inferenceProfileSummaries').map((profile) =>
        checked(context, type, profile),
      ),
      next: page.nextToken,
    }),
  );
}

/** AWS's model of the API requires an ARN and a model; what is of another place or type was not asked for. */
function checked(
  context: CallContext & { place: Place },
  type: InferenceProfileType,
  profile: InferenceProfileSummary,
): InferenceProfileSummary {
  const { inferenceProfileArn = '', inferenceProfileId = '' } = profile;
  if (inferenceProfileArn === '') throw incomplete(context, 'a profile has no ARN');
  mustBeIn(context, inferenceProfileArn);
  if (profile.type !== undefined && profile.type !== type)
    throw incomplete(context, `${inferenceProfileArn} is not ${type}`);
  if (arnsOf(profile).length === 0)
    throw incomplete(context, `the profile ${inferenceProfileId || inferenceProfileArn} has no model`);
  return profile;
}

function aboutOf({ modelLifecycle, inferenceTypesSupported = [] }: FoundationModelSummary): ModelAbout {
  const dayAt = (time: Date | undefined) => (time === undefined ? null : dayOf(time.getTime()));
  return {
    launchedOn: dayAt(modelLifecycle?.startOfLifeTime),
    isLegacy: modelLifecycle?.status === 'LEGACY',
    endsOn: dayAt(modelLifecycle?.endOfLifeTime),
    onDemand: inferenceTypesSupported.includes('ON_DEMAND'),
  };
}

/** Models, and the profiles of the system with the provider of the model behind each. */
async function listCatalogue(run: Run, place: Place): Promise<CatalogueEntry[]> {
  const operation = 'ListFoundationModels';
  const context = { service, operation, place } as const;
  const { modelSummaries } = await run({
    service,
    operation,
    target: place,
    send: (client) => client.send(new ListFoundationModelsCommand({})),
  });
  const models = listIn(context, modelSummaries, 'modelSummaries').map((model): CatalogueEntry => {
    const id = model.modelId ?? '';
    if (id === '') throw incomplete(context, 'a model has no id');
    if (model.modelArn !== undefined) mustBeIn(context, model.modelArn);
    return {
      region: place.region,
      type: 'model',
      id,
      modelKey: id,
      name: model.modelName ?? id,
      provider: model.providerName ?? '',
      modelArns: model.modelArn === undefined ? [] : [model.modelArn],
      about: aboutOf(model),
    };
  });
  const providers = new Map(models.map((model) => [model.modelKey, model.provider]));
  const profiles = (await listProfiles(run, place, 'SYSTEM_DEFINED')).map((profile): CatalogueEntry => {
    const modelArns = arnsOf(profile);
    const modelKey = modelKeyOf(modelArns);
    return {
      region: place.region,
      type: 'systemProfile',
      id: profile.inferenceProfileId ?? '',
      modelKey,
      name: profile.inferenceProfileName ?? profile.inferenceProfileId ?? '',
      provider: providers.get(modelKey) ?? '',
      modelArns,
    };
  });
  return [...models, ...profiles];
}

function listedProfile(place: Place, profile: InferenceProfileSummary): ListedProfile {
  const arn = profile.inferenceProfileArn ?? '';
  return {
    ...place,
    arn,
    shortId: lastPart(arn),
    name: profile.inferenceProfileName ?? '',
    status: profile.status ?? '',
    modelArns: arnsOf(profile),
    createdAt: (profile.createdAt ?? new Date(0)).toISOString(),
  };
}

function arnsOf(profile: InferenceProfileSummary): string[] {
  return (profile.models ?? []).flatMap(({ modelArn }) => (modelArn === undefined ? [] : [modelArn]));
}

function tagList(tags: Record<string, string>): { key: string; value: string }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}
