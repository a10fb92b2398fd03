import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clean, cleanRun, forget, hostileRun, LONG } from '../hostile/run.ts';
import { SEED } from '../seed.ts';

/** `test/hostile` with many seeds. One that failed runs alone with `SEED=N HOSTILE=1 npm run soak -- hostile`. */

const COUNT = Number(process.env.HOSTILE ?? 500);

describe('under a hostile AWS', () => {
  let clean: Clean;
  beforeAll(async () => {
    clean = await cleanRun(LONG);
  });
  afterAll(() => forget(clean));

  it.each(Array.from({ length: COUNT }, (_, index) => SEED + index))('seed %i', async (seed) => {
    const faults = await hostileRun(seed, clean);
    expect(faults, `alone: SEED=${seed} HOSTILE=1 npm run soak -- test/soak/hostile.test.ts`).toEqual([]);
  });
});
