import type { BudgetScope } from '../../core/budgets.ts';

/** Many budgets at once: their pages in English. */

const periods: Readonly<Record<'day' | 'week' | 'month' | 'quarter' | 'year', string>> = {
  day: 'a day',
  week: 'a week',
  month: 'a month',
  quarter: 'a quarter',
  year: 'a year',
};
const whom: Readonly<Record<BudgetScope['kind'], string>> = {
  user: 'Users',
  costCenter: 'Cost centers',
  team: 'Teams',
  organisation: 'Organisation',
  userDefault: 'Everybody without one',
  memberDefault: 'Each person of a cost center',
  groupDefault: 'Each person of a group',
  costCenterDefault: 'Cost centers without one',
};
const counted = (count: number, one: string, many: string) => (count === 1 ? `1 ${one}` : `${count} ${many}`);

export const budgetsMany = {
  title: 'Many budgets at once',
  intro:
    'Paste rows from a spreadsheet or choose a file. You see first what would change; nothing changes before you apply it, and afterwards you can undo it.',
  open: 'Many at once',
  paste: 'Rows',
  pasteNote:
    'The first row names the columns: scope, key and amount are needed; period, narrow, from, until, thresholds, carryOver, hard, reason and action (remove) may follow. A column that is not there leaves that as it is.',
  file: 'or a file (CSV or YAML, at most 2 MB and 5,000 budgets)',
  from: 'From when the changes hold',
  fromNote:
    'As usual: new budgets from the start of their period, changes from today. A row with a value in the column "from" decides for itself.',
  times: {
    '': 'As usual',
    now: 'From today',
    period: 'From the start of the running period',
    next: 'From the start of the next period',
  },
  removeMissing: 'End every budget that is not among these rows',
  anyName: 'The names that are not known here are right: use them all the same',
  submit: 'Show what would change',
  template: 'Template (CSV)',
  exported: 'The budgets of today (CSV)',
  toSuggest: 'Suggested amounts',
  toBudgets: 'All budgets',
  example: 'Example',
  refusedTitle: 'What is refused, and why',
  refusedIntro: (count: number) =>
    `${counted(count, 'row or value is', 'rows or values are')} refused, and nothing was changed. Correct what is listed and send it again.`,
  fileAgain: 'The file is too long to be shown here: correct it and choose it again.',
  line: 'Line',
  lineOf: (line: number) => `Line ${line}`,
  field: 'Field',
  value: 'Typed',
  why: 'Why not',
  nothing: 'Nothing would change: all these budgets are so already.',
  nothingLeft: 'Nothing is left to change: all these budgets are so by now.',
  refusedMeanwhile:
    'The ledger changed meanwhile, and rows are refused now: hand them in again. Nothing was changed.',
  plansTitle: 'Changes so far',
  plansEmpty: 'Nobody changed many budgets at once yet.',
  plan: 'Change',
  source: { pasted: 'Pasted rows', file: 'File', suggested: 'Suggested amounts', command: 'Command line' },
  state: 'State',
  states: { draft: 'not applied', applied: 'applied', undone: 'undone', replaced: 'read anew' },
  at: 'Read (UTC)',
  by: 'By',
  deeds: { create: 'new', change: 'changed', end: 'ends' },
  counts: (created: number, changed: number, ended: number, unchanged: number) =>
    [
      created > 0 && `${created} new`,
      changed > 0 && `${changed} changed`,
      ended > 0 && `${ended} ended`,
      unchanged > 0 && `${unchanged} as they are`,
    ]
      .filter(Boolean)
      .join(' · ') || 'nothing',
  planTitle: 'Change of many budgets',
  draftIntro:
    'Nothing has changed yet. Exactly what stands here is applied; should a budget change meanwhile, nothing is.',
  appliedIntro: 'It was applied. While nobody changes these budgets, it can be undone.',
  undoneIntro: 'It was undone: what held before holds again. The history of each budget keeps both.',
  replacedIntro: 'Budgets changed before this was applied, so that it was read anew.',
  toReplacement: 'To what is to be read now',
  stale: 'Budgets changed since this was read. When you apply it, it is read anew and shown to you first.',
  applied: 'Applied.',
  already: 'It was applied before; nothing was done twice.',
  undone: (left: number) =>
    left === 0
      ? 'Undone: what held before holds again.'
      : `Undone but for ${counted(left, 'budget', 'budgets')} that somebody changed since.`,
  noneUndone: 'Nothing was undone: each of these budgets was changed since.',
  notApplied: 'It is not applied, or was undone before; nothing was changed.',
  changedMeanwhile:
    'Budgets changed since you read it, so nothing was applied. This is what would change now.',
  reason: 'Reason',
  apply: (count: number) => `Apply ${counted(count, 'change', 'changes')}`,
  undo: 'Undo',
  undoText: (count: number) =>
    `Puts back what held before for ${counted(count, 'budget', 'budgets')}, as further changes in their history; periods that are over stay as they were.`,
  leftTitle: 'Changed since',
  leftIntro: 'These budgets were changed after it was applied; undoing leaves them as they are.',
  leftEmpty: 'None of these budgets was changed since.',
  totalsTitle: 'What they come to',
  totalsIntro: 'Of the budgets of these rows, those that stay as they are among them.',
  rowsTitle: 'What changes',
  rowsEmpty: 'Nothing changes.',
  scope: 'For',
  whom,
  period: 'Period',
  periods,
  narrow: 'Only',
  part: 'a part of the spend',
  before: 'Before',
  after: 'After',
  change: 'Change',
  deed: 'What',
  fromDay: 'From',
  untilDay: 'Last day',
  further: 'Also',
  furtherWords: {
    thresholds: (list: string) => `thresholds ${list}`,
    usualThresholds: 'thresholds of the company',
    carryOver: 'carries over',
    noCarryOver: 'carries nothing over',
    hard: 'hard',
    soft: 'soft',
  },
  number: 'Budgets',
  each: 'no total',
  history: 'In the audit log',
};

export const budgetsSuggest = {
  title: 'Suggested amounts',
  intro: (months: string) =>
    `Worked out of what was spent in ${months}: the amount that nine of ten months stayed within (90th percentile), rounded up.`,
  noMonth:
    'No complete month is in the ledger yet: amounts are suggested by what was spent in complete months.',
  how: 'How an amount is worked out',
  rules: [
    'Only complete months count, and only those with spend. Between two months the percentile lies in proportion, as in a spreadsheet.',
    'An amount up to $10 is rounded up to the next $1, up to $100 to $5, up to $1,000 to $50, up to $10,000 to $500, beyond that to $1,000.',
  ],
  kinds: { user: 'Users', costCenter: 'Cost centers' },
  who: { without: 'No own budget', all: 'All' },
  months: (count: number) => `${count} months`,
  kindLabel: 'For',
  whoLabel: 'Which',
  monthsLabel: 'By',
  show: 'Show',
  accept: 'Use',
  name: 'Name',
  median: 'Median',
  p90: '90th percentile',
  suggested: 'Suggested',
  held: 'Budget today',
  heldBy: 'By',
  withSpend: 'Months with spend',
  empty: 'Nobody of these spent anything in those months.',
  acceptChosen: 'Use the chosen amounts',
  acceptAll: (count: string) => `Use all ${count}`,
  acceptNote: 'You see first what would change.',
  noneChosen: 'Choose at least one row.',
  tooMany: 'These are more than 5,000: search for fewer, or use them in parts.',
  unpriced: 'some tokens have no price yet',
  ofMonths: (count: number, all: number) => `${count} of ${all}`,
};

/** What is wrong with what was handed in. */
export const invalidBudgetsMany = {
  noBudget: 'There is no budget in it: the first row names the columns, each further row is a budget.',
  manyRows: (most: number) =>
    `These are too many budgets: hand in at most ${most.toLocaleString('en')} at once.`,
  notCsv: (why: string) => `This is no CSV: ${why}`,
  columns: (why: string) => `The columns cannot be read: ${why}`,
  width: (columns: number) =>
    `The row has another number of columns than the first one (${columns}): put a value in quotes that holds what separates columns.`,
  planAction: 'Write set, or remove for a budget that is to end.',
  notYaml: (why: string) => `This is no YAML: ${why}`,
  yamlList: 'Write a list of budgets, or one under "budgets".',
  yamlBudget: 'Each budget is a group of fields, such as "scope: user".',
  yamlField: (fields: readonly string[]) => `There is no such field. Fields are ${fields.join(', ')}.`,
  yamlValue: 'Write one value, or a list of values.',
  noBudgetOf:
    'There never was such a budget, so none can end. See the list of budgets for its name, period and part.',
  sameBudget: (where: string) => `This is the same budget as in ${where}: leave one of the two rows out.`,
  fileEncoding: (encoding: string) =>
    `The file is ${encoding === '' ? 'not UTF-8' : `in ${encoding}, not in UTF-8`}: save it as "CSV UTF-8" and choose it again.`,
  fileLarge: 'The file is too large: 2 MB at most.',
};
