import { globSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SLOW, slowFirst } from './slowFirst.ts';

it.each(SLOW)('%s is there', (slow) => {
  const files = globSync('**/*.test.{ts,tsx}', { cwd: import.meta.dirname });
  expect(files.filter((file) => file.startsWith(slow))).not.toEqual([]);
});

it('what is slow starts first, what shares a process comes after it in one go', () => {
  const sorted = [
    { name: 'architecture.test.ts', shares: false },
    { name: 'browser/pages.test.ts', shares: false },
    { name: 'core/money.test.ts', shares: true },
    { name: 'jobs/sync.test.ts', shares: true },
    { name: 'kill/kill.test.ts', shares: false },
  ].sort(slowFirst);
  expect(sorted.map(({ name }) => name)).toEqual([
    'browser/pages.test.ts',
    'kill/kill.test.ts',
    'architecture.test.ts',
    'jobs/sync.test.ts',
    'core/money.test.ts',
  ]);
});
