import { parseArgs } from 'node:util';
import { planned } from './watchingPlanned.ts';
import { wired } from './watchingWired.ts';

/**
 * What AWS charges for a month of the default schedule, and how late alerts are: `npm run bench -- watching`. 120 people on
 * the wire as well; 1,000 and 10,000 by the planner and the meter against the simulator's world, without HTTP. `--people 1000`
 * plays one of them, `--days` less than a month.
 */

const SMALL = { people: 120, ceiling: '50', most: 8 } as const;
const SIZES = [
  SMALL,
  { people: 1_000, ceiling: '50', most: 20 },
  { people: 10_000, ceiling: '100', most: 60 },
] as const;

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { people: { type: 'string' }, days: { type: 'string' } },
});
const days = Number(values.days ?? 30);
const only = values.people === undefined ? null : Number(values.people);
for (const size of SIZES) if (only === null || only === size.people) planned(size, days);
if (only === null || only === SMALL.people) await wired(SMALL, days);
