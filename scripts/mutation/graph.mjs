/* Which file imports which, by relative paths: tells the tests that reach a file, and what has to be read anew for it. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseAst } from 'vitest/node';

const imports = new Map();

function importsOf(path) {
  const held = imports.get(path);
  if (held !== undefined) return held;
  const found = [];
  imports.set(path, found);
  if (!path.endsWith('.ts')) return found;
  const { body } = parseAst(readFileSync(path, 'utf8'), { lang: 'ts', sourceType: 'module' }, path);
  for (const { source, importKind, exportKind } of body) {
    if (source?.value.startsWith('.') && (importKind ?? exportKind) !== 'type') {
      found.push(resolve(dirname(path), source.value));
    }
  }
  return found;
}

/** Everything that a file imports, directly or not, and itself. */
export function reachedFrom(path, seen = new Set()) {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const next of importsOf(path)) reachedFrom(next, seen);
  return seen;
}

/** Of `paths` and what they import, whatever leads to `target`: it included. */
export function leadingTo(target, paths) {
  const all = new Set(paths.flatMap((path) => [...reachedFrom(path)]));
  return [...all].filter((path) => reachedFrom(path).has(target));
}
