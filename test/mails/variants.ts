import type { Alert, ToldAs } from '../../src/core/alerts.ts';
import type { Letter, LetterData, LetterKind } from '../../src/core/letters.ts';
import { money } from '../../src/core/money.ts';
import type { NoticeData } from '../../src/core/noticeData.ts';
import { NOTICE_KINDS, type NoticeKind } from '../../src/core/notices.ts';
import type { Priced } from '../../src/core/types.ts';
import {
  ANN,
  BOSS,
  DRIVEN,
  sampleAlert,
  sampleLetters,
  sampleNotices,
} from '../../src/jobs/messages/sampleData.ts';
import { sampleReport } from '../../src/jobs/messages/sampleReport.ts';

/** The product's examples, and of each kind what else it can say: other subjects, rhythms and outcomes. */

export const NOW = '2026-11-20T09:10:00.000Z';
const NOW_MS = Date.parse(NOW);

type Report = NoticeData['report'];
const report = (more: Partial<Report>): Report => ({ ...sampleReport(NOW_MS, ANN), ...more });

/** Of each rhythm and subject one, so that every part of a report is among them. */
export const REPORTS: readonly (readonly [string, ToldAs, Report])[] = [
  ['report-weekly-center', 'owner', report({})],
  ['report-weekly-team', 'manager', report({ kind: 'team', key: BOSS.user, name: BOSS.userName })],
  [
    'report-daily-center',
    'owner',
    report({
      ...{ rhythm: 'daily', key: 'CC-1001 Platform', attention: [], budgetState: 'within', expected: '4210' },
      ...{ start: '2026-11-15', lastDay: '2026-11-15', pastStart: '2026-11-14', pastLastDay: '2026-11-14' },
      ...{ spent: '37', before: '41.25', billedPercent: 0 },
    }),
  ],
  [
    'report-monthly-organisation',
    'finance',
    report({
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

/** A notice by a name for it, as whoever has a role is told it. */
export interface NoticeVariant {
  name: string;
  kind: NoticeKind;
  role: ToldAs;
  data: object;
}
export const NOTICES: readonly NoticeVariant[] = [
  ...NOTICE_KINDS.filter((kind) => kind !== 'report').map((kind) => ({
    ...{ name: kind, kind, role: 'administrator' as const },
    data: sampleNotices('email', NOW_MS)[kind],
  })),
  ...REPORTS.map(([name, role, data]) => ({ name, kind: 'report' as const, role, data })),
];

const ALERT = sampleAlert(true, NOW_MS);
const AHEAD = { threshold: 'forecast 100%', thresholdPercent: 100 };

/** A crossing by a name for it, as whoever has a role is told it. */
export const CROSSINGS: readonly {
  name: string;
  role: ToldAs;
  target: string;
  alert: Alert;
  driven?: { model: string; profile: string; person: string };
}[] = [
  { name: 'threshold-own', role: 'spender', target: ANN.user, alert: ALERT, driven: DRIVEN },
  {
    ...{ name: 'threshold-over-manager', role: 'manager', target: BOSS.user, driven: DRIVEN },
    alert: { ...ALERT, threshold: '100%', thresholdPercent: 100, spent: money('131.07') as Priced },
  },
  {
    ...{ name: 'threshold-forecast-team', role: 'manager', target: BOSS.user },
    alert: { ...ALERT, ...AHEAD, scopeKind: 'team', scopeKey: BOSS.user, memberCount: 14 },
    driven: { ...DRIVEN, person: ANN.user, profile: '' },
  },
  {
    ...{ name: 'threshold-unpriced-center', role: 'owner', target: 'owner@example.com' },
    alert: {
      ...{
        ...ALERT,
        scopeKind: 'costCenter',
        scopeKey: '営業第一部',
        staleSince: '2026-11-20T03:05:00.000Z',
      },
      ...{ unpricedTokens: 1_284_000n, cautious: money('9.3') },
    },
  },
  {
    ...{ name: 'threshold-organisation-late', role: 'finance', target: 'fin@example.com', driven: DRIVEN },
    alert: { ...ALERT, scopeKind: 'organisation', scopeKey: '', crossedAt: '2026-11-19T20:10:00.000Z' },
  },
];

/** A letter by a name for it. */
export type LetterVariant = { name: string } & Pick<Letter, 'kind' | 'data'>;
const BASE = sampleLetters(NOW_MS);
const letter = <K extends LetterKind>(name: string, kind: K, more: Partial<LetterData[K]>): LetterVariant =>
  ({ name, kind, data: { ...BASE[kind], ...more } }) as unknown as LetterVariant;
const unmade = { arn: '' };
export const LETTERS: readonly LetterVariant[] = [
  ...(Object.keys(BASE) as LetterKind[]).map((kind) => letter(kind, kind, {})),
  letter('requestAsked-escalated', 'requestAsked', { deputyFor: BOSS.user, escalated: true }),
  letter('requestAnswered-declined', 'requestAnswered', {
    ...{ ...unmade, outcome: 'declined', why: 'Sonnet does it.' },
  }),
  letter('requestAnswered-expired', 'requestAnswered', { ...unmade, outcome: 'expired', by: '' }),
  letter('requestAnswered-failed', 'requestAnswered', {
    ...{ ...unmade, outcome: 'failed', why: 'the quota of the account is used up' },
  }),
  letter('budgetAsked-escalated', 'budgetAsked', { deputyFor: BOSS.user, escalated: true }),
  letter('budgetAnswered-changed', 'budgetAnswered', {
    ...{ outcome: 'changed', granted: '50', why: 'As much as is left.' },
  }),
  letter('budgetAnswered-declined', 'budgetAnswered', { outcome: 'declined' }),
  letter('budgetAnswered-expired', 'budgetAnswered', { outcome: 'expired' }),
];
