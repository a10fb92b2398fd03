import { beforeAll, expect, it } from 'vitest';
import { changesOf, differencesOf, isSame } from './compare.ts';
import { type Index, indexOf } from './index.ts';
import { accepted, CACHE, textIn } from './keep.ts';
import { type Answers, takeRecord } from './take.ts';
import { onesided, onlyNames, summary, told } from './tell.ts';

/** Every answer is the one that was accepted, byte for byte: what an address says, to whom, in which status and headers. */

let answers: Answers;
let index: Index;
beforeAll(async () => {
  answers = await takeRecord({ all: false });
  index = indexOf(answers);
});

const HOW = `
Not meant? To see it line by line, beside the tree that answers.txt was made of:
  git stash && npm run record -- --keep ../before && git stash pop && npm run record -- --against ../before
Meant, or an address that is new:
  npm run record -- --accept`;

it('every answer is the one that was accepted in test/record/answers.txt', () => {
  const before = accepted(false);
  expect(answers.size).toBeGreaterThan(500);
  const changes = changesOf(before, index);
  if (isSame(changes)) return;
  const was = (key: string) => textIn(CACHE, before, key);
  const [known, unknown] = [true, false].map((wanted) =>
    changes.changed.filter((key) => (was(key) !== null) === wanted),
  );
  const lines = [
    summary(changes, answers.size),
    ...onesided(changes),
    ...onlyNames(unknown ?? []),
    ...told(differencesOf(known ?? [], was, answers)),
    HOW,
  ];
  expect.fail(lines.join('\n'));
});
