import { exactOrNull } from '../../app/json.ts';
import { type Alert, isAhead, knownThen } from '../../core/alerts.ts';
import {
  crossedWords,
  DAY_WORDS,
  MINUTE_WORDS,
  narrowedWords,
  nextWords,
  periodWords,
} from '../../core/alertWords.ts';
import { href, scopeHref } from '../../core/href.ts';
import { amountOf, type Known, saidOf } from '../../core/known.ts';
import type { LetterLocale } from '../../core/letters.ts';
import type { Fact, Link, Message, Meter, Tone } from '../../core/message.ts';
import { NO_PARTS } from '../../core/message.ts';
import { formatExact } from '../../core/money.ts';
import { NEVER } from '../../core/standing.ts';
import type { Money } from '../../core/types.ts';
import { inThrees, usd } from '../../core/usd.ts';
import { lateNote, linkTo, stopOf, type Wording, whyOf } from './frame.ts';
import { factsOf } from './letters/wording.ts';

/** What most of a budget went to, by the names that people know; '' where it is not known. */
export interface DrivenBy {
  model: string;
  profile: string;
  /** Of those whose figures may be shown to the reader. */
  person: string;
}
export const NOTHING_DRIVES: DrivenBy = { model: '', profile: '', person: '' };

/**
 * What an alert says; amounts for people in cents, for machines exact.
 * @param drivenBy as it is when it is sent
 * @param stops whether the budget stops use at its limit, as it is when it is sent
 */
export function crossingMessage(
  alert: Alert,
  wording: Wording,
  drivenBy: DrivenBy = NOTHING_DRIVES,
  stops = false,
): Message {
  const { locale, target } = wording;
  const w = WORDS[locale];
  const counted = (alert.spent + alert.cautious) as Money;
  const when = periodWords(alert.period, alert.periodStart, alert.periodEnd, locale);
  const name = alert.scopeKind === 'user' || alert.scopeKind === 'team' ? wording.nameOf(alert.scopeKey) : '';
  const said = crossedWords(alert, { target, locale, name });
  return {
    ...NO_PARTS,
    id: wording.id,
    type: 'budget.threshold',
    tone: toneOf(alert),
    locale,
    raisedAt: alert.crossedAt,
    about: `budget:${alert.budgetId}:${alert.scopeKey}:${alert.periodStart}`,
    subject: w.subject(said, when, usd(counted), usd(alert.budget)),
    lead: w.lead(said, narrowedWords(alert.narrowing, locale), when),
    meter: meterOf(alert, counted, w),
    facts: factsIn(alert, counted, locale, drivenBy),
    notes: [
      nextWords(alert, locale, stops),
      ...(alert.staleSince === null
        ? []
        : [w.stale(alert.staleSince === NEVER ? null : MINUTE_WORDS[locale](alert.staleSince))]),
      ...lateNote(wording, alert.crossedAt),
    ],
    links: linksOf(alert, wording, w),
    why: whyOf(wording),
    ...stopOf(wording, 'threshold'),
    data: dataOf(alert, counted),
  };
}

const toneOf = ({ thresholdPercent, threshold }: Alert): Tone =>
  thresholdPercent >= 100 && !threshold.startsWith('forecast ') ? 'urgent' : 'warning';

function meterOf(alert: Alert, counted: Money, w: Words): Meter | null {
  if (alert.budget <= 0n) return null;
  const percent = (value: Money) => Number((value * 100n) / alert.budget);
  const forecastPercent = alert.forecast === null ? null : percent(alert.forecast);
  return {
    usedPercent: percent(counted),
    estimatedPercent: alert.label === 'final' ? 0 : percent(counted),
    forecastPercent,
    words: w.meter(percent(counted), forecastPercent),
  };
}

function factsIn(alert: Alert, counted: Money, locale: LetterLocale, drivenBy: DrivenBy): Fact[] {
  const w = WORDS[locale];
  const spent = knownThen(alert);
  const isSure = alert.label === 'final' || saidOf(spent) === 'unpriced';
  const left = (alert.budget - counted) as Money;
  const carried = alert.carriedOver === 0n ? '' : w.carried(usd(alert.carriedOver));
  return factsOf(
    [w.spent, spentText(spent, w) + (isSure ? '' : w.estimated)],
    alert.cautious === 0n
      ? null
      : [
          w.unpriced(alert.unpricedTokens === null ? '' : inThrees(String(alert.unpricedTokens))),
          w.cautious(usd(alert.cautious)),
        ],
    isAhead(alert) && alert.forecast !== null ? [w.expected(alert.period), usd(alert.forecast)] : null,
    [w.budget, usd(alert.budget) + carried],
    left < 0n ? [w.over, usd(-left as Money)] : [w.left, usd(left)],
    drivenBy.person === '' ? null : [w.mostBy, drivenBy.person],
    drivenBy.model === '' ? null : [w.mostOn, drivenBy.model],
    drivenBy.profile === '' ? null : [w.mostThrough, drivenBy.profile],
    [w.since, w.from(DAY_WORDS[locale](alert.periodStart))],
    alert.memberCount === null ? null : [w.members, String(alert.memberCount)],
    [w.seenAt, MINUTE_WORDS[locale](alert.crossedAt)],
  );
}

const spentText = (spent: Known, w: Words): string => {
  const amount = amountOf(spent);
  if (amount === null) return w.noPrice;
  return saidOf(spent) === 'whole' ? usd(amount) : w.atLeast(usd(amount));
};

function linksOf(alert: Alert, wording: Wording, w: Words): Link[] {
  const page = linkTo(wording, w.page, () => scopeHref(alert.scopeKind, alert.scopeKey));
  const isOwn = alert.scopeKind === 'user' && alert.scopeKey === wording.target;
  if (isOwn) return [...page, ...linkTo(wording, w.ask, () => href`/budgets/ask`)];
  return wording.role === 'subscriber'
    ? page
    : [...page, ...linkTo(wording, w.overList, () => href`/budgets/over`)];
}

const dataOf = (alert: Alert, counted: Money): Message['data'] => ({
  type: 'budget.threshold',
  scopeKind: alert.scopeKind,
  scopeKey: alert.scopeKey,
  month: alert.month,
  period: alert.period,
  periodStart: alert.periodStart,
  periodEnd: alert.periodEnd,
  narrowing: alert.narrowing,
  threshold: alert.threshold,
  thresholdPercent: alert.thresholdPercent,
  forecastUsd: exactOrNull(alert.forecast),
  carriedOverUsd: formatExact(alert.carriedOver),
  memberCount: alert.memberCount,
  spentUsd: exactOrNull(amountOf(knownThen(alert))),
  unpricedTokens: alert.unpricedTokens?.toString() ?? null,
  lowerBound: saidOf(knownThen(alert)) !== 'whole',
  cautiousUsd: formatExact(alert.cautious),
  countedUsd: formatExact(counted),
  budgetUsd: formatExact(alert.budget),
  label: alert.label,
  ...(alert.staleSince === null ? {} : { staleSince: alert.staleSince }),
  crossedAt: alert.crossedAt,
});

interface Words {
  subject(said: string, when: string, counted: string, budget: string): string;
  lead(said: string, narrowed: string, when: string): string;
  meter(used: number, forecast: number | null): string;
  spent: string;
  estimated: string;
  noPrice: string;
  atLeast(amount: string): string;
  unpriced(tokens: string): string;
  cautious(amount: string): string;
  expected(period: Alert['period']): string;
  budget: string;
  carried(amount: string): string;
  left: string;
  over: string;
  mostBy: string;
  mostOn: string;
  mostThrough: string;
  members: string;
  since: string;
  from(start: string): string;
  seenAt: string;
  /** @param since null: a source had never been read */
  stale(since: string | null): string;
  page: string;
  ask: string;
  overList: string;
}

const PERIODS_JA = { day: '当日', week: '今週', month: '当月', quarter: '当四半期', year: '当年度' } as const;

const WORDS: Readonly<Record<Wording['locale'], Words>> = {
  en: {
    subject: (said, when, counted, budget) => `${said} for ${when}: ${counted} of ${budget}`,
    lead: (said, narrowed, when) => `${said} for Amazon Bedrock${narrowed} in ${when} (UTC).`,
    meter: (used, forecast) =>
      `${used} % of the budget used${forecast === null ? '' : `, ${forecast} % expected by the end`}`,
    spent: 'Spent so far',
    estimated: ' (its newer parts are estimates until AWS has billed them)',
    noPrice: 'unpriced',
    atLeast: (amount) => `at least ${amount}`,
    unpriced: (tokens) => `Beside it, of ${tokens === '' ? '' : `${tokens} `}tokens that have no price yet`,
    cautious: (amount) => `${amount} (counted at a cautious rate; nobody has billed it)`,
    expected: (period) => `Expected by the end of the ${period}`,
    budget: 'Budget',
    carried: (amount) => ` (${amount} of it carried over)`,
    left: 'Left',
    over: 'Over it by',
    mostBy: 'Most of it by',
    mostOn: 'Most of it on',
    mostThrough: 'Most of it through',
    members: 'People in the team then',
    since: 'Counted since',
    from: (start) => `${start} (UTC)`,
    seenAt: 'Seen at',
    stale: (since) =>
      since === null
        ? 'Not everything was known then: a source had never been read.'
        : `Not everything was known then: a source had not been read since ${since}.`,
    page: 'See what it went to',
    ask: 'Ask for more',
    overList: 'Who will run over, and what to do',
  },
  ja: {
    subject: (said, when, counted, budget) => `${said}（${when}：${counted} / ${budget}）`,
    lead: (said, narrowed, when) =>
      `${when}（UTC）の Amazon Bedrock${narrowed === '' ? ' ' : narrowed}について、${said}。`,
    meter: (used, forecast) =>
      `予算の${used}%を利用${forecast === null ? '' : `、期末には${forecast}%になる見込み`}`,
    spent: 'これまでの利用額',
    estimated: '（新しい分は AWS の請求が確定するまで推定値です）',
    noPrice: '単価未定',
    atLeast: (amount) => `${amount}以上`,
    unpriced: (tokens) => `単価未定のトークン${tokens === '' ? '' : `（${tokens}個）`}の分`,
    cautious: (amount) => `${amount}（安全側の単価で計算した値で、まだ請求されていません）`,
    expected: (period) => `${PERIODS_JA[period]}末の見込み`,
    budget: '予算',
    carried: (amount) => `（うち繰越額${amount}）`,
    left: '残り',
    over: '超過額',
    mostBy: '最も多いユーザー',
    mostOn: '最も多いモデル',
    mostThrough: '最も多いプロファイル',
    members: '当時のチームの人数',
    since: '集計の開始日',
    from: (start) => `${start}（UTC）`,
    seenAt: '確認日時',
    stale: (since) =>
      since === null
        ? '当時は、まだ一度も読み込まれていないデータがありました。'
        : `当時は、${since}から更新されていないデータがありました。`,
    page: '内訳を見る',
    ask: '予算の追加を申請する',
    overList: '超過しそうな人と対応を見る',
  },
};
