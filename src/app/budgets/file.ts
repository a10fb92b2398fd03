import { isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import { MOST_ROWS, type OptionalTerm, type RefusedRow } from '../../core/budgetPlan.ts';
import type { TypedRow } from '../../core/budgetPlans.ts';
import { BUDGET_SCOPES } from '../../core/budgets.ts';
import { type Columns, cellsBy, columnsIn, csvRows, shown } from '../csvRows.ts';
import { EXPORTED_FIELDS } from './exported.ts';

/** Budgets as a file or a paste says them: CSV as spreadsheets save and copy it, or YAML. Each row keeps its line. */

export const BUDGET_FIELDS = [
  ...EXPORTED_FIELDS,
  'reason',
  /** `set`, or `remove` for a budget that is to end. */
  'action',
] as const;
type BudgetField = (typeof BUDGET_FIELDS)[number];

/** The list of budgets that a page exports has more columns, and calls the amount by its currency. */
export const BUDGET_COLUMNS: Columns<BudgetField> = {
  names: BUDGET_FIELDS,
  needed: ['scope', 'key', 'amount'],
  also: { budget_usd: 'amount', amount_usd: 'amount' },
  idle: [
    ...['spent_usd', 'used_percent', 'left_usd', 'forecast_usd', 'state', 'mirrored', 'start', 'planned'],
    ...['budget_state', 'period_start'],
    ...['cautious_usd', 'stale_since', 'unpriced_tokens'],
  ],
};

export interface FileRead {
  rows: readonly TypedRow[];
  refused: readonly RefusedRow[];
}
type Format = 'csv' | 'yaml';

/** By the name of a file, else by how it begins: the first line of CSV names columns. */
export function formatOf(name: string, text: string): Format {
  if (/\.ya?ml$/iu.test(name)) return 'yaml';
  if (/\.(csv|tsv|txt)$/iu.test(name)) return 'csv';
  const [first = ''] = text
    .replace(/^\uFEFF/u, '')
    .replace(/^(\s*(#[^\n]*|---)?\n)*/u, '')
    .split('\n', 1);
  return /^\s*(-\s|budgets\s*:|\[|\{)/u.test(first) ? 'yaml' : 'csv';
}

/** Every row that can be read, and what cannot be. */
export function budgetRows(text: string, format: Format): FileRead {
  const read = format === 'yaml' ? yamlRows(text) : tableRows(text);
  if (read.rows.length === 0 && read.refused.length === 0) return nothing({ key: 'noBudget' });
  if (read.rows.length > MOST_ROWS)
    return nothing({ key: 'manyRows', value: String(read.rows.length), detail: MOST_ROWS });
  return read;
}

const nothing = (
  fault: Pick<RefusedRow, 'key' | 'value' | 'detail'>,
  line: number | null = null,
): FileRead => ({
  rows: [],
  refused: [{ line, field: 'file', ...fault }],
});

/** The page exports what holds, raises among it, beside the amount that was decided: where both are there, that one is meant. */
function columnsOf(head: readonly string[]): Columns<BudgetField> {
  if (!head.some((name) => bare(name) === 'amount')) return BUDGET_COLUMNS;
  const { also: _, idle = [], ...rest } = BUDGET_COLUMNS;
  return { ...rest, idle: [...idle, 'budget_usd', 'amount_usd'] };
}

function tableRows(text: string): FileRead {
  let rows: ReturnType<typeof csvRows>;
  try {
    rows = csvRows(text);
  } catch (error) {
    return nothing({ key: 'notCsv', value: '', detail: error instanceof Error ? error.message : '' });
  }
  const [head] = rows;
  if (head === undefined) return nothing({ key: 'noBudget' });
  const found = columnsIn(head.cells, columnsOf(head.cells));
  if ('fault' in found)
    return nothing(
      { key: 'columns', value: head.cells.map(shown).join(', '), detail: found.fault },
      head.line,
    );
  const width = head.cells.length;
  const refused = rows
    .filter(({ cells }) => cells.length !== width)
    .map(
      ({ line, cells }): RefusedRow => ({
        line,
        field: 'file',
        key: 'width',
        value: cells.map(shown).join(', '),
        detail: width,
      }),
    );
  const made = rows
    .slice(1)
    .filter(({ cells }) => cells.length === width)
    .map((row) => typedRow(row.line, cellsBy(row, found.columns)));
  return rowsOr(made, refused);
}

const rowsOr = (made: readonly { row: TypedRow; refused: RefusedRow[] }[], more: RefusedRow[]): FileRead => ({
  rows: made.map(({ row }) => row),
  refused: [...more, ...made.flatMap(({ refused }) => refused)],
});

const OPTIONAL: readonly OptionalTerm[] = ['thresholds', 'carryOver', 'hard'];
const ENDS = ['remove', 'end', 'delete', '終了', '削除'];
const SETS = ['', 'set'];

/** What is not said of a budget stays as it is; an empty cell says that there is none. */
function typedRow(
  line: number,
  { action = '', ...typed }: Partial<Record<BudgetField, string>>,
): { row: TypedRow; refused: RefusedRow[] } {
  const said = action.toLowerCase();
  const ends = ENDS.includes(said);
  const refused: RefusedRow[] =
    ends || SETS.includes(said) ? [] : [{ line, field: 'action', key: 'planAction', value: action }];
  const scope = BUDGET_SCOPES.find((kind) => bare(kind) === bare(typed.scope ?? ''));
  const unsaid = OPTIONAL.filter((name) => typed[name] === undefined);
  return {
    row: {
      line,
      typed: { ...typed, ...(scope && { scope }) } as Readonly<Record<string, string>>,
      unsaid,
      ends,
    },
    refused,
  };
}

/** A list of budgets, or one under `budgets`. Everything is text as it is written: cost center 0042 is no number. */
function yamlRows(text: string): FileRead {
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines });
  const [wrong] = [...document.errors, ...document.warnings];
  if (wrong !== undefined)
    return nothing(
      { key: 'notYaml', detail: wrong.message.split('\n')[0] ?? '' },
      wrong.linePos?.[0].line ?? null,
    );
  const root = document.contents;
  const list = isMap(root) && root.items.length === 1 ? root.get('budgets') : root;
  if (!isSeq(list)) return nothing({ key: 'yamlList' });
  return rowsOr(
    list.items.map((item, index) => {
      const at = (item as { range?: [number, number, number] | null }).range?.[0];
      const line = at === undefined ? index + 1 : lines.linePos(at).line;
      return isMap(item) ? yamlRow(item, line) : refusedRow(line, 'file', 'yamlBudget', String(item));
    }),
    [],
  );
}

function yamlRow(item: YAMLMap, line: number): { row: TypedRow; refused: RefusedRow[] } {
  const typed: Partial<Record<BudgetField, string>> = {};
  const refused: RefusedRow[] = [];
  for (const { key, value } of item.items) {
    const name = isScalar(key) ? String(key.value) : String(key);
    const field = BUDGET_FIELDS.find((one) => bare(one) === bare(name));
    const text = textOf(value);
    if (field === undefined)
      refused.push({ line, field: name, key: 'yamlField', value: name, detail: [...BUDGET_FIELDS] });
    else if (text === null) refused.push({ line, field, key: 'yamlValue', value: String(value) });
    else typed[field] = text;
  }
  const made = typedRow(line, typed);
  return { row: made.row, refused: [...refused, ...made.refused] };
}

const refusedRow = (line: number, field: string, key: string, value: string) => ({
  row: { line, typed: {}, unsaid: [], ends: false },
  refused: [{ line, field, key, value }],
});
const bare = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/gu, '');

/** A value as a cell would have it; a list, of thresholds, with commas. null: it is neither. */
function textOf(value: unknown): string | null {
  if (value === null) return '';
  if (isScalar(value)) return value.value === null ? '' : String(value.value);
  if (isSeq(value) && value.items.every((one) => isScalar(one)))
    return value.items.map((one) => (isScalar(one) ? String(one.value) : '')).join(', ');
  return null;
}
