/** 検索、ナビゲーション、絞り込みの文言。 */

export const navGroupsJa = {
  spend: '利用状況',
  budgets: '予算',
  access: 'アクセス',
  bill: '請求',
  operations: '運用',
};
