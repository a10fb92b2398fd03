import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../src/cli/lifetime.ts';
import { median } from './measure.ts';
import { serveProduct, started } from './programs.ts';
import type { Table } from './report.ts';

/** From the start of the program to its first answer, beside a Hono server that does nothing; they take turns. */

export interface StartFigures {
  name: string;
  ms: number;
  empty: number;
  /** MiB when it has just started. */
  rss: number;
  emptyRss: number;
}

const EMPTY = `import { serve } from '@hono/node-server';
import { Hono } from 'hono';
serve({ fetch: new Hono().get('/healthz', (c) => c.json({ status: 'ok' })).fetch, hostname: '127.0.0.1', port: Number(process.argv[2]) });
`;

export async function measureStart(
  name: string,
  ledger: string,
  aws: string,
  rounds: number,
): Promise<StartFigures> {
  // Below the checkout, so that its packages are found.
  const script = join('node_modules', '.cache', 'bedrock-ledger', 'empty.mjs');
  writeFileSync(script, EMPTY);
  const times: { product: number[]; empty: number[] } = { product: [], empty: [] };
  let [rss, emptyRss] = [0, 0];
  for (let round = 0; round <= rounds; round++) {
    const port = await freePort(0);
    const empty = await started(
      ['--import', join(process.cwd(), 'bench', 'loop.mjs'), script, String(port)],
      port,
      process.env,
    );
    emptyRss = (await empty.health()).rss;
    await empty.stop();
    const product = await serveProduct(ledger, aws, { scheduler: false });
    rss = (await product.health()).rss;
    await product.stop();
    // The first one warms up.
    if (round === 0) continue;
    times.empty.push(empty.startedIn);
    times.product.push(product.startedIn);
  }
  return { name, ms: median(times.product), empty: median(times.empty), rss, emptyRss };
}

export const startTable = (figures: readonly StartFigures[]): Table => ({
  title: 'Start',
  words:
    'milliseconds from starting the program to its first answer, median of several, schedule off; empty: a Hono server that does nothing else.',
  columns: ['ledger', 'ms', 'empty ms', '×', 'MiB', 'empty MiB'],
  rows: figures.map(({ name, ms, empty, rss, emptyRss }) => [name, ms, empty, ms / empty, rss, emptyRss]),
});
