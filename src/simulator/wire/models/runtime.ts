// Made by extract.py from botocore 1.43.11, bedrock-runtime-2023-09-30: do not edit.
export const runtime = String.raw`
op InvokeModel POST /model/{modelId}/invoke 200 in=InvokeModelRequest err=AccessDeniedException:AccessDeniedException:403,ResourceNotFoundException:ResourceNotFoundException:404,ThrottlingException:ThrottlingException:429,ModelTimeoutException:ModelTimeoutException:408,InternalServerException:InternalServerException:500,ServiceUnavailableException:ServiceUnavailableException:503,ValidationException:ValidationException:400,ServiceQuotaExceededException:ServiceQuotaExceededException:400,ModelNotReadyException:ModelNotReadyException:429,ModelErrorException:ModelErrorException:424
op InvokeModelWithResponseStream POST /model/{modelId}/invoke-with-response-stream 200 in=InvokeModelWithResponseStreamRequest err=AccessDeniedException:AccessDeniedException:403,ResourceNotFoundException:ResourceNotFoundException:404,ThrottlingException:ThrottlingException:429,ModelTimeoutException:ModelTimeoutException:408,InternalServerException:InternalServerException:500,ServiceUnavailableException:ServiceUnavailableException:503,ModelStreamErrorException:ModelStreamErrorException:424,ValidationException:ValidationException:400,ServiceQuotaExceededException:ServiceQuotaExceededException:400,ModelNotReadyException:ModelNotReadyException:429,ModelErrorException:ModelErrorException:424
op Converse POST /model/{modelId}/converse 200 in=ConverseRequest err=AccessDeniedException:AccessDeniedException:403,ThrottlingException:ThrottlingException:429,ResourceNotFoundException:ResourceNotFoundException:404,ModelTimeoutException:ModelTimeoutException:408,InternalServerException:InternalServerException:500,ServiceUnavailableException:ServiceUnavailableException:503,ValidationException:ValidationException:400,ModelNotReadyException:ModelNotReadyException:429,ModelErrorException:ModelErrorException:424
op ConverseStream POST /model/{modelId}/converse-stream 200 in=ConverseStreamRequest err=AccessDeniedException:AccessDeniedException:403,ThrottlingException:ThrottlingException:429,ResourceNotFoundException:ResourceNotFoundException:404,ModelTimeoutException:ModelTimeoutException:408,InternalServerException:InternalServerException:500,ServiceUnavailableException:ServiceUnavailableException:503,ValidationException:ValidationException:400,ModelNotReadyException:ModelNotReadyException:429,ModelErrorException:ModelErrorException:424
struct InvokeModelRequest
  body blob payload=body
  contentType string header=Content-Type
  accept string header=Accept
  modelId! InvokeModelIdentifier uri=modelId
  trace Trace header=X-Amzn-Bedrock-Trace
  guardrailIdentifier GuardrailIdentifier header=X-Amzn-Bedrock-GuardrailIdentifier
  guardrailVersion GuardrailVersion header=X-Amzn-Bedrock-GuardrailVersion
  performanceConfigLatency PerformanceConfigLatency header=X-Amzn-Bedrock-PerformanceConfig-Latency
  serviceTier ServiceTierType header=X-Amzn-Bedrock-Service-Tier
struct InvokeModelWithResponseStreamRequest
  body blob payload=body
  contentType string header=Content-Type
  accept string header=X-Amzn-Bedrock-Accept
  modelId! InvokeModelIdentifier uri=modelId
  trace Trace header=X-Amzn-Bedrock-Trace
  guardrailIdentifier GuardrailIdentifier header=X-Amzn-Bedrock-GuardrailIdentifier
  guardrailVersion GuardrailVersion header=X-Amzn-Bedrock-GuardrailVersion
  performanceConfigLatency PerformanceConfigLatency header=X-Amzn-Bedrock-PerformanceConfig-Latency
  serviceTier ServiceTierType header=X-Amzn-Bedrock-Service-Tier
struct ConverseRequest
  modelId! ConversationalModelId uri=modelId
  messages Messages
  system SystemContentBlocks
  inferenceConfig InferenceConfiguration
  toolConfig ToolConfiguration
  guardrailConfig GuardrailConfiguration
  additionalModelRequestFields document
  promptVariables PromptVariableMap
  additionalModelResponseFieldPaths ConverseRequestAdditionalModelResponseFieldPathsList
  requestMetadata RequestMetadata
  performanceConfig PerformanceConfiguration
  serviceTier ServiceTier
  outputConfig OutputConfig
struct ConverseStreamRequest
  modelId! ConversationalModelId uri=modelId
  messages Messages
  system SystemContentBlocks
  inferenceConfig InferenceConfiguration
  toolConfig ToolConfiguration
  guardrailConfig GuardrailStreamConfiguration
  additionalModelRequestFields document
  promptVariables PromptVariableMap
  additionalModelResponseFieldPaths ConverseStreamRequestAdditionalModelResponseFieldPathsList
  requestMetadata RequestMetadata
  performanceConfig PerformanceConfiguration
  serviceTier ServiceTier
  outputConfig OutputConfig
string InvokeModelIdentifier 1..2048 /(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:(([0-9]{12}:custom-model/[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}/[a-z0-9]{12})|(:foundation-model/[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.:]?[a-z0-9-]{1,63}))|([0-9]{12}:imported-model/[a-z0-9]{12})|([0-9]{12}:provisioned-model/[a-z0-9]{12})|([0-9]{12}:custom-model-deployment/[a-z0-9]{12})|([0-9]{12}:(inference-profile|application-inference-profile)/[a-zA-Z0-9-:.]+)))|([a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.:]?[a-z0-9-]{1,63}))|(([0-9a-zA-Z][_-]?)+)|([a-zA-Z0-9-:.]+)$|(^(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:prompt/[0-9a-zA-Z]{10}(?::[0-9]{1,5})?))$|(^arn:aws:sagemaker:[a-z0-9-]+:[0-9]{12}:endpoint/[a-zA-Z0-9-]+$)|(^arn:aws(-[^:]+)?:bedrock:([0-9a-z-]{1,20}):([0-9]{12}):(default-)?prompt-router/[a-zA-Z0-9-:.]+$)/
string Trace enum ENABLED|DISABLED|ENABLED_FULL
string GuardrailIdentifier 0..2048 /(|([a-z0-9]+)|(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail/[a-z0-9]+))/
string GuardrailVersion /(|([1-9][0-9]{0,7})|(DRAFT))/
string PerformanceConfigLatency enum standard|optimized
string ServiceTierType enum priority|default|flex|reserved
string ConversationalModelId 1..2048 /(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:(([0-9]{12}:custom-model/[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}/[a-z0-9]{12})|(:foundation-model/[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.:]?[a-z0-9-]{1,63}))|([0-9]{12}:imported-model/[a-z0-9]{12})|([0-9]{12}:provisioned-model/[a-z0-9]{12})|([0-9]{12}:custom-model-deployment/[a-z0-9]{12})|([0-9]{12}:(inference-profile|application-inference-profile)/[a-zA-Z0-9-:.]+)))|([a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.:]?[a-z0-9-]{1,63}))|(([0-9a-zA-Z][_-]?)+)|([a-zA-Z0-9-:.]+)|(^(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:prompt/[0-9a-zA-Z]{10}(?::[0-9]{1,5})?))$|(^arn:aws:sagemaker:[a-z0-9-]+:[0-9]{12}:endpoint/[a-zA-Z0-9-]+$)|(^arn:aws(-[^:]+)?:bedrock:([0-9a-z-]{1,20}):([0-9]{12}):(default-)?prompt-router/[a-zA-Z0-9-:.]+$)/
list Messages Message
list SystemContentBlocks SystemContentBlock
struct InferenceConfiguration
  maxTokens InferenceConfigurationMaxTokensInteger
  temperature InferenceConfigurationTemperatureFloat
  topP InferenceConfigurationTopPFloat
  stopSequences InferenceConfigurationStopSequencesList
struct ToolConfiguration
  tools! ToolConfigurationToolsList
  toolChoice ToolChoice
struct GuardrailConfiguration
  guardrailIdentifier GuardrailIdentifier
  guardrailVersion GuardrailVersion
  trace GuardrailTrace
map PromptVariableMap string PromptVariableValues
list ConverseRequestAdditionalModelResponseFieldPathsList ConverseRequestAdditionalModelResponseFieldPathsListMemberString 0..10
map RequestMetadata RequestMetadataKeyString RequestMetadataValueString 1..16
struct PerformanceConfiguration
  latency PerformanceConfigLatency
struct ServiceTier
  type! ServiceTierType
struct OutputConfig
  textFormat OutputFormat
struct GuardrailStreamConfiguration
  guardrailIdentifier GuardrailIdentifier
  guardrailVersion GuardrailVersion
  trace GuardrailTrace
  streamProcessingMode GuardrailStreamProcessingMode
list ConverseStreamRequestAdditionalModelResponseFieldPathsList ConverseStreamRequestAdditionalModelResponseFieldPathsListMemberString 0..10
struct Message
  role! ConversationRole
  content! ContentBlocks
struct SystemContentBlock
  text NonEmptyString
  guardContent GuardrailConverseContentBlock
  cachePoint CachePointBlock
int InferenceConfigurationMaxTokensInteger 1..
double InferenceConfigurationTemperatureFloat 0..1
double InferenceConfigurationTopPFloat 0..1
list InferenceConfigurationStopSequencesList NonEmptyString 0..2500
list ToolConfigurationToolsList Tool 1..
struct ToolChoice
  auto AutoToolChoice
  any AnyToolChoice
  tool SpecificToolChoice
string GuardrailTrace enum enabled|disabled|enabled_full
struct PromptVariableValues
  text string
string ConverseRequestAdditionalModelResponseFieldPathsListMemberString 1..256
string RequestMetadataKeyString 1..256 /[a-zA-Z0-9\s:_@$#=/+,-.]{1,256}/
string RequestMetadataValueString 0..256 /[a-zA-Z0-9\s:_@$#=/+,-.]{0,256}/
struct OutputFormat
  type! OutputFormatType
  structure! OutputFormatStructure
string GuardrailStreamProcessingMode enum sync|async
string ConverseStreamRequestAdditionalModelResponseFieldPathsListMemberString 1..256
string ConversationRole enum user|assistant
list ContentBlocks ContentBlock
string NonEmptyString 1..
struct GuardrailConverseContentBlock
  text GuardrailConverseTextBlock
  image GuardrailConverseImageBlock
struct CachePointBlock
  type! CachePointType
  ttl CacheTTL
struct Tool
  toolSpec ToolSpecification
  systemTool SystemTool
  cachePoint CachePointBlock
struct AutoToolChoice
struct AnyToolChoice
struct SpecificToolChoice
  name! ToolName
string OutputFormatType enum json_schema
struct OutputFormatStructure
  jsonSchema JsonSchemaDefinition
struct ContentBlock
  text string
  image ImageBlock
  document DocumentBlock
  video VideoBlock
  audio AudioBlock
  toolUse ToolUseBlock
  toolResult ToolResultBlock
  guardContent GuardrailConverseContentBlock
  cachePoint CachePointBlock
  reasoningContent ReasoningContentBlock
  citationsContent CitationsContentBlock
  searchResult SearchResultBlock
struct GuardrailConverseTextBlock
  text! string
  qualifiers GuardrailConverseContentQualifierList
struct GuardrailConverseImageBlock
  format! GuardrailConverseImageFormat
  source! GuardrailConverseImageSource
string CachePointType enum default
string CacheTTL enum 5m|1h
struct ToolSpecification
  name! ToolName
  description NonEmptyString
  inputSchema! ToolInputSchema
  strict boolean
struct SystemTool
  name! ToolName
string ToolName 1..64 /[a-zA-Z0-9_-]+/
struct JsonSchemaDefinition
  schema! string
  name string
  description string
struct ImageBlock
  format! ImageFormat
  source! ImageSource
  error ErrorBlock
struct DocumentBlock
  format DocumentFormat
  name! DocumentBlockNameString
  source! DocumentSource
  context string
  citations CitationsConfig
struct VideoBlock
  format! VideoFormat
  source! VideoSource
struct AudioBlock
  format! AudioFormat
  source! AudioSource
  error ErrorBlock
struct ToolUseBlock
  toolUseId! ToolUseId
  name! ToolName
  input! document
  type ToolUseType
struct ToolResultBlock
  toolUseId! ToolUseId
  content! ToolResultContentBlocks
  status ToolResultStatus
  type string
struct ReasoningContentBlock
  reasoningText ReasoningTextBlock
  redactedContent blob
struct CitationsContentBlock
  content CitationGeneratedContentList
  citations Citations
struct SearchResultBlock
  source! string
  title! string
  content! SearchResultContentBlocks
  citations CitationsConfig
list GuardrailConverseContentQualifierList GuardrailConverseContentQualifier
string GuardrailConverseImageFormat enum png|jpeg
struct GuardrailConverseImageSource
  bytes blob
struct ToolInputSchema
  json document
string ImageFormat enum png|jpeg|gif|webp
struct ImageSource
  bytes blob
  s3Location S3Location
struct ErrorBlock
  message string
string DocumentFormat enum pdf|csv|doc|docx|xls|xlsx|html|txt|md
string DocumentBlockNameString 1..200
struct DocumentSource
  bytes blob
  s3Location S3Location
  text string
  content DocumentContentBlocks
struct CitationsConfig
  enabled! boolean
string VideoFormat enum mkv|mov|mp4|webm|flv|mpeg|mpg|wmv|three_gp
struct VideoSource
  bytes blob
  s3Location S3Location
string AudioFormat enum mp3|opus|wav|aac|flac|mp4|ogg|mkv|mka|x-aac|m4a|mpeg|mpga|pcm|webm
struct AudioSource
  bytes blob
  s3Location S3Location
string ToolUseId 1..64 /[a-zA-Z0-9_.:-]+/
string ToolUseType enum server_tool_use
list ToolResultContentBlocks ToolResultContentBlock
string ToolResultStatus enum success|error
struct ReasoningTextBlock
  text! string
  signature string
list CitationGeneratedContentList CitationGeneratedContent
list Citations Citation
list SearchResultContentBlocks SearchResultContentBlock
string GuardrailConverseContentQualifier enum grounding_source|query|guard_content
struct S3Location
  uri! S3Uri
  bucketOwner AccountId
list DocumentContentBlocks DocumentContentBlock
struct ToolResultContentBlock
  json document
  text string
  image ImageBlock
  document DocumentBlock
  video VideoBlock
  searchResult SearchResultBlock
struct CitationGeneratedContent
  text string
struct Citation
  title string
  source string
  sourceContent CitationSourceContentList
  location CitationLocation
struct SearchResultContentBlock
  text! string
string S3Uri 1..1024 /s3://[a-z0-9][\.\-a-z0-9]{1,61}[a-z0-9](/.*)?/
string AccountId /[0-9]{12}/
struct DocumentContentBlock
  text string
list CitationSourceContentList CitationSourceContent
struct CitationLocation
  web WebLocation
  documentChar DocumentCharLocation
  documentPage DocumentPageLocation
  documentChunk DocumentChunkLocation
  searchResultLocation SearchResultLocation
struct CitationSourceContent
  text string
struct WebLocation
  url string
  domain string
struct DocumentCharLocation
  documentIndex DocumentCharLocationDocumentIndexInteger
  start DocumentCharLocationStartInteger
  end DocumentCharLocationEndInteger
struct DocumentPageLocation
  documentIndex DocumentPageLocationDocumentIndexInteger
  start DocumentPageLocationStartInteger
  end DocumentPageLocationEndInteger
struct DocumentChunkLocation
  documentIndex DocumentChunkLocationDocumentIndexInteger
  start DocumentChunkLocationStartInteger
  end DocumentChunkLocationEndInteger
struct SearchResultLocation
  searchResultIndex SearchResultLocationSearchResultIndexInteger
  start SearchResultLocationStartInteger
  end SearchResultLocationEndInteger
int DocumentCharLocationDocumentIndexInteger 0..
int DocumentCharLocationStartInteger 0..
int DocumentCharLocationEndInteger 0..
int DocumentPageLocationDocumentIndexInteger 0..
int DocumentPageLocationStartInteger 0..
int DocumentPageLocationEndInteger 0..
int DocumentChunkLocationDocumentIndexInteger 0..
int DocumentChunkLocationStartInteger 0..
int DocumentChunkLocationEndInteger 0..
int SearchResultLocationSearchResultIndexInteger 0..
int SearchResultLocationStartInteger 0..
int SearchResultLocationEndInteger 0..
`;
