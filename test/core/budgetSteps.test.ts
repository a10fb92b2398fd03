import { expect, it } from 'vitest';
import { stepsOf } from '../../src/core/budgetChanges.ts';
import { plainTerms } from '../../src/core/budgets.ts';
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
