import type { policies as en, invalidPolicies as invalidEn } from './policiesEn.ts';
import { findings } from './policyFindingsJa.ts';
import { policyPages } from './policyPagesJa.ts';

/** ポリシーに関する言葉、日本語。 */

export const invalidPolicies: typeof invalidEn = {
  account: 'アカウントは12桁の数字、または呼び出し元のアカウントを表す own で指定してください。',
  region: 'us-east-1 のような AWS リージョンを指定してください。',
  partition: (known) => `パーティションは ${known.join('、')} のいずれかを指定してください。`,
  partitions:
    '1つのパーティションのリージョンだけを指定してください。パーティションごとにポリシーを作成します。',
  otherPartition: (own) => `これらのリージョンはパーティション ${own.join('、')} に属しています。`,
  modelPattern:
    'モデルは anthropic.claude-sonnet-4-6 のような ID、または末尾に * を付けた先頭部分で指定してください。',
  geography: (known) =>
    `これらのリージョンのプロファイルにはない地域です。指定できるのは ${known.join('、')} です。`,
  action: '閉じられていないアクションです。一覧は policies print --help にあります。',
  tier: (known) => `サービスティアは ${known.join('、')} のいずれかを指定してください。`,
  onOff: 'on または off を選択してください。',
  target: (known) => `このポリシーの適用先は ${known.join('、')} です。`,
  part: (known) => `サービスの構成要素は ${known.join('、')} です。`,
  principal:
    'このロールを引き受けるロールの ARN を、同じパーティションで指定してください（例：arn:aws:iam::111122223333:role/bedrock-ledger）。',
  exemptPattern:
    '除外は、このパーティションのロールまたは IAM ユーザーの ARN で指定してください。名前の3文字以上の後に限り、末尾に * を付けられます（例：arn:aws:iam::111122223333:role/batch-*）。IAM Identity Center のロールに一致するパターンは使えません。',
  emptyList: 'リストが空です。',
  noModelThere: (regions) => `${regions.join('、')} の許可されたルートに該当するモデルがありません。`,
  allParts: '少なくとも1つの構成要素を残してください。',
  guardPart: (known) => `ガードの構成要素は ${known.join('、')} です。`,
  externalId: '外部 ID は2〜1,224文字の英数字と + = , . @ : / - _ で指定してください。',
  tagKey: 'タグキーに使えるのは英数字、空白、. _ : / = + @ - です。aws: で始めることはできません。',
  tagKeyTwice:
    '同じキーが2つの用途に使われています。大文字と小文字を区別せず、ManagedBy や BudgetStatus とも異なるキーにしてください。',
  exemptWhy: '除外には責任者と理由が必要です（パターン;責任者;理由）。',
};

const statements: typeof en.statements = {
  InvokeOwnProfiles: '自分の名前が付いたプロファイルを呼び出せます。',
  InvokeSharedProfiles:
    '名前がなく、Bedrock Ledger が作成し、本人と同じコストセンター（設定した場合はプロジェクトも）の共有プロファイルを呼び出せます。',
  DenyProfilesOfNobody:
    '名前がなく、Bedrock Ledger が作成していないプロファイルは拒否します。共有プロファイルではありません。',
  DenySharesOfOthers: 'ほかのコストセンターまたはプロジェクトの共有プロファイルは拒否します。',
  DenySharesWithoutTag:
    'コストセンターまたはプロジェクトのない人による共有プロファイルの呼び出しを拒否します。空のタグ同士は一致するためです。',
  DenyForgingShares:
    '名前の付いたロールと IAM ユーザーのコストセンターやプロジェクトは変更できません。共有プロファイルの判定に使うためです。',
  DenyCarryingShares: '名前のある人は、別のコストセンターやプロジェクトをほかのロールに持ち込めません。',
  InvokeModelsThroughProfiles:
    'モデルは、これらのアカウントのアプリケーション推論プロファイルを通じてのみ、許可された地域の範囲で呼び出せます。',
  ReadProfilesAndModels: 'プロファイルとモデルの一覧と詳細は誰でも参照できます。料金はかかりません。',
  Opened: 'プロファイルでは誰にも配賦できませんが、これらのアクションは開放されています。',
  OpenedKeys: 'Bedrock 用の API キーだけを作成できます。',
  DenyOtherModelsThroughProfiles:
    'プロファイルを通じても、許可されていないモデルや、そのリージョンから許可されたルートで届かない場所のモデルは呼び出せません。',
  DenyDefaultTier: '既定のサービスティア（指定のない呼び出し）を拒否します。',
  DenyReplacingMarks:
    'ほかのツールの印を自身の印で上書きしません。自身のものでないプロファイルを削除できないようにするためです。',
  DenyCallsWithoutName:
    'プリンシパルタグに名前がない、または空の場合は、ほかの許可にかかわらず何も呼び出せません。',
  DenyGlobal:
    'プロファイルの名前にかかわらず、グローバルルートは拒否します。コピーしたプロファイルでもプロンプトが許可された地域の外に出るためです。',
  DenyOtherTiers: 'ほかのサービスティアは拒否します。指定のない呼び出しは既定のティアです。',
  DenyWhenBudgetExceeded: '予算超過の印が付いたプロファイルは、誰に対しても拒否します。',
  DenyUnlessBudgetOk:
    'サービスが BudgetStatus=ok の印を付けたプロファイルだけを呼び出せます。自分で作成したばかりのプロファイルは印が付くまで使えず、停止の抜け道になりません。すべてのプロファイルに印が付いてから適用してください。',
  CreateOwnProfiles:
    '自分の名前とコストセンターのタグと、vending.tags に定めたタグ（許可された値に限ります）だけを付けたプロファイルを作成できます。',
  CreateFromAllowedSources: 'プロファイルのコピー元は、許可されたモデルと地域に限られます。',
  GiveOwnTagsToOwnProfiles:
    '作成時にタグを付けます。付け直しても、名前とコストセンターは自分のもののままで、vending.tags のタグも変わりません。',
  TakeNotesOffOwnProfiles:
    '自分のプロファイルから、判定に関わらないタグを外せます。名前、コストセンター、InferenceProfile、ManagedBy、予算の印、vending.tags のタグは対象外です。タグの追加はできません。タグで埋めると予算の印を付けられなくなるためです。',
  DeleteOwnProfiles: '自分の名前が付いたプロファイルを削除できます。',
  DenyChangesWithoutName:
    'プリンシパルタグに名前がない、または空の場合は、ほかの許可にかかわらずプロファイルを変更できません。',
  DenyAllButProfilesAndTheirModels:
    'これらのアカウントのアプリケーション推論プロファイルと、その先のモデル以外は呼び出せません。システム定義プロファイル、プロンプトルーター、プロビジョニング済み、インポート済み、マーケットプレイスのモデルは拒否します。',
  DenyModelsOutsideProfiles: 'アプリケーション推論プロファイルを通さずにモデルを呼び出すことはできません。',
  DenyProfilesOfOthers: '他人の名前が付いた、または名前のないプロファイルの呼び出しを拒否します。',
  DenyProfilesOfOtherAccounts: '自分のアカウント以外のプロファイルの呼び出しを拒否します。',
  DenyChangesOfProfiles: '除外リストのロール以外によるプロファイルの作成、タグ付け、削除を拒否します。',
  DenyCreatingFromElsewhere: '許可されていないモデルや地域からのプロファイルのコピーを拒否します。',
  DenyCreatingForOthers: '他人の名前、または名前なしでのプロファイルの作成を拒否します。',
  DenyCreatingOnOtherCostCenters: '自分のもの以外のコストセンターでのプロファイルの作成を拒否します。',
  DenyOtherTags: 'プロファイルに、名前、コストセンター、vending.tags のタグ以外を付けることを拒否します。',
  DenyChangingProfilesOfOthers:
    '他人の名前が付いた、または名前のないプロファイルのタグ付けと削除を拒否します。',
  DenyForgingNames:
    'ロール、ユーザー、セッションに、本人を示すタグを付けることを拒否します。Identity Center などからのサインインでは付きます。',
  DenyGivingAway: '自分のプロファイルを他人に移すことを拒否します。',
  DenyMovingToOtherCostCenters: 'プロファイルを別のコストセンターに移すことを拒否します。',
  DenyTakingTagsOff:
    'プロファイルから名前、コストセンター、InferenceProfile、ManagedBy、予算の印、vending.tags のタグを外すことを拒否します。',
  DenyOtherSpending:
    'Bedrock で料金が発生するほかの手段（バッチ、エージェント、フロー、ナレッジベース、プロビジョニング、API キー、mantle エンドポイント）を閉じます。',
  DenyBedrockKeys: 'Bedrock の API キーの作成を拒否します。',
  ReadProfilesAndMetrics: 'プロファイルとタグ、モデル、トークン使用量を読み取ります。',
  ReadTheBill: 'AWS の請求額と、請求に使われるタグを読み取ります。',
  CreateMarkedProfiles: '自身が作成したことを示す印の付いたプロファイルだけを作成します。',
  GiveKnownTags: '所有者などを決めるタグと vending.tags のタグだけをプロファイルに付けます。',
  TakeMarksAndMisspellingsOff: '予算の印と、大文字・小文字の異なるキーのタグだけを外します。',
  DeleteMarkedProfiles: '自身の印が付いたものだけを削除します。',
  DenyReplacingOwners: '所有者のいるプロファイルを他人に移すことは決してありません。',
  LookAtProfiles: 'プロファイルを渡す前に、AWS にまだ存在することを確認します。',
  ReadTheQuota: 'アカウントが持てるプロファイル数の上限を読み取ります。',
  ReadTheDirectory: 'IAM Identity Center のユーザーとグループを読み取ります。',
  MirrorSeesBudgets: 'AWS Budgets を読み取ります。',
  MarkForTheBudget: '対象アカウントのプロファイルに、作成者を問わず、予算の印のキーだけを付け外しします。',
  HoldWideStops:
    '停止中のコストセンターを、ユーザーの境界となる1つのポリシーに書き込みます。そのポリシーは何も許可しません。',
  LeaveAllElseToPolicies: 'すべてを呼び出し元のポリシーに委ねます。境界はそれ自体では何も許可しません。',
  DenyStoppedCostCenters:
    'これらのコストセンターのプロファイルは、予算により停止されている間は応答しません。',
  DenyWhileAllAreStopped: '全員の予算により停止されている間は、どれも応答しません。',
  MirrorWritesItsOwn: '自身が作成した AWS Budgets だけを変更します。',
  ReadPoliciesInForce: '適用中のポリシーを読み取り、開いている点を示します。',
  ReadOtherAccounts: 'ほかのアカウントで、この製品のロールを引き受けます。',
  LedgerTakesThisRoleOn: '支払いアカウントにあるこの製品のロールだけが、このロールを引き受けます。',
};

export const policies: typeof en = {
  intro:
    '誰がどのモデルを、どのプロファイルを通じて呼び出せるかを定めます。ポリシーは設定とリージョンのモデルから作成されるため、ユーザーやモデルごとに編集する必要はありません。Bedrock Ledger が表示し、AWS の管理者が適用します。',
  does: '内容',
  nothing: 'このポリシーには記述がありません。',
  effect: '効果',
  effects: { Allow: '許可', Deny: '拒否' },
  sentence: '説明',
  statement: 'ステートメント',
  text: 'ポリシー',
  formats: { json: 'JSON', cloudformation: 'CloudFormation', terraform: 'Terraform' },
  exempt: '適用を除外するロール',
  noExemptions: '全員に適用されます。',
  pattern: 'ロール',
  owner: '責任者',
  reason: '理由',
  ownRole: 'ほかのユーザーのプロファイルを作成・削除し、印を付けるためです。',
  goesInto: '適用先',
  sized: (target, size, limit) => `${target}（${limit}文字中${size}文字）`,
  endsIn: '呼び出しの処理先',
  anywhere: '任意のリージョン',
  tooLong: '適用先の上限を超えています。アカウント、リージョン、モデルを減らしてください。',
  unusable: '設定の「policies」と、これまでに読み取ったリージョンのモデルからは、ポリシーを作成できません。',
  badChoice: 'この指定は使用できません。以下は設定どおりのポリシーです。印の付いた項目を確認してください。',
  choose: {
    title: '別の条件で表示',
    intro:
      '表示とコピーのためのもので、保存されません。恒久的な変更は設定の「policies」で行ってください。複数の値はカンマで区切ります。',
    account: 'アカウント',
    region: 'リージョン',
    geography: 'ルート',
    model: 'モデル',
    selfService: 'セルフサービス',
    enforcement: '予算超過時の停止',
    tier: 'サービスティア',
    open: '開放するアクション',
    exempt: '除外するロール',
    exemptSample: 'ARN;責任者;理由',
    allModels: 'すべて',
    asSet: (set) => `設定どおり：${set}`,
    on: 'オン',
    off: 'オフ',
    show: '表示',
    back: '設定どおりに戻す',
  },
  statements,
  findings,
  ...policyPages,
  kinds: {
    invoke: '呼び出し',
    'self-service': 'セルフサービス',
    guard: 'ガード',
    service: 'サービス',
    trust: '信頼',
    boundary: '境界',
  },
  about: {
    invoke: 'ユーザー向け：自分のプロファイルと、それを通じたモデルだけを呼び出せます。',
    'self-service': '自分でプロファイルを作成するユーザー向け：呼び出しのポリシーと併用します。',
    guard:
      'アカウント全体向け：除外リストのロール以外の全員に対して拒否します。サービスコントロールポリシーは組織の管理アカウントには効きません。管理アカウントでは Bedrock を使わせないでください。',
    service: 'Bedrock Ledger が動作するロール向けです。',
    trust: 'そのロールを引き受けられる相手です。',
    boundary:
      'ユーザーの許可セットやロールに設定するアクセス許可の境界です。それ自体は何も許可せず、停止中のコストセンターを Bedrock Ledger が書き込みます。通常のポリシーとしてはアタッチしないでください。',
  },
  targets: {
    permissionSet: 'IAM Identity Center の許可セットのインラインポリシー',
    managedPolicy: 'マネージドポリシー',
    role: 'ロールのインラインポリシー',
    scp: 'AWS Organizations のサービスコントロールポリシー',
    trust: 'ロールの信頼ポリシー',
  },
};
