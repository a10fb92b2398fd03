import type { VerdictMessages, VerdictWords } from './verdictEn.ts';

/** 請求との照合結果、未解決の事項、台帳から請求書までの内訳、日本語。 */

const worthOf = ({ worth, billed }: VerdictWords): string =>
  worth === '' ? `（AWS の請求額${billed}）。` : `（対象額${worth}、AWS の請求額${billed}）。`;

export const verdict: VerdictMessages = {
  said: {
    addsUp: ({ period, billed }) => [
      `${period}は一致しています`,
      `。AWS の請求額は${billed}、未解決の事項はありません。`,
    ],
    soFar: ({ period, billed }) => [
      `${period}はこれまでのところ一致しています`,
      `。AWS の請求額は${billed}、未解決の事項はありません。`,
    ],
    open: ({ period, billed, open, worth }) => [
      `${period}は AWS の請求額と一致しています`,
      `（${billed}）。未解決の事項が${open}件あります${worth === '' ? '' : `（うち${worth}）`}。`,
    ],
    off: (words) => [
      `${words.period}は一致していません`,
      `。未解決の事項が${words.open}件あります${worthOf(words)}`,
    ],
    nothing: ({ period }) => [`${period}の請求はまだありません`, '。'],
    unread: ({ period }) => [`${period}の請求は取得されていません`, '。台帳にこの期間の請求がありません。'],
  },
  untold: '日ごとの検出事項は表示されないため、未解決の事項が残っている可能性があります。',
  ofOwners: () => '未解決の事項は費用の帰属に関するもので、合計額には影響しません。',
  final: 'すべて確定しています（AWS の締め処理済み）。',
  provisional: 'すべて暫定です。月の締めまでは AWS が変更することがあります。',
  parts: (final, provisional) =>
    `確定${final}、暫定${provisional}。暫定分は月の締めまで AWS が変更することがあります。`,
  days: (billed, begun) =>
    billed === begun
      ? `${begun}日すべての請求が揃っています。`
      : `${begun}日のうち${billed}日の請求が揃っています。`,
  toCome: (days) => `残り${days}日です。`,
  open: '未解決の事項',
  what: '内容',
  worth: '対象額',
  act: '対応',
  kinds: {
    unread: '請求が台帳にない日があります',
    differs: '請求が推定の範囲を外れたモデルがあります',
  },
  why: {
    heldBack: 'AWS の応答が以前より大幅に少ないため、確認できるまで以前の値を使用しています。',
    billMissing: 'トークンの利用はありますが、その日の請求が AWS から届いていません。',
    groupingTotals: '請求の集計の1つが、請求全体の合計と異なります。',
    ownerCheck: '請求上の所有者が、プロファイルの所有者と異なります。',
    principalCheck: '他の人のプロファイルを呼び出している人がいます。',
    billedNotSeen: 'バッチ処理、または取得対象外のアカウントやリージョンの利用です。ユーザーは不明です。',
    seenNotBilled: '請求に含まれていないトークンが計測されています。',
    unknownUsageType: 'このバージョンで対応していない使用タイプです。費用は未配賦として計上しています。',
    unpricedModel: 'トークンの単価が不明です。',
    unknownProfile: '呼び出されたプロファイルが一覧にありません。',
    sharedProfileTag: '同じタグのプロファイルは、請求上で区別できません。',
    tagNotPlaced: '請求のタグ別費用に、対応する請求明細がありません。',
    tagsChanged: 'その日の終わりの時点のタグで集計しています。',
    unread: 'この期間の利用額は合計に含まれていません。',
    differs: '単価が古いか、トークンの重複や漏れの可能性があります。',
  },
  todo: {
    heldBack: '承認するか待つ',
    billMissing: '請求の取得状況を見る',
    groupingTotals: '対象の集計を見る',
    ownerCheck: '対象者を見る',
    principalCheck: '呼び出した人と所有者を見る',
    billedNotSeen: '明細を見る',
    seenNotBilled: 'モデルと日を見る',
    unknownUsageType: '明細を見る',
    unpricedModel: '単価を設定する',
    unknownProfile: 'プロファイルを再取得する',
    sharedProfileTag: 'タグを個別に設定する',
    tagNotPlaced: '対象の日を見る',
    tagsChanged: '対応は不要です',
    unread: 'AWS から取得する',
    differs: '単価を見る',
  },
  way: {
    title: '台帳から請求書まで',
    step: '段階',
    spent: '台帳上の利用額',
    waiting: '請求が揃っていない日の推定額（請求済みの額を除く）',
    neverBilled: '請求されなかった利用（推定として計上、請求書には含まれません）',
    usage: 'AWS の請求上の利用額',
    billed: 'うち、推定と比較した額',
    notCompared: 'うち、比較するトークンがない額（画像、ガードレール、バッチなど）',
    open: 'うち、請求が揃っていない日の額',
  },
  people: (count, most, amount, isMore) =>
    `${count === '1' ? '1人' : `${count}人、最大`}：${most}（台帳の額が請求より${amount}${isMore ? '多い' : '少ない'}）`,
  whom: '対象者',
  byBill: '請求上の額',
  byLedger: '台帳上の額',
  settled: '請求上の所有者を採用済み（プロファイルの所有者と異なる分）',
  dayOnly: '日を選ぶと、対象者全員を表示します。',
  how: '推定と請求の比較方法',
};
