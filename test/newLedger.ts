import { openStore } from '../src/store/open.ts';

/** Makes a new ledger at the path it is given. */

const [file = ''] = process.argv.slice(2);
(await openStore(file, { now: 0 })).close();
