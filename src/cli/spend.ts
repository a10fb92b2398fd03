import { formatExact, formatFixed, roundRows, ZERO } from '../core/money.ts';
import { spendAnswerJson } from '../server/spendJson.ts';
import type { SpendBasis, SpendGroup } from '../store/types.ts';
import { en } from '../ui/messages/en.ts';
import { dayOption } from './options.ts';
import { printCsv, printJson, printTable, say, UserError } from './output.ts';
import { type LedgerOptions, withLedger } from './withContext.ts';

interface Options extends LedgerOptions {
  start: string;
  endExclusive: string;
  groupBy: SpendGroup;
  basis: SpendBasis;
  json?: boolean;
  csv?: boolean;
}

/** `bedrock-ledger spend`: the same answer as `GET /api/v1/spend`, as a table, CSV or JSON. */
export async function spend(options: Options): Promise<void> {
  const range = {
    start: dayOption('start', options.start),
    endExclusive: dayOption('end-exclusive', options.endExclusive),
  };
  if (range.start >= range.endExclusive) throw new UserError('--end-exclusive must be after --start', 2);
  await withLedger(options, async ({ store }) => {
    const answer = await store.spend.query({
      range,
      groupBy: [options.groupBy],
      basis: options.basis,
      filter: {},
    });
    if (options.json) {
      printJson(
        spendAnswerJson(answer, await store.freshness.all(), { offset: 0, limit: answer.rows.length }),
      );
      return;
    }
    const rows = [
      ...answer.rows.map((row) => ({
        key: row.keys[0] || '(none)',
        amount: row.amount,
        label: row.label as string,
      })),
      ...answer.unallocated.map((row) => ({
        key: `unallocated: ${en.reason[row.reason]}`,
        amount: row.amount,
        label: '',
      })),
    ];
    const shown = roundRows(
      rows.map((row) => row.amount),
      2,
    );
    if (options.csv) {
      printCsv(
        [options.groupBy, 'amount_usd', 'label'],
        rows.map((row) => [row.key, formatExact(row.amount), row.label]),
      );
      return;
    }
    printTable(
      [options.groupBy, 'USD', ''],
      [
        ...rows.map((row, i) => [row.key, formatFixed(shown[i] ?? ZERO, 2), row.label]),
        ['total', formatFixed(answer.total, 2), ''],
      ],
      [1],
    );
    say();
    if (rows.length === 0)
      say(
        'Nothing is known of these days. Read them from AWS: bedrock-ledger sync, or backfill for older ones.',
      );
    else say(`${options.basis} spend from ${range.start} to before ${range.endExclusive} (UTC).`);
  });
}
