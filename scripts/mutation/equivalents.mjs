/*
 * Mutants that no test can tell from the real code, each with the reason. A mutant is named by its file, the text of its
 * line, what is changed there, what stands there instead and, where that is there more than once, which one it is: lines
 * may shift, but not change. An entry that fits nothing any more is told, so that the list stays true.
 */
import { readFileSync } from 'node:fs';
import { oneLine } from './instrument.mjs';

const LIST = new URL('./equivalents.json', import.meta.url);
const keyOf = ({ at, original, text, n = 1 }) => [at, oneLine(original), oneLine(text), n].join('\n');

/** { reasons, stale }: the reason by mutant id, and the entries of the file that fit no mutant. */
export function equivalentsOf(name, mutants) {
  const entries = JSON.parse(readFileSync(LIST, 'utf8'))[name] ?? [];
  const byKey = new Map(mutants.map((mutant) => [keyOf(mutant), mutant.id]));
  const reasons = new Map();
  const stale = [];
  for (const entry of entries) {
    const id = byKey.get(keyOf(entry));
    if (id === undefined) stale.push(entry);
    else reasons.set(id, entry.why);
  }
  return { reasons, stale };
}
