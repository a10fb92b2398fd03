import { mustBeAllowed } from '../app/asking.ts';
import { type BypassReport, type BypassRow, showBypass } from '../app/spend/bypass.ts';
import { callersByCloudTrail, type RecordedCallers } from '../app/spend/bypassCallers.ts';
import { bypassJson, coverageJson } from '../app/spend/bypassJson.ts';
import { awsOf, identify, type LedgerContext } from '../context.ts';
import { isOfPeople, type RecordedCaller, recordedOf } from '../core/bypass.ts';
import { shareOf } from '../core/coverage.ts';
import { amountOf, pricedPart } from '../core/known.ts';
import { formatExact, formatFixed, roundRows, ZERO } from '../core/money.ts';
import { monthOf, monthRange, parseMonth } from '../core/periods.ts';
import { percent, tenths, whole } from '../ui/format.ts';
import { knownText } from '../ui/known.ts';
import { en } from '../ui/messages/en.ts';
import { type LookingOptions, looking } from './allowed.ts';
import { askingOf } from './asking.ts';
import { printJson, remark, say, UserError } from './output.ts';
import { printCsv, printTable } from './table.ts';
import { recordDeed, withContext } from './withContext.ts';

/** `bedrock-ledger bypass`: who goes round the profiles, since when, and what ends it. */

interface Options extends LookingOptions {
  month?: string;
  cloudtrail?: boolean;
  json?: boolean;
  csv?: boolean;
}

export async function bypass(options: Options): Promise<void> {
  if (options.cloudtrail && options.as !== undefined)
    throw new UserError('--cloudtrail asks AWS as whoever is at the machine: leave --as out', 'badRequest');
  if (!options.cloudtrail) return looking(options, (context) => tell(context, options, null));
  await withContext(options, async (opened) => {
    mustBeAllowed(askingOf(opened), 'change', { kind: 'policies' });
    const context = await identify(opened);
    const range = rangeOf(options, context);
    await tell(context, options, await callersByCloudTrail(askingOf(context), awsOf(context), range));
  });
}

function rangeOf({ month }: Options, { clock }: Pick<LedgerContext, 'clock'>) {
  const running = monthOf(new Date(clock.now()).toISOString().slice(0, 10));
  const asked = month === undefined ? running : parseMonth(month);
  if (asked > running)
    throw new UserError(`--month: ${asked} has not begun: the running month is ${running}`, 'badRequest');
  return monthRange(asked);
}

async function tell(
  context: LedgerContext,
  options: Options,
  recorded: RecordedCallers | null,
): Promise<void> {
  const report = await showBypass(askingOf(context), rangeOf(options, context));
  const { rows } = report;
  const seenBy = (row: BypassRow): readonly RecordedCaller[] =>
    recorded === null || row.caller !== '' ? [] : recordedOf(recorded.callers, row);
  if (options.json || options.csv)
    await recordDeed(context, 'export', `bypass --month ${monthOf(report.range.start)}`, {
      format: options.json ? 'json' : 'csv',
      rows: rows.length,
    });
  if (options.json) {
    const json = bypassJson(report);
    return printJson({
      ...json,
      coverage: coverageJson(report.coverage),
      rows: json.rows.map((row, i) => ({ ...row, recorded: rows[i] === undefined ? [] : seenBy(rows[i]) })),
    });
  }
  for (const { what, why } of recorded?.unread ?? []) remark(`${what} was not read: ${why}`);
  for (const { accountId, region, at } of recorded?.cut ?? [])
    remark(`There are more records in ${accountId}/${region} than were read: those before ${at} are not.`);
  if (options.csv) return asCsv(rows, seenBy);
  asTable(report, seenBy, recorded !== null);
}

const callerWords = (row: BypassRow, seen: readonly RecordedCaller[]): string =>
  row.caller ||
  seen
    .slice(0, MOST_NAMED)
    .map(
      ({ who, role, calls }) => `${who}${role === '' || isOfPeople({ role }) ? '' : ` (${role})`} × ${calls}`,
    )
    .join(', ') ||
  en.bypass.unsaid;
/** Of a row, so many callers that CloudTrail names. */
const MOST_NAMED = 3;

const likelyWords = ({ likely }: BypassRow): string =>
  likely === null ? '–' : likely.kind === 'caller' ? likely.person : likely.costCenter;

function endsWords(row: BypassRow, seen: readonly RecordedCaller[]): string {
  const programs = seen.filter((one) => !isOfPeople(one));
  if (row.ending === 'profile' || (seen.length > 0 && programs.length === 0)) return en.bypass.endsProfile;
  return en.bypass.endsGuard;
}

type SeenBy = (row: BypassRow) => readonly RecordedCaller[];

function asTable(
  { rows, total, coverage, range, callers, names }: BypassReport,
  seenBy: SeenBy,
  asked: boolean,
) {
  const month = monthOf(range.start);
  if (rows.length === 0 && coverage.total.amount === ZERO && coverage.total.unpricedTokens === 0n)
    say(`Nothing is known of ${month}. Read it from AWS: bedrock-ledger sync, or backfill for older months.`);
  else if (rows.length === 0) say(`Nobody went round the profiles in ${month}.`);
  else {
    const shown = roundRows(
      rows.map(({ amount }) => amount),
      2,
    );
    printTable(
      ['model', 'where', 'caller', 'USD', 'since', 'likely owner', 'what ends it'],
      rows.map((row, i) => [
        names.model(row.modelKey),
        `${row.accountId}/${row.region}`,
        callerWords(row, seenBy(row)),
        knownText(row, { m: en }, formatFixed(shown[i] ?? ZERO, 2)),
        row.since ?? '–',
        likelyWords(row),
        endsWords(row, seenBy(row)),
      ]),
      [3],
    );
    say();
    say(
      `$${formatFixed(pricedPart(total), 2)} of ${month} (${percent(total.amount, coverage.total.amount)}) went round the profiles.`,
    );
    if (total.unpricedTokens > 0n)
      say(`${whole(total.unpricedTokens)} tokens have no price yet: what they cost is in no amount.`);
    if (callers !== 'named' && !asked) say(en.bypass.noCallers);
  }
  const share = shareOf(coverage.owned, coverage);
  if (share !== null) say(`${tenths(BigInt(share))} of the spend of ${month} carries an owner.`);
}

const CSV = [
  'model',
  'account',
  'region',
  'caller',
  'spent_usd',
  'since',
  'last_day',
  'likely_owner',
  'ends',
  'recorded',
  'unpriced_tokens',
] as const;

const asCsv = (rows: readonly BypassRow[], seenBy: SeenBy): void =>
  printCsv(
    CSV,
    rows.map((row) => {
      const amount = amountOf(row);
      return [
        row.modelKey,
        row.accountId,
        row.region,
        row.caller,
        amount === null ? '' : formatExact(amount),
        row.since ?? '',
        row.last ?? '',
        row.likely === null ? '' : likelyWords(row),
        row.ending,
        seenBy(row)
          .map(({ who, role, calls }) => `${who} ${role} ${calls}`)
          .join('; '),
        String(row.unpricedTokens),
      ];
    }),
  );
