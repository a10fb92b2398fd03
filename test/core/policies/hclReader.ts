/**
 * A small reader of HCL, written from its specification as far as our files use it: blocks, attributes, literals,
 * `jsonencode({…})`. A text with an interpolation or directive that is not escaped is refused: in a policy it would be one.
 */

export interface HclBlock {
  type: string;
  labels: string[];
  attributes: Record<string, HclValue>;
  blocks: HclBlock[];
}
/** A literal; `jsonencode` of one; or any other expression as it is written. */
export type HclValue = { literal: unknown } | { encoded: unknown } | { expression: string };

type Token = { kind: 'word' | 'text' | 'sign' | 'line'; text: string };

const TOKEN =
  /(?<skip>[ \t]+|#[^\n]*)|(?<line>\n+)|(?<text>"(?:[^"\\\n]|\\.)*")|(?<word>[A-Za-z_][\w.-]*|\d+)|(?<sign>==|[{}[\](),=?:])/y;

export function readHcl(text: string): HclBlock[] {
  const tokens = tokensOf(text);
  let at = 0;
  const peek = (): Token => tokens[at] ?? { kind: 'line', text: '' };
  const next = (): Token => {
    const token = peek();
    at += 1;
    return token;
  };
  const expect = (sign: string) => {
    const { text: found } = next();
    if (found !== sign) throw new Error(`"${sign}" was to come, and "${found}" did`);
  };
  const skipLines = () => {
    while (at < tokens.length && peek().kind === 'line') at += 1;
  };

  function body(until: string | null): Pick<HclBlock, 'attributes' | 'blocks'> {
    const found: Pick<HclBlock, 'attributes' | 'blocks'> = { attributes: {}, blocks: [] };
    for (skipLines(); at < tokens.length && peek().text !== until; skipLines()) {
      const { kind, text: name } = next();
      if (kind !== 'word') throw new Error(`a name was to come, and "${name}" did`);
      if (peek().text === '=') {
        at += 1;
        if (name in found.attributes) throw new Error(`"${name}" is set twice`);
        found.attributes[name] = value();
      } else {
        const labels: string[] = [];
        while (peek().kind === 'text') labels.push(unquoted(next().text));
        expect('{');
        found.blocks.push({ type: name, labels, ...body('}') });
        expect('}');
      }
    }
    return found;
  }

  /** Up to the end of the line, or of the brackets that it opens. */
  function value(): HclValue {
    const start = at;
    if (peek().text === 'jsonencode') {
      at += 1;
      expect('(');
      const encoded = literal();
      expect(')');
      return { encoded };
    }
    if (peek().kind === 'text' || peek().text === '[' || peek().text === '{' || peek().text === 'true') {
      const found = literal();
      if (peek().kind === 'line') return { literal: found };
      at = start;
    }
    const words: string[] = [];
    while (peek().kind !== 'line') words.push(next().text);
    return { expression: words.join(' ') };
  }

  function literal(): unknown {
    const { kind, text: found } = next();
    if (kind === 'text') return unquoted(found);
    if (found === 'true' || found === 'false') return found === 'true';
    if (kind === 'word' && /^\d+$/.test(found)) return Number(found);
    if (found === '[') return list();
    if (found === '{') return object();
    throw new Error(`a literal was to come, and "${found}" did`);
  }
  function list(): unknown[] {
    const found: unknown[] = [];
    for (skipLines(); peek().text !== ']'; skipLines()) {
      found.push(literal());
      if (peek().text === ',') at += 1;
    }
    expect(']');
    return found;
  }
  function object(): Record<string, unknown> {
    const found: Record<string, unknown> = {};
    for (skipLines(); peek().text !== '}'; skipLines()) {
      const { kind, text: key } = next();
      expect('=');
      found[kind === 'text' ? unquoted(key) : key] = literal();
    }
    expect('}');
    return found;
  }
  return body(null).blocks;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  while (pattern.lastIndex < text.length) {
    const from = pattern.lastIndex;
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) throw new Error(`not understood: ${text.slice(from, from + 40)}`);
    for (const kind of ['line', 'text', 'word', 'sign'] as const)
      if (groups[kind] !== undefined) tokens.push({ kind, text: groups[kind] });
  }
  return tokens;
}

function unquoted(text: string): string {
  const rest = text.slice(1, -1).replaceAll(/\$\$\{|%%\{/g, '');
  if (/[$%]\{/.test(rest)) throw new Error(`an interpolation: ${text}`);
  return (JSON.parse(text) as string).replaceAll(/\$\$\{/g, '${').replaceAll(/%%\{/g, '%{');
}
