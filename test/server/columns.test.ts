import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { COLUMN_VALUES, type ColumnKey, FILE_COLUMNS, fileKeyOf } from '../../src/core/fileColumns.ts';
import { en } from '../../src/ui/messages/en.ts';
import { addresses } from './addresses.ts';
import { openCompany, PUBLIC_URL } from './roles.ts';
import { ask } from './setup.ts';

/** Every column of every file is one of the registry, which is what `docs/files.md` and the page say. */

let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company?.close());

const files = async (path: string) => {
  const as = { headers: { host: new URL(PUBLIC_URL).host, cookie: company.cookies.admin } };
  const found = new Map<string, Record<string, string>[]>();
  const page = await ask(company.url, path, as);
  // Also of those that are empty, which have no link.
  const ids = [...page.text.matchAll(/ id="table-([\w-]+)"/g)].map(([, id = '']) => id);
  for (const id of new Set(['', ...ids])) {
    const url = `${path}${path.includes('?') ? '&' : '?'}format=csv&table=${id}`;
    const answer = await ask(company.url, url, as);
    if (!answer.headers['content-type']?.startsWith('text/csv')) continue;
    const [head = [], ...rows] = parse(answer.text) as string[][];
    found.set(
      url,
      [head, ...rows].map((row) => Object.fromEntries(head.map((key, i) => [key, row[i] ?? '']))),
    );
  }
  return found;
};

it('holds of every file', async () => {
  const unknown: string[] = [];
  const values: string[] = [];
  let count = 0;
  for (const path of addresses(company)) {
    if (path.startsWith('/api/')) continue;
    for (const [url, rows] of await files(path)) {
      count++;
      const [head = {}, ...others] = rows;
      const keys = Object.keys(head);
      expect([url, keys.length]).toEqual([url, new Set(keys).size]);
      unknown.push(...keys.filter((key) => !Object.hasOwn(FILE_COLUMNS, key)).map((key) => `${url}: ${key}`));
      for (const row of others)
        for (const [key, value] of Object.entries(row)) {
          const known = COLUMN_VALUES[key as ColumnKey];
          if (known !== undefined && value !== '' && !known.includes(value))
            values.push(`${url}: ${key}=${value}`);
          if (FILE_COLUMNS[key as ColumnKey] === 'words' && /[a-z][A-Z]|[^\x20-\x7e]/.test(value))
            values.push(`${url}: ${key}=${value}`);
        }
    }
  }
  expect([unknown, values]).toEqual([[], []]);
  expect(count).toBeGreaterThan(40);
});

/** Tables of pages that are no files. */
const NO_FILE =
  /^(access|files)\/|people\/person(Roles|Facts|Accounts|Addresses)|privacy\/privacyPage|profiles\/profilePage/;

it('holds of tables that are seldom shown', () => {
  const root = new URL('../../src/server/', import.meta.url);
  const unknown: string[] = [];
  let count = 0;
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file) || NO_FILE.test(file)) continue;
    const text = readFileSync(new URL(file, root), 'utf8');
    for (const [, key = '', more = ''] of text.matchAll(/\{ name: [^{}]*?\bkey: '(\w+)'([^{}]*)\}/g)) {
      if (/drawn: true|csv: null/.test(more)) continue;
      count++;
      const said = /csv: '(\w+)'/.exec(more)?.[1] ?? fileKeyOf(key);
      if (!Object.hasOwn(FILE_COLUMNS, said)) unknown.push(`${file}: ${said}`);
    }
  }
  expect(unknown).toEqual([]);
  expect(count).toBeGreaterThan(200);
});

it('stands in docs/files.md', () => {
  const file = new URL('../../docs/files.md', import.meta.url);
  const text = readFileSync(file, 'utf8');
  const begin = '| column | unit | meaning |\n|---|---|---|\n';
  const rows = (Object.keys(FILE_COLUMNS) as ColumnKey[]).sort().map((key) => {
    const values = COLUMN_VALUES[key];
    const said = values === undefined ? '' : ` Values: ${values.join(', ')}.`;
    return `| \`${key}\` | ${en.files.units[FILE_COLUMNS[key]]} | ${en.files.meanings[key]}${said} |\n`;
  });
  const meant = text.slice(0, text.indexOf(begin)) + begin + rows.join('');
  if (process.env.UPDATE_FILES_DOC === '1') writeFileSync(file, meant);
  else expect(text).toBe(meant);
});
