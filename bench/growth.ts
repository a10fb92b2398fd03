import type { Address } from './addresses.ts';
import { cpuOf, exponent } from './measure.ts';
import type { PageFigures } from './pages.ts';
import type { Table } from './report.ts';
import type { OpenLedger } from './serving.ts';

/** How an answer grows with the company, with its months and with the years that the ledger has been running. */

/** Figures of the same addresses in worlds that differ in one thing, `x` of it. */
export type Series = ReadonlyMap<number, readonly PageFigures[]>;

interface Growth {
  address: Address;
  points: [x: number, ms: number][];
}

function growthOf(series: Series): Growth[] {
  const worlds = [...series].sort(([a], [b]) => a - b);
  const [, first = []] = worlds[0] ?? [];
  return first.map(({ address }) => ({
    address,
    points: worlds.flatMap(([x, figures]) => {
      const found = figures.find((one) => one.address.name === address.name);
      return found === undefined ? [] : [[x, found.first] as [number, number]];
    }),
  }));
}

/** @param unit what the worlds differ in, such as "people" */
export function growthTable(unit: string, series: Series): Table {
  const worlds = [...series.keys()].sort((a, b) => a - b);
  return {
    title: `Growth with ${unit}`,
    words: `CPU ms of a first answer in worlds of so many ${unit}, and the exponent: 0 is the same in each, 1 is in proportion. A person's own are marked *.`,
    columns: ['address', ...worlds.map((x) => `${x}`), 'exponent'],
    rows: growthOf(series).map(({ address, points }) => [
      `${address.name}${address.person ? ' *' : ''}`,
      ...worlds.map((x) => points.find(([at]) => at === x)?.[1] ?? null),
      points.length < 2 ? null : exponent(points),
    ]),
  };
}

/** What is asked every few seconds or minutes, whoever looks: by the schedule, by probes. */
export async function measureLooks(store: OpenLedger, now: string): Promise<[name: string, ms: number][]> {
  const looks: [string, () => unknown][] = [
    ['the schedule: the latest runs', () => store.runs.latest()],
    ['the schedule: messages that are due', () => store.alerts.due(now, 1)],
    ['the month of what AWS charges', () => store.runs.awsCharges(now.slice(0, 7))],
    ['how fresh it is', () => store.freshness.all()],
  ];
  const figures: [string, number][] = [];
  for (const [name, look] of looks) {
    await look();
    figures.push([name, (await cpuOf({ rounds: 7, budgetMs: 2_000, batch: 20 }, look)).min]);
  }
  return figures;
}

export const agesTable = (
  ages: ReadonlyMap<number, { looks: readonly (readonly [string, number])[]; pages: readonly PageFigures[] }>,
): Table => {
  const years = [...ages.keys()].sort((a, b) => a - b);
  const names = [...(ages.get(years[0] ?? 0)?.looks.map(([name]) => name) ?? [])];
  const pages = [...(ages.get(years[0] ?? 0)?.pages.map(({ address }) => address.name) ?? [])];
  const cells = (of: (years: number) => number | undefined) => {
    const values = years.map((one) => of(one) ?? null);
    const [least, most] = [values[0], values.at(-1)];
    return [...values, least == null || most == null ? null : most / least];
  };
  return {
    title: 'Growth with age',
    words:
      'CPU ms in ledgers of the same company that have been running for so many years: runs, audit and alerts differ.',
    columns: ['what', ...years.map((one) => (one === 0 ? 'new' : `${one} years`)), '×'],
    rows: [
      ...names.map((name) => [
        name,
        ...cells((one) => ages.get(one)?.looks.find(([known]) => known === name)?.[1]),
      ]),
      ...pages.map((name) => [
        name,
        ...cells((one) => ages.get(one)?.pages.find((p) => p.address.name === name)?.first),
      ]),
    ],
  };
};
