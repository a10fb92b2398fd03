import type { findEn, navGroupsEn } from './findEn.ts';

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
  hint: '利用者、コストセンター、モデル、プロファイル、ページ、操作',
  intro:
    '利用者（氏名またはメールアドレス）、コストセンター、モデル、推論プロファイル、予算、ページ、操作を検索します。どのページからでも「/」、「⌘K」または「Ctrl+K」で開けます。',
  none: (sought) => `「${sought}」に一致するものはありません。`,
  found: (count) => `${count} 件`,
  kinds: {
    people: '利用者',
    costCenters: 'コストセンター',
    models: 'モデル',
    profiles: '推論プロファイル',
    budgets: '予算',
    pages: 'ページ',
    actions: '操作',
  },
  notHere: '現在の名簿になし',
  gone: '削除済み',
  places: {
    lines: '利用明細',
    over: '超過見込みの一覧',
    suggested: '予算の提案',
    mirror: 'AWS Budgets',
    dryRun: '停止の試算',
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
    addPerson: '利用者を登録する',
    runJob: 'ジョブを今すぐ実行する',
    connectChat: 'チャットを接続する・通知手段を試す',
    makeToken: 'アクセストークンを発行する',
  },
};
