import type { Alert, ToldAs } from '../../src/core/alerts.ts';
import type { Letter, LetterLocale } from '../../src/core/letters.ts';
import type { Message } from '../../src/core/message.ts';
import { money, ZERO } from '../../src/core/money.ts';
import { NOTICE_KINDS, type Notice, type NoticeKind } from '../../src/core/notices.ts';
import type { Priced } from '../../src/core/types.ts';
import { crossingMessage } from '../../src/jobs/messages/crossing.ts';
import { digestMessage } from '../../src/jobs/messages/digest.ts';
import type { Wording } from '../../src/jobs/messages/frame.ts';
import { letterMessage } from '../../src/jobs/messages/letters/letterMessage.ts';
import { noticeMessage } from '../../src/jobs/messages/noticeMessage.ts';
import { ofMonth } from '../alertOf.ts';
import { ANN, BOSS, DATA, REPORTS } from './noticeData.ts';

/** One of every message that the product sends, in each language, with names and amounts as companies have them. */

const NOW = '2026-11-20T09:10:00.000Z';
const NAMES: Readonly<Record<string, string>> = { [ANN]: 'Ann Sato', [BOSS]: '山本 浩' };
const ARN = 'arn:aws:bedrock:ap-northeast-1:210987654321:application-inference-profile/4q2k7d9x1m0p';

const wording = (locale: LetterLocale, role: ToldAs, target: string): Wording => ({
  ...{ id: 'sample', target, role, locale, publicUrl: 'https://ledger.example.com', now: NOW },
  nameOf: (email) => NAMES[email] ?? '',
});

const noticeOf = (kind: NoticeKind, data: object): Notice => ({
  ...{ id: `notice-${kind}`, kind, about: `sample:${kind}`, lines: ['a line'] },
  scope: kind === 'jump' ? { kind: 'user', key: ANN } : null,
  data: data as Notice['data'],
  ...{ raisedAt: NOW, resolvedAt: null },
});

/** A report as whoever has a role is told it. */
export const reportTo = (role: ToldAs, data: object = {}): Message =>
  noticeMessage(noticeOf('report', data), wording('en', role, 'reader@example.com'));

function noticesIn(locale: LetterLocale): [string, Message][] {
  const kinds = NOTICE_KINDS.filter((kind) => kind !== 'report');
  return [
    ...kinds.map((kind): [string, Message] => [
      kind,
      noticeMessage(noticeOf(kind, DATA[kind]), wording(locale, 'administrator', 'admin@example.com')),
    ]),
    ...REPORTS.map(([name, role, data]): [string, Message] => [
      name,
      noticeMessage(
        noticeOf('report', data),
        wording(locale, role, role === 'manager' ? BOSS : 'reader@example.com'),
      ),
    ]),
  ];
}

const ALERT: Alert = ofMonth({
  ...{
    id: 'alert',
    budgetId: 'budget',
    version: 1,
    scopeKind: 'user' as const,
    scopeKey: ANN,
    month: '2026-11',
  },
  ...{ thresholdPercent: 80, spent: money('96.4') as bigint as Priced, unpricedTokens: 0n, cautious: ZERO },
  ...{ budget: money('120'), label: 'mixed' as const, staleSince: null, crossedAt: NOW },
  forecast: money('141.2'),
});
const DRIVEN = { model: 'Claude Opus 4.6', profile: 'ann-opus-tokyo', person: '' };

function crossingsIn(locale: LetterLocale): [string, Message][] {
  const own = wording(locale, 'spender', ANN);
  const team = { ...ALERT, scopeKind: 'team' as const, scopeKey: BOSS, memberCount: 14 };
  return [
    ['threshold-own', crossingMessage(ALERT, own, DRIVEN)],
    [
      'threshold-over-manager',
      crossingMessage(
        { ...ALERT, threshold: '100%', thresholdPercent: 100, spent: money('131.07') as bigint as Priced },
        wording(locale, 'manager', BOSS),
        DRIVEN,
      ),
    ],
    [
      'threshold-forecast-team',
      crossingMessage(
        { ...team, threshold: 'forecast 100%', thresholdPercent: 100 },
        wording(locale, 'manager', BOSS),
        { ...DRIVEN, person: ANN, profile: '' },
      ),
    ],
    [
      'threshold-unpriced-center',
      crossingMessage(
        {
          ...ALERT,
          scopeKind: 'costCenter',
          scopeKey: '営業第一部',
          unpricedTokens: 1_284_000n,
          cautious: money('9.3'),
          staleSince: '2026-11-20T03:05:00.000Z',
        },
        wording(locale, 'owner', 'owner@example.com'),
      ),
    ],
    [
      'threshold-organisation-late',
      crossingMessage(
        { ...ALERT, scopeKind: 'organisation', scopeKey: '', crossedAt: '2026-11-19T20:10:00.000Z' },
        wording(locale, 'finance', 'fin@example.com'),
        DRIVEN,
      ),
    ],
  ];
}

const ASKED = {
  ...{ requestId: 'r-1', user: ANN, userName: 'Ann Sato', costCenter: 'CC-1001 Platform' },
  reason: 'The migration of the billing service needs long contexts until the end of the month.',
};
const PROFILE = { ...ASKED, model: 'Claude Opus 4.6', region: 'ap-northeast-1', accountId: '210987654321' };
const BUDGET = {
  ...ASKED,
  period: 'month' as const,
  narrow: '',
  amount: '120',
  extra: '80',
  lastDay: '2026-12-31',
};
const HOW = { deadlineAt: '2026-12-04T09:10:00.000Z', deputyFor: '', escalated: false };
const EXPLAINED = { by: BOSS, why: '' };

type LetterOf = Pick<Letter, 'kind' | 'data'>;
const LETTERS: readonly (readonly [string, LetterOf])[] = [
  ['requestAsked', { kind: 'requestAsked', data: { ...PROFILE, ...HOW } }],
  [
    'requestAsked-escalated',
    { kind: 'requestAsked', data: { ...PROFILE, ...HOW, deputyFor: BOSS, escalated: true } },
  ],
  [
    'requestAnswered-made',
    { kind: 'requestAnswered', data: { ...PROFILE, ...EXPLAINED, outcome: 'made', arn: ARN } },
  ],
  [
    'requestAnswered-declined',
    {
      kind: 'requestAnswered',
      data: { ...PROFILE, by: BOSS, outcome: 'declined', why: 'Sonnet does it.', arn: '' },
    },
  ],
  [
    'requestAnswered-expired',
    { kind: 'requestAnswered', data: { ...PROFILE, by: '', why: '', outcome: 'expired', arn: '' } },
  ],
  [
    'requestAnswered-failed',
    {
      kind: 'requestAnswered',
      data: { ...PROFILE, by: BOSS, outcome: 'failed', why: 'the quota of the account is used up', arn: '' },
    },
  ],
  ['budgetAsked', { kind: 'budgetAsked', data: { ...BUDGET, ...HOW, most: '200' } }],
  ...(['approved', 'changed', 'declined', 'expired'] as const).map((outcome): readonly [string, LetterOf] => [
    `budgetAnswered-${outcome}`,
    {
      kind: 'budgetAnswered',
      data: {
        ...{ ...BUDGET, ...EXPLAINED, outcome },
        ...{ granted: outcome === 'changed' ? '50' : '80', grantedLastDay: '2026-12-31' },
      },
    },
  ]),
  [
    'rolledOver',
    {
      kind: 'rolledOver',
      data: {
        ...{ model: 'Claude Opus 4.6', oldModel: 'Claude Opus 4.5', region: 'ap-northeast-1' },
        ...{ accountId: '210987654321', arn: ARN, oldArn: ARN.replace('4q2k', '9z8y') },
        ...{ until: '2026-12-15', unusedDays: 0 },
        environment: `AWS_REGION=ap-northeast-1\nBEDROCK_MODEL_ID=${ARN}`,
        claudeCode: `{\n  "env": { "CLAUDE_CODE_USE_BEDROCK": "1", "ANTHROPIC_MODEL": "${ARN}" }\n}`,
      },
    },
  ],
];

const lettersIn = (locale: LetterLocale): [string, Message][] =>
  LETTERS.map(([name, letter]) => [
    name,
    letterMessage(
      { ...letter, id: 'letter', to: ANN, about: '', locale, raisedAt: NOW } as Letter,
      wording(locale, name.includes('Asked') ? 'asked' : 'spender', ANN),
    ),
  ]);

/** Every message in a language, by a name for each. */
export function samplesIn(locale: LetterLocale): [string, Message][] {
  const all = [...crossingsIn(locale), ...noticesIn(locale), ...lettersIn(locale)];
  const together = all
    .filter(([name]) => /^(threshold|newModel|jobWell|staleData)/.test(name))
    .map(([, one]) => one);
  return [...all, ['digest', digestMessage(together, wording(locale, 'finance', 'fin@example.com'), NOW)]];
}
