import { describe, expect, it } from 'vitest';
import { graceFault, type Reprieve, reprieveUntil } from '../../../src/core/stop/reprieves.ts';
import { decideStops, type HardFigure, type Stop, type StopEnd } from '../../../src/core/stop/stops.ts';
import { figure, MARCH, NOW, reprieve, stop, usd } from './world.ts';

const release = reprieve({ kind: 'release', extra: null });

interface Row {
  name: string;
  figures: HardFigure[];
  before?: Stop[];
  reprieves?: Reprieve[];
  isFresh?: boolean;
  onUnpriced?: boolean;
  now?: string;
  /** When it is stopped since; null: it is not. */
  since: string | null;
  why?: StopEnd;
}
const SINCE = stop().since;

const ROWS: Row[] = [
  { name: 'below the limit', figures: [figure(99.99)], since: null },
  { name: 'at the limit', figures: [figure(100)], since: NOW },
  { name: 'nothing used of nothing', figures: [figure(0, { limit: 0 })], since: null },
  { name: 'something used of nothing', figures: [figure(0.01, { limit: 0 })], since: NOW },
  { name: 'goes on since it began', figures: [figure(130)], before: [stop()], since: SINCE },
  { name: 'a bill that took it back', figures: [figure(80)], before: [stop()], since: null, why: 'fell' },
  { name: 'stale figures stop nobody', figures: [figure(130)], isFresh: false, since: null },
  {
    name: 'stale figures free nobody',
    figures: [figure(80)],
    before: [stop()],
    isFresh: false,
    since: SINCE,
  },
  {
    name: 'a raise frees at once',
    figures: [figure(120, { limit: 150 })],
    before: [stop()],
    since: null,
    why: 'raised',
  },
  {
    name: 'a raise frees on stale figures as well',
    figures: [figure(80, { limit: 150 })],
    before: [stop()],
    isFresh: false,
    since: null,
    why: 'raised',
  },
  {
    name: 'a raise that is too small does not',
    figures: [figure(80, { limit: 110 })],
    before: [stop()],
    isFresh: false,
    since: SINCE,
  },
  {
    name: 'a new period',
    figures: [],
    before: [stop()],
    now: '2026-04-01T00:00:00.000Z',
    since: null,
    why: 'period',
  },
  { name: 'a budget that is soft now, or gone', figures: [], before: [stop()], since: null, why: 'budget' },
  {
    name: 'the same of stale figures',
    figures: [],
    before: [stop()],
    isFresh: false,
    since: null,
    why: 'budget',
  },
  {
    name: 'a grace that is enough',
    figures: [figure(105)],
    reprieves: [reprieve()],
    before: [stop({ counted: usd(105) })],
    since: null,
    why: 'grace',
  },
  { name: 'a grace that is used up', figures: [figure(110)], reprieves: [reprieve()], since: NOW },
  {
    name: 'a grace that is over',
    figures: [figure(105)],
    reprieves: [reprieve()],
    now: '2026-03-10T14:00:00.000Z',
    since: '2026-03-10T14:00:00.000Z',
  },
  {
    name: "somebody else's grace",
    figures: [figure(105)],
    reprieves: [reprieve({ scopeKey: 'bob@example.com' })],
    since: NOW,
  },
  {
    name: 'that of another period',
    figures: [figure(105)],
    reprieves: [reprieve({ periodStart: '2026-02-01' })],
    since: NOW,
  },
  {
    name: 'a release, whatever is spent',
    figures: [figure(9999)],
    reprieves: [release],
    before: [stop()],
    since: null,
    why: 'released',
  },
  {
    name: 'of a group that is never stopped',
    figures: [figure(130, { isExempt: true })],
    before: [stop()],
    since: null,
    why: 'exempt',
  },
  { name: 'tokens without a price', figures: [figure(99, { cautious: usd(50) })], since: null },
  {
    name: 'tokens without a price where they count',
    figures: [figure(99, { cautious: usd(50) })],
    onUnpriced: true,
    since: NOW,
  },
  {
    name: 'a limit that nobody knows',
    figures: [figure(130, { budget: { id: 'b', range: MARCH, narrowing: null, unknown: true } })],
    before: [stop()],
    since: null,
    why: 'budget',
  },
];

describe('who is stopped', () => {
  it.each(ROWS)('$name', ({ figures, since, why, ...more }) => {
    const asked = {
      now: NOW,
      isFresh: true,
      onUnpriced: false,
      before: [],
      reprieves: [],
      ...more,
    };
    const decided = decideStops({ ...asked, figures });
    expect(decided.stops.map((one) => one.since)).toEqual(since === null ? [] : [since]);
    expect(decided.ended.map((one) => one.why)).toEqual(why === undefined ? [] : [why]);
    const again = decideStops({ ...asked, figures, before: decided.stops });
    expect(again).toEqual({ stops: decided.stops, ended: [] });
  });

  it('remembers what counted by fresh figures, and the limit of then', () => {
    const asked = { now: NOW, onUnpriced: false, reprieves: [] };
    const [fresh] = decideStops({
      ...asked,
      isFresh: true,
      figures: [figure(125, { limit: 110 })],
      before: [stop()],
    }).stops;
    expect(fresh).toMatchObject({ counted: usd(125), limit: usd(110), since: SINCE });
    const [stale] = decideStops({
      ...asked,
      isFresh: false,
      figures: [figure(80, { limit: 115 })],
      before: [fresh as Stop],
    }).stops;
    expect(stale).toEqual(fresh);
  });

  it('keeps several budgets of one person, and several people of one budget, apart', () => {
    const other = { id: 'c', range: MARCH, narrowing: { kind: 'family', key: 'claude-opus' } } as const;
    const { stops } = decideStops({
      now: NOW,
      isFresh: true,
      onUnpriced: false,
      before: [],
      reprieves: [release],
      figures: [figure(200), figure(200, { budget: other }), figure(200, { scopeKey: 'bob@example.com' })],
    });
    expect(stops.map(({ budgetId, scopeKey, narrowing }) => [budgetId, scopeKey, narrowing])).toEqual([
      ['c', 'ann@example.com', 'family:claude-opus'],
      ['b', 'bob@example.com', ''],
    ]);
  });
});

describe('graces', () => {
  const set = { grace: { amount: usd(10), hours: 4 } };
  it('are one in a period, where they are set', () => {
    expect(graceFault(set, [], MARCH.endExclusive, NOW)).toBeNull();
    expect(graceFault({ grace: null }, [], MARCH.endExclusive, NOW)).toBe('graceOff');
    expect(graceFault(set, [reprieve()], MARCH.endExclusive, NOW)).toBe('graceTaken');
    expect(graceFault(set, [release], MARCH.endExclusive, NOW)).toBeNull();
    expect(graceFault(set, [], MARCH.endExclusive, '2026-04-01T00:00:00.000Z')).toBe('periodOver');
  });

  it('end with their period at the latest', () => {
    expect(reprieveUntil(NOW, 4, MARCH.endExclusive)).toBe('2026-03-10T16:00:00.000Z');
    expect(reprieveUntil('2026-03-31T22:00:00.000Z', 4, MARCH.endExclusive)).toBe('2026-04-01T00:00:00.000Z');
    expect(reprieveUntil(NOW, null, MARCH.endExclusive)).toBe('2026-04-01T00:00:00.000Z');
  });
});
