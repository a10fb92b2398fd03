import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/**
 * The import rules of the design, kept here and not by good will. A folder may import itself and what its line names;
 * `type:` means types only. What stands at the top of `src` (cli, config, context) wires the rest together.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: ['core'],
  store: ['core', 'store'],
  outward: ['core', 'outward'],
  aws: ['core', 'outward', 'aws'],
  notify: ['core', 'outward', 'notify'],
  identity: ['core', 'outward', 'identity'],
  app: ['core', 'app', 'type:store', 'type:aws'],
  jobs: ['core', 'app', 'jobs', 'type:store', 'type:aws', 'type:notify'],
  ui: ['ui', 'core'],
  server: ['core', 'app', 'ui', 'server', 'type:aws', 'type:jobs', 'type:identity'],
  simulator: ['simulator'],
  demo: ['demo'],
  me: ['me', 'core', 'ui', 'outward'],
  top: ['core', 'store', 'outward', 'aws', 'notify', 'identity', 'app', 'jobs', 'top', 'cli'],
  cli: ['core', 'app', 'jobs', 'ui', 'server', 'top', 'cli', 'demo', 'outward', 'type:aws'],
};
/** The user interface shows what others decided: of `core` it may run formatters, and no decision. */
const CORE_FORMATTERS = [
  'usd.ts',
  'known.ts',
  'money.ts',
  'periods.ts',
  'href.ts',
  'japanese.ts',
  'jobWords.ts',
  'nearest.ts',
  'signs.ts',
  'valueWords.ts',
];
/** The line for a prompt loads nothing that it does not need: how figures look, what an error is, and types. */
const ME_RUNS = [
  'core/money.ts',
  'core/known.ts',
  'core/usd.ts',
  'core/errors.ts',
  'core/proxies.ts',
  'ui/format.ts',
  'outward/connect.ts',
  'outward/ways.ts',
];
/** Of it, the command line knows the words of its help. */
const OF_ME = 'me/help.ts';
const LISTS_ME = 'cli/program.ts';
/** Settings are read by the command line and the wiring only. */
const READS_CONFIG = ['cli.ts', 'context.ts'];
/** What settings may hold is asked through `config.ts` alone, which checks it. */
const CONFIG_SCHEMA = 'configSchema.ts';
/** The version stands in `package.json`, and one file reads it there. */
const VERSION = { from: 'core/version.ts', to: '../package.json' };

/** What asks somebody else past the one way out, and with it past proxies, authorities and what is off limits. */
const CONNECTS =
  /(?:from|import\() ?'(?:node:https|node:http2|undici)'|(?:await|return|=>) (?:globalThis\.)?fetch\((?!token)/;
const CONNECTING = ['outward', 'me', 'simulator'];

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const src = join(root, 'src');

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  const statements =
    /(?:^|\n)\s*(import|export)\s+(type\s+)?([^'";]*?from\s+)?['"](\.[^'"]+)['"]|import\(\s*['"](\.[^'"]+)['"]\s*\)/g;
  for (const match of text.matchAll(statements)) {
    const target = match[4] ?? match[5];
    if (target)
      found.push({
        from: file,
        to: normalize(join(dirname(file), target)),
        typeOnly: match[2] !== undefined,
      });
  }
  return found;
}

const layerOf = (file: string) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : 'top');

function violation({ from, to, typeOnly }: Import): string | null {
  const [own, other] = [layerOf(from), layerOf(to)];
  const allowed = MAY_IMPORT[own] ?? [];
  if (to === 'config.ts' && !READS_CONFIG.includes(from) && own !== 'cli') return `${from} reads ${to}`;
  if (to === CONFIG_SCHEMA && from !== 'config.ts') return `${from} reads ${to}`;
  if (own === 'ui' && other === 'core' && !typeOnly && !CORE_FORMATTERS.some((name) => to === `core/${name}`))
    return `${from} runs ${to}`;
  if (own === 'me' && other !== 'me' && !typeOnly && !ME_RUNS.includes(to)) return `${from} runs ${to}`;
  if (from === LISTS_ME && to === OF_ME) return null;
  if (from === VERSION.from && to === VERSION.to) return null;
  if (allowed.includes(other) || (typeOnly && allowed.includes(`type:${other}`))) return null;
  return `${from} imports ${typeOnly ? 'types of ' : ''}${to}`;
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
const imports = files.flatMap((file) => importsOf(file, readFileSync(join(src, file), 'utf8')));

describe('import rules', () => {
  it('finds imports at all', () => expect(imports.length).toBeGreaterThan(0));
  it('are kept by every file', () =>
    expect(imports.map(violation).filter((fault) => fault !== null)).toEqual([]));
  it('notices what they forbid', () => {
    const forbidden: Import[] = [
      { from: 'core/a.ts', to: 'store/b.ts', typeOnly: true },
      { from: 'jobs/a.ts', to: 'aws/b.ts', typeOnly: false },
      { from: 'server/a.ts', to: 'simulator/b.ts', typeOnly: true },
      { from: 'simulator/a.ts', to: 'core/b.ts', typeOnly: true },
      { from: 'server/a.ts', to: 'config.ts', typeOnly: true },
      { from: 'cli.ts', to: 'configSchema.ts', typeOnly: true },
      { from: 'server/a.ts', to: 'identity/b.ts', typeOnly: false },
      { from: 'context.ts', to: 'demo/b.ts', typeOnly: true },
      { from: 'ui/a.tsx', to: 'core/forecast.ts', typeOnly: false },
      { from: 'me/a.ts', to: 'core/forecast.ts', typeOnly: false },
      { from: 'me/a.ts', to: 'config.ts', typeOnly: true },
      { from: 'cli/a.ts', to: 'me/help.ts', typeOnly: true },
      { from: LISTS_ME, to: 'me/main.ts', typeOnly: false },
      { from: 'core/a.ts', to: VERSION.to, typeOnly: false },
    ];
    expect(forbidden.map(violation).filter((fault) => fault !== null)).toHaveLength(forbidden.length);
  });
  it('keeps packages of one layer out of the others', () => {
    const misplaced = files.flatMap((file) => {
      const text = readFileSync(join(src, file), 'utf8');
      const layer = layerOf(file);
      const faults: string[] = [];
      if (/from '(drizzle-orm|better-sqlite3)/.test(text) && layer !== 'store')
        faults.push(`${file} speaks SQL`);
      if (/from '@aws-sdk\//.test(text) && layer !== 'aws') faults.push(`${file} uses the AWS SDK`);
      if (CONNECTS.test(text) && !CONNECTING.includes(layer)) faults.push(`${file} connects by itself`);
      if (layer === 'core' && /\bnew Date\(\)|Date\.now\(|Math\.random\(|process\./.test(text))
        faults.push(`${file} asks the world`);
      return faults;
    });
    expect(misplaced).toEqual([]);
  });
  it('knows every folder of src', () => {
    expect([...new Set(files.map(layerOf))].filter((layer) => !(layer in MAY_IMPORT))).toEqual([]);
    expect(relative(root, src)).toBe('src');
  });
});

/** Files that import each other, over however many others, types included: one can neither be read nor moved without the rest. */
function circlesIn(found: readonly Pick<Import, 'from' | 'to'>[]): string[][] {
  const next = Map.groupBy(found, ({ from }) => from);
  const reachedFrom = (start: string): Set<string> => {
    const reached = new Set<string>();
    const open = [start];
    for (let file = open.pop(); file !== undefined; file = open.pop())
      for (const { to } of next.get(file) ?? [])
        if (!reached.has(to)) {
          reached.add(to);
          open.push(to);
        }
    return reached;
  };
  const reach = new Map([...next.keys()].map((file) => [file, reachedFrom(file)]));
  const inCircle = [...reach.keys()].filter((file) => reach.get(file)?.has(file)).sort();
  const circleOf = (file: string) =>
    inCircle.filter((other) => reach.get(file)?.has(other) && reach.get(other)?.has(file));
  return inCircle.map(circleOf).filter(([first], at) => first === inCircle[at]);
}

describe('circles', () => {
  it('are none', () => expect(circlesIn(imports)).toEqual([]));
  it('are found, long and short, and what only leads to one is none', () =>
    expect(
      circlesIn([
        { from: 'a', to: 'b' },
        { from: 'b', to: 'c' },
        { from: 'c', to: 'b' },
        { from: 'd', to: 'd' },
        { from: 'e', to: 'f' },
        { from: 'f', to: 'g' },
        { from: 'g', to: 'e' },
        { from: 'g', to: 'a' },
      ]),
    ).toEqual([['b', 'c'], ['d'], ['e', 'f', 'g']]));
});

describe('what a request remembers', () => {
  it('has a type: a name that was misspelled would be anything', () => {
    const text = readFileSync(join(src, 'server/http/variables.ts'), 'utf8');
    const known = new Set([...text.matchAll(/^ {4}(\w+): /gm)].map(([, name]) => name));
    const used = files
      .filter((file) => layerOf(file) === 'server')
      .flatMap((file) => [...readFileSync(join(src, file), 'utf8').matchAll(/\bc\.[gs]et\(([^,)]*)/g)])
      .map(([, name = '']) => name);
    expect(used.length).toBeGreaterThan(known.size);
    expect(used.filter((name) => !known.has(name.slice(1, -1)))).toEqual([]);
  });
});

/** The base of them all, and what is thrown to take a rehearsal back, which is told to nobody. */
const NO_ERRORS = ['LedgerError', 'Rehearsed'];

describe('errors', () => {
  const matchesOf = (pattern: RegExp) =>
    files
      .filter((file) => layerOf(file) !== 'simulator')
      .flatMap((file) =>
        [...readFileSync(join(src, file), 'utf8').matchAll(pattern)].map((match) => ({ file, match })),
      );
  it('are all made of the one that has a code', () => {
    const classes = matchesOf(/class (\w+) extends (\w*Error)\b/g);
    expect(classes.length).toBeGreaterThan(10);
    const others = classes.filter(
      ({ match: [, name = '', base] }) => base !== 'LedgerError' && !NO_ERRORS.includes(name),
    );
    expect(others.map(({ file, match }) => `${file}: ${match[0]}`)).toEqual([]);
  });
  it('are not asked for their name or their text', () => {
    const asked = matchesOf(
      /\b(?:error|fault|cause)\)?\.(?:name|message) ?[!=]==(?! '').*|includes\(error\.name\)/g,
    );
    expect(asked.map(({ file, match }) => `${file}: ${match[0]}`)).toEqual([]);
  });
});

describe('addresses', () => {
  /** A text that begins like an address and is not what `href` was given. */
  const BY_HAND = /(?<!href)(?:(?<![\w)\]])['"`]\/(?:[a-z][\w-]*)?(?:[/?]|['"`]|\$\{)|(?:href|action)="\/)/;
  /** What is no address for a browser: routes, endpoints, what a request or a setting is compared with, comments. */
  const ELSE =
    /\b(?:app|api)\.(?:get|post|all|route|use)\(|\b(?:path|example): '|^(?:overall|one)\(|\.(?:startsWith|split|replace|replaceAll|lastIndexOf|test)\(|path(?:name)? !== '\/'|path === '\/'|^(?:\*|\/\/|\/\*)|export const (?:API|SIGNED_OUT|CALLBACK) = |cookie|path: '\/'|import\(|from '|`\/(?:tokens|charges)`|: '\/'/;
  const written = (line: string) => BY_HAND.test(line) && !ELSE.test(line.trim());

  it('are made by href, in pages and mails', () => {
    const pages = files.filter((file) => /^(?:server|ui|jobs|app)\//.test(file));
    const found = pages.flatMap((file) =>
      readFileSync(join(src, file), 'utf8')
        .split('\n')
        .filter(written)
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });
  it.each([
    '<a href="/users">',
    "c.redirect('/budgets?done=set', 303)",
    'href: `/days/` + day,',
    "const home = '/me';",
    "const to = '/users/' + encodeURIComponent(key);",
  ])('by hand are noticed: %s', (line) => expect(written(line)).toBe(true));

  /** What is worked out while a module is loaded: where no request is, there is no path that it lives under. */
  const whileLoading = (text: string): string[] =>
    [...text.matchAll(/^(?:export )?const (\w+)[^=]*=(?!>)([\s\S]*?)(?=^\S(?!\n)|^$)/gm)]
      .filter(([, , made = '']) => /\b(?:href`|below\(|scopeHref\()/.test(made.split(/=>|function/)[0] ?? ''))
      .map(([, name = '']) => name);
  it('are made for a request, and never while a module is loaded', () => {
    const found = files.flatMap((file) =>
      whileLoading(readFileSync(join(src, file), 'utf8')).map((name) => `${file}: ${name}`),
    );
    expect(found).toEqual([]);
  });
  it.each([
    'const TO = href`/users`;',
    'export const TO: Record<string, string> = {\n  user: href`/users`,\n};',
    "const TO = [\n  below('/x'),\n] as const;",
  ])('while it is loaded are noticed: %s', (text) => expect(whileLoading(`${text}\n\n`)).toEqual(['TO']));
  it('for a request are none of these', () =>
    expect(whileLoading('const to = (): string =>\n  href`/users`;\n\n')).toEqual([]));
});
