import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { SlowFirst } from './test/slowFirst.ts';

/** Folders whose files change nothing but what they opened themselves: they share a process, and so its imports. */
const SHARING = [
  'age',
  'app',
  'aws',
  'cli',
  'core',
  'demo',
  'hostile',
  'identity',
  'jobs',
  'journeys',
  'me',
  'notify',
  'outward',
  'server',
  'simulator',
  'store',
  'ui',
];
const ofSharing = `test/{${SHARING.join(',')}}/**/*.test.{ts,tsx}`;

/** Where a ledger is opened, tests take the driver that knows what a new one looks like. */
const newLedgers: Plugin = {
  name: 'new-ledgers',
  enforce: 'pre',
  resolveId: (name, importer) =>
    name === 'better-sqlite3' && importer?.endsWith('/src/store/connection.ts')
      ? join(import.meta.dirname, 'test/newLedgers.ts')
      : null,
};

export default defineConfig({
  plugins: [newLedgers],
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    pool: 'forks',
    // More than cores: many tests wait for processes of their own, or for a moment that comes.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    sequence: { sequencer: SlowFirst },
    setupFiles: ['test/seed.ts'],
    globalSetup: ['test/runFolder.ts'],
    // A loop over nothing proves nothing.
    expect: { requireAssertions: true },
    // Nothing waits for these but what hangs: a busy machine may take its time.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/soak/**', ofSharing],
        },
      },
      { extends: true, test: { name: 'sharing', include: [ofSharing], isolate: false } },
    ],
  },
});
