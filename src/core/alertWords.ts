import type { Alert, Delivery } from './alerts.ts';
import type { BudgetPeriod } from './budgetPeriods.ts';
import { ofJa, personJa } from './japanese.ts';
import type { LetterLocale } from './letters.ts';
import { spelledModel } from './modelNames.ts';
import { narrowingFrom } from './narrowing.ts';
import { addDays, monthOf, startOf } from './periods.ts';
import { thresholdFrom } from './thresholds.ts';
import type { Day, Instant } from './types.ts';
import { usd } from './usd.ts';

/** A crossing in words, for messages and terminals. Pure. */

const format = (locale: string, options: Intl.DateTimeFormatOptions) => {
  const words = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  return (day: Day): string => words.format(startOf(day));
};
const MONTH = {
  en: format('en-GB', { month: 'long', year: 'numeric' }),
  ja: format('ja-JP', { month: 'long', year: 'numeric' }),
};
export const DAY_WORDS = {
  en: format('en-GB', { day: 'numeric', month: 'long', year: 'numeric' }),
  ja: format('ja-JP', { day: 'numeric', month: 'long', year: 'numeric' }),
};
/** A moment: `20 Nov 2026, 09:10 UTC`, `2026/11/20 09:10（UTC）`. */
export const MINUTE_WORDS: Readonly<Record<LetterLocale, (at: string) => string>> = {
  en: (at) => `${SHORT_DAY(at.slice(0, 10))}, ${at.slice(11, 16)} UTC`,
  ja: (at) => `${at.slice(0, 10).replaceAll('-', '/')} ${at.slice(11, 16)}（UTC）`,
};
const SHORT_DAY = format('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
/** A month by its name: `November 2026`, `2026年11月`. */
export const monthWords = (month: string, locale: LetterLocale): string => MONTH[locale](`${month}-01`);

const PERIOD_JA: Readonly<Record<BudgetPeriod, string>> = {
  day: '日',
  week: '週',
  month: '月',
  quarter: '四半期',
  year: '年度',
};

/**
 * A period: `November 2026`, `27 November 2026`, `the week from 23 November 2026`. Days are UTC, which it leaves to others to
 * say.
 */
export function periodWords(
  period: BudgetPeriod,
  start: Day,
  endExclusive: Day,
  locale: LetterLocale = 'en',
): string {
  if (period === 'month') return MONTH[locale](start);
  if (period === 'day') return DAY_WORDS[locale](start);
  const last = addDays(endExclusive, -1);
  const isCalendarYear = period === 'year' && monthOf(start).endsWith('-01');
  if (isCalendarYear) return locale === 'ja' ? `${start.slice(0, 4)}年` : start.slice(0, 4);
  const say = period === 'week' ? DAY_WORDS[locale] : MONTH[locale];
  return locale === 'ja'
    ? `${say(start)}〜${say(last)}の${PERIOD_JA[period]}`
    : `the ${period} from ${say(start)} to ${say(last)}`;
}

/** What of the spend a budget is about; '' where it is all of it. */
export function narrowedWords(narrowing: string, locale: LetterLocale = 'en'): string {
  const read = narrowingFrom(narrowing);
  const [open, close] = locale === 'ja' ? ['（', '）'] : [' (', ')'];
  if (read === undefined || read === null) return narrowing === '' ? '' : open + narrowing + close;
  if (locale === 'ja')
    return read.kind === 'tag'
      ? `（タグ ${read.key}=${read.value} のプロファイル）`
      : `（${read.kind === 'vendor' ? 'ベンダー' : 'モデルファミリー'} ${spelledModel(read.key)}）`;
  if (read.kind === 'tag') return ` (profiles with the tag ${read.key}=${read.value})`;
  const named = spelledModel(read.key);
  return read.kind === 'vendor' ? ` (models of ${named})` : ` (models of the family ${named})`;
}

/** Who it is about, as whoever is told would say it. @param name of the person or manager, where there is one */
export function whoWords(
  { scopeKind, scopeKey }: Pick<Alert, 'scopeKind' | 'scopeKey'>,
  locale: LetterLocale = 'en',
  name = '',
): string {
  const person = name === '' ? scopeKey : `${name} (${scopeKey})`;
  if (locale === 'ja') {
    if (scopeKind === 'organisation') return '組織全体';
    const named = name === '' ? scopeKey : personJa(scopeKey, name);
    if (scopeKind === 'team') return `${ofJa(named)}チーム`;
    return scopeKind === 'user' ? named : `コストセンター ${scopeKey}`;
  }
  if (scopeKind === 'organisation') return 'The organisation';
  if (scopeKind === 'team') return `The team of ${person}`;
  return scopeKind === 'user' ? person : `Cost center ${scopeKey}`;
}

type Crossed = Pick<Alert, 'scopeKind' | 'scopeKey' | 'threshold' | 'thresholdPercent'>;
/** How it is told: to whom, in which language, and the name of whom it is about. */
export interface Told {
  target: Delivery['target'];
  locale?: LetterLocale;
  name?: string;
}

/** A crossing as a half sentence: `You have used 80 % of your budget`, `Cost center CC-1 is on course to use up the budget`. */
export function crossedWords(alert: Crossed, told: string | Told): string {
  const { target, locale = 'en', name = '' } = typeof told === 'string' ? { target: told } : told;
  const isOwn = alert.scopeKey === target;
  const own = isOwn && alert.scopeKind === 'user';
  return locale === 'ja' ? crossedJa(alert, own, isOwn, name) : crossedEn(alert, own, isOwn, name);
}

function crossedEn(alert: Crossed, own: boolean, isOwn: boolean, name: string): string {
  const who = own ? 'You' : isOwn && alert.scopeKind === 'team' ? 'Your team' : whoWords(alert, 'en', name);
  const whose = isOwn && alert.scopeKind !== 'costCenter' ? (own ? 'your' : 'its') : 'the';
  const read = thresholdFrom(alert.threshold);
  const part =
    read?.amount === undefined ? `${read?.percent ?? alert.thresholdPercent} % of` : `${usd(read.amount)} of`;
  const isAll = read?.amount === undefined && alert.thresholdPercent >= 100;
  if (read?.on === 'forecast')
    return `${who} ${own ? 'are' : 'is'} on course to use ${isAll && alert.thresholdPercent === 100 ? 'up' : part} ${whose} budget`;
  return `${who} ${own ? 'have' : 'has'} used ${isAll ? 'up' : part} ${whose} budget`;
}

function crossedJa(alert: Crossed, own: boolean, isOwn: boolean, name: string): string {
  const who = own
    ? 'ご自身の'
    : isOwn && alert.scopeKind === 'team'
      ? 'ご自身のチームの'
      : ofJa(whoWords(alert, 'ja', name));
  const read = thresholdFrom(alert.threshold);
  const part =
    read?.amount === undefined ? `${read?.percent ?? alert.thresholdPercent}%` : `${usd(read.amount)}`;
  const isAll = read?.amount === undefined && alert.thresholdPercent >= 100;
  if (read?.on === 'forecast')
    return isAll && alert.thresholdPercent === 100
      ? `${who}利用額が予算を使い切る見込みです`
      : `${who}利用額が予算の${part}に達する見込みです`;
  return isAll ? `${who}予算を使い切りました` : `${who}利用額が予算の${part}に達しました`;
}

/** What happens next, and what to do. @param stops whether the budget stops use at its limit */
export function nextWords(
  { period, periodEnd, crossedAt }: Pick<Alert, 'period' | 'periodEnd'> & { crossedAt: Instant },
  locale: LetterLocale,
  stops: boolean,
): string {
  const runs = crossedAt.slice(0, 10) < periodEnd;
  if (locale === 'ja')
    return runs
      ? `${stops ? 'この予算は、上限に達すると利用が停止されます。' : '利用は停止されません。'}次の${PERIOD_JA[period]}の予算は${DAY_WORDS.ja(periodEnd)}（UTC）に始まります。それまでに追加が必要な場合は、予算の管理者にご相談ください。`
      : `この${PERIOD_JA[period]}はすでに終了しています。最後の数日分の金額が確定した結果のお知らせです。`;
  return runs
    ? `${stops ? 'At its limit this budget stops use.' : 'Nothing is blocked.'} A new budget ${period} starts on ${DAY_WORDS.en(periodEnd)} (UTC); for more before that, ask whoever sets the budgets.`
    : `That ${period} is over: this was seen in what its last days came to.`;
}
