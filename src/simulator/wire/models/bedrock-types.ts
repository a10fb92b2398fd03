// Made by extract.py from botocore 1.43.11, bedrock-2023-04-20: do not edit.
export interface AgreementAvailability {
  status: AgreementStatus;
  errorMessage?: string | undefined;
}
export type AgreementStatus = 'AVAILABLE' | 'PENDING' | 'NOT_AVAILABLE' | 'ERROR';
export type AuthorizationStatus = 'AUTHORIZED' | 'NOT_AUTHORIZED';
export interface CreateInferenceProfileRequest {
  inferenceProfileName: string;
  description?: string | undefined;
  clientRequestToken?: string | undefined;
  modelSource: InferenceProfileModelSource;
  tags?: Array<Tag> | undefined;
}
export interface CreateInferenceProfileResponse {
  inferenceProfileArn: string;
  status?: InferenceProfileStatus | undefined;
}
export interface DeleteInferenceProfileRequest {
  inferenceProfileIdentifier: string;
}
export type EntitlementAvailability = 'AVAILABLE' | 'NOT_AVAILABLE';
export interface FoundationModelDetails {
  modelArn: string;
  modelId: string;
  modelName?: string | undefined;
  providerName?: string | undefined;
  inputModalities?: Array<ModelModality> | undefined;
  outputModalities?: Array<ModelModality> | undefined;
  responseStreamingSupported?: boolean | undefined;
  customizationsSupported?: Array<ModelCustomization> | undefined;
  inferenceTypesSupported?: Array<InferenceType> | undefined;
  modelLifecycle?: FoundationModelLifecycle | undefined;
}
export interface FoundationModelLifecycle {
  status: FoundationModelLifecycleStatus;
  startOfLifeTime?: Date | undefined;
  endOfLifeTime?: Date | undefined;
  legacyTime?: Date | undefined;
  publicExtendedAccessTime?: Date | undefined;
}
export type FoundationModelLifecycleStatus = 'ACTIVE' | 'LEGACY';
export interface FoundationModelSummary {
  modelArn: string;
  modelId: string;
  modelName?: string | undefined;
  providerName?: string | undefined;
  inputModalities?: Array<ModelModality> | undefined;
  outputModalities?: Array<ModelModality> | undefined;
  responseStreamingSupported?: boolean | undefined;
  customizationsSupported?: Array<ModelCustomization> | undefined;
  inferenceTypesSupported?: Array<InferenceType> | undefined;
  modelLifecycle?: FoundationModelLifecycle | undefined;
}
export interface GetFoundationModelAvailabilityRequest {
  modelId: string;
}
export interface GetFoundationModelAvailabilityResponse {
  modelId: string;
  agreementAvailability: AgreementAvailability;
  authorizationStatus: AuthorizationStatus;
  entitlementAvailability: EntitlementAvailability;
  regionAvailability: RegionAvailability;
}
export interface GetFoundationModelRequest {
  modelIdentifier: string;
}
export interface GetFoundationModelResponse {
  modelDetails?: FoundationModelDetails | undefined;
}
export interface GetInferenceProfileRequest {
  inferenceProfileIdentifier: string;
}
export interface GetInferenceProfileResponse {
  inferenceProfileName: string;
  description?: string | undefined;
  createdAt?: Date | undefined;
  updatedAt?: Date | undefined;
  inferenceProfileArn: string;
  models: Array<InferenceProfileModel>;
  inferenceProfileId: string;
  status: InferenceProfileStatus;
  type: InferenceProfileType;
}
export interface InferenceProfileModel {
  modelArn?: string | undefined;
}
export interface InferenceProfileModelSource {
  copyFrom?: string | undefined;
}
export type InferenceProfileStatus = 'ACTIVE';
export interface InferenceProfileSummary {
  inferenceProfileName: string;
  description?: string | undefined;
  createdAt?: Date | undefined;
  updatedAt?: Date | undefined;
  inferenceProfileArn: string;
  models: Array<InferenceProfileModel>;
  inferenceProfileId: string;
  status: InferenceProfileStatus;
  type: InferenceProfileType;
}
export type InferenceProfileType = 'SYSTEM_DEFINED' | 'APPLICATION';
export type InferenceType = 'ON_DEMAND' | 'PROVISIONED';
export interface ListFoundationModelsRequest {
  byProvider?: string | undefined;
  byCustomizationType?: ModelCustomization | undefined;
  byOutputModality?: ModelModality | undefined;
  byInferenceType?: InferenceType | undefined;
}
export interface ListFoundationModelsResponse {
  modelSummaries?: Array<FoundationModelSummary> | undefined;
}
export interface ListInferenceProfilesRequest {
  maxResults?: number | undefined;
  nextToken?: string | undefined;
  typeEquals?: InferenceProfileType | undefined;
}
export interface ListInferenceProfilesResponse {
  inferenceProfileSummaries?: Array<InferenceProfileSummary> | undefined;
  nextToken?: string | undefined;
}
export interface ListTagsForResourceRequest {
  resourceARN: string;
}
export interface ListTagsForResourceResponse {
  tags?: Array<Tag> | undefined;
}
export type ModelCustomization = 'FINE_TUNING' | 'CONTINUED_PRE_TRAINING' | 'DISTILLATION';
export type ModelModality = 'TEXT' | 'IMAGE' | 'EMBEDDING';
export type RegionAvailability = 'AVAILABLE' | 'NOT_AVAILABLE';
export interface Tag {
  key: string;
  value: string;
}
export interface TagResourceRequest {
  resourceARN: string;
  tags: Array<Tag>;
}
export interface UntagResourceRequest {
  resourceARN: string;
  tagKeys: Array<string>;
}
