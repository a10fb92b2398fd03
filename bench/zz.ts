import { mkdtempSync } from 'node:fs';
import { addresses } from './addresses.ts';
import { connectionsTable, measureConnections } from './connections.ts';
import { ingestTable, measureIngest } from './ingest.ts';
import { loadLedger } from './loader.ts';
import { measurePages, pagesTable } from './pages.ts';
import { measureQueries, queriesTable, questions } from './queries.ts';
import { add } from './report.ts';
import { openLedger } from './serving.ts';

const dir = mkdtempSync('/tmp/w/big/zz');
const file = `${dir}/l.db`;
const { some } = await loadLedger(file, { people: 120, months: 2, years: 0, seed: 7 });
const store = await openLedger(file);
add(pagesTable('x', await measurePages(store, some.person, addresses(some), { budgetMs: 100, rounds: 2 })));
const m = { start: '2026-11-01', endExclusive: '2026-12-01' };
add(
  queriesTable(
    'q',
    await measureQueries(
      store,
      file,
      `${dir}/q.db`,
      questions(m, { start: '2026-10-07', endExclusive: '2026-11-09' }, some.person, some.costCenter),
      200,
    ),
  ),
);
store.close();
add(ingestTable('i', await measureIngest(file, dir, '2026-11-20')));
add(connectionsTable('c', await measureConnections(file, some.person, addresses(some).slice(0, 3), 500)));
