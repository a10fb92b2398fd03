import { expect, it } from 'vitest';
import { isReplaced, plannedAfter, plannedOn, stepsOf } from '../../src/core/budgetChanges.ts';
import { type BudgetChange, plainTerms } from '../../src/core/budgets.ts';
import { money } from '../../src/core/money.ts';
import { addDays } from '../../src/core/periods.ts';

it('steps of the same changes are worked out once: a page asks for them at each of its periods and changes', () => {
  const changes = Array.from({ length: 300 }, (_, i) => {
    const from = addDays('2024-02-28', i);
    const decided = { version: i + 1, recordedAt: `${from}T10:00:00.000Z`, by: 'local:anna', reason: '' };
    return {
      ...decided,
      from,
      withdrawnAt: null,
      kind: 'set' as const,
      terms: plainTerms(money(`${i + 1}`)),
    };
  });
  const steps = stepsOf({ changes });
  expect(steps.map(({ version }) => version)).toEqual(changes.map(({ version }) => version));
  expect(stepsOf({ changes })).toBe(steps);
});

it('what is to come is what will hold by all that was decided, not each thing that was planned', () => {
  const today = '2026-11-29';
  const by = { by: 'local:anna', reason: '', withdrawnAt: null };
  const set = (version: number, from: string, usd: string): BudgetChange => ({
    ...by,
    version,
    from,
    recordedAt: `${today}T10:00:00.000Z`,
    kind: 'set',
    terms: plainTerms(money(usd)),
  });
  // Planned, ended before it began, planned anew; and of what was set for today, only the last holds.
  const end = { ...set(2, '2026-11-30', '0'), kind: 'end' as const };
  const anew = set(3, '2026-11-30', '90');
  const raise = {
    ...set(6, '2026-12-02', '0'),
    kind: 'raise' as const,
    extra: money('5'),
    toExclusive: '2026-12-09',
  };
  const [first, second] = [set(4, today, '70'), set(5, '2026-11-15', '60')];
  const record = { changes: [set(1, '2026-11-30', '80'), end, anew, first, second, raise] as BudgetChange[] };
  expect(plannedAfter(record, today).map(({ version }) => version)).toEqual([3, 6]);
  const replaced = record.changes.filter((one) => isReplaced(record, one));
  expect(replaced.map(({ version }) => version)).toEqual([1, 2, 4]);
  // From a day of the past; and as that day looked itself, when none of it was decided yet.
  expect(plannedAfter(record, '2026-11-01').map(({ version }) => version)).toEqual([5, 3, 6]);
  expect(plannedOn(record, '2026-11-01', today)).toEqual([]);
  expect(plannedOn(record, today, today)).toEqual(plannedAfter(record, today));
});
