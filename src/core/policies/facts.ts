/** What a request says about itself: its condition keys. */

/** Whether it holds; a text names what cannot be judged. */
export type Truth = boolean | string;

/** The value of a condition key. */
export interface Held {
  /** As the request spells the key. */
  name: string;
  values: readonly string[];
  /** It was given as a list: a key that may hold several values. */
  several: boolean;
}

/** Keys that are there exactly if the request has them here; of any other one that is not given, nothing is known. */
const WORKED_OUT: ReadonlySet<string> = new Set([
  'aws:calledvia',
  'aws:calledviafirst',
  'aws:calledvialast',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalisawsservice',
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:principaltype',
  'aws:requestedregion',
  'aws:resourceaccount',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:tagkeys',
  'aws:username',
  'aws:viaawsservice',
  'bedrock:inferenceprofilearn',
  'bedrock:promptrouterarn',
  'bedrock:servicetier',
]);
const WORKED_OUT_TAGS = ['aws:principaltag/', 'aws:requesttag/', 'aws:resourcetag/'];

const isWorkedOut = (key: string): boolean =>
  WORKED_OUT.has(key) || WORKED_OUT_TAGS.some((start) => key.startsWith(start));

type Context = Readonly<Record<string, string | readonly string[]>>;

/** The keys of one request, found in any case. */
export class Facts {
  readonly #context: Context;
  #byKey: Map<string, Held | string> | null = null;
  constructor(context: Context) {
    this.#context = context;
  }

  /** The value of a key in lower case; null: the request has none; a text: why that cannot be told. */
  held(key: string): Held | null | string {
    this.#byKey ??= byKey(this.#context);
    const held = this.#byKey.get(key);
    if (held === undefined) return isWorkedOut(key) ? null : `condition key ${key} (its value is not given)`;
    // An empty list says that the key is not there.
    return typeof held === 'string' || held.values.length > 0 ? held : null;
  }
}

function byKey(context: Context): Map<string, Held | string> {
  const found = new Map<string, Held | string>();
  for (const name in context) {
    const value = context[name];
    if (value === undefined) continue;
    const key = name.toLowerCase();
    found.set(
      key,
      found.has(key)
        ? `condition key ${key} (given twice, in spellings that differ by case)`
        : typeof value === 'string'
          ? { name, values: [value], several: false }
          : { name, values: value, several: true },
    );
  }
  return found;
}
