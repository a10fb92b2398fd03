import fc from 'fast-check';

/**
 * One seed for every property, so that the same tree gives the same answer; `SEED=7 npm test` draws others, and the soak
 * draws new ones each time.
 */
fc.configureGlobal({ seed: Number(process.env.SEED ?? 20_261_125) });
