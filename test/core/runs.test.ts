import { describe, expect, it } from 'vitest';
import { type JobRun, type RunProgress, restMs, waitingFor } from '../../src/core/runs.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20, 9, 0, seconds)).toISOString();
const ms = (seconds: number) => Date.parse(at(seconds));
const told = (more: Partial<RunProgress>): RunProgress => ({
  label: 'charges',
  done: 10,
  total: 40,
  note: '',
  since: at(0),
  at: at(20),
  next: [],
  ...more,
});

describe('the rest of a run', () => {
  it('is as its steps took until they were told, less what has passed since', () => {
    expect(restMs(told({}), ms(20))).toBe(60_000);
    expect(restMs(told({}), ms(50))).toBe(30_000);
  });
  it.each([
    ['nothing is done', told({ done: 0 }), 20],
    ['all is done', told({ done: 40 }), 20],
    ['it knows of no steps', told({ done: 0, total: 0 }), 20],
    ['it has only just begun', told({ at: at(1) }), 1],
    ['it takes longer than thought', told({}), 80],
    ['the clock was set back', told({ since: at(30) }), 20],
  ])('is not guessed where %s', (_, progress, now) => expect(restMs(progress, ms(now))).toBeNull());
});

describe('jobs that wait', () => {
  const run = (job: JobRun['job'], more: Partial<JobRun> = {}) => ({
    job,
    startedAt: at(0),
    status: 'ok' as const,
    progress: null,
    ...more,
  });
  it('are those that follow what goes on, and those that were asked for and have not begun since', () => {
    const going = run('charges', { status: 'running', progress: told({ next: ['rates', 'spend'] }) });
    expect(waitingFor([run('usage'), going], new Map([['deliver', at(5)]]))).toEqual([
      'rates',
      'spend',
      'deliver',
    ]);
    expect(waitingFor([run('usage')], new Map([['usage', at(5)]]))).toEqual(['usage']);
    expect(waitingFor([run('usage', { startedAt: at(5) })], new Map([['usage', at(5)]]))).toEqual([]);
  });
  it('are none of a run that has ended, whatever it said last', () =>
    expect(waitingFor([run('charges', { progress: told({ next: ['rates'] }) })], new Map())).toEqual([]));
});
