import type { ColumnKey } from '../../core/fileColumns.ts';
import { amountOf, type Known } from '../../core/known.ts';
import { formatExact } from '../../core/money.ts';
import {
  type ChargeBack,
  type ChargeBackForm,
  type ChargeBackRow,
  unbilledIn,
  unbilledOf,
} from './chargeBack.ts';

/** What is charged to whom as a file, of pages and at the command line alike: exact values by the columns of all files. */

const SUMMARY = [
  ...(['cost_center', 'spent_usd', 'billed_usd', 'unbilled_usd', 'tokens', 'state'] as const),
  ...(['unallocated_reason', 'record_type', 'unpriced_tokens'] as const),
];
/** The detail has its own at the end, so that one program can read both. */
export const CHARGE_BACK_COLUMNS: Readonly<Record<ChargeBackForm, readonly ColumnKey[]>> = {
  summary: SUMMARY,
  detail: [
    ...SUMMARY,
    ...(['user', 'model', 'profile_arn', 'profile_name'] as const),
    ...(['tokens_input', 'tokens_output', 'tokens_cache_read', 'tokens_cache_write'] as const),
  ],
};

/** What stands in a row; columns that are left out are empty. */
export interface FileRow {
  kind: 'item' | 'unallocated' | 'not usage';
  values: Readonly<Partial<Record<ColumnKey, string>>>;
}

/** How many rows it has, without the total. */
export const rowCountOf = ({ rows, others }: ChargeBack): number => rows.length + others.length;

/** Those rows, or some of them: from the one at `from` to the one before `to`. */
export function chargeBackRows(read: ChargeBack, from = 0, to = rowCountOf(read)): FileRow[] {
  const beyond = (at: number) => Math.max(0, at - read.rows.length);
  return [
    ...read.rows.slice(from, to).map((row) => fileRow(row, read)),
    ...read.others.slice(beyond(from), beyond(to)).map(
      ({ recordType, amount }): FileRow => ({
        kind: 'not usage',
        values: { billed_usd: formatExact(amount), record_type: recordType },
      }),
    ),
  ];
}

export const chargeBackTotal = (read: ChargeBack): FileRow['values'] => ({
  ...spentIn(read.total),
  billed_usd: formatExact(read.total.billed),
  unbilled_usd: formatExact(unbilledOf(read)),
  tokens: String(read.rows.reduce((all, { tokens }) => all + tokens, 0n)),
});

function spentIn(known: Known): FileRow['values'] {
  const amount = amountOf(known);
  return {
    spent_usd: amount === null ? '' : formatExact(amount),
    unpriced_tokens: String(known.unpricedTokens),
  };
}

function fileRow(row: ChargeBackRow, { form, names }: ChargeBack): FileRow {
  const { tokensByKind: of, profileArn, reason } = row;
  const values = {
    ...spentIn(row),
    cost_center: row.costCenter,
    billed_usd: formatExact(row.billed),
    unbilled_usd: formatExact(unbilledIn(row)),
    tokens: String(row.tokens),
    state: row.label,
    unallocated_reason: reason ?? '',
  };
  const detail = {
    user: row.user,
    model: row.model,
    profile_arn: profileArn,
    profile_name: profileArn === '' ? '' : names.profile(profileArn).name,
    tokens_input: String(of.input),
    tokens_output: String(of.output),
    tokens_cache_read: String(of.cacheRead),
    tokens_cache_write: String(of.cacheWrite),
  };
  return {
    kind: reason === null ? 'item' : 'unallocated',
    values: form === 'detail' ? { ...values, ...detail } : values,
  };
}
