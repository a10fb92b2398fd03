import type { plans as en, invalidPlans as invalidEn } from './plansEn.ts';
import { rollOverReasons } from './rollOverJa.ts';

/** 一括処理の計画に関する言葉、日本語。 */

const number = (n: number): string => n.toLocaleString('ja');

export const invalidPlans: typeof invalidEn = {
  planSteps: (most) =>
    `1つの計画の上限は${number(most)}件です。コストセンターやモデルごとに計画を分けてください。`,
  wishPeople: '対象者を、メールアドレス、グループ、コストセンター、全員のいずれかで指定してください。',
  wishModels: 'モデルを1つ以上指定してください。',
  wishPlaces: 'アカウントとリージョンを1つ以上指定してください。',
  wishPlace: (known) => `取得対象の場所ではありません。指定できるのは ${known.join('、')} です。`,
  wishModel: (near) =>
    `指定したリージョンには、このモデルまたはシステム定義プロファイルがありません。${near.length === 0 ? '' : `もしかして：${near.join('、')}`}`,
  wishTwice: '2回指定されています。',
  wishField: (known) => `この項目はありません。指定できる項目は ${known.join('、')} です。`,
  wishList: '文字列のリストで指定してください。',
  wishFlag: 'true または false で指定してください。',
  wishSpread:
    'each（すべての場所に1つずつ）、oneOf（空きのある場所に1つ）、lacking（未取得の人に1つ）のいずれかを指定してください。',
  wishTags: 'タグを YAML の「Key: value」の形で指定してください。',
  wishYaml: 'ファイルを YAML として読み取れません。',
};

export const plans: typeof en = {
  title: 'プロファイルの一括処理',
  intro:
    '多くのユーザーのプロファイルの作成、タグ変更、削除を、実行前に計画として確認できます。適用は1件ずつ進み、いつでも停止と再開ができます。',
  listTitle: '計画',
  give: '全員に配布',
  giveLink: 'モデルを全員に配布',
  giveTitle: '新しいモデルを全員に配布',
  giveIntro:
    'モデルを選ぶか計画を作成すると、誰に何を作成・変更・削除するかを表示します。適用するまで何も変更されません。適用前なら破棄でき、適用中でも停止と再開ができます。',
  launched: '提供開始日',
  have: '取得済みの人数',
  heldOf: (people, all) => `${all}人のうち${people}人`,
  heldBy: (people, all) => `${all}人のうち${people}人が取得済み`,
  giveLead: (model, lack, have) =>
    lack === 0
      ? `${model} のプロファイルは全員が取得済みです。計画は必要ありません。`
      : `${number(lack + have)}人のうち${number(lack)}人が ${model} のプロファイルを未取得です。計画では1人に1つ、計${number(lack)}件を作成します。取得済みの${number(have)}人には作成しません。計画を適用するまで何も変更されません。`,
  empty: '計画はまだありません。対象者、モデル、場所を指定して最初の計画を作成してください。',
  make: '計画を作成',
  formIntro:
    '対象者 × モデル × 場所を指定すると、必要な変更を計画として表示します。適用するまで何も変更されません。',
  makeSubmit: '計画を表示',
  people: '対象者',
  everybody: '登録されている全員（退職者を除く）',
  addresses: '氏名またはメールアドレス（1行に1件）',
  costCenters: 'コストセンターの所属者全員（1行に1件）',
  knownCostCenters: '登録されているコストセンターから選択',
  groups: 'グループの所属者全員（1行に1件）',
  knownGroups: '登録されているグループから選択',
  models: 'モデル',
  sources:
    'ルートを指定する場合は、us.anthropic.claude-sonnet-4-6 などのシステム定義プロファイルの ID（1行に1件）',
  places: 'アカウントとリージョン（未選択の場合はすべて）',
  spreads: {
    each: '選択した場所ごとに1つ作成',
    oneOf: '空きのある場所に1つだけ作成（上から順）',
    lacking:
      'そのモデルをどこにも持たない人にだけ1つ作成（本人のほかのプロファイルがある場所、なければ最も多く使われている場所）',
  },
  more: 'その他のプロファイル',
  removeOthers: '選択した場所で、対象者のその他のプロファイル（本製品が作成したもの）を削除',
  choose: '選択してください',
  plan: '計画',
  purpose: '目的',
  state: '状態',
  by: '作成者',
  at: '作成日時',
  since: '状態の変更日時',
  steps: '件数',
  done: '完了',
  failed: '失敗',
  waiting: '待機中',
  purposes: {
    provision: '一括作成',
    rollOver: '後継モデルへの切り替え',
    adopt: '既存プロファイルの取り込み',
    hygiene: '整備',
    move: '異動・名称変更',
  },
  states: { draft: '下書き', applying: '適用中', stopped: '停止', done: '完了' },
  stepStates: { waiting: '待機中', done: '完了', failed: '失敗', skipped: '対象外' },
  kinds: { create: '作成', tag: 'タグ変更', delete: '削除', tell: '通知', byHand: '手作業' },
  counts: {
    create: (n) => `作成${number(n)}件`,
    tag: (n) => `タグ変更${number(n)}件`,
    delete: (n) => `削除${number(n)}件`,
    tell: (n) => `通知${number(n)}人`,
    byHand: (n) => `手作業${number(n)}件`,
    unchanged: (n) => `変更なし${number(n)}件`,
    refused: (n) => `対象外${number(n)}件`,
  },
  kind: '処理',
  about: '対象',
  detail: '内容',
  place: 'アカウントとリージョン',
  reason: '理由',
  due: '実行可能日時',
  doneAt: '完了日時',
  number: '番号',
  all: 'すべて',
  stepsTitle: '処理の一覧',
  noSteps: '該当する処理はありません。',
  nothingToDo: '変更はありません。すべて指定どおりの状態です。',
  refusedTitle: '対象外とその理由',
  noneRefused: '対象外はありません。',
  refusedMore: (shown, all) => `${number(all)}件のうち最初の${number(shown)}件を表示しています。`,
  notesTitle: '確認事項',
  requestsTitle: '先に引き上げが必要なクォータ',
  requestsIntro:
    'クォータ不足で対象外になったものは、AWS がクォータを引き上げた後に作成できます。各コマンドを該当アカウントの認証情報で実行し、その後で計画を作成し直してください。',
  request: (account, region, quota, needed) =>
    `アカウント${account}、${region}：必要数${needed}件に対し、クォータは${quota}です。`,
  unknownQuota: '取得不可',
  proposedBy: (who, at) => `作成者：${who}、${at}。`,
  appliedBy: (who, state, at) => `適用者：${who}、${state}（${at}から）。`,
  inState: (count, state) => `${state}：${count}件`,
  progress: (settled, all) => `${all}件中${settled}件`,
  soon: '適用中です。数秒以内に次の処理が始まります。',
  noSchedule:
    'このサーバーではジョブが動いていません。ターミナルで「bedrock-ledger profiles apply」を実行してください。',
  waitsFor: (day) => `次の処理は${day}（UTC）以降に実行されます。`,
  waitsForHand: '手作業の完了を待っています。完了したら、該当する処理の横のボタンで報告してください。',
  blocked:
    '失敗した処理があるため、後続の処理は待機しています。理由を確認して対処した後、もう一度適用してください。',
  withFailures:
    '失敗した処理があります。理由を確認して対処した後、もう一度適用してください。失敗した処理だけを再実行します。',
  apply: '適用する',
  applyAgain: 'もう一度適用する',
  resume: '再開する',
  applyText: (steps) => `${number(steps)}件の処理で AWS の設定を変更します。`,
  toldWhere: {
    rollOver: '新しい設定を全員にメールで通知しました。各自のプロファイルのページでも確認できます。',
    others: '対象者は「プロファイル」の各ページで設定をコピーできます。',
  },
  stepByStep: '適用は1件ずつ進みます。いつでも停止と再開ができます。',
  deletes: (n) =>
    `${number(n)}件のプロファイルを削除します。削除後、そのプロファイルでの呼び出しは拒否されます。`,
  sure: '計画の内容を確認しました',
  mustBeSure: '計画の内容を確認し、チェックを入れてください。',
  stop: '停止する',
  discard: '破棄する',
  discardConfirm: (steps) =>
    `下書きの計画（${number(steps)}件の処理）を破棄します。元に戻すことはできません。AWS の設定は変更されていません。`,
  discardKeep: '破棄しない',
  confirm: '完了を報告',
  applied: '計画の適用を開始しました。',
  stopped: '停止しました。完了した処理はそのまま残り、いつでも再開できます。',
  discarded: '破棄しました。',
  confirmed: '記録しました。',
  notWaiting: 'その処理はすでに待機中ではありません。',
  draftKept: 'まだ何も変更されていません。内容を確認してから適用してください。',
  off: '計画の適用は無効です。有効にするには vending.enabled を設定してください。',
  deeds: {
    create: (model) => model,
    set: (tags) => `設定：${tags}`,
    remove: (keys) => `削除：${keys}`,
    delete: (profile) => profile,
    tell: (profile, old) => `${profile} を利用中のため、${old} の廃止のみ通知`,
    unusedSince: '利用がなくなった後',
    byHand: (what, from, to) => `${what}：${from === '' ? '–' : from} から ${to} へ`,
  },
  reasons: {
    ...rollOverReasons,
    aws: ({ words = '' }) => words,
    there: () => 'すでに指定どおりの状態でした',
    gone: () => 'プロファイルは削除済みです',
    tokensUsed: () =>
      'AWS が削除済み、または別のユーザーのプロファイルを返しました。ジョブ「profiles」を実行してから、計画を再度適用してください。',
    changed: ({ tag = '', value = '' }) =>
      value === ''
        ? `計画の作成後にタグ ${tag} が外されました。計画を作成し直してください。`
        : `計画の作成後にタグ ${tag} が「${value}」に変更されました。計画を作成し直してください。`,
    renamed: ({ to = '' }) => `メールアドレスが ${to} に変更されました。計画を作成し直してください。`,
    isBack: () => '所有者が復帰しているため、残します',
    noSuccessor: () => '代わりのプロファイルがないため、残します',
    placeNotRead: ({ place = '' }) => `${place} は現在の設定の対象外です`,
    tagsChanged: ({ tag = '', value = '' }) =>
      value === ''
        ? `タグ ${tag} が必須になりました。計画を作成し直してください。`
        : `タグ ${tag} に「${value}」は使えなくなりました。計画を作成し直してください。`,
    unknown: () => 'このプロファイルは記録にありません',
    left: () => '退職者として登録されています',
    moved: ({ from = '', to = '' }) =>
      to === ''
        ? `計画時の所属は ${from} でしたが、現在はコストセンターがありません。計画を作成し直してください。`
        : `計画時の所属は ${from}、現在は ${to} です。計画を作成し直してください。`,
    noModel: ({ model = '', region = '' }) => `${model} は ${region} で提供されていません`,
    useUnknown: () => 'トークン使用量を1日以上取得できておらず、利用の有無が不明なため延期しました',
    stillUsed: ({ day = '' }) => `${day}に利用があったため残しました`,
    byHand: () => '手作業で行います',
    noCostCenter: () => 'コストセンターが登録されていません',
    noTagEmail: () => 'メールアドレスに、Bedrock のタグで使えない文字が含まれています',
    noTagCostCenter: ({ costCenter = '' }) =>
      `コストセンター ${costCenter} に、Bedrock のタグで使えない文字が含まれています`,
    whoIsMeant: ({ near = '' }) => `対象者を特定できません。メールアドレスで指定してください：${near}`,
    unknownPerson: ({ near = '' }) =>
      `このメールアドレスのユーザーは登録されていません${near === '' ? '' : `（もしかして：${near}）`}`,
    unknownGroup: ({ near = '' }) =>
      `このグループに属するユーザーはいません${near === '' ? '' : `（もしかして：${near}）`}`,
    unknownCostCenter: ({ near = '' }) =>
      `このコストセンターに属するユーザーはいません${near === '' ? '' : `（もしかして：${near}）`}`,
    geographyNotAllowed: ({ geography = '' }) => `ポリシーの設定で許可されていないルートです（${geography}）`,
    modelNotAllowed: () => 'ポリシーの設定で許可されていないモデルです',
    quota: ({ quota = '', place = '' }) => `空きがありません（${place} のクォータは${quota}件）`,
    quotaUnknown: ({ quota = '' }) => `クォータを取得できないため、${quota}件とみなしました`,
    beyondAllowance: ({ most = '' }) => `本人が取得できる上限（${most}件）を超えます`,
    haveIt: ({ have = '', lack = '' }) => `${have}人が取得済み、${lack}人が未取得`,
    goesByPlan: ({ profile = '', plan = '' }) =>
      `${profile} は計画 ${plan} により後日削除されます。残す場合は、先にその計画を停止してください。`,
    oldStays: ({ costCenter = '' }) =>
      `異動により新しいプロファイルを作成します。従来のプロファイルの利用額は引き続き ${costCenter} に計上されます。`,
  },
};
