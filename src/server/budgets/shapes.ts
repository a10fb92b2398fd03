import * as z from 'zod';
import { BUDGET_PERIODS } from '../../core/budgetPeriods.ts';
import type { BudgetScope } from '../../core/budgets.ts';
import { day, instant, money } from '../api/shapes.ts';

/** What of budgets is said the same in answers and in what is sent. */

const named = (kind: Extract<BudgetScope, { key: string }>['kind']) =>
  z.strictObject({ kind: z.literal(kind), key: z.string() });
export const scope = z
  .discriminatedUnion('kind', [
    named('user'),
    named('costCenter'),
    named('team'),
    z.strictObject({ kind: z.literal('organisation') }),
    z.strictObject({ kind: z.literal('userDefault') }),
    named('memberDefault'),
    named('groupDefault'),
    z.strictObject({ kind: z.literal('costCenterDefault') }),
  ])
  .meta({
    id: 'BudgetScope',
    description:
      'Whom a budget holds for; `team`: whoever reports to that manager; `userDefault`, `memberDefault` and `groupDefault`: everybody, each person of a cost center, each person of a group, without one of their own.',
  });

export const period = z.enum(BUDGET_PERIODS).meta({
  id: 'BudgetPeriod',
  description:
    'Whole UTC days, as AWS bills; weeks and fiscal years begin as the settings `budgets.weekStart` and `budgets.fiscalYearStart` say.',
});

export const narrowing = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('family'), key: z.string() }),
    z.strictObject({ kind: z.literal('vendor'), key: z.string() }),
    z.strictObject({ kind: z.literal('tag'), key: z.string(), value: z.string() }),
  ])
  .meta({
    id: 'BudgetNarrowing',
    description:
      'What of the spend it is about: models of a family or a vendor, or profiles that bear a tag.',
  });

const threshold = z
  .union([
    z.strictObject({ on: z.enum(['actual', 'forecast']), percent: z.int() }),
    z.strictObject({ on: z.enum(['actual', 'forecast']), amount: money }),
  ])
  .meta({
    id: 'BudgetThreshold',
    description: 'When somebody is told: of what was counted, or of where it will be at the end.',
  });
export const thresholds = z
  .array(threshold)
  .min(1, 'must name one: null means those of the settings')
  .nullable()
  .describe('null: those of the settings.');
export const carryOver = z.boolean().describe('What was unused of the period before counts beside it, once.');
export const hard = z.boolean().describe('It is meant to stop use; a soft one only tells.');

/** A budget as it holds in one of its periods. */
export const heldShape = {
  id: z.string(),
  scope,
  period,
  narrowing: narrowing.nullable().describe('null: all of the spend.'),
  range: z.strictObject({ start: day, endExclusive: day }).describe('The period that this is about.'),
  amount: money.describe('Of one `period`: what was decided, and the raises in force.'),
  base: money.describe('The same without raises.'),
  raises: z
    .array(z.strictObject({ version: z.int(), extra: money, from: day, toExclusive: day }))
    .describe('In force.'),
  thresholds,
  carryOver,
  hard,
  version: z.int().describe('Rises with each change of the amount, and arms its alerts again.'),
  since: day.describe('Since when its amount holds.'),
  holdsFrom: day.describe('Since when it holds, whatever its amount was.'),
  holdsUntil: day.nullable().describe('The first day on which it will not hold any more.'),
  createdAt: instant,
  updatedAt: instant,
};

const decided = {
  version: z.int(),
  from: day.describe('From this day on.'),
  recordedAt: instant,
  withdrawnAt: instant.nullable().describe('When it was taken back.'),
  planned: z.boolean().describe('It is to come.'),
  withdrawable: z.boolean().describe('It can be taken back: what held already cannot.'),
  by: z.string().nullable().describe('null for those who do not see the audit log.'),
  reason: z.string().nullable().describe('null for those who do not see the audit log.'),
};
const change = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('set'), ...decided, amount: money, thresholds, carryOver, hard }),
    z.strictObject({ kind: z.literal('end'), ...decided }),
    z.strictObject({ kind: z.literal('raise'), ...decided, extra: money, toExclusive: day }),
  ])
  .meta({
    id: 'BudgetChange',
    description:
      'Of a day the `set` or `end` with the latest `from` up to it holds, among equals the highest version; a `raise` adds to it on its days.',
  });

/** A budget with all that was decided of it. */
export const historyShape = {
  id: z.string(),
  scope,
  period,
  narrowing: narrowing.nullable(),
  createdAt: instant,
  knownFrom: day.nullable().describe('What held before is not known; null: all of it is.'),
  unknown: z.boolean().describe('What held on the day that was asked about is not known.'),
  held: z
    .strictObject(heldShape)
    .meta({ id: 'HeldBudget' })
    .nullable()
    .describe('As it held on the day that was asked about, in its period; null: it did not.'),
  changes: z.array(change).describe('All that was decided of it, the newest last.'),
};
export const history = z.strictObject(historyShape).meta({ id: 'BudgetHistory' });

export const termsRead = z
  .strictObject({ amount: money, thresholds, carryOver, hard })
  .meta({ id: 'BudgetTerms' });
