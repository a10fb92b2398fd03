import { isUnknownModel } from '../../models.ts';

/**
 * What models are for, by their ids. AWS says modalities of foundation models, but not which action takes which body, so
 * that the families are named here; whatever is not named is taken to talk, as nearly all of what comes new does.
 */

/** `chat` takes Converse; `other` has no call that can be shown in a line: video, speech, and what nobody knows. */
export type ModelUse = 'chat' | 'embedding' | 'image' | 'rerank' | 'other';

const USES: readonly (readonly [ModelUse, RegExp])[] = [
  ['rerank', /rerank/],
  ['embedding', /embed|marengo/],
  ['image', /canvas|titan-image|^stability\.|stable-diffusion|photon/],
  ['other', /nova-reel|luma\.ray|sonic|pegasus|transcri|speech|video/],
];

export function modelUse(modelKey: string): ModelUse {
  if (isUnknownModel(modelKey)) return 'other';
  return USES.find(([, family]) => family.test(modelKey))?.[0] ?? 'chat';
}

const NOVA_EMBEDDING = {
  taskType: 'SINGLE_EMBEDDING',
  singleEmbeddingParams: {
    embeddingPurpose: 'GENERIC_INDEX',
    text: { truncationMode: 'END', value: 'Hello' },
  },
};
const AMAZON_IMAGE = { taskType: 'TEXT_IMAGE', textToImageParams: { text: 'A paper boat on a lake' } };
const DOCUMENTS = {
  query: 'Where is the lake?',
  documents: ['The lake is in the north.', 'Boats are of paper.'],
};

/** The smallest body that InvokeModel takes, by the families whose bodies AWS documents. */
const BODIES: readonly (readonly [RegExp, object])[] = [
  [/^amazon\.titan-embed/, { inputText: 'Hello' }],
  [/^amazon\.nova-.*embed/, NOVA_EMBEDDING],
  [/^cohere\.embed/, { texts: ['Hello'], input_type: 'search_document' }],
  [/^amazon\.(nova-canvas|titan-image)/, AMAZON_IMAGE],
  [/^stability\.(sd3|stable-image-(core|ultra))/, { prompt: 'A paper boat on a lake' }],
  [/^amazon\.rerank/, DOCUMENTS],
  [/^cohere\.rerank/, { ...DOCUMENTS, api_version: 2 }],
];

/** What a model that does not talk is called with; null where no body is known. */
export function invokeBody(modelKey: string): string | null {
  const body = BODIES.find(([family]) => family.test(modelKey))?.[1];
  return body === undefined ? null : JSON.stringify(body);
}

/** What clients that cannot look a profile's model up have to be told that it can do. */
export interface Capabilities {
  tools: boolean;
  images: boolean;
}

const TOOLS =
  /^anthropic\.claude-(?!v\d|instant)|^amazon\.nova-|^mistral\.(mistral-large|pixtral)|^cohere\.command-r|^meta\.llama(3-[1-9]|[4-9])|^openai\.|^qwen\.|^deepseek\.v3/;
const IMAGES =
  /^anthropic\.claude-(?!v\d|instant)|^amazon\.nova-(?!micro|sonic)|^mistral\.pixtral|^meta\.llama(3-2-(11|90)b|4)/;

export const capabilitiesOf = (modelKey: string): Capabilities => ({
  tools: TOOLS.test(modelKey),
  images: IMAGES.test(modelKey),
});
