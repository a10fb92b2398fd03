import { describe, expect, it } from 'vitest';
import type { Alert } from '../../src/core/alerts.ts';
import type { Budget } from '../../src/core/budgets.ts';
import { judgedPeriods } from '../../src/core/budgets.ts';
import type { WhyDropped } from '../../src/core/dropped.ts';
import type { JobTrouble } from '../../src/core/jobTroubles.ts';
import { money } from '../../src/core/money.ts';
import { type Notice, ONLY_LINES } from '../../src/core/notices.ts';
import {
  type Blame,
  blameOf,
  blameOfHttp,
  blameOfSmtp,
  dropping,
  LONGEST_PROBE_MS,
  NotSent,
  type Outside,
  type Owed,
  probeAfter,
  type SmtpFault,
} from '../../src/core/outbox.ts';
import { dayOf } from '../../src/core/periods.ts';
import type { HeldBack } from '../../src/core/quarantine.ts';
import { ofMonth } from '../alertOf.ts';
import { budgetOf } from '../budgetOf.ts';

const CALENDAR = { weekStart: 1, fiscalYearStart: 1 };

const rcpt = (responseCode: number, response: string): SmtpFault => ({
  code: 'EENVELOPE',
  command: 'RCPT TO',
  responseCode,
  response: `${responseCode} ${response}`,
});
const data = (responseCode: number, response: string): SmtpFault => ({
  ...rcpt(responseCode, response),
  code: 'EMESSAGE',
  command: 'DATA',
});

const SMTP: readonly [string, SmtpFault, Blame][] = [
  ['refused connection', { code: 'ESOCKET', command: 'CONN' }, 'channel'],
  ['timeout', { code: 'ETIMEDOUT', command: 'CONN' }, 'channel'],
  ['name not found', { code: 'EDNS', command: 'CONN' }, 'channel'],
  ['certificate', { code: 'ETLS', command: 'STARTTLS' }, 'channel'],
  ['no credentials', { code: 'EAUTH', command: 'API' }, 'channel'],
  ['wrong password', { code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 }, 'channel'],
  ['greeting 554', { code: 'EPROTOCOL', command: 'CONN', responseCode: 554 }, 'channel'],
  ['EHLO refused', { code: 'EPROTOCOL', command: 'EHLO', responseCode: 550 }, 'channel'],
  ['sender refused', { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550 }, 'channel'],
  ['authentication wanted', { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 530 }, 'channel'],
  ['closing at a recipient', rcpt(421, '4.3.2 closing'), 'channel'],
  ['authentication at a recipient', rcpt(530, '5.7.0 Authentication required'), 'channel'],
  ['unknown recipient', rcpt(550, '5.1.1 no such user'), 'message'],
  ['unknown recipient, plain', rcpt(550, 'no such person here'), 'message'],
  ['mailbox name', rcpt(553, '5.1.3 bad address'), 'message'],
  ['mailbox over quota', rcpt(552, '5.2.2 mailbox full'), 'message'],
  [
    'too large at its announcement',
    { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 552 },
    'message',
  ],
  ['relaying', rcpt(554, '5.7.1 <a@b.example>: Relay access denied'), 'unsure'],
  ['relaying, Exchange', rcpt(550, '5.7.54 SMTP; Unable to relay recipient'), 'unsure'],
  ['relaying, plain', rcpt(550, 'relaying denied'), 'unsure'],
  ['greylisting', rcpt(451, '4.7.1 try again later'), 'unsure'],
  ['directory of the server is down', rcpt(451, '4.3.0 Temporary lookup failure'), 'unsure'],
  ['text refused', data(554, '5.6.0 message refused'), 'message'],
  ['disk of the server is full', data(452, '4.3.1 Insufficient system storage'), 'unsure'],
  ['policy on the text', data(550, '5.7.26 unauthenticated'), 'unsure'],
  ['address that is none', { code: 'EENVELOPE', command: 'API' }, 'unsure'],
  ['larger than announced', { code: 'EMESSAGE', command: 'MAIL FROM' }, 'message'],
];

const HTTP: readonly [Blame, readonly number[]][] = [
  ['message', [400, 409, 413, 422]],
  ['unsure', [500, 502, 503, 504]],
  ['channel', [301, 307, 401, 403, 404, 405, 407, 408, 410, 415, 425, 429]],
];

describe('whose fault it was', () => {
  it.each(SMTP)('SMTP: %s', (_, fault, blame) => {
    expect(blameOfSmtp(fault)).toBe(blame);
  });
  it.each(HTTP)('HTTP: of the %s', (blame, statuses) => {
    for (const status of statuses) expect([status, blameOfHttp(status)]).toEqual([status, blame]);
  });
  it('of what tells nothing nobody is sure', () => {
    expect(blameOf(new Error('some words'))).toBe('unsure');
    expect(blameOf(new NotSent('message', 'no such user'))).toBe('message');
  });
});

describe('a channel that is down', () => {
  it('is tried again within minutes, however long it has been and whatever it asks for', () => {
    expect([1, 2, 3, 4, 50].map((failures) => probeAfter(failures) / 60_000)).toEqual([1, 2, 4, 5, 5]);
    expect(probeAfter(1, 90_000)).toBe(90_000);
    expect(probeAfter(1, 86_400_000)).toBe(LONGEST_PROBE_MS);
  });
});

describe('what holds', () => {
  const NOW = Date.parse('2026-11-20T09:00:00.000Z');
  const ANN = 'ann@example.com';
  const budget = (more: Partial<Budget> = {}): Budget =>
    budgetOf('b', { kind: 'user', key: ANN }, { version: 3, ...more }, money('10'));
  const alert = (more: Partial<Alert> = {}): Alert =>
    ofMonth({
      id: 'a',
      budgetId: 'b',
      scopeKind: 'user',
      scopeKey: ANN,
      version: 3,
      month: '2026-11',
      thresholdPercent: 80,
      spent: money('9') as Alert['spent'],
      unpricedTokens: null,
      cautious: money('0'),
      budget: money('10'),
      label: 'final',
      staleSince: null,
      crossedAt: '2026-11-19T20:00:00.000Z',
      ...more,
    });
  const owed = (more: Partial<Owed> = {}): Owed => ({
    id: 'd',
    channel: 'email',
    target: ANN,
    role: 'spender',
    locale: null,
    owedAt: '2026-11-19T20:00:00.000Z',
    digestId: null,
    attempts: 0,
    nextAttemptAt: null,
    deliveredAt: null,
    givenUpAt: null,
    lastError: null,
    droppedAt: null,
    droppedWhy: null,
    alert: alert(),
    notice: null,
    letter: null,
    isOvertaken: false,
    ...more,
  });
  const raisedAt = '2026-11-19T20:00:00.000Z';
  const noticed = owed({
    alert: null,
    notice: { id: 'n', kind: 'heldBack', ...ONLY_LINES, lines: [], raisedAt, resolvedAt: null },
  });
  const ofJob = (kind: Notice['kind'], words: string, at: string) =>
    owed({
      alert: null,
      notice: { id: `${kind} ${at}`, kind, ...ONLY_LINES, lines: [words], raisedAt: at, resolvedAt: null },
    });
  const failing = ofJob('jobFailing', 'charges failed, for the first time', raisedAt);
  const well = (at: string) => ofJob('jobWell', 'charges did all of its work again', at);
  const trouble = (toldAt: string | null, job: JobTrouble['job'] = 'charges'): JobTrouble => ({
    job,
    since: raisedAt,
    failures: 3,
    toldAt,
  });
  const held = (more: Partial<HeldBack> = {}): HeldBack => ({
    source: 'charges',
    name: 'usage',
    day: '2026-11-18',
    unit: 'usd',
    before: 2n,
    after: 0n,
    firstAt: '2026-11-19T20:00:01.000Z',
    lastAt: raisedAt,
    acceptedAt: null,
    ...more,
  });
  const late = (at: string) => ({ now: Date.parse(at) });

  it.each<[string, Owed, Partial<Outside>, WhyDropped | null]>([
    ['as it was', owed(), {}, null],
    ['another amount since', owed(), { budgets: [budget({ version: 4, amount: money('20') })] }, 'changed'],
    [
      'nearly the same amount since',
      owed(),
      { budgets: [budget({ version: 4, amount: money('10.9') })] },
      null,
    ],
    ['no budget any more', owed(), { budgets: [budget({ endedOn: '2026-11-20' })] }, 'removed'],
    [
      'the default, and one of their own since',
      owed({ alert: alert({ budgetId: 'default' }) }),
      { budgets: [budget(), budget({ id: 'default', scope: { kind: 'userDefault' } })] },
      'removed',
    ],
    [
      'the default, still',
      owed({ alert: alert({ budgetId: 'default' }) }),
      { budgets: [budget({ id: 'default', scope: { kind: 'userDefault' } })] },
      null,
    ],
    ['a higher one', owed({ isOvertaken: true }), {}, 'overtaken'],
    ['its month over', owed(), late('2026-12-01T00:00:00.000Z'), 'over'],
    [
      'seen just before its month ended',
      owed({ alert: alert({ crossedAt: '2026-11-30T23:55:00.000Z' }) }),
      late('2026-12-01T00:05:00.000Z'),
      null,
    ],
    [
      'seen while its month settles',
      owed({ alert: alert({ crossedAt: '2026-12-01T01:00:00.000Z' }) }),
      late('2026-12-02T09:00:00.000Z'),
      null,
    ],
    [
      'and after it has',
      owed({ alert: alert({ crossedAt: '2026-12-01T01:00:00.000Z' }) }),
      late('2026-12-09T09:00:00.000Z'),
      'over',
    ],
    ['the recipient left', owed(), { stillTold: ({ target }) => (target === ANN ? 'left' : null) }, 'left'],
    [
      'somebody else left',
      owed({ target: 'finance@example.com' }),
      { stillTold: (a) => (a.target === ANN ? 'left' : null) },
      null,
    ],
    ['no recipient any more', owed(), { stillTold: () => 'notRecipient' }, 'notRecipient'],
    ['a notice of what is held back', noticed, { heldBack: [held()] }, null],
    ['of what was released', noticed, { heldBack: [] }, 'resolved'],
    ['of what was accepted', noticed, { heldBack: [held({ acceptedAt: raisedAt })] }, 'resolved'],
    [
      'while something else is held back',
      noticed,
      { heldBack: [held({ firstAt: '2026-11-10T00:00:00.000Z' })] },
      'resolved',
    ],
    ['that a job fails, and it does', failing, { jobTroubles: [trouble(raisedAt)] }, null],
    ['that it failed, and it is well', failing, {}, 'resolved'],
    [
      'that it failed, and fails anew',
      failing,
      { jobTroubles: [trouble('2026-11-20T00:00:00.000Z')] },
      'resolved',
    ],
    ['that another job fails', failing, { jobTroubles: [trouble(raisedAt, 'usage')] }, 'resolved'],
    ['that a job is well', well(raisedAt), { jobTroubles: [trouble(null)] }, null],
    [
      'that it was well, and it fails again',
      well(raisedAt),
      { jobTroubles: [trouble(raisedAt)] },
      'resolved',
    ],
    [
      'that it was well, which is told again',
      well(raisedAt),
      { notices: [well('2026-11-20T00:00:00.000Z').notice as Notice] },
      'resolved',
    ],
    ['a month later', noticed, { heldBack: [held()], ...late('2026-12-25T00:00:00.000Z') }, 'over'],
  ])('%s', (_, one, more, why) => {
    const outside: Outside = {
      now: NOW,
      budgets: [],
      calendar: CALENDAR,
      heldBack: [],
      jobTroubles: [],
      notices: [],
      letters: new Map(),
      stillTold: () => null,
      ...more,
    };
    const now = dayOf(outside.now);
    // The same budgets in each month that is judged then.
    outside.budgets = judgedPeriods('month', now, CALENDAR).flatMap((range) =>
      (more.budgets ?? [budget()]).map((each) => ({ ...each, range })),
    );
    expect(dropping(outside)(one)).toBe(why);
  });
});
