import { DAY_WORDS, monthWords, periodWords } from '../../../core/alertWords.ts';
import type { BudgetPeriod } from '../../../core/budgetPeriods.ts';
import type { LetterLocale } from '../../../core/letters.ts';
import type { NoticeData } from '../../../core/noticeData.ts';
import { startOf } from '../../../core/periods.ts';
import type { Reported } from '../../../core/reportTimes.ts';
import type { Day, Money } from '../../../core/types.ts';
import { usd } from '../../../core/usd.ts';

/** The words of regular reports, in each language. */

type Data = NoticeData['report'];

const format = (locale: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
const LONG = format('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
const SHORT = format('en-GB', { day: 'numeric', month: 'short' });
const SHORT_JA = format('ja-JP', { day: 'numeric', month: 'long' });
const WEEKDAY = { weekday: 'short', day: 'numeric', month: 'short' } as const;
const OF_DAY = { en: format('en-GB', WEEKDAY), ja: format('ja-JP', WEEKDAY) };

/** `16–22 November 2026`. */
const spanEn = (words: Intl.DateTimeFormat, from: Day, until: Day): string =>
  from === until
    ? words.format(startOf(from))
    : words
        .formatRange(startOf(from), startOf(until))
        .replaceAll(/[\u2009\u202f]/g, ' ')
        .replace(/^(\d+) – (\d)/, '$1–$2');
const spanJa = (from: Day, until: Day): string =>
  from === until
    ? SHORT_JA.format(startOf(from))
    : `${SHORT_JA.format(startOf(from))}〜${SHORT_JA.format(startOf(until))}`;

const slashed = (day: Day): string => `${Number(day.slice(5, 7))}/${Number(day.slice(8))}`;

export interface ReportWords {
  /** @param change with its sign; '' where it is not known */
  subject(rhythm: Reported, who: string, spent: string, change: string, period: string): string;
  lead(rhythm: Reported, who: string, spent: string, period: string): string;
  /** What follows the lead. @param change null: not known @param percent whole ones; '' where they say nothing */
  change(rhythm: Reported, change: Money | null, percent: string): string;
  organisation: string;
  costCenter(key: string): string;
  /** The same at the beginning of a line. */
  center(key: string): string;
  ownTeam: string;
  team(name: string): string;
  atLeast(amount: string): string;
  period(data: Data): string;
  budgetPeriod(period: string, start: Day, endExclusive: Day): string;
  meter(used: number, expected: number | null, period: string): string;
  before(data: Data): string;
  unknown: string;
  month(month: string, runs: boolean): string;
  monthName(month: string): string;
  budget(period: string): string;
  left: string;
  over: string;
  expected(period: string): string;
  resets: string;
  billed: string;
  allBilled: string;
  billedPart(percent: number): string;
  dayName(day: Day): string;
  /** How far figures reach. */
  fresh(usageUntil: string, billedThrough: string): string;
  barsTitle(rhythm: Reported): string;
  day(day: Day): string;
  days(from: Day, until: Day): string;
  models: string;
  nobody: string;
  people: string;
  costCenters: string;
  topPeople: string;
  topCenters: string;
  changedPeople: string;
  changedCenters: string;
  spent: string;
  pastShort: Readonly<Record<Reported, string>>;
  changed: string;
  attentionTitle: string;
  attention(who: string, isOver: boolean, excess: string): string;
  quiet: string;
  act: string;
  monthState(month: string, isFinal: boolean): string;
  estimates: string;
  page: string;
  overPage: string;
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const IN_EN = { daily: 'on', weekly: 'in the week of', monthly: 'in' } as const;
const PAST_EN = { daily: 'the day before', weekly: 'the week before', monthly: 'the month before' } as const;
const PAST_JA = { daily: '前日', weekly: '前週', monthly: '前月' } as const;
const RHYTHM_EN = { daily: 'Daily', weekly: 'Weekly', monthly: 'Monthly' } as const;
const RHYTHM_JA = { daily: '日次', weekly: '週次', monthly: '月次' } as const;

const EN: ReportWords = {
  subject: (rhythm, who, spent, change, period) =>
    `${RHYTHM_EN[rhythm]} report, ${who}: ${spent}${change === '' ? '' : ` (${change})`}, ${period}`,
  lead: (rhythm, who, spent, period) =>
    `${upper(who)} spent ${spent} on Amazon Bedrock ${IN_EN[rhythm]} ${period} (UTC)`,
  change: (rhythm, change, percent) => {
    if (change === null) return '.';
    const past = PAST_EN[rhythm];
    if (change === 0n) return `, as much as ${past}.`;
    const by = `${usd((change < 0n ? -change : change) as Money)}${percent === '' ? '' : ` (${percent} %)`}`;
    return `, ${by} ${change > 0n ? 'more' : 'less'} than ${past}.`;
  },
  organisation: 'the organisation',
  costCenter: (key) => `cost center ${key}`,
  center: (key) => `Cost center ${key}`,
  ownTeam: 'your team',
  team: (name) => `the team of ${name}`,
  atLeast: (amount) => `at least ${amount}`,
  period: ({ rhythm, start, lastDay }) =>
    rhythm === 'monthly' ? monthWords(start.slice(0, 7), 'en') : spanEn(LONG, start, lastDay),
  budgetPeriod: (period, start, endExclusive) => periodWords(period as BudgetPeriod, start, endExclusive),
  meter: (used, expected, period) =>
    `${used} % of the budget for ${period} used${expected === null ? '' : `, ${expected} % expected by the end`}`,
  before: ({ rhythm, pastStart, pastLastDay }) =>
    rhythm === 'monthly'
      ? `The month before (${monthWords(pastStart.slice(0, 7), 'en')})`
      : `${upper(PAST_EN[rhythm])} (${spanEn(SHORT, pastStart, pastLastDay)})`,
  unknown: 'not known',
  month: (month, runs) => `${monthWords(month, 'en')}${runs ? ' so far' : ''}`,
  monthName: (month) => monthWords(month, 'en'),
  budget: (period) => `Budget for ${period}`,
  left: 'Left of it',
  over: 'Over it by',
  expected: (period) => `Expected by the end of ${period}`,
  resets: 'A new budget begins on',
  billed: 'Billed by AWS so far',
  allBilled: 'all of it',
  billedPart: (percent) => `${percent} %; the rest is estimated from tokens`,
  dayName: (day) => `${DAY_WORDS.en(day)} (UTC)`,
  fresh: (usage, bill) =>
    `When this was made, usage was known up to ${usage}, and the bill was complete up to ${bill}.`,
  barsTitle: (rhythm) => (rhythm === 'monthly' ? 'Spend by week' : 'Spend by day'),
  day: (day) => OF_DAY.en.format(startOf(day)),
  days: (from, until) => spanEn(SHORT, from, until),
  models: 'Most by model',
  nobody: 'nobody in particular',
  people: 'Person',
  costCenters: 'Cost center',
  topPeople: 'Who spent most',
  topCenters: 'Cost centers that spent most',
  changedPeople: 'Whose spend changed most',
  changedCenters: 'Cost centers that changed most',
  spent: 'Spent',
  pastShort: { daily: 'Day before', weekly: 'Week before', monthly: 'Month before' },
  changed: 'Change',
  attentionTitle: 'Over the budget of the month, or expected to be',
  attention: (who, isOver, excess) =>
    isOver ? `${who}: over by ${excess}` : `${who}: will be over by ${excess} as things go`,
  quiet: 'Nobody is over budget, and nobody will be at this pace. There is nothing to do.',
  act: 'Look at what drives it: a budget can be raised for a time, or a cheaper model may do. This report blocks nothing.',
  monthState: (month, isFinal) =>
    isFinal
      ? `${month} is final: AWS has billed all of it.`
      : `${month} is provisional: AWS goes on billing its last days, and its figures may still move a little. Wait for the final bill before you charge them on.`,
  estimates: 'Days that AWS has not billed yet are estimated from tokens and may still move a little.',
  page: 'See what it went to',
  overPage: 'Who is over, and what to do',
};

const JA: ReportWords = {
  subject: (rhythm, who, spent, change, period) =>
    `${RHYTHM_JA[rhythm]}レポート（${who}）：${spent}${change === '' ? '' : `（${PAST_JA[rhythm]}比${change}）`}、${period}`,
  lead: (_, who, spent, period) => `${period}（UTC）の Amazon Bedrock の利用額（${who}）は${spent}でした。`,
  change: (rhythm, change, percent) => {
    if (change === null) return '';
    const past = PAST_JA[rhythm];
    if (change === 0n) return `${past}と同じです。`;
    const by = `${usd((change < 0n ? -change : change) as Money)}${percent === '' ? '' : `（${percent}%）`}`;
    return `${past}より${by}${change > 0n ? '増えて' : '減って'}います。`;
  },
  organisation: '組織全体',
  costCenter: (key) => `コストセンター ${key}`,
  center: (key) => `コストセンター ${key}`,
  ownTeam: 'ご自身のチーム',
  team: (name) => `${name} さんのチーム`,
  atLeast: (amount) => `${amount}以上`,
  period: ({ rhythm, start, lastDay }) => {
    if (rhythm === 'monthly') return monthWords(start.slice(0, 7), 'ja');
    if (start === lastDay) return DAY_WORDS.ja(start);
    const last =
      start.slice(0, 4) === lastDay.slice(0, 4) ? SHORT_JA.format(startOf(lastDay)) : DAY_WORDS.ja(lastDay);
    return `${DAY_WORDS.ja(start)}〜${last}`;
  },
  budgetPeriod: (period, start, endExclusive) =>
    periodWords(period as BudgetPeriod, start, endExclusive, 'ja'),
  meter: (used, expected, period) =>
    `${period}の予算の${used}%を利用${expected === null ? '' : `、期末には${expected}%になる見込み`}`,
  before: ({ rhythm, pastStart, pastLastDay }) =>
    `${PAST_JA[rhythm]}（${rhythm === 'monthly' ? monthWords(pastStart.slice(0, 7), 'ja') : spanJa(pastStart, pastLastDay)}）`,
  unknown: '不明',
  month: (month, runs) => `${monthWords(month, 'ja')}${runs ? 'のこれまで' : ''}の利用額`,
  monthName: (month) => monthWords(month, 'ja'),
  budget: (period) => `${period}の予算`,
  left: '予算の残り',
  over: '予算の超過額',
  expected: (period) => `${period}末の見込み`,
  resets: '次の予算の開始日',
  billed: 'AWS の請求済みの割合',
  allBilled: 'すべて',
  billedPart: (percent) => `${percent}%（残りはトークン数からの推定）`,
  dayName: (day) => `${DAY_WORDS.ja(day)}（UTC）`,
  fresh: (usage, bill) => `作成時点で、トークン使用量は${usage}まで、請求は${bill}まで反映されています。`,
  barsTitle: (rhythm) => (rhythm === 'monthly' ? '週ごとの利用額' : '日ごとの利用額'),
  day: (day) => OF_DAY.ja.format(startOf(day)).replace('(', '（').replace(')', '）'),
  days: (from, until) => (from === until ? slashed(from) : `${slashed(from)}〜${slashed(until)}`),
  models: 'モデル別（上位）',
  nobody: '所有者なし',
  people: 'ユーザー',
  costCenters: 'コストセンター',
  topPeople: '利用額の多い人',
  topCenters: '利用額の多いコストセンター',
  changedPeople: '増減の大きい人',
  changedCenters: '増減の大きいコストセンター',
  spent: '利用額',
  pastShort: PAST_JA,
  changed: '増減',
  attentionTitle: '当月の予算を超過した、または超過する見込み',
  attention: (who, isOver, excess) =>
    isOver ? `${who}：${excess}超過` : `${who}：このペースでは${excess}超過する見込み`,
  quiet: '予算を超過した人はなく、このペースで超過する見込みの人もいません。対応は不要です。',
  act: '主な要因をご確認ください。予算を一時的に引き上げるか、より安価なモデルへの切り替えをご検討ください。このレポートによって利用が停止されることはありません。',
  monthState: (month, isFinal) =>
    isFinal
      ? `${month}の金額は確定しています（AWS の請求が完了しています）。`
      : `${month}の金額は暫定値です。AWS による最後の数日分の請求が続いているため、わずかに変わることがあります。配賦や振替は請求の確定後に行ってください。`,
  estimates:
    'AWS の請求がまだ届いていない日は、トークン数からの推定値です。確定するまでわずかに変わることがあります。',
  page: '内訳を見る',
  overPage: '超過している人と対応を見る',
};

export const REPORT_WORDS: Readonly<Record<LetterLocale, ReportWords>> = { en: EN, ja: JA };
