import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, answerOf } from '../../src/me/answer.ts';
import { Fault, plain } from '../../src/me/fault.ts';
import { clockTime, fill, json, line } from '../../src/me/line.ts';
import { checkToken, checkUrl } from '../../src/me/target.ts';

const BODY = {
  currency: 'USD',
  email: 'ada@example.com',
  month: '2026-11',
  spent: '41.2034',
  budget: '60',
  percent: 68.7,
  daysLeft: 6,
  forecast: '55',
  state: 'within',
};
const NEAR = { state: 'near', dryRun: false, left: '2' };
const STOPPED = { state: 'stopped', dryRun: false, since: '2026-11-20T09:00:00.000Z' };
const answer = (changes: object = {}): Answer => {
  const value = answerOf({ ...BODY, ...changes });
  if (value === null) throw new Error('no answer');
  return value;
};

const ESC = '\u001b';
/** What this throws. */
function faultOf(act: () => unknown): Error | null {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  return null;
}

describe('the line', () => {
  it.each([
    ['$41.20 of $60.00 · 68% · $18.80 left for 6 days', {}],
    ['$41.20 · no budget · 6 days left', { budget: null, percent: null, state: 'none' }],
    ['$61.20 of $60.00 · 102% · over by $1.20', { spent: '61.2', state: 'over' }],
    ['$60.00 of $60.00 · 100% · over', { spent: '60', state: 'over' }],
    // Not reached is not 100, however near, and whatever the server rounded to.
    ['$60.00 of $60.00 · 99% · $0.0001 left for 1 day', { spent: '59.9999', percent: 100, daysLeft: 1 }],
    [
      '$41.20 of $60.00 · 68% · $18.80 left for 6 days · forecast $71.20',
      { state: 'watch', forecast: '71.2' },
    ],
    ['$41.20 of $60.00 · 68% · $18.80 left for 6 days · watch', { state: 'watch', forecast: null }],
    ['$0.00 of $0.00 · $0.00 left for 0 days', { spent: '0', budget: '0', daysLeft: 0 }],
    ['$5.00 of $0.00 · over by $5.00', { spent: '5', budget: '0', state: 'over' }],
    [
      '$0.0034 of $1,234,567.80 · 0% · $1,234,567.80 left for 6 days',
      { spent: '0.0034', budget: '1234567.8' },
    ],
    ['−$3.50 of $60.00 · -6% · $63.50 left for 6 days', { spent: '-3.5' }],
    ['$123,456,789,012.10 · no budget · 6 days left', { spent: '123456789012.1', budget: null }],
    [
      '$58.00 of $60.00 · 96% · stops in about $2.00 · $2.00 left for 6 days',
      { spent: '58', stops: [{ state: 'near', dryRun: false, left: '2' }] },
    ],
    [
      '$60.00 of $60.00 · 100% · stopped since 2026-11-20 09:00 UTC, ask Olga (olga@example.com) · over',
      { spent: '60', state: 'over', stops: [NEAR, STOPPED], ask: ['Olga (olga@example.com)'] },
    ],
    // Of a dry run nobody is stopped; what steers a terminal is no name.
    ['$41.20 of $60.00 · 68% · $18.80 left for 6 days', { stops: [{ ...STOPPED, dryRun: true }] }],
    [
      '$41.20 of $60.00 · 68% · stopped since 2026-11-20 09:00 UTC · $18.80 left for 6 days',
      { stops: [STOPPED], ask: ['\u001b[31mOlga'] },
    ],
    ['$41.20 of $60.00 · 68% · $18.80 left for 6 days', { stops: [{ ...STOPPED, since: 'x' }, null, 7] }],
  ])('%s', (text, changes) => expect(line(answer(changes), null, false)).toBe(text));

  it('says of older figures that they are, and when they came', () =>
    expect(line(answer(), '14:05', false)).toBe(
      '~$41.20 of $60.00 · 68% · $18.80 left for 6 days · as of 14:05',
    ));

  it('colours what needs attention, which says so in words too', () => {
    expect(line(answer(), null, true)).not.toContain(ESC);
    expect(line(answer({ state: 'watch' }), null, true)).toBe(
      `${ESC}[33m$41.20 of $60.00 · 68% · $18.80 left for 6 days · forecast $55.00${ESC}[0m`,
    );
    expect(line(answer({ state: 'over' }), null, true)).toBe(
      `${ESC}[31m$41.20 of $60.00 · 68% · over${ESC}[0m`,
    );
  });

  it.each([
    ['{spent}/{budget} {percent} {daysLeft} {state}', '$41.20/$60.00 68% 6 within'],
    ['{left} of {budget}', '$18.80 of $60.00'],
    ['{forecast} {month} {asOf} {{spent}} {}', '$55.00 2026-11 now {$41.20} {}'],
  ])('of somebody’s own: %s', (format, text) => expect(fill(format, answer(), null)).toBe(text));
  it('of somebody’s own has words for what there is not', () =>
    expect(
      fill('{budget} {percent} {left} {forecast} {asOf}', answer({ budget: null, forecast: null }), '14:05'),
    ).toBe('no budget – – – 14:05'));
  it('says nothing left below nothing, of all that counts', () => {
    const left = (changes: object) => line(answer(changes), null, false);
    expect(left({ cautious: '10' })).toBe(
      '$41.20 + $10.00 without a price of $60.00 · 85% · $8.80 left for 6 days',
    );
    expect(left({ cautious: '20', state: 'over' })).toContain(' · over by $1.20');
  });

  it('tells times of the clock on the wall, and days where it is not today', () => {
    const now = new Date(2026, 10, 25, 14, 10).getTime();
    expect(clockTime(new Date(2026, 10, 25, 0, 5).getTime(), now)).toBe('00:05');
    expect(clockTime(new Date(2026, 10, 24, 23, 50).getTime(), now)).toBe('2026-11-24 23:50');
  });
});

describe('what the server sends', () => {
  it.each([
    [null],
    [[]],
    ['text'],
    [{ ...BODY, currency: 'EUR' }],
    [{ ...BODY, month: '\u001b[2J' }],
    [{ ...BODY, spent: 41.2 }],
    [{ ...BODY, spent: null }],
    [{ ...BODY, spent: '1e5' }],
    [{ ...BODY, spent: '9'.repeat(16) }],
    [{ ...BODY, budget: 'sixty' }],
    [{ ...BODY, budget: undefined }],
    [{ ...BODY, forecast: '\u001b]0;x\u0007' }],
    [{ ...BODY, daysLeft: '6' }],
    [{ ...BODY, daysLeft: -1 }],
    [{ ...BODY, daysLeft: 1.5 }],
    [{ ...BODY, state: '\u001b[31mover' }],
    [{ ...BODY, state: 'toString' }],
  ])('is no answer: %j', (body) => expect(answerOf(body)).toBeNull());

  const STEERS = /[\p{C}\p{Zl}\p{Zp}]/u;
  it('never steers a terminal, whatever stands in it', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.json(), (text, value) => {
        expect(plain(text)).not.toMatch(STEERS);
        const printed = json(answer({ email: text, more: JSON.parse(value) }), 0, false);
        expect(printed.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u200b-\u200f\u202a-\u202e]/u);
        expect(JSON.parse(printed)).toMatchObject({ email: text, cachedAt: '1970-01-01T00:00:00.000Z' });
      }),
    ));
});

describe('where the token may go', () => {
  it.each([
    ['https://ledger.example.com', 'https://ledger.example.com/'],
    ['https://example.com/ledger', ' https://EXAMPLE.com:443/ledger/ '],
    ['http://127.0.0.1:8080', 'http://127.1:8080/'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('to %s', (url, text) => expect(checkUrl(text)).toBe(url));
  it.each([
    ['http://ledger.example.com'],
    ['http://10.0.0.7:8080'],
    ['http://127.0.0.1.example.com'],
    ['http://localhost.example.com'],
  ])('not to %s, where others can read it', (text) => {
    expect(() => checkUrl(text)).toThrow(Fault);
    expect(() => checkUrl(text)).toThrow(new URL(text).host);
  });
  it.each([
    ['ledger.example.com'],
    ['ftp://ledger.example.com'],
    ['file:///etc/passwd'],
    ['https://user:password@ledger.example.com'],
    ['https://ledger.example.com/?x=1'],
    ['https://ledger.example.com/#x'],
    [''],
  ])('not to "%s", which is no address of a ledger', (text) => expect(() => checkUrl(text)).toThrow(Fault));
  it.each([[''], ['two words'], ['a\nx-header: b'], ['tökén'], ['a'.repeat(1001)]])(
    'nor what is no token: %j',
    (text) => {
      const refused = faultOf(() => checkToken(text));
      expect(refused).toBeInstanceOf(Fault);
      // It may have been a real one with a slip in it, so it is not repeated.
      if (text !== '') expect(refused?.message).not.toContain(text);
    },
  );
});
