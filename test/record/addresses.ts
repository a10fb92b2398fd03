import { ownerOf } from '../../src/core/estate.ts';
import type { Ask, Asker, Servers } from './servers.ts';
import { LEFT, OTHER, OWNED, PERSONAS, personas, UNPRICED } from './world.ts';

/** Which addresses are asked: every route of the server, with rows of the company, and the queries that pages and API read. */

const encoded = encodeURIComponent;

/** For each kind of row, by the word before it in the address: one's own, another's, one that there is not, and more. */
export async function rowsOf({ company }: Servers): Promise<Readonly<Record<string, readonly string[]>>> {
  const { store, settings } = company;
  const all = await store.profiles.all();
  const profileOf = (user: string) =>
    all.find((one) => one.goneAt === null && ownerOf(one, settings.tagKeys).user === user)?.shortId;
  const gone = all.find(({ goneAt }) => goneAt !== null)?.shortId;
  const made = all.find(({ createdAt }) => createdAt > '2026-11-24')?.shortId;
  const budgets = await store.budgets.list();
  const budgetOf = (wanted: string) =>
    budgets.find(({ scope }) => 'key' in scope && scope.key === wanted)?.id;
  const models = [...new Set(all.map(({ modelKey }) => modelKey))].sort();
  const found = {
    users: [PERSONAS.user, OTHER, 'nobody@example.com', '(none)', 'felix.kobayashi@example.com'],
    'cost-centers': ['CC-4001 Tokyo', OWNED, 'Nowhere', '(none)'],
    models: [models[0], UNPRICED, 'nothing.at-all', models.at(-1), 'unknown'],
    teams: [PERSONAS.manager, OTHER, 'nobody@example.com'],
    budgets: [budgetOf(PERSONAS.user), budgetOf(OTHER), 'nothing', budgetOf(OWNED)],
    profiles: [profileOf(PERSONAS.user), profileOf(PERSONAS.admin), 'nothing', made, gone],
    days: ['2026-11-23', '2026-09-01', '2026-02-31', '2026-11-03'],
    people: [PERSONAS.user, OTHER, 'nobody@example.com', PERSONAS.admin, 'Felix.Kobayashi@example.com', LEFT],
    tokens: ['token-narrow', 'token-good', 'none', 'token-revoked'],
  };
  return Object.fromEntries(
    Object.entries(found).map(([kind, rows]) => [
      kind,
      rows.map((row) => {
        if (row === undefined) throw new Error(`the company of the record lacks a row of "${kind}"`);
        return row;
      }),
    ]),
  );
}

/** A route with rows in the places of its parameters: as many addresses as its longest kind has rows. */
export function filled(route: string, rows: Readonly<Record<string, readonly string[]>>): string[] {
  const parts = route.split('/');
  const lists = parts.map((part, at) => {
    if (!part.startsWith(':')) return [part];
    const kind = parts[at - 1] ?? '';
    const values = rows[kind];
    if (!values) throw new Error(`${route}: name rows of "${kind}" in test/record/addresses.ts`);
    return values.map(encoded);
  });
  const many = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: many }, (_, i) => lists.map((list) => list[i % list.length]).join('/'));
}

const PERIODS = ['lastMonth', 'last7', 'last30', 'last90'].map((name) => `period=${name}`);
const WEEK = 'start=2026-11-09&endExclusive=2026-11-16';
/** Periods that cannot be shown: of no name, no day, turned round, too early, too late, too long. */
const BAD_PERIODS = [
  'period=never',
  'start=2026-11-31&endExclusive=2026-12-01',
  'start=2026-11-09',
  'start=2026-11-09&endExclusive=2026-11-02',
  'start=2019-01-01&endExclusive=2019-02-01',
  'start=2027-01-01&endExclusive=2027-02-01',
  'start=2020-01-01&endExclusive=2026-11-01',
];
const user = encoded(PERSONAS.user);
const other = encoded(OTHER);
/** Queries of pages that no link leads to, or only from pages further on. */
const QUERIES: Readonly<Record<string, readonly string[]>> = {
  '/': [...PERIODS, WEEK, 'period=never', 'theme=dark', 'theme=light', 'theme=none', 'lang=ja', 'lang=xx'],
  '/me': [...PERIODS, WEEK, `user=${user}`, `user=${other}`, 'user=nobody%40example.com', 'user=x'],
  '/spend': [
    ...PERIODS,
    WEEK,
    ...BAD_PERIODS,
    'page=2',
    'page=9999',
    'page=x',
    `user=${user}`,
    `user=${other}`,
    'user=(none)',
    `costCenter=${encoded(OWNED)}&tokenKind=input`,
    'costCenter=(none)',
    `model=${encoded(UNPRICED)}`,
    'account=222233334444&region=us-east-1',
    'region=(none)',
    'reason=any',
    'reason=directCall',
    'reason=(none)',
    'reason=never',
    `team=${encoded(PERSONAS.manager)}`,
    `team=${encoded(PERSONAS.manager)}&user=${user}`,
    `team=${other}`,
    'team=nobody%40example.com',
    'profile=arn%3Aaws%3Anothing',
    `format=csv&user=${user}`,
  ],
  '/users': [
    'q=ines',
    'q=nobody-at-all',
    'q=%3Cb%3E&sort=-user',
    'sort=nothing',
    'page=2',
    'page=99',
    'format=csv&table=none',
  ],
  '/cost-centers': [...PERIODS, WEEK, 'q=tokyo', 'format=csv'],
  '/models': [...PERIODS, 'q=claude+sonnet', 'format=csv'],
  [`/users/${user}`]: [...PERIODS, WEEK],
  [`/teams/${encoded(PERSONAS.manager)}`]: [...PERIODS, WEEK, 'format=csv'],
  '/budgets': [
    'done=set',
    'done=removed',
    'done=never',
    `scope=user&key=${other}&amount=12.50`,
    'scope=none&key=&amount=x',
    'q=platform',
    'format=csv',
  ],
  '/profiles': [
    'get=1',
    'place=222233334444%2Fap-northeast-1',
    'place=x',
    'q=ines',
    'done=deleted',
    'format=csv',
  ],
  '/people': [`q=${user}`, 'q=none-at-all', 'sort=-email', 'done=added', 'format=csv'],
  [`/people/${other}`]: [
    'done=changed',
    'done=granted',
    'done=withdrawn',
    'done=revoked',
    'done=ended',
    'done=never',
  ],
  [`/people/${encoded(PERSONAS.owner)}/roles/withdraw`]: [
    `role=costCenterOwner&costCenter=${encoded(OWNED)}`,
    'role=costCenterOwner&costCenter=Nowhere',
    'role=finance',
    'role=never',
  ],
  [`/people/${other}/roles/withdraw`]: ['role=finance'],
  '/tokens': ['done=revoked', 'done=ended', 'done=never', 'format=csv'],
  '/jobs': [
    'from=100',
    'from=200',
    'from=x',
    'from=9999',
    'done=triggered',
    'table=cost&format=csv',
    'format=csv',
    'q=charges',
    'page=2',
  ],
  '/reconciliation': [...PERIODS, WEEK, 'start=2027-01-01&endExclusive=2027-02-01', 'format=csv'],
  '/rates': ['q=claude', 'page=2', 'format=csv'],
  '/alerts': ['page=2', 'q=webhook', 'format=csv'],
  '/audit': [
    'text=budget',
    'text=%25',
    `actor=${other}`,
    'action=budget',
    'action=budget.set',
    'action=never',
    'start=2026-11-22&endExclusive=2026-11-24',
    'start=2026-11-31',
    'start=x&endExclusive=y',
    'before=60',
    'since=60',
    'before=1',
    'before=x',
    'text=none-at-all',
    'format=csv',
    'format=csv&action=access',
  ],
  '/inbox': ['format=csv'],
  '/sign-in': ['to=%2Fusers%3Fq%3Dines', 'to=%2F%2Fevil.example.com', 'to=%2Fsign-in'],
  '/sign-in/callback': ['state=x&code=y', 'error=access_denied'],
};

/** Addresses of no route, and of one that cannot be read. */
const ASTRAY = ['/nothing', '/api/nothing', '/api/v1/nothing', '/users/%', '/api/v1/users/%'];

/** What a parameter of the API may hold, beside the words that its description lists. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  limit: ['2', '0', '10001', 'x'],
  offset: ['1', '99999', '-1'],
  month: ['2026-10', '2027-01', '2019-12', '2026-13'],
  start: ['2026-11-10', '2026-12-01', '2026-02-30'],
  endExclusive: ['2026-11-10', '2026-11-01', 'x'],
  costCenter: [OWNED, ''],
  user: [PERSONAS.user, OTHER],
  model: [UNPRICED],
  profile: ['arn:aws:nothing'],
  account: ['222233334444'],
  day: ['2026-11-23', 'x'],
  region: ['us-east-1'],
  before: ['60', 'x'],
  subject: [`user:${PERSONAS.user}`],
  actor: [OTHER],
  action: ['budget', 'export'],
  from: ['2026-11-23', '2026-11-23T10:00:00Z', '2026-02-30'],
  to: ['2026-11-23', 'x'],
  text: ['budget'],
  manager: [PERSONAS.manager, ''],
};
const RANGE = 'start=2026-11-01&endExclusive=2026-12-01';

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: { enum?: string[]; items?: { enum?: string[] } };
}
interface ApiDocument {
  paths: Readonly<Record<string, { get: { parameters?: Parameter[] } }>>;
}

/** The queries of an address of the API, as its own description has them: none, each parameter, and what is wrong. */
function apiQueries(path: string, parameters: readonly Parameter[]): string[] {
  const given = parameters.filter((one) => one.in === 'query');
  const needed = given.some(({ required }) => required);
  const after = needed ? `${RANGE}&` : '';
  const each = given.flatMap(({ name, schema, required }) => {
    const words = schema.enum ?? schema.items?.enum ?? VALUES[name];
    if (!words) throw new Error(`${path}: name values of "${name}" in test/record/addresses.ts`);
    const rest = required
      ? RANGE.split('&')
          .filter((one) => !one.startsWith(`${name}=`))
          .join('&')
      : after.slice(0, -1);
    const all = schema.enum || schema.items?.enum ? [...words, 'never'] : words;
    return all.map((word) => `${rest}${rest === '' ? '' : '&'}${name}=${encoded(word)}`);
  });
  return [
    ...(needed ? [RANGE] : []),
    ...each,
    `${after}nonsense=1`,
    `${after}x=%`,
    `${after}limit=1&limit=2`,
  ];
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
    return apiQueries(path, get.parameters ?? []).map((query) => `${first}?${query}`);
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
