import { openStore } from '../../src/store/open.ts';

/** Opens a ledger in a process of its own and prints how many migrations it applied. */
const store = await openStore(process.argv[2] ?? '', { now: Date.now() });
console.log(store.migration.applied);
store.close();
