import { defineConfig } from 'vitest/config';

/** Long runs that the default test leaves out: `npm run soak`. */
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    include: ['test/soak/**/*.test.ts', 'test/kill/**/*.test.ts', 'test/server/randomBytes.test.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 300_000,
    pool: 'forks',
  },
});
