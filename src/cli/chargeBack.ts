import { type ChargeBack, readChargeBack } from '../app/bill/chargeBack.ts';
import { CHARGE_BACK_COLUMNS, chargeBackRows, rowCountOf } from '../app/bill/chargeBackFile.ts';
import { chargeBackJson } from '../app/bill/chargeBackJson.ts';
import { mustBeKept } from '../app/kept.ts';
import { pricedPart } from '../core/known.ts';
import { formatFixed, roundRows, ZERO } from '../core/money.ts';
import { addDays, dayOf, monthOf, monthRange, parseMonth } from '../core/periods.ts';
import { whole } from '../ui/format.ts';
import { knownText } from '../ui/known.ts';
import { en } from '../ui/messages/en.ts';
import { type LookingOptions, looking } from './allowed.ts';
import { askingOf } from './asking.ts';
import { printJson, say, UserError } from './output.ts';
import { printCsv, printTable } from './table.ts';
import { recordDeed } from './withContext.ts';

/** `bedrock-ledger charge-back`: what is charged to whom, as the files of the pages say it. */

interface Options extends LookingOptions {
  month?: string;
  detail?: boolean;
  json?: boolean;
  csv?: boolean;
}

export async function chargeBack(options: Options): Promise<void> {
  await looking(options, async (context) => {
    const running = monthOf(dayOf(context.clock.now()));
    const month = options.month === undefined ? running : parseMonth(options.month);
    if (month > running)
      throw new UserError(`--month: ${month} has not begun: the running month is ${running}`, 'badRequest');
    const form = options.detail ? 'detail' : 'summary';
    const read = await readChargeBack(askingOf(context), monthRange(month), form);
    mustBeKept(read.gone, 'month');
    if (options.json || options.csv)
      await recordDeed(context, 'export', `charge-back --month ${month} ${form}`, {
        format: options.json ? 'json' : 'csv',
        rows: rowCountOf(read),
      });
    if (options.json) printJson(chargeBackJson(read));
    else if (options.csv) printAsCsv(read);
    else printAsTable(read);
  });
}

/** Rows alone: what they come to is for whoever adds them up. */
function printAsCsv(read: ChargeBack): void {
  const { form, range } = read;
  const keys = CHARGE_BACK_COLUMNS[form];
  const period = [range.start, addDays(range.endExclusive, -1), 'USD'];
  printCsv(
    [...keys, 'period_start', 'period_end', 'currency', 'row_type'],
    chargeBackRows(read).map(({ kind, values }) => [
      ...keys.map((key) => values[key] ?? ''),
      ...period,
      kind,
    ]),
  );
}

function printAsTable({ rows, others, total, form, names, range }: ChargeBack): void {
  const spent = roundRows(
    rows.map(({ amount }) => amount),
    2,
  );
  const billed = roundRows([...rows.map((row) => row.billed), ...others.map(({ amount }) => amount)], 2);
  const isDetail = form === 'detail';
  const more = (cells: readonly string[]) => (isDetail ? cells : []);
  printTable(
    ['cost center', ...more(['user', 'model', 'profile']), 'spent', 'billed', 'tokens', ''],
    [
      ...rows.map((row, i) => [
        row.reason === null ? row.costCenter || '(none)' : `unallocated: ${en.reason[row.reason]}`,
        ...more([row.user, row.model, row.profileArn === '' ? '' : names.profile(row.profileArn).name]),
        knownText(row, { m: en }, formatFixed(spent[i] ?? ZERO, 2)),
        formatFixed(billed[i] ?? ZERO, 2),
        whole(row.tokens),
        en.status[row.label],
      ]),
      ...others.map(({ recordType }, i) => [
        en.reconciliation.recordTypes[recordType] ?? recordType,
        ...more(['', '', '']),
        '',
        formatFixed(billed[rows.length + i] ?? ZERO, 2),
        '',
        '',
      ]),
      [
        'total',
        ...more(['', '', '']),
        knownText(total, { m: en }, formatFixed(pricedPart(total), 2)),
        formatFixed(total.billed, 2),
        whole(rows.reduce((all, { tokens }) => all + tokens, 0n)),
        '',
      ],
    ],
    (isDetail ? [3, 4, 5] : [0, 1, 2]).map((at) => at + 1),
  );
  say();
  say(
    `Charge-back from ${range.start} to ${addDays(range.endExclusive, -1)} (UTC); "billed" comes to the invoice.`,
  );
}
