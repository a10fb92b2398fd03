import type { accessWords as accessEn, apiWords as apiEn, invalidApi as invalidEn } from './apiEn.ts';

export const apiWords: typeof apiEn = {
  sent: '送信内容',
  field: 'フィールド',
  optional: '省略可',
  writes: '変更を伴います',
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
