import type {
  hygiene as en,
  hands as handsEn,
  invalidHygiene as invalidEn,
  moveReasons as reasonsEn,
} from './hygieneEn.ts';

/** 整備が必要なプロファイルに関する言葉、日本語。 */

const day = (at: string): string => at.slice(0, 10);
const number = (n: number): string => n.toLocaleString('ja');

export const invalidHygiene: typeof invalidEn = {
  hygieneKind: (known) => `この種類の検出事項はありません。指定できるのは ${known.join('、')} です。`,
  sayNothing: '所有者またはコストセンターを指定してください。',
  moveNothing: '変更後のメールアドレスまたはコストセンターを指定してください。',
  moveTaken: (who) =>
    `このメールアドレスは別のユーザー（${who}）のものです。異動の処理でプロファイルをほかの人に渡すことはできません。`,
  moveNobody: 'このユーザーのメールアドレスがタグに設定されたプロファイルはありません。',
};

export const hands: typeof handsEn = {
  nameOwner: () => '誰が利用しているかを確認し、所有者を設定するか削除してください',
  knowOwner: (from) => `${from} をユーザーとして登録するか、所有者を設定するか、削除してください`,
  addressNoTag: (_, to) =>
    `${to} には Bedrock のタグで使えない文字が含まれています。別のメールアドレスを使用してください。`,
  costCenterNoTag: (_, to) =>
    `「${to}」には Bedrock のタグで使えない文字が含まれています。ディレクトリのコストセンター名を変更してください。`,
  sayTags: (_, to) => `次のタグの値を指定してください：${to}`,
  raiseQuota: (from, to) =>
    `クォータ L-40EC9882 を${from}から${to}に引き上げるか、プロファイルを削除してください`,
  changeAddress: (from, to) =>
    `IAM Identity Center（または ID プロバイダー）とこのディレクトリで、メールアドレスを ${from} から ${to} に変更してください。変更済みの場合は完了を報告してください。`,
  changeCostCenter: (from, to) =>
    `ID プロバイダーのコストセンター属性を${from === '' ? '' : ` ${from} から`} ${to} に変更してください。変更済みの場合は完了を報告してください。`,
  signInAnew: () =>
    '変更前のセッションがすべて終了するまで待つか（最長12時間）、すべての環境で再度サインインするよう本人に依頼してください',
};

export const moveReasons: typeof reasonsEn = {
  sourceUnknown: ({ model = '' }) =>
    `対象モデル（${model}）のコピー元が不明なため、新しいプロファイルを作成できません。既存のものは残りますので、本人が新しく作成してください。`,
  costCenterUnknown: () => 'タグにもディレクトリにもコストセンターがありません',
};

export const hygiene: typeof en = {
  title: 'プロファイルの整備',
  verdict: (wanting, all) =>
    wanting === 0
      ? all === 0
        ? 'プロファイルはまだありません。'
        : `${number(all)}件のプロファイルはすべて問題ありません。`
      : `${number(all)}件のうち${number(wanting)}件のプロファイルで対応が必要です。`,
  intro:
    '所有者、コストセンター、利用状況に問題のあるプロファイルと、その対処方法です。対処は計画として作成され、内容を確認して適用するまで何も変更されません。',
  introOthers: '所有者、コストセンター、利用状況に問題のあるプロファイルです。対処は管理者が行います。',
  noDirectory:
    'ユーザーが1人も登録されていないため、所有者については判定していません。IAM Identity Center を読み込むか、ディレクトリを取り込んでください。',
  all: 'すべて',
  allOf: (n) => `全${number(n)}件を表示`,
  chips: '検出事項の種類',
  finding: '内容',
  kind: '種類',
  mends: '対処',
  profile: 'プロファイル',
  mend: '対処する',
  mendAll: (n) => (n === 1 ? '対処する' : `${number(n)}件をまとめて対処`),
  mendDelete: '削除の計画を作成',
  say: '所有者を指定',
  saySome: 'タグを指定',
  planTitle: (kind, n) => `${kind}（${number(n)}件）`,
  oneProfile: 'プロファイル1件',
  none: 'この種類の検出事項はもうありません。',
  kinds: {
    ownerLeft: '所有者が退職',
    spellingDiffers: '所有者の表記違い',
    ownerUnknown: '所有者が未登録',
    noOwner: '所有者なし',
    notAdopted: '手作業・スクリプトで作成',
    wrongCostCenter: '所有者と異なるコストセンター',
    furtherTag: '追加タグの不足・不正',
    modelGone: 'モデルの提供終了',
    duplicate: '重複',
    unused: '未使用',
    nearQuota: 'クォータの上限間近',
  },
  about: {
    ownerLeft:
      '認証情報が残っていれば、まだ呼び出せます。削除すると呼び出せなくなり、過去の利用額は残ります。',
    spellingDiffers:
      'AWS は大文字・小文字まで区別するため、本人のメールアドレスでサインインしても呼び出せません。利用のないものはタグを付け直し、利用中のものは新しいプロファイルに切り替わるまで残します。',
    ownerUnknown:
      '該当するユーザーが登録されていません。利用のないものは削除し、それ以外は所有者を指定してください。',
    noOwner: '誰にも計上されません。利用のないものは削除し、それ以外は所有者を指定してください。',
    notAdopted:
      '不足しているタグをディレクトリから補います。既存のタグは変更しません。以後はほかのプロファイルと同じように管理します。タグは設定した時点から有効で、それ以前の利用分の計上先は変わりません。',
    wrongCostCenter:
      'タグをディレクトリの内容に合わせます。ARN と設定はそのままで、呼び出しが拒否されることはありません。過去の利用分の計上先は変わりません。',
    furtherTag: '値が1つに決まるタグは設定します。候補が複数ある場合は選択が必要です。',
    modelGone: '対象のモデルは、このリージョンで提供されていません。',
    duplicate: '同じユーザーが、同じ場所に、同じモデル・同じ計上先のプロファイルを別に持っています。',
    unused: '設定された日数の間、利用がありませんでした（その間の使用量はすべて取得済みです）。',
    nearQuota: 'まもなく新しいプロファイルを作成できなくなります。削除予定のものから整理します。',
  },
  why: {
    ownerLeft: ({ user = '' }) => `${user} は退職者です`,
    spellingDiffers: ({ address = '', user = '' }) => `タグは ${address}、本人は ${user}`,
    ownerUnknown: ({ user = '' }) => `${user} は登録されていません`,
    noOwner: ({ otherKey = '', value = '' }) =>
      otherKey === '' ? '所有者タグがありません' : `キー ${otherKey} に ${value} と設定されています`,
    notAdopted: ({ lacks = '', asks = '' }) =>
      `${lacks} がありません${asks === '' ? '' : `（${asks} は指定が必要です）`}`,
    wrongCostCenter: ({ costCenter = '', directory = '' }) => `計上先 ${costCenter}、所属 ${directory}`,
    furtherTag: ({ keys = '', values = '' }) => `${keys}：${values}`,
    modelGone: ({ source = '' }) => `${source} は提供されていません`,
    duplicate: ({ kept = '' }) => `${kept} と重複しています`,
    unused: ({ days = '', lastUsed = '' }) =>
      lastUsed === '' ? `${days}日以上利用がありません` : `最終利用：${day(lastUsed)}`,
    nearQuota: ({ count: there = '', quota = '', known = '' }) =>
      `${quota}件中${there}件${known === '' ? '（AWS の標準値。実際の上限はこれより大きい場合があります）' : ''}`,
  },
  ways: {
    tag: (tags) => `${tags} を設定`,
    delete: '削除',
    deleteUnused: '引き続き利用がなければ削除',
    deleteIdle: '1週間利用がなければ削除',
    deleteSome: (n) => `削除予定の${number(n)}件を削除`,
    replace: '正しいメールアドレスで作成し、利用がなくなったらこのプロファイルを削除',
  },
  sayTitle: '所有者とタグの指定',
  sayTags: (tags) => `現在のタグ：${tags}`,
  sayNoTags: 'タグはありません。',
  sayIntro: '計画として作成され、内容を確認してから適用します。変更しない項目は空欄のままにしてください。',
  sayBack: 'プロファイルの整備に戻る',
  saySubmit: '計画を表示',
  moveTitle: '異動・氏名変更（AWS のプロファイルを含む）',
  moveIntro:
    'メールアドレスやコストセンターの変更に伴う作業を、途中で利用できなくなることのないよう、段階に分けた1つの計画にまとめます。',
  moveTo: '新しいメールアドレス',
  moveCostCenter: '新しいコストセンター',
  moveSubmit: '計画を作成',
  movePlanTitle: (who, to) => `${who} → ${to}`,
};
