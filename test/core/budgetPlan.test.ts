import { expect, it } from 'vitest';
import { changeTenths, diffOf, seenOf, undoOf, type WantedBudget } from '../../src/core/budgetPlan.ts';
import { type BudgetChange, type BudgetRecord, plainTerms, slotName } from '../../src/core/budgets.ts';
import { money } from '../../src/core/money.ts';
import { monthsBefore, roundedUp, suggestionOf } from '../../src/core/suggestions.ts';

/** Many budgets at once: differences, what undoes them, and amounts that are suggested. */

const TODAY = '2026-11-20';
const PLAIN = { weekStart: 1, fiscalYearStart: 1 };
const SLOT = { scope: { kind: 'costCenter', key: 'CC-1' }, period: 'month', narrowing: null } as const;

const decided = (version: number, from: string, what: string): BudgetChange => ({
  ...{ version, from, recordedAt: `${from}T08:00:00.000Z`, by: 'local:anna', reason: '', withdrawnAt: null },
  ...(what === 'end' ? { kind: 'end' } : { kind: 'set', terms: plainTerms(money(what)) }),
});
const record = (...changes: BudgetChange[]): BudgetRecord => ({
  ...SLOT,
  ...{ id: 'b1', createdAt: '2026-01-01T00:00:00.000Z', knownFrom: null, changes },
});
const wanted = (amount: string | null, more: Partial<WantedBudget> = {}): WantedBudget => ({
  ...{ line: 2, slot: SLOT, unsaid: [], from: null, until: null, reason: '' },
  terms: amount === null ? null : plainTerms(money(amount)),
  ...more,
});
const diff = (one: WantedBudget, held?: BudgetRecord) => {
  const records = new Map(held === undefined ? [] : [[slotName(held), held]]);
  const { rows, unchanged } = diffOf([one], { today: TODAY, calendar: PLAIN, records });
  return rows.length === 0 ? unchanged : rows.map(({ deed, from }) => `${deed} ${from}`).join();
};

const HELD = record(decided(1, '2026-10-01', '100'));
const RAISED = record(decided(1, '2026-10-01', '100'), decided(2, '2026-11-10', '300'));
const ENDED = record(decided(1, '2026-10-01', '100'), decided(2, '2026-11-10', 'end'));
it.each([
  ['none yet: from the beginning of the period', wanted('5'), undefined, 'create 2026-11-01'],
  ['another amount: from today on', wanted('5'), HELD, 'change 2026-11-20'],
  ['ended within the period: from there on', wanted('5'), ENDED, 'create 2026-11-10'],
  ['the same', wanted('100'), HELD, 1],
  ['the same since some days ago', wanted('300', { from: '2026-11-01' }), RAISED, 1],
  ['what held some days ago', wanted('100', { from: '2026-11-01' }), RAISED, 'change 2026-11-01'],
  ['the same with an end', wanted('100', { until: '2027-01-01' }), HELD, 'change 2026-11-20'],
  ['an end of what holds', wanted(null), HELD, 'end 2026-11-20'],
  ['an end of what ended', wanted(null), ENDED, 1],
  ['an end of what never was', wanted(null), undefined, 1],
])('the difference of %s', (_, one, held, expected) => expect(diff(one, held)).toBe(expected));

it('undoing puts back each amount that held before, and takes back what is to come', () => {
  const made = [3, 4];
  const applied = record(...RAISED.changes, decided(3, '2026-11-01', '50'), decided(4, '2026-12-01', 'end'));
  const deeds = undoOf(applied, made, TODAY, PLAIN);
  expect(deeds).toMatchObject([
    { do: 'withdraw', version: 4 },
    { do: 'set', from: '2026-11-01', terms: { amount: money('100') } },
    { do: 'set', from: '2026-11-10', terms: { amount: money('300') } },
  ]);
  const later = undoOf(applied, made, '2026-12-05', PLAIN);
  expect(later).toMatchObject([{ do: 'set', from: '2026-12-01', terms: { amount: money('300') } }]);
  const since = record(...applied.changes, decided(5, '2026-11-20', '7'));
  expect(undoOf(since, made, TODAY, PLAIN)).toEqual({ by: 'local:anna', at: '2026-11-20T08:00:00.000Z' });
  expect(seenOf(since)).not.toBe(seenOf(applied));
});

it.each([
  ['$10 and $30 of three months, once nothing', ['30', '0', '10'], '20', '28', '30', 2],
  ['one month', ['7.01'], '7.01', '7.01', '8', 1],
  ['six months', ['100', '110', '120', '130', '140', '1000'], '125', '570', '600', 6],
])('a suggestion from %s', (_, spent, median, p90, amount, monthsWithSpend) =>
  expect(suggestionOf(spent.map(money))).toEqual({
    ...{ median: money(median), p90: money(p90), amount: money(amount), monthsWithSpend },
  }),
);

it('nothing is suggested where nothing was spent; amounts are rounded up to round ones', () => {
  expect(suggestionOf([money('0')])).toBeNull();
  const rounded = ['0.003', '10', '10.01', '100', '101', '1000', '1559.56', '10000', '10000.01'];
  expect(rounded.map((one) => roundedUp(money(one)))).toEqual(
    ['1', '10', '15', '100', '150', '1000', '2000', '10000', '11000'].map(money),
  );
  expect(monthsBefore('2026-02-28', 3)).toEqual(['2025-11', '2025-12', '2026-01']);
  expect([changeTenths(money('80'), money('100')), changeTenths(null, money('1'))]).toEqual([250, null]);
});
