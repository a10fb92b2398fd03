import { spacedJa } from '../../core/japanese.ts';
import type { askingEn, invalidAskingEn } from './askingEn.ts';

/** Japanese words of asking for more budget. */

/** The same shape, whatever the words. */
type Words<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...args: infer A) => string
      ? (...args: A) => string
      : Words<T[K]>;
};

export const askingJa: Words<typeof askingEn> = {
  title: '予算の追加を申請',
  link: '予算の追加を申請',
  intro:
    '承認されると、指定した期間だけ予算が増え、その後は元の額に戻ります。承認されるまで予算は変わりません。承認者には、この予算の利用額が表示されます。',
  none: 'ご自身に適用されている予算はないため、追加の申請は不要です。呼び出しが拒否される場合は、Bedrock Ledger の管理者にお問い合わせください。',
  yours: '自分の予算',
  budget: '不足する予算',
  periods: {
    day: '日次予算',
    week: '週次予算',
    month: '月次予算',
    quarter: '四半期予算',
    year: '年次予算',
  },
  each: { day: '1日', week: '1週', month: '1か月', quarter: '1四半期', year: '1年' },
  narrowed: (budget, narrow) => `${budget}（${narrow}）`,
  option: (budget, amount) => `${budget}：${amount}`,
  optionLeft: (budget, amount, left) => `${budget}：${amount}（残り${left}）`,
  optionOver: (budget, amount, over) => `${budget}：${amount}（${over}超過）`,
  more: (extra, each) => `${each}あたり${extra}の追加`,
  until: (what, day) => `${what}（${day}まで、UTC）`,
  amount: '追加額（期間ごと、USD）',
  untilLabel: 'いつまで',
  untils: { period: '今の期間の終わりまで', next: '次の期間の終わりまで', day: '下で指定する日まで' },
  day: '最終日（UTC。日を指定する場合）',
  why: '理由（承認者に表示されます）',
  submit: '申請する',
  decides: '承認者',
  decidesNobody: 'Bedrock Ledger の管理者',
  ceiling: (amount) =>
    `この期間に承認できる追加額は${amount}までです。これを超える申請は、Bedrock Ledger の管理者が判断します。`,
  ceilings: (amounts) =>
    `この期間に承認できる追加額：${amounts}。これを超える申請は、Bedrock Ledger の管理者が判断します。`,
  waits: '回答待ちの申請があります',
  openAlready:
    'この予算には、すでに追加を申請しています。内容を変える場合は、その申請を取り下げてから申請し直してください。',
  used: 'これまでの利用額',
  left: '残額',
  over: (amount) => `なし（${amount}超過）`,
  now: '現在の予算',
  forecast: '期末の見込み',
  unknown: 'ここでは不明',
  noBudget: 'このユーザーに適用される該当の予算がなくなったため、増額できません。',
  asked: '申請内容',
  granted: '承認内容',
  most: (amount) =>
    `この期間にご自身が承認できる追加額は${amount}までです。これを超える額は、Bedrock Ledger の管理者が判断します。`,
  mostNone: 'この期間にご自身が承認できる追加額は残っていません。Bedrock Ledger の管理者は承認できます。',
  answerAmount: '承認する追加額（期間ごと、USD）',
  answerDay: '最終日（UTC）',
  answerHint: '申請どおりに承認することも、金額や最終日を変更して承認することもできます。',
  state: '承認済み',
  headline: {
    waiting: (until) => `${until}まで回答を待っています。`,
    late: '回答期限を過ぎています。予算の追加が必要な場合は、再度申請してください。',
    made: (by, at) => `${spacedJa(by)}が${at}に承認し、予算が増額されました。`,
    changed: (by, at) => `${spacedJa(by)}が${at}に内容を変更して承認し、予算が増額されました。`,
    declined: (by, at) => `${spacedJa(by)}が${at}に却下しました。予算は変更されていません。`,
    withdrawn: (at) => `${at}に取り下げられました。予算は変更されていません。`,
    ended: (at) => `${at}に終了しました。該当の予算がなくなったため、回答は不要です。`,
    expired: (at) =>
      `${at}までに回答がなかったため、予算は変更されていません。追加が必要な場合は、再度申請してください。`,
  },
  done: {
    askedBudget: '申請しました。回答があり次第お知らせします。',
    granted: '承認し、予算を増額しました。申請者に通知されます。',
  },
  intros: {
    nobody: '',
    administrator: '予算が不足する場合は、Bedrock Ledger の管理者に追加を申請できます。',
    costCenterOwner:
      '予算が不足する場合は、コストセンター責任者に追加を申請できます。責任者がいない場合や回答がない場合は、管理者が承認します。',
    manager:
      '予算が不足する場合は、上司に追加を申請できます。回答がない場合は、さらに上位の上司、続いて管理者が承認します。',
  },
  again: '再度申請する',
};

export const invalidAskingJa: Words<typeof invalidAskingEn> = {
  askWhy: '理由を入力してください。承認者に表示されます。',
  extraNothing: '追加額は0より大きい金額を入力してください。',
  untilChoice: (choices) => `${choices.join('、')} のいずれかを選択してください。`,
  untilFar: (days) =>
    `増額できる期間は${days}日までです。恒久的な増額が必要な場合は、Bedrock Ledger の管理者にご相談ください。`,
  budgetNotHeld: (held) =>
    held === ''
      ? 'このユーザーに適用されている予算はありません。'
      : `指定した予算は、このユーザーに適用されていません。適用されている予算：${held}`,
  budgetNone: 'このユーザーに適用される該当の予算がなくなりました。その旨を添えて却下してください。',
  budgetEnds: (last) => `この予算は${last}で終了します。その日までの日付を選択してください。`,
  overCeiling: (left) =>
    `この期間にご自身が承認できる追加額は${left}までです。減額して承認するか、Bedrock Ledger の管理者に任せてください（自動的に引き継がれます）。`,
};
