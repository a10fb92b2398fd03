import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changesOf, differencesOf, hunksOf, linesOf } from './compare.ts';
import { indexOf, read, written } from './index.ts';
import { LIMITS, told } from './tell.ts';

/** How two records are held against each other: what it says must be what differs. */

const kept = (body: string, status = 200) => ({
  status,
  type: 'text/html',
  text: `status: ${status}\n\n${body}`,
  body,
});
const page = (word: string, row: string) => `<main><h1>${word}</h1><p>${row}</p></main>`;
const before = new Map([
  ['/a admin/en', kept(page('Spend', '1'))],
  ['/b admin/en', kept(page('Spend', '2'))],
  ['/b user/en', kept(page('Spend', '2'))],
  ['/c admin/en', kept('same')],
  ['/d admin/en', kept('gone')],
]);
const now = new Map([
  ['/a admin/en', kept(page('Cost', '1'))],
  ['/b admin/en', kept(page('Cost', '2'), 404)],
  ['/b user/en', kept(page('Cost', '2'))],
  ['/c admin/en', kept('same')],
  ['/e admin/en', kept('new')],
]);

it('an index that is read is the one that was written', () =>
  expect([...read(written(indexOf(before)))].sort()).toEqual([...indexOf(before)].sort()));

it('a difference of many answers is told once, in the line where it is', () => {
  const changes = changesOf(indexOf(before), indexOf(now));
  expect(changes).toEqual({
    gone: ['/d admin/en'],
    added: ['/e admin/en'],
    changed: ['/a admin/en', '/b admin/en', '/b user/en'],
  });
  const differences = differencesOf(changes.changed, (key) => before.get(key) ?? null, now);
  expect(differences.map(({ lines, keys }) => [lines, keys.length])).toEqual([
    [['- Spend</h1>', '+ Cost</h1>'].map((line) => line.replace(/^(.) /, '$1 <h1>')), 3],
    [['- status: 200', '+ status: 404'], 1],
  ]);
  expect(told(differences, { ...LIMITS, differences: 1 }).join('\n')).toContain('and 1 more difference');
});

it('of a long line the part that differs is shown', () => {
  const [out, put] = ['bill', 'invoice'].map((word) => `${'a '.repeat(300)}${word}${' z'.repeat(300)}`);
  const lines = told([{ after: '', lines: [`- ${out}`, `+ ${put}`], keys: ['/a admin/en'] }]);
  expect(lines.filter((line) => / (bill|invoice) /.test(line))).toHaveLength(2);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(300);
});

it('a field of JSON is a line, and what is no JSON is shown as it is', () => {
  expect(linesOf('status: 200\n\n{"a":1,"b":[2]}', 'application/json')).toContain('  "a": 1,');
  expect(linesOf('status: 200\n\n{"a', 'application/json')).toContain('{"a');
});

it('hunks hold as many lines as differ, whatever the texts', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const lines = hunksOf(a, b).flatMap((hunk) => hunk.lines);
      const [out, put] = ['-', '+'].map((sign) => lines.filter((line) => line.startsWith(sign)).length);
      // What stays is common to both, so it counts the same in each.
      expect(a.length - (out ?? 0)).toBe(b.length - (put ?? 0));
      expect(lines.length === 0).toBe(a.join('\n') === b.join('\n') && a.length === b.length);
      expect(lines.length).toBe(a.length + b.length - 2 * common(a, b));
    }),
  );
});

/** Length of the longest text that both have in this order. */
function common(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, () => 0);
  for (const one of a) {
    const next = [0];
    for (const [i, other] of b.entries())
      next.push(one === other ? (row[i] ?? 0) + 1 : Math.max(row[i + 1] ?? 0, next[i] ?? 0));
    row = next;
  }
  return row.at(-1) ?? 0;
}
