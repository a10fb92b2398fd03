import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadLedger } from './loader.ts';

/** `npm run bench -- load FILE --people 10000 --months 13 --budgets all`: a ledger for trying something out. */
const { values, positionals } = parseArgs({
  args: process.argv.slice(3),
  allowPositionals: true,
  options: {
    people: { type: 'string', default: '1000' },
    months: { type: 'string', default: '13' },
    years: { type: 'string', default: '5' },
    seed: { type: 'string', default: '7' },
    'detail-days': { type: 'string' },
    budgets: { type: 'string', default: 'few' },
  },
});
const [file] = positionals;
if (file === undefined) throw new Error('name the file that the ledger is to be written to');
const began = performance.now();
const detail = values['detail-days'];
const loaded = await loadLedger(
  file,
  {
    people: Number(values.people),
    months: Number(values.months),
    years: Number(values.years),
    seed: Number(values.seed),
    budgets: values.budgets === 'all' ? 'all' : 'few',
    ...(detail !== undefined && { detailDays: Number(detail) }),
  },
  (done, of) =>
    done % 30 === 0 &&
    console.log(`${done} of ${of} days, ${((performance.now() - began) / 1000).toFixed(0)} s`),
);
const seconds = (performance.now() - began) / 1000;
console.log(JSON.stringify({ ...loaded, seconds: Math.round(seconds), bytes: statSync(file).size }));
