/*
 * What may be wrong in a line of code: for a node of the syntax tree, the edits that each make one mutant. An edit is
 * { start, end, text }: the text that stands in the source instead; `host`, if there, is the code to choose in place of.
 */
const COMPARISONS = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
};
const ARITHMETIC = { '+': '-', '-': '+', '*': '/', '/': '*', '%': '*', '**': '*' };
const LOGICAL = { '&&': '||', '||': '&&', '??': '&&' };
const ASSIGNMENTS = { '+=': '-=', '-=': '+=', '*=': '/=', '/=': '*=', '??=': '&&=', '||=': '&&=' };
const SWAPPED_METHODS = new Map(
  Object.entries({
    min: 'max',
    max: 'min',
    some: 'every',
    every: 'some',
    startsWith: 'endsWith',
    endsWith: 'startsWith',
    padStart: 'padEnd',
    find: 'findLast',
  }),
);
/** Calls whose receiver is left as it was. */
const DROPPED_METHODS = new Set(['filter', 'sort', 'slice', 'trim', 'reverse', 'replace']);
/** Functions of the ledger that are each other's opposite; swapped where a file has both. */
const SWAPPED_FUNCTIONS = { smaller: 'larger', larger: 'smaller' };

/** All edits of one node. `source` is the file, `names` what it declares and imports, `parent` the node around. */
export function editsOf(node, parent, source, names) {
  const text = ({ start, end }) => source.slice(start, end);
  const whole = (replacement) => ({ start: node.start, end: node.end, text: replacement });
  const edits = MUTATORS[node.type]?.({ node, parent, text, whole, names }) ?? [];
  return [...edits, ...asCondition(node, parent, whole)];
}

const MUTATORS = {
  BinaryExpression({ node, text, whole }) {
    const { left, right, operator } = node;
    const withOperator = (other) => whole(`${text(left)} ${other} ${text(right)}`);
    if (operator in COMPARISONS) return COMPARISONS[operator].map(withOperator);
    const joinsText = operator === '+' && [left, right].some(isText);
    return operator in ARITHMETIC && !joinsText ? [withOperator(ARITHMETIC[operator])] : [];
  },
  LogicalExpression({ node: { left, right, operator }, text, whole }) {
    // `??` may not stand beside `&&` without brackets.
    const apart = (operand) => (operand.type === 'LogicalExpression' ? `(${text(operand)})` : text(operand));
    return [whole(`${apart(left)} ${LOGICAL[operator]} ${apart(right)}`)];
  },
  AssignmentExpression: ({ node: { left, right, operator }, text, whole }) =>
    operator in ASSIGNMENTS ? [whole(`${text(left)} ${ASSIGNMENTS[operator]} ${text(right)}`)] : [],
  UnaryExpression: ({ node: { operator, argument }, text, whole }) =>
    operator === '-' || operator === '!' ? [whole(text(argument))] : [],
  UpdateExpression: ({ node, text, whole }) => [
    whole(`${text(node.argument)}${node.operator === '++' ? '--' : '++'}`),
  ],
  Literal: ({ node, whole }) => literalsInstead(node).map(whole),
  TemplateLiteral: ({ node, whole }) => [
    whole(node.quasis.length > 1 || node.quasis[0].value.raw ? "''" : "'#'"),
  ],
  ArrayExpression: ({ node, whole }) => [whole(node.elements.length > 0 ? '[]' : "['#']")],
  ObjectExpression: ({ node, whole }) => (node.properties.length > 0 ? [whole('{}')] : []),
  CallExpression: ({ node, text, whole, names }) => callsInstead(node, text, whole, names),
  MemberExpression: ({ node, text, whole }) =>
    node.optional ? [whole(text(node.object) + (node.computed ? '' : '.') + textAfter(node, text))] : [],
  ArrowFunctionExpression: ({ node: { body } }) => (body.type === 'BlockStatement' ? [] : valueInstead(body)),
  ReturnStatement: ({ node: { argument } }) => (argument === null ? [] : valueInstead(argument)),
  // A body that only returns is emptied by its return already.
  BlockStatement: ({ node, whole }) =>
    node.body.length === 0 ||
    (node.body.length === 1 && node.body[0].type === 'ReturnStatement' && node.body[0].argument)
      ? []
      : [whole('{}')],
  ExpressionStatement: ({ whole }) => [whole(';')],
  ContinueStatement: ({ whole }) => [whole(';')],
  BreakStatement: ({ whole }) => [whole(';')],
};

function literalsInstead({ value, raw, bigint, regex }) {
  if (typeof value === 'boolean') return [String(!value)];
  if (bigint) return [bigint === '1' ? '0n' : `${BigInt(bigint) + 1n}n`];
  if (typeof value === 'number') return [value === 1 ? '0' : String(value + 1)];
  if (typeof value === 'string' && raw && !regex) return [value === '' ? "'#'" : "''"];
  return [];
}

function callsInstead({ callee, arguments: args, optional }, text, whole, names) {
  const call = (name) => whole(`${name}(${args.map(text).join(', ')})`);
  if (callee.type === 'Identifier') {
    const other = SWAPPED_FUNCTIONS[callee.name];
    return other && names.has(other) ? [call(other)] : [];
  }
  if (callee.type !== 'MemberExpression' || callee.computed || optional) return [];
  const { name } = callee.property;
  const dot = callee.optional ? '?.' : '.';
  const swapped = SWAPPED_METHODS.get(name);
  if (swapped) return [call(`${text(callee.object)}${dot}${swapped}`)];
  return DROPPED_METHODS.has(name) ? [whole(text(callee.object))] : [];
}

const valueInstead = (value) =>
  isNothing(value) ? [] : [{ start: value.start, end: value.end, text: 'undefined', host: value }];

/** What is asked whether it holds, held to hold always and never. Endless loops are no use. */
function asCondition(node, parent, whole) {
  const isTest = parent?.test === node;
  const isTruth =
    (node.type === 'BinaryExpression' && node.operator in COMPARISONS) ||
    (node.type === 'LogicalExpression' && node.operator !== '??') ||
    (node.type === 'UnaryExpression' && node.operator === '!');
  if (!isTest && !isTruth) return [];
  const loops = isTest && /^(For|While|DoWhile)Statement$/.test(parent.type);
  return loops ? [whole('false')] : [whole('true'), whole('false')];
}

function textAfter({ object, property, computed, end }, text) {
  return computed ? text({ start: object.end + 2, end }) : text(property);
}

const isText = ({ type, value }) =>
  type === 'TemplateLiteral' || (type === 'Literal' && typeof value === 'string');
const isNothing = ({ type, raw, name }) =>
  (type === 'Literal' && raw === 'null') || (type === 'Identifier' && name === 'undefined');
