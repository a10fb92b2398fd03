import type { ToldAs } from '../../src/core/alerts.ts';
import type { NoticeData, StopAbout } from '../../src/core/noticeData.ts';
import type { NoticeKind } from '../../src/core/notices.ts';

/** What notices are worded from in samples. */

export const ANN = 'ann.sato@example.com';
export const BOSS = 'hiroshi.yamamoto@example.com';

const STOP: StopAbout = {
  ...{ scope: 'user', key: ANN, period: 'month', start: '2026-11-01', end: '2026-12-01', narrow: '' },
  ...{ grace: '5', graceHours: 4, contact: 'platform@example.com' },
};

export const DATA: { readonly [K in NoticeKind]: NoticeData[K] } = {
  heldBack: {
    sums: [
      {
        ...{ source: 'charges', name: 'usage', from: '2026-11-18', until: '2026-11-19', days: 2 },
        ...{ unit: 'usd', before: '1842.55', after: '12.4' },
      },
    ],
  },
  jobFailing: {
    ...{ job: 'usage', status: 'partial', since: '2026-11-20T07:05:00.000Z', more: 3 },
    errors: [
      {
        slice: '210987654321/ap-northeast-1',
        error:
          'AccessDenied: User: arn:aws:sts::210987654321:assumed-role/reader/ledger is not authorized to perform: cloudwatch:GetMetricData',
      },
    ],
  },
  stopNear: { ...STOP, left: '3', limit: '60' },
  stopped: { ...STOP, since: '2026-11-20T07:05:00.000Z', counted: '60.12', limit: '60' },
  freed: {
    ...STOP,
    ...{ since: '2026-11-20T07:05:00.000Z', why: 'released', until: '2026-11-20T11:05:00.000Z' },
  },
  jobWell: { job: 'usage', since: '2026-11-20T07:05:00.000Z' },
  jobStuck: { job: 'charges', lastStartedAt: '2026-11-19T02:00:00.000Z' },
  ownersLeft: {
    people: [{ email: 'leo.martin@example.com', profiles: 3, named: 'leo-opus, leo-sonnet, leo-haiku' }],
  },
  staleData: {
    sources: [
      {
        ...{ source: 'usage', slice: '210987654321/ap-northeast-1', since: '2026-11-20T03:05:00.000Z' },
        error: 'the credentials have expired',
      },
    ],
    more: 2,
  },
  chargesNearCeiling: { month: '2026-11', spent: '41.3', ceiling: '50', at: 80 },
  billDisagrees: {
    month: '2026-11',
    days: [
      { day: '2026-11-12', model: 'Claude Opus 4.6', estimated: '412.5', billed: '398.07' },
      { day: '2026-11-14', model: 'Amazon Nova Pro', estimated: '18.22', billed: '25.9' },
    ],
    more: 1,
  },
  unpricedModel: {
    model: 'Mistral Large 3',
    modelKey: 'mistral.large-3',
    day: '2026-11-18',
    tokens: '1284000',
  },
  outsideProfiles: { month: '2026-11', spent: '612.4', models: ['Claude Opus 4.6', 'Claude Sonnet 4.6'] },
  newModel: {
    model: 'Claude Opus 4.6',
    modelKey: 'anthropic.claude-opus-4-6',
    day: '2026-11-18',
    spent: '88.1',
  },
  newRegion: { region: 'eu-central-1', day: '2026-11-18', spent: '4.2' },
  jump: {
    ...{ user: ANN, userName: 'Ann Sato', day: '2026-11-20', since: '2026-11-20' },
    ...{ until: '2026-11-20T09:00:00.000Z', spent: '184.2', low: '9.5', high: '33.1', estimated: true },
    ...{ model: 'Claude Opus 4.6', profile: 'ann-opus', region: 'ap-northeast-1' },
  },
  report: reportSample(),
  test: { channel: 'email' },
};

/** Of each rhythm and subject another one, so that every part of a report is among them. */
function reportSample(more: Partial<NoticeData['report']> = {}): NoticeData['report'] {
  return {
    ...{ rhythm: 'weekly', kind: 'team', key: BOSS, name: '山本 浩', people: 14 },
    ...{ start: '2026-11-09', lastDay: '2026-11-15', pastStart: '2026-11-02', pastLastDay: '2026-11-08' },
    ...{ spent: '1284.57', least: false, before: '1102.1', billedPercent: 82 },
    ...{ month: '2026-11', monthRuns: true, monthSpent: '3310.8', monthExpected: '4920.3' },
    ...{ budget: '4500', budgetState: 'watch', budgetPeriod: 'month', budgetStart: '2026-11-01' },
    ...{ budgetEnd: '2026-12-01', counted: '3310.8', expected: '4920.3' },
    bars: [210.4, 231.7, 198.2, 260.9, 305.12, 41.25, 37].map((spent, at) => {
      const day = `2026-11-${String(9 + at).padStart(2, '0')}`;
      return { from: day, until: day, spent: String(spent) };
    }),
    rows: [
      { key: ANN, name: 'Ann Sato', spent: '402.15', before: '288.4' },
      { key: 'takeshi.nakamura@example.com', name: '中村 武', spent: '310.02', before: '341.9' },
      {
        key: 'maximiliane.von-brandenburg@example.com',
        name: 'Maximiliane von Brandenburg',
        spent: '188.4',
        before: '',
      },
      { key: 'priya.raman@example.com', name: '', spent: '120.9', before: '95.5' },
    ],
    models: [
      { key: 'opus', name: 'Claude Opus 4.6', spent: '801.4', before: '' },
      { key: 'sonnet', name: 'Claude Sonnet 4.6', spent: '402.77', before: '' },
      { key: 'nova', name: 'Amazon Nova Pro', spent: '80.4', before: '' },
    ],
    changes: [
      { key: ANN, name: 'Ann Sato', spent: '402.15', before: '288.4', by: '113.75' },
      {
        key: 'takeshi.nakamura@example.com',
        name: '中村 武',
        spent: '310.02',
        before: '341.9',
        by: '-31.88',
      },
    ],
    attention: [
      { kind: 'user', key: ANN, name: 'Ann Sato', state: 'over', excess: '62.15' },
      { kind: 'user', key: 'priya.raman@example.com', name: '', state: 'watch', excess: '8.4' },
    ],
    attentionMore: 0,
    ...{ usageUntil: '2026-11-16T07:55:00.000Z', billedThrough: '2026-11-13', bill: 'open' },
    ...more,
  };
}

export const REPORTS: readonly (readonly [string, ToldAs, NoticeData['report']])[] = [
  ['report-weekly-team', 'manager', reportSample()],
  [
    'report-daily-center',
    'owner',
    reportSample({
      ...{ rhythm: 'daily', kind: 'costCenter', key: 'CC-1001 Platform', name: '' },
      ...{ start: '2026-11-15', lastDay: '2026-11-15', pastStart: '2026-11-14', pastLastDay: '2026-11-14' },
      ...{
        spent: '37',
        before: '41.25',
        billedPercent: 0,
        attention: [],
        budgetState: 'within',
        expected: '4210',
      },
    }),
  ],
  [
    'report-monthly-organisation',
    'finance',
    reportSample({
      ...{ rhythm: 'monthly', kind: 'organisation', key: '', name: '', people: 0, bill: 'provisional' },
      ...{ start: '2026-10-01', lastDay: '2026-10-31', pastStart: '2026-09-01', pastLastDay: '2026-09-30' },
      ...{ spent: '27325.29', before: '24810.4', billedPercent: 97, month: '2026-10', monthRuns: false },
      ...{ monthSpent: '27325.29', monthExpected: '', budget: '30000', budgetState: 'within' },
      ...{ budgetStart: '2026-10-01', budgetEnd: '2026-11-01', counted: '27325.29', expected: '' },
      bars: [
        { from: '2026-10-01', until: '2026-10-07', spent: '6210.4' },
        { from: '2026-10-08', until: '2026-10-14', spent: '6480.1' },
        { from: '2026-10-15', until: '2026-10-21', spent: '5902.33' },
        { from: '2026-10-22', until: '2026-10-28', spent: '6321.06' },
        { from: '2026-10-29', until: '2026-10-31', spent: '2411.4' },
      ],
      rows: [
        { key: 'CC-1001 Platform', name: '', spent: '12840.5', before: '11200' },
        { key: 'CC-2003 Finance', name: '', spent: '2210.1', before: '2410.9' },
        { key: '営業第一部', name: '', spent: '1804.2', before: '912.4' },
      ],
      changes: [{ key: 'CC-1001 Platform', name: '', spent: '12840.5', before: '11200', by: '1640.5' }],
      attention: [{ kind: 'costCenter', key: '営業第一部', name: '', state: 'over', excess: '304.2' }],
    }),
  ],
];
