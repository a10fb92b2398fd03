import { setTimeout as wait } from 'node:timers/promises';
import { copyLedger } from '../../src/store/copies.ts';

/** Copies a ledger page by page and says so; whoever started it kills it, or lets it go on, by a line. */

const [file = '', target = ''] = process.argv.slice(2);
await copyLedger(file, target, {
  now: Date.now(),
  pagesAtOnce: 1,
  tell: (words) => process.send?.(words),
});
process.send?.('done');
await wait(0);
