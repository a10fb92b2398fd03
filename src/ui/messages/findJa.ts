import type { findEn, narrowedEn, navGroupsEn } from './findEn.ts';
import { findWordsJa } from './findWordsJa.ts';

/** 検索、ナビゲーション、絞り込みの文言。 */

export const navGroupsJa: typeof navGroupsEn = {
  spend: '利用状況',
  budgets: '予算',
  access: 'アクセス',
  bill: '請求',
  operations: '運用',
};

export const findJa: typeof findEn = {
  title: '検索',
  hint: 'ユーザー、コストセンター、モデル、プロファイル、ページ、操作',
  intro:
    'ユーザー（氏名またはメールアドレス）、コストセンター、モデル、推論プロファイル、予算、ページ、操作を検索します。どのページからでも「/」または「Ctrl+K」（Mac では「Cmd+K」）で開けます。',
  none: (sought) => `「${sought}」に一致するものはありません。`,
  found: (count) => `${count}件`,
  kinds: {
    people: 'ユーザー',
    costCenters: 'コストセンター',
    models: 'モデル',
    profiles: '推論プロファイル',
    budgets: '予算',
    pages: 'ページ',
    actions: '操作',
  },
  words: findWordsJa,
  notHere: 'ディレクトリに登録なし',
  gone: '削除済み',
  places: {
    lines: '利用明細',
    over: '超過見込みの一覧',
    suggested: '推奨額',
    mirror: 'AWS Budgets',
    dryRun: '停止の試行',
    hygiene: 'プロファイルの整備状況',
    plans: 'プロファイルの一括作成',
    inForce: '適用中のポリシー',
    rollOut: 'ポリシーの導入',
    ownMessages: '自分への通知',
    tokens: 'アクセストークンとセッション',
    privacy: '保存されている情報',
    api: 'API',
  },
  actions: {
    getProfile: 'プロファイルを作成する',
    askBudget: '予算の追加を申請する',
    newBudget: '予算を設定する',
    raiseBudget: '予算を増額する',
    manyBudgets: '複数の予算をまとめて設定する',
    planProfiles: 'プロファイルをまとめて作成する',
    rollOver: '後継モデルに切り替える',
    addPerson: 'ユーザーを登録する',
    runJob: 'ジョブを今すぐ実行する',
    connectChat: 'チャットを接続する・通知手段を試す',
    checkSetup: 'セットアップを確認する',
    makeToken: 'アクセストークンを発行する',
  },
};

export const narrowedJa: typeof narrowedEn = {
  all: 'すべて',
  left: (shown, of, sum) =>
    `${of.toLocaleString('ja')}件中${shown.toLocaleString('ja')}件${sum === null ? '' : `（${sum}）`}`,
  total: '表示分の合計',
};
