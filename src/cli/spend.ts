import { spendAnswerJson } from '../app/spend/json.ts';
import { sumSpend } from '../app/spend/sums.ts';
import { AMOUNT_COLUMN, type ColumnKey, fileKeyOf } from '../core/fileColumns.ts';
import { amountOf, type Known, pricedPart } from '../core/known.ts';
import { formatExact, formatFixed, roundRows, sharesOf, ZERO } from '../core/money.ts';
import { addDays } from '../core/periods.ts';
import type { SpendAnswer, SpendBasis, SpendGroup, SpendSum } from '../core/questions.ts';
import { KNOWN_WITHOUT_OWNER } from '../core/questions.ts';
import type { DayRange, UnallocatedReason } from '../core/types.ts';
import { plainPercent, tenths, whole } from '../ui/format.ts';
import { knownText } from '../ui/known.ts';
import { en } from '../ui/messages/en.ts';
import { type LookingOptions, looking } from './allowed.ts';
import { askingOf } from './asking.ts';
import { dayOption } from './options.ts';
import { printJson, say, UserError } from './output.ts';
import { printCsv, printTable } from './table.ts';
import { recordDeed } from './withContext.ts';

interface Options extends LookingOptions {
  start: string;
  endExclusive: string;
  /** One or two. */
  groupBy: readonly SpendGroup[];
  basis: SpendBasis;
  json?: boolean;
  csv?: boolean;
}

/** `bedrock-ledger spend`: the same figures as `GET /api/v1/spend`, as a table, CSV or, word by word, JSON. */
export async function spend(options: Options): Promise<void> {
  const range = {
    start: dayOption('start', options.start),
    endExclusive: dayOption('end-exclusive', options.endExclusive),
  };
  if (range.start >= range.endExclusive)
    throw new UserError('--end-exclusive must be after --start', 'badRequest');
  await looking(options, async (context) => {
    const { answer, ...known } = await sumSpend(askingOf(context), {
      range,
      groupBy: options.groupBy,
      basis: options.basis,
      filter: {},
      unowned:
        !options.json && options.groupBy.every((group) => KNOWN_WITHOUT_OWNER.has(group)) ? 'among' : 'apart',
    });
    if (options.json || options.csv)
      await recordDeed(context, 'export', subjectOf(options), {
        format: options.json ? 'json' : 'csv',
        rows: answer.rows.length,
      });
    if (options.json) printJson(spendAnswerJson(answer, known, { offset: 0, limit: answer.rows.length }));
    else if (options.csv) printAsCsv(options, range, rowsOf(options.groupBy, answer), answer.total);
    else {
      printAsTable(options.groupBy, rowsOf(options.groupBy, answer), answer.total);
      say();
      say(lastLine(options, range, answer));
    }
  });
}

/** Below the table: which spend of which days it is, or why there is none. */
function lastLine(options: Options, range: DayRange, { rows, unallocated, total }: SpendAnswer): string {
  if (rows.length + unallocated.length > 0)
    return [
      `${options.basis} spend from ${range.start} to before ${range.endExclusive} (UTC).`,
      ...(total.unpricedTokens === 0n
        ? []
        : [`${whole(total.unpricedTokens)} tokens have no price yet: what they cost is in no amount.`]),
    ].join('\n');
  return options.as === undefined
    ? 'Nothing is known of these days. Read them from AWS: bedrock-ledger sync, or backfill for older ones.'
    : `${options.as} sees no spend of these days.`;
}

/** What was asked for, as it was typed. */
const subjectOf = ({ start, endExclusive, groupBy, basis }: Options): string =>
  `spend --start ${start} --end-exclusive ${endExclusive} --group-by ${groupBy.join()} --basis ${basis}`;

interface ShownRow extends Known {
  /** As a table says them: one for each dimension. */
  keys: readonly string[];
  /** '' where it has none. */
  names: readonly string[];
  reason: UnallocatedReason | null;
  tokens: bigint;
  /** null: what nobody owns is of several days and says nothing of its state. */
  label: SpendSum['label'] | null;
}

/** Days in their order, all else largest first as it comes; what nobody owns last, by its reasons. */
function rowsOf(groups: readonly SpendGroup[], { rows, unallocated }: SpendAnswer): ShownRow[] {
  const owned = rows.map(({ keys, amount, unpricedTokens, tokens, label }) => ({
    keys: keys.map((key) => key || '(none)'),
    names: keys,
    reason: null,
    amount,
    unpricedTokens,
    tokens,
    label,
  }));
  if (groups[0] === 'day') owned.sort((a, b) => (a.names.join() < b.names.join() ? -1 : 1));
  return [
    ...owned,
    ...unallocated.map(({ reason, ...known }) => ({
      keys: [`unallocated: ${en.reason[reason]}`, ...groups.slice(1).map(() => '')],
      names: groups.map(() => ''),
      reason,
      ...known,
      label: null,
    })),
  ];
}

const SHARED = ['period_start', 'period_end', 'currency', 'row_type'] as const;

/** The columns of the pages' own CSV. */
function printAsCsv({ groupBy, basis }: Options, range: DayRange, rows: readonly ShownRow[], total: Known) {
  const shares = sharesIn(rows, total);
  const period = [range.start, addDays(range.endExclusive, -1), 'USD'];
  const head = ['share_percent', 'tokens', 'state', 'unpriced_tokens', 'unallocated_reason'] as const;
  printCsv(
    [...groupBy.map((group) => fileKeyOf(group) as ColumnKey), AMOUNT_COLUMN[basis], ...head, ...SHARED],
    rows.map((row, i) => {
      const amount = amountOf(row);
      return [
        ...row.names,
        amount === null ? '' : formatExact(amount),
        plainPercent(shares[i] ?? ''),
        String(row.tokens),
        row.label ?? '',
        String(row.unpricedTokens),
        row.reason ?? '',
        ...period,
        row.reason === null ? 'item' : 'unallocated',
      ];
    }),
  );
}

/** Shares as the pages say them: 100.0 together, and none of what has no price at all. */
const sharesIn = (rows: readonly ShownRow[], total: Known): string[] => {
  const amounts = rows.map(({ amount }) => amount);
  return sharesOf(amounts, total.amount).map((share, i) =>
    amountOf(rows[i] ?? total) === null ? '–' : tenths(share),
  );
};

function printAsTable(groups: readonly SpendGroup[], rows: readonly ShownRow[], total: Known): void {
  const shown = roundRows(
    rows.map((row) => row.amount),
    2,
  );
  const shares = sharesIn(rows, total);
  const tokens = rows.reduce((all, row) => all + row.tokens, 0n);
  printTable(
    [...groups, 'USD', 'share', 'tokens', ''],
    [
      ...rows.map((row, i) => [
        ...row.keys,
        knownText(row, { m: en }, formatFixed(shown[i] ?? ZERO, 2)),
        shares[i] ?? '',
        whole(row.tokens),
        row.label === null ? '' : en.status[row.label],
      ]),
      [
        'total',
        ...groups.slice(1).map(() => ''),
        knownText(total, { m: en }, formatFixed(pricedPart(total), 2)),
        '',
        whole(tokens),
        '',
      ],
    ],
    [0, 1, 2].map((at) => groups.length + at),
  );
}
