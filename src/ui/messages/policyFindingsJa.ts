import { holes } from './holesJa.ts';
import type { findings as en } from './policyFindingsEn.ts';

/** 適用中のポリシーについて分かったこと、日本語。 */

const attributes: typeof en.attributes = {
  off: ({ wanted }) => ({
    found: '無効です。セッションにタグが付かないため、自分のプロファイルを呼び出せません。',
    advice: `IAM Identity Center で有効にしてください：${wanted}`,
  }),
  missing: ({ key, wanted }) => ({
    found: 'このタグはセッションに付きません（ID プロバイダーが直接送信している場合を除く）。',
    advice: `IAM Identity Center で追加してください：${key} = ${wanted}`,
  }),
  source: ({ values, wanted }) => ({
    found: `値の取得元が ${values} になっています。`,
    advice: `取得元を ${wanted} に変更してください。`,
  }),
  letterCase: ({ values }) => ({
    found: `プロファイルの所有者の大文字・小文字がディレクトリと異なります：${values}`,
    advice: 'IAM では別人として扱われます。ディレクトリの表記でタグを付け直してください。',
  }),
  untaggable: ({ values }) => ({
    found: `Bedrock のタグに使用できない値です：${values}`,
    advice:
      'タグに使えるのは英字、数字、空白と . _ : / = + @ - で、256文字までです。ディレクトリの値を変更してください。',
  }),
  noCostCenter: ({ values }) => ({
    found: `ディレクトリにコストセンターが登録されていません：${values}`,
    advice:
      'セッションにコストセンターが付かず、プロファイルを作成できません。ディレクトリに登録してください。',
  }),
};

const auditReasons: typeof en.auditReasons = {
  directModel: {
    why: 'モデルを直接呼び出しています',
    advice:
      'プロファイルを発行し（bedrock-ledger profiles create）、モデルの代わりにその ARN を指定してもらってください。モデルを直接呼び出す必要のあるロールは、責任者と理由を付けて policies.exemptions に登録します。',
  },
  systemProfile: {
    why: 'システム定義プロファイルを直接呼び出しています',
    advice:
      'それをコピーしたプロファイルを発行し（bedrock-ledger profiles create）、クライアントのすべてのモデル区分に設定してもらってください。',
  },
  noOwner: {
    why: 'プロファイルに所有者がいません',
    advice: '所有者とコストセンターのタグを付けるか、削除してください。',
  },
  ownerLeft: {
    why: '所有者が退職したプロファイルがまだ使われています',
    advice: '呼び出し元を調べ（--cloudtrail）、本人のプロファイルを発行してから削除してください。',
  },
  letterCase: {
    why: '所有者の大文字・小文字がディレクトリと異なります',
    advice: 'ディレクトリの表記でタグを付け直してください。',
  },
  notOwn: {
    why: '他人のプロファイルを呼び出しています',
    advice:
      '本人のプロファイルを発行してください。プログラムは、自身のロールまたはチームの名前が付いたプロファイルを呼び出します。',
  },
  unknownProfile: {
    why: '台帳にないプロファイルを呼び出しています',
    advice: 'そのアカウントとリージョンを読み取り対象にするか（bedrock-ledger doctor）、閉じてください。',
  },
  globalRoute: {
    why: '許可されていないグローバルルートのプロファイルです',
    advice: '許可された地域のプロファイルに替えるか、policies.geographies で global を許可してください。',
  },
  geography: {
    why: '許可されていないリージョンで処理されるプロファイルです',
    advice: '許可された地域のプロファイルに替えるか、policies.geographies でその地域を許可してください。',
  },
  model: {
    why: '許可されていないモデルのプロファイルです',
    advice: '許可されたモデルのプロファイルに替えるか、policies.models でそのモデルを許可してください。',
  },
  exceeded: {
    why: 'プロファイルに予算超過の印が付いています',
    advice: '予算を引き上げるか、次の期間をお待ちください。',
  },
  apiKey: {
    why: 'Bedrock の API キーで呼び出しています',
    advice: 'サインインして SDK で呼び出してもらい、キーを削除してください。',
  },
  aroundProfiles: {
    why: '本人のプロファイルで説明できない呼び出しが請求に含まれています',
    advice:
      '読み取り対象外のアカウントとリージョンも含めて呼び出し先を調べ（--cloudtrail）、プロファイルを発行してください。',
  },
  other: {
    why: '作成されたポリシーでは許可されません',
    advice: '理由は bedrock-ledger policies explain で確認できます。',
  },
};

const unread: typeof en.unread = {
  sets: () => '許可セット',
  controls: (account) => `${account}のサービスコントロールポリシー`,
  people: (account) => `${account}のロールと IAM ユーザー`,
  models: (place) => `${place} のモデルへのアクセス`,
  moreModels: (count) => `モデルへのアクセス：アカウント・リージョン・モデルの組み合わせ、残り${count}件`,
  records: (place) => `${place} の CloudTrail`,
};

export const findings: typeof en = {
  holes,
  attributes,
  auditReasons,
  unread,
  listed: (names, most = 3) =>
    names.length <= most
      ? names.join('、')
      : `${names.slice(0, most).join('、')} ほか${names.length - most}件`,
  listAll: (count) => `${count}件すべて`,
  title: (state, says) =>
    state === 'open'
      ? `${says}操作が可能です。`
      : state === 'impossible'
        ? `${says}操作はできません。`
        : `${says}操作が可能かどうかは判定できません。`,
  states: { open: '開いている', impossible: '実行不可', unknown: '判定不可' },
  actions: (names) => `アクション：${names}`,
  elements: (names) => `判定できない要素：${names}`,
  nothingAllows: '許可するステートメントなし',
  statementOf: (statement, policy) =>
    `${policy}：${statement}`.replace(/：statement (\d+)$/, '：ステートメント$1'),
  openedBy: (statements) => `（${statements}）`,
  printedAs: (sids) => `作成されるステートメント：${sids}`,
  none: '開いている点はありません。',
  noneUnread: '読み取れた範囲では、開いている点はありません。',
  notRead: (names) => `読み取れなかったもの：${names}。内容を下に貼り付けて確認してください。`,
  kinds: { permissionSet: '許可セット', role: 'ロール', user: 'IAM ユーザー' },
  others: (name, more) => (more === 0 ? name : `${name} ほか${more}件`),
  everything: 'すべてが開いています。',
  much: (first, more) => `${first}同じステートメントにより、ほかに${more}点が開いています。`,
  everythingAdvice:
    'ユーザーには、代わりにユーザー向けのポリシーを割り当ててください。この権限が必要な場合、止められるのはガードだけです。ガードの対象から外すときは、責任者と理由を付けて除外に登録します。',
  destination: (region, isGlobal) =>
    isGlobal ? 'グローバルルート（aws:RequestedRegion = unspecified）' : region,
  fails: (destination) => `${destination} で処理される可能性のあるプロファイルの呼び出しは失敗します。`,
  failsBy: (statement, policy) => `${policy} の ${statement} が拒否しています。`,
  failsAt: (level) => `組織のルートから${level}番目のレベルで許可されていません。`,
  changed: (policy, statement) => `${policy} の ${statement} を次の内容に置き換えます。`,
  added: 'あわせて次を追加します。除外した呼び出しが、本来の処理先から外れないようにするためです。',
  sample: (statement) =>
    `${statement} にある inference-profile/… の除外は、システム定義プロファイル用です。アプリケーション推論プロファイルの呼び出しでは、IAM はその ARN を参照します。`,
  meant:
    '意図した拒否でなければ、そのレベルでこれらのリージョンを許可してください。意図した拒否の場合は、別の地域のプロファイルを使用してください。',
  regionsFine: 'プロファイルの処理先はすべて許可されています。',
  attribute: (key) => `アクセス制御の属性 ${key}`.trim(),
  services: (names) =>
    `AWS のサービスがモデルの呼び出しに使うロール：${names}。除外に登録しない限り、ガードはこれらも止めます。`,
  more: (count) =>
    `Bedrock を利用できるロールと IAM ユーザーがほかに${count}件ありますが、確認していません。上記を閉じてから、もう一度読み取ってください。`,
  unbound: (account) =>
    `管理アカウント${account}にはサービスコントロールポリシーが効かないため、ガードも効きません。Bedrock はほかのアカウントで使用してください。`,
  noDirectory: '設定に IAM Identity Center のディレクトリがないため、許可セットは読み取っていません。',
  access: (model, place) => `${place} の ${model}`,
  accessFaults: {
    pending: '契約が手続き中です',
    notAvailable: '契約がありません',
    error: '契約に問題があります',
    authorized: 'アカウントに利用権限がありません',
    entitled: 'アカウントに利用資格がありません',
    inRegion: 'このリージョンでは提供されていません',
  },
  accessAdvice:
    'このアカウントの Bedrock コンソールで、提供元のフォームを提出し、AWS Marketplace でサブスクライブしてください。',
};
