import { ofJa } from '../../core/japanese.ts';
import type { budgetsSeeing as en, MailFigures } from './budgetsSeeingEn.ts';

/** 予算の消化状況、要因、超過見込み、次の対応に関する文言。 */

export const budgetsSeeing: typeof en = {
  title: '予算',
  used: '利用額',
  left: '残額',
  overBy: '超過額',
  limit: '上限',
  forecast: '見込み',
  billed: (amount) => `請求済み${amount}`,
  estimated: (amount) => `推定${amount}`,
  usedOf: (percent) => `上限の${percent}`,
  untilDay: (day) => `${day}まで`,
  raised: (amount, day) => `${day}までの増額${amount}を含みます`,
  carried: (amount) => `繰越額${amount}を含みます`,
  range: (low, high) => `${low}〜${high}`,
  noForecast: 'データが不足しています',
  meter: {
    used: (amount, limit) => `上限${limit}に対し${amount}を利用`,
    left: (amount) => `残り${amount}`,
    over: (amount) => `${amount}超過`,
    estimated: (amount) => `うち推定${amount}`,
    forecast: (amount, low, high) => `見込み${amount}（${low}〜${high}）`,
    end: (amount) => `見込み${amount}`,
    raised: (amount) => `上限のうち一時的な増額${amount}`,
    carried: (amount) => `上限のうち繰越額${amount}`,
  },
  periods: {
    day: (day) => `${day}（UTC）`,
    week: (first, last) => `${first}〜${last}の週`,
    month: (month) => month,
    quarter: (first, last) => `${first}〜${last}の四半期`,
    year: (first, last) => `${first}〜${last}の年度`,
  },
  kinds: { day: '日次', week: '週次', month: '月次', quarter: '四半期', year: '年次' },
  narrowed: {
    family: (key) => `モデルファミリー ${key}`,
    vendor: (key) => `${key} のモデル`,
    tag: (key, value) => `${key} ${value}`,
  },
  heldAs: {
    user: () => '個別の予算',
    costCenter: () => 'コストセンターの予算',
    team: () => 'チームの予算',
    organisation: () => '組織全体の予算',
    userDefault: () => '個別の予算がない全員に適用される予算',
    memberDefault: (key) => `${key} に所属する各人の予算`,
    groupDefault: (key) => `グループ ${key} に所属する各人の予算`,
    costCenterDefault: () => '個別の予算がない各コストセンターの予算',
  },
  runsOut: (day) => `このままのペースでは${day}に使い切る見込みです。`,
  ranOut: (day) => `${day}に使い切りました。`,
  usedUp: '使い切りました。',
  lasts: 'このままのペースであれば、期間末まで足りる見込みです。',
  unsure: 'データが不足しているため、期間末まで足りるかどうかはまだ判断できません。',
  drives: ({ model, profile, user, day }) => {
    const named = [model, user, profile === null ? null : `プロファイル ${profile}`, day];
    return `主な要因：${named.filter((one) => one !== null).join('、')}。`;
  },
  driverOf: (name, share) => `${name}（${share}）`,
  steps: {
    raise: (amount) => `${amount}増額`,
    raisePlain: '増額',
    set: (amount) => `予算を${amount}に設定`,
    setPlain: '個別の予算を設定',
    write: 'メールを作成',
    narrow: (driver) => `${driver} に上限を設定`,
    of: (step, whose) => `${step}：${whose}`,
  },
  mail: {
    subject: ({ period, percent, isOver, limit, counted }: MailFigures) =>
      limit === null
        ? `【Amazon Bedrock】今月の利用額（${counted}）について`
        : isOver
          ? `【Amazon Bedrock】${period}の予算超過について`
          : `【Amazon Bedrock】${period}の予算の消化状況${percent === null ? '' : `（${percent}）`}`,
    body: (f) => {
      const whose = f.whose === null ? '' : ofJa(f.whose);
      const percent = f.percent === null ? '' : `（${f.percent}）`;
      return [
        ...(f.name === null ? [] : [`${f.name} 様`, '']),
        f.limit === null
          ? `${whose}今月の Amazon Bedrock の利用額は${f.counted}です。予算は設定されていません。`
          : `${whose}${f.period}の Amazon Bedrock 予算${f.limit}に対し、利用額は${f.counted}${percent}です（${f.isOver ? `${f.left}超過` : `残り${f.left}`}）。`,
        ...(f.day === null || f.isOver ? [] : [`このままのペースでは${f.day}に使い切る見込みです。`]),
        ...(f.forecast === null ? [] : [`期末見込み：${f.forecast}`]),
        ...(f.driver === null ? [] : [`主な要因：${f.driver}`]),
        '',
        f.link,
      ].join('\n');
    },
  },
  over: {
    title: '超過・超過見込み',
    intro:
      '予算を超過している、またはこのままのペースでは超過する見込みの対象です。超過しているものを先に、次に使い切る日の早い順に、次の対応とともに表示します。',
    lead: (over, watch) =>
      over + watch === 0
        ? '予算を超過している対象も、超過する見込みの対象もありません。'
        : `${[over > 0 && `予算超過は${over}件`, watch > 0 && `超過見込みは${watch}件`].filter(Boolean).join('、')}です。`,
    chips: {
      all: (count) => `超過・超過見込み（${count}）`,
      over: (count) => `超過（${count}）`,
      watch: (count) => `超過見込み（${count}）`,
      none: (count) => `予算なし（${count}）`,
    },
    chipsLabel: '表示する対象',
    onlyTeam: (name) => `${name} のチームのみを表示しています。`,
    onlyCostCenter: (name) => `${name} と、今月そこで利用した人のみを表示しています。`,
    everybody: 'すべて表示',
    who: '対象',
    kind: '種別',
    kinds: { user: '個人', costCenter: 'コストセンター', team: 'チーム', organisation: '組織' },
    organisation: '組織全体',
    team: (name) => `${name} のチーム`,
    budget: '予算',
    counted: '利用額',
    runsOut: '使い切る日',
    ranOut: (day) => `${day}に使い切り済み`,
    driver: '主な要因',
    next: '次の対応',
    empty: {
      all: '閲覧できる範囲に、予算を超過している対象も超過する見込みの対象もありません。',
      over: '閲覧できる範囲に、予算を超過している対象はありません。',
      watch: '閲覧できる範囲に、超過する見込みの対象はありません。',
      none: '閲覧できる範囲で今月利用のあった対象には、すべて予算が設定されています。',
    },
    nothing: '閲覧できる有効な予算がありません。予算を設定すると、上限に近づいた対象がここに表示されます。',
    link: '超過・超過見込み',
    all: (count) => `全${count}件を表示`,
  },
  requests: {
    title: '承認待ちの申請',
    count: (count) => `ご自身の回答を待っている申請が${count}件あります。`,
    open: '内容を確認して回答',
  },
};
