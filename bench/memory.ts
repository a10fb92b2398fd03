import { setTimeout as wait } from 'node:timers/promises';
import { pace } from './clients.ts';
import { type Health, serveProduct, startSimulator } from './programs.ts';
import type { Table } from './report.ts';

/** What the server takes of memory, and how long it answers nobody: at rest, while pages are asked for, during a sync. */

export interface MemoryFigures {
  name: string;
  when: string;
  /** MiB now and at most so far. */
  rss: number;
  mostRss: number;
  p999: number;
  max: number;
  /** Milliseconds for the slowest in a hundred of what was asked meanwhile; null where nothing was. */
  p99: number | null;
}

const REST_MS = 3_000;
const SETTLED_EVERY_MS = 500;

const figuresOf = (name: string, when: string, health: Health, p99: number | null): MemoryFigures => ({
  name,
  when,
  p99,
  ...health,
});

/** @param paths asked by 16 connections for so many milliseconds */
export async function measureMemory(
  name: string,
  ledger: string,
  aws: string,
  paths: readonly string[],
  ms: number,
): Promise<MemoryFigures[]> {
  const product = await serveProduct(ledger, aws, { scheduler: false });
  try {
    await wait(REST_MS);
    const rest = await product.health();
    await product.health('reset');
    const asked = await pace(product.url, paths, 16, ms);
    const load = await product.health();
    return [figuresOf(name, 'at rest', rest, null), figuresOf(name, '16 connections', load, asked.p99)];
  } finally {
    await product.stop();
  }
}

/** A first sync by the schedule of the served product, from an empty ledger to the first answer of `/readyz`. */
export async function measureSync(
  name: string,
  ledger: string,
  users: number,
  days: number,
  mostMs: number,
): Promise<MemoryFigures> {
  const simulator = await startSimulator(users, days);
  try {
    const product = await serveProduct(ledger, simulator.url, { scheduler: true, backfillDays: days });
    try {
      await product.health('reset');
      const began = performance.now();
      let p99 = 0;
      let ready = false;
      while (!ready && performance.now() - began < mostMs) {
        p99 = Math.max(p99, (await pace(product.url, ['/healthz'], 1, SETTLED_EVERY_MS)).p99);
        ready = (await fetch(`${product.url}/readyz`)).status === 200;
      }
      const took = ((performance.now() - began) / 1000).toFixed(0);
      return figuresOf(
        name,
        ready ? `first sync, ${took} s` : `first sync, not ended after ${took} s`,
        await product.health(),
        p99,
      );
    } finally {
      await product.stop();
    }
  } finally {
    await simulator.stop();
  }
}

export const memoryTable = (title: string, figures: readonly MemoryFigures[]): Table => ({
  title,
  words:
    'the built server in a process of its own. MiB of memory in use, now and at most since it started; its event loop: of a thousand waits the longest but one, and the longest; p99: ms until an answer came meanwhile (of /healthz during a sync, the worst half second).',
  columns: ['ledger', 'when', 'MiB', 'most MiB', 'loop p99.9 ms', 'loop longest ms', 'p99 ms'],
  rows: figures.map((f) => [f.name, f.when, f.rss, f.mostRss, f.p999, f.max, f.p99]),
});
