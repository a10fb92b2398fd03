import Database from 'better-sqlite3';
import { type Stage, syncLedger } from './ledger.ts';

/**
 * A process of its own that does all of `syncLedger`, and kills itself at a given write transaction when told to:
 * `node syncer.mjs FILE URL [NUMBER before|within|uncommitted|after]`. Told nothing, it writes the stage of each
 * transaction that it counted.
 */
const [file, url, number, moment] = process.argv.slice(2);
if (!file || !url) throw new Error('usage: syncer.mjs FILE URL [NUMBER MOMENT]');
const killAt = Number(number ?? 0);

/** The stage of each write transaction so far. */
const stages: Stage[] = [];
let stage: Stage = 'collect';
/** Changes made in the transaction that is to be killed; null outside of it. */
let changes: number | null = null;

/** No handler, no `finally`, no closing of the file runs after this. */
const die = (): void => void process.kill(process.pid, 'SIGKILL');
const at = (one: string): boolean => stages.length === killAt && moment === one;

// The real code runs on the real driver; only the driver's own calls are counted here.
const begin = Database.prototype.transaction;
Database.prototype.transaction = function (this: Database.Database, work: () => unknown) {
  const made = begin.call(this, () => {
    if (at('within')) changes = 0;
    const result = work();
    if (at('within') || at('uncommitted')) die();
    return result;
  });
  const immediate = () => {
    stages.push(stage);
    if (at('before')) die();
    const result = made.immediate();
    if (at('after')) die();
    return result;
  };
  return Object.assign(() => made(), { ...made, deferred: () => made.deferred(), immediate });
} as unknown as typeof begin;

const statements = Object.getPrototypeOf(new Database(':memory:').prepare('SELECT 1')) as Database.Statement;
const change = statements.run;
statements.run = function (this: Database.Statement, ...parameters: unknown[]) {
  const result = change.apply(this, parameters);
  // The second change: half of the smallest replacement, after its removal of what was there.
  if (changes !== null && ++changes === 2) die();
  return result;
};

const runs = await syncLedger(file, url, (next) => {
  stage = next;
});
process.stdout.write(JSON.stringify({ stages, runs: runs.map(({ job, status }) => ({ job, status })) }));
