import { openStore } from '../../src/store/open.ts';

/** Takes the lease in a process of its own, writes one day under it, prints the fence, and ends without releasing it. */
const [file = '', now = '', ttlMs = '0'] = process.argv.slice(2);
const store = await openStore(file, { now: Date.parse(now) });
const taken = await store.lease.acquire('other process', now, Number(ttlMs));
if ('lease' in taken) {
  await store.spend.replaceDay(taken.lease, '2026-11-01', [], [], 'other process');
  console.log(taken.lease.fence);
} else console.log(`held by ${taken.heldBy}`);
