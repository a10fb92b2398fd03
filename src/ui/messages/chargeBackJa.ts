import type { ChargeBackWords } from './chargeBackEn.ts';

export const chargeBackJa: ChargeBackWords = {
  title: '費用の配賦',
  intro:
    '費用の配賦先です。概要はコストセンターと未配賦の理由ごとに、明細はユーザー、モデル、プロファイルごとに1行です。どちらも合計は同じで、「請求」の合計は請求書の金額と一致します。',
  summary: '概要',
  detail: '明細',
  unbilled: '未請求',
  lead: (spent, billed) => `実績は${spent}、請求は税、クレジット、返金を含めて${billed}です。`,
};
