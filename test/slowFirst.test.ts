import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SLOW } from './slowFirst.ts';

it.each(SLOW)('%s is there', (slow) => {
  const files = globSync('**/*.test.{ts,tsx}', { cwd: import.meta.dirname });
  expect(files.filter((file) => join(file).startsWith(slow))).not.toEqual([]);
});
