import type { ChargeBackWords } from './chargeBackEn.ts';

export const chargeBackJa: ChargeBackWords = {
  title: '費用の配賦',
  intro:
    '費用の配賦先です。概要はコストセンターと未配賦の理由ごとに、明細はユーザー、モデル、プロファイルごとに1行です。どちらも合計は同じで、「請求」の合計は請求書の金額と一致します。',
  summary: '概要',
  detail: '明細',
  unbilled: '未請求',
  lead: ({ period, spent, charged, centers, nobodys }) =>
    [
      centers === 0
        ? `${period}の実績${spent}のうち、コストセンターに配賦した額はありません。`
        : `${period}の実績${spent}のうち、${charged}を${centers}件のコストセンターに配賦しています。`,
      nobodys !== null && `未配賦は${nobodys}です。`,
    ]
      .filter(Boolean)
      .join(''),
  way: ({ unbilled, beyond, others, isLess, billed }) =>
    [
      unbilled !== null && `${unbilled}は未請求です。`,
      beyond !== null && `請求済みの額は、計上済みの実績を${beyond}上回っています。`,
      others === null
        ? `請求額は${billed}です。`
        : `割引、クレジット、返金、税により${others}${isLess ? '減り' : '増え'}、請求額は${billed}です。`,
    ]
      .filter(Boolean)
      .join(''),
  mend: '未配賦の理由と対応',
};
