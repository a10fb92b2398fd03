import type { SampleFor } from '../../app/notify/channelTools.ts';
import type { Alert } from '../../core/alerts.ts';
import type { Letter, LetterData, LetterKind } from '../../core/letters.ts';
import type { Message } from '../../core/message.ts';
import { money, ZERO } from '../../core/money.ts';
import type { NoticeData, StopAbout } from '../../core/noticeData.ts';
import { NOTICE_KINDS, type Notice, type NoticeKind } from '../../core/notices.ts';
import { addDays, DAY_MS, dayOf, HOUR_MS, instantOf, monthOf, monthRange } from '../../core/periods.ts';
import type { MessageKind } from '../../core/topics.ts';
import type { Priced } from '../../core/types.ts';
import { crossingMessage } from './crossing.ts';
import type { Wording } from './frame.ts';
import { letterMessage } from './letters/letterMessage.ts';
import { noticeMessage } from './noticeMessage.ts';
import { sampleReport } from './sampleReport.ts';

/** Each kind of message as an example: made-up people and figures, worded by what words the real ones. */

const MODEL = { model: 'Claude Sonnet 4.6', modelKey: 'anthropic.claude-sonnet-4-6' };
const PLACE = { region: 'us-east-1', accountId: '111122223333' };
const ANN = { user: 'ann@example.com', userName: 'Ann Example' };
const ARN = `arn:aws:bedrock:${PLACE.region}:${PLACE.accountId}:application-inference-profile/example`;

/** An example for somebody, with where the pages are; null: nobody knows. */
type Sampled = SampleFor & { publicUrl: string | null };

/** @throws RangeError for a kind that nothing words */
export function sampleMessage(kind: MessageKind, of: Sampled): Message {
  const wording: Wording = {
    id: of.id,
    target: of.to,
    role: of.to === '' ? 'channel' : 'administrator',
    locale: of.locale,
    publicUrl: of.publicUrl,
    now: null,
    nameOf: (email) => (email === ANN.user ? ANN.userName : ''),
  };
  if (kind === 'threshold')
    return crossingMessage(alertFor(of), wording, { model: MODEL.model, profile: '', person: '' });
  if (isNotice(kind)) return noticeMessage(noticeOf(kind, of), wording);
  if (isLetter(kind)) return letterMessage(letterOf(kind, of), wording);
  throw new RangeError(`nothing words ${kind}`);
}

const isNotice = (kind: MessageKind): kind is NoticeKind => NOTICE_KINDS.some((one) => one === kind);
const isLetter = (kind: MessageKind): kind is LetterKind => Object.hasOwn(LETTERS, kind);

/** A budget of a person where the channel may show one, else of a cost center. */
function alertFor({ people, now }: SampleFor): Alert {
  const month = monthOf(dayOf(now));
  const { start, endExclusive } = monthRange(month);
  return {
    id: 'example',
    budgetId: 'example',
    version: 1,
    scopeKind: people ? 'user' : 'costCenter',
    scopeKey: people ? ANN.user : 'CC-1000 Example',
    month,
    period: 'month',
    periodStart: start,
    periodEnd: endExclusive,
    narrowing: '',
    threshold: '80%',
    thresholdPercent: 80,
    spent: money('51.2') as Priced,
    unpricedTokens: null,
    cautious: ZERO,
    budget: money('60'),
    carriedOver: ZERO,
    forecast: money('74.9'),
    memberCount: null,
    label: 'mixed',
    staleSince: null,
    crossedAt: instantOf(now),
  };
}

function noticeOf(kind: NoticeKind, { channel, now }: SampleFor): Notice {
  const data = NOTICES(channel, now)[kind];
  return {
    id: 'example',
    kind,
    about: `example:${kind}`,
    scope: null,
    lines: [],
    data: data as unknown as Notice['data'],
    raisedAt: instantOf(now),
    resolvedAt: null,
  };
}

const STOP: Omit<StopAbout, 'period' | 'start' | 'end'> = {
  ...{ scope: 'user', key: ANN.user, narrow: '' },
  ...{ grace: '5', graceHours: 4, contact: 'platform@example.com' },
};

const NOTICES = (channel: string, now: number): { readonly [K in NoticeKind]: NoticeData[K] } => {
  const [day, month] = [dayOf(now), monthOf(dayOf(now))];
  const since = instantOf(now - 5 * HOUR_MS);
  const { start, endExclusive: end } = monthRange(month);
  const period = { period: 'month', start, end };
  return {
    heldBack: {
      sums: [
        {
          source: 'charges',
          name: `usage ${PLACE.accountId}`,
          from: addDays(day, -3),
          until: addDays(day, -1),
          days: 3,
          unit: 'usd',
          before: '812.4',
          after: '96.1',
        },
      ],
    },
    jobFailing: {
      job: 'usage',
      status: 'partial',
      since,
      more: 0,
      errors: [{ slice: `${PLACE.accountId} eu-west-1`, error: 'AccessDenied: cloudwatch:GetMetricData' }],
    },
    jobWell: { job: 'usage', since },
    jobStuck: { job: 'charges', lastStartedAt: since },
    ownersLeft: { people: [{ email: ANN.user, profiles: 2, named: 'ann-sonnet, ann-haiku' }] },
    staleData: {
      sources: [{ source: 'usage', slice: `${PLACE.accountId} eu-west-1`, since, error: 'AccessDenied' }],
      more: 0,
    },
    chargesNearCeiling: { month, spent: '8.03', ceiling: '10', at: 80 },
    billDisagrees: {
      month,
      more: 0,
      days: [{ day: addDays(day, -3), model: MODEL.model, estimated: '41.2', billed: '57.9' }],
    },
    unpricedModel: { ...MODEL, day, tokens: '1200000' },
    outsideProfiles: { month, spent: '312.4', models: [MODEL.model] },
    newModel: { ...MODEL, day, spent: '3.12' },
    newRegion: { region: 'eu-central-1', day, spent: '3.12' },
    jump: {
      ...{ ...ANN, day, since: day, until: instantOf(now), spent: '44.1', low: '3.2', high: '8.9' },
      ...{ estimated: true, model: MODEL.model, profile: 'ann-sonnet', region: PLACE.region },
    },
    stopNear: { ...STOP, ...period, left: '3', limit: '60' },
    stopped: { ...STOP, ...period, since, counted: '60.12', limit: '60' },
    freed: { ...STOP, ...period, since, why: 'raised', until: '' },
    report: sampleReport(now, ANN),
    test: { channel },
  };
};

const ABOUT = { requestId: 'example', ...ANN, costCenter: 'CC-1000 Example', reason: 'Trying the new model' };
const HOW = { deputyFor: '', escalated: false };
const APPROVER = 'bob@example.com';

/** The end of the month is what a raise lasts to. */
function raise(now: number) {
  const lastDay = addDays(monthRange(monthOf(dayOf(now))).endExclusive, -1);
  return { ...ABOUT, period: 'month', narrow: '', amount: '60', extra: '20', lastDay } as const;
}

const LETTERS: { readonly [K in LetterKind]: (now: number) => LetterData[K] } = {
  requestAsked: (now) => ({
    ...{ ...ABOUT, ...HOW, ...PLACE },
    model: MODEL.model,
    deadlineAt: instantOf(now + 3 * DAY_MS),
  }),
  requestAnswered: () => ({
    ...{ ...ABOUT, ...PLACE },
    model: MODEL.model,
    outcome: 'made',
    by: APPROVER,
    why: '',
    arn: ARN,
  }),
  budgetAsked: (now) => ({ ...raise(now), ...HOW, most: '', deadlineAt: instantOf(now + 3 * DAY_MS) }),
  budgetAnswered: (now) => ({
    ...raise(now),
    outcome: 'approved',
    by: APPROVER,
    why: '',
    granted: '20',
    grantedLastDay: raise(now).lastDay,
  }),
  rolledOver: (now) => ({
    ...PLACE,
    model: MODEL.model,
    oldModel: 'Claude Sonnet 4.5',
    arn: ARN,
    oldArn: `${ARN}-old`,
    until: addDays(dayOf(now), 14),
    unusedDays: 0,
    environment: `ANTHROPIC_MODEL=${ARN}`,
    claudeCode: '',
  }),
};

const letterOf = (kind: LetterKind, { to, locale, now }: SampleFor): Letter =>
  ({
    id: 'example',
    kind,
    to: to === '' ? ANN.user : to,
    about: '',
    data: LETTERS[kind](now),
    locale,
    raisedAt: instantOf(now),
  }) as Letter;
