import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Address } from './addresses.ts';
import { type Pace, pace } from './clients.ts';
import { end, owned } from './programs.ts';
import type { Table } from './report.ts';

/** Answers a second and the slowest in a hundred, at 1 and 16 connections, over HTTP from another process. */

/** A child that this program is the parent of; ended with it. */
export function child(name: string, ...args: string[]): ChildProcess {
  return owned(
    fork('scripts/bench.mjs', [name, ...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
  );
}

interface Row {
  name: string;
  connections: number;
  product: Pace;
  bare: Pace;
}

/** @param ms how long each is asked */
export async function measureConnections(
  file: string,
  person: string,
  of: readonly Address[],
  ms: number,
): Promise<Row[]> {
  const server = child('child', file, person, JSON.stringify(of.map(({ path }) => path)));
  try {
    const [urls] = (await Promise.race([once(server, 'message'), failed(server)])) as [
      { product: string; bare: string },
    ];
    const rows: Row[] = [];
    for (const { name, path } of of)
      for (const connections of [1, 16]) {
        await pace(urls.bare, [path], connections, ms / 5);
        const bare = await pace(urls.bare, [path], connections, ms);
        const product = await pace(urls.product, [path], connections, ms);
        rows.push({ name, connections, product, bare });
      }
    return rows;
  } finally {
    await end(server);
  }
}

const failed = async (one: ChildProcess): Promise<never> => {
  const [code] = await once(one, 'exit');
  throw new Error(`the server that is measured has ended (${code})`);
};

export const connectionsTable = (title: string, rows: readonly Row[]): Table => ({
  title,
  words:
    'over HTTP on loopback, the data unchanged. bare: a Hono route in the same process that answers the same bytes; of bare: answers a second as a share of its; p99 ×: the slowest in a hundred against its; failed: answers of another status than 200, and none.',
  columns: [
    'address',
    'connections',
    '/s',
    'p50 ms',
    'p99 ms',
    'bare /s',
    'bare p99 ms',
    'of bare %',
    'p99 ×',
    'failed',
  ],
  rows: rows.map(({ name, connections, product, bare }) => [
    name,
    connections,
    product.perSecond,
    product.p50,
    product.p99,
    bare.perSecond,
    bare.p99,
    (100 * product.perSecond) / bare.perSecond,
    product.p99 / bare.p99,
    product.failed,
  ]),
});
