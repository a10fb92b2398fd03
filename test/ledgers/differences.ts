import { expect } from 'vitest';

/** What this version shows otherwise than earlier releases, on purpose, each with its reason. */

// biome-ignore lint/suspicious/noExplicitAny: answers of releases whose types are gone
type Answer = any;

/** The same without the names of models, of each row or of the one. */
const unnamed = ({ rows, name: _, ...rest }: Answer): Answer => ({
  ...rest,
  ...(rows && { rows: rows.map((one: Answer) => without(one, 'name')) }),
});

interface Difference {
  address: RegExp;
  /** Releases with fewer migrations than this showed it otherwise. */
  before: number;
  reason: string;
  /** Of what the release said, what still holds. */
  holds(shown: Answer): Answer;
}

const without = (row: Answer, ...fields: string[]): Answer =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !fields.includes(name)));

const DIFFERENCES: readonly Difference[] = [
  {
    address: /^\/models/,
    before: 24,
    reason: 'a model is called the same everywhere, and by its whole name where the bill cuts it',
    holds: (shown) => unnamed(shown),
  },
  {
    address: /^\/(overview|cost-centers|users|teams|models|budgets)/,
    before: 12,
    reason:
      'the forecast of several is the sum of the forecasts of each owner, so that totals are the sums of their rows',
    holds: (shown) => withoutForecasts(shown),
  },
  {
    address: /^\/budgets$/,
    before: 5,
    reason: 'budgets that have ended are not listed, so that the field "deletedAt" would always be null',
    holds: ({ budgets, ...rest }) => ({
      ...rest,
      budgets: budgets
        .filter((budget: Answer) => budget.deletedAt === null)
        .map((budget: Answer) => without(budget, 'deletedAt')),
    }),
  },
  {
    address: /^\/reconciliation/,
    before: 5,
    reason: 'only days that are billed in full are compared, as on the page; the others stand in "waiting"',
    holds: ({ days, models, ...rest }) => ({
      ...rest,
      days: days.filter((one: Answer) => one.status !== 'billedOnly'),
      models: models.map((one: Answer) => without(one, 'notCompared')),
    }),
  },
  {
    address: /^\/teams\//,
    before: 6,
    reason: 'whoever left stays below their manager, so that what they spent stays with the team',
    holds: ({ members, ...rest }) => ({
      ...without(rest, 'rowCount'),
      members: expect.arrayContaining(members.map((one: Answer) => expect.objectContaining(one))),
    }),
  },
  {
    address: /^\/people\/[^/]+$/,
    before: 6,
    reason: 'whoever left is a report still, and roles that nobody gave by name are listed with their origin',
    holds: ({ reports, roles, ...rest }) => ({
      ...rest,
      reports: expect.arrayContaining(reports),
      roles: expect.arrayContaining(roles.map((role: Answer) => expect.objectContaining(role))),
    }),
  },
];

function withoutForecasts(shown: Answer): Answer {
  if (Array.isArray(shown)) return shown.map(withoutForecasts);
  if (typeof shown !== 'object' || shown === null) return shown;
  const kept = without(shown, 'forecast', 'forecastLow', 'forecastHigh', 'reachesBudgetOn');
  return Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, withoutForecasts(value)]));
}

/** What a release said at an address, as this version must say it. */
export function asToday(address: string, shown: Answer, migrations: number): Answer {
  return DIFFERENCES.filter((one) => one.address.test(address) && migrations < one.before).reduce(
    (left, one) => one.holds(left),
    shown,
  );
}

/** Usage types that name their model, which earlier releases did not read there. */
const NAMED: readonly (readonly [usageType: string, modelKey: string])[] = [
  ['USE1-AmazonRerank-v1-searchunits', 'AmazonRerank-v1'],
  ['USE1-qwen.qwen3-coder-next-reserved-input-tpm', 'qwen.qwen3-coder-next'],
  ['USE1-NovaLite-Customization-Training', 'amazon.nova-lite-v1:0'],
];

/** Rows of spend, as text, with the models that this version reads. */
export const asNamedToday = (rows: readonly string[]): string[] =>
  rows
    .map((row) => {
      const [, modelKey] = NAMED.find(([usageType]) => row.includes(` | ${usageType} | `)) ?? [];
      return modelKey === undefined ? row : row.replace(' | unknown | other | ', ` | ${modelKey} | other | `);
    })
    .sort();

/**
 * The first release gave what an owner claims and no profile explains out of all lines that were left, as far as there was
 * any. Today all of it is given, from the lines whose tag nobody listed: what each line came to is the same, and who spent
 * what of it is not.
 */
export const OWNERS_BY_LINE_BEFORE = 2;

/** Rows of spend, as text, as what each line of a day came to. */
export function asLines(rows: readonly string[], columns: readonly string[]): string[] {
  const sums = new Map<string, bigint>();
  for (const row of rows) {
    const cells = row.split(' | ');
    const cell = (name: string) => cells[columns.indexOf(name)] ?? '';
    const line = ['day', 'view', 'service', 'usage_type'].map(cell).join(' | ');
    sums.set(line, (sums.get(line) ?? 0n) + BigInt(cell('amount')));
  }
  return [...sums].map(([line, sum]) => `${line}: ${sum}`).sort();
}
