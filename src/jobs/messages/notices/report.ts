import { MINUTE_WORDS } from '../../../core/alertWords.ts';
import { href, scopeHref } from '../../../core/href.ts';
import type { LetterLocale } from '../../../core/letters.ts';
import type { Bars, Fact, Link, Listed, MessageTable, Meter } from '../../../core/message.ts';
import { approximate, money } from '../../../core/money.ts';
import type { NoticeData } from '../../../core/noticeData.ts';
import { addDays, monthOf } from '../../../core/periods.ts';
import type { Money } from '../../../core/types.ts';
import { signedUsd, usd } from '../../../core/usd.ts';
import { linkTo, type Wording } from '../frame.ts';
import { factsOf } from '../letters/wording.ts';
import { REPORT_WORDS, type ReportWords } from './reportWords.ts';
import { moreWords, type NoticeWording } from './wording.ts';

/** A regular report: how much of what, since when, who and what it went to, who needs attention, and where to go on. */

type Data = NoticeData['report'];
type Row = Data['rows'][number];

export const report: NoticeWording<'report'> = {
  type: 'report',
  tone: 'news',
  words(data, wording) {
    const w = REPORT_WORDS[wording.locale];
    const who = whoseOf(data, wording, w);
    const period = w.period(data);
    const spent = spentText(data, w);
    const change = changeIn(data);
    const isOver = data.attention.some(({ state }) => state === 'over') || data.budgetState === 'over';
    return {
      tone: isOver ? 'warning' : 'news',
      subject: w.subject(data.rhythm, who, spent, change === null ? '' : signedUsd(change), period),
      lead: w.lead(data.rhythm, who, spent, period) + w.change(data.rhythm, change, percentOf(change, data)),
      meter: meterOf(data, w),
      facts: factsIn(data, w),
      bars: [...daysIn(data, w), ...shareBars(data.models, w.models, nameOf(w))],
      // Of single people a channel that many read tells nothing.
      tables: wording.role === 'channel' && data.kind !== 'organisation' ? [] : tablesIn(data, w),
      lists: wording.role === 'channel' ? [] : attentionIn(data, w, wording.locale),
      notes: notesIn(data, w, wording.locale),
      links: linksOf(data, wording, w),
    };
  },
};

/** For machines too: to channels that many read, rows of people are told as little as to their readers. */
export const forChannels = ({
  rows,
  changes,
  attention,
  ...data
}: Data): Omit<Data, 'rows' | 'changes' | 'attention'> & Partial<Data> =>
  data.kind === 'organisation' ? { ...data, rows, changes } : data;

function whoseOf({ kind, key, name }: Data, { target }: Wording, w: ReportWords): string {
  if (kind === 'organisation') return w.organisation;
  if (kind === 'costCenter') return w.costCenter(key);
  return key === target ? w.ownTeam : w.team(name === '' ? key : name);
}

const spentText = ({ spent, least }: Data, w: ReportWords): string =>
  least ? w.atLeast(usd(money(spent))) : usd(money(spent));

/** null: nobody knows. */
const changeIn = ({ spent, before, least }: Data): Money | null =>
  before === '' || least ? null : ((money(spent) - money(before)) as Money);

/** Whole percent by which it rose or fell; '' of nothing before, or where it is more than a reader can use. */
function percentOf(change: Money | null, { before }: Pick<Row, 'before'>): string {
  if (change === null || before === '' || money(before) <= 0n) return '';
  const percent = Math.round((approximate(change) / approximate(money(before))) * 100);
  return Math.abs(percent) >= 1000 ? '' : String(Math.abs(percent));
}

function meterOf(
  { budget, counted, expected, budgetPeriod, budgetStart, budgetEnd }: Data,
  w: ReportWords,
): Meter | null {
  if (budget === '' || money(budget) <= 0n) return null;
  const percent = (value: string) => Number((money(value) * 100n) / money(budget));
  const usedPercent = percent(counted);
  const forecastPercent = expected === '' ? null : percent(expected);
  return {
    ...{ usedPercent, forecastPercent, estimatedPercent: 0 },
    words: w.meter(usedPercent, forecastPercent, w.budgetPeriod(budgetPeriod, budgetStart, budgetEnd)),
  };
}

function factsIn(data: Data, w: ReportWords): Fact[] {
  const { before, month, monthRuns, monthSpent, monthExpected, budget, counted, expected } = data;
  const left = budget === '' ? null : ((money(budget) - money(counted)) as Money);
  const ahead = expected === '' ? monthExpected : expected;
  const named = budget === '' ? '' : w.budgetPeriod(data.budgetPeriod, data.budgetStart, data.budgetEnd);
  return factsOf(
    [w.billed, data.billedPercent >= 100 ? w.allBilled : w.billedPart(data.billedPercent)],
    [w.before(data), before === '' ? w.unknown : usd(money(before))],
    data.rhythm === 'monthly' || monthSpent === ''
      ? null
      : [w.month(month, monthRuns), usd(money(monthSpent))],
    budget === '' ? null : [w.budget(named), usd(money(budget))],
    left === null ? null : left < 0n ? [w.over, usd(-left as Money)] : [w.left, usd(left)],
    ahead === '' ? null : [w.expected(expected === '' ? w.monthName(month) : named), usd(money(ahead))],
    monthRuns && budget !== '' ? [w.resets, w.dayName(data.budgetEnd)] : null,
  );
}

/** Days, or weeks of a month, as bars; one of a single day says nothing. */
function daysIn({ rhythm, bars }: Data, w: ReportWords): Bars[] {
  if (bars.length < 2) return [];
  const highest = Math.max(...bars.map(({ spent }) => approximate(money(spent))));
  const of = bars.map(({ from, until, spent }) => ({
    label: rhythm === 'monthly' ? w.days(from, until) : w.day(from),
    text: usd(money(spent)),
    share: highest <= 0 ? 0 : Math.max(0, approximate(money(spent)) / highest),
  }));
  return [{ title: w.barsTitle(rhythm), bars: of }];
}

const nameOf =
  (w: ReportWords) =>
  ({ key, name }: Pick<Row, 'key' | 'name'>): string =>
    name || key || w.nobody;

/** What it went to, as bars. */
function shareBars(rows: readonly Row[], title: string, name: (row: Row) => string): Bars[] {
  const highest = Math.max(0, ...rows.map(({ spent }) => (spent === '' ? 0 : approximate(money(spent)))));
  if (highest <= 0) return [];
  const bars = rows.map((row) => ({
    label: name(row),
    text: row.spent === '' ? '–' : usd(money(row.spent)),
    share: row.spent === '' ? 0 : Math.max(0, approximate(money(row.spent)) / highest),
  }));
  return [{ title, bars }];
}

function tablesIn(data: Data, w: ReportWords): MessageTable[] {
  const name = nameOf(w);
  const amount = (text: string) => (text === '' ? '–' : usd(money(text)));
  const first = data.kind === 'organisation' ? w.costCenters : w.people;
  const [top, changed] =
    data.kind === 'organisation' ? [w.topCenters, w.changedCenters] : [w.topPeople, w.changedPeople];
  const table = (title: string, columns: readonly string[], rows: readonly (readonly string[])[]) =>
    rows.length === 0 ? [] : [{ title, columns, rows }];
  return [
    ...table(
      top,
      [first, w.spent, w.pastShort[data.rhythm]],
      data.rows.map((row) => [name(row), amount(row.spent), amount(row.before)]),
    ),
    ...table(
      changed,
      [first, w.changed, w.spent],
      data.changes.map((row) => [name(row), signedUsd(money(row.by)), amount(row.spent)]),
    ),
  ];
}

function attentionIn({ attention, attentionMore }: Data, w: ReportWords, locale: LetterLocale): Listed[] {
  if (attention.length === 0) return [];
  const lines = attention.map(({ kind, key, name, state, excess }) =>
    w.attention(kind === 'costCenter' ? w.center(key) : name || key, state === 'over', usd(money(excess))),
  );
  return [{ title: w.attentionTitle, lines, more: moreWords(locale, attentionMore) }];
}

function notesIn(data: Data, w: ReportWords, locale: LetterLocale): string[] {
  const { attention, bill, rhythm, start, budget, budgetState, usageUntil, billedThrough } = data;
  const isQuiet = attention.length === 0 && (budget === '' || budgetState === 'within');
  return [
    isQuiet ? w.quiet : w.act,
    rhythm === 'monthly' ? w.monthState(w.monthName(monthOf(start)), bill === 'final') : w.estimates,
    w.fresh(
      usageUntil === '' ? w.unknown : MINUTE_WORDS[locale](usageUntil),
      billedThrough === '' ? w.unknown : w.dayName(billedThrough),
    ),
  ];
}

function linksOf(data: Data, wording: Wording, w: ReportWords): Link[] {
  const { kind, key, start, lastDay, rhythm } = data;
  const days =
    rhythm === 'monthly' ? { month: monthOf(start) } : { start, endExclusive: addDays(lastDay, 1) };
  return [
    ...linkTo(wording, w.page, () => `${scopeHref(kind, key)}${href`?${days}`}`),
    ...(data.attention.length === 0 ? [] : linkTo(wording, w.overPage, () => overHref(data))),
  ];
}

function overHref({ kind, key }: Data): string {
  if (kind === 'organisation') return href`/budgets/over`;
  return href`/budgets/over?${kind === 'team' ? { team: key } : { costCenter: key }}`;
}
