import type { accessWords as accessEn, apiWords as apiEn, invalidApi as invalidEn } from './apiEn.ts';

export const apiWords: typeof apiEn = {
  sent: '送信内容',
  field: 'フィールド',
  optional: '省略可',
  writes: '変更を伴います',
  errorsTitle: 'エラー',
  errorsIntro:
    'どのエラーも、コード、誤りのあるフィールド、英語の理由（reason）と、Accept-Language で指定した言語（en、ja）のメッセージ（message）を返します。',
  errorCode: 'コード',
  errorStatus: 'ステータス',
  at: (field) => `「${field}」を確認してください。`,
  confirm: (json) => `間違いがなければ、"confirm": ${json} を指定して再送信してください。`,
  form: {
    twice: '同じ名前が2回指定されています。1回だけ指定してください。',
    inherited: '使用できない名前です。',
    noBody: 'このアドレスは本文を受け付けません。本文なしで送信してください。',
    unknown: (near) =>
      `このアドレスで使用できないフィールドです。${near.length === 0 ? '' : `もしかして：${near.join('、')}`}`,
    missing: (wanted) => `必須のフィールドです。${wanted}を指定してください。`,
    wrong: (wanted) => `${wanted}を指定してください。`,
    kinds: {
      string: '文字列（引用符付き）',
      boolean: 'true または false（引用符なし）',
      object: 'オブジェクト（{ … }）',
      record: 'オブジェクト（{ … }）',
      array: 'リスト（[ … ]）',
      number: '数値',
      int: '整数',
    },
  },
  oneMore: '管理者は、上限を超えて1件追加できます。',
  errors: {
    badRequest: 'リクエストの内容を読み取れません。',
    invalid: '送信された内容に誤りがあります。変更は行われていません。',
    unauthorized: 'サインインしていないか、トークンが未登録・期限切れ・失効済みです。',
    forbidden: 'ロールまたはトークンのスコープに、この操作の権限がありません。',
    notFound: '該当するものがないか、閲覧する権限がありません。',
    methodNotAllowed: 'このアドレスでは使用できないメソッドです。',
    conflict: '現在の状態ではこの操作はできません。変更は行われていません。',
    tooLarge: 'リクエストが大きすぎます。',
    notForm: '変更は各ページのフォームから行ってください。',
    notJson: '送信された内容が UTF-8 の JSON ではありません。変更は行われていません。',
    badForm: 'フォームの内容を読み取れません。変更は行われていません。',
    tooMany: 'リクエストが集中しています。Retry-After の秒数だけ待ってから再送信してください。',
    withheld: 'ほかの人の数値であり、設定 privacy.othersSee により表示していません。',
    switchedOff: 'この機能は設定で無効になっています。',
    busy: 'ほかのプログラムが台帳に書き込み中です。しばらくしてから再送信してください。',
    leaseLost: '別の同期処理に引き継がれました。しばらくしてから再送信してください。',
    outside: 'AWS、メールサーバーまたは ID プロバイダーに拒否されたか、接続できません。',
    full: '台帳のディスクに空きがありません。変更は行われていません。',
    damaged: '台帳のファイルが破損しています。',
    readOnly: '台帳に書き込めません。変更は行われていません。',
    gone: '台帳のファイルが削除または置き換えられました。',
    io: '台帳のディスクまたはサーバーで障害が起きています。',
    unusable: '台帳または設定がこのままでは使用できません。',
    internal: 'サーバーで問題が起きました。詳細はサーバーのログにあります。',
  },
};

export const accessWords: typeof accessEn = {
  vend: '権限の範囲内で AWS の推論プロファイルを作成・削除します。利用額などの閲覧はできません。',
  budget: '権限の範囲内で予算の設定・変更・増額・終了を行います。利用額や一覧の閲覧はできません。',
  writes: '書き込み',
};

export const invalidApi: typeof invalidEn = {
  sourceTwice: 'source を指定するか、model と geography を指定してください。両方は指定できません。',
  geographyOfModel: (there) =>
    `geography には、このリージョンでこのモデルが利用できるルート（${there.join('、')}）のいずれかを指定してください。`,
};

export const notJson = 'API が受け付けるのは JSON のみです。変更は行われていません。';
