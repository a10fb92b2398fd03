import type { setup as setupEn } from './setupEn.ts';

/** 最初の数字が出るまでの手順。 */

export const setup: typeof setupEn = {
  intro: '数字が表示されるまでに必要な準備を、必要な順に示します。',
  open: 'セットアップを開く',
  lead: '不足している準備の確認と最初の収集の開始は、「セットアップ」で行えます。',
  allDone: 'セットアップは完了しています。',
  progress: (done, all, next) => `${all}件中${done}件の手順が完了しています。次の手順：${next}。`,
  steps: {
    accounts: 'アカウントとリージョン',
    permissions: '権限',
    tags: 'タグ',
    collection: '最初の収集',
    signIn: 'サインイン',
  },
  states: { done: '完了', todo: '未対応', failed: '失敗', unknown: '未確認' },
  checkNow: '今すぐ確認',
  checkedAt: (at) => `${at}に確認しました。`,
  never: 'AWS への確認はまだ行われていません。',
  checking: (at) => `${at}から AWS に確認しています。しばらくしてからもう一度表示してください。`,
  off: 'このサーバーは AWS に接続していません。',
  charge: '1回の確認につき、AWS の料金が約3セントかかります。',
  done: {
    checked: '確認しました。',
    checking: 'AWS への確認を続けています。しばらくしてからもう一度表示してください。',
    collecting: '収集を受け付けました。まもなく始まります。',
  },
  settings: '次の行を設定ファイル（bedrock-ledger.yaml）に追加し、サーバーを再起動してください。',
  accounts: {
    payer: (arn) => `請求データは ${arn} として読み取ります。`,
    own: 'このサーバーの認証情報を使用',
    by: (role) => `ロール ${role} を使用`,
    reached: '接続済み',
    unreached: '接続できません',
    unasked: '未確認',
    none: 'アカウントはまだ指定されていません。',
    payerFails: 'このサーバーの認証情報がどのアカウントのものか、AWS から確認できません。',
    credentials: 'サーバーにプロファイルなどの認証情報を設定し、再起動してください。',
    more: (count) => `ほかに${count}件のアカウントがあります（表示していません）。`,
    others: 'ほかのアカウントでも Bedrock を利用している場合は、アカウントごとにロールを指定してください。',
    trust: 'そのロールに必要な信頼ポリシーと権限',
  },
  permissions: {
    ok: (count) => `試した${count}件のリクエストすべてに AWS が応答しました。`,
    some: (ok, all) => `試した${all}件のリクエストのうち、${ok}件に AWS が応答しました。`,
    waits: 'アカウントに接続できた後、1件ずつ試します。',
    ofPayer: '請求データ',
    add: (account) => `${account}のロールのポリシーに追加してください。`,
    addTo: {
      payer: '請求データを読み取る認証情報のポリシーに追加してください。',
      server: 'このサーバーの認証情報のポリシーに追加してください。',
    },
    whole: 'サービス用ポリシーの全文',
    more: (count) => `ほかに${count}件のリクエストが失敗しました（表示していません）。`,
    words: 'AWS の応答',
  },
  tags: {
    keys: { active: '有効', inactive: '無効', unseen: 'AWS で未検出' },
    optional: '任意',
    unknown: 'コスト配分タグの状態は、まだ AWS から確認できていません。',
    none: 'プロファイルはまだ確認されていません。最初の収集で読み取ります。',
    profiles: (known, lacking) =>
      lacking === 0
        ? `${known}件のプロファイルすべてに必要なタグが付いています。`
        : `${known}件のプロファイルのうち、${lacking}件でタグが不足しています。`,
    lacking: 'タグが不足しているプロファイル',
    notFound: '対象のアカウントとリージョンに、プロファイルはありません。',
    make: 'タグ付きのプロファイルを作成する',
    makeByHand: '最初のプロファイルを、タグを付けて作成してください。例：',
    activate: '支払いアカウントの権限で有効にしてください。',
    console: 'AWS コンソールの「Billing and Cost Management」にある「コスト配分タグ」',
    wait: 'タグの付いたプロファイルが使われてからタグが AWS に表示されるまで最大24時間、有効にしてから請求に反映されるまでさらに最大24時間かかります。過去の日付には、バックフィルを行った場合だけ反映されます。',
  },
  collection: {
    reads:
      'プロファイルとモデル、トークン使用量、請求データを読み取ります。完了すると各ページに数字が表示されます。',
    first: (months, requests, charge) =>
      `${months}か月分の請求データの読み取りには、Cost Explorer へのリクエストが${requests}回以上必要です。1回につき$0.01のため、AWS の料金は${charge}以上です。トークン使用量の読み取りには、通常このほかに数セントかかります。所要時間は数分です。大規模な組織では、さらに時間がかかります。`,
    start: '今すぐ収集',
    again: 'もう一度収集',
    here: '数字が表示できる状態です。',
    overview: '概要を開く',
    jobs: 'すべての実行履歴',
    off: 'このサーバーではジョブを実行していません。コマンドで収集してください。',
    failed: '前回の実行で失敗した項目があります。',
  },
  signIn: {
    off: 'サインインは設定されていません。このコンピューターからの利用に限られ、操作する人が管理者になります。ほかの人も利用する場合は、ID プロバイダーを指定してください。',
    alb: 'サインインをロードバランサーで行う場合は、代わりに次の行を指定してください。',
    oidc: (issuer) => `${issuer} でサインインします。`,
    byAlb: (arn) => `ロードバランサー ${arn} でサインインします。`,
    callback: 'ID プロバイダーに登録するリダイレクト URI：',
    test: 'サインインを試す',
    administrators: (names, more) => `管理者：${names}${more > 0 ? `、ほか${more}人` : ''}`,
    nobody: '管理者がまだいません。最初の管理者を指定してください。',
  },
  more: {
    title: '運用の準備',
    channels: 'メールやチャットを接続し、アラートを受け取る',
    budget: '最初の予算を設定する',
    people: 'ユーザーとコストセンターを登録する',
    vending: {
      on: 'プロファイルはこの画面から作成できます。',
      off: 'プロファイルの作成は無効です（vending.enabled: true で有効になります）。',
    },
    enforcement: {
      off: '予算による利用停止は無効です（enforcement.mode）。',
      dryRun: '予算による利用停止は試行中です。実際には停止しません。',
      on: '停止する予算を超えると、利用が停止されます。',
    },
  },
};
