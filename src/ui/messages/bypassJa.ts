import { ofJa } from '../../core/japanese.ts';
import type { BypassWords } from './bypassEn.ts';

/** Words about spend without a profile and about what share of spend carries an owner, in Japanese. */

export const bypass: BypassWords = {
  title: 'プロファイル外利用',
  intro:
    'プロファイルを使わないモデル呼び出しです。費用の所有者が決まらず、予算の対象にならず、上限でも止まりません。発生元、対応を依頼する相手の候補、止める方法を示します。',
  verdict: {
    amount: (amount, of, period) =>
      `${period}の利用額のうち${amount}（${of}）がプロファイルを通っていません。`,
    callers: (count, most, amount) =>
      count === 1
        ? `請求データで判明した呼び出し元は1人で、${ofJa(most)}${amount}です。`
        : `請求データで判明した呼び出し元は${count}人で、最大は ${ofJa(most)}${amount}です。`,
    place: (model, account, region, amount) =>
      `最も多いのはアカウント${account}、リージョン ${region} の ${model}（${amount}）です。`,
    none: (period) => `${period}にプロファイルを通らない利用はありません。`,
  },
  nothing:
    'プロファイルを通らない呼び出しは確認されていません。この状態を保つのがガードポリシーです。ガードがないと、Bedrock を呼び出せる人は誰でもプロファイルを使わずに呼び出せます。',
  noCallers:
    '請求データに呼び出し元がありません。コスト配分タグ iamPrincipal/UserEmail を有効にする（手順は doctor で確認できます）か、CloudTrail で呼び出し元を調べてください：bedrock-ledger bypass --cloudtrail',
  tooLong: '呼び出し元は31日以内の期間について表示します。月を選択してください。金額は期間全体のものです。',
  byPrincipal:
    'IAM プリンシパルによる配賦を使用しているため、ここに示す金額の一部はほかの画面では所有者に配賦されています。ここではプロファイルを通らない利用をすべて表示します。',
  rows: 'アカウント・リージョン・モデル・呼び出し元別',
  account: 'アカウント',
  region: 'リージョン',
  caller: '呼び出し元',
  unsaid: '請求データに記載なし',
  exact: '請求データによる：本人のプロファイルでは説明できない金額です。',
  part: '按分：共有プロファイルやタグのないプロファイルのユーザーを含め、ここには自分のプロファイルを使わない呼び出し元が複数います。',
  share: '割合',
  since: '開始日',
  atLeastSince: (day) => `${day}以前`,
  atLeastTitle: '台帳の記録はこの日から始まります。',
  last: '最終日',
  days: '日別',
  likely: '連絡先の候補',
  why: {
    caller: '請求データの呼び出し元',
    callerOf: (costCenter) => `請求データの呼び出し元（コストセンター ${costCenter}）`,
    account: (share) => `このアカウントの配賦済み利用額で最大（${share}）`,
    nobody: 'このアカウントに配賦済みの利用額がありません',
  },
  nobody: '–',
  ends: '止める方法',
  giveProfile: 'この人にプロファイルを作成',
  giveSomebody: 'プロファイルを作成',
  guard: 'ガードを導入',
  exempt: 'プログラムを除外',
  endsProfile: '本人のプロファイルを用意する',
  endsGuard: 'ガードを導入する（プログラムのロールは除外する）',
  months: {
    total: '利用額',
    owned: '所有者あり',
    costCenter: 'コストセンターあり',
    profile: 'プロファイル経由',
    rest: '所有者なし',
    month: '月',
    title: '月別',
  },
  coverage: {
    title: 'カバレッジ',
    intro:
      '利用額のうち、所有者がいる割合、コストセンターに配賦されている割合、プロファイルを通った割合を月ごとに示します。金額は最新の推定を含みます。',
    now: (period, owned) => `${period}の利用額の${owned}に所有者がいます。`,
    more: (costCenter, profile) =>
      `コストセンターに配賦されているのは${costCenter}、プロファイルを通ったのは${profile}です。`,
    nothing: (period) => `${period}には、割合を計算できる利用額がありません。`,
    link: '月ごとのカバレッジ',
    figure: '所有者がいる割合',
    short: (share) => `所有者あり${share}`,
    chart: '所有者がいる利用額の割合（月別）',
    chartText: (months, first, last) =>
      `${months}か月間の所有者がいる利用額の割合。最初は${first}、最後は${last}。`,
    bar: (month, share) => `${month}：${share}`,
    rest: '所有者がいない利用額と対処',
    reason: '理由',
    mends: '対処',
    mend: {
      noTag: 'プロファイルにタグを付ける',
      directCall: '呼び出し元を確認',
      billedNotSeen: 'ほかのアカウントを読み取る',
      sharedCapacity: '明細を表示',
      notTokens: '明細を表示',
      unknownUsageType: '検出事項を表示',
    },
    all: 'すべての利用額に所有者がいます。',
    unpriced: (tokens) => `単価未定が${tokens}トークンあります。割合には含まれません。`,
  },
  shared: {
    late: '共有プロファイルを利用しています。請求データで呼び出し元が確定するまで、トークンはプロファイルとそのコストセンターに計上され、ご本人の利用額への反映は1日遅れになります。',
    lateOf:
      '共有プロファイルが使用されています。請求データで呼び出し元が確定するまで、その利用額はコストセンターに計上され、個人には計上されません。個人の利用額とその予算は1日遅れになります。',
  },
};
