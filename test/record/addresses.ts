import { ASTRAY, apiQueries, type Parameter, QUERIES } from './queries.ts';
import { filled, rowsOf } from './rows.ts';
import type { Ask, Asker, Servers } from './servers.ts';
import { personas } from './world.ts';

/** Which addresses are asked, and by whom: every route of the server, what it is asked, and where its pages lead. */

interface ApiDocument {
  paths: Readonly<Record<string, { get?: { parameters?: Parameter[] } }>>;
}

const isApi = (path: string): boolean => path.startsWith('/api/');

/** Every route with each of its rows, and the queries beside them. */
async function addressesOf(servers: Servers): Promise<{ routes: string[][]; queried: string[] }> {
  const rows = await rowsOf(servers);
  const routes = [...new Set(servers.routes)].map((route) => filled(route, rows));
  const ask: Ask = { path: '/api/v1/openapi.json', asker: 'admin', language: 'en', base: false };
  const { paths } = JSON.parse((await servers.answer(ask)).body) as ApiDocument;
  const api = Object.entries(paths).flatMap(([path, { get }]) => {
    const route = `/api/v1${path.replace(/^\/api\/v1/, '')}`.replaceAll(/\{(\w+)\}/g, ':$1');
    const [first = ''] = filled(route, rows);
    return apiQueries(path, get?.parameters ?? []).map((query) => `${first}?${query}`);
  });
  const pages = Object.entries(QUERIES).flatMap(([path, queries]) =>
    queries.map((query) => `${path}?${query}`),
  );
  return { routes: [...routes, ...ASTRAY.map((path) => [path])], queried: [...pages, ...api] };
}

/** Where a page leads with a query: one of each kind of link, in the order of the page. */
function linksIn(html: string): string[] {
  return [...html.matchAll(/ href="(\/[^"#]*\?[^"#]*)/g)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&'),
  );
}
/** Parameters whose value says which answer it is; of others it is enough that they are given. */
const TELLING = /^(format|table|period|([\w-]+\.)?page)$/;
/** Two links of one kind ask the same question of other rows. */
function kindOf(link: string, whole: boolean): string {
  const { pathname, searchParams } = new URL(link, 'http://x');
  const names = [...searchParams]
    .filter(([name]) => name !== 'bom')
    .map(([name, value]) =>
      TELLING.test(name) || (whole && /sort$/.test(name)) ? `${name}=${value}` : name,
    );
  const [, first = '', ...rest] = pathname.split('/');
  return [first, rest.length, ...names.sort()].join(' ');
}

const TOKENS_THAT_FAIL = ['revokedToken', 'expiredToken', 'unknownToken'] as const;
/** Rows of a route that every test asks of each role: one's own, another's, and one that there is not. */
const BASE_ROWS = 3;

/** Each route with its rows, in English. */
function ofRoutes(routes: readonly (readonly string[])[]): Ask[] {
  const by = (asker: Asker, most: number, paths = routes): Ask[] =>
    paths.flatMap((rows) => rows.map((path, i) => ({ path, asker, language: 'en', base: i < most })));
  return [
    ...personas.flatMap((persona) => by(persona, BASE_ROWS)),
    ...by('nobody', 1),
    ...by('empty', 1),
    ...by('machine', 0),
    ...by(
      'narrowToken',
      1,
      routes.filter(([path = '']) => isApi(path)),
    ),
    ...TOKENS_THAT_FAIL.flatMap((asker) => by(asker, 1, [['/api/v1/me']])),
  ];
}

/**
 * Who asks what. The base of it, each route with its rows for all roles and in Japanese for the administrator, is what
 * every test asks; queries, further links and the rest of Japanese cost six times as much.
 */
export async function asksOf(servers: Servers, all: boolean): Promise<Ask[]> {
  const { routes, queried } = await addressesOf(servers);
  const english = ofRoutes(routes);
  if (all) {
    for (const asker of personas)
      english.push(...queried.map((path) => ({ path, asker, language: 'en' as const, base: false })));
    english.push(...(await linked(servers, english)));
  }
  const first = new Set(routes.map(([path]) => path));
  // What other roles see of a page is said in the same words.
  const japanese = english
    .filter(({ path, asker }) => !isApi(path) && (asker === 'admin' || !path.includes('?')))
    .map((ask): Ask => ({ ...ask, language: 'ja', base: ask.asker === 'admin' && first.has(ask.path) }));
  const asks = [...english, ...japanese];
  return all ? asks : asks.filter(({ base }) => base);
}

/** Where the pages that somebody sees lead: each kind of link of all pages together; every order for the administrator. */
async function linked(servers: Servers, asked: readonly Ask[]): Promise<Ask[]> {
  const found = new Map<string, Ask>();
  const kinds = new Set<string>();
  const known = new Set(asked.map(({ path, asker }) => `${asker} ${path}`));
  for (const ask of asked.filter(({ path }) => !path.includes('?') && !isApi(path))) {
    const { status, type, body } = await servers.answer(ask);
    if (status !== 200 || type !== 'text/html') continue;
    for (const path of linksIn(body)) {
      const { asker } = ask;
      const kind = `${asker} ${kindOf(path, asker === 'admin')}`;
      if (kinds.has(kind) || known.has(`${asker} ${path}`) || /[?&](lang|theme)=/.test(path)) continue;
      kinds.add(kind);
      found.set(`${asker} ${path}`, { path, asker, language: 'en', base: false });
    }
  }
  return [...found.values()];
}
