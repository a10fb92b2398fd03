import type { ExploreDimension, ExploreFault } from '../../core/explore.ts';
import { didYouMean } from '../../core/nearest.ts';

/** Words of the page on which questions about spend are put together, in English. */
export const exploreEn = {
  title: 'Explore',
  intro:
    'Choose what to ask; the answer follows. The address of the page holds the whole question, to keep or to share.',
  dimension: {
    costCenter: 'Cost center',
    user: 'User',
    model: 'Model',
    profile: 'Profile',
    account: 'Account',
    tokenKind: 'Token kind',
    day: 'Day',
    week: 'Week',
    month: 'Month',
  } satisfies Readonly<Record<ExploreDimension, string>>,
  field: {
    group: 'By',
    by: 'and by',
    nothing: 'nothing else',
    measure: 'Measure',
    basis: 'Basis',
    chart: 'Chart',
    top: 'Rows',
    compare: 'Compare with',
    compareNone: 'nothing',
    comparePrevious: 'the period before',
    filters: 'Filters, dates, basis, rows',
    add: (name: string) => `Add: ${name}`,
  },
  show: 'Show',
  measure: { cost: 'Cost', tokens: 'Tokens' },
  basis: { best: 'Best known', billed: 'Billed', estimated: 'Estimated' },
  chart: { bars: 'Bars', lines: 'Lines', table: 'Table only' },
  answer: {
    cost: (amount: string, when: string) => `${amount} was spent ${when}.`,
    billed: (amount: string, period: string) => `The bill says ${amount} for ${period}.`,
    estimated: (amount: string, when: string) => `Tokens × price comes to ${amount} ${when}.`,
    tokens: (count: string, when: string) => `${count} tokens were used ${when}.`,
    change: (change: string, than: string, before: string) =>
      `The change against ${than} (${before}) is ${change}.`,
    largest: (name: string, share: string) => `The largest part is ${name}, ${share}.`,
    moved: (name: string, change: string) => `The largest change is that of ${name}, ${change}.`,
  },
  pastUnknown:
    'There is nothing to compare with: the ledger does not hold all of the period before, or its days are not shown.',
  end: '.',
  chartText: (count: number, total: string) => `${count} bars or points, ${total} in all.`,
  noLines: 'Lines need days, weeks or months as a dimension: choose one, or bars.',
  preset: {
    title: 'Questions to begin with',
    most: 'Who spends most this month',
    mostOwn: 'What I spend most on',
    days: 'Model × day',
    changed: 'What changed since last week',
    months: 'Cost centers by month',
    monthsOwn: 'Models by month',
  },
  views: {
    title: 'Saved views',
    empty: 'None yet. Ask something, give it a name, and it is found here.',
    name: 'Name',
    save: 'Save this question',
    rename: 'Rename',
    remove: 'Delete',
    change: (name: string) => `Change “${name}”`,
    sure: (name: string) => `“${name}” goes from your list; the figures stay.`,
    done: {
      saved: 'The question is saved under this name.',
      renamed: 'The saved view has its new name.',
      removed: 'The saved view is gone. Its question is still here: save it again if that was wrong.',
    },
  },
  filtered: 'Only',
  rest: (count: number) => `Other (${count})`,
  earlier: (count: number) => `Earlier (${count})`,
  before: 'Before',
  cardOf: (group: string, by: string) => `${group} × ${by}`,
  all: 'CSV of all rows',
  why: 'What changed?',
  same: {
    title: 'The same by API or at the terminal',
    note: 'Exact amounts of every row. Weeks and months come as days, and what nobody owns by its reasons.',
  },
  tooMuch: {
    cells: (count: string, most: string) =>
      `A file of all rows could have ${count} of them, and ${most} is the most: choose fewer days, or filter.`,
    kinds: (count: string, most: string) =>
      `Token kinds of ${count} people or profiles take too long to read; up to ${most} are answered. Filter by a cost center or a person, or leave out the token kind.`,
    instead: {
      title: 'What can be answered instead',
      byCostCenter: 'The same by cost center',
      ofAllKinds: 'The same for all token kinds',
    },
  },
  empty: 'Nothing matches this question. Leave out a filter, or choose another period.',
  fault: {
    unknown: ({ field, value, near }: ExploreFault) =>
      `“${value}” is nothing that “${field}” can be, so that the standard is shown.${didYouMean(near)}`,
    same: () => 'The second dimension is the first one again: it is left out. Choose another one.',
    times: () => 'Days, weeks and months do not split each other: the second one is left out.',
    many: () => 'One filter takes 20 values; the others are left out.',
    long: () => 'A value longer than 300 characters is left out.',
  } satisfies Readonly<Record<ExploreFault['kind'], (fault: ExploreFault) => string>>,
};

export const auditExploreEn = {
  'view.save': 'View saved',
  'view.rename': 'View renamed',
  'view.remove': 'View deleted',
};
export const invalidExploreEn = {
  viewName: (most: number) => `A name has 1 to ${most} letters.`,
  viewNameTaken: 'Another view has this name: choose another one, or delete that first.',
  tooManyViews: (most: number) => `${most} views are saved already: delete one that is not needed any more.`,
};
