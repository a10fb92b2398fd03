import type { holes as en, HoleWords } from './holesEn.ts';

/** ポリシーで開いている可能性のある点と、それを閉じる変更、日本語。`says` の後に「ことができます」「ことができません」が続く。 */

const words = (says: string, change: string): HoleWords => ({ says, change });

export const holes: typeof en = {
  retag: ({ ownResource, ownRequest }) =>
    words(
      '他人のプロファイルのタグを自分の名前に付け替え、呼び出したうえで費用の付け先も変える',
      `bedrock:TagResource の条件に、付けるタグだけでなく、すでに付いているタグも加えてください：${ownResource}（IfExists なし）と ${ownRequest}`,
    ),
  claim: ({ ownResource }) =>
    words(
      '所有者のいないプロファイルにタグを付けて自分のものにする',
      `bedrock:TagResource の条件に、すでに付いているタグを IfExists なしで加えてください：${ownResource}`,
    ),
  giveAway: ({ ownRequest }) =>
    words(
      '自分のプロファイルを他人のものにし、呼び出しの費用を負担させる',
      `bedrock:TagResource に条件 ${ownRequest} を加えてください`,
    ),
  costCenter: ({ ownCostCenter, costCenter }) =>
    words(
      '自分のプロファイルを別のコストセンターに移す',
      `bedrock:TagResource に条件 ${ownCostCenter} を加え、${costCenter} を自由に付けられるタグから外してください`,
    ),
  budgetMark: () =>
    words(
      '自分のプロファイルの BudgetStatus の印を外すか書き換え、予算を超えて呼び出しを続ける',
      'bedrock:TagResource と bedrock:UntagResource で変更できるキーを列挙し（ForAllValues:StringEquals aws:TagKeys と Null aws:TagKeys = false）、BudgetStatus と ManagedBy を含めないでください',
    ),
  untagOwn: ({ user, costCenter }) =>
    words(
      `自分のプロファイルから ${user} または ${costCenter} を外し、費用の負担者がいない状態にする`,
      `bedrock:UntagResource の対象からこれらのキーを除いてください：ForAllValues:StringNotEqualsIgnoreCase aws:TagKeys = ${user}, ${costCenter}`,
    ),
  changeOthers: ({ ownResource }) =>
    words(
      '他人のプロファイルにタグを付け、外し、またはプロファイルを削除する',
      `bedrock:TagResource、bedrock:UntagResource、bedrock:DeleteInferenceProfile に条件 ${ownResource} を加えてください`,
    ),
  invokeOthers: ({ ownResource }) =>
    words(
      '他人のプロファイルを呼び出す',
      `application-inference-profile/* の呼び出しに条件 ${ownResource} を加えてください`,
    ),
  untagged: ({ ownResource }) =>
    words(
      '所有者のいないプロファイルを呼び出す',
      `タグがない場合に通ってしまう拒否ではなく、IfExists なしの条件でタグを確認してください：${ownResource}`,
    ),
  nobody: ({ user }) =>
    words(
      `自分の ${user} が空または未設定のまま、同じく空のプロファイルを呼び出す`,
      `拒否を加えてください：StringNotLike aws:PrincipalTag/${user} = ?*`,
    ),
  wildcard: ({ ownResource }) =>
    words(
      '自分のタグにワイルドカードを入れ、他人のプロファイルを呼び出す',
      `StringLike ではなく StringEquals で比較してください：${ownResource}`,
    ),
  letterCase: ({ ownResource }) =>
    words(
      '大文字と小文字だけが異なる名前の、他人のプロファイルを呼び出す',
      `StringEqualsIgnoreCase ではなく StringEquals で比較してください：${ownResource}`,
    ),
  otherAccount: ({ profiles }) =>
    words(
      '別のアカウントのプロファイルを呼び出す',
      `プロファイルの ARN と、モデルの bedrock:InferenceProfileArn の両方でアカウントを固定してください：${profiles}`,
    ),
  directModel: ({ profiles }) =>
    words(
      'プロファイルを通さずに基盤モデルを直接呼び出す',
      `foundation-model/* は条件 ArnLike bedrock:InferenceProfileArn = ${profiles} を付けて許可してください`,
    ),
  systemProfile: () =>
    words(
      'システム定義プロファイル（us.、eu.、global. など）を直接呼び出す',
      'リソースから inference-profile/* を除き、モデルの bedrock:InferenceProfileArn を application-inference-profile/* に限定してください',
    ),
  otherModels: () =>
    words(
      'プロンプトルーター、プロビジョニング済み、インポート済み、デプロイ済み、マーケットプレイスのモデルを呼び出す',
      'リソースは * ではなく application-inference-profile/* と foundation-model/* に限定してください',
    ),
  globalRoute: () =>
    words(
      '処理先のリージョンが限定されないグローバルルートのプロファイルを、許可なく呼び出す',
      'bedrock:InvokeModel* を条件 StringEquals aws:RequestedRegion = unspecified で拒否してください。global.* からコピーしたプロファイルかどうかは ARN では判別できません。',
    ),
  geography: () =>
    words(
      '許可されていないリージョンで処理されるプロファイルを呼び出す',
      '基盤モデルの ARN は * ではなく、リージョンを列挙してください',
    ),
  exceeded: () =>
    words(
      '予算超過の印が付いたプロファイルを呼び出す',
      'bedrock:InvokeModel* を条件 StringEquals aws:ResourceTag/BudgetStatus = exceeded で拒否してください',
    ),
  unmarked: () =>
    words(
      '予算内の印をサービスが付けていないプロファイル（作成したばかりのものなど）を呼び出す',
      'application-inference-profile/* に対する bedrock:InvokeModel* を、条件 StringNotEquals aws:ResourceTag/BudgetStatus = ok で拒否してください',
    ),
  createForOthers: ({ ownRequest, ownCostCenter }) =>
    words(
      '他人の名前、またはほかのコストセンターでプロファイルを作成する',
      `bedrock:CreateInferenceProfile に条件 ${ownRequest} と ${ownCostCenter} を加えてください`,
    ),
  createUntagged: ({ ownRequest, ownCostCenter }) =>
    words(
      '所有者またはコストセンターのないプロファイルを作成する',
      `bedrock:CreateInferenceProfile に条件 ${ownRequest} と ${ownCostCenter} を IfExists なしで加えてください`,
    ),
  createMoreTags: ({ user, costCenter }) =>
    words(
      'ManagedBy など、自分の名前とコストセンター以外のタグを付けてプロファイルを作成する',
      `bedrock:CreateInferenceProfile に条件 ForAllValues:StringEquals aws:TagKeys = ${user}, ${costCenter} を加えてください`,
    ),
  createElsewhere: () =>
    words(
      '許可されていない地域からプロファイルを作成する',
      'bedrock:CreateInferenceProfile のコピー元は * ではなく、許可する地域の inference-profile/<地域>.* に限定してください',
    ),
  apiKeys: () =>
    words(
      'Bedrock の API キーを作成または使用する',
      'bedrock:CallWithBearerToken と iam:CreateServiceSpecificCredential を許可から外すか、拒否してください',
    ),
  mantle: () =>
    words(
      'アプリケーション推論プロファイルのない bedrock-mantle エンドポイントでモデルを呼び出す',
      'bedrock-mantle:* を許可から外すか、拒否してください',
    ),
  otherSpending: () =>
    words(
      'プロファイルを通らない Bedrock のほかのアクションで費用を発生させる',
      'bedrock:* ではなく、必要なアクションだけを列挙してください',
    ),
  ownProfile: () =>
    words(
      '自分のプロファイルを呼び出す',
      'bedrock:InvokeModel と bedrock:InvokeModelWithResponseStream を、プロファイルと、それを通じた全処理先リージョンのモデルに許可してください',
    ),
  looking: () =>
    words(
      'プロファイルの一覧と、自分のプロファイルの詳細を参照する',
      'bedrock:ListInferenceProfiles と bedrock:GetInferenceProfile を * に許可してください',
    ),
  makeOwn: () =>
    words('自分のプロファイルを作成・削除する', 'セルフサービスのステートメントを加えてください'),
};
