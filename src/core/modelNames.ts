/** What the key of a model says of who made it, and of which of their models it is one. Pure. */

/** What is a version, a size or a date in a key, and no name. */
const NO_NAME = /^(?:v?\d+(?:[.:]\d+)*[a-z]?|latest|v\d+:\d+)$/u;

/**
 * `anthropic.claude-opus-4-8-v1:0` is of the vendor `anthropic` and the family `claude-opus`; a name without a vendor before
 * it has none.
 */
export function splitModelKey(modelKey: string): { vendor: string; family: string } {
  const at = modelKey.indexOf('.');
  const vendor = at > 0 && !/\d/u.test(modelKey.slice(0, at)) ? modelKey.slice(0, at) : '';
  const name = vendor === '' ? modelKey : modelKey.slice(at + 1);
  const words = name.toLowerCase().split(/[-\s]+/u);
  return { vendor, family: words.filter((word) => word !== '' && !NO_NAME.test(word)).join('-') };
}
