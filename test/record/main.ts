import { parseArgs } from 'node:util';
import { changesOf, differencesOf, isSame } from './compare.ts';
import { indexOf } from './index.ts';
import { accept, accepted, CACHE, keep, keptIn, textIn } from './keep.ts';
import { takeRecord } from './take.ts';
import { LIMITS, onesided, onlyNames, summary, told } from './tell.ts';

/** `npm run record`: takes the record, and compares, keeps or accepts it. Ends with 1 where something differs. */

const HELP = `npm run record                       compares what every test asks with test/record/answers.txt
npm run record -- --all              compares everything: all languages, queries and further links
npm run record -- --keep DIR         keeps everything in DIR, answers with their bodies
npm run record -- --against DIR      compares everything with what DIR holds, line by line
npm run record -- --accept           renews test/record/*.txt, and keeps the bodies for the next comparison
      --lines N   lines of a difference (${LIMITS.lines})     --differences N   differences (${LIMITS.differences})
      --reversed  asks from the last address to the first: nothing may differ`;

const { values } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    keep: { type: 'string' },
    against: { type: 'string' },
    accept: { type: 'boolean', default: false },
    reversed: { type: 'boolean', default: false },
    lines: { type: 'string', default: String(LIMITS.lines) },
    differences: { type: 'string', default: String(LIMITS.differences) },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  if (values.help) return say([HELP]);
  // A folder that holds none is told of before everything is asked.
  const folder = values.against ?? CACHE;
  const whole = values.all || values.accept || values.keep !== undefined || values.against !== undefined;
  const before = values.against === undefined ? accepted(whole) : keptIn(values.against);
  const answers = await takeRecord({ all: whole, reversed: values.reversed });
  const index = indexOf(answers);
  const changes = changesOf(before, index);
  if (values.keep !== undefined) {
    keep(answers, values.keep);
    return say([`${answers.size} answers kept in ${values.keep}`]);
  }
  const limits = { lines: Number(values.lines), differences: Number(values.differences) };
  const known = changes.changed.filter((key) => textIn(folder, before, key) !== null);
  const lines = [
    ...onesided(changes),
    ...onlyNames(changes.changed.filter((key) => !known.includes(key))),
    ...told(
      differencesOf(known, (key) => textIn(folder, before, key), answers),
      limits,
    ),
    '',
    summary(changes, answers.size),
  ];
  if (values.accept) {
    accept(answers);
    keep(answers, CACHE);
    return say([
      ...lines,
      'The files in test/record say so now: look at what git says of them, and commit them.',
    ]);
  }
  if (isSame(changes)) return say([`${answers.size} answers, all the same`]);
  say(lines);
  say(
    values.against === undefined
      ? [
          'To see how: check out the tree of before, npm run record -- --keep DIR, come back, npm run record -- --against DIR.',
          'Where it is meant: npm run record -- --accept.',
        ]
      : [],
  );
  return 1;
}

function say(lines: readonly string[]): 0 {
  for (const line of lines) console.log(line);
  return 0;
}

process.exitCode = await main();
