import { dayOf } from './periods.ts';
import type { CatalogueEntry, Day, Profile, Route, TagVersion } from './types.ts';

/** The key of a model where the bill cannot say which it was. */
const UNKNOWN_MODEL = 'unknown';
/** Whether a key names no model: it has none, or the bill cannot say. */
export const isUnknownModel = (modelKey: string): boolean => modelKey === '' || modelKey === UNKNOWN_MODEL;

const ROUTE_PREFIX = /^(us-gov|us|eu|apac|au|jp|ca|in|sa|me|af|il|mx|global)\.(?=[a-z0-9-]+\.)/;
const DATE = /-\d{8}(?=-|:|$)/;
const VERSION = /-v(\d+)(?::\d+)?$|-(\d+):\d+$/;
/** Ids such as `…-v1:0:200k` stand for context sizes of a model that is listed without them as well. */
const CONTEXT_VARIANT = /:\d+:[a-z0-9]+$/i;
/** Words that some spellings of a model carry and others leave out. */
const NOISE = new Set(['amazon', 'bedrock', 'edition', 'text', 'instruct']);

/** What an ARN or id in a `ModelId` dimension, a profile's model list or a `copyFrom` stands for. */
type ModelRef =
  | { type: 'model'; modelKey: string; route: Profile['route'] }
  | { type: 'systemProfile'; modelKey: string; sourceId: string; route: 'geo' | 'global' }
  | { type: 'applicationProfile'; shortId: string }
  | { type: 'unknown'; id: string };

/** The last part of an ARN, or the text itself when it is none. */
export function lastPart(arnOrId: string): string {
  return arnOrId.slice(arnOrId.lastIndexOf('/') + 1);
}

/** Reads an ARN or a bare id as Bedrock writes them: foundation model, system profile, application profile. */
export function readModelRef(arnOrId: string): ModelRef {
  const id = lastPart(arnOrId);
  if (arnOrId.includes(':application-inference-profile/')) return { type: 'applicationProfile', shortId: id };
  const prefix = ROUTE_PREFIX.exec(id)?.[1];
  if (prefix !== undefined) {
    const modelKey = id.slice(prefix.length + 1);
    return { type: 'systemProfile', modelKey, sourceId: id, route: prefix === 'global' ? 'global' : 'geo' };
  }
  if (/^[a-z0-9-]+\.[^/]+$/i.test(id)) return { type: 'model', modelKey: id, route: 'inRegion' };
  return { type: 'unknown', id };
}

/** The foundation model that all of a profile's model ARNs are; `unknown` when there is none or more than one. */
export function modelKeyOf(modelArns: readonly string[]): string {
  const keys = new Set<string>();
  for (const arn of modelArns) {
    const ref = readModelRef(arn);
    if (ref.type === 'model' || ref.type === 'systemProfile') keys.add(ref.modelKey);
  }
  const [only] = keys;
  return keys.size === 1 && only !== undefined ? only : UNKNOWN_MODEL;
}

/** Route of a model or system-profile id by its prefix, as prices tell them apart; `regional` without a prefix. */
export function priceRouteOf(id: string): Route {
  return readModelRef(id).type === 'systemProfile' && lastPart(id).startsWith('global.')
    ? 'global'
    : 'regional';
}

/**
 * A model id without its date and version, to compare ids that carry them with ids that do not. A later version
 * (`-v2`) stays: `claude-3-5-sonnet-…-v1:0` and `-v2:0` are two models.
 */
export function withoutVersion(modelKey: string): string {
  const version = VERSION.exec(modelKey);
  const undated = modelKey.replace(VERSION, '').replace(DATE, '');
  return Number(version?.[1] ?? 1) > 1 ? `${undated}-v${version?.[1]}` : undated;
}

/** How a profile's route shows on the bill; null while the route is not known. */
export function billedRoute(route: Profile['route']): Route | null {
  if (route === null) return null;
  return route === 'global' ? 'global' : 'regional';
}

/**
 * Route and source of a profile made by hand, by its model ARNs: those of exactly one system profile of its Region
 * (same set), or a single model of the Region itself. Null where that leaves more than one answer, or none.
 */
export function inferRoute(
  region: string,
  modelArns: readonly string[],
  catalogue: readonly CatalogueEntry[],
): { route: Profile['route']; sourceId: string | null } {
  const wanted = setKey(modelArns);
  const matches = catalogue.filter(
    (entry) =>
      entry.type === 'systemProfile' && entry.region === region && setKey(entry.modelArns) === wanted,
  );
  const [only] = matches;
  if (only === undefined) {
    const [arn] = modelArns;
    const inRegion = modelArns.length === 1 && arn !== undefined && arn.split(':')[3] === region;
    return inRegion ? { route: 'inRegion', sourceId: lastPart(arn) } : { route: null, sourceId: null };
  }
  const routes = new Set(matches.map((entry) => (entry.id.startsWith('global.') ? 'global' : 'geo')));
  const [route = null] = routes;
  return { route: routes.size === 1 ? route : null, sourceId: matches.length === 1 ? only.id : null };
}

/** Finds catalogue models by the many ways in which bills spell them. Build once, ask often. */
export interface ModelMatcher {
  /** The modelKey of the bill's spelling; null when no model or more than one fits: it never guesses. */
  match(spelling: string): string | null;
  /** A name for people: the catalogue's, else the key itself. */
  displayName(modelKey: string): string;
}

/**
 * Compares names as sets of words and numbers, so that `Claude4.6Sonnet`, `Claude Sonnet 4.6` and
 * `anthropic.claude-sonnet-4-6-v1:0` are one, and `Claude Sonnet 4` is not `Claude Sonnet 4.6`.
 */
export function modelMatcher(catalogue: readonly CatalogueEntry[]): ModelMatcher {
  const listed = catalogue.filter((entry) => !CONTEXT_VARIANT.test(entry.modelKey));
  const names = new Map(
    listed.filter(({ type }) => type === 'model').map((entry) => [entry.modelKey, entry.name]),
  );
  /** Made when the first spelling is looked for: whoever only asks for names does not pay for it. */
  let words: ReadonlyMap<string, ReadonlySet<string>> | null = null;
  const cache = new Map<string, string | null>();
  return {
    match(spelling) {
      const known = cache.get(spelling);
      if (known !== undefined) return known;
      words ??= modelsByWords(listed);
      const found = findModel(spelling, words);
      cache.set(spelling, found);
      return found;
    },
    displayName: (modelKey) => names.get(modelKey) ?? modelKey,
  };
}

function modelsByWords(listed: readonly CatalogueEntry[]): Map<string, Set<string>> {
  const byWords = new Map<string, Set<string>>();
  for (const entry of listed) {
    for (const key of formsOf(entry)) {
      const held = byWords.get(key) ?? new Set();
      byWords.set(key, held.add(entry.modelKey));
    }
  }
  return byWords;
}

/** What a matcher takes from the catalogue: one entry a model, its own before a profile of it. */
export function modelsListed(catalogue: readonly CatalogueEntry[]): Map<string, CatalogueEntry> {
  const entries = new Map<string, CatalogueEntry>();
  for (const entry of catalogue) {
    const held = entries.get(entry.modelKey);
    if (held === undefined || (held.type !== 'model' && entry.type === 'model'))
      entries.set(entry.modelKey, entry);
  }
  return entries;
}

/** A model that no catalogue lists, as a matcher knows it. */
export const unlistedModel = (modelKey: string): CatalogueEntry => ({
  region: '',
  type: 'systemProfile',
  id: modelKey,
  modelKey,
  name: modelKey,
  provider: '',
  modelArns: [],
});

/** The models that one catalogue has otherwise than the other, as each of them has them. */
export function modelsChanged(
  before: readonly CatalogueEntry[],
  after: readonly CatalogueEntry[],
): CatalogueEntry[] {
  const [old, now] = [modelsListed(before), modelsListed(after)];
  const same = (a: CatalogueEntry | undefined, b: CatalogueEntry | undefined) =>
    a?.type === b?.type && (a?.type !== 'model' || a.name === b?.name);
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const both = [old.get(key), now.get(key)];
    return same(...(both as [CatalogueEntry, CatalogueEntry])) ? [] : both.filter((one) => one !== undefined);
  });
}

/** Whether a spelling may mean another model, or one at last, once these come into a catalogue, or leave it. */
export function spellingsOf(entries: readonly CatalogueEntry[]): (spelling: string) => boolean {
  const forms = new Set(
    entries.flatMap((entry) => (CONTEXT_VARIANT.test(entry.modelKey) ? [] : formsOf(entry))),
  );
  return (spelling) => [...normalForms(spelling), ...formsOfId(spelling)].some((form) => forms.has(form));
}

/**
 * The tags in effect on a day: those at its end. For a day before the profile was first seen the earliest known ones,
 * marked `asFirstSeen`. `changed` says that they became different within the day.
 */
export function tagsOn(
  history: readonly TagVersion[],
  day: Day,
): { tags: Readonly<Record<string, string>>; asFirstSeen: boolean; changed: boolean } {
  // As text, in which instants compare: days are asked for each of tens of thousands of profiles.
  const end = `${day}T24`;
  let current: TagVersion | null = null;
  let before: TagVersion | null = null;
  for (const version of history) {
    if (version.from >= end) break;
    if (dayOf(version.from) < day) before = version;
    current = version;
  }
  if (current === null) return { tags: history[0]?.tags ?? {}, asFirstSeen: true, changed: false };
  return { tags: current.tags, asFirstSeen: false, changed: before !== null && before !== current };
}

function findModel(spelling: string, byWords: ReadonlyMap<string, ReadonlySet<string>>): string | null {
  const found = new Set<string>();
  for (const form of normalForms(spelling)) for (const key of byWords.get(form) ?? []) found.add(key);
  if (found.size === 0)
    for (const form of formsOfId(spelling)) for (const key of byWords.get(form) ?? []) found.add(key);
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : null;
}

/** All by which a model of the catalogue is found. */
function formsOf({ type, modelKey, name }: CatalogueEntry): string[] {
  return [...idSpellings(modelKey), ...(type === 'model' ? [name] : [])].flatMap(normalForms);
}

/** By what a spelling that is an id is looked for once it was not found as it is. */
function formsOfId(spelling: string): string[] {
  const ref = /^[a-z0-9-]+\.[a-z]/.test(spelling) ? readModelRef(spelling) : null;
  return ref !== null && 'modelKey' in ref ? idSpellings(ref.modelKey).flatMap(normalForms) : [];
}

/** An id with and without its provider. */
function idSpellings(modelKey: string): string[] {
  const id = withoutVersion(modelKey);
  return [id, id.slice(id.indexOf('.') + 1)];
}

function normalForms(spelling: string): string[] {
  const plain = spelling.replace(/\(.*?\)/g, ' ');
  return [...new Set([plain, spelling].flatMap((text) => [wordSet(text), joined(text)]))].filter(
    (form) => form.length > 2,
  );
}

/** `w:` and the sorted words and numbers: `Claude4.6Sonnet` → `w:4 6 claude sonnet`. */
function wordSet(text: string): string {
  return `w:${atoms(text).sort().join(' ')}`;
}

/** `j:` and all of it in order without separators, for names that are cut into words differently (`DeepSeek`, `deepseek`). */
function joined(text: string): string {
  return `j:${atoms(text).join('')}`;
}

function atoms(text: string): string[] {
  const found = text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/(\d)\.0(?![\d.])/g, '$1')
    .toLowerCase()
    .match(/[a-z]+|\d+/g);
  return (found ?? [])
    .filter((word) => !NOISE.has(word))
    .map((word) => (/^embed/.test(word) ? 'embed' : word));
}

function setKey(arns: readonly string[]): string {
  return [...new Set(arns)].sort().join('\n');
}
