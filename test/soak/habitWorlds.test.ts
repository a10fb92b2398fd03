import { expect, it } from 'vitest';
import { table, together, tried } from '../habitTrial.ts';
import { worldsOf } from '../habitWorlds.ts';
import { SEED } from '../seed.ts';

/** Habits of thousands of people in ten companies: as `test/core/habitWorlds.test.ts`, and enough of them to leave chance out. */

const SEEDS = 8;
const PEOPLE = 300;

it('cries wolf at most once per hundred people and month, whatever the seed', { timeout: 900_000 }, () => {
  const runs = Array.from({ length: SEEDS }, (_, i) => worldsOf(SEED + i, PEOPLE).map(tried));
  const worlds = (runs[0] ?? []).map((_, index) => together(runs.flatMap((run) => run[index] ?? [])));
  console.log(table(worlds));
  expect(worlds).toHaveLength(10);
  for (const one of worlds) {
    expect.soft(one.falseRate, `false alarms: ${one.name}`).toBeLessThanOrEqual(1);
    expect.soft(one.recall, `found: ${one.name}`).toBeGreaterThanOrEqual(0.9);
  }
});
