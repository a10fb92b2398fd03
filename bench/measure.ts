/** CPU time of this process, and of what is compared in one run. */

export interface Cpu {
  /** Milliseconds of user and system time, all threads of this process. */
  min: number;
  median: number;
  rounds: number;
}

export interface Effort {
  /** At most so many rounds, … */
  rounds: number;
  /** … of which no further one begins after so many milliseconds; two are always made. */
  budgetMs: number;
  /** Goes in one round, for what takes less than a clock can tell. */
  batch?: number;
}

export function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/**
 * CPU milliseconds of one go.
 * @param before what is made ready for each round, outside of the time; its result is handed to `work`
 */
export async function cpuOf<T>(
  { rounds, budgetMs, batch = 1 }: Effort,
  work: (ready: T) => unknown,
  before: () => T | Promise<T> = () => undefined as T,
): Promise<Cpu> {
  const times: number[] = [];
  const began = performance.now();
  while (times.length < rounds && (times.length < 2 || performance.now() - began < budgetMs)) {
    const ready = await before();
    const start = process.cpuUsage();
    for (let i = 0; i < batch; i++) await work(ready);
    times.push(cpuSince(start) / batch);
  }
  times.sort((a, b) => a - b);
  return {
    min: times[0] ?? Number.NaN,
    median: at(times, 0.5),
    rounds: times.length,
  };
}

/** What so large a share of sorted figures stays within. */
export const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

export function median(figures: readonly number[]): number {
  return at(
    [...figures].sort((a, b) => a - b),
    0.5,
  );
}

/** By which power of x the figures grow, by least squares of the logarithms. */
export function exponent(points: readonly (readonly [x: number, y: number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (of: 0 | 1) => logs.reduce((sum, point) => sum + point[of], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)];
  const above = logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  const below = logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  return above / below;
}
