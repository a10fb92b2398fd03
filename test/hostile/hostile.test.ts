import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SEED } from '../seed.ts';
import { type Clean, cleanRun, forget, hostileRun, SHORT } from './run.ts';

/** A ledger lives through an AWS that answers wrongly: `npm run soak` does this with five hundred seeds. */

const COUNT = 7;

describe('under a hostile AWS', () => {
  let clean: Clean;
  beforeAll(async () => {
    clean = await cleanRun(SHORT);
  });
  afterAll(() => forget(clean));

  it.each(Array.from({ length: COUNT }, (_, index) => SEED + index))('seed %i', async (seed) => {
    expect(await hostileRun(seed, clean)).toEqual([]);
  });
});
