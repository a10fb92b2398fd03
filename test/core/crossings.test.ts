import { describe, expect, it } from 'vitest';
import { crossedWords, narrowedWords, periodWords } from '../../src/core/alertWords.ts';
import { crossingKey } from '../../src/core/budgets.ts';
import { money } from '../../src/core/money.ts';
import { carriedFrom, newCrossings } from '../../src/core/standing.ts';
import { thresholdFrom, thresholdText } from '../../src/core/thresholds.ts';
import { budgetOf } from '../budgetOf.ts';

const budget = budgetOf('b', { kind: 'organisation' });
const read = (texts: string) => texts.split(', ').map((text) => thresholdFrom(text) ?? expect.unreachable());
function crossed(thresholds: string, counted: string, ahead: string | null, already: readonly string[] = []) {
  const { record, send } = newCrossings({
    budget,
    scopeKey: '',
    standing: {
      counted: money(counted),
      limit: money('100'),
      forecastCounted: ahead === null ? null : { mid: money(ahead) },
    },
    thresholds: read(thresholds),
    already: new Set(already.map((one) => crossingKey('b', '', 1, '2026-11-01', one))),
  });
  return [record.map(thresholdText).join(), send === null ? null : thresholdText(send)];
}

describe('of thresholds of both kinds', () => {
  it.each([
    ['$50, 80%', '60', null, [], '$50', '$50'],
    ['$90, 80%', '95', null, [], '80%,$90', '$90'],
    ['$90, 80%', '95', null, ['$90'], '80%', null],
    ['80%, forecast 100%', '70', '100', [], 'forecast 100%', 'forecast 100%'],
    ['80%, forecast 100%', '70', '99.99', [], '', null],
    ['80%, forecast 100%', '70', null, [], '', null],
    // The higher one is told; what was counted of as much makes the forecast no news.
    ['80%, forecast 100%', '85', '120', [], '80%,forecast 100%', 'forecast 100%'],
    ['100%, forecast 100%', '110', '150', [], 'forecast 100%,100%', '100%'],
    // What is counted is news also where more was expected before.
    ['80%, forecast 100%', '85', '120', ['forecast 100%'], '80%', '80%'],
    ['80%, forecast $90', '85', '95', ['80%'], 'forecast $90', 'forecast $90'],
    ['forecast 100%', '0', '120', [], '', null],
  ] as const)('%s at %s, %s ahead after %j', (thresholds, counted, ahead, already, record, send) =>
    expect(crossed(thresholds, counted, ahead, already)).toEqual([record, send]),
  );
});

describe('what is carried over', () => {
  const before = budgetOf(
    'b',
    { kind: 'organisation' },
    { amount: money('150'), terms: { ...budget.terms } },
  );
  it.each([
    ['what was unused of the base, not of a raise', before, '40', '60'],
    ['nothing of what was used up', before, '100', '0'],
    ['no debt', before, '140', '0'],
    ['nothing of one that ended', { ...before, endedOn: '2026-10-20' }, '40', '0'],
    ['nothing where none was', null, '0', '0'],
  ])('%s', (_, one, counted, expected) => expect(carriedFrom(one, money(counted))).toBe(money(expected)));
});

describe('a crossing in words', () => {
  it.each([
    ['user', 'ann@example.com', '80%', 80, 'ann@example.com', 'You have used 80 % of your budget'],
    ['user', 'ann@example.com', '100%', 100, 'max@example.com', 'ann@example.com has used up the budget'],
    [
      'user',
      'ann@example.com',
      'forecast 100%',
      100,
      'ann@example.com',
      'You are on course to use up your budget',
    ],
    ['team', 'max@example.com', '$50', 50, 'max@example.com', 'Your team has used $50.00 of its budget'],
    [
      'team',
      'max@example.com',
      '80%',
      80,
      'fin@example.com',
      'The team of max@example.com has used 80 % of the budget',
    ],
    [
      'organisation',
      '',
      'forecast 90%',
      90,
      'fin@example.com',
      'The organisation is on course to use 90 % of the budget',
    ],
    ['costCenter', 'CC-1', '120%', 120, 'fin@example.com', 'Cost center CC-1 has used up the budget'],
  ] as const)('%s %s at %s', (scopeKind, scopeKey, threshold, thresholdPercent, target, words) =>
    expect(crossedWords({ scopeKind, scopeKey, threshold, thresholdPercent }, target)).toBe(words),
  );
  it.each([
    ['day', '2028-02-29', '2028-03-01', '29 February 2028'],
    ['week', '2026-12-28', '2027-01-04', 'the week from 28 December 2026 to 3 January 2027'],
    ['month', '2026-11-01', '2026-12-01', 'November 2026'],
    ['quarter', '2026-10-01', '2027-01-01', 'the quarter from October 2026 to December 2026'],
    ['year', '2026-01-01', '2027-01-01', '2026'],
    ['year', '2026-04-01', '2027-04-01', 'the year from April 2026 to March 2027'],
  ] as const)('%s from %s', (period, start, end, words) =>
    expect(periodWords(period, start, end)).toBe(words),
  );
  it('says what of the spend it is about', () =>
    expect(
      ['', 'family:claude-opus', 'vendor:meta', 'tag:Project=Atlas'].map((one) => narrowedWords(one)),
    ).toEqual([
      '',
      ' (models of the family Claude Opus)',
      ' (models of Meta)',
      ' (profiles with the tag Project=Atlas)',
    ]));
});
