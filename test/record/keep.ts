import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, type Index, indexOf, read, written } from './index.ts';
import type { Answers } from './take.ts';

/** Records in files: the index that is committed, and folders that hold the whole answers, each under its hash. */

export const ROOT = process.env.RECORD_ROOT ?? join(import.meta.dirname, '..', '..');
/** What every test asks, and what is asked beside it where all is. */
const FILES = [
  [join(ROOT, 'test/record/answers.txt'), true],
  [join(ROOT, 'test/record/moreAnswers.txt'), false],
] as const;
/** Where answers are kept unless told otherwise. Under their hashes, so that what is found there is never stale. */
export const CACHE = join(ROOT, 'node_modules', '.cache', 'bedrock-ledger', 'record');
const indexIn = (folder: string): string => join(folder, 'answers.txt');
const answerIn = (folder: string, hash: string): string => join(folder, `${hash}.txt`);

const readIn = (file: string): Index => (existsSync(file) ? read(readFileSync(file, 'utf8')) : new Map());

/** What was accepted: of what every test asks, or of all. */
export const accepted = (all: boolean): Index =>
  new Map(FILES.filter(([, base]) => all || base).flatMap(([file]) => [...readIn(file)]));
export function accept(answers: Answers): void {
  for (const [file, wanted] of FILES)
    writeFileSync(file, written(indexOf(new Map([...answers].filter(([, { base }]) => base === wanted)))));
}

export function keep(answers: Answers, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const { text } of answers.values()) {
    const file = answerIn(folder, hashOf(text));
    if (!existsSync(file)) writeFileSync(file, text);
  }
  writeFileSync(indexIn(folder), written(indexOf(answers)));
}

/** The record that a folder holds; throws in words when it holds none. */
export function keptIn(folder: string): Index {
  if (!existsSync(indexIn(folder)))
    throw new Error(`${folder} holds no record: make one with npm run record -- --keep ${folder}`);
  return readIn(indexIn(folder));
}

/** The text of an answer, where a folder holds it. */
export function textIn(folder: string, index: Index, key: string): { text: string; type: string } | null {
  const { hash = '', type = '' } = index.get(key) ?? {};
  const file = answerIn(folder, hash);
  return existsSync(file) ? { text: readFileSync(file, 'utf8'), type } : null;
}
