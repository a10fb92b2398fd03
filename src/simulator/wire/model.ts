/** The shapes of AWS's requests and answers, read from the compact text that models/extract.py writes. */

interface Member {
  name: string;
  required: boolean;
  shape: string;
  where: 'body' | 'uri' | 'query' | 'header' | 'payload';
  wireName: string;
}

interface Bounds {
  min?: number;
  max?: number;
}

export type Shape =
  | { kind: 'struct'; members: Member[] }
  | ({ kind: 'list'; member: string } & Bounds)
  /** `names`: of keys and values in the query protocol. */
  | ({ kind: 'map'; value: string; key: string; names: readonly [string, string] } & Bounds)
  | ({ kind: 'string'; values?: string[]; pattern?: RegExp; patternText?: string } & Bounds)
  | ({ kind: 'number'; whole: boolean } & Bounds)
  | { kind: 'boolean' | 'timestamp' | 'blob' | 'document' };

interface DeclaredError {
  /** What the query protocol and botocore call it, for example `InvalidParameterValue`. */
  code: string;
  /** The exception's shape, for example `InvalidParameterValueException`. */
  name: string;
  status: number;
}

export interface Operation {
  name: string;
  method: string;
  path: string;
  status: number;
  input?: string;
  output?: string;
  wrapper?: string;
  errors: DeclaredError[];
}

export interface ServiceModel {
  operations: Map<string, Operation>;
  shape(name: string): Shape;
}

const PLAIN: Record<string, Shape> = {
  string: { kind: 'string' },
  integer: { kind: 'number', whole: true },
  long: { kind: 'number', whole: true },
  double: { kind: 'number', whole: false },
  float: { kind: 'number', whole: false },
  boolean: { kind: 'boolean' },
  timestamp: { kind: 'timestamp' },
  blob: { kind: 'blob' },
  document: { kind: 'document' },
};

/** Reads one service's text. Throws on a line it does not know, and `shape` throws on a name that is not there. */
export function parseModel(text: string): ServiceModel {
  const operations = new Map<string, Operation>();
  const shapes = new Map<string, Shape>(Object.entries(PLAIN));
  let open: Member[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    if (line.startsWith('  ')) {
      open.push(member(line.trim()));
      continue;
    }
    const [kind = '', name = '', ...rest] = line.split(' ');
    if (kind === 'op') operations.set(name, operation(name, rest));
    else if (kind === 'struct') {
      open = [];
      shapes.set(name, { kind: 'struct', members: open });
    } else shapes.set(name, simple(kind, rest));
  }
  return {
    operations,
    shape(name) {
      const found = shapes.get(name);
      if (!found) throw new Error(`no shape ${name}`);
      return found;
    },
  };
}

function member(text: string): Member {
  const [label = '', shape = '', location] = text.split(' ');
  const name = label.replace(/!$/, '');
  const [where, wireName] = (location ?? `body=${name}`).split('=');
  return {
    name,
    required: label.endsWith('!'),
    shape,
    where: where as Member['where'],
    wireName: wireName ?? name,
  };
}

function operation(name: string, [method = '', path = '', status = '', ...words]: string[]): Operation {
  const option = (key: string) => words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1);
  const errors = (option('err') ?? '').split(',').filter(Boolean).map(declaredError);
  const [input, output, wrapper] = [option('in'), option('out'), option('wrap')];
  return {
    name,
    method,
    path,
    status: Number(status),
    errors,
    ...(input !== undefined && { input }),
    ...(output !== undefined && { output }),
    ...(wrapper !== undefined && { wrapper }),
  };
}

function declaredError(text: string): DeclaredError {
  const [code = '', name = '', status = ''] = text.split(':');
  return { code, name, status: Number(status) };
}

function simple(kind: string, words: string[]): Shape {
  if (kind === 'list') return { kind, member: words[0] ?? '', ...bounds(words[1]) };
  if (kind === 'map') {
    const called = words.find((word) => word.startsWith('as='));
    const [key = 'key', value = 'value'] = called?.slice('as='.length).split(':') ?? [];
    const limits = bounds(words.slice(2).find((word) => word !== called));
    return { kind, key: words[0] ?? '', value: words[1] ?? '', names: [key, value], ...limits };
  }
  if (kind === 'int' || kind === 'long' || kind === 'double')
    return { kind: 'number', whole: kind !== 'double', ...bounds(words[0]) };
  if (kind !== 'string') throw new Error(`unknown kind of shape ${kind}`);
  const limits = words[0]?.includes('..') && !words[0].startsWith('/') ? words.shift() : undefined;
  const values = words[0] === 'enum' ? words[1]?.split('|') : undefined;
  if (values) words.splice(0, 2);
  const patternText = words.join(' ').slice(1, -1);
  return {
    kind,
    ...bounds(limits),
    ...(values && { values }),
    ...(patternText !== '' && { patternText, pattern: regExp(patternText) }),
  };
}

function bounds(text: string | undefined): Bounds {
  const [min = '', max = ''] = (text ?? '').split('..');
  return { ...(min !== '' && { min: Number(min) }), ...(max !== '' && { max: Number(max) }) };
}

/** AWS's patterns are Java's and hold for the whole value; three spellings need a word of JavaScript. */
function regExp(text: string): RegExp {
  const translated = text.replaceAll('(?i)', '').replaceAll('\\p{Z}-_', '\\p{Z}_-');
  return new RegExp(`^(?:${translated})$`, text.includes('\\p{') ? 'u' : '');
}
