import { DAY_WORDS, MINUTE_WORDS, narrowedWords } from '../../../core/alertWords.ts';
import { href } from '../../../core/href.ts';
import { personJa } from '../../../core/japanese.ts';
import type { AboutBudget } from '../../../core/letters.ts';
import { money } from '../../../core/money.ts';
import { usd } from '../../../core/usd.ts';
import { whoIn } from './requestAsked.ts';
import { factsOf, linkTo, type Wording } from './wording.ts';

/** To whoever may decide: somebody asks for more than their budget gives. Opening its link decides nothing. */

type Slot = Pick<AboutBudget, 'period' | 'narrow'>;
const PERIODS = {
  en: { day: 'daily', week: 'weekly', month: 'monthly', quarter: 'quarterly', year: 'yearly' },
  ja: { day: '日次', week: '週次', month: '月次', quarter: '四半期', year: '年次' },
} as const;
const EACH = {
  en: { day: 'a day', week: 'a week', month: 'a month', quarter: 'a quarter', year: 'a year' },
  ja: { day: '1日', week: '1週', month: '1か月', quarter: '1四半期', year: '1年' },
} as const;

/** Which of their budgets. */
export const budgetIn: Readonly<Record<'en' | 'ja', (slot: Slot) => string>> = {
  en: ({ period, narrow }) => `${PERIODS.en[period]} budget${narrowedWords(narrow)}`,
  ja: ({ period, narrow }) => `${PERIODS.ja[period]}予算${narrowedWords(narrow, 'ja')}`,
};
/** So much more in each of its periods. */
export const extraIn: Readonly<Record<'en' | 'ja', (extra: string, slot: Slot) => string>> = {
  en: (extra, { period }) => `${usd(money(extra))} ${EACH.en[period]} more`,
  ja: (extra, { period }) => `${EACH.ja[period]}あたり${usd(money(extra))}の追加`,
};

export const budgetAsked: Wording<'budgetAsked'> = {
  en: (data, link) => ({
    subject: `${data.userName || data.user} asks for more budget: ${extraIn.en(data.extra, data)}`,
    said: [
      `${whoIn(data)} runs short and asks for more than their ${budgetIn.en(data)} gives.`,
      ...(data.escalated ? ['Nobody who was asked before you has answered.'] : []),
      ...(data.deputyFor === '' ? [] : [`You are asked as the deputy of ${data.deputyFor}.`]),
    ],
    facts: factsOf(
      ['Asked for', `${extraIn.en(data.extra, data)}, until ${DAY_WORDS.en(data.lastDay)} (UTC)`],
      ['Budget now', `${usd(money(data.amount))}`],
      data.costCenter === '' ? null : ['Cost center', `${data.costCenter}`],
      data.reason === '' ? null : ['Why', `${data.reason}`],
      data.most === '' ? null : ['You may grant up to', `${usd(money(data.most))}`],
      ['Please answer by', MINUTE_WORDS.en(data.deadlineAt)],
    ),
    notes: ['You sign in first; opening the link decides nothing.'],
    links: linkTo(
      'Approve, change or decline',
      link(() => href`/requests/${data.requestId}`),
    ),
  }),
  ja: (data, link) => ({
    subject: `予算追加の承認依頼：${data.userName || data.user}（${usd(money(data.extra))}）`,
    said: [
      `${personJa(data.user, data.userName)}が、${budgetIn.ja(data)}の追加を申請しました。`,
      ...(data.escalated ? ['先に依頼した承認者からの回答がなかったため、ご連絡しています。'] : []),
      ...(data.deputyFor === '' ? [] : [`${data.deputyFor}の代理としてご連絡しています。`]),
    ],
    facts: factsOf(
      ['申請内容', `${extraIn.ja(data.extra, data)}（${DAY_WORDS.ja(data.lastDay)}まで、UTC）`],
      ['現在の予算', `${usd(money(data.amount))}`],
      data.costCenter === '' ? null : ['コストセンター', `${data.costCenter}`],
      data.reason === '' ? null : ['理由', `${data.reason}`],
      data.most === '' ? null : ['ご自身が承認できる上限', `${usd(money(data.most))}`],
      ['回答期限', MINUTE_WORDS.ja(data.deadlineAt)],
    ),
    notes: ['サインインが必要です。リンクを開くだけでは何も決まりません。'],
    links: linkTo(
      '承認・変更・却下する',
      link(() => href`/requests/${data.requestId}`),
    ),
  }),
};
