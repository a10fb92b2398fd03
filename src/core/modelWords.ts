/**
 * Names of models as words, numbers and signs, so that spellings can be compared: bills cut names into words otherwise
 * than catalogues do, turn words around and leave some out. What tells two models apart is never left out.
 */

/** Words that some spellings of a model carry and others leave out. */
const NOISE = new Set(['amazon', 'bedrock', 'edition', 'text', 'instruct']);
/** Signs that separate words and mean nothing by themselves; every other sign is part of a name (`Command R+`). */
const SEPARATORS = /[\s\-_.,:;/\\()[\]{}'"`|®™©]/u;
/** How ids write a sign that they may not hold: `command-r-plus`. */
const SIGN_WORDS: Readonly<Record<string, string>> = { '+': 'plus' };

/** A name but for case and blanks: where this is the same, nothing is left to compare. */
export const exactly = (text: string): string =>
  text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

/** By which a spelling is looked for beside itself: its words in any order, and all of it in order without separators. */
export function normalForms(spelling: string): string[] {
  const plain = spelling.replace(/\(.*?\)/g, ' ');
  return [...new Set([plain, spelling].flatMap((text) => [wordSet(text), joined(text)]))].filter(
    (form) => form.length > 2,
  );
}

/**
 * Which of these models a spelling can be of that matches none: those with which it shares a word, as every name of a model
 * that was seen shares one with its id; all of them where it shares none with any.
 */
export function spelledLike(spelling: string, modelKeys: readonly string[]): readonly string[] {
  const words = new Set(wordsOf(spelling));
  const alike = modelKeys.filter((key) => wordsOf(key).some((word) => words.has(word)));
  return alike.length > 0 ? alike : modelKeys;
}

const wordsOf = (text: string): string[] => atoms(text).filter((atom) => /\p{L}/u.test(atom));

/** Whether a text says nothing of a model but what its name says already. */
export function repeats(text: string, name: string): boolean {
  const named = new Set(atoms(name));
  return atoms(text).every((atom) => named.has(atom));
}

/** `w:` and the sorted words and numbers: `Claude4.6Sonnet` → `w:4 6 claude sonnet`. */
function wordSet(text: string): string {
  return `w:${atoms(text).sort().join(' ')}`;
}

/**
 * `j:` and all of it in order without separators, for names that are cut into words differently (`DeepSeek`, `deepseek`).
 * Two numbers stay two: `Llama 3.2 1B` is not `Llama 3 21B`.
 */
function joined(text: string): string {
  return `j:${atoms(text).reduce((all, atom) => (/\d$/.test(all) && /^\d/.test(atom) ? `${all}.${atom}` : all + atom), '')}`;
}

function atoms(text: string): string[] {
  const found = text
    .normalize('NFKC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\d)\.0(?![\d.])/g, '$1')
    .toLowerCase()
    .match(/\p{L}+|\d+|[^\p{L}\d]/gu);
  return (found ?? [])
    .filter((atom) => !SEPARATORS.test(atom) && !NOISE.has(atom))
    .map((atom) => SIGN_WORDS[atom] ?? (/^embed/.test(atom) ? 'embed' : atom));
}
