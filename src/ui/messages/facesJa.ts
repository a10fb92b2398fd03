import type { FacesWords } from './facesEn.ts';

/** What pages of spend begin with, in Japanese. */

const states = (unit: string) => (over: string, watch: string | null) =>
  watch === null
    ? `予算を超過したのは${over}${unit}です。`
    : over === '0'
      ? `このペースでは${watch}${unit}が予算を超過する見込みです。`
      : watch === '0'
        ? `予算を超過しているのは${over}${unit}です。`
        : `予算を超過しているのは${over}${unit}、超過見込みは${watch}${unit}です。`;

export const faces: FacesWords = {
  past: {
    attention: '予算を超過した対象',
    none: '予算を超過した対象はありません。',
    final: (amount, period) => `${period}の実績は${amount}で、確定しています。`,
    notFinal: (amount, period) => `${period}の実績は${amount}で、まだ確定していません。`,
    estimated: (amount) => `うち${amount}は推定値です。`,
    provisional: 'AWS が月次を締めるまで、請求額が変わることがあります。',
    ownFinal: '金額は確定しています。',
    ownNotFinal: '金額はまだ確定していません。',
    used: (spent, budget, period) =>
      budget === null
        ? `${period}の利用額は${spent}でした。`
        : `${period}の予算${budget}に対し、${spent}を利用しました。`,
    budget: (amount) => `予算は${amount}でした。`,
    reached: (day, over) => `${day}に予算に達し、${over}超過しました。`,
    over: (over) => `予算を${over}超過しました。`,
    left: (amount) => `残額は${amount}でした。`,
    lasted: '期間末まで予算内でした。',
  },
  allOf: {
    user: {
      over: (count) => `予算超過のユーザー${count}人`,
      watch: (count) => `超過見込みのユーザー${count}人`,
    },
    costCenter: {
      over: (count) => `予算超過のコストセンター${count}件`,
      watch: (count) => `超過見込みのコストセンター${count}件`,
    },
  },
  people: {
    used: (count, period, spent) => `${period}のユーザーは${count}人、実績は${spent}です。`,
    states: states('人'),
    top: (count, share) => `上位${count}人で全体の${share}を占めます。`,
  },
  centers: {
    charged: (count, amount, total, period) =>
      `${period}の実績${total}のうち、${amount}がコストセンター${count}件の利用分です。`,
    without: (amount) => `${amount}は、ユーザーはわかりますがコストセンターがありません。`,
    states: states('件'),
    owner: '責任者',
    noOwner: '未登録',
    billed: '請求済み',
    billedTitle: '実績のうち請求に反映済みの割合です。残りは推定値です。',
  },
  models: {
    used: (count, period, spent) => `${period}に利用されたモデルは${count}件、実績は${spent}です。`,
    first: (name, share) => `最も多いのは ${name} で、${share}を占めます。`,
    fresh: (names, period) =>
      names.length > 3
        ? `${period}より後に加わったモデルは${names.length}件です。`
        : `${period}より後に加わったモデルは ${names.join('、')} です。`,
    perMillion: '100万あたり',
    perMillionTitle:
      '100万トークンあたりの実際の単価です。単価のあるトークンについて、金額をトークン数で割った値です。',
    rates: 'このモデルの単価',
  },
  sure: '数値の確かさ',
  paste: 'ツールの設定を表示',
  seeBudget: '予算を確認',
  ofAll: '組織全体の予算',
};
