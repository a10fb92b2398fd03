import { MINUTE_WORDS } from '../../../core/alertWords.ts';
import { href } from '../../../core/href.ts';
import { personJa } from '../../../core/japanese.ts';
import type { AboutAny } from '../../../core/letters.ts';
import { factsOf, linkTo, type Wording } from './wording.ts';

/** To whoever may decide: a request waits for them. Its link leads to a page that changes nothing by being opened. */

export const whoIn = ({ user, userName }: Pick<AboutAny, 'user' | 'userName'>): string =>
  userName === '' ? user : `${userName} (${user})`;

export const requestAsked: Wording<'requestAsked'> = {
  en: (data, link) => ({
    subject: `${data.userName || data.user} asks for a profile: ${data.model}`,
    said: [
      `${whoIn(data)} asks for an inference profile of Amazon Bedrock.`,
      ...(data.escalated ? ['Nobody who was asked before you has answered.'] : []),
      ...(data.deputyFor === '' ? [] : [`You are asked as the deputy of ${data.deputyFor}.`]),
    ],
    facts: factsOf(
      ['Model', `${data.model}`],
      ['Region and account', `${data.region}, ${data.accountId}`],
      ['Charged to', `cost center ${data.costCenter}`],
      data.reason === '' ? null : ['Why', `${data.reason}`],
      ['Please answer by', MINUTE_WORDS.en(data.deadlineAt)],
    ),
    notes: ['You sign in first; opening the link decides nothing.'],
    links: linkTo(
      'Approve or decline',
      link(() => href`/requests/${data.requestId}`),
    ),
  }),
  ja: (data, link) => ({
    subject: `推論プロファイルの承認依頼：${data.userName || data.user}（${data.model}）`,
    said: [
      `${personJa(data.user, data.userName)}が Amazon Bedrock の推論プロファイルを申請しました。`,
      ...(data.escalated ? ['先に依頼した承認者からの回答がなかったため、ご連絡しています。'] : []),
      ...(data.deputyFor === '' ? [] : [`${data.deputyFor}の代理としてご連絡しています。`]),
    ],
    facts: factsOf(
      ['モデル', `${data.model}`],
      ['リージョンとアカウント', `${data.region}、${data.accountId}`],
      ['費用の計上先', `コストセンター ${data.costCenter}`],
      data.reason === '' ? null : ['理由', `${data.reason}`],
      ['回答期限', MINUTE_WORDS.ja(data.deadlineAt)],
    ),
    notes: ['サインインが必要です。リンクを開くだけでは何も決まりません。'],
    links: linkTo(
      '承認または却下する',
      link(() => href`/requests/${data.requestId}`),
    ),
  }),
};
