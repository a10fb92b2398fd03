import { isUnknownModel, withoutVersion } from './models.ts';
import type { CatalogueEntry } from './types.ts';

/**
 * What a model is called wherever people read of it: one name for each. The catalogue's where it lists the model, made
 * whole where AWS cut it; else what its id, or the bill's own spelling, comes to as words. Pure.
 */

/** Names models by their keys: ids of foundation models, or what the bill spells. Never empty. */
export type ModelNames = (modelKey: string) => string;

/** AWS declares names of models with at most so many characters, and lists longer ones cut. */
const LONGEST = 20;
/** A context size as AWS lists it behind a model's id: `…-v1:0:200k`. */
const CONTEXT = /^(.+:\d+):([a-z0-9]+)$/i;

/** @param catalogue as it is kept, all Regions together */
export function modelNames(catalogue: readonly CatalogueEntry[]): ModelNames {
  const listed = new Map<string, string>();
  for (const { type, modelKey, name } of catalogue)
    if (type === 'model' && !CONTEXT.test(modelKey) && name.trim() !== '') listed.set(modelKey, name.trim());
  const alike = Map.groupBy(listed.keys(), (key) => listed.get(key));
  const known = new Map<string, string>();
  const ofListed = (key: string, name: string): string =>
    // Where AWS calls several models alike, only their ids tell them apart.
    (alike.get(name)?.length ?? 0) > 1 ? spelledModel(key) : whole(name, key, catalogue);
  /** Listed models by how their ids are spelled; made when something unlisted is asked for. */
  let bySpelling: Map<string, string[]> | null = null;
  const nameOf: ModelNames = (key) => {
    const name = listed.get(key);
    if (name !== undefined) return ofListed(key, name);
    const [, model = '', context = ''] = CONTEXT.exec(key) ?? [];
    if (model !== '') return `${nameOf(model)} (${context})`;
    // Neither an id nor of a bill, which spells with capitals: whoever made it up knows it as it is.
    if (/^[a-z0-9]*$/.test(key)) return key;
    const spelled = spelledModel(key);
    bySpelling ??= Map.groupBy(listed.keys(), spelledModel);
    const [only, another] = bySpelling.get(spelled) ?? [];
    return only !== undefined && another === undefined ? ofListed(only, listed.get(only) ?? '') : spelled;
  };
  return (key) => {
    const name = known.get(key) ?? nameOf(key);
    known.set(key, name);
    return name;
  };
}

/** A name that AWS may have cut: from a system profile of the model, whose names may be longer, else by the words of its id. */
function whole(name: string, modelKey: string, catalogue: readonly CatalogueEntry[]): string {
  if (name.length < LONGEST - 1 || name.length > LONGEST) return name;
  for (const profile of catalogue) {
    if (profile.type !== 'systemProfile' || profile.modelKey !== modelKey) continue;
    const at = profile.name.indexOf(name);
    if (at >= 0) return profile.name.slice(at).trim();
  }
  const own = spelledModel(modelKey).split(' ');
  const words = name.split(' ');
  const last = (words.at(-1) ?? '').toLowerCase();
  const at = own.findIndex((word) => word.toLowerCase().startsWith(last));
  if (at < 0) return name;
  const said = new Set(words.map((word) => word.toLowerCase()));
  const rest = own.slice(at + 1).filter((word) => !said.has(word.toLowerCase()));
  const end = own[at]?.length === last.length ? (words.at(-1) ?? '') : (own[at] ?? '');
  return [...words.slice(0, -1), end, ...rest].join(' ');
}

/** Words that are written otherwise than with one capital. */
const WRITTEN: Readonly<Record<string, string>> = Object.fromEntries(
  'DeepSeek MiniMax TwelveLabs OpenAI Multimodal NVIDIA GPT OSS VL IT PT GLM AI21 SDXL SD xAI'
    .split(' ')
    .map((word) => [word.toLowerCase(), word]),
);
/** Such as bills write in one with others: they are no two words. */
const IN_ONE = /deepseek|minimax|twelvelabs|openai|multimodal/gi;
/** Brands that carry their number without a blank. */
const GLUED = /^(?:qwen|ai)\d/i;
/** What says no more than what a model is for, or which version it is: the vendor goes before it. */
const NAMELESS = /^(?:rerank|embed|embeddings|[rv]\d)/i;
/** A version that is the model's, and not its id's: `cohere.rerank-v3-5:0`. */
const VERSION_OF_OWN = /-v\d+-\d+:\d+$/;
/** As brands order and join the words that ids and bills hold. */
const ORDERED: readonly (readonly [RegExp, string])[] = [
  [/^GPT OSS (\d+)B$/, 'gpt-oss-$1b'],
  [/\bGPT (?=\d)/, 'GPT-'],
  [/^Titan Embed (Text|Image)\b/, 'Titan $1 Embeddings'],
  [/^Titan Embedding\b/, 'Titan Embeddings'],
  [/^Command (\w) Plus\b/, 'Command $1+'],
  [/^Claude ([4-9]|[4-9]\.\d+|\d\d[\d.]*) (Opus|Sonnet|Haiku)\b/, 'Claude $2 $1'],
];

/**
 * An id, or the bill's spelling, as words: `qwen.qwen3-coder-next` is `Qwen3 Coder Next`; families and vendors of models are
 * spelled alike. A name with blanks is one already.
 */
export function spelledModel(text: string): string {
  if (text.includes(' ') || isUnknownModel(text)) return text;
  const isId = /^[a-z0-9-]+\.[a-z]/.test(text);
  const plain = (VERSION_OF_OWN.test(text) ? text : withoutVersion(text)).replace(/:\d+$/, '');
  const vendor = isId ? plain.slice(0, plain.indexOf('.')) : '';
  const words = wordsOf(isId ? plain.slice(vendor.length + 1) : plain);
  const [first = ''] = words;
  const named = vendor !== '' && NAMELESS.test(first) ? [...wordsOf(vendor), ...words] : words;
  const joined = named
    .map(written)
    .join(' ')
    .replace(/\b(v?\d{1,2}) (?=\d{1,2}\b(?!\.))/g, '$1.');
  const name = ORDERED.reduce((all, [from, to]) => all.replace(from, to), joined.replace(/(\d)\.0\b/g, '$1'));
  return name === '' ? text : name;
}

function wordsOf(text: string): string[] {
  return text
    .replace(IN_ONE, (word) => `${word.charAt(0).toUpperCase()}${word.slice(1).toLowerCase()}`)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[\s\-_]+/u)
    .flatMap((word) => (GLUED.test(word) ? word : cutAtNumbers(word)))
    .filter((word) => word !== '');
}

/** `llama3` is two words, and so is `6Sonnet`; `70b`, `a35b`, `8x7b`, `r1` and `v2` are one. */
const cutAtNumbers = (word: string): string[] =>
  word
    .replace(/(\p{L}{2,})(\d)/gu, '$1 $2')
    .replace(/(\d)(\p{Lu}?\p{Ll}{2,})/gu, '$1 $2')
    .split(' ');

function written(word: string): string {
  const lower = word.toLowerCase();
  if (/^v\d/.test(lower)) return lower;
  if (/^\d+x\d+b$/.test(lower)) return lower.replace('b', 'B');
  return WRITTEN[lower] ?? (/^\D?[\d.]+\D?$/u.test(word) ? word.toUpperCase() : capital(word));
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
