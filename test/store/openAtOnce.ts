import { openStore } from '../../src/store/open.ts';

/** A process of its own that opens each ledger it is told to, and answers how many migrations it applied, or why not. */
process.on('message', async (file: string) => {
  try {
    const store = await openStore(file, { now: Date.parse('2026-11-20T09:00:00.000Z') });
    store.close();
    process.send?.(store.migration.applied);
  } catch (error) {
    process.send?.(String(error));
  }
});
process.send?.('ready');
