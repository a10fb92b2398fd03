import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { instantOf } from '../src/core/periods.ts';
import { addresses, otherRanges } from './addresses.ts';
import { connectionsTable, measureConnections } from './connections.ts';
import { agesTable, growthTable, measureLooks } from './growth.ts';
import { ingestTable, measureIngest } from './ingest.ts';
import { type Loaded, type LoadOptions, UNTIL } from './loader.ts';
import { type MemoryFigures, measureMemory, measureSync, memoryTable } from './memory.ts';
import { measurePages, type PageFigures, type PagesOptions, pagesTable } from './pages.ts';
import { startSimulator } from './programs.ts';
import { measureQueries, queriesTable, questions } from './queries.ts';
import { add, note } from './report.ts';
import { openLedger } from './serving.ts';
import { shapeTable } from './shape.ts';
import { measureStart, type StartFigures, startTable } from './start.ts';
import { measureSyncs, syncsTable } from './syncs.ts';

/** Which parts there are, and in what worlds each is measured. */

export const PARTS = [
  'pages',
  'ranges',
  'connections',
  'queries',
  'ingest',
  'start',
  'memory',
  'growth',
  'syncs',
  'shape',
] as const;
export type Part = (typeof PARTS)[number];

export interface Plan {
  quick: boolean;
  only: ReadonlySet<Part>;
  people: readonly number[];
  months: number;
  years: number;
}

/** A loaded ledger; `drop` says that it is needed no more. */
export interface World {
  file: string;
  loaded: Loaded;
  people: number;
  months: number;
  drop(): void;
}

export interface Bench {
  load: (options: Omit<LoadOptions, 'seed'>) => Promise<World>;
  /** A folder for what is written; it goes at the end. */
  temporary: string;
  /** Keeps what was measured so far. */
  save: () => void;
}

const MONTH = { start: '2026-11-01', endExclusive: '2026-12-01' };
const ODD = { start: '2026-09-17', endExclusive: '2026-11-09' };
const YESTERDAY = '2026-11-23';
/** What is asked over HTTP, by their names. */
const OVER_HTTP = ['/', '/users', '/users/x', '/me', 'API overview', 'API users/x'];
/** What grows with age if anything does. */
const AGEING = [
  '/jobs',
  '/audit',
  '/alerts',
  '/readyz',
  '/me',
  'API jobs',
  'API audit',
  'API alerts',
  'API freshness',
];

const worldName = ({ people, months }: Pick<World, 'people' | 'months'>) =>
  `${people.toLocaleString('en-US')} people × ${months} months`;

export async function runParts(plan: Plan, bench: Bench): Promise<void> {
  const measured = new Map<number, readonly PageFigures[]>();
  const [starts, memories]: [StartFigures[], MemoryFigures[]] = [[], []];
  const ofWorlds: readonly Part[] = [
    'pages',
    'ranges',
    'connections',
    'queries',
    'ingest',
    'start',
    'memory',
    'growth',
  ];
  if (ofWorlds.some((part) => plan.only.has(part)))
    for (const people of plan.people) {
      const world = await bench.load({ people, months: plan.months, years: plan.years });
      const pages = await inWorld(plan, bench, world, starts, memories);
      if (pages !== null) measured.set(people, pages);
      bench.save();
      world.drop();
    }
  if (plan.only.has('growth')) await growth(plan, bench, measured);
  if (plan.only.has('memory')) memories.push(...(await syncMemory(plan, bench)));
  if (starts.length > 0) add(startTable(starts));
  if (memories.length > 0) add(memoryTable('Memory, and how long the server answers nobody', memories));
  bench.save();
  if (plan.only.has('syncs') || plan.only.has('shape')) await simulated(plan, bench);
}

const effort = ({ quick }: Plan): PagesOptions =>
  quick ? { rounds: 2, budgetMs: 0, againMs: 30 } : { rounds: 5, budgetMs: 1_500, againMs: 300 };

/** All that is measured in one loaded ledger; answers the pages' figures. */
async function inWorld(
  plan: Plan,
  bench: Bench,
  world: World,
  starts: StartFigures[],
  memories: MemoryFigures[],
): Promise<readonly PageFigures[] | null> {
  const { file, loaded } = world;
  const { person, costCenter } = loaded.some;
  const name = worldName(world);
  const all = addresses(loaded.some);
  const store = await openLedger(file);
  let pages: PageFigures[] | null = null;
  try {
    if (plan.only.has('pages') || plan.only.has('growth')) {
      pages = await measurePages(store, person, all, effort(plan));
      add(pagesTable(`Pages and answers of the API, a calendar month: ${name}`, pages));
    }
    if (plan.only.has('ranges')) {
      const some = otherRanges(loaded.some).filter((_, i) => !plan.quick || i % 4 === 3);
      add(pagesTable(`Other ranges: ${name}`, await measurePages(store, person, some, effort(plan))));
    }
    if (plan.only.has('queries')) {
      const scratch = join(bench.temporary, 'questions.db');
      const of = questions(MONTH, ODD, person, costCenter);
      add(
        queriesTable(
          `Questions: ${name}`,
          await measureQueries(store, file, scratch, of, plan.quick ? 50 : 500),
        ),
      );
      rmSync(scratch, { force: true });
    }
  } finally {
    store.close();
  }
  if (plan.only.has('ingest')) {
    const folder = mkdtempSync(join(bench.temporary, 'ingest-'));
    add(ingestTable(`A day is written: ${name}`, await measureIngest(file, folder, YESTERDAY)));
    rmSync(folder, { recursive: true });
  }
  if (plan.only.has('connections')) {
    const of = all.filter((one) => (plan.quick ? OVER_HTTP.slice(0, 3) : OVER_HTTP).includes(one.name));
    add(
      connectionsTable(
        `Over HTTP: ${name}`,
        await measureConnections(file, person, of, plan.quick ? 400 : 3_000),
      ),
    );
  }
  if (plan.only.has('start') || plan.only.has('memory')) await asProgram(plan, world, starts, memories);
  return pages;
}

/** The built program on a ledger: how it starts, and what it takes. */
async function asProgram(
  plan: Plan,
  { file, loaded, people, months }: World,
  starts: StartFigures[],
  memories: MemoryFigures[],
): Promise<void> {
  const name = worldName({ people, months });
  const aws = await startSimulator(12, 3);
  try {
    note(`\n${name}: the built server`);
    if (plan.only.has('start')) starts.push(await measureStart(name, file, aws.url, plan.quick ? 2 : 7));
    if (plan.only.has('memory')) {
      // The program runs by the real clock, to which the loaded month is a past one.
      const query = 'start=2026-11-01&endExclusive=2026-12-01';
      const paths = [
        '/',
        '/users',
        '/cost-centers',
        '/models',
        '/profiles',
        `/users/${loaded.some.person}`,
      ].map((path) => `${path}?${query}`);
      memories.push(...(await measureMemory(name, file, aws.url, paths, plan.quick ? 1_500 : 20_000)));
    }
  } finally {
    await aws.stop();
  }
}

async function growth(
  plan: Plan,
  bench: Bench,
  byPeople: Map<number, readonly PageFigures[]>,
): Promise<void> {
  if (byPeople.size > 1) add(growthTable('people', byPeople));
  const people = plan.people.filter((one) => one <= 1_000).at(-1) ?? plan.people[0] ?? 120;
  const held = byPeople.get(people);
  if (held !== undefined && plan.months > 1) {
    const one = await bench.load({ people, months: 1, years: plan.years });
    const store = await openLedger(one.file);
    const { some } = one.loaded;
    const of = addresses(some).filter(({ person }) => person || !plan.quick);
    const first = await measurePages(store, some.person, of, effort(plan));
    store.close();
    one.drop();
    add(
      growthTable(
        'months',
        new Map([
          [1, first],
          [plan.months, held],
        ]),
      ),
    );
  }
  const ages: Parameters<typeof agesTable>[0] = new Map();
  for (const years of [0, plan.quick ? 1 : 5]) {
    const world = await bench.load({ people: 120, months: 1, years });
    const store = await openLedger(world.file);
    const { some } = world.loaded;
    const of = addresses(some).filter(({ name }) => AGEING.includes(name));
    const looks = await measureLooks(store, instantOf(UNTIL));
    (ages as Map<number, unknown>).set(years, {
      looks,
      pages: await measurePages(store, some.person, of, effort(plan)),
    });
    store.close();
    world.drop();
  }
  add(agesTable(ages));
  bench.save();
}

/** First syncs by the schedule of the built server. */
async function syncMemory(plan: Plan, bench: Bench): Promise<MemoryFigures[]> {
  const worlds = plan.quick
    ? [[120, 10]]
    : [
        [120, 40],
        [1_000, 30],
        [10_000, 2],
      ];
  const figures: MemoryFigures[] = [];
  for (const [users = 120, days = 10] of worlds) {
    if (users > Math.max(...plan.people)) continue;
    const folder = mkdtempSync(join(bench.temporary, 'sync-'));
    const name = `${users.toLocaleString('en-US')} people × ${days} days`;
    note(`\n${name}: a first sync by the built server`);
    figures.push(
      await measureSync(name, join(folder, 'ledger.db'), users, days, plan.quick ? 20_000 : 180_000),
    );
    rmSync(folder, { recursive: true });
  }
  return figures;
}

/** What needs a simulated company. */
async function simulated(plan: Plan, bench: Bench): Promise<void> {
  const worlds = plan.quick
    ? [[120, 12]]
    : [
        [120, 60],
        [1_000, 30],
        [10_000, 2],
      ];
  const figures = [];
  for (const [users = 120, days = 12] of worlds) {
    if (users > Math.max(...plan.people) && users > 120) continue;
    const folder = mkdtempSync(join(bench.temporary, 'world-'));
    const ledger = join(folder, 'ledger.db');
    figures.push(...(await measureSyncs(ledger, users, days)));
    if (users === 120 && plan.only.has('shape')) {
      const loaded = await bench.load({ people: users, months: 1, years: 0 });
      add(shapeTable(ledger, loaded.file, users));
      loaded.drop();
    }
    rmSync(folder, { recursive: true });
    if (!plan.only.has('syncs')) return;
  }
  add(syncsTable(figures));
  bench.save();
}
