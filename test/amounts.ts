/** How much `npm test` does of what the soak does more of: `vitest.soak.config.ts` sets these. */
const amount = (name: string, usual: number): number => Number(process.env[name] ?? usual);

/** Syncs that are killed. */
export const KILLS = amount('KILLS', 6);
/** Random inputs of each kind. */
export const RANDOM_INPUTS = amount('RANDOM_INPUTS', 200);
/** People of a large company. */
export const MANY_PEOPLE = amount('MANY_PEOPLE', 2_000);
