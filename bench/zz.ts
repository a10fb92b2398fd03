import { mkdtempSync } from 'node:fs';
import { loadLedger } from './loader.ts';
import { measureMemory, measureSync, memoryTable } from './memory.ts';
import { startSimulator } from './programs.ts';
import { add } from './report.ts';
import { measureStart, startTable } from './start.ts';
import { measureSyncs, syncsTable } from './syncs.ts';

const dir = mkdtempSync('/tmp/w/big/zz');
add(syncsTable(await measureSyncs(`${dir}/s.db`, 120, 20)));
const file = `${dir}/l.db`;
await loadLedger(file, { people: 120, months: 2, years: 0, seed: 7 });
const sim = await startSimulator(12, 5);
add(startTable([await measureStart('120', file, sim.url, 2)]));
add(memoryTable('m', await measureMemory('120', file, sim.url, ['/', '/users'], 2000)));
await sim.stop();
add(memoryTable('m', [await measureSync('120', `${dir}/e.db`, 120, 20, 60000)]));
