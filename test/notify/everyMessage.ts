import type { Alert } from '../../src/core/alerts.ts';
import type { LetterData, LetterKind, LetterLocale } from '../../src/core/letters.ts';
import type { Message } from '../../src/core/message.ts';
import { money, ZERO } from '../../src/core/money.ts';
import type { NoticeData } from '../../src/core/noticeData.ts';
import { NOTICE_KINDS, type NoticeKind } from '../../src/core/notices.ts';
import { crossingMessage } from '../../src/jobs/messages/crossing.ts';
import { digestMessage } from '../../src/jobs/messages/digest.ts';
import { letterMessage } from '../../src/jobs/messages/letters/letterMessage.ts';
import { noticeMessage } from '../../src/jobs/messages/noticeMessage.ts';
import { sampleReport } from '../../src/jobs/messages/sampleReport.ts';
import { ofMonth } from '../alertOf.ts';
import { messageWith } from './messageOf.ts';

/** Every kind of message that the product makes, worded by the product, of things with usual names or with hostile ones. */

const NOW = '2026-11-20T12:00:00.000Z';
const LATER = '2026-11-27T12:00:00.000Z';

/** Names as people give them: with signs that mean something to chat programs, of the other script, and without end. */
const HOSTILE = ['<!channel> & *R&D* ``` [x](https://evil.example.com) ', '長い名前😀', '@everyone_#tag|~'];
export interface Size {
  name: string;
  /** A name, an error, a reason: whatever somebody else wrote. */
  named(at: number): string;
  email: string;
  /** Of rows of a list. */
  rows: number;
}
export const USUAL: Size = { name: 'usual', named: (at) => `name ${at}`, email: 'ann@example.com', rows: 2 };
export const HUGE: Size = {
  name: 'huge',
  named: (at) => `${HOSTILE[at % HOSTILE.length] ?? ''}`.repeat(80),
  email: `${'a'.repeat(60)}_*x*@${'example'.repeat(20)}.com`,
  rows: 300,
};
/** What is left where nobody wrote anything. */
export const EMPTY: Size = { name: 'empty', named: () => '', email: 'a@b.example', rows: 0 };

const times = <T>({ rows }: Size, made: (at: number) => T): T[] =>
  Array.from({ length: rows }, (_, at) => made(at));

function noticesOf(size: Size): NoticeData {
  const { named, email, rows } = size;
  const used = { model: named(1), modelKey: named(2), day: '2026-11-20' };
  return {
    heldBack: {
      sums: times(size, (at) => ({
        ...{ source: 'charges' as const, name: named(at), from: '2026-11-01', until: '2026-11-03', days: 3 },
        ...{ unit: 'usd' as const, before: '123456.0000000001', after: '0' },
      })),
    },
    jobFailing: {
      ...{ job: 'usage', status: 'failed', since: NOW, more: rows },
      errors: times(size, (at) => ({ slice: named(at), error: named(at + 1) })),
    },
    jobWell: { job: 'usage', since: NOW },
    jobStuck: { job: 'usage', lastStartedAt: NOW },
    ownersLeft: { people: times(size, (at) => ({ email, profiles: at, named: named(at) })) },
    staleData: {
      sources: times(size, (at) => ({
        source: 'usage',
        slice: named(at),
        since: at % 2 ? NOW : '',
        error: named(at),
      })),
      more: rows,
    },
    chargesNearCeiling: { month: '2026-11', spent: '9', ceiling: '10', at: 90 },
    billDisagrees: {
      month: '2026-11',
      days: times(size, (at) => ({ day: '2026-11-03', model: named(at), estimated: '1', billed: '2' })),
      more: rows,
    },
    unpricedModel: { ...used, tokens: '123456789' },
    outsideProfiles: { month: '2026-11', spent: '9', models: times(size, named) },
    newModel: { ...used, spent: '9' },
    newRegion: { region: named(0) || 'us-east-1', day: '2026-11-20', spent: '9' },
    jump: {
      ...{ user: email, userName: named(0), day: '2026-11-20', since: '2026-11-20', until: NOW },
      ...{ spent: '900', low: '1', high: '9', estimated: true },
      ...{ model: named(1), profile: named(2), region: named(3) },
    },
    report: reportOf(size),
    test: { channel: 'ops' },
  };
}

function reportOf(size: Size): NoticeData['report'] {
  const { named, email } = size;
  const row = (at: number) => ({ key: email, name: named(at), spent: '9', before: at % 2 ? '8' : '' });
  return {
    ...sampleReport(Date.parse(NOW), { user: email, userName: named(0) }),
    ...{ key: named(1), name: named(2), rows: times(size, row), models: times(size, row) },
    changes: times(size, (at) => ({ ...row(at), by: '1' })),
    attention: times(size, (at) => ({
      ...{ kind: 'user', key: email, name: named(at), state: 'over', excess: '9' },
    })),
  };
}

function lettersOf(size: Size): LetterData {
  const { named, email } = size;
  const any = {
    requestId: '8f14e45f-ceea-467f-ab5e-9f5b2d0a3c11',
    user: email,
    userName: named(0),
    costCenter: named(1),
  };
  const about = { ...any, reason: named(2), model: named(0), region: 'us-east-1', accountId: '123456789012' };
  const budget = {
    ...any,
    reason: named(2),
    period: 'month' as const,
    narrow: '',
    amount: '200',
    extra: '40',
  };
  const how = { deadlineAt: LATER, deputyFor: named(1), escalated: true };
  const arn = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc';
  return {
    requestAsked: { ...about, ...how },
    budgetAsked: { ...budget, ...how, lastDay: '2026-11-30', most: '50' },
    requestAnswered: { ...about, outcome: 'declined', by: named(0), why: named(1), arn: '' },
    budgetAnswered: {
      ...{ ...budget, lastDay: '2026-11-30', outcome: 'changed', by: named(0), why: named(1) },
      ...{ granted: '20', grantedLastDay: '2026-11-30' },
    },
    rolledOver: {
      ...{
        model: named(0),
        oldModel: named(1),
        region: 'us-east-1',
        accountId: '123456789012',
        arn,
        oldArn: arn,
      },
      ...{
        until: '2026-12-31',
        unusedDays: 0,
        environment: times(size, named).join('\n'),
        claudeCode: named(2),
      },
    },
  };
}

const alertOf = ({ email }: Size, more: Partial<Alert> = {}): Alert =>
  ({
    ...ofMonth({ month: '2026-11', thresholdPercent: 80 }),
    ...{ id: 'a1', budgetId: 'b1', scopeKind: 'user', scopeKey: email, version: 1, spent: money('90') },
    ...{ unpricedTokens: 0n, cautious: ZERO, budget: money('100'), label: 'mixed', staleSince: NOW },
    ...{ forecast: money('130'), crossedAt: NOW, ...more },
  }) as Alert;

/** Kind and message, in a language. @param publicUrl null: nobody knows where the pages are, so that there are no links */
export function everyMessage(
  size: Size,
  locale: LetterLocale,
  publicUrl: string | null = 'https://ledger.example.com/bedrock',
): [kind: string, message: Message][] {
  const { email, named } = size;
  const wording = {
    ...{ id: 'd1', target: email, role: 'manager' as const, locale, publicUrl, now: LATER },
    nameOf: () => named(0),
  };
  const driven = { model: named(0), profile: named(1), person: email };
  const data = noticesOf(size);
  // A notice without data has a line at least.
  const lines = ['usage', ...times(size, named)];
  const kept = { id: 'n1', about: '', scope: null, raisedAt: NOW, resolvedAt: null };
  const notice = (kind: NoticeKind, with_: object) =>
    noticeMessage({ ...kept, kind, data: with_ as never, lines }, wording);
  const letters = Object.entries(lettersOf(size)) as [LetterKind, never][];
  const about = `request:${named(3)}` as const;
  const single: [string, Message][] = [
    ['threshold', crossingMessage(alertOf(size), wording, driven)],
    [
      'threshold of a center',
      crossingMessage(alertOf(size, { scopeKind: 'costCenter', scopeKey: named(0) }), wording),
    ],
    ['threshold ahead', crossingMessage(alertOf(size, { threshold: 'forecast 100%' }), wording, driven)],
    ...NOTICE_KINDS.map((kind): [string, Message] => [kind, notice(kind, data[kind])]),
    ['of before there was data', notice('heldBack', {})],
    ...letters.map(([kind, of]): [string, Message] => [
      kind,
      letterMessage({ kind, to: email, locale, about, id: 'l1', raisedAt: NOW, data: of }, wording),
    ]),
  ];
  const all = single.map(([, message]) => message);
  const many = Array.from({ length: Math.max(1, size.rows) }, (_, at) => all[at % all.length] as Message);
  return [...single, ['digest', digestMessage(many, wording, NOW)], ['every part', everyPart(size, locale)]];
}

/** Parts that no message has so many of today. */
function everyPart(size: Size, locale: LetterLocale): Message {
  const { named } = size;
  const label = (at: number) => named(at) || 'x';
  return messageWith({
    ...{ locale, subject: label(1), lead: label(2), why: label(0), about: label(1) },
    facts: times(size, (at) => ({ label: label(at), value: named(at) })),
    bars: [
      { title: label(0), bars: times(size, (at) => ({ label: label(at), text: label(at), share: at })) },
    ],
    tables: [0, 1].slice(0, size.rows).map((at) => ({
      title: label(at),
      columns: [label(0), label(1)],
      rows: times(size, () => [label(0), '']),
    })),
    lists: [0, 1]
      .slice(0, size.rows)
      .map((at) => ({ title: named(at), lines: times(size, named), more: '' })),
    notes: times(size, label),
    copied: times(size, (at) => ({ label: label(at), text: named(at) })),
    links: times(size, (at) => ({
      label: label(at),
      url: `https://ledger.example.com/${encodeURIComponent(named(at)).slice(0, at * 100)}`,
    })),
  });
}
