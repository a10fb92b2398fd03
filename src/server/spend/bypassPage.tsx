import type { Context } from 'hono';
import { showsDays } from '../../app/privacy/shown.ts';
import { type BypassReport, type BypassRow, showBypass } from '../../app/spend/bypass.ts';
import { href } from '../../core/href.ts';
import { type Known, pricedPart, sumKnown } from '../../core/known.ts';
import { compare } from '../../core/money.ts';
import { usd, usdTogether } from '../../core/usd.ts';
import { Spark } from '../../ui/charts/small.tsx';
import { percent, day as showDay, tenths } from '../../ui/format.ts';
import { knownText } from '../../ui/known.ts';
import { type Frame, PeriodPicker } from '../../ui/layout.tsx';
import { PlainPage } from '../../ui/plain.tsx';
import { type Cell, lazyRow, type TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { frameOf, periodOf } from '../http/frame.ts';
import { setupLead } from '../setup/lead.tsx';
import { cards } from '../tables/cards.tsx';
import {
  alone,
  knownCell,
  linesHref,
  percentCell,
  periodQuery,
  UNPRICED_TOKENS,
  unpricedTokensCell,
} from '../tables/cells.ts';
import { calledOf } from '../tables/named.ts';
import { shareText } from './coverageTables.tsx';
import { nameOfPeriod, whenOf } from './periodName.ts';

/** Who goes round the profiles, since when, who is likely to answer for it, and what ends it. */
export async function bypassPage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const period = periodOf(c, deps.clock.now(), !showsDays(askingOf(c, deps)));
  const range = { start: period.start, endExclusive: period.endExclusive };
  const report = await showBypass(askingOf(c, deps), range);
  const result = await cards(c, frame, { what: 'bypass', range }, [
    {
      id: '',
      title: m.bypass.rows,
      table: bypassTable(report, frame),
      empty: emptyWords(report, frame),
    },
  ]);
  if (result.response) return result.response;
  const { coverage, callers, total } = report;
  const most = mostOf(report.rows);
  const called = await calledOf(c, most === undefined ? [] : [most.caller]);
  const words = m.bypass;
  return c.html(
    <PlainPage frame={frame} title={words.title} intro={words.intro}>
      <p class="headline">
        {verdictOf(report, most && { ...most, caller: called(most.caller) }, frame).join(m.gap)}
      </p>
      {total.amount !== 0n && callers !== 'named' && (
        <p class="note">{callers === 'long' ? words.tooLong : words.noCallers}</p>
      )}
      {deps.settings.attribution === 'iamPrincipal' && <p class="note">{words.byPrincipal}</p>}
      <p class="note">
        <a href={href`/coverage` + periodQuery(frame)}>{words.coverage.link}</a>
        {isKnown(coverage) &&
          m.colon + words.coverage.short(shareText(coverage.owned, coverage, frame.locale))}
      </p>
      {report.knownFrom === null && setupLead(c, frame)}
      <PeriodPicker frame={frame} period={period} />
      <div class="grid">{result.shown}</div>
    </PlainPage>,
  );
}

const isKnown = ({ total }: BypassReport['coverage']): boolean =>
  total.amount !== 0n || total.unpricedTokens > 0n;

function emptyWords({ knownFrom, coverage }: BypassReport, { m }: Frame): string {
  if (knownFrom === null) return m.nothingYet;
  return isKnown(coverage) ? m.bypass.nothing : m.empty;
}

interface Caller {
  caller: string;
  known: Known;
}

/** Whoever spent the most of it, of those who are known by name. */
function mostOf(rows: readonly BypassRow[]): Caller | undefined {
  const [most] = [...Map.groupBy(rows, ({ caller }) => caller)]
    .filter(([caller]) => caller !== '')
    .map(([caller, some]) => ({ caller, known: sumKnown(some) }))
    .sort((a, b) => compare(b.known.amount, a.known.amount));
  return most;
}

/** How much, by whom, and the largest part of it. */
function verdictOf(
  { rows, total, coverage, range, named, names }: BypassReport,
  most: Caller | undefined,
  frame: Frame,
): string[] {
  const words = frame.m.bypass.verdict;
  const period = nameOfPeriod(range, frame);
  const [largest] = rows;
  // Where nothing is known of the period, that nobody did is not known either.
  if (largest === undefined)
    return [(isKnown(coverage) ? words.none : frame.m.bypass.coverage.nothing)(whenOf(range, frame))];
  return [
    words.amount(knownText(total, frame), percent(total.amount, coverage.total.amount, frame.locale), period),
    most === undefined
      ? words.place(
          names.model(largest.modelKey),
          largest.accountId,
          largest.region,
          knownText(largest, frame),
        )
      : words.callers(named, most.caller, usd(pricedPart(most.known))),
  ];
}

function bypassTable(
  { rows, total, range, knownFrom, mayEnd, names }: BypassReport,
  frame: Frame,
): TableData {
  const { m } = frame;
  const words = m.bypass;
  const shown = usdTogether(rows.map(({ amount }) => amount));
  return {
    caption: m.usd,
    columns: [
      { name: m.name.model, key: 'model' },
      { name: words.account, key: 'account', file: true },
      { name: words.region, key: 'region', file: true },
      { name: m.spent, key: 'amount_usd', csv: 'spent_usd', number: true },
      // Beside the amount: on a narrow screen what is first is not cut.
      { name: words.ends, key: 'ends', card: 'act' },
      { name: words.caller, key: 'caller' },
      { name: words.likely, key: 'likely_owner' },
      { name: words.share, key: 'share_percent', number: true },
      { name: words.since, key: 'since', number: true },
      { name: words.last, key: 'last', csv: 'last_day', number: true },
      { name: words.days, key: 'days', drawn: true },
      UNPRICED_TOKENS,
    ],
    rows: rows.map((row, i) => {
      const lines = linesHref(range, {
        model: [row.modelKey],
        account: [row.accountId],
        region: [row.region],
        reason: ['directCall'],
      });
      return lazyRow(`${row.accountId} ${row.region} ${row.modelKey} ${row.caller}`, () => [
        {
          text: names.model(row.modelKey),
          raw: row.modelKey,
          beside: [{ text: row.accountId }, { text: row.region }],
        },
        { text: row.accountId },
        { text: row.region },
        { ...knownCell(row, frame, shown(i)), href: lines },
        endsCell(row, mayEnd, frame),
        callerCell(row, frame),
        likelyCell(row, frame),
        percentCell(pricedPart(row), pricedPart(total), frame),
        sinceCell(row, knownFrom, frame),
        row.last === null
          ? { text: '–', raw: '' }
          : { text: showDay(row.last, frame.locale), raw: row.last, sort: row.last },
        { text: '', show: <Spark amounts={row.daily} label={`${words.days}${m.colon}${words.rows}`} /> },
        unpricedTokensCell(row),
      ]);
    }),
    ...(rows.length === 0
      ? {}
      : {
          foot: [
            { text: m.total, raw: 'total' },
            ...[1, 2].map(() => ({ text: '' })),
            alone(knownCell(total, frame)),
            ...[1, 2, 3, 4, 5, 6, 7].map(() => ({ text: '' })),
            unpricedTokensCell(total),
          ],
        }),
  };
}

function callerCell({ caller, known }: BypassRow, { m }: Frame): Cell {
  const words = m.bypass;
  if (caller === '') return { text: words.unsaid, raw: '' };
  return {
    text: caller,
    person: caller,
    href: href`/users/${caller}`,
    title: known === 'share' ? words.part : words.exact,
    ...(known === 'share' ? { beside: [{ text: words.part }] } : {}),
  };
}

function sinceCell({ since }: BypassRow, knownFrom: string | null, { m, locale }: Frame): Cell {
  if (since === null) return { text: '–', raw: '' };
  const text = showDay(since, locale);
  return since === knownFrom
    ? { text: m.bypass.atLeastSince(text), raw: since, sort: since, title: m.bypass.atLeastTitle }
    : { text, raw: since, sort: since };
}

/** Who, and in words why that is thought. */
function likelyCell({ likely }: BypassRow, { m, locale }: Frame): Cell {
  const { why, nobody } = m.bypass;
  if (likely === null) return { text: nobody, raw: '', beside: [{ text: why.nobody }] };
  if (likely.kind === 'account')
    return {
      text: likely.costCenter,
      href: href`/cost-centers/${likely.costCenter}`,
      beside: [{ text: why.account(tenths(BigInt(likely.share), locale)) }],
    };
  return {
    text: likely.person,
    person: likely.person,
    href: href`/users/${likely.person}`,
    beside: [{ text: likely.costCenter === '' ? why.caller : why.callerOf(likely.costCenter) }],
  };
}

/** What ends it, as steps for whoever may take them, else as words. */
function endsCell(row: BypassRow, mayEnd: boolean, { m }: Frame): Cell {
  const words = m.bypass;
  const raw = row.ending;
  if (!mayEnd) return { text: row.ending === 'profile' ? words.endsProfile : words.endsGuard, raw };
  const query: Record<string, string> = {
    ...(row.caller === '' ? {} : { userEmail: row.caller }),
    ...(row.sourceId === null ? {} : { source: row.sourceId }),
    place: `${row.accountId}/${row.region}`,
  };
  return {
    text: words.guard,
    raw,
    show: (
      <span class="steps">
        <a href={href`/profiles/new?${query}`}>
          {row.caller === '' ? words.giveSomebody : words.giveProfile}
        </a>
        <a href={href`/policies/roll-out`}>{words.guard}</a>
        {row.caller === '' && <a href={href`/policies?${{ kind: 'guard' }}`}>{words.exempt}</a>}
      </span>
    ),
  };
}
