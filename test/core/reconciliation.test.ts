import { describe, expect, it } from 'vitest';
import { summarizeFreshness } from '../../src/core/freshness.ts';
import { money } from '../../src/core/money.ts';
import { percentOff, reconcile, reconciledBy, wayToInvoice } from '../../src/core/reconciliation.ts';
import type { Freshness, SpendRow } from '../../src/core/types.ts';
import { DAY, NOVA, otherLine, SONNET } from './world.ts';

function row(estimated: string, billed: string, more: Partial<SpendRow> = {}): SpendRow {
  return {
    day: DAY,
    view: 'profile',
    accountId: '1',
    region: 'us-east-1',
    profileArn: null,
    modelKey: SONNET,
    kind: 'input',
    service: '',
    usageType: '',
    userEmail: null,
    costCenter: null,
    tokens: 10n,
    billedTokens: 10n,
    billed: money(billed),
    estimated: money(estimated),
    estimatedLow: money(estimated),
    estimatedHigh: money(estimated),
    amount: money(billed),
    label: 'provisional',
    allocatedBy: null,
    reason: null,
    rateSource: 'list',
    ...more,
  };
}

describe('estimate against bill', () => {
  it.each([
    ['agrees', row('100', '99.5')],
    ['differs', row('100', '90')],
    ['inRange', row('100', '120', { kind: 'cacheWrite', estimatedHigh: money('160') })],
    ['pending', row('100', '0', { label: 'estimated' })],
    ['billedOnly', row('0', '5', { tokens: 0n })],
    ['unpriced', row('0', '5', { rateSource: null })],
  ] as const)('%s', (status, one) => {
    expect(reconcile([one])).toMatchObject([{ status }]);
  });

  it('adds up per day, model and kind, over one view', () => {
    const lines = reconcile([
      row('60', '50'),
      row('40', '50', { reason: 'directCall' }),
      row('7', '7', { view: 'principal' }),
      row('1', '2', { modelKey: NOVA }),
    ]);
    expect(lines).toMatchObject([
      { modelKey: NOVA, difference: money('-1'), percent: -50, status: 'differs' },
      {
        modelKey: SONNET,
        estimated: money('100'),
        billed: money('100'),
        difference: 0n,
        percent: 0,
        status: 'agrees',
      },
    ]);
    expect(percentOff(money('1'), money('0'))).toBeNull();
  });
});

describe('what metrics do not hold', () => {
  it('is a line of its own', () => {
    const batch = { service: 'Amazon Bedrock', usageType: 'USE1-NovaMicro-input-tokens-batch', tokens: 0n };
    const lines = reconcile([
      row('10', '10', { modelKey: NOVA }),
      row('0', '99', { ...batch, modelKey: NOVA }),
    ]);
    expect(lines.map((line) => line.status).sort()).toEqual(['agrees', 'billedOnly']);
  });
});

describe('freshness', () => {
  const now = Date.parse('2026-11-22T14:10:00.000Z');
  const slice = (
    source: Freshness['source'],
    completeUntil: string | null,
    lastSuccessAt: string | null,
  ): Freshness => ({
    source,
    slice: source,
    completeUntil,
    lastSuccessAt,
    lastError: null,
    lastErrorAt: null,
  });
  it('is that of the least fresh place, and says what is stale since when', () => {
    const summary = summarizeFreshness(
      [
        slice('usage', '2026-11-22T14:05:00.000Z', '2026-11-22T14:08:00.000Z'),
        slice('usage', '2026-11-22T09:00:00.000Z', '2026-11-22T09:01:00.000Z'),
        slice('charges', '2026-11-22T00:00:00.000Z', '2026-11-22T06:00:00.000Z'),
        slice('profiles', null, null),
      ],
      now,
    );
    expect(summary).toMatchObject({ estimatesUntil: '2026-11-22T09:00:00.000Z', billedUntil: '2026-11-21' });
    expect(summary.stale.map((s) => [s.source, s.since])).toEqual([
      ['profiles', null],
      ['usage', '2026-11-22T09:01:00.000Z'],
    ]);
  });
  it('of what was never read is unknown', () => {
    expect(summarizeFreshness([], now)).toEqual({ estimatesUntil: null, billedUntil: null, stale: [] });
    expect(summarizeFreshness([slice('usage', null, null)], now).estimatesUntil).toBeNull();
  });
});

describe('added up', () => {
  const lines = reconcile([
    row('100', '99.5'),
    row('10', '10', { kind: 'output' }),
    row('0', '7', { kind: 'output', tokens: 0n, service: 'Amazon Bedrock', usageType: 'X-batch' }),
    row('50', '0', { kind: 'cacheRead', label: 'estimated' }),
    row('3', '200', { modelKey: NOVA }),
    row('0', '2', { modelKey: 'unknown', kind: 'other', tokens: 0n }),
  ]);

  it('compares what can be compared, and says what cannot', () => {
    expect(reconciledBy(lines, 'modelKey')).toMatchObject([
      { key: NOVA, estimated: money('3'), billed: money('200'), status: 'differs' },
      {
        key: SONNET,
        estimated: money('110'),
        billed: money('109.5'),
        difference: money('0.5'),
        percent: 0.45,
        status: 'agrees',
      },
      { key: 'unknown', billed: 0n, notCompared: money('2'), status: 'billedOnly' },
    ]);
  });

  it('comes to the same by day', () => {
    const [day, ...more] = reconciledBy(lines, 'day');
    expect(more).toEqual([]);
    expect(day).toMatchObject({
      key: DAY,
      estimated: money('113'),
      billed: money('309.5'),
      notCompared: money('9'),
    });
  });
});

describe('from usage to the invoice', () => {
  it('adds what is no usage by its record type, largest first, and leaves out what is nothing', () => {
    const charges = [
      otherLine('Credit', 'a', '-50'),
      otherLine('Tax', 'a', '8'),
      otherLine('Credit', 'b', '-0.5'),
      otherLine('Refund', 'b', '0'),
    ];
    expect(wayToInvoice(money('100'), charges)).toEqual({
      usage: money('100'),
      others: [
        { recordType: 'Credit', amount: money('-50.5') },
        { recordType: 'Tax', amount: money('8') },
      ],
      total: money('57.5'),
    });
    expect(wayToInvoice(money('1'), []).total).toBe(money('1'));
  });
});
