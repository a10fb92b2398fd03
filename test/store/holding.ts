import { openStore } from '../../src/store/open.ts';

/** Has a ledger open and does nothing, as a server does at night. */

const store = await openStore(process.argv[2] ?? '', { now: 0 });
await store.budgets.list();
process.send?.('open');
setInterval(() => store, 60_000);
