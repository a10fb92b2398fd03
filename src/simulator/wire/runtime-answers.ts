import { encodeEvents, type StreamEvent } from './eventstream.ts';

/** What was said, and what of it counts. */
export interface Said {
  text: string;
  input: number;
  output: number;
  stopReason: 'end_turn' | 'max_tokens';
  tier: string | undefined;
  latency: string | undefined;
  model: string;
}

/** An answer that is no text of a model's shape: bytes with headers of their own. */
export class ByHand {
  readonly headers: Record<string, string>;
  readonly body: Uint8Array | string;
  constructor(headers: Record<string, string>, body: Uint8Array | string) {
    this.headers = headers;
    this.body = body;
  }
}

const EVENTS = 'application/vnd.amazon.eventstream';
/** How long a model took, in milliseconds: the simulated clock knows no such moments. */
const TOOK = 420;
const WORDS_IN_A_CHUNK = 6;

export function converseAnswer(said: Said): ByHand {
  const body = {
    output: { message: { role: 'assistant', content: [{ text: said.text }] } },
    stopReason: said.stopReason,
    usage: usageOf(said),
    metrics: { latencyMs: TOOK },
    ...asked(said),
  };
  return new ByHand({ 'content-type': 'application/json' }, JSON.stringify(body));
}

export function converseEvents(said: Said): ByHand {
  const deltas = chunksOf(said.text).map((text) => ({
    type: 'contentBlockDelta',
    payload: { contentBlockIndex: 0, delta: { text } },
  }));
  return stream([
    { type: 'messageStart', payload: { role: 'assistant' } },
    ...deltas,
    { type: 'contentBlockStop', payload: { contentBlockIndex: 0 } },
    { type: 'messageStop', payload: { stopReason: said.stopReason } },
    {
      type: 'metadata',
      payload: { usage: usageOf(said), metrics: { latencyMs: TOOK }, ...asked(said) },
    },
  ]);
}

export function invokeAnswer(said: Said): ByHand {
  return new ByHand(
    {
      'content-type': 'application/json',
      'x-amzn-bedrock-input-token-count': String(said.input),
      'x-amzn-bedrock-output-token-count': String(said.output),
      'x-amzn-bedrock-invocation-latency': String(TOOK),
      ...askedHeaders(said),
    },
    JSON.stringify(bodyOf(said)),
  );
}

export function invokeEvents(said: Said): ByHand {
  const last = {
    'amazon-bedrock-invocationMetrics': {
      inputTokenCount: said.input,
      outputTokenCount: said.output,
      invocationLatency: TOOK,
      firstByteLatency: TOOK,
    },
  };
  const parts = said.model.startsWith('anthropic.') ? claudeEvents(said) : [bodyOf(said)];
  const chunks = [...parts.slice(0, -1), { ...parts.at(-1), ...last }];
  const events = chunks.map((chunk) => ({
    type: 'chunk',
    payload: { bytes: Buffer.from(JSON.stringify(chunk)).toString('base64') },
  }));
  return stream(events, { 'x-amzn-bedrock-content-type': 'application/json', ...askedHeaders(said) });
}

const stream = (events: readonly StreamEvent[], headers: Record<string, string> = {}): ByHand =>
  new ByHand({ 'content-type': EVENTS, ...headers }, encodeEvents(events));

const usageOf = ({ input, output }: Said) => ({
  inputTokens: input,
  outputTokens: output,
  totalTokens: input + output,
  cacheReadInputTokens: 0,
  cacheWriteInputTokens: 0,
});

/** What was asked for is said again. */
const asked = ({ tier, latency }: Said) => ({
  ...(latency !== undefined && { performanceConfig: { latency } }),
  ...(tier !== undefined && { serviceTier: { type: tier } }),
});

const askedHeaders = ({ tier, latency }: Said): Record<string, string> => ({
  ...(latency !== undefined && { 'x-amzn-bedrock-performanceconfig-latency': latency }),
  ...(tier !== undefined && { 'x-amzn-bedrock-service-tier': tier }),
});

function chunksOf(text: string): string[] {
  const words = text.split(/(?<= )/);
  const count = Math.ceil(words.length / WORDS_IN_A_CHUNK);
  return Array.from({ length: count }, (_, i) =>
    words.slice(i * WORDS_IN_A_CHUNK, (i + 1) * WORDS_IN_A_CHUNK).join(''),
  );
}

/** The answer of a model in the form of its family. */
function bodyOf(said: Said): Record<string, unknown> {
  const { model, text, input, output, stopReason } = said;
  if (model.startsWith('anthropic.'))
    return {
      model,
      id: 'msg_bdrk_simulated',
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text }],
      stop_reason: stopReason,
      stop_sequence: null,
      usage: { input_tokens: input, output_tokens: output },
    };
  if (model.startsWith('amazon.titan-embed'))
    return { embedding: [0.25, -0.5, 0.125], inputTextTokenCount: input };
  if (model.startsWith('amazon.nova-canvas')) return { images: [PIXEL] };
  if (model.startsWith('amazon.'))
    return {
      output: { message: { role: 'assistant', content: [{ text }] } },
      stopReason,
      usage: { inputTokens: input, outputTokens: output, totalTokens: input + output },
    };
  if (model.startsWith('meta.'))
    return {
      generation: text,
      prompt_token_count: input,
      generation_token_count: output,
      stop_reason: stopReason === 'end_turn' ? 'stop' : 'length',
    };
  return {
    object: 'chat.completion',
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: text },
        finish_reason: stopReason === 'end_turn' ? 'stop' : 'length',
      },
    ],
    usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
  };
}

/** Claude's own events. */
function claudeEvents(said: Said): Record<string, unknown>[] {
  const { usage: _usage, content: _content, stop_reason: _reason, ...message } = bodyOf(said);
  return [
    {
      type: 'message_start',
      message: { ...message, content: [], usage: { input_tokens: said.input, output_tokens: 1 } },
    },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ...chunksOf(said.text).map((text) => ({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text },
    })),
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: said.stopReason, stop_sequence: null },
      usage: { output_tokens: said.output },
    },
    { type: 'message_stop' },
  ];
}

/** One grey point, as a PNG. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==';
