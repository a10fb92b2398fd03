/**
 * List prices in USD per 1,000,000 tokens, on demand, base tier, typed in from the public price list
 * "Amazon Bedrock pricing" (offers AmazonBedrock and AmazonBedrockFoundationModels), US Regions, as of November 2026.
 * For Claude the price of the global route is given; calls in one Region or a geography cost 1.1 times as much.
 * A one-hour cache write costs twice the input price, a five-minute one 1.25 times. Nova's cache writes are free.
 */
interface Price {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
  /** The same for one-hour cache writes; equal to `cacheWrite` where there is no such thing. */
  cacheWrite1h: number;
  /** Whether in-Region and geographic calls cost 1.1 times the price above. */
  regionalSurcharge: boolean;
}

const claude = (input: number, output: number, cacheRead = input / 10): Price => ({
  input,
  output,
  cacheRead,
  cacheWrite: input * 1.25,
  cacheWrite1h: input * 2,
  regionalSurcharge: true,
});
const plain = (input: number, output: number, cacheRead = 0): Price => ({
  input,
  output,
  cacheRead,
  cacheWrite: 0,
  cacheWrite1h: 0,
  regionalSurcharge: false,
});

export const PRICES: Readonly<Record<string, Price>> = {
  'anthropic.claude-opus-4-6-v1': claude(5, 25),
  'anthropic.claude-opus-4-7': claude(5, 25),
  'anthropic.claude-opus-5': claude(5, 25),
  'anthropic.claude-opus-5-5': claude(4, 20, 0.2),
  'anthropic.claude-sonnet-4-5-20250929-v1:0': claude(3, 15),
  'anthropic.claude-sonnet-4-6': claude(3, 15),
  'anthropic.claude-haiku-4-5-20251001-v1:0': claude(1, 5),
  'amazon.nova-micro-v1:0': plain(0.035, 0.14, 0.00875),
  'amazon.nova-lite-v1:0': plain(0.06, 0.24, 0.015),
  'amazon.nova-pro-v1:0': plain(0.8, 3.2, 0.2),
  'amazon.nova-2-lite-v1:0': { ...plain(0.3, 2.5, 0.075), regionalSurcharge: true },
  'openai.gpt-oss-120b-1:0': plain(0.15, 0.6),
  'meta.llama3-3-70b-instruct-v1:0': plain(0.72, 0.72),
  'amazon.titan-embed-text-v2:0': plain(0.02, 0),
  'qwen.qwen3-coder-480b-a35b-v1:0': plain(0.45, 1.8),
  'qwen.qwen3-32b-v1:0': plain(0.15, 0.6),
};

/** The same of what only a world with oddities has; a model in preview has none. */
const ODD_PRICES: Readonly<Record<string, Price>> = {
  'anthropic.claude-3-5-haiku-20241022-v1:0': { ...claude(0.8, 4), regionalSurcharge: false },
  'anthropic.claude-3-5-sonnet-20240620-v1:0': { ...claude(3, 15), regionalSurcharge: false },
  'cohere.command-r-v1:0': plain(0.5, 1.5),
  'cohere.command-r-plus-v1:0': plain(3, 15),
  'deepseek.v3-v1:0': plain(0.58, 1.68),
  'meta.llama3-1-70b-instruct-v1:0': plain(0.72, 0.72),
  'openai.gpt-5.6-luna': { ...plain(1.25, 10, 0.125), cacheWrite: 1.25, cacheWrite1h: 1.25 },
};

export const priceOf = (modelId: string): Price | undefined => PRICES[modelId] ?? ODD_PRICES[modelId];

/** What a token costs beside the standard tier, as a fraction. Long context costs Claude's base price. */
export const TIER_FACTORS: Readonly<
  Record<'standard' | 'batch' | 'flex' | 'priority', readonly [bigint, bigint]>
> = {
  standard: [1n, 1n],
  batch: [1n, 2n],
  flex: [1n, 2n],
  priority: [7n, 4n],
};

/** A model whose price fell on a day: before it the factor applied. */
export const PRICE_STEPS: Readonly<Record<string, { day: string; factorBefore: number }>> = {
  'qwen.qwen3-coder-480b-a35b-v1:0': { day: '2026-10-15', factorBefore: 2.5 },
};

/** One image of the image model, standard quality up to 1024 × 1024, and one text unit of content filters. */
export const IMAGE_PRICE = 0.04;
export const GUARDRAIL_PRICE = 0.00015;
/** A reranking query, an hour of a model unit without commitment, an hour of 1,000 reserved input tokens a minute. */
export const SEARCH_UNIT_PRICE = 0.001;
export const MODEL_UNIT_PRICE = 60.5;
export const RESERVED_PRICE = 0.18;
/** 1,000 tokens of fine-tuning. */
export const TRAINING_PRICE = 0.002;
