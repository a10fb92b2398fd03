// Made by extract.py from botocore 1.43.11, bedrock-runtime-2023-09-30: do not edit.
export interface AudioBlock {
  format: AudioFormat;
  source: AudioSource;
  error?: ErrorBlock | undefined;
}
export type AudioFormat =
  | 'mp3'
  | 'opus'
  | 'wav'
  | 'aac'
  | 'flac'
  | 'mp4'
  | 'ogg'
  | 'mkv'
  | 'mka'
  | 'x-aac'
  | 'm4a'
  | 'mpeg'
  | 'mpga'
  | 'pcm'
  | 'webm';
export interface AudioSource {
  bytes?: string | undefined;
  s3Location?: S3Location | undefined;
}
export interface CachePointBlock {
  type: CachePointType;
  ttl?: CacheTTL | undefined;
}
export type CachePointType = 'default';
export type CacheTTL = '5m' | '1h';
export interface Citation {
  title?: string | undefined;
  source?: string | undefined;
  sourceContent?: Array<CitationSourceContent> | undefined;
  location?: CitationLocation | undefined;
}
export interface CitationGeneratedContent {
  text?: string | undefined;
}
export interface CitationLocation {
  web?: WebLocation | undefined;
  documentChar?: DocumentCharLocation | undefined;
  documentPage?: DocumentPageLocation | undefined;
  documentChunk?: DocumentChunkLocation | undefined;
  searchResultLocation?: SearchResultLocation | undefined;
}
export interface CitationSourceContent {
  text?: string | undefined;
}
export interface CitationsConfig {
  enabled: boolean;
}
export interface CitationsContentBlock {
  content?: Array<CitationGeneratedContent> | undefined;
  citations?: Array<Citation> | undefined;
}
export interface ContentBlock {
  text?: string | undefined;
  image?: ImageBlock | undefined;
  document?: DocumentBlock | undefined;
  video?: VideoBlock | undefined;
  audio?: AudioBlock | undefined;
  toolUse?: ToolUseBlock | undefined;
  toolResult?: ToolResultBlock | undefined;
  guardContent?: GuardrailConverseContentBlock | undefined;
  cachePoint?: CachePointBlock | undefined;
  reasoningContent?: ReasoningContentBlock | undefined;
  citationsContent?: CitationsContentBlock | undefined;
  searchResult?: SearchResultBlock | undefined;
}
export type ConversationRole = 'user' | 'assistant';
export interface ConverseRequest {
  modelId: string;
  messages?: Array<Message> | undefined;
  system?: Array<SystemContentBlock> | undefined;
  inferenceConfig?: InferenceConfiguration | undefined;
  toolConfig?: ToolConfiguration | undefined;
  guardrailConfig?: GuardrailConfiguration | undefined;
  additionalModelRequestFields?: unknown | undefined;
  promptVariables?: Record<string, PromptVariableValues> | undefined;
  additionalModelResponseFieldPaths?: Array<string> | undefined;
  requestMetadata?: Record<string, string> | undefined;
  performanceConfig?: PerformanceConfiguration | undefined;
  serviceTier?: ServiceTier | undefined;
  outputConfig?: OutputConfig | undefined;
}
export interface ConverseStreamRequest {
  modelId: string;
  messages?: Array<Message> | undefined;
  system?: Array<SystemContentBlock> | undefined;
  inferenceConfig?: InferenceConfiguration | undefined;
  toolConfig?: ToolConfiguration | undefined;
  guardrailConfig?: GuardrailStreamConfiguration | undefined;
  additionalModelRequestFields?: unknown | undefined;
  promptVariables?: Record<string, PromptVariableValues> | undefined;
  additionalModelResponseFieldPaths?: Array<string> | undefined;
  requestMetadata?: Record<string, string> | undefined;
  performanceConfig?: PerformanceConfiguration | undefined;
  serviceTier?: ServiceTier | undefined;
  outputConfig?: OutputConfig | undefined;
}
export interface DocumentBlock {
  format?: DocumentFormat | undefined;
  name: string;
  source: DocumentSource;
  context?: string | undefined;
  citations?: CitationsConfig | undefined;
}
export interface DocumentCharLocation {
  documentIndex?: number | undefined;
  start?: number | undefined;
  end?: number | undefined;
}
export interface DocumentChunkLocation {
  documentIndex?: number | undefined;
  start?: number | undefined;
  end?: number | undefined;
}
export interface DocumentContentBlock {
  text?: string | undefined;
}
export type DocumentFormat = 'pdf' | 'csv' | 'doc' | 'docx' | 'xls' | 'xlsx' | 'html' | 'txt' | 'md';
export interface DocumentPageLocation {
  documentIndex?: number | undefined;
  start?: number | undefined;
  end?: number | undefined;
}
export interface DocumentSource {
  bytes?: string | undefined;
  s3Location?: S3Location | undefined;
  text?: string | undefined;
  content?: Array<DocumentContentBlock> | undefined;
}
export interface ErrorBlock {
  message?: string | undefined;
}
export interface GuardrailConfiguration {
  guardrailIdentifier?: string | undefined;
  guardrailVersion?: string | undefined;
  trace?: GuardrailTrace | undefined;
}
export interface GuardrailConverseContentBlock {
  text?: GuardrailConverseTextBlock | undefined;
  image?: GuardrailConverseImageBlock | undefined;
}
export type GuardrailConverseContentQualifier = 'grounding_source' | 'query' | 'guard_content';
export interface GuardrailConverseImageBlock {
  format: GuardrailConverseImageFormat;
  source: GuardrailConverseImageSource;
}
export type GuardrailConverseImageFormat = 'png' | 'jpeg';
export interface GuardrailConverseImageSource {
  bytes?: string | undefined;
}
export interface GuardrailConverseTextBlock {
  text: string;
  qualifiers?: Array<GuardrailConverseContentQualifier> | undefined;
}
export interface GuardrailStreamConfiguration {
  guardrailIdentifier?: string | undefined;
  guardrailVersion?: string | undefined;
  trace?: GuardrailTrace | undefined;
  streamProcessingMode?: GuardrailStreamProcessingMode | undefined;
}
export type GuardrailStreamProcessingMode = 'sync' | 'async';
export type GuardrailTrace = 'enabled' | 'disabled' | 'enabled_full';
export interface ImageBlock {
  format: ImageFormat;
  source: ImageSource;
  error?: ErrorBlock | undefined;
}
export type ImageFormat = 'png' | 'jpeg' | 'gif' | 'webp';
export interface ImageSource {
  bytes?: string | undefined;
  s3Location?: S3Location | undefined;
}
export interface InferenceConfiguration {
  maxTokens?: number | undefined;
  temperature?: number | undefined;
  topP?: number | undefined;
  stopSequences?: Array<string> | undefined;
}
export interface InvokeModelRequest {
  body?: string | undefined;
  contentType?: string | undefined;
  accept?: string | undefined;
  modelId: string;
  trace?: Trace | undefined;
  guardrailIdentifier?: string | undefined;
  guardrailVersion?: string | undefined;
  performanceConfigLatency?: PerformanceConfigLatency | undefined;
  serviceTier?: ServiceTierType | undefined;
}
export interface InvokeModelWithResponseStreamRequest {
  body?: string | undefined;
  contentType?: string | undefined;
  accept?: string | undefined;
  modelId: string;
  trace?: Trace | undefined;
  guardrailIdentifier?: string | undefined;
  guardrailVersion?: string | undefined;
  performanceConfigLatency?: PerformanceConfigLatency | undefined;
  serviceTier?: ServiceTierType | undefined;
}
export interface JsonSchemaDefinition {
  schema: string;
  name?: string | undefined;
  description?: string | undefined;
}
export interface Message {
  role: ConversationRole;
  content: Array<ContentBlock>;
}
export interface OutputConfig {
  textFormat?: OutputFormat | undefined;
}
export interface OutputFormat {
  type: OutputFormatType;
  structure: OutputFormatStructure;
}
export interface OutputFormatStructure {
  jsonSchema?: JsonSchemaDefinition | undefined;
}
export type OutputFormatType = 'json_schema';
export type PerformanceConfigLatency = 'standard' | 'optimized';
export interface PerformanceConfiguration {
  latency?: PerformanceConfigLatency | undefined;
}
export interface PromptVariableValues {
  text?: string | undefined;
}
export interface ReasoningContentBlock {
  reasoningText?: ReasoningTextBlock | undefined;
  redactedContent?: string | undefined;
}
export interface ReasoningTextBlock {
  text: string;
  signature?: string | undefined;
}
export interface S3Location {
  uri: string;
  bucketOwner?: string | undefined;
}
export interface SearchResultBlock {
  source: string;
  title: string;
  content: Array<SearchResultContentBlock>;
  citations?: CitationsConfig | undefined;
}
export interface SearchResultContentBlock {
  text: string;
}
export interface SearchResultLocation {
  searchResultIndex?: number | undefined;
  start?: number | undefined;
  end?: number | undefined;
}
export interface ServiceTier {
  type: ServiceTierType;
}
export type ServiceTierType = 'priority' | 'default' | 'flex' | 'reserved';
export interface SpecificToolChoice {
  name: string;
}
export interface SystemContentBlock {
  text?: string | undefined;
  guardContent?: GuardrailConverseContentBlock | undefined;
  cachePoint?: CachePointBlock | undefined;
}
export interface SystemTool {
  name: string;
}
export interface Tool {
  toolSpec?: ToolSpecification | undefined;
  systemTool?: SystemTool | undefined;
  cachePoint?: CachePointBlock | undefined;
}
export interface ToolChoice {
  auto?: Record<string, never> | undefined;
  any?: Record<string, never> | undefined;
  tool?: SpecificToolChoice | undefined;
}
export interface ToolConfiguration {
  tools: Array<Tool>;
  toolChoice?: ToolChoice | undefined;
}
export interface ToolInputSchema {
  json?: unknown | undefined;
}
export interface ToolResultBlock {
  toolUseId: string;
  content: Array<ToolResultContentBlock>;
  status?: ToolResultStatus | undefined;
  type?: string | undefined;
}
export interface ToolResultContentBlock {
  json?: unknown | undefined;
  text?: string | undefined;
  image?: ImageBlock | undefined;
  document?: DocumentBlock | undefined;
  video?: VideoBlock | undefined;
  searchResult?: SearchResultBlock | undefined;
}
export type ToolResultStatus = 'success' | 'error';
export interface ToolSpecification {
  name: string;
  description?: string | undefined;
  inputSchema: ToolInputSchema;
  strict?: boolean | undefined;
}
export interface ToolUseBlock {
  toolUseId: string;
  name: string;
  input: unknown;
  type?: ToolUseType | undefined;
}
export type ToolUseType = 'server_tool_use';
export type Trace = 'ENABLED' | 'DISABLED' | 'ENABLED_FULL';
export interface VideoBlock {
  format: VideoFormat;
  source: VideoSource;
}
export type VideoFormat = 'mkv' | 'mov' | 'mp4' | 'webm' | 'flv' | 'mpeg' | 'mpg' | 'wmv' | 'three_gp';
export interface VideoSource {
  bytes?: string | undefined;
  s3Location?: S3Location | undefined;
}
export interface WebLocation {
  url?: string | undefined;
  domain?: string | undefined;
}
