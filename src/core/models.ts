import { exactly, normalForms } from './modelWords.ts';
import { dayOf } from './periods.ts';
import type { CatalogueEntry, Day, Profile, Route, TagVersion } from './types.ts';

/** The key of a model where the bill cannot say which it was. */
const UNKNOWN_MODEL = 'unknown';
/** Whether a key names no model: it has none, or the bill cannot say. */
export const isUnknownModel = (modelKey: string): boolean => modelKey === '' || modelKey === UNKNOWN_MODEL;

/** Geographies that were seen; AWS adds others. What it lists itself goes first, this is for ids that it does not list. */
const SEEN_GEOGRAPHY = /^(us-gov|us|eu|apac|au|jp|ca|in|sa|me|af|il|mx|uk|global)\.(?=[a-z0-9-]+\.)/;
/** What can stand before an id in a profile's: `uk.` of `uk.anthropic.claude-…`. */
const GEOGRAPHY = /^([a-z]+(?:-[a-z]+)*)\.(?=[^.]+\.)/;
const GLOBAL = 'global';
const DATE = /-\d{8}(?=-|:|$)/;
const VERSION = /-v(\d+)(?::\d+)?$|-(\d+):\d+$/;
/** Ids such as `…-v1:0:200k` stand for context sizes of a model that is listed without them as well. */
const CONTEXT_VARIANT = /:\d+:[a-z0-9]+$/i;

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

/** Says what ARNs and bare ids stand for. */
export type ModelReader = (arnOrId: string) => ModelRef;

/**
 * Reads ARNs and bare ids as Bedrock writes them: foundation model, system profile, application profile. An ARN says what
 * it is; of a bare id the catalogue does, whatever stands before its first dot: which geographies there are is for AWS to
 * say. Ids that nobody listed are profiles where what follows the first dot is a model, or of a provider, of the
 * catalogue, or where a geography that was seen before stands there.
 */
export function modelReader(catalogue: readonly CatalogueEntry[]): ModelReader {
  const listed = new Map<string, ModelRef>();
  const models = new Set<string>();
  const providers = new Set<string>();
  for (const entry of catalogue) {
    if (entry.type === 'model') models.add(entry.id);
    if (isUnknownModel(entry.modelKey)) continue;
    models.add(entry.modelKey);
    providers.add(firstPart(entry.modelKey));
    if (entry.type === 'systemProfile' && entry.id !== entry.modelKey)
      listed.set(entry.id, profileRef(entry.id, entry.modelKey, routeOf(entry)));
  }
  const geographyOf = (id: string, ofProfile: boolean): string | null => {
    const geography = GEOGRAPHY.exec(id)?.[1];
    if (geography === undefined) return null;
    const rest = id.slice(geography.length + 1);
    const isKnown = models.has(rest) || (providers.has(firstPart(rest)) && !providers.has(geography));
    return ofProfile || isKnown || SEEN_GEOGRAPHY.test(id) ? geography : null;
  };
  return (arnOrId) => {
    const id = lastPart(arnOrId);
    if (arnOrId.includes(':application-inference-profile/'))
      return { type: 'applicationProfile', shortId: id };
    if (arnOrId.includes(':foundation-model/')) return modelRef(id);
    const isProfile = arnOrId.includes(':inference-profile/');
    if (arnOrId.startsWith('arn:') && !isProfile) return { type: 'unknown', id };
    const known = listed.get(id) ?? (models.has(id) ? modelRef(id) : undefined);
    if (known !== undefined) return known;
    const geography = geographyOf(id, isProfile);
    if (geography !== null)
      return profileRef(id, id.slice(geography.length + 1), geography === GLOBAL ? 'global' : 'geo');
    return /^[a-z0-9-]+\.[^/]+$/i.test(id) ? modelRef(id) : { type: 'unknown', id };
  };
}

/** Whether some id may stand for something else by the one catalogue than by the other: those of most new models do not. */
export function readsOtherwise(before: readonly CatalogueEntry[], after: readonly CatalogueEntry[]): boolean {
  const [old, now] = [modelReader(before), modelReader(after)];
  const differs = ({ id }: CatalogueEntry) => JSON.stringify(old(id)) !== JSON.stringify(now(id));
  const providers = (all: readonly CatalogueEntry[]) =>
    [...new Set(all.map(({ modelKey }) => firstPart(modelKey)))].sort().join();
  return providers(before) !== providers(after) || [...before, ...after].some(differs);
}

/** The same without a catalogue, for what AWS says in full: the ARNs of models. */
export const readModelRef: ModelReader = modelReader([]);

const modelRef = (modelKey: string): ModelRef => ({ type: 'model', modelKey, route: 'inRegion' });
const profileRef = (sourceId: string, modelKey: string, route: 'geo' | 'global'): ModelRef => ({
  type: 'systemProfile',
  modelKey,
  sourceId,
  route,
});
const firstPart = (id: string): string => id.slice(0, id.indexOf('.'));

/** Where calls of a system profile may end: anywhere if AWS calls it so, or lists its model without a Region. */
const routeOf = ({ id, modelArns }: Pick<CatalogueEntry, 'id' | 'modelArns'>): 'geo' | 'global' =>
  id.startsWith(`${GLOBAL}.`) || modelArns.some((arn) => arn.split(':')[3] === '') ? 'global' : 'geo';

/** The route of a profile that is copied from this. */
export const routeFrom = (source: CatalogueEntry): NonNullable<Profile['route']> =>
  source.type === 'model' ? 'inRegion' : routeOf(source);

/** The foundation model that all of a profile's model ARNs are; `unknown` when there is none or more than one. */
export function modelKeyOf(modelArns: readonly string[]): string {
  const keys = new Set<string>();
  for (const arn of modelArns) {
    const ref = readModelRef(arn);
    if (ref.type === 'model' || ref.type === 'systemProfile') keys.add(ref.modelKey);
  }
  return only(keys) ?? UNKNOWN_MODEL;
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
  const [first] = matches;
  if (first === undefined) {
    const [arn] = modelArns;
    const inRegion = modelArns.length === 1 && arn !== undefined && arn.split(':')[3] === region;
    return inRegion ? { route: 'inRegion', sourceId: lastPart(arn) } : { route: null, sourceId: null };
  }
  const routes = new Set(matches.map(routeOf));
  const [route = null] = routes;
  return { route: routes.size === 1 ? route : null, sourceId: matches.length === 1 ? first.id : null };
}

/** Finds catalogue models by the many ways in which bills spell them. Build once, ask often. */
export interface ModelMatcher {
  /** The modelKey of the bill's spelling; null when no model or more than one fits: it never guesses. */
  match(spelling: string): string | null;
}

/**
 * Compares names as sets of words, numbers and signs, so that `Claude4.6Sonnet`, `Claude Sonnet 4.6` and
 * `anthropic.claude-sonnet-4-6-v1:0` are one, and `Claude Sonnet 4` is not `Claude Sonnet 4.6`, nor `Command R`
 * `Command R+`. A name that is one model's to the letter is that model's, whatever others are like it.
 */
export function modelMatcher(catalogue: readonly CatalogueEntry[]): ModelMatcher {
  const listed = catalogue.filter((entry) => !CONTEXT_VARIANT.test(entry.modelKey));
  /** Made when the first spelling is looked for. */
  let index: SpellingIndex | null = null;
  const cache = new Map<string, string | null>();
  return {
    match(spelling) {
      const known = cache.get(spelling);
      if (known !== undefined) return known;
      index ??= indexOf(listed);
      const found = findModel(spelling, index);
      cache.set(spelling, found);
      return found;
    },
  };
}

type ModelsBy = ReadonlyMap<string, ReadonlySet<string>>;
interface SpellingIndex {
  read: ModelReader;
  byName: ModelsBy;
  byForm: ModelsBy;
}

function indexOf(listed: readonly CatalogueEntry[]): SpellingIndex {
  const byName = new Map<string, Set<string>>();
  const byForm = new Map<string, Set<string>>();
  const add = (to: Map<string, Set<string>>, key: string, modelKey: string) => {
    const held = to.get(key) ?? new Set();
    to.set(key, held.add(modelKey));
  };
  for (const entry of listed) {
    for (const name of [entry.modelKey, ...namesOf(entry)]) add(byName, exactly(name), entry.modelKey);
    for (const form of formsOf(entry)) add(byForm, form, entry.modelKey);
  }
  return { read: modelReader(listed), byName, byForm };
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
  const read = modelReader(entries);
  const forms = new Set(
    entries.flatMap((entry) => (CONTEXT_VARIANT.test(entry.modelKey) ? [] : formsOf(entry))),
  );
  return (spelling) =>
    [...normalForms(spelling), ...formsOfId(spelling, read)].some((form) => forms.has(form));
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

function findModel(spelling: string, { read, byName, byForm }: SpellingIndex): string | null {
  const exact = byName.get(exactly(spelling));
  if (exact?.size === 1) return only(exact);
  const fitting = (forms: readonly string[]) =>
    new Set(forms.flatMap((form) => [...(byForm.get(form) ?? [])]));
  const found = fitting(normalForms(spelling));
  return only(found.size > 0 ? found : fitting(formsOfId(spelling, read)));
}

function only(found: ReadonlySet<string>): string | null {
  const [first] = found;
  return found.size === 1 && first !== undefined ? first : null;
}

/** All by which a model of the catalogue is found. */
function formsOf(entry: CatalogueEntry): string[] {
  return [...idSpellings(entry.modelKey), ...namesOf(entry)].flatMap(normalForms);
}

const namesOf = ({ type, name }: CatalogueEntry): string[] => (type === 'model' ? [name] : []);

/** By what a spelling that is an id is looked for once it was not found as it is. */
function formsOfId(spelling: string, read: ModelReader): string[] {
  const ref = /^[a-z0-9-]+\.[a-z]/.test(spelling) ? read(spelling) : null;
  return ref !== null && 'modelKey' in ref ? idSpellings(ref.modelKey).flatMap(normalForms) : [];
}

/** An id with and without its provider. */
function idSpellings(modelKey: string): string[] {
  const id = withoutVersion(modelKey);
  return [id, id.slice(id.indexOf('.') + 1)];
}

function setKey(arns: readonly string[]): string {
  return [...new Set(arns)].sort().join('\n');
}
