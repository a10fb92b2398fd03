import { addresses, otherRanges } from './addresses.ts';
import { measurePages, pagesTable } from './pages.ts';
import { add } from './report.ts';
import { openLedger } from './serving.ts';

const file = process.argv[2] === 'zz' ? process.argv[3]! : process.argv[2]!;
const some = {
  person: 'uma.garcia61@example.com',
  manager: 'dara.park@example.com',
  costCenter: 'CC-1007 Support',
  model: 'anthropic.claude-sonnet-4-6',
};
const store = await openLedger(file);
const f = [];
for (const a of [...addresses(some), ...otherRanges(some)]) {
  try {
    f.push(...(await measurePages(store, some.person, [a], { budgetMs: 100, rounds: 2 })));
  } catch (e) {
    console.log(String(e));
  }
}
add(pagesTable('x', f));
