import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCompany } from '../cli/setup.ts';

/** What takes seconds of writing: a file of people as large as any company hands in. */

const PEOPLE = 10_000;
let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const rows = (last = '') =>
  Array.from({ length: PEOPLE }, (_, i) =>
    i === PEOPLE - 1 && last !== ''
      ? last
      : `p${i}@example.com,Person ${i},CC-${i % 40},${i === 0 ? '-' : `p${Math.floor((i - 1) / 8)}@example.com`},active`,
  );
const file = (name: string, lines: readonly string[]) =>
  company.write(name, `\ufeff${['email,name,costCenter,manager,status', ...lines].join('\r\n')}\r\n`);

it('a file of ten thousand people is taken in as a whole or not at all', async () => {
  const bad = file('bad.csv', rows('p9999@example.com,Person,CC-1,P3@example.com,active'));
  expect(await company.run(['people', 'import', bad])).toMatchObject({
    code: 1,
    err: expect.stringContaining('line 10001: manager: "P3@example.com"'),
  });
  const none = await company.run(['people', 'list', '--json']);
  expect(JSON.parse(none.out).people).toEqual([]);
  const good = file('good.csv', rows());
  const told = (counts: string) => ({ code: 0, out: `${counts}.\n` });
  expect(await company.run(['people', 'import', good])).toMatchObject(
    told('10000 people added, 0 changed, 0 left, 0 as they were'),
  );
  expect(await company.run(['people', 'import', good])).toMatchObject(
    told('0 people added, 0 changed, 0 left, 10000 as they were'),
  );
});
