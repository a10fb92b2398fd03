import { expect } from 'vitest';
import type { UsageReading } from '../../src/core/types.ts';

/**
 * How the bill spells what was used: SERVICE, USAGE_TYPE, unit, and what they are to be read as. "Seen" is from AWS's price
 * lists (`AmazonBedrock`, `AmazonBedrockFoundationModels`, `AmazonBedrockService`) and from bills, as public parsers and
 * their tests hold them (2026); "composed" is of the same words in other places.
 *
 * `B` is Amazon Bedrock, `S` Amazon Bedrock Service, `NAME*` the model's own SERVICE, `NAME (Amazon Bedrock Edition)`.
 * Of tokens: kind with the lifetime of cache writes, tier, route, `long` context, `mantle` endpoint. Of others: the family.
 * `unread` may be the charge of tokens that were seen, as what says `may cover`; `unknown` counts something else.
 */
const GROUPS: Readonly<Record<string, string>> = {
  'seen in the price lists (AmazonBedrock, per thousand) or in bills': `
    B | USE1-NovaMicro-input-tokens | 1K tokens | input, standard, regional | us-east-1 | NovaMicro
    B | USE1-NovaMicro-output-tokens | 1K tokens | output, standard, regional | us-east-1 | NovaMicro
    B | USE1-NovaMicro-input-tokens-batch | 1K tokens | input, batch, regional | us-east-1 | NovaMicro
    B | USE1-NovaMicro-output-tokens-batch | 1K tokens | output, batch, regional | us-east-1 | NovaMicro
    B | USE2-NovaMicro-input-tokens | 1K tokens | input, standard, regional | us-east-2 | NovaMicro
    B | USE1-NovaLite-input-tokens | 1K tokens | input, standard, regional | us-east-1 | NovaLite
    B | USE1-NovaPro-input-tokens | 1K tokens | input, standard, regional | us-east-1 | NovaPro
    B | USE1-NovaPro-output-tokens | 1K tokens | output, standard, regional | us-east-1 | NovaPro
    B | USE1-NovaPro-cache-read-input-token-count | 1K tokens | cacheRead, standard, regional | us-east-1 | NovaPro
    B | USE1-NovaPro-cache-write-input-token-count | 1K tokens | cacheWrite 5m, standard, regional | us-east-1 | NovaPro
    B | USE1-NovaPro-input-tokens-latency-optimized | 1K tokens | input, latencyOptimized, regional | us-east-1 | NovaPro
    B | USE1-Nova2.0Lite-input-tokens | 1K tokens | input, standard, regional | us-east-1 | Nova2.0Lite
    B | USW2-Nova2.0Lite-cache-read-input-token-count | 1K tokens | cacheRead, standard, regional | us-west-2 | Nova2.0Lite
    B | USW2-Nova2.0Lite-cache-write-input-token-count-flex | 1K tokens | cacheWrite 5m, flex, regional | us-west-2 | Nova2.0Lite
    B | USE1-Nova2.0Lite-input-tokens-cross-region-global | 1K tokens | input, standard, global | us-east-1 | Nova2.0Lite
    B | USE1-Nova2.0Lite-input-tokens-cross-region-global-batch | 1K tokens | input, batch, global | us-east-1 | Nova2.0Lite
    B | USE1-Nova2.0Lite-input-tokens-flex-cross-region-global | 1K tokens | input, flex, global | us-east-1 | Nova2.0Lite
    B | USE1-Nova2.0Lite-output-tokens-flex-cross-region-global | 1K tokens | output, flex, global | us-east-1 | Nova2.0Lite
    B | USE1-Nova2.0Lite-input-tokens-priority | 1K tokens | input, priority, regional | us-east-1 | Nova2.0Lite
    B | USW2-Nova2.0Lite-input-tokens-priority-cross-region-global | 1K tokens | input, priority, global | us-west-2 | Nova2.0Lite
    B | USE1-Nova2.0Pro-text-input-tokens | 1K tokens | input, standard, regional | us-east-1 | Nova2.0Pro
    B | USE1-Nova2.0Pro-text-input-tokens-cross-region-global | 1K tokens | input, standard, global | us-east-1 | Nova2.0Pro
    B | USE1-Nova2.0Pro-text-input-tokens-priority-cross-region-global | 1K tokens | input, priority, global | us-east-1 | Nova2.0Pro
    B | USE1-NovaSonic-text-input-tokens | 1K tokens | input, standard, regional | us-east-1 | NovaSonic
    B | USE1-NovaSonic-text-output-tokens | 1K tokens | output, standard, regional | us-east-1 | NovaSonic
    B | USE1-NovaMultiModalEmbeddings-input-tokens | 1K tokens | input, standard, regional | us-east-1 | NovaMultiModalEmbeddings
    B | EU-TitanEmbeddingV2-Text-input-tokens | 1K tokens | input, standard, regional | eu-west-1 | TitanEmbeddingV2
    B | USE1-TitanText-Premier-output-tokens | 1K tokens | output, standard, regional | us-east-1 | TitanText-Premier
    B | USE1-Claude2.0-input-tokens | 1K tokens | input, standard, regional | us-east-1 | Claude2.0
    B | USE1-Claude3Haiku-input-tokens | 1K tokens | input, standard, regional | us-east-1 | Claude3Haiku
    B | USE1-Claude3Sonnet-input-tokens | 1K tokens | input, standard, regional | us-east-1 | Claude3Sonnet
    B | USE1-Claude3-5Haiku-input-tokens-latency-optimized | 1K tokens | input, latencyOptimized, regional | us-east-1 | Claude3-5Haiku
    B | USE1-Claude4.6Sonnet-cache-read-input-token-count | 1K tokens | cacheRead, standard, regional | us-east-1 | Claude4.6Sonnet
    B | USE1-Claude4.6Sonnet-cache-write-input-token-count | 1K tokens | cacheWrite 5m, standard, regional | us-east-1 | Claude4.6Sonnet
    B | USE1-Claude4.6Sonnet-cache-write-1h-input-token-count | 1K tokens | cacheWrite 1h, standard, regional | us-east-1 | Claude4.6Sonnet
    B | USE1-Claude4.6Sonnet-output-tokens-cross-region-global | 1K tokens | output, standard, global | us-east-1 | Claude4.6Sonnet
    B | USE1-Llama3-1-405B-input-tokens | 1K tokens | input, standard, regional | us-east-1 | Llama3-1-405B
    B | USE1-Llama3-1-405B-output-tokens-batch | 1K tokens | output, batch, regional | us-east-1 | Llama3-1-405B
    B | USE1-Llama3-1-70B-input-tokens | 1K tokens | input, standard, regional | us-east-1 | Llama3-1-70B
    B | USE1-Llama3-1-70B-LatencyOptimized-input-tokens | 1K tokens | input, latencyOptimized, regional | us-east-1 | Llama3-1-70B
    B | USE1-Llama3-2-1B-output-tokens | 1K tokens | output, standard, regional | us-east-1 | Llama3-2-1B
    B | USE1-Llama3-3-70B-input-tokens | 1K tokens | input, standard, regional | us-east-1 | Llama3-3-70B
    B | USE1-Llama4-Maverick-17B-input-tokens-batch | 1K tokens | input, batch, regional | us-east-1 | Llama4-Maverick-17B
    B | USE1-MistralSmall-input-tokens-batch | 1K tokens | input, batch, regional | us-east-1 | MistralSmall
    B | USW2-Mistral-Large-3-675b-Instruct-output-tokens | 1K tokens | output, standard, regional | us-west-2 | Mistral-Large-3-675b-Instruct
    B | USW2-Mistral-Large-3-675b-Instruct-input-tokens-batch | 1K tokens | input, batch, regional | us-west-2 | Mistral-Large-3-675b-Instruct
    B | USE1-Gemma-3-4B-IT-input-tokens-flex | 1K tokens | input, flex, regional | us-east-1 | Gemma-3-4B-IT
    B | USE1-GPT-OSS-Safeguard-20B-input-tokens-priority | 1K tokens | input, priority, regional | us-east-1 | GPT-OSS-Safeguard-20B
    B | USE1-GPT-OSS-Safeguard-120B-output-tokens-batch | 1K tokens | output, batch, regional | us-east-1 | GPT-OSS-Safeguard-120B
    B | USE1-gpt-oss-120b-output-tokens-priority | 1K tokens | output, priority, regional | us-east-1 | gpt-oss-120b
    B | USE1-gpt-oss-120b-output-tokens-flex | 1K tokens | output, flex, regional | us-east-1 | gpt-oss-120b
    B | USE1-Qwen3-32B-input-tokens | 1K tokens | input, standard, regional | us-east-1 | Qwen3-32B
    B | USE1-Qwen3-32B-input-tokens-flex | 1K tokens | input, flex, regional | us-east-1 | Qwen3-32B
    B | EU-Qwen3-VL-235B-A22B-output-tokens | 1K tokens | output, standard, regional | eu-west-1 | Qwen3-VL-235B-A22B
    B | USE1-deepseek.v3.2-input-tokens | 1K tokens | input, standard, regional | us-east-1 | deepseek.v3.2
    B | USE1-moonshotai.kimi-k2.5-input |  | input, standard, regional | us-east-1 | moonshotai.kimi-k2.5
    B | USE1-minimax.minimax-m2.5-output |  | output, standard, regional | us-east-1 | minimax.minimax-m2.5
  `,
  'seen: the mantle endpoint': `
    B | USE1-openai.gpt-oss-120b-mantle-input-tokens-standard | 1K tokens | input, standard, regional, mantle | us-east-1 | openai.gpt-oss-120b
    B | USE1-gpt-oss-120b-mantle-input-tokens-standard | 1K tokens | input, standard, regional, mantle | us-east-1 | gpt-oss-120b
    B | USE1-openai.gpt-5.6-luna-mantle-input-tokens-standard | 1K tokens | input, standard, regional, mantle | us-east-1 | openai.gpt-5.6-luna
    B | USE1-openai.gpt-5.6-luna-mantle-cache-write-tokens-5m-long-ctx-flex | 1K tokens | cacheWrite 5m, flex, regional, long, mantle | us-east-1 | openai.gpt-5.6-luna
    B | UGW1-openai.gpt-5.6-terra-mantle-input-tokens-standard | 1K tokens | input, standard, regional, mantle | us-gov-west-1 | openai.gpt-5.6-terra
    B | UGW1-openai.gpt-5.6-terra-mantle-cache-read-tokens-standard | 1K tokens | cacheRead, standard, regional, mantle | us-gov-west-1 | openai.gpt-5.6-terra
    B | UGW1-openai.gpt-5.6-terra-mantle-cache-write-tokens-30m-standard | 1K tokens | cacheWrite 30m, standard, regional, mantle | us-gov-west-1 | openai.gpt-5.6-terra
    B | UGW1-openai.gpt-5.6-terra-mantle-input-tokens-long-ctx-standard | 1K tokens | input, standard, regional, long, mantle | us-gov-west-1 | openai.gpt-5.6-terra
    B | UGW1-openai.gpt-5.6-terra-mantle-output-tokens-long-ctx-standard | 1K tokens | output, standard, regional, long, mantle | us-gov-west-1 | openai.gpt-5.6-terra
    B | UGW1-openai.gpt-5.6-terra-mantle-cache-read-tokens-long-ctx-standard | 1K tokens | cacheRead, standard, regional, long, mantle | us-gov-west-1 | openai.gpt-5.6-terra
    B | UGW1-openai.gpt-5.6-terra-mantle-cache-write-tokens-30m-long-ctx-standard | 1K tokens | cacheWrite 30m, standard, regional, long, mantle | us-gov-west-1 | openai.gpt-5.6-terra
    B | USW2-anthropic.claude-opus-5-mantle-input-tokens-global-standard | 1K tokens | input, standard, global, mantle | us-west-2 | anthropic.claude-opus-5
    B | USW2-anthropic.claude-opus-4-8-mantle-cache-write-tokens-global-standard | 1K tokens | cacheWrite 5m, standard, global, mantle | us-west-2 | anthropic.claude-opus-4-8
    B | USE1-anthropic.claude-haiku-5-5-mantle-input-tokens-long-ctx-global-standard | 1K tokens | input, standard, global, long, mantle | us-east-1 | anthropic.claude-haiku-5-5
    B | USE1-anthropic.claude-haiku-5-5-mantle-output-tokens-long-ctx-global-standard | 1K tokens | output, standard, global, long, mantle | us-east-1 | anthropic.claude-haiku-5-5
    B | USE1-xai.grok-4.3-mantle-input-tokens-flex | 1K tokens | input, flex, regional, mantle | us-east-1 | xai.grok-4.3
    B | USE1-xai.grok-4.3-mantle-input-tokens-priority | 1K tokens | input, priority, regional, mantle | us-east-1 | xai.grok-4.3
    B | USE1-xai.grok-4.3-mantle-input-tokens-batch | 1K tokens | input, batch, regional, mantle | us-east-1 | xai.grok-4.3
    B | USE1-xai.grok-4.3-mantle-output-tokens-standard | 1M tokens | unknown | us-east-1 | xai.grok-4.3
    B | APN1-zai.glm5-mantle-input-tokens-standard | 1K tokens | input, standard, regional, mantle | ap-northeast-1 | zai.glm5
    B | USW2-zai.glm5-mantle-input-tokens-priority | 1K tokens | input, priority, regional, mantle | us-west-2 | zai.glm5
    B | USE1-moonshotai.kimi-k3-mantle-cache-write-tokens-30m-standard | 1K tokens | cacheWrite 30m, standard, regional, mantle | us-east-1 | moonshotai.kimi-k3
    B | USW2-moonshotai.kimi-k3-mantle-input-tokens-global-flex | 1K tokens | input, flex, global, mantle | us-west-2 | moonshotai.kimi-k3
    B | USW2-moonshotai.kimi-k3-mantle-input-tokens-standard-v2 | 1K tokens | unknown | us-west-2 | moonshotai.kimi-k3
    B | USE1-qwen.qwen3-next-80b-a3b-instruct-mantle-output-tokens-standard | 1K tokens | output, standard, regional, mantle | us-east-1 | qwen.qwen3-next-80b-a3b-instruct
    B | USE1-mistral.magistral-small-2509-mantle-input-tokens-standard | 1K tokens | input, standard, regional, mantle | us-east-1 | mistral.magistral-small-2509
    B | USE1-google.gemma-3-4b-it-mantle-input-tokens-standard | 1K tokens | input, standard, regional, mantle | us-east-1 | google.gemma-3-4b-it
  `,
  'seen: AmazonBedrockService, per thousand': `
    S | USW2-Claude4Sonnet-input-tokens-cross-region-global | 1K tokens | input, standard, global | us-west-2 | Claude4Sonnet
    S | USE1-Claude4Sonnet-input-tokens-cross-region-global-batch | 1K tokens | input, batch, global | us-east-1 | Claude4Sonnet
    S | USE1-Claude4Sonnet-input-tokens-long-context-cross-region-global | 1K tokens | input, standard, global, long | us-east-1 | Claude4Sonnet
    S | USE1-Claude4Sonnet-output-tokens-long-context-cross-region-global | 1K tokens | output, standard, global, long | us-east-1 | Claude4Sonnet
  `,
  'seen: marketplace, words with capitals, per million': `
    Claude Sonnet 4.6* | USE1-MP:USE1_InputTokenCount-Units | Units | input, standard, regional | us-east-1 | Claude Sonnet 4.6
    Claude Sonnet 4.6* | USE1-MP:USE1_OutputTokenCount-Units | Units | output, standard, regional | us-east-1 | Claude Sonnet 4.6
    Claude Sonnet 4.6* | USE1-MP:USE1_InputTokenCount_Global-Units | Units | input, standard, global | us-east-1 | Claude Sonnet 4.6
    Claude Sonnet 4.6* | USE1-MP:USE1_OutputTokenCount_Global-Units | Units | output, standard, global | us-east-1 | Claude Sonnet 4.6
    Claude Sonnet 4.6* | USE1-MP:USE1_InputTokenCount_Batch-Units | 1M tokens | input, batch, regional | us-east-1 | Claude Sonnet 4.6
    Claude Sonnet 4.6* | USE1-MP:USE1_InputTokenCount_Global_Batch-Units | Units | input, batch, global | us-east-1 | Claude Sonnet 4.6
    Claude Opus 4.6* | USE1-MP:USE1_CacheReadInputTokenCount-Units | Units | cacheRead, standard, regional | us-east-1 | Claude Opus 4.6
    Claude Sonnet 4.6* | USE1-MP:USE1_CacheReadInputTokenCount_Global-Units | Units | cacheRead, standard, global | us-east-1 | Claude Sonnet 4.6
    Claude Sonnet 4.6* | USE1-MP:USE1_CacheWriteInputTokenCount-Units | Units | cacheWrite 5m, standard, regional | us-east-1 | Claude Sonnet 4.6
    Claude Sonnet 4.6* | USE1-MP:USE1_CacheWriteInputTokenCount_Geo-Units | Units | cacheWrite 5m, standard, regional | us-east-1 | Claude Sonnet 4.6
    Claude Sonnet 4.6* | USE1-MP:USE1_CacheWrite1hInputTokenCount-Units | Units | cacheWrite 1h, standard, regional | us-east-1 | Claude Sonnet 4.6
    Claude Sonnet 4.6* | USE1-MP:USE1_CacheWrite1hInputTokenCount_Global-Units | Units | cacheWrite 1h, standard, global | us-east-1 | Claude Sonnet 4.6
    Claude Sonnet 4.6* | USE1-MP:USE1_InputTokenCount_LCtx-Units | Units | input, standard, regional, long | us-east-1 | Claude Sonnet 4.6
    Claude Sonnet 4.6* | USW2-MP:USW2_InputTokenCount_LCtx_Global-Units | Units | input, standard, global, long | us-west-2 | Claude Sonnet 4.6
    Claude Opus 4.5* | USW2-MP:USW2_InputTokenCount_LatencyOptimized-Units | Units | input, latencyOptimized, regional | us-west-2 | Claude Opus 4.5
    Claude Opus 4.5* | USW2-MP:USW2_OutputTokenCount_LatencyOptimized-Units | Units | output, latencyOptimized, regional | us-west-2 | Claude Opus 4.5
    Claude 3.5 Sonnet* | USE1-MP:USE1_MillionBatchInputTokens-Units | MillionBatchInputTokens | input, batch, regional | us-east-1 | Claude 3.5 Sonnet
    Claude 3.5 Sonnet* | APN1-MP:APN1_MillionBatchInputTokens-Units | Units | input, batch, regional | ap-northeast-1 | Claude 3.5 Sonnet
    Claude 3.5 Sonnet* | USE1-MP:USE1_MillionBatchOutputTokens-Units | MillionBatchOutputTokens | output, batch, regional | us-east-1 | Claude 3.5 Sonnet
    Cohere Command R* | USE1-MP:USE1_InputTokenCount-Units | Units | input, standard, regional | us-east-1 | Cohere Command R
    Cohere Command R+* | USE1-MP:USE1_InputTokenCount-Units | Units | input, standard, regional | us-east-1 | Cohere Command R+
    Claude Sonnet 4.6* | APS8-MP:APS8_InputTokenCount-Units | Units | input, standard, regional | ap-southeast-6 | Claude Sonnet 4.6
    Claude Sonnet 4.6* | APS9-MP:APS9_OutputTokenCount-Units | Units | output, standard, regional | ap-southeast-7 | Claude Sonnet 4.6
    Claude Sonnet 4.6* | EU-MP:EU_InputTokenCount-Units | Units | input, standard, regional | eu-west-1 | Claude Sonnet 4.6
  `,
  'seen: marketplace, words with underscores, per million': `
    Claude Opus 5.5* | USW2-MP:USW2_input_tokens_standard-Units | Units | input, standard, regional | us-west-2 | Claude Opus 5.5
    Claude Opus 5.5* | USW2-MP:USW2_output_tokens_standard-Units | Units | output, standard, regional | us-west-2 | Claude Opus 5.5
    Claude Opus 5.5* | USW2-MP:USW2_input_tokens_global_standard-Units | Units | input, standard, global | us-west-2 | Claude Opus 5.5
    Claude Opus 5.5* | USW2-MP:USW2_output_tokens_global_standard-Units | Units | output, standard, global | us-west-2 | Claude Opus 5.5
    Claude Opus 5.5* | USW2-MP:USW2_cache_read_tokens_global_standard-Units | Units | cacheRead, standard, global | us-west-2 | Claude Opus 5.5
    Claude Opus 5.5* | USW2-MP:USW2_cache_read_tokens_standard-Units | Units | cacheRead, standard, regional | us-west-2 | Claude Opus 5.5
    Claude Opus 5.5* | USW2-MP:USW2_cache_write_tokens_standard-Units | Units | cacheWrite 5m, standard, regional | us-west-2 | Claude Opus 5.5
    Claude Opus 5.5* | USW2-MP:USW2_cache_write_tokens_1h_standard-Units | Units | cacheWrite 1h, standard, regional | us-west-2 | Claude Opus 5.5
    Claude Opus 5.5* | USW2-MP:USW2_cache_write_tokens_1h_global_standard-Units | Units | cacheWrite 1h, standard, global | us-west-2 | Claude Opus 5.5
    Claude Opus 5.5* | USW2-MP:USW2_cache_writes_tokens_global_standard-Units | Units | cacheWrite 5m, standard, global | us-west-2 | Claude Opus 5.5
    Claude Opus 5.5* | USW2-MP:USW2_cache_writes_tokens_long_ctx_standard-Units | Units | cacheWrite 5m, standard, regional, long | us-west-2 | Claude Opus 5.5
    Claude Opus 5.5* | USE1-MP:USE1_input_tokens_batch-Units | Units | input, batch, regional | us-east-1 | Claude Opus 5.5
    Claude Opus 5.5* | USE1-MP:USE1_input_tokens_global_batch-Units | Units | input, batch, global | us-east-1 | Claude Opus 5.5
    Claude Opus 5.5* | APN1-MP:APN1_input_tokens_priority-Units | Units | input, priority, regional | ap-northeast-1 | Claude Opus 5.5
    Claude Opus 5.5* | USE1-MP:USE1_input_tokens_global_flex-Units | Units | input, flex, global | us-east-1 | Claude Opus 5.5
    OpenAI GPT-6 Astra* | USW2-MP:USW2_input_tokens_standard-Units | Units | input, standard, regional | us-west-2 | OpenAI GPT-6 Astra
    OpenAI GPT-6 Astra* | USW2-MP:USW2_input_tokens_long_ctx_standard-Units | Units | input, standard, regional, long | us-west-2 | OpenAI GPT-6 Astra
    OpenAI GPT-6 Astra* | USW2-MP:USW2_output_tokens_long_ctx_standard-Units | Units | output, standard, regional, long | us-west-2 | OpenAI GPT-6 Astra
    OpenAI GPT-6 Astra* | USW2-MP:USW2_input_tokens_long_ctx_global_standard-Units | Units | input, standard, global, long | us-west-2 | OpenAI GPT-6 Astra
    OpenAI GPT-6 Astra* | USW2-MP:USW2_cached_input_tokens_flex-Units | Units | cacheRead, flex, regional | us-west-2 | OpenAI GPT-6 Astra
    OpenAI GPT-6 Astra* | USW2-MP:USW2_cache_write_tokens_30m_standard-Units | Units | cacheWrite 30m, standard, regional | us-west-2 | OpenAI GPT-6 Astra
  `,
  'seen: what is no text': `
    B | USE1-NovaSonic-speech-input-tokens | 1K tokens | media, may cover | us-east-1 | NovaSonic
    B | USE1-NovaSonic-speech-understanding-input-token | 1K tokens | media, may cover | us-east-1 | NovaSonic
    B | USE1-NovaSonic2.0-speech-input-tokens | 1K tokens | media, may cover | us-east-1 | NovaSonic2.0
    B | USE1-Nova2.0Omni-input-audio-token-count | 1K tokens | media, may cover | us-east-1 | Nova2.0Omni
    B | USE1-Nova2.0Omni-input-video-token-count | 1K tokens | media, may cover | us-east-1 | Nova2.0Omni
    B | USE1-Nova2.0Omni-input-image-token-count-batch | 1K tokens | media, may cover | us-east-1 | Nova2.0Omni
    B | USE1-Nova2.0Pro-input-image-token-count | 1K tokens | media, may cover | us-east-1 | Nova2.0Pro
    B | USE1-NovaMultiModalEmbeddings-input-audio-second | 1K seconds | media | us-east-1 | NovaMultiModalEmbeddings
    B | USE1-NovaReel-output-seconds | Second | media | us-east-1 | NovaReel
    B | USE1-NovaReel-T2V-Medfps-HDRes | Second | media | us-east-1 | NovaReel
    B | USW2-Ray-V2-Medfps-HDRes | Second | media | us-west-2 | Ray-V2
    TwelveLabs Pegasus 1.2* | USE1-MP:USE1_inputVideoSecond-Units | Units | media | us-east-1 | TwelveLabs Pegasus 1.2
    B | USE1-NovaCanvas-T2I-1024-Premium | Image | images | us-east-1 | NovaCanvas
    B | USE1-TitanImageGeneratorG1-T2I-512-Standard | Image | images | us-east-1 | TitanImageGeneratorG1
    B | USE1-TitanEmbeddingsG1-Image-input-image | Images Processed | media | us-east-1 | TitanEmbeddingsG1
    Stable Diffusion 3 Large v1.0* | USE1-MP:USE1_created_image-Units | Units | images | us-east-1 | Stable Diffusion 3 Large v1.0
    Cohere Embed 4 Model* | USE1-MP:USE1_InputImageCount-Units | Units | images | us-east-1 | Cohere Embed 4 Model
  `,
  'seen: capacity, search, tuned models and features': `
    Claude Haiku 4.5* | USW2-MP:USW2_Reserved_1Month_InputTPM_Geo-Units | 1M TPM Hour | capacity, may cover | us-west-2 | Claude Haiku 4.5
    Claude Haiku 4.5* | USE1-MP:USE1_Reserved_3Month_OutputTPM_Global-Units | 1M TPM Hour | capacity, may cover | us-east-1 | Claude Haiku 4.5
    Claude Haiku 4.5* | USE1-MP:USE1_ProvisionedThroughput_1MonthCommit_ModelUnits_Usage-Units | Units | capacity | us-east-1 | Claude Haiku 4.5
    Claude Haiku 4.5* | USE1-MP:USE1_ProvisionedThroughput_NoCommit_ModelUnits_Usage-Units | Units | capacity | us-east-1 | Claude Haiku 4.5
    B | USE1-TitanText-Premier-ProvisionedThroughput-Custom-NoCommit-ModelUnits | hours | capacity | us-east-1 | TitanText-Premier
    B | USE1-cohere.rerank-english-v3-search-units | Search Units | search | us-east-1 | cohere.rerank-english-v3
    B | USW2-AmazonRerank-v1-searchunits | Search Units | search | us-west-2 | AmazonRerank-v1
    Cohere Rerank v3.5* | USE1-MP:USE1_search_units-Units | Units | search | us-east-1 | Cohere Rerank v3.5
    B | USE1-NovaLite-input-tokens-custom-model | 1K tokens | customModel | us-east-1 | NovaLite
    B | USE1-NovaPro-output-tokens-custom-model | 1K tokens | customModel | us-east-1 | NovaPro
    B | USE1-NovaPro-Customization-Training | Training Tokens | customModel | us-east-1 | NovaPro
    B | USW2-Llama3-3-70B-Customization-Training | 1K tokens | customModel | us-west-2 | Llama3-3-70B
    B | USE1-OSS-CustomModelImport-Inference-v1:0 | Custom Model Unit per Min | customModel | us-east-1 | -
    B | USE1-Guardrail-ContentPolicyUnitsConsumed | TextUnit | guardrails | us-east-1 | -
    B | USE1-Guardrail-ContentPolicyImageUnitsConsumed | Image | guardrails | us-east-1 | -
    B | USE1-Guardrail-SensitiveInformationPolicyPaidUnitsConsumed | TextUnit | guardrails | us-east-1 | -
    B | USE1-Guardrail-AutomatedReasoningPolicyUnitsConsumed | TextUnit | guardrails | us-east-1 | -
    B | USE1-DataAutomation-Custom-ImagesProcessed | Images Processed | other | us-east-1 | -
    B | USE1-DataAutomation-Standard-ImagesProcessed | Images Processed | other | us-east-1 | -
  `,
  'composed of words that were seen, in another order or place': `
    B | USE1-NovaPro-latency-optimized-output-tokens | 1K tokens | output, latencyOptimized, regional | us-east-1 | NovaPro
    B | USE1-NovaPro-cache-read-input-token-count-latency-optimized | 1K tokens | cacheRead, latencyOptimized, regional | us-east-1 | NovaPro
    B | USE1-NovaMicro-input-token-count | 1K tokens | input, standard, regional | us-east-1 | NovaMicro
    B | USE1-NovaMicro-input-batch |  | input, batch, regional | us-east-1 | NovaMicro
    B | USE1-NovaMicro-mantle-output |  | output, standard, regional, mantle | us-east-1 | NovaMicro
    B | USE1-NovaMicro-input-tokens-mantle | 1K tokens | input, standard, regional, mantle | us-east-1 | NovaMicro
    B | USE1-Nova2.0Omni-input-text-token-count | 1K tokens | input, standard, regional | us-east-1 | Nova2.0Omni
    B | USE1-NovaMicro-cache-write-30m-input-token-count | 1K tokens | cacheWrite 30m, standard, regional | us-east-1 | NovaMicro
    B | USE1-NovaMicro-cache-write-tokens-24h | 1K tokens | cacheWrite 24h, standard, regional | us-east-1 | NovaMicro
    B | APS10-NovaMicro-input-tokens | 1K tokens | input, standard, regional | - | NovaMicro
    B | EUW9-NovaMicro-input-tokens | 1K tokens | input, standard, regional | - | NovaMicro
    Claude Sonnet 4.6* | USE1-MP:USE1_CacheWrite30mInputTokenCount_LCtx_Global-Units | Units | cacheWrite 30m, standard, global, long | us-east-1 | Claude Sonnet 4.6
    Claude Sonnet 4.6* | USE1-MP:USE1_CacheWrite1hInputTokenCount_LatencyOptimized-Units | Units | cacheWrite 1h, latencyOptimized, regional | us-east-1 | Claude Sonnet 4.6
    Claude Sonnet 4.6* | USE1-MP:USE1_Global_InputTokenCount-Units | Units | input, standard, global | us-east-1 | Claude Sonnet 4.6
    Claude Sonnet 4.6* | USE1-MP:USE1_MillionCacheReadInputTokens-Units | Units | cacheRead, standard, regional | us-east-1 | Claude Sonnet 4.6
    Claude Sonnet 4.6* | USE1-MP:USE1_InputTokenCount_LongContext-Units | Units | input, standard, regional, long | us-east-1 | Claude Sonnet 4.6
    Claude Opus 5.5* | USW2-MP:USW2_input_tokens_latency_optimized-Units | Units | input, latencyOptimized, regional | us-west-2 | Claude Opus 5.5
    Claude Opus 5.5* | USW2-MP:USW2_anthropic.claude-opus-5-5_input_tokens_standard-Units | Units | input, standard, regional | us-west-2 | Claude Opus 5.5
    B | USE1-NovaMicro-cache-read-global-input-tokens | 1K tokens | cacheRead, standard, global | us-east-1 | NovaMicro
    B | USE1-NovaProLatencyOptimized-input-tokens | 1K tokens | input, latencyOptimized, regional | us-east-1 | NovaPro
    B | GPT-OSS-Safeguard-20B-input-tokens | 1K tokens | input, standard, regional | - | GPT-OSS-Safeguard-20B
    B | USE1-NovaMicro-input-tokens--batch- | 1K tokens | input, batch, regional | us-east-1 | NovaMicro
    B | USE1-Standard-DataAutomation-PagesProcessed | Pages | other | us-east-1 | -
    TwelveLabs Pegasus 1.2* | USE1-MP:USE1_Audio_InputTokenCount-Units | Units | media, may cover | us-east-1 | TwelveLabs Pegasus 1.2
    Claude Sonnet 4.6* | USE1-MP:USE1_InputTokenCount_GlobalBatch-Units | Units | input, batch, global | us-east-1 | Claude Sonnet 4.6
    Claude Sonnet 4.6* | MP:USW2_InputTokenCount-Units | Units | input, standard, regional | us-west-2 | Claude Sonnet 4.6
    S | USE1-Claude4Sonnet-input-tokens-global-batch | 1K tokens | input, batch, global | us-east-1 | Claude4Sonnet
  `,
  'composed so that they say what nobody knows, or contradict themselves': `
    B | USE1-NovaMicro-input-tokens | 1M tokens | unread | us-east-1 | NovaMicro
    B | USE1-NovaMicro-input-tokens | tokens | unread | us-east-1 | NovaMicro
    B | USE1-NovaMicro-input-tokens | Seconds | unread | us-east-1 | NovaMicro
    Claude Sonnet 4.6* | USE1-MP:USE1_InputTokenCount-Units | 1K tokens | unread | us-east-1 | Claude Sonnet 4.6
    B | USE1-NovaMicro-input-tokens-turbo | 1K tokens | unread | us-east-1 | NovaMicro
    B | USE1-NovaMicro-input-tokens-1h | 1K tokens | unread | us-east-1 | NovaMicro
    B | USE1-NovaMicro-input-tokens-flex-batch | 1K tokens | unread | us-east-1 | NovaMicro
    Claude Sonnet 4.6* | USE1-MP:USE1_Fast_InputTokenCount-Units | Units | unread | us-east-1 | Claude Sonnet 4.6
    Claude Opus 5.5* | USW2-MP:USW2_fast-5_input_tokens_standard-Units | Units | unread | us-west-2 | Claude Opus 5.5
    B | USE1-NovaMicro-output-input-tokens | 1K tokens | unread | us-east-1 | NovaMicro
    B | USE1-MP:USE1_Whatever_Model-Units | Units | unread | us-east-1 | -
    B | USE1-Whatever-WidgetsConsumed | tokens | unread | us-east-1 | -
    B | USE1-MP:USE1_InputTokenCount-Units | Units | unread | us-east-1 | -
    B | USE1-Whatever-WidgetsConsumed | Units | unread | us-east-1 | -
    B | USE1-Holodeck-session-seconds | Seconds | unknown | us-east-1 | -
    B |  |  | unread | - | -
  `,
};

export interface Spelling {
  service: string;
  usageType: string;
  unit: string;
  /** As in the table. */
  is: string;
}

const SERVICES: Readonly<Record<string, string>> = { B: 'Amazon Bedrock', S: 'Amazon Bedrock Service' };

export const SPELLINGS: readonly Spelling[] = Object.values(GROUPS).flatMap((rows) =>
  rows
    .split('\n')
    .filter((row) => row.includes('|'))
    .map((row) => {
      const [service = '', usageType = '', unit = '', ...is] = row.split('|').map((cell) => cell.trim());
      return {
        service: SERVICES[service] ?? service.replace(/\*$/, ' (Amazon Bedrock Edition)'),
        usageType,
        unit,
        is: is.join(' | '),
      };
    }),
);

/** A reading as the table has it; its other fields must go with that. */
export function textOf(reading: UsageReading): string {
  const { family, kind, tier, route, cacheTtl, longContext, mantle, region, modelName, mayCover } = reading;
  const tokens = [cacheTtl === null ? kind : `${kind} ${cacheTtl}`, tier, route];
  const what = {
    ...{ tokens: [...tokens, longContext && 'long', mantle && 'mantle'] },
    unknown: [mayCover ? 'unread' : 'unknown'],
  };
  const words =
    family === 'tokens' || family === 'unknown' ? what[family] : [family, mayCover && 'may cover'];
  expect(kind === null).toBe(family !== 'tokens');
  expect(reading.tokensPerUnit === null).toBe(family !== 'tokens');
  return `${words.filter(Boolean).join(', ')} | ${region ?? '-'} | ${modelName ?? '-'}`;
}
