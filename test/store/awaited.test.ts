import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/**
 * Inside a unit of work only functions of the ledger are awaited. What awaits something else is ended when it runs; here the
 * plain cases are found before that.
 */

const src = join(import.meta.dirname, '..', '..', 'src');
const OPENS = /(?:\.(?:reading|writing)|\b(?:inOneReading|inOneWriting))\(/g;
const ELSEWHERE = /\bfetch\(|\bset(?:Timeout|Interval|Immediate)\(|\baws(?:Of|Factory)?\b[.(]|\bimport\(/;

/** What stands between the parentheses of each unit of work. */
function unitsIn(text: string): string[] {
  return [...text.matchAll(OPENS)].map(({ 0: opening, index }) => {
    const start = index + opening.length;
    let end = start;
    for (let depth = 1; depth > 0 && end < text.length; end++)
      depth += text[end] === '(' ? 1 : text[end] === ')' ? -1 : 0;
    return text.slice(start, end - 1);
  });
}

it('no unit of work of app and jobs asks AWS, the network or a timer', () => {
  const units = ['app', 'jobs'].flatMap((folder) =>
    readdirSync(join(src, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) =>
        unitsIn(readFileSync(join(src, folder, name), 'utf8')).map((text) => ({ name, text })),
      ),
  );
  expect(units).not.toEqual([]);
  expect(units.filter(({ text }) => ELSEWHERE.test(text)).map(({ name }) => name)).toEqual([]);
});

it('one that does is found', () => {
  const found = (text: string) => unitsIn(text).some((unit) => ELSEWHERE.test(unit));
  expect(
    found('inOneReading(asking, async ({ store }) => { await (await store.x()).y(); await fetch(z) })'),
  ).toBe(true);
  expect(found('store.writing(async (ledger) => aws.sts.account())')).toBe(true);
  expect(found('store.writing(async (ledger) => ledger.x()); await aws.sts.account()')).toBe(false);
});
