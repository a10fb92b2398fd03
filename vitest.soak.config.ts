import { defineConfig } from 'vitest/config';

/** Long runs that the default test leaves out: `npm run soak`. */
export default defineConfig({
  test: {
    include: ['test/soak/**/*.test.ts', 'test/kill/**/*.test.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 300_000,
    pool: 'forks',
  },
});
