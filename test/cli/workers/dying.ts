import { workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

/** The real worker, but the first of a test ends within a transaction of its first sync: nothing of it runs after that. */

const { waiting } = workerData as { waiting: SharedArrayBuffer };
const isFirst = Atomics.add(new Int32Array(waiting), 1, 1) === 0;
let left = isFirst ? 12 : Number.POSITIVE_INFINITY;
const begin = Database.prototype.transaction;
Database.prototype.transaction = function (this: Database.Database, work: () => unknown) {
  return begin.call(this, () => {
    const result = work();
    left -= 1;
    if (left === 0) process.exit(9);
    return result;
  });
} as unknown as typeof begin;
// As it is built: read as it is written, it takes seconds to load.
await import(new URL('../../../dist/worker.js', import.meta.url).href);
