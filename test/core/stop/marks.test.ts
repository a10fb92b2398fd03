import { describe, expect, it } from 'vitest';
import {
  bornWith,
  isAsMarked,
  type Mark,
  type Marked,
  type MarkKept,
  type MarkRules,
  marker,
  markSteps,
  retryAt,
} from '../../../src/core/stop/marks.ts';
import type { Stop } from '../../../src/core/stop/stops.ts';
import { NOW, stop } from './world.ts';

const OPUS = 'anthropic.claude-opus-4-6-v1:0';
const HAIKU = 'anthropic.claude-haiku-4-5-v1:0';
const profile = (more: Partial<Marked> = {}): Marked => ({
  modelKey: OPUS,
  tags: { Project: 'Atlas' },
  user: 'ann@example.com',
  costCenter: 'CC-1',
  ...more,
});
const rules = (stops: readonly Stop[], more: Partial<MarkRules> = {}): MarkRules => ({
  stops,
  isExempt: () => false,
  isOfTeam: (manager, email) => manager === 'meg@example.com' && email === 'ann@example.com',
  needsMark: false,
  ...more,
});
const team = stop({ scopeKind: 'team', scopeKey: 'meg@example.com' });
const center = stop({ scopeKind: 'costCenter', scopeKey: 'CC-1' });
const everybody = stop({ scopeKind: 'organisation', scopeKey: '' });

const ROWS: [name: string, Stop[], Partial<Marked>, Partial<MarkRules>, Mark][] = [
  ['nobody is stopped', [], {}, {}, null],
  ['its owner is', [stop()], {}, {}, 'exceeded'],
  ['somebody else is', [stop()], { user: 'bob@example.com' }, {}, null],
  ['nobody owns it', [stop()], { user: '' }, {}, null],
  ['its cost center is', [center], { user: '' }, {}, 'exceeded'],
  ['another cost center is', [center], { costCenter: 'CC-2' }, {}, null],
  ['the team of its owner is', [team], {}, {}, 'exceeded'],
  ['a team that its owner is not of', [team], { user: 'bob@example.com' }, {}, null],
  ['everybody is', [everybody], { user: '', costCenter: '' }, {}, 'exceeded'],
  [
    'everybody but those who are exempt',
    [everybody],
    {},
    { isExempt: (who) => who === 'ann@example.com' },
    null,
  ],
  ['a profile of nobody is not exempt', [everybody], { user: '' }, { isExempt: () => true }, 'exceeded'],
  ['of the narrowed models', [stop({ narrowing: 'family:claude-opus' })], {}, {}, 'exceeded'],
  ['of others', [stop({ narrowing: 'family:claude-opus' })], { modelKey: HAIKU }, {}, null],
  ['of the vendor', [stop({ narrowing: 'vendor:anthropic' })], { modelKey: HAIKU }, {}, 'exceeded'],
  ['with the narrowed tag', [stop({ narrowing: 'tag:Project=Atlas' })], {}, {}, 'exceeded'],
  ['with another', [stop({ narrowing: 'tag:Project=Beta' })], {}, {}, null],
  ['of a narrowing that cannot be read', [stop({ narrowing: 'colour:blue' })], {}, {}, null],
  ['free where policies ask for a mark', [], {}, { needsMark: true }, 'ok'],
  ['stopped where policies ask for a mark', [stop()], {}, { needsMark: true }, 'exceeded'],
];

describe('which mark a profile should bear', () => {
  it.each(ROWS)('%s', (_, stops, of, more, expected) => {
    expect(marker(rules(stops, more))(profile(of)).mark).toBe(expected);
  });

  it('names the stop that came first', () => {
    const later = stop({ budgetId: 'a', since: NOW });
    expect(marker(rules([later, center]))(profile()).stop).toBe(center);
  });

  it('is what a new profile is born with', () => {
    expect([null, 'ok', 'exceeded'].map((mark) => bornWith(mark as Mark))).toEqual([
      {},
      { BudgetStatus: 'ok' },
      { BudgetStatus: 'exceeded' },
    ]);
  });
});

describe('what is to be done', () => {
  const kept = (mark: Mark, effective: string | null, more: Partial<MarkKept> = {}): MarkKept => ({
    arn: `${mark} ${effective}`,
    mark,
    effective,
    refusedAt: null,
    refusals: 0,
    ...more,
  });

  it('leaves alone what harms nobody', () => {
    expect(isAsMarked(null, null)).toBe(true);
    expect(isAsMarked(null, 'ok')).toBe(true);
    expect(isAsMarked(null, 'of somebody else')).toBe(true);
    expect(isAsMarked(null, 'exceeded')).toBe(false);
    expect(isAsMarked('ok', null)).toBe(false);
    expect(isAsMarked('ok', 'OK')).toBe(false);
  });

  it('frees before it stops', () => {
    const steps = markSteps(
      [kept('exceeded', null), kept(null, 'exceeded'), kept('ok', 'exceeded'), kept('ok', 'ok')],
      0,
    );
    expect(steps.map(({ value }) => value)).toEqual([null, 'ok', 'exceeded']);
  });

  it('asks AWS later and later while it refuses, and never later than the next collection', () => {
    const minutes = (refusals: number) => (retryAt({ refusedAt: NOW, refusals }) - Date.parse(NOW)) / 60_000;
    expect([1, 2, 3, 4, 5, 500].map(minutes)).toEqual([1, 2, 4, 8, 8, 8]);
    const refused = kept('exceeded', null, { refusedAt: NOW, refusals: 1 });
    expect(markSteps([refused], Date.parse(NOW) + 59_999)).toEqual([]);
    expect(markSteps([refused], Date.parse(NOW) + 60_000)).toHaveLength(1);
  });
});
