import type { ExploreFault } from '../../core/explore.ts';
import type { auditExploreEn, exploreEn, invalidExploreEn } from './exploreEn.ts';
import { meant } from './meantJa.ts';

/** Words of the page on which questions about spend are put together, in Japanese. */
export const exploreJa: typeof exploreEn = {
  title: '分析',
  intro: '条件を選ぶと結果が変わります。条件はすべてページのアドレスに含まれるため、保存や共有ができます。',
  dimension: {
    costCenter: 'コストセンター',
    user: 'ユーザー',
    model: 'モデル',
    profile: 'プロファイル',
    account: 'アカウント',
    tokenKind: 'トークン種別',
    day: '日',
    week: '週',
    month: '月',
  },
  field: {
    group: '集計単位',
    by: '内訳',
    nothing: 'なし',
    measure: '指標',
    basis: '金額の基準',
    chart: 'グラフ',
    top: '表示行数',
    compare: '比較',
    compareNone: 'なし',
    comparePrevious: '前期間',
    filters: '絞り込み・期間指定・基準・行数',
    add: (name) => `追加：${name}`,
  },
  show: '表示',
  measure: { cost: '金額', tokens: 'トークン' },
  basis: { best: '最良推定', billed: '請求', estimated: '推定' },
  chart: { bars: '棒グラフ', lines: '折れ線', table: '表のみ' },
  answer: {
    cost: (amount, period) => `${period}の利用額は${amount}です。`,
    billed: (amount, period) => `${period}の請求額は${amount}です。`,
    estimated: (amount, period) => `${period}の推定額（トークン数×単価）は${amount}です。`,
    tokens: (count, period) => `${period}の利用トークン数は${count}です。`,
    change: (change, than, before) => `${than}（${before}）との差は${change}です。`,
    largest: (name, share) => `最も大きいのは「${name}」（${share}）です。`,
    moved: (name, change) => `増減が最も大きいのは「${name}」（${change}）です。`,
  },
  pastUnknown: '比較できません。前期間のデータがそろっていないか、日別の値が表示対象外です。',
  end: '。',
  chartText: (count, total) => `${count}件の棒または点、合計${total}。`,
  noLines: '折れ線には日・週・月のいずれかが必要です。集計単位か内訳に指定してください。',
  preset: {
    title: 'よく使う分析',
    most: '今月の利用額が多いユーザー',
    mostOwn: '利用額が多いモデル',
    days: 'モデル×日',
    changed: '先週からの増減',
    months: 'コストセンターの月別推移',
    monthsOwn: 'モデルの月別推移',
  },
  views: {
    title: '保存した条件',
    empty: 'まだありません。条件に名前を付けて保存すると、ここに表示されます。',
    name: '名前',
    save: 'この条件を保存',
    rename: '名前を変更',
    remove: '削除',
    change: (name) => `「${name}」の変更`,
    sure: (name) => `「${name}」を一覧から削除します。集計の値は変わりません。`,
    done: {
      saved: '条件を保存しました。',
      renamed: '名前を変更しました。',
      removed:
        '保存した条件を削除しました。条件は画面に残っています。元に戻すには、もう一度保存してください。',
    },
  },
  filtered: '絞り込み',
  rest: (count) => `その他（${count}件）`,
  earlier: (count) => `それ以前（${count}件）`,
  before: '前期間',
  cardOf: (group, by) => `${group}×${by}`,
  all: '全行の CSV',
  why: '増減の内訳',
  same: {
    title: '同じ集計を API・コマンドで取得',
    note: 'すべての行を正確な金額で返します。週と月は日ごとに、未配賦は理由ごとに返します。',
  },
  tooMuch: {
    cells: (count, most) =>
      `全行のファイルは最大${count}行になり、上限の${most}行を超えます。期間を短くするか、絞り込んでください。`,
    kinds: (count, most) =>
      `${count}件のユーザーまたはプロファイルをトークン種別で集計すると時間がかかるため、上限を${most}件としています。コストセンターやユーザーで絞り込むか、トークン種別を外してください。`,
    instead: {
      title: '代わりに表示できる内容',
      byCostCenter: 'コストセンター別で表示',
      ofAllKinds: 'すべてのトークン種別で表示',
    },
  },
  empty: '該当する利用はありません。絞り込みを減らすか、期間を変更してください。',
  fault: {
    unknown: ({ field, value, near }: ExploreFault) =>
      `「${value}」は「${field}」に指定できないため、標準の値で表示しています。${meant(near)}`,
    same: () => '集計単位と内訳が同じため、内訳を外しました。別の項目を選択してください。',
    times: () => '日・週・月を互いの内訳にすることはできないため、内訳を外しました。',
    many: () => '1つの条件に指定できる値は20件までです。残りは外しました。',
    long: () => '300文字を超える値は外しました。',
  },
};

export const auditExploreJa: typeof auditExploreEn = {
  'view.save': '分析条件の保存',
  'view.rename': '分析条件の名前の変更',
  'view.remove': '分析条件の削除',
};
export const invalidExploreJa: typeof invalidExploreEn = {
  viewName: (most) => `名前は1～${most}文字で入力してください。`,
  viewNameTaken: '同じ名前の条件がすでにあります。別の名前にするか、先に削除してください。',
  tooManyViews: (most) => `保存できる条件は${most}件までです。不要な条件を削除してください。`,
};
