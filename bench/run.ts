import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Loaded, type LoadOptions, loadLedger } from './loader.ts';
import { PARTS, type Part, type Plan, runParts, type World } from './parts.ts';
import { note, write } from './report.ts';

const HELP = `npm run bench -- [options]: what pages, questions, ingest, syncs, start and memory cost, each beside a floor of the
same run, in ledgers of several sizes. Nothing passes or fails; a table is printed, and kept in bench/results/.

  --quick            two minutes: 120 and 300 people, 3 months; else up to 45 minutes and 40 GB
  --only PARTS       of ${PARTS.join(', ')}
  --people N,N       sizes of the ledgers (120,1000,10000)
  --months N         calendar months in each (13)
  --years N          of runs, audit and alerts (5)
  --keep FOLDER      where ledgers are kept: they are loaded once and found again by the next run
  --out FOLDER       where the figures go (bench/results)
  --help

Other programs of this folder: npm run bench -- load FILE --people 1000 --months 13 --budgets all (a ledger to try
something out; with budgets of every kind, else few),
npm run bench -- speed, npm run bench -- age.`;

/** Claims and token usage of ten thousand people are kept for so many days only: they would be twice as many bytes. */
const DETAIL_DAYS = 62;
const MANY = 5_000;

function planOf(): { plan: Plan; out: string; keep: string | undefined; seed: number } | null {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: process.argv.slice(2).filter((one) => one !== 'run'),
    options: {
      quick: { type: 'boolean' },
      help: { type: 'boolean' },
      only: text,
      people: text,
      months: text,
      years: text,
      keep: text,
      out: text,
    },
  });
  if (values.help) {
    console.log(HELP);
    return null;
  }
  const quick = values.quick ?? false;
  const only = values.only?.split(',') ?? [...PARTS];
  const unknown = only.filter((one) => !PARTS.includes(one as Part));
  if (unknown.length > 0)
    throw new Error(`there is no part ${unknown.join(', ')}: name some of ${PARTS.join(', ')}`);
  const plan: Plan = {
    quick,
    only: new Set(only as Part[]),
    people: (values.people ?? (quick ? '120,300' : '120,1000,10000')).split(',').map(Number),
    months: Number(values.months ?? (quick ? 3 : 13)),
    years: Number(values.years ?? (quick ? 1 : 5)),
  };
  return { plan, out: values.out ?? join('bench', 'results'), keep: values.keep, seed: 7 };
}

/** Ledgers as they are asked for: found where they are kept, else loaded; those that are not kept go again. */
function ledgers(folder: string, kept: boolean, seed: number) {
  return async (options: Omit<LoadOptions, 'seed'>): Promise<World> => {
    const { people, months, years } = options;
    const name = `${people}-people-${months}-months-${years}-years`;
    const [file, known] = [join(folder, `${name}.db`), join(folder, `${name}.json`)];
    if (!existsSync(known)) {
      const began = performance.now();
      const detail = people > MANY ? { detailDays: DETAIL_DAYS } : {};
      remove(file);
      const loaded = await loadLedger(file, { ...options, ...detail, seed });
      writeFileSync(known, JSON.stringify(loaded));
      const seconds = (performance.now() - began) / 1000;
      note(
        `Loaded ${people} people × ${months} months: ${loaded.rows} rows of spend in ${seconds.toFixed(0)} s`,
      );
    }
    const loaded = JSON.parse(readFileSync(known, 'utf8')) as Loaded;
    const drop = () => {
      if (kept) return;
      remove(file);
      rmSync(known, { force: true });
    };
    return { file, loaded, people, months, drop };
  };
}

const remove = (file: string): void => {
  for (const ending of ['', '-wal', '-shm', '.bench.yaml']) rmSync(file + ending, { force: true });
};

/** One run at a time in a folder of ledgers: two would measure each other. */
function claim(folder: string): () => void {
  const mark = join(folder, 'in-use');
  closeSync(openSync(mark, 'wx'));
  return () => rmSync(mark, { force: true });
}

async function main(): Promise<void> {
  const asked = planOf();
  if (asked === null) return;
  if (!existsSync(join('dist', 'cli.js'))) throw new Error('build it first: npm run build');
  const { plan, out, keep, seed } = asked;
  const temporary = mkdtempSync(join(tmpdir(), 'bedrock-ledger-bench-'));
  if (keep !== undefined) mkdirSync(keep, { recursive: true });
  const release = keep === undefined ? () => {} : claim(resolve(keep));
  process.once('exit', () => {
    release();
    rmSync(temporary, { recursive: true, force: true });
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(130));
  const began = performance.now();
  const name = plan.quick ? 'quick' : 'whole';
  const save = () =>
    write(out, name, {
      people: plan.people.join(', '),
      months: plan.months,
      years: plan.years,
      parts: [...plan.only].join(', '),
      minutes: (performance.now() - began) / 60_000,
    });
  await runParts(plan, { load: ledgers(keep ?? temporary, keep !== undefined, seed), temporary, save });
  save();
  note(`\nThe same as tables and as JSON: ${join(out, name)}.md, ${join(out, name)}.json`);
  if (keep === undefined) note('Keep the ledgers for another run with --keep FOLDER.');
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
