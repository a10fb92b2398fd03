import { DAY_WORDS } from '../../../core/alertWords.ts';
import { href } from '../../../core/href.ts';
import type { LetterData } from '../../../core/letters.ts';
import { money } from '../../../core/money.ts';
import { usd } from '../../../core/usd.ts';
import { budgetIn, extraIn } from './budgetAsked.ts';
import { factsOf, linkTo, type Wording } from './wording.ts';

/** To whoever asked for more than their budget gives: what became of it. */

type Data = LetterData['budgetAnswered'];
type Said = Readonly<Record<Data['outcome'], (data: Data) => { subject: string; line: string }>>;

const EN: Said = {
  approved: (data) => ({
    subject: `Approved: ${extraIn.en(data.granted, data)}`,
    line: `${data.by} approved your request: ${extraIn.en(data.granted, data)} until ${DAY_WORDS.en(data.grantedLastDay)} (UTC).`,
  }),
  changed: (data) => ({
    subject: `Approved with a change: ${extraIn.en(data.granted, data)}`,
    line: `${data.by} approved your request with a change: ${extraIn.en(data.granted, data)} until ${DAY_WORDS.en(data.grantedLastDay)} (UTC). You asked for ${extraIn.en(data.extra, data)} until ${DAY_WORDS.en(data.lastDay)}.`,
  }),
  declined: (data) => ({
    subject: 'Your request for more budget was declined',
    line: `${data.by} declined your request for ${extraIn.en(data.extra, data)} until ${DAY_WORDS.en(data.lastDay)} (UTC).`,
  }),
  expired: (data) => ({
    subject: 'Nobody answered your request for more budget',
    line: `Nobody answered your request for ${extraIn.en(data.extra, data)} in time, so it has ended. Your budget is as it was.`,
  }),
};
const JA: Said = {
  approved: (data) => ({
    subject: `予算の追加が承認されました：${extraIn.ja(data.granted, data)}`,
    line: `${data.by}が申請を承認しました。${DAY_WORDS.ja(data.grantedLastDay)}（UTC）まで、${extraIn.ja(data.granted, data)}が有効です。`,
  }),
  changed: (data) => ({
    subject: `内容を変更して承認されました：${extraIn.ja(data.granted, data)}`,
    line: `${data.by}が内容を変更して承認しました。${DAY_WORDS.ja(data.grantedLastDay)}（UTC）まで、${extraIn.ja(data.granted, data)}が有効です（申請内容：${DAY_WORDS.ja(data.lastDay)}まで、${extraIn.ja(data.extra, data)}）。`,
  }),
  declined: (data) => ({
    subject: '予算追加の申請が却下されました',
    line: `${data.by}が申請（${DAY_WORDS.ja(data.lastDay)}まで、${extraIn.ja(data.extra, data)}）を却下しました。`,
  }),
  expired: (data) => ({
    subject: '予算追加の申請は期限切れになりました',
    line: `期限までに回答がなかったため、申請（${extraIn.ja(data.extra, data)}）は終了しました。予算は変更されていません。`,
  }),
};

export const budgetAnswered: Wording<'budgetAnswered'> = {
  en: (data, link) => {
    const { subject, line } = EN[data.outcome](data);
    return {
      subject,
      said: [line],
      facts: factsOf(
        ['Budget when you asked', `${usd(money(data.amount))}, ${budgetIn.en(data)}`],
        data.reason === '' ? null : ['You wrote', `${data.reason}`],
        data.why === '' ? null : ['They wrote', `${data.why}`],
      ),
      links: linkTo(
        'The request, and how to ask again',
        link(() => href`/requests/${data.requestId}`),
      ),
    };
  },
  ja: (data, link) => {
    const { subject, line } = JA[data.outcome](data);
    return {
      subject,
      said: [line],
      facts: factsOf(
        ['申請時の予算', `${usd(money(data.amount))}（${budgetIn.ja(data)}）`],
        data.reason === '' ? null : ['申請の理由', `${data.reason}`],
        data.why === '' ? null : ['承認者からのコメント', `${data.why}`],
      ),
      links: linkTo(
        '申請の内容と再申請',
        link(() => href`/requests/${data.requestId}`),
      ),
    };
  },
};
