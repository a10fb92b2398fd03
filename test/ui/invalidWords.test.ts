import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';

/** Words about what was typed wrong come from files of several areas: one key means one thing. */

const MESSAGES = join(import.meta.dirname, '../../src/ui/messages');

it.each([
  ['En', en],
  ['Ja', ja],
] as const)('what one area says of a fault no other says otherwise: %s', async (language, { invalid }) => {
  const files = readdirSync(MESSAGES).filter((name) => name.endsWith(`${language}.ts`));
  const parts = await Promise.all(files.map((name) => import(join(MESSAGES, name))));
  const words = parts
    .flatMap((part: Record<string, object>) => Object.entries(part))
    .filter(([name]) => name.startsWith('invalid'))
    .flatMap(([, of]) => Object.entries(of));
  expect(words.length).toBeGreaterThan(40);
  const said = new Map(Object.entries(invalid));
  expect(words.filter(([key, text]) => said.get(key) !== text).map(([key]) => key)).toEqual([]);
});
