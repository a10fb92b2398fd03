import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchOver } from '../../src/cli/workerWatch.ts';

/** What the serving thread takes for a worker that has hung. */

const BOUNDS = { everyMs: 10_000, mostSilent: 12, graceMs: 60_000 };
const JOB = { what: 'the job usage', mostMs: 30 * 60_000 };
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** @param minutes how long, with a beat every five seconds unless it is `silent` */
function over(minutes: number, watch: ReturnType<typeof watchOver>, silent = false): void {
  for (let second = 0; second < minutes * 60; second += 5) {
    vi.advanceTimersByTime(5_000);
    if (!silent) watch.hear({ beat: true });
  }
}
const watched = () => {
  const ended: string[] = [];
  return { ended, watch: watchOver((words) => void ended.push(words), BOUNDS) };
};

describe('a worker', () => {
  it('that beats and rests is well for days', () => {
    const { ended, watch } = watched();
    watch.hear({ doing: JOB });
    watch.hear({ doing: null });
    over(2_000, watch);
    expect(ended).toEqual([]);
  });

  it('that says nothing has hung after two minutes, and is ended once', () => {
    const { ended, watch } = watched();
    watch.hear({ doing: JOB });
    over(1.9, watch, true);
    expect(ended).toEqual([]);
    over(10, watch, true);
    expect(ended).toEqual([
      'it said nothing for 130 seconds; it was at the job usage'.replace('130 seconds', '2.17 minutes'),
    ]);
  });

  it('that beats over a job past its deadline has hung: that the job did not end when told to', () => {
    const { ended, watch } = watched();
    watch.hear({ doing: JOB });
    over(30, watch);
    expect(ended).toEqual([]);
    over(2, watch);
    expect(ended).toEqual(['the job usage went on for more than 30 minutes, and did not end when told to']);
  });

  it('has a deadline of its own for each thing it does', () => {
    const { ended, watch } = watched();
    for (let job = 0; job < 4; job += 1) {
      watch.hear({ doing: JOB });
      over(25, watch);
    }
    expect(ended).toEqual([]);
  });

  it('has not hung when this thread stood still: its looks did, too', () => {
    const { ended, watch } = watched();
    // As a timer that is ten minutes late: it comes once.
    vi.setSystemTime(Date.now() + 600_000);
    vi.advanceTimersToNextTimer();
    watch.hear({ beat: true });
    over(1, watch);
    expect(ended).toEqual([]);
  });
});
