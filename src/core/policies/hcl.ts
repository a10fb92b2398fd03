/** HCL as `terraform fmt` lays it out: values, attributes, blocks. Texts stay literal: `${` and `%{` are escaped. */

/** What stands in a body: an attribute or a block with its lines. `raw` is an expression such as `var.name`. */
export type Item =
  | { attribute: string; value: Value }
  | { block: string; labels?: readonly string[]; body: readonly Item[] }
  | { comment: string }
  | 'blank';
export type Value =
  | { raw: string }
  | { text: string }
  | { json: unknown; comments?: ReadonlyMap<unknown, string> }
  | { list: readonly string[] };

/** One item as lines. `name` and a value of one line are aligned with their neighbours. */
interface Lines {
  name: string | null;
  lines: readonly string[];
}

const INDENT = '  ';
const indent = (lines: readonly string[]): string[] =>
  lines.map((line) => (line === '' ? '' : INDENT + line));

/** A file of these, with a line feed at its end. */
export const hclFile = (items: readonly Item[]): string => `${linesOf(items).join('\n')}\n`;

const linesOf = (items: readonly Item[]): string[] => aligned(items.map(itemLines));

function itemLines(item: Item): Lines {
  if (item === 'blank') return { name: null, lines: [''] };
  if ('comment' in item) return { name: null, lines: [commentLine(item.comment)] };
  if ('attribute' in item) return { name: item.attribute, lines: valueLines(item.value) };
  const labels = (item.labels ?? []).map((label) => ` ${quoted(label)}`).join('');
  return { name: null, lines: [`${item.block}${labels} {`, ...indent(linesOf(item.body)), '}'] };
}

/** Equals signs of attributes of one line that follow each other stand below each other. */
function aligned(items: readonly Lines[]): string[] {
  const isShort = (item: Lines | undefined) => item?.name != null && item.lines.length === 1;
  return items.flatMap((item, at) => {
    if (item.name === null) return item.lines;
    if (!isShort(item)) return [`${item.name} = ${item.lines[0]}`, ...item.lines.slice(1)];
    let first = at;
    let last = at;
    while (isShort(items[first - 1])) first -= 1;
    while (isShort(items[last + 1])) last += 1;
    const width = Math.max(...items.slice(first, last + 1).map(({ name }) => name?.length ?? 0));
    return [`${item.name.padEnd(width)} = ${item.lines[0]}`];
  });
}

function valueLines(value: Value): readonly string[] {
  if ('raw' in value) return value.raw.split('\n');
  if ('text' in value) return [quoted(value.text)];
  if ('list' in value) return [`[${value.list.map(quoted).join(', ')}]`];
  const lines = jsonLines(value.json, value.comments ?? new Map());
  const wrapped = [`jsonencode(${lines[0]}`, ...lines.slice(1)];
  return [...wrapped.slice(0, -1), `${wrapped.at(-1)})`];
}

/** A value of JSON as an HCL expression; the comment of an element of a list stands above it. */
function jsonLines(value: unknown, comments: ReadonlyMap<unknown, string>): string[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return ['[]'];
    const items = value.flatMap((one) => {
      const comment = comments.get(one);
      const lines = jsonLines(one, comments);
      const closed = [...lines.slice(0, -1), `${lines.at(-1)},`];
      return comment === undefined ? closed : [commentLine(comment), ...closed];
    });
    return ['[', ...indent(items), ']'];
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, one]) => one !== undefined);
    if (entries.length === 0) return ['{}'];
    const items = entries.map(([key, one]) => ({ name: keyOf(key), lines: jsonLines(one, comments) }));
    return ['{', ...indent(aligned(items)), '}'];
  }
  return [typeof value === 'string' ? quoted(value) : JSON.stringify(value)];
}

const keyOf = (key: string): string => (/^[A-Z][A-Za-z]*$/.test(key) ? key : quoted(key));

/** HCL knows the escapes of JSON but for `\b` and `\f`; an interpolation or directive is one no more. */
function quoted(text: string): string {
  return JSON.stringify(text)
    .replace(/\\(.)/g, (pair, sign) => ({ b: '\\u0008', f: '\\u000c' })[sign as string] ?? pair)
    .replace(/([$%])\{/g, '$1$1{');
}

const commentLine = (comment: string): string => `# ${comment.replace(/\s+/g, ' ').trim()}`;
