import { copyLedger } from '../../src/store/copies.ts';

/** Copies a ledger page by page and says so at each tenth, until whoever started it kills it. */

const [file = '', target = ''] = process.argv.slice(2);
await copyLedger(file, target, {
  now: 0,
  pagesAtOnce: 1,
  tell: (words) => process.send?.(words),
});
process.send?.('done');
