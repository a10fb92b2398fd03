import { formatFixed } from '../src/core/money.ts';
import type { Money } from '../src/core/types.ts';

/** One month of one company. */
export interface Size {
  people: number;
  /** USD. */
  ceiling: string;
  /** What it may come to, USD. */
  most: number;
}
export interface Crossing {
  who: string;
  what: string;
  percent: number;
  /** Minutes from the crossing to the alert; null: there was none by the end. */
  late: number | null;
  /** Minutes that were promised. */
  promised: number;
}

export function report(
  { people, ceiling, most }: Size,
  days: number,
  operations: ReadonlyMap<string, { requests: number; charge: Money }>,
  crossings: readonly Crossing[],
  notes: readonly string[],
): void {
  let total = 0n;
  console.log(`\n${people} people, ${days} days of the default schedule, ceiling $${ceiling}`);
  for (const [operation, { requests, charge }] of [...operations].sort()) {
    if (charge === 0n) continue;
    total += charge;
    console.log(
      `  ${operation.padEnd(28)} ${String(requests).padStart(9)} requests  $${formatFixed(charge, 2).padStart(8)}`,
    );
  }
  const sum = Number(formatFixed(total as Money, 2));
  console.log(
    `  in all ${' '.repeat(42)}$${sum.toFixed(2).padStart(8)}  (at most $${most}: ${sum <= most ? 'kept' : 'MISSED'})`,
  );
  for (const note of notes) console.log(`  ${note}`);
  const shown = crossings.filter(({ what }) => what !== '');
  for (const { who, what, percent, late, promised } of shown)
    console.log(
      `  runaway ${what.padEnd(8)} ${who.padEnd(34)} ${percent} %: ${late === null ? 'no alert' : `${late.toFixed(0)} min`} (promised ${promised}: ${late !== null && late <= promised ? 'kept' : 'MISSED'})`,
    );
  for (const { who, percent, late, promised } of crossings)
    if (late === null || late > promised)
      console.log(`  broken: ${who} ${percent} %: ${late?.toFixed(1)} min, promised ${promised}`);
  const lates = crossings.map(({ late }) => late ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const broken = crossings.filter(({ late, promised }) => late === null || late > promised).length;
  const at = (share: number) => (lates[Math.floor((lates.length - 1) * share)] ?? 0).toFixed(0);
  console.log(
    `  ${crossings.length} crossings; minutes late: median ${at(0.5)}, 99 % ${at(0.99)}, most ${at(1)}; promises broken: ${broken}`,
  );
}
