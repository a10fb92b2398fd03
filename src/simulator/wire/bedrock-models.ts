import type { FoundationModel, SystemProfile } from '../types.ts';
import { AwsError } from './errors.ts';
import type {
  FoundationModelSummary,
  GetFoundationModelAvailabilityRequest,
  GetFoundationModelAvailabilityResponse,
  GetFoundationModelRequest,
  GetFoundationModelResponse,
  ListFoundationModelsRequest,
  ListFoundationModelsResponse,
} from './models/bedrock-types.ts';
import type { Call } from './service.ts';

/** Names of models and providers have at most twenty characters in Amazon's own model. */
const MAX_NAME = 20;

export function listFoundationModels(
  call: Call,
  input: ListFoundationModelsRequest,
): ListFoundationModelsResponse {
  const modelSummaries = modelsOf(call)
    .filter(
      (model) => !input.byProvider || model.providerName.toLowerCase() === input.byProvider.toLowerCase(),
    )
    .filter((model) => !input.byOutputModality || model.outputModalities.includes(input.byOutputModality))
    .filter(
      (model) => !input.byInferenceType || model.inferenceTypesSupported.includes(input.byInferenceType),
    )
    .filter(() => !input.byCustomizationType)
    .map((model) => describe(call, model));
  return { modelSummaries };
}

export function getFoundationModel(call: Call, input: GetFoundationModelRequest): GetFoundationModelResponse {
  const model = modelsOf(call).find(
    ({ modelId }) =>
      modelId === input.modelIdentifier || modelArn(call.region, modelId) === input.modelIdentifier,
  );
  if (!model)
    throw new AwsError('ResourceNotFoundException', `Could not find the model ${input.modelIdentifier}`, 404);
  return { modelDetails: describe(call, model) };
}

/** What the account may use of a model. Every agreement was made, as in a company that works with them. */
export function getFoundationModelAvailability(
  call: Call,
  { modelId }: GetFoundationModelAvailabilityRequest,
): GetFoundationModelAvailabilityResponse {
  if (!modelsOf(call, true).some((model) => model.modelId === modelId))
    throw new AwsError('ResourceNotFoundException', `Could not find the model ${modelId}`, 404);
  const here = modelsOf(call).some((model) => model.modelId === modelId);
  return {
    modelId,
    agreementAvailability: { status: 'AVAILABLE' },
    authorizationStatus: 'AUTHORIZED',
    entitlementAvailability: 'AVAILABLE',
    regionAvailability: here ? 'AVAILABLE' : 'NOT_AVAILABLE',
  };
}

/** Models that have been launched, in the caller's Region or `anywhere`. */
export function modelsOf({ world, region }: Call, anywhere = false): FoundationModel[] {
  const today = new Date(world.clock.now()).toISOString().slice(0, 10);
  return world.foundationModels.filter(
    (model) => model.launchedOn <= today && (anywhere || model.regions.includes(region)),
  );
}

export const modelArn = (region: string, modelId: string) =>
  `arn:aws:bedrock:${region}::foundation-model/${modelId}`;

/** Whether it can be called without a profile. */
export const isOnDemand = ({
  inferenceTypesSupported,
}: Pick<FoundationModel, 'inferenceTypesSupported'>): boolean =>
  inferenceTypesSupported.includes('ON_DEMAND');

/** System profiles of the caller's Region whose model was launched. */
export function systemProfilesOf(call: Call): SystemProfile[] {
  const launched = new Set(modelsOf(call, true).map(({ modelId }) => modelId));
  return call.world.systemProfiles.filter(
    (profile) => profile.region === call.region && launched.has(profile.modelId),
  );
}

export const systemArn = (call: Call, profile: SystemProfile) =>
  `arn:aws:bedrock:${call.region}:${call.account}:inference-profile/${profile.id}`;

function describe(call: Call, model: FoundationModel): FoundationModelSummary {
  const known = <T extends string>(values: string[], allowed: readonly T[]) =>
    allowed.filter((value) => values.includes(value));
  return {
    modelArn: modelArn(call.region, model.modelId),
    modelId: model.modelId,
    modelName: model.modelName.slice(0, MAX_NAME),
    providerName: model.providerName.slice(0, MAX_NAME),
    inputModalities: known(model.inputModalities, ['TEXT', 'IMAGE', 'EMBEDDING'] as const),
    outputModalities: known(model.outputModalities, ['TEXT', 'IMAGE', 'EMBEDDING'] as const),
    responseStreamingSupported: model.outputModalities.includes('TEXT'),
    customizationsSupported: [],
    inferenceTypesSupported: known(model.inferenceTypesSupported, ['ON_DEMAND', 'PROVISIONED'] as const),
    modelLifecycle: { status: 'ACTIVE', startOfLifeTime: new Date(`${model.launchedOn}T00:00:00Z`) },
  };
}
