import { describe, expect, it } from 'vitest';
import { judgeCrossings, type Recorded } from '../../src/core/crossings.ts';
import { money } from '../../src/core/money.ts';
import { thresholdFrom, thresholdText } from '../../src/core/thresholds.ts';
import { budgetOf } from '../budgetOf.ts';

const read = (texts: string) => texts.split(', ').map((text) => thresholdFrom(text) ?? expect.unreachable());

type Fares = Partial<Pick<Recorded, 'isTold' | 'isWaiting' | 'hasFallen' | 'version' | 'budget'>>;
const was = (threshold: string, fares: Fares = {}): Recorded => ({
  id: threshold,
  budgetId: 'b',
  scopeKey: '',
  version: 1,
  periodStart: '2026-11-01',
  threshold,
  thresholdPercent: Number.parseInt(threshold.replace('forecast ', ''), 10),
  budget: money('100'),
  isTold: false,
  isWaiting: false,
  hasFallen: false,
  wasOvertaken: false,
  ...fares,
});
const [TOLD, WAITS, FELL] = [{ isTold: true }, { isWaiting: true }, { hasFallen: true }];

function judged(
  counted: string,
  recorded: readonly Recorded[],
  more: { version?: number; limit?: string } = {},
) {
  const { version = 1, limit = '100' } = more;
  const { record, again, send, fall } = judgeCrossings({
    budget: budgetOf('b', { kind: 'organisation' }, { version }),
    scopeKey: '',
    standing: { counted: money(counted), limit: money(limit), forecastCounted: null },
    thresholds: read('50%, 80%, 100%'),
    recorded,
  });
  const crossed = [...record, ...again.map(({ threshold }) => threshold)].map(thresholdText);
  return [
    crossed.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)).join(),
    send && thresholdText(send),
    fall.map(({ id }) => id).join(),
  ];
}

describe('a crossing', () => {
  it.each([
    ['is told at its highest', '85', [], ['50%,80%', '80%', '']],
    ['is told once', '85', [was('50%'), was('80%', TOLD)], ['', null, '']],
    ['is not told while it waits', '85', [was('50%'), was('80%', WAITS)], ['', null, '']],
    ['does not leave once spend fell', '60', [was('50%'), was('80%', WAITS)], ['50%', '50%', '80%']],
    ['stays told though spend fell', '60', [was('50%'), was('80%', TOLD)], ['', null, '']],
    ['is told when it comes again', '85', [was('50%', TOLD), was('80%', FELL)], ['80%', '80%', '']],
    ['is not told again as long as it fell', '60', [was('50%', TOLD), was('80%', FELL)], ['', null, '']],
    [
      'leaves what is below it, where that was not told',
      '60',
      [was('50%'), was('80%', FELL)],
      ['50%', '50%', ''],
    ],
    ['all below nothing', '10', [was('50%', WAITS), was('80%', WAITS)], ['', null, '50%,80%']],
  ] as const)('%s', (_, counted, recorded, expected) => expect(judged(counted, recorded)).toEqual(expected));
});

describe('a changed amount', () => {
  const told = [was('50%'), was('80%', TOLD)];
  it.each([
    ['by a tenth tells nothing twice', '85', told, '105', ['', null, '']],
    ['by a tenth tells what is higher', '108', told, '105', ['100%', '100%', '']],
    ['by more is a new budget', '170', told, '200', ['50%,80%', '80%', '']],
    ['by a tenth goes on with what waits', '85', [was('50%'), was('80%', WAITS)], '105', ['', null, '']],
    [
      'by more tells what waited of the old one',
      '150',
      [was('50%'), was('80%', WAITS)],
      '150',
      ['50%,80%,100%', '100%', ''],
    ],
    ['is not known from a forecast', '85', [was('forecast 100%', TOLD)], '105', ['50%,80%', '80%', '']],
  ] as const)('%s', (_, counted, recorded, limit, expected) =>
    expect(judged(counted, recorded, { version: 2, limit })).toEqual(expected),
  );
});
