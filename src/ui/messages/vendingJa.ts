import type { vending as en, invalidVending as invalidEn } from './vendingEn.ts';

/** プロファイルの取得に関する言葉、日本語。 */

const meant = (near: readonly string[]): string =>
  near.length === 0 ? '' : `もしかして：${near.join('、')}`;

export const invalidVending: typeof invalidEn = {
  whomMissing: '対象者の氏名またはメールアドレスを入力してください。',
  whomNobody: (near) =>
    `この氏名のユーザーは登録されていません。氏名の別の部分、またはメールアドレスを入力してください。${meant(near)}`,
  whomSeveral: '対象者を特定できません。下の候補から選択するか、メールアドレスを入力してください。',
  userLeft: 'このユーザーは退職済みとして登録されているため、プロファイルを作成できません。',
  otherAddress: (own) =>
    `${own} の別のメールアドレスです。プロファイルにはサインインに使うアドレスを指定してください。`,
  sharedCenter: '共有するコストセンターを指定してください。',
  costCenterMissing:
    'コストセンターを入力してください。このユーザーの所属コストセンターは登録されていません。',
  placeHere: (regions) =>
    `このリージョンでは、選択したモデルとルートの組み合わせを利用できません。利用できるリージョン：${regions.join('、')}`,
  sourceEnded:
    'このモデルは AWS での提供終了が予定されているため、新しいプロファイルは作成できません。新しいモデルを選択してください。',
  sourceRouted: (ids) =>
    `このモデルはリージョン内では呼び出せません。次のルートから選択してください：${ids.join('、')}`,
  geographyHere: (there) =>
    `このモデルでは、指定したルートを利用できません。利用できるルート：${there.join('、')}`,
  geographyMissing: (there) =>
    `このモデルには複数のルートがあります。次のいずれかを指定してください：${there.join('、')}`,
  modelDenied: (allowed) =>
    `このモデルは許可されていないため（policies.models）、作成しても呼び出せません。許可されているモデル：${allowed.join('、')}`,
  geographyDenied: (allowed) =>
    `このルートは許可されていないため（policies.geographies）、作成しても呼び出せません。許可されているルート：${allowed.join('、')}`,
  quotaUsedUp: ([place = '', inUse = '', quota = '', ...others]) =>
    `${place} には空きがありません。${quota === '' ? `推論プロファイルが${inUse}件あり、AWS の上限に達しています` : `推論プロファイルを${quota}件中${inUse}件使用しています`}。${others.length === 0 ? '空きのあるアカウントとリージョンはほかに見つかりません。' : `空きのある場所：${others.slice(0, 5).join('、')}。`}使われていないプロファイルを削除するか、Service Quotas でクォータ L-40EC9882 の引き上げを申請してください。`,
};

export const vending: typeof en = {
  title: 'プロファイルを取得',
  intro:
    'プロファイルは1つのモデルに対応します。プロファイルを通した呼び出しの料金は、対象者とそのコストセンターに計上されます。',
  model: 'モデルとルート',
  perMillion: '単位：100万トークンあたりの米ドル。',
  priceNote:
    '単価は、運用担当者が設定した値、請求実績から得た値、AWS の定価の順に採用しています。請求が確定するまでは推定値です。',
  globalUnsaid:
    'ここで作成するポリシーは、policies.geographies に指定されるまでグローバルのルートを許可しません。お使いのポリシーで許可されていることを確認してください。',
  notCallable:
    'ここで作成するポリシーで許可されていないルートです（policies.geographies）。呼び出しが拒否される場合があります。',
  noPrice: '単価未定',
  priceFrom: (sources) =>
    `単価は${sources
      .map((one) => ({ override: '設定値', learned: '請求実績', list: ' AWS の定価' })[one])
      .join('、ない場合は')}`,
  overGlobal: (share, byList) => (byList ? `AWS の定価ではグローバル比${share}` : `グローバル比${share}`),
  geographies: {
    'in-region': 'リージョン内',
    global: 'グローバル',
    us: '米国',
    eu: 'EU',
    jp: '日本',
    apac: 'アジアパシフィック',
    au: 'オーストラリア',
    uk: '英国',
    ca: 'カナダ',
    'us-gov': '米国政府（GovCloud）',
  },
  onlyIn: (regions) => `${regions.join('、')} のみ`,
  launched: (day) => `${day}に提供開始`,
  older: (count) => `以前のモデル（${count}件）`,
  none: '選択できるモデルがありません。モデルはジョブ「profiles」で読み込まれ、policies.models と policies.geographies で許可されたものが表示されます。Bedrock Ledger の管理者に確認してください。',
  place: 'アカウントとリージョン',
  choosePlace: 'アカウントとリージョンを選択',
  room: (inUse, quota) => `${quota}件中${inUse}件使用`,
  roomUnknown: (inUse) => `${inUse}件使用、上限は不明`,
  near: '残りわずか',
  full: '空きなし',
  whom: '対象者（氏名またはメールアドレス）',
  whomNote: '氏名、その一部、またはメールアドレスを入力してください。',
  pick: '対象者を選択してください。',
  pickMore: '該当するユーザーがほかにもいます。氏名をさらに入力してください。',
  costCenterNote: '空欄の場合は、登録されている所属コストセンターを使用します。',
  forAll: 'コストセンターで共有するプロファイルを取得',
  forOne: '個人用のプロファイルを取得',
  sharedTitle: '共有プロファイルを取得',
  sharedIntro: 'コストセンターに所属する全員が利用するプロファイルです。料金はコストセンターに計上されます。',
  sharedLate: 'ユーザーごとの実績は、請求データが届く翌日に反映されます。',
  sharedNever: 'ユーザーごとの実績は集計されません（設定 attribution）。',
  sharedBy: '共有するコストセンター',
  sharedNote: '特定のユーザーのものではないため、個人の上限数には含まれません。',
  shared: '共有',
  required: '必須',
  optional: '任意',
  noValue: '選択',
  submit: 'プロファイルを取得',
  cancel: 'プロファイル一覧に戻る',
  created: 'プロファイルを作成しました。',
  next: 'すぐに利用できます。次に、下の設定をお使いのクライアントに貼り付けてください。トークン数は1時間以内に、請求は翌日に反映されます。',
  nextUnsure:
    '次に、下の設定をお使いのクライアントに貼り付けてください。グローバルのルートは、ここで作成するポリシーでは許可されていません（policies.geographies）。呼び出しが拒否される場合は、別のルートのプロファイルを取得するか、Bedrock Ledger の管理者に確認してください。',
  existed: 'このプロファイルはすでに作成されており、AWS にあることを確認しました。',
  unverified:
    'このプロファイルはすでに作成されています。現在 AWS に確認できませんでした。呼び出しが拒否される場合は、もう一度この画面から取得してください。',
};
