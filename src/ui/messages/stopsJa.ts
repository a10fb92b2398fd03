import { spacedJa } from '../../core/japanese.ts';
import type { StopBudget, StopsWords } from './stopsEn.ts';

/** Words about being stopped by a hard budget, in Japanese. */

const budget = ({ kind, key, own, period, narrowed, limit }: StopBudget): string => {
  const whose = {
    user: own ? 'ご自身の予算' : `${key} の予算`,
    costCenter: `コストセンター ${key} の予算`,
    team: own ? 'ご自身のチームの予算' : `${key} のチームの予算`,
    organisation: '組織全体の予算',
  }[kind];
  const parts = [period, narrowed, ...(limit === null ? [] : [limit])].filter((one) => one !== '');
  return parts.length === 0 ? whose : `${whose}（${parts.join('、')}）`;
};

export const stops: StopsWords = {
  title: '停止',
  intro:
    '上限で停止する予算により停止している対象と、その開始・終了日時です。上限に達するとプロファイルにタグ BudgetStatus=exceeded が付き、Bedrock Ledger が出力したポリシーが呼び出しを拒否します。',
  dryIntro: '試行モードです。停止の対象を計算するだけで、実際には停止しません。AWS には何も書き込みません。',
  off: '現在、予算による停止は行っていません。対象を確認するには enforcement.mode を dryRun に、実際に停止するには on に設定してください。先に予算のフォームで「上限で停止」を選ぶ必要があります。動作と事前の準備は docs/stopping.md をご覧ください。',
  card: {
    title: { near: 'まもなく停止', stopped: '停止中', held: '停止を保留中' },
    dryTitle: { near: 'まもなく停止（試行）', stopped: '停止（試行）', held: '停止の保留（試行）' },
    near: (left) => `あと約${left}で停止します。`,
    dryNear: (left) => `停止が有効であれば、あと約${left}で停止します。`,
    nearWhy: (of) => `${budget(of)}を使い切ると、期間が終わるまでモデルは応答しません。`,
    stopped: (since) => `${since}から停止しています。`,
    dryStopped: (since) =>
      `停止が有効であれば、${since}から停止していました。試行モードのため、モデルは引き続き応答します。`,
    why: (of, counted) =>
      `理由：${budget(of)}を使い切りました${counted === null ? '' : `（計上額${counted}）`}。`,
    until: (day) => `終了：${day}（UTC）に次の期間が始まるまで、または増額か停止の解除が行われるまで。`,
    untilOther: (day) => `終了：${day}（UTC）に次の期間が始まるまで、または増額か停止の解除が行われるまで。`,
    grace: (extra, until) => `猶予${extra}により、${until}まで停止を保留しています。`,
    graceAhead: (extra, until) => `猶予${extra}を${until}まで利用できます。`,
    released: (by, until, reason) => `${spacedJa(by)}が${until}まで解除しました。理由：${reason}`,
    leftOf: (left) => `猶予を含めた残額は${left}です。`,
    again: '1〜2分でモデルが再び応答します。',
    ask: (names) => `問い合わせ先：${names}`,
    asking: '管理者',
    client:
      'ご利用のツールには、AWS の次のメッセージとともにエラー403（AccessDeniedException）が表示されます。Claude Code は表示までに10回ほど再試行します。',
    clientWords:
      'User: … is not authorized to perform: bedrock:InvokeModel on resource: … with an explicit deny in an identity-based policy',
    takeGrace: (amount, hours) => `猶予を利用する：${amount}、${hours}時間`,
    graceOnce: '期間ごとに1回利用でき、監査ログに記録されます。',
  },
  graceDone: {
    taken: '猶予を開始しました。',
    off: '停止は行われていないため、猶予は利用していません。',
    early: '上限までまだ余裕があるため、猶予は利用していません。猶予は期間ごとに1回です。',
    graceOff: '猶予が設定されていないため、利用できません。予算の増額を申請してください。',
    graceTaken: 'この期間の猶予は利用済みです。予算の増額を申請してください。',
    periodOver: '期間が終了しているため、猶予は利用していません。',
  },
  done: {
    released: '停止を解除しました。1〜2分でモデルが再び応答します。',
    takenBack: '解除を取り消しました。予算を超えている場合は、次の確認時に再び停止します。',
    gone: 'すでに終了しているため、変更はありません。',
  },
  badge: { near: 'まもなく停止', stopped: '停止中', held: '停止を保留中' },
  dryBadge: { near: 'まもなく停止（試行）', stopped: '停止（試行）', held: '停止を保留（試行）' },
  lead: (count) =>
    count === 0 ? '閲覧できる範囲に、停止中の対象はありません。' : `${count}件の停止が有効です。`,
  dryLead: (count) =>
    count === 0 ? '停止の対象はありません。' : `${count}件の停止が有効になるところです（試行）。`,
  contact: (name) => `停止したユーザーの問い合わせ先：${name}`,
  going: '現在停止中',
  dryGoing: '現在の停止対象（試行）',
  goingEmpty: '閲覧できる範囲に、停止の対象はありません。',
  who: '対象',
  kind: '種類',
  by: '予算',
  open: '予算を開く',
  narrowed: '対象の範囲',
  since: '開始（UTC）',
  until: '終了',
  counted: '計上額',
  limit: '上限',
  marked: '反映済みのプロファイル',
  markedOf: (done, all, bound) => {
    const accounts = `${bound}件のアカウントのアクセス許可の境界で停止`;
    const marked = `${done}/${all}`;
    return bound === 0 ? marked : all === 0 ? accounts : `${marked}、${accounts}`;
  },
  refused: 'AWS による直近の拒否',
  next: '次の操作',
  release: '解除',
  releaseOf: (who) => `${who} の停止を解除`,
  reprieves: '保留中の停止',
  reprievesEmpty: '有効な猶予や解除はありません。',
  reprieveKind: { grace: '猶予', release: '解除' },
  extra: '追加額',
  given: '実施者',
  reason: '理由',
  takeBack: '取り消す',
  takeBackOf: (who) => `${who} の解除を取り消す`,
  profiles: 'プロファイルのタグ',
  profilesEmpty: 'すべてのプロファイルのタグは正しい状態です。',
  profile: 'プロファイル',
  wanted: 'あるべき状態',
  effective: 'AWS での状態',
  marks: { exceeded: '停止', ok: 'ok', none: 'タグなし' },
  drift: { right: '正しい状態', waits: '書き込み待ち', refused: 'AWS が拒否' },
  history: '終了した停止',
  dryOnly: '試行',
  historyEmpty: '終了した停止はまだありません。',
  ended: '終了（UTC）',
  why: '終了の理由',
  ends: {
    period: '新しい期間',
    raised: '増額',
    fell: '金額の訂正',
    grace: '猶予',
    released: '解除',
    exempt: '停止対象外のグループ',
    budget: '予算の終了',
    off: '機能の停止',
  },
  releasePage: {
    title: (who) => `${who} の停止を解除`,
    intro:
      '利用額にかかわらず、期間の終わりまで、または指定した時間だけモデルが再び応答します。理由とともに監査ログに記録されます。金額を増やす場合は、予算を増額してください。',
    hours: '時間数（空欄は期間の終わりまで）',
    reason: '理由',
    submit: '解除する',
    cancel: '解除しない',
  },
  past: {
    title: (month) => `${month}に停止していたはずの対象`,
    link: '先月に停止していたはずの対象を見る',
    intro:
      '上限で停止する予算を日ごとの利用額と比べ、停止していたはずの対象と、停止により抑えられた金額を示します。',
    how: '計算方法',
    rules: [
      '予算額は、増額を含む期間終了時の金額です。',
      '各日の終わりに、その日までの金額が把握できていたものとして計算します。',
      '「その後の利用額」は、停止の翌日以降に利用された金額です。停止していれば抑えられていました。',
      '複数の予算の対象となるユーザーは、複数の行に表示されます。',
    ],
    lead: (count) =>
      count === 0 ? '停止していたはずの対象はありません。' : `停止していたはずの対象は${count}件です。`,
    empty: '閲覧できる範囲で、この月に使い切られた予算はありません。',
    none: '閲覧できる範囲に、この月に上限で停止する予算はありません。',
    all: 'すべての予算を停止する予算とみなす',
    hardOnly: '上限で停止する予算のみ',
    day: '停止する日',
    after: 'その後の利用額',
    month: '月',
    show: '表示',
  },
};
