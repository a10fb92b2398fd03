import { describe, expect, it } from 'vitest';
import { money } from '../../src/core/money.ts';
import { chargeOccasions, staleOccasions, stuckOccasions } from '../../src/core/occasions/health.ts';
import { type Occasion, settle } from '../../src/core/occasions/settle.ts';
import {
  disagreementOccasions,
  newOccasions,
  newRanges,
  outsideOccasions,
  type Used,
  unpricedOccasions,
} from '../../src/core/occasions/spend.ts';
import { HOUR_MS, instantOf } from '../../src/core/periods.ts';

const NOW = Date.parse('2026-11-20T09:00:00.000Z');
const ago = (hours: number) => instantOf(NOW - hours * HOUR_MS);
const stale: Occasion = { kind: 'staleData', about: 'stale:data', scope: null, data: {}, lines: [] };
const known = (raised: number, resolved: number | null) => ({
  kind: stale.kind,
  about: stale.about,
  raisedAt: ago(raised),
  resolvedAt: resolved === null ? null : ago(resolved),
});

describe('what is told beside budgets', () => {
  it.each([
    ['is raised when it begins', [stale], [], 1, []],
    ['is not raised while it is open, however long', [stale], [known(500, null)], 0, []],
    ['is over when it is not so any more', [], [known(3, null)], 0, ['stale:data']],
    ['is not raised again where it comes and goes', [stale], [known(3, 2)], 0, []],
    ['is raised anew when it comes back after hours', [stale], [known(7, 5)], 1, []],
    ['is over once', [], [known(7, 5)], 0, []],
  ])('%s', (_, found, before, raised, over) => {
    const result = settle(found, before, NOW);
    expect([result.raise.length, result.over]).toEqual([raised, over]);
  });
});

describe('of the service', () => {
  it('old data is one message, and none where nothing was ever read', () => {
    const one = (slice: string, since: string | null) => ({
      source: 'usage' as const,
      slice,
      since,
      error: null,
    });
    const [told, ...more] = staleOccasions({
      stale: [one('a/us-east-1', ago(9)), one('b/us-east-1', ago(8))],
    });
    expect(more).toEqual([]);
    expect(told?.data.sources).toHaveLength(2);
    expect(staleOccasions({ stale: [one('a/us-east-1', null)] })).toEqual([]);
  });

  it('a job that does not start again is named', () => {
    const [told] = stuckOccasions([{ job: 'charges', startedAt: ago(30) }]);
    expect([told?.about, told?.data]).toEqual(['stuck:charges', { job: 'charges', lastStartedAt: ago(30) }]);
  });

  it.each([
    ['79.99', null],
    ['80', 'charges:2026-11:80'],
    ['99.99', 'charges:2026-11:80'],
    ['100', 'charges:2026-11:100'],
    ['250', 'charges:2026-11:100'],
  ])('charges of $%s of $100 are %s', (spent, about) => {
    expect(chargeOccasions('2026-11', money(spent), money('100'))[0]?.about ?? null).toBe(about);
    expect(chargeOccasions('2026-11', money(spent), money('0'))).toEqual([]);
  });
});

describe('of spend', () => {
  const used = (modelKey: string, region: string, more: Partial<Used> = {}): Used => ({
    modelKey,
    region,
    amount: money('2'),
    unpricedTokens: 0n,
    ...more,
  });
  const about = { since: '2026-11-18', modelName: (key: string) => key.toUpperCase() };

  it('a model and a Region are new once they were not there before', () => {
    const before = [used('opus', 'us-east-1')];
    const recent = [used('opus', 'us-east-1'), used('haiku', 'us-east-1'), used('opus', 'eu-west-1')];
    expect(newOccasions(recent, before, about).map((one) => one.about)).toEqual([
      'model:haiku',
      'region:eu-west-1',
    ]);
    expect(newOccasions(recent, recent, about)).toEqual([]);
  });

  it.each([
    ['an empty ledger', null, null],
    ['one of ten days', { start: '2026-11-10', endExclusive: '2026-11-21' }, null],
    ['one of a year', { start: '2025-11-20', endExclusive: '2026-11-21' }, '2026-08-18'],
    ['one of a month', { start: '2026-10-20', endExclusive: '2026-11-21' }, '2026-10-20'],
  ])('%s is compared with what is known', (_, held, start) => {
    expect(newRanges(held, '2026-11-20')?.before.start ?? null).toBe(start);
  });

  it('tokens without a price are told by model', () => {
    const [told] = unpricedOccasions(
      [used('opus', 'a'), used('x', 'a', { unpricedTokens: 5n }), used('x', 'b', { unpricedTokens: 7n })],
      about,
    );
    expect([told?.about, told?.data.tokens, told?.data.model]).toEqual(['unpriced:x', '12', 'X']);
  });

  it('less than a dollar round the profiles is nobody’s news', () => {
    const of = (amount: string) =>
      outsideOccasions('2026-11', [{ modelKey: 'opus', amount: money(amount) }], about.modelName);
    expect(of('0.99')).toEqual([]);
    expect(of('1')[0]?.data).toEqual({ month: '2026-11', spent: '1', models: ['OPUS'] });
  });

  it('a disagreement names the largest days first, whichever way they are off', () => {
    const day = (d: string, estimated: string, billed: string) => ({
      day: d,
      modelKey: 'opus',
      estimated: money(estimated),
      billed: money(billed),
    });
    const [told] = disagreementOccasions(
      '2026-11',
      [day('2026-11-02', '1', '1.2'), day('2026-11-03', '9', '4')],
      about.modelName,
    );
    expect(told?.data.days).toMatchObject([{ day: '2026-11-03' }, { day: '2026-11-02' }]);
    expect(disagreementOccasions('2026-11', [day('2026-11-02', '1', '1.2')], about.modelName)).toEqual([]);
  });
});
