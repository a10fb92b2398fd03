/*
 * Finds every mutant of a source file and writes the file with all of them in it, each behind a question: `$mutant(7)`
 * is true while mutant 7 is the one that is tried. So a file is read once for all of its mutants.
 */
import { parseAst } from 'vitest/node';
import { editsOf } from './mutators.mjs';

/** { mutants, text }: see `mutantsOf`, and the instrumented source, still TypeScript. */
export function instrument(source, path) {
  const mutants = mutantsOf(source, path);
  return { mutants, text: rewrite(source, mutants) };
}

/**
 * Each mutant is { id, line, at, start, end, text, original, in, n, host }: `at` is the text of its line, `original` what is
 * changed, `in` the function around it, `n` which of the same at that line it is; `host` is the code that is there once
 * for each choice.
 */
export function mutantsOf(source, path) {
  const program = parseAst(source, { lang: 'ts', sourceType: 'module', preserveParens: true }, path);
  const found = [];
  const names = namesIn(program);
  walk(program, { parent: null, host: null, inChain: false, scope: '' }, (node, { parent, host, scope }) => {
    for (const edit of editsOf(node, parent, source, names)) found.push({ host, ...edit, in: scope });
  });
  const seen = new Map();
  const lines = source.split('\n');
  const unique = new Map(found.map((one) => [`${one.start}:${one.end}:${one.text}`, one]));
  return [...unique.values()]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map(({ host, ...edit }, id) => {
      const original = oneLine(source.slice(edit.start, edit.end));
      const line = source.slice(0, edit.start).split('\n').length;
      const at = lines[line - 1].trim();
      const key = `${at}\n${original}\n${edit.text}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
      const inHost = host !== null && host.start <= edit.start && edit.end <= host.end;
      const { start, end } = inHost ? host : edit;
      const isStatement = inHost && /Statement$/.test(host.type);
      return {
        id,
        line,
        at,
        ...edit,
        original,
        n: seen.get(key),
        host: { start, end, isStatement },
      };
    });
}

export const oneLine = (text) => text.replace(/\s+/g, ' ');

/** Types are none of a program's doings; the text of errors is prose. */
const SKIPPED = /^(Import|ExportAll|TS(?!AsExpression|SatisfiesExpression|NonNullExpression))/;
const TYPE_KEYS = new Set(['typeAnnotation', 'typeArguments', 'typeParameters', 'returnType']);

function walk(node, { parent, key, host, inChain, scope }, visit) {
  if (SKIPPED.test(node.type) || isErrorText(node)) return;
  const here = isHost(node, parent, key, inChain) ? node : host;
  const inner = nameOf(node, parent) ?? scope;
  visit(node, { parent, host: here, scope: inner });
  for (const [childKey, value] of Object.entries(node)) {
    if (TYPE_KEYS.has(childKey)) continue;
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type !== 'string') continue;
      if (isName(node, childKey, child)) continue;
      const chain = node.type === 'ChainExpression' || (inChain && ['object', 'callee'].includes(childKey));
      walk(child, { parent: node, key: childKey, host: here, inChain: chain, scope: inner }, visit);
    }
  }
}

/** Whether a choice can be put in the place of a node: not where it is written to, called as a method, or amid a chain. */
function isHost(node, parent, key, inChain) {
  if (parent === null) return false;
  if (/^(Block|Expression|Continue|Break)Statement$/.test(node.type)) return true;
  if (!/(Expression|Literal)$/.test(node.type) || inChain) return false;
  if (key === 'callee') return false;
  return !['left', 'argument'].includes(key) || !/^(Assignment|Update|ForOf|ForIn)/.test(parent.type);
}

const isErrorText = ({ type, callee }) => type === 'NewExpression' && /Error$/.test(callee.name ?? '');

/** Keys of objects and names of members: no values. */
const isName = (node, key, child) =>
  !node.computed &&
  ((key === 'property' && node.type === 'MemberExpression') ||
    (key === 'key' && node.type === 'Property' && child !== node.value));

function nameOf(node, parent) {
  if (node.type === 'FunctionDeclaration') return node.id.name;
  const isFunction = node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression';
  if (isFunction && parent.type === 'VariableDeclarator') return parent.id.name;
  return isFunction && parent.type === 'Property' ? parent.key.name : null;
}

function namesIn(program) {
  const names = new Set();
  for (const node of program.body) {
    for (const { local } of node.specifiers ?? []) names.add(local.name);
    const declared = node.declaration ?? node;
    if (declared.id) names.add(declared.id.name);
  }
  return names;
}

function rewrite(source, mutants) {
  const hosts = new Map();
  for (const mutant of mutants) {
    const { start, end } = mutant.host;
    const key = `${start}:${end}`;
    const held = hosts.get(key) ?? { ...mutant.host, mutants: [] };
    held.mutants.push(mutant);
    hosts.set(key, held);
  }
  const sorted = [...hosts.values()].sort((a, b) => a.start - b.start || b.end - a.end);
  let next = 0;
  const between = (start, end) => {
    let text = '';
    let at = start;
    while (next < sorted.length && sorted[next].start < end) {
      const host = sorted[next];
      next += 1;
      text += source.slice(at, host.start) + choice(source, host, between(host.start, host.end));
      at = host.end;
    }
    return text + source.slice(at, end);
  };
  return between(0, source.length);
}

function choice(source, { start, end, isStatement, mutants }, original) {
  const options = mutants.map((one) => ({
    id: one.id,
    text: source.slice(start, one.start) + one.text + source.slice(one.end, end),
  }));
  if (isStatement) {
    return `{${options.map(({ id, text }) => `if ($mutant(${id})) ${text} else `).join('')}${original}}`;
  }
  return `(${options.map(({ id, text }) => `$mutant(${id}) ? (${text}) : `).join('')}(${original}))`;
}
