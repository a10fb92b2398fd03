import type { Hono } from 'hono';
import type { Address } from './addresses.ts';
import { cpuOf } from './measure.ts';
import { note } from './report.ts';
import { appOn, ask, bareApp, GZIP, type OpenLedger, touch } from './serving.ts';

/**
 * CPU milliseconds of an answer in this process, without HTTP: the first time after a change, again, and where nothing
 * changed (304); beside a bare Hono route that answers the same bytes with the same headers.
 */

export interface PageFigures {
  address: Address;
  bytes: number;
  /** Of answers after a change of the ledger: nothing that was kept holds. */
  first: number;
  again: number;
  /** null where the answer has no ETag. */
  notModified: number | null;
  /** Packed with gzip, as a browser asks for it. */
  packed: number;
  bare: number;
  barePacked: number;
}

/** What takes less than this is measured many times over. */
const SHORT_MS = 4;

export interface PagesOptions {
  /** Milliseconds that the first times of one address may take altogether. */
  budgetMs: number;
  rounds: number;
  /** And what is quick, each. */
  againMs: number;
}

export async function measurePages(
  store: OpenLedger,
  person: string,
  of: readonly Address[],
  options: PagesOptions,
): Promise<PageFigures[]> {
  const figures: PageFigures[] = [];
  for (const address of of)
    try {
      figures.push(await measurePage(store, person, address, options));
    } catch (error) {
      // The others are worth an hour.
      note(`Not measured: ${error instanceof Error ? error.message : error}`);
    }
  return figures;
}

async function measurePage(
  store: OpenLedger,
  person: string,
  address: Address,
  options: PagesOptions,
): Promise<PageFigures> {
  const { path, headers = {} } = address;
  const get = (of: Hono, more: Readonly<Record<string, string>> = {}) =>
    ask(of, path, { ...headers, ...more });
  // A new app has kept nothing; what it makes for its very first answer is no part of the page.
  const fresh = async () => {
    await touch(store);
    const app = appOn(store, person);
    await ask(app, '/healthz');
    return app;
  };
  const app = await fresh();
  const told = await get(app);
  const first = await cpuOf(options, (one: typeof app) => get(one), fresh);
  const etag = (await get(app)).headers.get('etag');
  if (etag !== null && (await get(app, { 'if-none-match': etag })).status !== 304)
    throw new Error(`${path} has an ETag and answers no 304`);
  const quick = (work: () => Promise<unknown>, about: number) => least(work, about, options.againMs);
  const answers = new Map([[path, told]]);
  const [bare, barePacked] = [bareApp(answers), bareApp(answers, true)];
  const same = await get(bare);
  if (same.body.byteLength !== told.body.byteLength)
    throw new Error(`the bare route of ${path} answers something else`);
  return {
    address,
    bytes: told.body.byteLength,
    first: first.min,
    again: await quick(() => get(app), first.min),
    notModified: etag === null ? null : await quick(() => get(app, { 'if-none-match': etag }), SHORT_MS),
    packed: await quick(() => get(app, GZIP), first.min),
    bare: await quick(() => get(bare), 0),
    barePacked: await quick(() => get(barePacked, GZIP), 0),
  };
}

/** The least of several, each of many goes where one is too short for a clock. */
async function least(work: () => Promise<unknown>, about: number, againMs: number): Promise<number> {
  const once = await cpuOf({ rounds: 2, budgetMs: 0 }, work);
  // What takes so long is not asked more often than it must be.
  if (once.min > againMs) return once.min;
  if (Math.min(about, once.min) > SHORT_MS) return (await cpuOf({ rounds: 3, budgetMs: againMs }, work)).min;
  const batch = Math.max(3, Math.min(100, Math.floor(againMs / 6 / Math.max(once.min, 0.02))));
  return (await cpuOf({ rounds: 5, budgetMs: againMs, batch }, work)).min;
}

/** What the table says of them. */
export function pagesTable(title: string, figures: readonly PageFigures[]) {
  const ratio = (a: number | null, b: number) => (a === null ? null : a / b);
  return {
    title,
    words:
      'CPU ms of one answer in the process, least of several. first: after a change of the ledger; again: the same address, nothing changed; 304: asked with If-None-Match; bare: a Hono route that answers the same bytes and headers; × as often as bare; gzip: again and bare with gzip asked for.',
    columns: [
      'address',
      'KB',
      'first',
      'again',
      '304',
      'bare',
      'first ×',
      'again ×',
      '304 ×',
      'gzip again ×',
    ],
    rows: figures.map((f) => [
      f.address.name,
      f.bytes / 1000,
      f.first,
      f.again,
      f.notModified,
      f.bare,
      f.first / f.bare,
      f.again / f.bare,
      ratio(f.notModified, f.bare),
      f.packed / f.barePacked,
    ]),
  };
}
