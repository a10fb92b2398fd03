// Made by extract.py from botocore 1.43.11, bedrock-2023-04-20: do not edit.
export const bedrock = String.raw`
op ListInferenceProfiles GET /inference-profiles 200 in=ListInferenceProfilesRequest out=ListInferenceProfilesResponse err=AccessDeniedException:AccessDeniedException:403,ValidationException:ValidationException:400,InternalServerException:InternalServerException:500,ThrottlingException:ThrottlingException:429
op GetInferenceProfile GET /inference-profiles/{inferenceProfileIdentifier} 200 in=GetInferenceProfileRequest out=GetInferenceProfileResponse err=ResourceNotFoundException:ResourceNotFoundException:404,AccessDeniedException:AccessDeniedException:403,ValidationException:ValidationException:400,InternalServerException:InternalServerException:500,ThrottlingException:ThrottlingException:429
op CreateInferenceProfile POST /inference-profiles 201 in=CreateInferenceProfileRequest out=CreateInferenceProfileResponse err=ResourceNotFoundException:ResourceNotFoundException:404,AccessDeniedException:AccessDeniedException:403,ValidationException:ValidationException:400,ConflictException:ConflictException:400,InternalServerException:InternalServerException:500,TooManyTagsException:TooManyTagsException:400,ServiceQuotaExceededException:ServiceQuotaExceededException:400,ThrottlingException:ThrottlingException:429
op DeleteInferenceProfile DELETE /inference-profiles/{inferenceProfileIdentifier} 200 in=DeleteInferenceProfileRequest out=DeleteInferenceProfileResponse err=ResourceNotFoundException:ResourceNotFoundException:404,AccessDeniedException:AccessDeniedException:403,ValidationException:ValidationException:400,ConflictException:ConflictException:400,InternalServerException:InternalServerException:500,ThrottlingException:ThrottlingException:429
op ListFoundationModels GET /foundation-models 200 in=ListFoundationModelsRequest out=ListFoundationModelsResponse err=AccessDeniedException:AccessDeniedException:403,ValidationException:ValidationException:400,InternalServerException:InternalServerException:500,ThrottlingException:ThrottlingException:429
op GetFoundationModel GET /foundation-models/{modelIdentifier} 200 in=GetFoundationModelRequest out=GetFoundationModelResponse err=ResourceNotFoundException:ResourceNotFoundException:404,AccessDeniedException:AccessDeniedException:403,ValidationException:ValidationException:400,InternalServerException:InternalServerException:500,ThrottlingException:ThrottlingException:429
op GetFoundationModelAvailability GET /foundation-model-availability/{modelId} 200 in=GetFoundationModelAvailabilityRequest out=GetFoundationModelAvailabilityResponse err=ResourceNotFoundException:ResourceNotFoundException:404,AccessDeniedException:AccessDeniedException:403,ValidationException:ValidationException:400,InternalServerException:InternalServerException:500,ThrottlingException:ThrottlingException:429
op ListTagsForResource POST /listTagsForResource 200 in=ListTagsForResourceRequest out=ListTagsForResourceResponse err=ResourceNotFoundException:ResourceNotFoundException:404,AccessDeniedException:AccessDeniedException:403,ValidationException:ValidationException:400,InternalServerException:InternalServerException:500,ThrottlingException:ThrottlingException:429
op TagResource POST /tagResource 200 in=TagResourceRequest out=TagResourceResponse err=ResourceNotFoundException:ResourceNotFoundException:404,AccessDeniedException:AccessDeniedException:403,ValidationException:ValidationException:400,InternalServerException:InternalServerException:500,TooManyTagsException:TooManyTagsException:400,ThrottlingException:ThrottlingException:429
op UntagResource POST /untagResource 200 in=UntagResourceRequest out=UntagResourceResponse err=ResourceNotFoundException:ResourceNotFoundException:404,AccessDeniedException:AccessDeniedException:403,ValidationException:ValidationException:400,InternalServerException:InternalServerException:500,ThrottlingException:ThrottlingException:429
struct ListInferenceProfilesRequest
  maxResults MaxResults query=maxResults
  nextToken PaginationToken query=nextToken
  typeEquals InferenceProfileType query=type
struct ListInferenceProfilesResponse
  inferenceProfileSummaries InferenceProfileSummaries
  nextToken PaginationToken
struct GetInferenceProfileRequest
  inferenceProfileIdentifier! InferenceProfileIdentifier uri=inferenceProfileIdentifier
struct GetInferenceProfileResponse
  inferenceProfileName! InferenceProfileName
  description InferenceProfileDescription
  createdAt timestamp
  updatedAt timestamp
  inferenceProfileArn! InferenceProfileArn
  models! InferenceProfileModels
  inferenceProfileId! InferenceProfileId
  status! InferenceProfileStatus
  type! InferenceProfileType
struct CreateInferenceProfileRequest
  inferenceProfileName! InferenceProfileName
  description InferenceProfileDescription
  clientRequestToken IdempotencyToken
  modelSource! InferenceProfileModelSource
  tags TagList
struct CreateInferenceProfileResponse
  inferenceProfileArn! InferenceProfileArn
  status InferenceProfileStatus
struct DeleteInferenceProfileRequest
  inferenceProfileIdentifier! InferenceProfileIdentifier uri=inferenceProfileIdentifier
struct DeleteInferenceProfileResponse
struct ListFoundationModelsRequest
  byProvider Provider query=byProvider
  byCustomizationType ModelCustomization query=byCustomizationType
  byOutputModality ModelModality query=byOutputModality
  byInferenceType InferenceType query=byInferenceType
struct ListFoundationModelsResponse
  modelSummaries FoundationModelSummaryList
struct GetFoundationModelRequest
  modelIdentifier! GetFoundationModelIdentifier uri=modelIdentifier
struct GetFoundationModelResponse
  modelDetails FoundationModelDetails
struct GetFoundationModelAvailabilityRequest
  modelId! BedrockModelId uri=modelId
struct GetFoundationModelAvailabilityResponse
  modelId! BedrockModelId
  agreementAvailability! AgreementAvailability
  authorizationStatus! AuthorizationStatus
  entitlementAvailability! EntitlementAvailability
  regionAvailability! RegionAvailability
struct ListTagsForResourceRequest
  resourceARN! TaggableResourcesArn
struct ListTagsForResourceResponse
  tags TagList
struct TagResourceRequest
  resourceARN! TaggableResourcesArn
  tags! TagList
struct TagResourceResponse
struct UntagResourceRequest
  resourceARN! TaggableResourcesArn
  tagKeys! TagKeyList
struct UntagResourceResponse
int MaxResults 1..1000
string PaginationToken 1..2048 /\S*/
string InferenceProfileType enum SYSTEM_DEFINED|APPLICATION
list InferenceProfileSummaries InferenceProfileSummary
string InferenceProfileIdentifier 1..2048 /(arn:aws(|-us-gov|-cn|-iso|-iso-b):bedrock:(|[0-9a-z-]{0,20}):(|[0-9]{12}):(inference-profile|application-inference-profile)/)?[a-zA-Z0-9-:.]+/
string InferenceProfileName 1..64 /([0-9a-zA-Z][ _-]?)+/
string InferenceProfileDescription 1..200 /([0-9a-zA-Z:.][ _-]?)+/
string InferenceProfileArn 1..2048 /arn:aws(|-us-gov|-cn|-iso|-iso-b):bedrock:(|[0-9a-z-]{0,20}):(|[0-9]{12}):(inference-profile|application-inference-profile)/[a-zA-Z0-9-:.]+/
list InferenceProfileModels InferenceProfileModel 1..5
string InferenceProfileId 1..64 /[a-zA-Z0-9-:.]+/
string InferenceProfileStatus enum ACTIVE
string IdempotencyToken 1..256 /[a-zA-Z0-9]([-a-zA-Z0-9]{0,254}[a-zA-Z0-9])?/
struct InferenceProfileModelSource
  copyFrom InferenceProfileModelSourceArn
list TagList Tag 0..200
string Provider /[A-Za-z0-9- ]{1,63}/
string ModelCustomization enum FINE_TUNING|CONTINUED_PRE_TRAINING|DISTILLATION
string ModelModality enum TEXT|IMAGE|EMBEDDING
string InferenceType enum ON_DEMAND|PROVISIONED
list FoundationModelSummaryList FoundationModelSummary
string GetFoundationModelIdentifier 1..2048 /(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}::foundation-model/[a-z0-9-]{1,63}[.]{1}([a-z0-9-]{1,63}[.]){0,2}[a-z0-9-]{1,63}([:][a-z0-9-]{1,63}){0,2})|([a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.]?[a-z0-9-]{1,63})([:][a-z0-9-]{1,63}){0,2})/
struct FoundationModelDetails
  modelArn! FoundationModelArn
  modelId! BedrockModelId
  modelName BrandedName
  providerName BrandedName
  inputModalities ModelModalityList
  outputModalities ModelModalityList
  responseStreamingSupported boolean
  customizationsSupported ModelCustomizationList
  inferenceTypesSupported InferenceTypeList
  modelLifecycle FoundationModelLifecycle
string BedrockModelId 0..140 /[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([a-z0-9-]{1,63}[.]){0,2}[a-z0-9-]{1,63}([:][a-z0-9-]{1,63}){0,2}(/[a-z0-9]{12}|)/
struct AgreementAvailability
  status! AgreementStatus
  errorMessage string
string AuthorizationStatus enum AUTHORIZED|NOT_AUTHORIZED
string EntitlementAvailability enum AVAILABLE|NOT_AVAILABLE
string RegionAvailability enum AVAILABLE|NOT_AVAILABLE
string TaggableResourcesArn 20..1011 /.*(^[a-zA-Z0-9][a-zA-Z0-9\-]*$)|(^arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:custom-model/(imported)/[a-z0-9]{12}$)|(^arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:([0-9]{12}|)((:(fine-tuning-job|model-customization-job|custom-model)/[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([a-z0-9-]{1,63}[.]){0,2}[a-z0-9-]{1,63}([:][a-z0-9-]{1,63}){0,2}(/[a-z0-9]{12})$)|(:guardrail/[a-z0-9]+$)|(:automated-reasoning-policy/[a-zA-Z0-9]+(:[a-zA-Z0-9]+)?$)|(:(inference-profile|application-inference-profile)/[a-zA-Z0-9-:.]+$)|(:(provisioned-model|model-invocation-job|model-evaluation-job|evaluation-job|model-import-job|imported-model|async-invoke|provisioned-model-v2|provisioned-model-reservation|prompt-router|custom-model-deployment)/[a-z0-9]{12}$))).*/
list TagKeyList TagKey 0..200
struct InferenceProfileSummary
  inferenceProfileName! InferenceProfileName
  description InferenceProfileDescription
  createdAt timestamp
  updatedAt timestamp
  inferenceProfileArn! InferenceProfileArn
  models! InferenceProfileModels
  inferenceProfileId! InferenceProfileId
  status! InferenceProfileStatus
  type! InferenceProfileType
struct InferenceProfileModel
  modelArn FoundationModelArn
string InferenceProfileModelSourceArn 1..2048 /arn:aws(|-us-gov|-cn|-iso|-iso-b):bedrock:(|[0-9a-z-]{0,20}):(|[0-9]{12}):(inference-profile|foundation-model)/[a-zA-Z0-9-:.]+/
struct Tag
  key! TagKey
  value! TagValue
struct FoundationModelSummary
  modelArn! FoundationModelArn
  modelId! BedrockModelId
  modelName BrandedName
  providerName BrandedName
  inputModalities ModelModalityList
  outputModalities ModelModalityList
  responseStreamingSupported boolean
  customizationsSupported ModelCustomizationList
  inferenceTypesSupported InferenceTypeList
  modelLifecycle FoundationModelLifecycle
string FoundationModelArn /arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}::foundation-model/[a-z0-9-]{1,63}[.]{1}([a-z0-9-]{1,63}[.]){0,2}[a-z0-9-]{1,63}([:][a-z0-9-]{1,63}){0,2}/
string BrandedName 1..20
list ModelModalityList ModelModality
list ModelCustomizationList ModelCustomization
list InferenceTypeList InferenceType
struct FoundationModelLifecycle
  status! FoundationModelLifecycleStatus
  startOfLifeTime timestamp
  endOfLifeTime timestamp
  legacyTime timestamp
  publicExtendedAccessTime timestamp
string AgreementStatus enum AVAILABLE|PENDING|NOT_AVAILABLE|ERROR
string TagKey 1..128 /[a-zA-Z0-9\s._:/=+@-]*/
string TagValue 0..256 /[a-zA-Z0-9\s._:/=+@-]*/
string FoundationModelLifecycleStatus enum ACTIVE|LEGACY
`;
