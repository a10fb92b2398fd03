import fc from 'fast-check';

/** One seed for every property, so that the same tree gives the same answer. `SEED=7 npm test` takes another one. */
export const SEED = Number(process.env.SEED ?? 20_261_125);

fc.configureGlobal({ seed: SEED });
