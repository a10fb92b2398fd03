import type { slackEn } from './slackEn.ts';

export const slackJa: typeof slackEn = {
  notBelieved: {
    notHere: '何も変更されていません。この Slack アカウントは無効か、個人のものではありません。',
    elsewhere:
      '何も変更されていません。別の Slack ワークスペースのアカウントです。申請のページから回答してください。',
    unconfirmed:
      '何も変更されていません。Slack でメールアドレスの確認が済んでいません。確認を済ませるか、申請のページから回答してください。',
    noEmail:
      '何も変更されていません。Slack からメールアドレスを取得できません。アプリに users:read.email の権限が必要です。',
  },
  notKnown: (address) =>
    `何も変更されていません。${address} は Bedrock Ledger のディレクトリに登録されていません。管理者が別のアドレスとして追加できます。`,
  notYours: '何も変更されていません。この申請に回答する権限がないか、申請が存在しません。',
  notAsked:
    '何も変更されていません。Slack から本人確認の応答がありませんでした。もう一度押すか、申請のページから回答してください。',
  failed: '処理できませんでした。原因はサーバーのログに記録されています。申請のページを確認してください。',
  reasonHere: '理由はこのメッセージの入力欄に書いてから、もう一度押してください。',
  elsewise: '内容を変えて承認する場合は、申請のページを開いてください。',
};
