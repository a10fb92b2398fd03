import type {
  rollOver as en,
  invalidRollOver as invalidEn,
  rollOverReasons as reasonsEn,
} from './rollOverEn.ts';

/** 後継モデルへの切り替えについての文言。 */

const meant = (near: readonly string[]): string =>
  near.length === 0 ? '' : `もしかして：${near.join('、')}`;

export const invalidRollOver: typeof invalidEn = {
  rollFrom: (near) => `このモデルのプロファイルはありません。${meant(near)}`,
  rollTo: (near) => `対象のリージョンでは、このモデルは提供されていません。${meant(near)}`,
  rollSame: 'すでに利用しているモデルと同じです。',
  rollOld: '従来のプロファイルの扱いを選択してください（残す、期日まで、未使用になるまで）。',
  rollUntil: '将来の日付を YYYY-MM-DD の形式で入力してください（例：2026-12-31）。',
  rollDays: '1から365までの日数を入力してください。',
};

export const rollOver: typeof en = {
  page: '切り替え',
  title: '後継モデルへの切り替え',
  intro:
    'あるモデルのプロファイルを持つ全員に、後継モデルのプロファイルを作成します。アカウント、リージョン、ルートはそのままで、費用は現在の所属に計上されます。変更の前に計画として全件を確認でき、作成後は新しい設定が本人に通知されます。',
  fromModel: 'ユーザー全員を後継モデルに切り替える',
  from: '切り替え元のモデル',
  to: '切り替え先のモデル',
  toSource:
    '全員を同じルートにする場合は、us.anthropic.claude-sonnet-4-6 などのシステム定義プロファイルの ID',
  count: (profiles) => `${profiles.toLocaleString('ja')}件`,
  old: '従来のプロファイル',
  olds: {
    unused: '指定した日数使われなくなったら削除する',
    until: '指定した日（UTC）に、利用の有無にかかわらず削除する',
    keep: '残す',
  },
  days: '未使用の日数',
  until: '期日',
  choose: 'モデルを選択',
  submit: '計画を表示',
  none: 'プロファイルがまだないため、切り替えの対象はありません。',
};

export const rollOverReasons: typeof reasonsEn = {
  notOurs: () =>
    'ここで作成されたものではなく、所有者も不明です。「整備」で所有者を指定してから、計画を作成し直してください。',
  othersStay: () =>
    '従来のプロファイルはここで作成されたものではないため残ります。削除は管理元で行ってください。',
  noRoute: ({ model = '', region = '', route = '', routes = '' }) =>
    `${region} の ${model} は${route === '' ? 'リージョン内での呼び出し' : `ルート ${route} `}に対応していません。${routes} を指定して、計画を作成し直してください。`,
  sharedUntold: ({ costCenter = '' }) =>
    `共有プロファイルのため、メールでの通知は行われません。${costCenter} のユーザーにご連絡ください。`,
  routeUnknown: () => '呼び出しのルートが不明です。切り替え先のシステム定義プロファイルを指定してください。',
  tagNeeded: ({ tag = '', value = '' }) =>
    value === ''
      ? `必須のタグ ${tag} が従来のプロファイルにありません。設定してから、計画を作成し直してください。`
      : `タグ ${tag} に「${value}」は使えなくなりました。設定し直してから、計画を作成し直してください。`,
};
