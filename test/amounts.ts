/** How much `npm test` does of what the soak does more of: `vitest.soak.config.ts` sets these. */
const amount = (name: string, usual: number): number => Number(process.env[name] ?? usual);

/** Syncs that are killed. */
export const KILLS = amount('KILLS', 6);
/** People whose profiles a plan makes, and kills meanwhile. */
export const PLAN_PEOPLE = amount('PLAN_PEOPLE', 30);
export const PLAN_KILLS = amount('PLAN_KILLS', 2);
/** Share of requests that AWS throttles meanwhile, percent. */
export const PLAN_THROTTLED = amount('PLAN_THROTTLED', 3);
/** Random inputs of each kind. */
export const RANDOM_INPUTS = amount('RANDOM_INPUTS', 200);
/** People of a large company. */
export const MANY_PEOPLE = amount('MANY_PEOPLE', 2_000);
/** Windows in which the journeys of budgets are done: `test/browser/windows.ts`. */
export const WINDOWS = amount('WINDOWS', 2);
