import { describe, expect, it } from 'vitest';
import { durationWords, jobDeadlineMs, overdueWords } from '../../src/core/deadlines.ts';
import { type JobTrouble, jobTroubleAfter, type RunEnd } from '../../src/core/jobTroubles.ts';
import { JOBS } from '../../src/core/runs.ts';

const START = Date.parse('2026-11-20T00:00:00Z');
const at = (minutes: number) => new Date(START + minutes * 60_000).toISOString();

/** What operators are told by a row of runs: `ok`, `part`, `fail`, `stop`, `late` (ended by its deadline) with the minute of its end. */
const STATUS: Readonly<Record<string, Pick<RunEnd, 'status' | 'isOverdue'>>> = {
  ok: { status: 'ok', isOverdue: false },
  part: { status: 'partial', isOverdue: false },
  fail: { status: 'failed', isOverdue: false },
  stop: { status: 'interrupted', isOverdue: false },
  late: { status: 'failed', isOverdue: true },
};
function told(runs: string): string {
  let trouble: JobTrouble | null = null;
  return runs
    .split(' ')
    .map((run) => {
      const [, what = '', minute] = /^([a-z]+)(\d+)$/.exec(run) ?? [];
      const end = jobTroubleAfter(trouble, {
        job: 'usage',
        at: at(Number(minute)),
        ...STATUS[what],
      } as RunEnd);
      trouble = end.trouble;
      return end.tell ?? '-';
    })
    .join(' ');
}

describe('of a job operators are told', () => {
  it.each([
    ['nothing while it is well', 'ok0 ok10', '- -'],
    ['nothing of a fault that passes', 'fail0 ok10 fail20 ok30', '- - - -'],
    ['nothing of two in a row that are close', 'fail0 fail10 ok20', '- - -'],
    ['of three in a row', 'fail0 part10 fail20', '- - failing'],
    ['of three in a row no sooner than they last', 'fail0 fail1 fail2 fail3 fail20', '- - - - failing'],
    ['of two in a row that are hours apart', 'fail0 fail360', '- failing'],
    ['not of two in a row that are less apart', 'fail0 fail359', '- -'],
    ['at once of one that was ended by its deadline', 'late0', 'failing'],
    ['once, however long it lasts', 'late0 late10 fail20 part30 late400', 'failing - - - -'],
    ['once more when it is well', 'late0 fail10 ok20 ok30', 'failing - well -'],
    ['not that it is well where nothing was told', 'fail0 ok10', '- -'],
    ['again of another trouble', 'late0 ok10 late20 ok30', 'failing well failing well'],
    ['nothing by a run that was told to stop', 'fail0 stop10 fail20 stop25 part30', '- - - - failing'],
    ['and such a run makes nothing well', 'late0 stop10 late20', 'failing - -'],
  ])('%s: %s', (_, runs, expected) => {
    expect(told(runs)).toBe(expected);
  });

  it('since when it is, and how often', () => {
    const first = jobTroubleAfter(null, { job: 'charges', status: 'failed', at: at(0), isOverdue: false });
    expect(
      jobTroubleAfter(first.trouble, { job: 'charges', status: 'partial', at: at(480), isOverdue: false }),
    ).toEqual({
      trouble: { job: 'charges', since: at(0), failures: 2, toldAt: at(480) },
      tell: 'failing',
    });
  });
});

describe('a deadline', () => {
  it('has every job: longer than any request, shorter than a day', () => {
    for (const job of JOBS) {
      expect(jobDeadlineMs(job)).toBeGreaterThan(10 * 60_000);
      expect(jobDeadlineMs(job, null, true)).toBeLessThan(24 * 3_600_000);
      expect(jobDeadlineMs(job, null, true)).toBeGreaterThan(jobDeadlineMs(job));
      expect(jobDeadlineMs(job, 5)).toBe(5 * 60_000);
    }
  });

  it.each([
    [150, '0.15 seconds'],
    [1_000, '1 second'],
    [60_000, '1 minute'],
    [90 * 60_000, '90 minutes'],
    [120 * 60_000, '2 hours'],
  ])('of %d ms is said as %s', (ms, words) => {
    expect(durationWords(ms)).toBe(words);
  });

  it('says what it ended', () => {
    expect(overdueWords(1_800_000, 'it waited for Cost Explorer GetCostAndUsage')).toBe(
      'ended: it did not finish within 30 minutes; it waited for Cost Explorer GetCostAndUsage. What it had stored stays, and the next run goes on from there.',
    );
    expect(overdueWords(1_800_000, null)).toMatch(/within 30 minutes\. What/);
  });
});
