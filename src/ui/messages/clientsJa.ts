import type { clients as en } from './clientsEn.ts';

/** クライアントに貼り付ける設定についての文言。 */

export const clients: typeof en = {
  intro:
    'このプロファイルの ARN、リージョン、モデルに合わせてあります。認証情報は AWS のサインインのものが使われ、ここには含まれません。',
  gone: 'このプロファイルは AWS にもう存在しないため、設定できるものはありません。',
  noFile: {
    shell: 'ターミナルで実行します',
    form: '設定フォームに入力します',
  },
  tierMissing: (tier, standsIn, get) =>
    `ここには ${tier} のプロファイルがないため、代わりに ${standsIn} を呼び出します。${tier} を使うには、${get} のプロファイルを取得してから、この設定をもう一度コピーしてください。`,
  tierNotOffered: (tier, standsIn) =>
    `このリージョンでは ${tier} のモデルが提供されていません。Claude Code が ${tier} を求めた場合は ${standsIn} を呼び出します。`,
  notes: {
    stopped:
      'このプロファイルは予算を使い切ったため停止の印が付いています。印が外されるまで、呼び出しは拒否されます。',
    otherVersions:
      'モデルの選択画面では、プロファイルのあるバージョンだけを選択してください。それ以外を選択するとプロファイルを通らずに呼び出され、ガードポリシーが有効な環境では拒否されます。',
    merge: 'ファイルがすでにある場合は、ほかの内容を残したままこの設定を追加してください。',
    forTeams:
      'Cline のチーム管理者向けです。全員に同じプロファイルが設定されるため、共有プロファイルにのみ適しています。',
    byForm: 'Cline の「Settings」→「API Configuration」で入力します。',
  },
};
