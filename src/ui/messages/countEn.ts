import type { BudgetPeriod } from '../../core/budgetPeriods.ts';

/** What budgets count, and which one holds. */
export const countEn = {
  alerts: {
    intro:
      'Each threshold of a budget is recorded once in each of its periods; only the highest new one is sent.',
    month: 'Period',
    periods: {
      day: 'Day',
      week: 'Week',
      month: 'Month',
      quarter: 'Quarter',
      year: 'Year',
    } satisfies Readonly<Record<BudgetPeriod, string>>,
    ahead: (at: string) => `${at} expected`,
  },
  rule: {
    title: 'Which budget holds',
    person:
      'For a person: their own budget; without one, the largest of those for each person of their groups; then the one for each person of their cost center; then the one for every other user.',
    costCenter: 'For a cost center: its own budget; without one, the one for every other cost center.',
    slot: 'Budgets of different periods hold beside each other, as do those of all spend and those of certain models or tags only.',
    team: 'A team is whoever reported to its manager on the day, directly or not. The manager is not counted.',
    tag: 'A tag counts the profiles that had it on the day.',
    family:
      'A family counts all models whose names begin with its words: claude counts every Claude, claude-opus every Opus.',
    days: 'Periods are whole days in UTC, as AWS bills. A budget counts the days on which it holds.',
    carriedOver:
      'Where it is set so, what was unused of the amount of the period before counts beside the amount, for one period.',
  },
};
