import { defineConfig } from 'vitest/config';

const SEEDS = 2 ** 30;
/** New kill points, worlds and random inputs each time; one that failed is drawn again with `SEED=… npm run soak`. */
const SEED = process.env.SEED ?? String(Math.floor(Math.random() * SEEDS));
console.log(`The seed of this soak is ${SEED}.`);

/**
 * Long runs that the default test leaves out, and its shortened ones at full length, see `test/amounts.ts`: `npm run soak`.
 */
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    include: [
      'test/soak/**/*.test.ts',
      'test/kill/**/*.test.ts',
      'test/core/stop/stop.property.test.ts',
      'test/store/crossings.property.test.ts',
      'test/server/{randomBytes,people,refusalsBounded}.test.ts',
      'test/identity/forged.test.ts',
      'test/browser/{journeys,profileJourney}.test.ts',
    ],
    setupFiles: ['test/seed.ts'],
    globalSetup: ['test/runFolder.ts'],
    // A loop over nothing proves nothing.
    expect: { requireAssertions: true },
    env: {
      SEED,
      KILLS: process.env.KILLS ?? '200',
      PLAN_PEOPLE: process.env.PLAN_PEOPLE ?? '1000',
      PLAN_THROTTLED: process.env.PLAN_THROTTLED ?? '10',
      PLAN_KILLS: process.env.PLAN_KILLS ?? '20',
      RANDOM_INPUTS: process.env.RANDOM_INPUTS ?? '1000',
      RANDOM_HISTORIES: process.env.RANDOM_HISTORIES ?? '1000',
      REFUSALS: process.env.REFUSALS ?? '1000',
      MANY_PEOPLE: process.env.MANY_PEOPLE ?? '10000',
      WINDOWS: process.env.WINDOWS ?? '4',
    },
    testTimeout: 1_800_000,
    hookTimeout: 300_000,
    pool: 'forks',
    maxWorkers: '100%',
  },
});
