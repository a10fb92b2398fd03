import type { AdviceWords } from './adviceEn.ts';

export const advice: AdviceWords = {
  title: '費用を抑える使い方',
  intro: (first, last) =>
    `${first}〜${last}のトークンと本日の単価による計算です。トークンと単価の両方が分かるものだけを表示しています。`,
  less: (saved) => `${saved}減`,
  words: {
    newer: (model, other, cost, instead) =>
      `${model} の実績は${cost}でした。同じトークンを新しいバージョンの ${other} で使った場合は${instead}です。`,
    other: (model, other, cost, instead) =>
      `${model} の実績は${cost}でした。同じトークンを ${other} で使った場合は${instead}です。`,
    cacheUnread: (model, times, cost, instead) =>
      `${model} のキャッシュに書き込んだ内容は${times}回しか読み取られていません。書き込みと読み取りの費用は${cost}で、キャッシュを使わず入力とした場合は${instead}です。`,
    cacheReads: (model, share) =>
      `${model} の入力の1割がキャッシュからの読み取りに変わるごとの金額です。送った内容のうち、キャッシュから読み取られたものは${share === null ? 'ありません' : `${share}だけです`}。`,
    batch: (model) => `${model} の利用のうち、急がない1割をバッチ処理に移すごとの金額です。`,
    flex: (model) => `${model} の利用のうち、急がない1割を Flex ティアに移すごとの金額です。`,
  },
  notes: {
    newer: '回答の内容は変わることがあります。同じ文章でもバージョンによりトークン数が異なることがあります。',
    other: '回答の品質は異なります。同じ文章でもモデルによりトークン数が異なることがあります。',
    cacheUnread: 'キャッシュは、プロンプトの同じ先頭部分を有効期限内に再び送る場合に費用を抑えられます。',
  },
  cacheNote: (input, read, write, pays) =>
    `100万トークンあたり、入力は${input}、キャッシュへの書き込みは${write}、読み取りは${read}です。有効期限内の${pays}回目の読み取りから安くなります。`,
  docs: 'AWS ドキュメント：プロンプトキャッシュ',
  getProfile: (model) => `${model} のプロファイルを取得`,
  how: '計算の内訳',
  columns: { cost: '実績', rate: '100万トークン単価', instead: '変更した場合', from: '単価の出典' },
  basis: (route, region, day) =>
    `実績は請求額です。請求が未確定の分は推定額を使っています。単価は${day}時点の${route}（${region}）のものです。`,
  tenth: 'トークン数は期間中の1割です。',
};
