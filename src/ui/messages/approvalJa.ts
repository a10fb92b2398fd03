import { ofJa, spacedJa } from '../../core/japanese.ts';
import type { approvalEn, auditApprovalEn, invalidApprovalEn } from './approvalEn.ts';

/** Japanese words of the pages about requests. */

/** The same shape, whatever the words. */
type Words<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...args: infer A) => string
      ? (...args: A) => string
      : Words<T[K]>;
};

export const approvalJa: Words<typeof approvalEn> = {
  title: '申請',
  introNone: '現在、承認が必要な申請はありません。これまでの申請は、このページに残ります。',
  intro: {
    nobody: '',
    costCenterOwner:
      'プロファイルの作成には、コストセンター責任者の承認が必要です。回答がない場合は、管理者が承認します。',
    manager:
      'プロファイルの作成には、上司の承認が必要です。回答がない場合は、さらに上位の上司、続いて管理者が承認します。',
  },
  unmailed:
    'メールサーバー（notify.smtpUrl）も Slack アプリも設定されていないため、通知は行われません。申請は、承認者が対応するまでこのページに表示されます。',
  forMe: '自分の回答待ち',
  forMeNone: '回答待ちの申請はありません。',
  forMeCount: (count) => `ご自身の回答を待っている申請が${count}件あります`,
  ownWaiting: (count) => `ご自身の申請${count}件が回答待ちです`,
  all: '閲覧できる申請の一覧',
  allNone:
    '申請はまだありません。プロファイルは「推論プロファイル」でモデルを選び、予算の追加は「自分の利用状況」から申請できます。',
  who: '対象者',
  what: '内容',
  model: 'モデル',
  kind: '種類',
  kinds: { profile: 'プロファイル', budget: '予算の追加' },
  where: 'リージョンとアカウント',
  costCenter: 'コストセンター',
  tags: '追加のタグ',
  why: '理由',
  noWhy: '記載なし',
  asked: '申請日時',
  deadline: '回答期限',
  states: {
    waiting: '回答待ち',
    approved: '承認済み（作成中）',
    made: '作成済み',
    declined: '却下',
    withdrawn: '取り下げ',
    expired: '期限切れ',
    failed: '作成できませんでした',
  },
  of: (model, who) => `${model}（${who}）`,
  headline: {
    waiting: (until) => `${until}まで回答を待っています。`,
    late: '回答期限を過ぎています。プロファイルが必要な場合は、再度申請してください。',
    approved: (by, at) => `${spacedJa(by)}が${at}に承認しました。プロファイルを作成しています。`,
    made: (by, at) => `${spacedJa(by)}が${at}に承認し、プロファイルを作成しました。`,
    declined: (by, at) => `${spacedJa(by)}が${at}に却下しました。`,
    thereAlready: (at) => `${at}に終了しました。プロファイルがすでに作成されたため、回答は不要です。`,
    ended: (at) => `${at}に終了しました。プロファイルは作成されていません。`,
    withdrawn: (at) => `${at}に取り下げられました。プロファイルは作成されていません。`,
    expired: (at) => `${at}までに回答がありませんでした。プロファイルが必要な場合は、再度申請してください。`,
    failed: (by, at) =>
      `${spacedJa(by)}が${at}に承認しましたが、プロファイルを作成できませんでした。下記の原因を解消してから、再度申請してください。`,
  },
  asDeputy: (of) => `${ofJa(of)}代理`,
  lastError: '発生した問題',
  tryAgain: '自動的に再試行されます。管理者は、ジョブ「申請」をすぐに実行することもできます。',
  answerWhy: '回答の理由',
  approvers: '回答できる人',
  deputyOf: (of) => `${of} の代理`,
  administrators: 'Bedrock Ledger の管理者',
  atMachine: 'サーバーの運用担当者（bedrock-ledger requests approve）',
  escalates: (at) => `回答がない場合は、${at}に1つ上の承認者へ引き継がれます。`,
  own: '自分の申請には自分で回答できません。ここに表示されている人が回答できます。',
  reason: '理由（却下する場合は必須。申請者に通知されます）',
  approve: '承認する',
  decline: '却下する',
  withdraw: '申請を取り下げる',
  withdrawConfirm: (what) =>
    `「${what}」の申請をすぐに終了し、承認を求めるのをやめます。必要になった場合は、改めて申請してください。`,
  withdrawKeep: '取り下げない',
  toProfile: '貼り付け用の設定',
  back: '申請の一覧',
  done: {
    asked: '申請しました。承認されるまで、プロファイルは作成されません。',
    approved: '承認しました。プロファイルを作成しています。',
    made: '承認し、プロファイルを作成しました。',
    failed: '承認しましたが、プロファイルを作成できませんでした。下記をご確認ください。',
    declined: '却下しました。申請者に通知されます。',
    withdrawn: '取り下げました。',
    deputySet: '保存しました。ご自身宛ての申請に、代理人も回答できます。',
    deputyRemoved: '解除しました。',
  },
  already: {
    approved: (by) => `${by} がすでに承認しているため、何も変更していません。`,
    declined: (by) => `${by} がすでに却下しているため、何も変更していません。`,
    withdrawn: '申請が取り下げられているため、何も変更していません。',
    expired: '回答期限を過ぎているため、何も変更していません。',
  },
  deputies: {
    title: '不在時の代理人',
    intro:
      '代理人は、開始日から終了日まで（UTC）、ご自身宛ての申請に回答できます。代理人自身の申請には回答できません。',
    none: '代理人は設定されていません。',
    deputy: '代理人（メールアドレス）',
    from: '開始日',
    until: '終了日',
    set: '代理人を設定',
    remove: '解除',
  },
};

export const invalidApprovalJa: Words<typeof invalidApprovalEn> = {
  declineWhy: '却下の理由を入力してください。申請者に通知されます。',
  dayWritten: '日付を YYYY-MM-DD の形式で入力してください。',
  untilBefore: '終了日が開始日より前になっています。',
  untilPast: '終了日がすでに過ぎています。',
  untilLong: (most) => `代理人を設定できる期間は${most}日までです。`,
  deputySelf: '自分自身を代理人に設定することはできません。',
  deputyUnknown: 'このアドレスの在籍者はディレクトリに登録されていません。大文字と小文字は区別されます。',
};

export const auditApprovalJa: Words<typeof auditApprovalEn> = {
  'request.ask': 'プロファイルの申請',
  'request.approve': '申請の承認',
  'request.decline': '申請の却下',
  'request.withdraw': '申請の取り下げ',
  'request.escalate': '申請の引き継ぎ',
  'request.expire': '申請の期限切れ',
  'request.fail': '承認済み申請の作成失敗',
  'deputy.set': '代理人の設定',
  'deputy.remove': '代理人の解除',
};
