import type { ServiceTier } from '../types.ts';
import { AwsError } from './errors.ts';
import { parseModel } from './model.ts';
import { runtime as text } from './models/runtime.ts';
import type { ConverseRequest, InvokeModelRequest, Message } from './models/runtime-types.ts';
import { converseAnswer, converseEvents, invokeAnswer, invokeEvents, type Said } from './runtime-answers.ts';
import { type Target, targetOf } from './runtime-targets.ts';
import type { Call, Service } from './service.ts';

const INVOKE = 'bedrock:InvokeModel';
const STREAM = 'bedrock:InvokeModelWithResponseStream';

/** Calls of models: judged for every destination Region, answered in a sentence, and booked by their tokens. */
export function runtimeService(): Service {
  return {
    id: 'bedrock-runtime',
    signingName: 'bedrock',
    model: parseModel(text),
    invalid: (message) => new AwsError('ValidationException', message),
    throttled: (message) => new AwsError('ThrottlingException', message, 429),
    failed: (message) => new AwsError('InternalServerException', message, 500),
    handlers: {
      Converse: (call: Call, input: ConverseRequest) => converseAnswer(converse(call, input, INVOKE)),
      ConverseStream: (call: Call, input: ConverseRequest) => converseEvents(converse(call, input, STREAM)),
      InvokeModel: (call: Call, input: InvokeModelRequest) => invokeAnswer(invoke(call, input, INVOKE)),
      InvokeModelWithResponseStream: (call: Call, input: InvokeModelRequest) =>
        invokeEvents(invoke(call, input, STREAM)),
    },
  };
}

function converse(call: Call, input: ConverseRequest, action: string): Said {
  const tier = input.serviceTier?.type;
  const target = allowed(call, input.modelId, action, tier);
  if (!target.model.outputModalities.includes('TEXT'))
    throw invalid(
      'This action doesn’t support the model that you provided. Try again with a supported model.',
    );
  const messages = input.messages ?? [];
  if (messages[0]?.role !== 'user') throw invalid('A conversation must start with a user message.');
  const prompt = [...(input.system ?? []).map((block) => block.text ?? ''), ...messages.map(textOf)].join(
    ' ',
  );
  const latency = input.performanceConfig?.latency;
  return say(call, target, { prompt, most: input.inferenceConfig?.maxTokens, tier, latency });
}

const textOf = ({ content }: Message): string => content.map(({ text: words }) => words ?? '').join(' ');

function invoke(call: Call, input: InvokeModelRequest, action: string): Said {
  const tier = input.serviceTier;
  const target = allowed(call, input.modelId, action, tier);
  let body: unknown;
  try {
    body = JSON.parse(input.body || '{}');
  } catch {
    throw invalid('Malformed input request, please reformat your input and try again.');
  }
  const most = [body, ...childrenOf(body)].map(mostIn).find((value) => value !== undefined);
  return say(call, target, {
    prompt: texts(body).join(' '),
    most,
    tier,
    latency: input.performanceConfigLatency,
  });
}

const childrenOf = (body: unknown): unknown[] =>
  typeof body === 'object' && body !== null ? Object.values(body) : [];

/** The limit of an answer, as the families of models spell it. */
function mostIn(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Record<string, unknown>;
  const found = fields.max_tokens ?? fields.maxTokens ?? fields.max_gen_len;
  return typeof found === 'number' ? found : undefined;
}

/** What a person wrote into a body of whatever form: every text that is a prompt's. */
function texts(value: unknown, name = ''): string[] {
  if (typeof value === 'string') return /^(text|content|prompt|inputText|system)$/.test(name) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => texts(item, name));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => texts(item, key));
}

type Called = Target & { model: NonNullable<Target['model']> };

/** Finds what is called and judges it; throws what AWS answers where it cannot be called. */
function allowed(call: Call, modelId: string, action: string, tier: string | undefined): Called {
  const target = targetOf(call, modelId);
  const refused = call.judge({ action, on: target.on, ...(tier !== undefined && { serviceTier: tier }) });
  if (refused !== null) throw new AwsError('AccessDeniedException', refused, 403);
  const { arn } = target.on;
  if (target.foreign) {
    const user = call.caller?.user ?? `arn:aws:iam::${call.account}:user/simulated`;
    throw new AwsError(
      'AccessDeniedException',
      `User: ${user} is not authorized to perform: ${action} on resource: ${arn} because no resource-based policy allows the ${action} action`,
      403,
    );
  }
  const { model } = target;
  if (!model) throw new AwsError('ResourceNotFoundException', `The resource ${arn} was not found`, 404);
  if (!target.onDemand)
    throw invalid(
      `Invocation of model ID ${modelId} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
    );
  return { ...target, model };
}

function say(
  call: Call,
  { dimension, model, profile, route }: Called,
  {
    prompt,
    most,
    tier,
    latency,
  }: { prompt: string; most: number | undefined; tier: string | undefined; latency: string | undefined },
): Said {
  const words =
    `You said ${countWords(prompt)} words, and this is what a simulated model says to that.`.split(' ');
  const written = most === undefined ? words : words.slice(0, most);
  const said: Said = {
    text: written.join(' '),
    input: Math.max(1, countWords(prompt)),
    output: written.length,
    stopReason: written.length < words.length ? 'max_tokens' : 'end_turn',
    tier,
    latency,
    model: model.modelId,
  };
  call.world.book({
    accountId: call.account,
    region: call.region,
    dimension,
    ...(profile && { profileArn: profile.arn }),
    modelId: model.modelId,
    route,
    tier: TIERS.find((each) => each === tier) ?? 'default',
    callerTags: call.caller?.tags ?? {},
    input: said.input,
    output: model.outputModalities.includes('TEXT') ? said.output : 0,
    images: model.outputModalities.includes('IMAGE') ? 1 : 0,
  });
  return said;
}

const TIERS: readonly ServiceTier[] = ['default', 'flex', 'priority'];

const countWords = (prompt: string): number => prompt.split(/\s+/).filter((word) => word !== '').length;

const invalid = (message: string) => new AwsError('ValidationException', message);
