import { expect, it } from 'vitest';
import { table, tried } from '../habitTrial.ts';
import { worldsOf } from '../habitWorlds.ts';

/** How often an alert is right, and how often something that runs away is found, in ten companies. */

/** Fixed: what a hundred people do in two months is few enough for chance to matter. The soak asks more of them. */
const COMPANY = { seed: 1, people: 150 };

it('cries wolf at most once per hundred people and month, and finds nine of ten that ran away', () => {
  const worlds = worldsOf(COMPANY.seed, COMPANY.people).map(tried);
  console.log(table(worlds));
  expect(worlds).toHaveLength(10);
  for (const one of worlds) {
    expect.soft(one.falseRate, `false alarms: ${one.name}`).toBeLessThanOrEqual(1);
    expect.soft(one.recall, `found: ${one.name}`).toBeGreaterThanOrEqual(0.9);
  }
});
